"""Calls of one process in front of a store that others use, too: who is first, who gives up, and what fails."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from erp_client_runtime import shared_quota
from erp_client_runtime.dialect import Dialect
from erp_client_runtime.effects import Ask
from erp_client_runtime.errors import ConfigurationError, QuotaTimeoutError, RateLimitError, StoreError
from erp_client_runtime.file_quota import FileQuota
from erp_client_runtime.operation import QuotaLimit
from erp_client_runtime.pool import Pool
from erp_client_runtime.quota import MEMORY, MemoryStore, Ticket
from erp_client_runtime.quota_backend import Answer, Asker
from erp_client_runtime.redis_quota import RedisQuota
from erp_client_runtime.shared_quota import SharedQuota
from tests.unit.runtime.flow_support import GET, VENDOR, Acme, login
from tests.unit.runtime.loopback import response
from tests.unit.runtime.quota_support import (
    ONE,
    asker,
    async_client,
    client,
    counting,
    in_threads,
    most_in_a_window,
    store_of,
    until,
)

BASE = "https://api.acme.example"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quota"


class Failing:
    """A store that can be told to fail, and counts what it is asked."""

    name = "failing://store"

    def __init__(self) -> None:
        self.fails = True
        self.asked = 0
        self.finished: list[bool] = []

    def take(self, who: Asker, permit: str, requests: int, ages: Any, behind: int) -> Answer:
        self.asked += 1
        if self.fails:
            raise StoreError(f"{self.name} is down")
        return Answer(1, 0.0, 0.0, [0.0])

    def finish(self, who: Asker, permit: str, *, sent: bool) -> None:
        self.finished.append(sent)

    def leave(self, who: Asker) -> None:
        """Nobody waits here."""

    def pause(self, who: Asker, seconds: float) -> None:
        """Nor pauses."""

    def after_fork(self) -> None:
        """There is nothing to forget."""

    def close(self) -> None:
        """There is nothing to close."""


def held(path: Path, key: str) -> int:
    """How many permits are taken."""
    store = FileQuota(path)
    waits = [store.take(asker(key, "test", window=1000.0, hold=0.0), str(n), 50, [0.0], 0).waits[0] for n in range(50)]
    for number in range(50):
        store.finish(asker(key, "test"), str(number), sent=False)
    store.close()
    return sum(wait > 0.0 for wait in waits)


def key_of(made: Any) -> str:
    text: str = made._shared.quota_key.text
    return text


# First come, first served; bounded


def test_threads_are_served_in_the_order_in_which_they_came(path: Path) -> None:
    with counting() as vendor, client(vendor, FileQuota(path), quota=(2, 0.3)) as made:
        order: list[int] = []

        def one(number: int) -> None:
            time.sleep(number * 0.05)  # so far apart that a busy machine does not change the order of arrival
            made.call(GET, ONE)
            order.append(number)

        in_threads(one, 8)
    # Two at a time; of those, either may come back first.
    assert [sorted(order[start : start + 2]) for start in range(0, 8, 2)] == [[0, 1], [2, 3], [4, 5], [6, 7]]


async def test_tasks_are_served_in_the_order_in_which_they_came(path: Path) -> None:
    with counting() as vendor:
        async with async_client(vendor, FileQuota(path), quota=(2, 0.1)) as made:
            order: list[int] = []

            async def one(number: int) -> None:
                await made.call(GET, ONE)
                order.append(number)

            await asyncio.gather(*(one(number) for number in range(8)))
    assert [sorted(order[start : start + 2]) for start in range(0, 8, 2)] == [[0, 1], [2, 3], [4, 5], [6, 7]]


def test_who_may_not_wait_long_enough_is_told_how_long_it_would_have_taken(path: Path) -> None:
    with counting() as vendor, client(vendor, FileQuota(path), quota=(2, 5.0)) as made:
        for _ in range(2):
            made.call(GET, ONE)
        started = time.monotonic()
        with pytest.raises(QuotaTimeoutError, match=r"the quota is 2 per 5 s.* longer than quota_timeout") as caught:
            made.call(GET, ONE, options={"quota_timeout": 0})
        assert caught.value.needed == pytest.approx(5.0, abs=0.2)
        with pytest.raises(QuotaTimeoutError, match="longer than deadline"):
            made.call(GET, ONE, options={"deadline": 1.0})
        assert time.monotonic() - started < 0.5
    assert len(vendor.arrived) == 2


def test_those_behind_others_know_at_once_that_it_takes_too_long(path: Path) -> None:
    with counting() as vendor, client(vendor, FileQuota(path), quota=(1, 0.5)) as made:
        made.call(GET, ONE)
        waiting = [threading.Thread(target=made.call, args=(GET, ONE)) for _ in range(2)]
        for thread in waiting:
            thread.start()
        until(lambda: len(store_of(made)._lines[made._shared.quota_key].places) == 2)
        time.sleep(0.05)
        started = time.monotonic()
        with pytest.raises(QuotaTimeoutError) as caught:
            made.call(GET, ONE, options={"quota_timeout": 0.6})
        assert time.monotonic() - started < 0.2
        assert caught.value.needed > 0.9
        for thread in waiting:
            thread.join()
    assert len(vendor.arrived) == 3


def test_concurrent_calls_without_patience_all_get_permits_that_are_free(path: Path) -> None:
    with counting() as vendor, client(vendor, FileQuota(path), quota=(20, 5.0), quota_timeout=0) as made:
        results = in_threads(lambda _: made.call(GET, ONE).code, 20)
    assert results == ["30N"] * 20


# Whatever happens, permits come back


async def test_a_cancelled_call_gives_back_its_permit_and_its_place(path: Path) -> None:
    with counting(lambda _: 0.3) as vendor:
        async with async_client(vendor, FileQuota(path), quota=(2, 30.0)) as made:
            tasks = [asyncio.ensure_future(made.call(GET, ONE)) for _ in range(4)]
            await asyncio.to_thread(until, lambda: len(vendor.arrived) == 2)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            line = store_of(made)._lines[made._shared.quota_key]
            assert line.places == []
            key = key_of(made)
            await asyncio.to_thread(store_of(made)._worker.submit(lambda: None).result)
    assert held(path, key) == 2  # those that were sent


async def test_calls_that_are_cancelled_at_any_moment_lose_nothing(path: Path) -> None:
    with counting() as vendor:
        async with async_client(vendor, FileQuota(path), quota=(40, 30.0)) as made:
            for number in range(30):
                task = asyncio.ensure_future(made.call(GET, ONE))
                await asyncio.sleep(number * 0.0002)
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
            await asyncio.to_thread(store_of(made)._worker.submit(lambda: None).result)
            key, arrived = key_of(made), len(vendor.arrived)
    assert arrived <= held(path, key) <= 30
    taken = FileQuota(path)
    waits = taken.take(asker(key, window=30.0), "last", 40, [0.0], 0).waits
    taken.close()
    assert waits == [0.0]


def test_a_process_that_is_slow_to_send_keeps_its_permits_until_it_has(path: Path) -> None:
    sending: list[int] = []

    class Slow(Pool):
        def client(self) -> tuple[Any, Dialect]:
            sending.append(1)
            time.sleep(2.0)  # longer than the time limit, a second and a window
            return super().client()

    with counting() as vendor:
        options: dict[str, Any] = {"quota": (2, 0.4), "timeout": 0.3}
        slow, quick = (client(vendor, FileQuota(path), **options) for _ in range(2))
        slow._sender.pools = (Slow(direct=False), Slow(direct=True))

        def work(number: int) -> None:
            if number < 2:
                slow.call(GET, ONE)
                return
            until(lambda: len(sending) == 2)
            for _ in range(2):
                quick.call(GET, ONE)

        assert in_threads(work, 4) == [None] * 4
        assert len(vendor.arrived) == 6
        assert most_in_a_window(vendor.arrived, 0.4) <= 2
        slow.close()
        quick.close()


def test_a_line_does_not_stand_still_behind_a_stopped_event_loop(path: Path) -> None:
    with counting() as vendor:
        store = SharedQuota(FileQuota(path))
        stopped = async_client(vendor, store, quota=(1, 0.2))
        loop = asyncio.new_event_loop()
        loop.run_until_complete(stopped.call(GET, ONE))
        task = loop.create_task(stopped.call(GET, ONE))
        loop.run_until_complete(asyncio.sleep(0.05))  # it waits for its permit, and nobody runs its loop any more
        started = time.monotonic()
        with client(vendor, store, quota=(1, 0.2)) as made:
            made.call(GET, ONE)
        assert time.monotonic() - started < 8.0
        loop.run_until_complete(task)  # it is still in the line
        loop.run_until_complete(stopped.aclose())
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()
    assert len(vendor.arrived) == 3


def test_the_thread_of_a_store_ends_with_it(path: Path) -> None:
    async def main() -> None:
        async with async_client(vendor, FileQuota(path), quota=(5, 1.0)) as made:
            await made.call(GET, ONE)

    def workers() -> set[threading.Thread]:
        return {thread for thread in threading.enumerate() if thread.name.startswith("erp-client-runtime-store")}

    before = workers()  # other tests of this process may have stores that are still used
    with counting() as vendor:
        asyncio.run(main())
    gc.collect()
    until(lambda: workers() <= before)


@pytest.mark.parametrize("kind", ["file", "redis"])
def test_a_forked_child_shares_the_quota_on_connections_of_its_own(
    kind: str, path: Path, request: pytest.FixtureRequest
) -> None:
    backend = FileQuota(path) if kind == "file" else RedisQuota(request.getfixturevalue("redis").url)
    with counting() as vendor, client(vendor, backend, quota=(3, 1.9), quota_timeout=0) as made:
        made.call(GET, ONE)
        child = os.fork()
        if child == 0:
            signal.alarm(10)
            try:
                os._exit(0 if made.call(GET, ONE).code == "30N" else 1)
            finally:
                os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        made.call(GET, ONE)
        with pytest.raises(QuotaTimeoutError):
            made.call(GET, ONE)
    assert len(vendor.arrived) == 3


# A vendor that refuses


def test_a_429_pauses_every_process_that_uses_the_store(path: Path) -> None:
    with counting() as vendor:
        vendor.answer = lambda number: (
            response(b"", "429 Too Many Requests", "Retry-After: 1") if number == 1 else response(b'{"code": "1"}')
        )
        refused, other = (client(vendor, FileQuota(path), quota=(50, 10.0)) for _ in range(2))
        with refused, other:
            thread = threading.Thread(target=refused.call, args=(GET, ONE))
            thread.start()
            until(lambda: vendor.arrived)
            time.sleep(0.1)
            other.call(GET, ONE)
            thread.join()
    assert min(vendor.arrived[1:]) - vendor.arrived[0] >= 1.0
    assert len(vendor.arrived) == 3


def test_a_refusal_that_nobody_waits_for_pauses_the_others_all_the_same(path: Path) -> None:
    with counting() as vendor:
        vendor.answer = lambda _: response(b"", "429 Too Many Requests", "Retry-After: 300")
        refused, other = (client(vendor, FileQuota(path), quota=(50, 10.0)) for _ in range(2))
        with refused, other:
            with pytest.raises(RateLimitError):
                refused.call(GET, ONE)
            store_of(refused)._worker.submit(lambda: None).result()
            with pytest.raises(QuotaTimeoutError, match=r"\(the vendor asked to pause") as caught:
                other.call(GET, ONE, options={"quota_timeout": 1.0})
    assert caught.value.needed == pytest.approx(300.0, abs=1.0)
    assert len(vendor.arrived) == 1


# A store that fails


def test_calls_fail_while_the_store_does_and_do_not_all_find_out_by_themselves() -> None:
    backend = Failing()
    with counting() as vendor, client(vendor, backend) as made:
        results = in_threads(lambda _: made.call(GET, ONE), 20)
        assert {type(result) for result in results} == {StoreError}
        assert {str(result) for result in results} == {"failing://store is down"}
        assert backend.asked == 1
        assert vendor.arrived == []
        backend.fails = False
        until(lambda: time.monotonic() > store_of(made)._failed_at + 0.5)
        assert made.call(GET, ONE).code == "30N"
    assert backend.finished == [True]


def test_a_store_that_fails_after_the_request_does_not_fail_the_call() -> None:
    backend = Failing()
    backend.fails = False

    def fail(*_: Any, **__: Any) -> None:
        raise StoreError("down by now")

    backend.finish = fail  # type: ignore[method-assign]  # of this one object
    with counting() as vendor, client(vendor, backend) as made:
        assert made.call(GET, ONE).code == "30N"


def test_with_open_requests_are_counted_here_while_the_store_fails() -> None:
    with counting() as vendor, client(vendor, SharedQuota(Failing(), opens=True), quota=(3, 0.4)) as made:
        in_threads(lambda _: made.call(GET, ONE), 6)
        with pytest.raises(QuotaTimeoutError):
            made.call(GET, ONE, options={"quota_timeout": 0})
    assert len(vendor.arrived) == 6
    assert most_in_a_window(vendor.arrived, 0.4) <= 3


# Settings


def made(**options: Any) -> Acme:
    return Acme(auth=login(), base_url=BASE, **options)


def test_the_store_is_named_by_the_setting_or_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert made().quota_store is MEMORY
    stores = {
        "file:quota": f"file:{tmp_path}/quota",
        "file:///var/lib/quota": "file:/var/lib/quota",
        "redis://:secret@h:6379/2?socket_timeout=1": "redis://h:6379/2",
        "rediss://h": "rediss://h",
        "unix:///run/redis": "unix:///run/redis",
    }
    for text, name in stores.items():
        assert getattr(made(quota_store=text).quota_store, "name", None) == name
    monkeypatch.setenv("ACME_QUOTA_STORE", "file:other")
    assert getattr(made().quota_store, "name", None) == f"file:{tmp_path}/other"
    assert made(quota_store="memory").quota_store is MEMORY
    own = MemoryStore()
    assert made(quota_store=own).quota_store is own
    assert list(tmp_path.iterdir()) == []  # opened with the first call


def test_clients_that_name_the_same_store_share_it(path: Path) -> None:
    first, second, opens = (
        made(quota_store=f"file:{path}", **options) for options in ({}, {}, {"on_store_error": "open"})
    )
    assert first.quota_store is second.quota_store
    assert first.quota_store is not opens.quota_store
    backend = FileQuota(path)
    assert made(quota_store=backend).quota_store is made(quota_store=backend).quota_store


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"quota_store": "/var/lib/quota"}, "file:/path/to/it"),
        ({"quota_store": "sqlite:///quota"}, "file:/path/to/it"),
        ({"quota_store": "file:"}, "names no file"),
        ({"quota_store": "file://server/share"}, "names no file"),
        ({"quota_store": "redis://"}, "no URL of Redis"),
        ({"quota_store": "redis://host:many"}, "no URL of Redis"),
        ({"quota_store": "http://user:canary@host"}, "has to be"),
        ({"quota_store": 7}, "a RedisQuota or another object with the methods of QuotaBackend"),
        ({"on_store_error": "ignore"}, "'raise' or 'open'"),
    ],
)
def test_a_setting_that_means_no_store_is_refused(options: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says) as caught:
        made(**options)
    assert "canary" not in str(caught.value)


def test_redis_without_its_package_is_refused_with_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erp_client_runtime.stores.find_spec", lambda _: None)
    with pytest.raises(ConfigurationError, match=r"pip install 'erp-client-runtime\[redis\]'"):
        made(quota_store="redis://host")


def test_the_key_is_the_same_in_all_processes_and_tells_apart_what_is_counted_apart(path: Path) -> None:
    def key(cls: type[Acme] = Acme, auth: Any = None, **options: Any) -> str:
        return key_of(cls(auth=auth or login(), quota_store=f"file:{path}", **{"base_url": BASE, **options}))

    class Other(Acme):
        vendor = VENDOR._replace(name="other")

    same = key()
    program = (
        "from tests.unit.runtime.test_shared_quota import *\n"
        f"print(key_of(Acme(auth=login(), base_url=BASE, quota_store={str(path)!r}.join(['file:', '']))))"
    )
    in_another_process = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert same == key() == in_another_process
    other_auth = type(login())({"api_key": "another-secret", "store": "4711"})
    others = [key(Other), key(auth=other_auth), key(quota_key="x"), key(base_url="https://b.example")]
    assert len({same, *others}) == 5


def test_a_call_without_a_limit_is_held_by_pauses_only(path: Path) -> None:
    store = SharedQuota(FileQuota(path))
    with counting() as vendor, client(vendor, store, quota=None) as made:
        for _ in range(5):
            made.call(GET, ONE)
        store.pause(Ticket(made._shared.quota_key, None), 0.0, 0.2)
        started = time.monotonic()
        made.call(GET, ONE)
        assert time.monotonic() - started < 0.15  # the pause is the other ticket's to tell
    assert len(vendor.arrived) == 6


def test_lines_that_nobody_needs_are_forgotten() -> None:
    backend = Failing()
    backend.fails = False
    store = SharedQuota(backend)

    class Key:
        text = "key"

    for _ in range(300):
        ticket = Ticket(Key(), QuotaLimit(5, 0.0))  # each is another one
        ticket.hold = -shared_quota._GRACE
        step = store.try_take(ticket, 0.0)
        assert isinstance(step, Ask)
        assert step.do() is None
        assert store.try_take(ticket, 0.0) == 0.0
        store.finish(ticket, 0.0, sent=True)
        store.settle(ticket).do()
    assert len(store._lines) < 200


def test_a_redis_store_says_where_it_is() -> None:
    assert repr(RedisQuota("redis://:canary@host:6379/0")) == "<RedisQuota redis://host:6379/0>"
