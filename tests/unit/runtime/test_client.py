"""The life of a client: copies, closing, threads, tasks, event loops, forks, and what it keeps to itself."""

from __future__ import annotations

import asyncio
import copy
import gc
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import Any

import httpx
import pytest

from erp_client_runtime.errors import ConfigurationError, QuotaTimeoutError
from erp_client_runtime.quota import MEMORY, MemoryStore
from tests.unit.runtime.flow_support import GET, SECRET, TERM, Acme, AsyncAcme, FakeClock, login
from tests.unit.runtime.loopback import response, serving
from tests.unit.runtime.test_loopback import OK

ONE = {"term_id": "30N"}


class Resource:
    def __init__(self, client: Any) -> None:
        self.client = client


class WithResource(Acme):
    @cached_property
    def terms(self) -> Resource:
        return Resource(self)


def mocked(**options: Any) -> Acme:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, json=TERM))
    made = Acme(auth=login(), http_client=httpx.Client(transport=transport), **options)
    made.quota_store = MemoryStore()
    return made


def test_resources_of_a_copy_use_the_copy() -> None:
    made = WithResource(auth=login())
    assert made.terms.client is made
    copied = made.with_options(timeout=1)
    assert copied.terms.client is copied
    assert made.terms.client is made


def test_a_copy_shares_connections_and_closing_it_does_not_close_them() -> None:
    with serving(lambda *_: OK) as server, Acme(auth=login(), base_url=server.url, quota=None) as made:
        made.call(GET, ONE)
        with made.with_options(timeout=5) as copied:
            copied.call(GET, ONE)
        made.call(GET, ONE)
        copied.call(GET, ONE)
        assert (server.connections, len(server.requests)) == (1, 4)


def test_after_closing_there_is_a_clear_error_for_the_client_and_its_copies() -> None:
    made = mocked()
    copied = made.with_options(timeout=5)
    made.close()
    made.close()
    for closed in (made, copied):
        with pytest.raises(ConfigurationError, match="closed"):
            closed.call(GET, ONE)


async def test_after_closing_there_is_a_clear_error_for_the_async_client_and_its_copies() -> None:
    made = AsyncAcme(auth=login())
    copied = made.with_options(timeout=5)
    await made.aclose()
    await made.aclose()
    for closed in (made, copied):
        with pytest.raises(ConfigurationError, match="closed"):
            await closed.call(GET, ONE)


def test_options_of_a_call_hold_for_that_call() -> None:
    seen: list[int] = []
    made = mocked()
    made.call(GET, ONE, options={"on_response": lambda raw: seen.append(raw.status)})
    made.call(GET, ONE)
    assert seen == [200]


@pytest.mark.parametrize("make", [Acme, AsyncAcme])
@pytest.mark.parametrize("leak", [pickle.dumps, copy.copy, copy.deepcopy])
def test_a_client_cannot_be_pickled_or_copied(make: Any, leak: Any) -> None:
    with pytest.raises(TypeError, match="with_options"):
        leak(make(auth=login()))


def test_making_a_client_opens_nothing_and_imports_no_http_library() -> None:
    code = (
        "import sys\n"
        "from tests.unit.runtime.flow_support import Acme, AsyncAcme, login\n"
        "Acme(auth=login()).close(); AsyncAcme(auth=login())\n"
        "assert 'httpx' not in sys.modules and 'httpx2' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_importing_the_clients_leaves_to_the_first_call_what_only_calls_need() -> None:
    code = (
        "import sys, erp_client_runtime.client\n"
        "late = {'asyncio', 'httpx', 'erp_client_runtime.codecs', 'erp_client_runtime.layout'} & set(sys.modules)\n"
        "assert not late, late\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_unclosed_client_leaves_no_open_connections() -> None:
    with serving(lambda *_: OK) as server:
        made = Acme(auth=login(), base_url=server.url, quota=None)
        made.call(GET, ONE)
        del made
        gc.collect()  # a socket that is not closed would be a ResourceWarning here, which is an error


def proxied(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("http_proxy", proxy)


def test_what_is_meant_for_this_machine_does_not_go_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(lambda *_: response(b"<html>", "502 No")) as proxy, serving(lambda *_: OK) as server:
        proxied(monkeypatch, proxy.url)
        with Acme(auth=login(), base_url=server.url, quota=None) as made:
            made.call(GET, ONE)

        async def run() -> None:
            async with AsyncAcme(auth=login(), base_url=server.url, quota=None) as made:
                await made.call(GET, ONE)

        asyncio.run(run())
        assert (proxy.requests, len(server.requests)) == ([], 2)


def test_what_is_meant_for_another_machine_goes_through_the_proxy_of_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with serving(lambda *_: OK) as proxy:
        proxied(monkeypatch, proxy.url)
        with Acme(auth=login(), base_url="http://erp.example", allow_insecure=True, quota=None) as made:
            made.call(GET, ONE)
        assert proxy.requests[0].startswith(b"GET http://erp.example/")


def test_cookies_are_not_even_kept() -> None:
    cookie = response(b"{}", "200 OK", "Set-Cookie: session=1; Path=/")
    with serving(lambda *_: cookie) as server, Acme(auth=login(), base_url=server.url, quota=None) as made:
        made.call(GET, ONE)
        http, _ = made._sender.pools[True].client()
        assert len(http.cookies.jar) == 0


async def test_an_async_client_that_is_dropped_closes_its_connections() -> None:
    with serving(lambda *_: OK) as server:
        made = AsyncAcme(auth=login(), base_url=server.url, quota=None)
        await made.call(GET, ONE)
        http = next(iter(made._sender.pools[True]._clients.values()))[0]
        del made
        gc.collect()
        while not http.is_closed:
            await asyncio.sleep(0.001)


def test_one_async_client_serves_several_event_loops_and_closes_with_each() -> None:
    with serving(lambda *_: OK) as server:
        made = AsyncAcme(auth=login(), base_url=server.url, quota=None)

        async def twice() -> None:
            await made.call(GET, ONE)
            await made.call(GET, ONE)

        asyncio.run(twice())
        asyncio.run(twice())
        assert (server.connections, len(server.requests)) == (2, 4)
        assert made._sender.pools[True]._clients == {}
        gc.collect()


def test_one_async_client_serves_event_loops_of_several_threads() -> None:
    with serving(lambda *_: OK) as server:
        made = AsyncAcme(auth=login(), base_url=server.url, quota=None)

        async def some() -> None:
            await asyncio.gather(*(made.call(GET, ONE) for _ in range(5)))

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda _: asyncio.run(some()), range(8)))
        assert len(server.requests) == 40
        assert made._sender.pools[True]._clients == {}


async def test_closing_in_one_loop_closes_its_connections_and_no_others() -> None:
    with serving(lambda *_: OK) as server:
        made = AsyncAcme(auth=login(), base_url=server.url, quota=None)
        await made.call(GET, ONE)

        async def elsewhere() -> None:
            async with made:
                await made.call(GET, ONE)
            with pytest.raises(ConfigurationError, match="closed"):
                await made.call(GET, ONE)

        await asyncio.to_thread(asyncio.run, elsewhere())
        await made.call(GET, ONE)
        await made.aclose()
        assert (server.connections, len(server.requests)) == (2, 3)


def test_twenty_threads_share_one_client_and_its_quota() -> None:
    stamps: list[float] = []

    def script(connection: Any, number: int) -> bytes:
        stamps.append(time.monotonic())
        return OK

    with (
        serving(script) as server,
        Acme(auth=login(), base_url=server.url, quota=(10, 0.25)) as made,
        ThreadPoolExecutor(20) as threads,
    ):
        results = list(threads.map(lambda _: made.call(GET, ONE).code, range(40)))
    assert results == ["30N"] * 40
    stamps.sort()
    assert all(later - earlier >= 0.25 for earlier, later in zip(stamps, stamps[10:], strict=False))


async def test_twenty_tasks_share_one_client_and_its_quota_with_a_sync_client() -> None:
    stamps: list[float] = []

    def script(connection: Any, number: int) -> bytes:
        stamps.append(time.monotonic())
        return OK

    with serving(script) as server:
        made = AsyncAcme(auth=login(), base_url=server.url, quota=(10, 0.25))
        with Acme(auth=login(), base_url=server.url, quota=(10, 0.25)) as other:
            calls = [made.call(GET, ONE) for _ in range(20)]
            others = [asyncio.to_thread(other.call, GET, ONE) for _ in range(5)]
            results = await asyncio.gather(*calls, *others)
        await made.aclose()
    assert [term.code for term in results] == ["30N"] * 25
    stamps.sort()
    assert all(later - earlier >= 0.25 for earlier, later in zip(stamps, stamps[10:], strict=False))


async def test_two_hundred_tasks_are_under_way_at_once() -> None:
    gate = threading.Barrier(200, timeout=20)

    def script(connection: Any, number: int) -> bytes:
        gate.wait()
        return OK

    with serving(script) as server:
        async with AsyncAcme(auth=login(), base_url=server.url, quota=None) as made:
            results = await asyncio.gather(*(made.call(GET, ONE) for _ in range(200)))
    assert len(results) == 200


async def test_a_cancelled_task_gives_its_permit_and_its_place_back() -> None:
    release = threading.Event()

    def script(connection: Any, number: int) -> bytes | None:
        if number == 1:
            release.wait(10)
            return None
        return OK

    with serving(script) as server:
        async with AsyncAcme(auth=login(), base_url=server.url, quota=(1, 0.2)) as made:
            made.quota_store = MemoryStore()
            first = asyncio.create_task(made.call(GET, ONE))
            while not server.requests:
                await asyncio.sleep(0.005)
            second = asyncio.create_task(made.call(GET, ONE))
            third = asyncio.create_task(made.call(GET, ONE))
            await asyncio.sleep(0.02)
            for task in (first, second):
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task
            assert (await third).code == "30N"
            state = next(iter(made.quota_store._states.values()))
            assert (state.in_flight, state.queue) == (0, [])
        release.set()


def test_clients_with_the_same_credentials_share_the_quota_of_the_process_others_do_not() -> None:
    def made(key: str = "", **options: Any) -> Acme:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, json=TERM))
        return Acme(
            auth=login(),
            http_client=httpx.Client(transport=transport),
            quota=(1, 1000.0),
            quota_timeout=0,
            quota_key=key,
            **options,
        )

    key = f"test-{os.getpid()}-{time.monotonic()}"
    made(key).call(GET, ONE)
    with pytest.raises(QuotaTimeoutError):
        made(key, base_url="https://API.acme.example:443/").call(GET, ONE)
    made(key + "other").call(GET, ONE)
    made(key, base_url="https://other.example").call(GET, ONE)
    assert made().quota_store is MEMORY


def test_a_forked_child_opens_connections_of_its_own() -> None:
    with serving(lambda *_: OK) as server, Acme(auth=login(), base_url=server.url, quota=None) as made:
        made.call(GET, ONE)
        child = os.fork()
        if child == 0:
            signal.alarm(5)
            try:
                os._exit(0 if made.call(GET, ONE).code == "30N" else 1)
            finally:
                os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        made.call(GET, ONE)
        assert (server.connections, len(server.requests)) == (2, 3)


def test_waits_go_through_the_clock_of_the_client() -> None:
    answers = [httpx.Response(429, headers={"retry-after": "60"}), httpx.Response(200, json=TERM)]
    transport = httpx.MockTransport(lambda _: answers.pop(0))
    made = Acme(auth=login(), http_client=httpx.Client(transport=transport))
    made.quota_store = MemoryStore()
    clock = made.clock = FakeClock()
    assert made.call(GET, ONE).code == "30N"
    assert clock.slept == [60.0]


def test_ctrl_c_while_waiting_gives_the_place_back() -> None:
    class Interrupted(FakeClock):
        def sleep(self, seconds: float) -> None:
            raise KeyboardInterrupt

    made = mocked(quota=(1, 100.0))
    made.clock = Interrupted()
    made.call(GET, ONE)
    with pytest.raises(KeyboardInterrupt):
        made.call(GET, ONE)
    store = made.quota_store
    assert isinstance(store, MemoryStore)
    state = next(iter(store._states.values()))
    assert (state.in_flight, state.queue) == (0, [])


def test_the_credential_is_sent_and_shown_nowhere() -> None:
    with (
        serving(lambda *_: response(b"<html>", "500 No")) as server,
        Acme(auth=login(), base_url=server.url, max_retries=0) as made,
    ):
        made.quota_store = MemoryStore()
        with pytest.raises(Exception, match="500") as caught:
            made.call(GET, ONE)
        assert SECRET.encode() in server.requests[0]
        assert SECRET not in f"{caught.value!r} {vars(caught.value)} {made!r} {vars(made)}"
