"""Several processes with one store of tokens, against a token endpoint that counts: one request at a time for all."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from erp_client_runtime.tokens import MemoryTokens
from tests.unit.runtime.flow_support import GET
from tests.unit.runtime.quota_support import RedisServer, until
from tests.unit.runtime.token_support import Endpoint, TokenAcme, credentials, endpoint
from tests.unit.runtime.token_worker import ONE

PLAN = [(20, 0), (0, 20), (1, 1)]


class Worker:
    """A process that makes calls when it is told to."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def begin(self, options: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        print(json.dumps(options), file=self.process.stdin, flush=True)

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def workers(plan: list[tuple[int, int]]) -> Iterator[list[Worker]]:
    """One process for each (threads, tasks)."""
    with ExitStack() as running:
        made = []
        for threads, tasks in plan:
            settings = json.dumps({"threads": threads, "tasks": tasks})
            process = subprocess.Popen(
                [sys.executable, "-W", "error", "-m", "tests.unit.runtime.token_worker", settings],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            running.enter_context(process)
            running.callback(process.kill)
            made.append(Worker(process))
        for worker in made:
            assert worker.line() == "ready"
        yield made


@pytest.fixture(scope="module")
def processes() -> Iterator[list[Worker]]:
    with workers(PLAN) as made:
        yield made


@pytest.fixture
def vendor() -> Iterator[Endpoint]:
    with endpoint() as played:
        yield played


@pytest.fixture(params=["file", "redis"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return f"file:{tmp_path / 'tokens'}"
    server: RedisServer = request.getfixturevalue("young_redis")
    return server.url


def test_threads_tasks_and_processes_fetch_one_token_when_it_has_ended_and_when_it_is_refused(
    vendor: Endpoint, store: str, processes: list[Worker]
) -> None:
    def all_call() -> list[int]:
        """Requests for a token so far, and tokens, after every thread and task of every process has made a call."""
        for worker in processes:
            worker.begin(options)
        results = [json.loads(worker.line()) for worker in processes]
        assert [set(codes) for codes in results] == [{"30N"}] * 3
        assert [len(codes) for codes in results] == [threads + tasks for threads, tasks in PLAN]
        return [vendor.asked, len(vendor.fetched)]

    options: dict[str, Any] = {"base_url": vendor.url, "token_store": store}
    vendor.lifetime = 0.5
    with TokenAcme(auth=credentials(), **options) as made:
        made.use_tokens(MemoryTokens())
        made.call(GET, ONE)
    vendor.revoke()
    time.sleep(0.5)
    vendor.lifetime = 600.0
    vendor.before_token = lambda _: time.sleep(0.2)  # long enough for all others to want one, too
    assert all_call() == [2, 2]
    assert vendor.refused == 0
    vendor.revoke()
    assert all_call() == [3, 3]
    assert vendor.refused > 0


def test_a_process_that_is_killed_while_it_fetches_does_not_hold_up_the_others_for_long(
    vendor: Endpoint, store: str
) -> None:
    hold = threading.Event()
    vendor.before_token = lambda number: None if number > 1 else (hold.wait(10), b"")[1]
    options: dict[str, Any] = {"base_url": vendor.url, "token_store": store, "timeout": 1.0}
    with workers([(1, 0)]) as victims, TokenAcme(auth=credentials(), **{**options, "timeout": 30.0}) as other:
        other.use_tokens(MemoryTokens())
        victims[0].begin(options)
        until(lambda: vendor.asked == 1)
        victims[0].process.kill()
        started = time.monotonic()
        assert other.call(GET, ONE).code == "30N"
        # Until the time of its request is over, nobody knows that it is dead.
        assert 0.3 < time.monotonic() - started < 4.0
        hold.set()
    assert vendor.asked == 2
