"""Several processes with one quota, as the vendor sees them: counted over every window of what arrived."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from erp_client_runtime.operation import QuotaLimit
from erp_sandbox.sandbox import Sandbox
from tests.unit.runtime.loopback import response
from tests.unit.runtime.quota_support import RedisServer, counting, most_in_a_window, share_of_possible, until

LIMIT = QuotaLimit(20, 0.5)
LOGIN = {"store": "4711", "api_key": "canary"}
BODY = b'{"paymentTerms": [], "since": 1}'


@contextmanager
def workers(
    plan: list[tuple[int, int, str]], folder: Path, grace: float | None = None, **options: Any
) -> Iterator[list[subprocess.Popen[bytes]]]:
    """One process for each (threads, tasks, connections); they end with the block.

    With a grace, their requests are said to be over so many seconds after their time limit, should they die.
    """
    options = {"quota": LIMIT, "timeout": 20, **options}
    stop = folder / "stop"
    with ExitStack() as running:
        processes = []
        for number, (threads, tasks, connections) in enumerate(plan):
            settings: dict[str, Any] = {"name": str(number), "threads": threads, "tasks": tasks}
            settings |= {"stop": str(stop), "connections": connections, "grace": grace, "options": options}
            command = [sys.executable, "-W", "error", "-m", "tests.unit.runtime.quota_worker", json.dumps(settings)]
            processes.append(running.enter_context(subprocess.Popen(command)))
        try:
            yield processes
        finally:
            stop.touch()
        for process in processes:
            process.wait(30)


@pytest.fixture(params=["file", "redis"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "file":
        return f"file:{tmp_path / 'quota'}"
    server: RedisServer = request.getfixturevalue("redis")
    return server.url


def test_threads_tasks_and_processes_together_use_the_quota_fairly_and_never_exceed_it(
    store: str, tmp_path: Path
) -> None:
    plan, count = [(5, 0, "many"), (0, 5, "many"), (1, 1, "many")], 12
    with Sandbox("lagerkoll", quota=LIMIT) as vendor:
        login = vendor.logins[0]

        def requests_since_all_are_there() -> list[str]:
            names = [request.headers["x-worker"] for request in vendor.requests]
            first = {name: names.index(name) for name in names}
            return names[max(first.values()) + 1 :] if len(first) == count else []

        with workers(plan, tmp_path, base_url=vendor.base_url, quota_store=store, **login) as processes:
            until(lambda: len(requests_since_all_are_there()) >= 4 * LIMIT.requests, 40.0)
        together = requests_since_all_are_there()
        requests = vendor.requests
    assert [process.returncode for process in processes] == [0, 0, 0]
    assert {request.status for request in requests} == {200}
    arrived = [request.arrived for request in requests]
    assert most_in_a_window(arrived, LIMIT.per) <= LIMIT.requests
    # `benchmarks` measures how much exactly; here the machine is busy with other tests.
    assert share_of_possible(arrived[-3 * LIMIT.requests :], LIMIT) > 0.8
    shares = Counter(together)
    assert len(shares) == count
    assert min(shares.values()) >= 0.5 * len(together) / count


def test_slow_answers_and_scarce_connections_change_nothing(tmp_path: Path) -> None:
    chance = random.Random(7)
    with counting(lambda _: chance.random() * 0.5) as vendor:
        vendor.answer = lambda _: response(BODY)
        options: dict[str, Any] = {"base_url": vendor.url, "quota_store": f"file:{tmp_path / 'quota'}", **LOGIN}
        with workers([(8, 0, "few"), (4, 8, "cold")], tmp_path, **options) as processes:
            until(lambda: len(vendor.arrived) > 3 * LIMIT.requests, 40.0)
    assert [process.returncode for process in processes] == [0, 0]
    assert most_in_a_window(vendor.arrived, LIMIT.per) <= LIMIT.requests


def test_processes_that_are_killed_leave_nothing_behind_that_lasts(tmp_path: Path) -> None:
    with counting(lambda _: 0.05) as vendor:
        vendor.answer = lambda _: response(BODY)
        options: dict[str, Any] = {"base_url": vendor.url, "quota_store": f"file:{tmp_path / 'quota'}", **LOGIN}
        plan = [(4, 0, "many"), (0, 4, "many"), (3, 3, "many")]
        with workers(plan, tmp_path, grace=1.0, timeout=1, **options) as processes:
            until(lambda: len(vendor.arrived) > 1.5 * LIMIT.requests, 40.0)
            for process in processes[:2]:
                process.kill()
            # The one that is left goes on, and three seconds later with all of the quota.
            time.sleep(2.7)
            before = len(vendor.arrived)
            until(lambda: len(vendor.arrived) >= before + 1.5 * LIMIT.requests, 3.0)
    assert [process.returncode for process in processes] == [-9, -9, 0]
    assert most_in_a_window(vendor.arrived, LIMIT.per) <= LIMIT.requests
