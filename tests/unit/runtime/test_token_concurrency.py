"""One token request at a time: threads, tasks, event loops, copies and a fork, against a server on real connections."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import select
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from erp_client_runtime import errors
from erp_client_runtime.errors import AuthenticationError, ServerError
from erp_client_runtime.quota import MemoryStore
from erp_client_runtime.tokens import MemoryTokens
from tests.unit.runtime.flow_support import GET
from tests.unit.runtime.loopback import response
from tests.unit.runtime.token_support import AsyncTokenAcme, Endpoint, TokenAcme, credentials, endpoint

ONE = {"term_id": "30N"}
MANY = 20


@pytest.fixture
def vendor() -> Iterator[Endpoint]:
    with endpoint() as played:
        yield played


@pytest.fixture
def store() -> MemoryTokens:
    return MemoryTokens()


def sync_client(vendor: Endpoint, store: MemoryTokens, **options: Any) -> TokenAcme:
    made = TokenAcme(auth=credentials(), base_url=vendor.url, **options)
    made.quota_store = MemoryStore()
    made.use_tokens(store)
    return made


def async_client(vendor: Endpoint, store: MemoryTokens, **options: Any) -> AsyncTokenAcme:
    made = AsyncTokenAcme(auth=credentials(), base_url=vendor.url, **options)
    made.quota_store = MemoryStore()
    made.use_tokens(store)
    return made


def expire(of: Any) -> None:
    """Have the token that a client carries end now."""
    token = of._shared.login.token
    token.renew_at = token.ends = 0.0


def until(condition: Any) -> None:
    """Wait until something is the case; fails after 10 seconds."""
    ends = time.monotonic() + 10.0
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.002)


def waiting(of: Any) -> int:
    """How many calls wait for the token request that is under way."""
    flight = of._shared.login.flight
    return 0 if flight is None else len(flight._wakers)


def in_threads(made: TokenAcme, count: int = MANY) -> list[Any]:
    """Results of as many calls at once, errors included."""

    def one(_: int) -> Any:
        try:
            return made.call(GET, ONE).code
        except errors.ERPClientError as error:
            return error

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))


def test_threads_that_find_an_expired_token_fetch_one(vendor: Endpoint, store: MemoryTokens) -> None:
    with sync_client(vendor, store) as made:
        made.call(GET, ONE)
        expire(made)
        # The leader's answer comes when all the others wait for it.
        vendor.before_token = lambda _: until(lambda: waiting(made) == MANY - 1)
        assert in_threads(made) == ["30N"] * MANY
    assert (vendor.asked, vendor.refused) == (2, 0)


async def test_tasks_that_find_an_expired_token_fetch_one(vendor: Endpoint, store: MemoryTokens) -> None:
    async with async_client(vendor, store) as made:
        await made.call(GET, ONE)
        expire(made)
        vendor.before_token = lambda _: until(lambda: waiting(made) == MANY - 1)
        results = await asyncio.gather(*(made.call(GET, ONE) for _ in range(MANY)))
    assert [result.code for result in results] == ["30N"] * MANY
    assert (vendor.asked, vendor.refused) == (2, 0)


def test_threads_whose_token_is_revoked_in_flight_renew_it_once_and_repeat_once(
    vendor: Endpoint, store: MemoryTokens
) -> None:
    with sync_client(vendor, store) as made:
        made.call(GET, ONE)
        all_there = threading.Barrier(MANY, action=vendor.revoke)
        lock, arrived = threading.Lock(), [0]

        def gather() -> None:
            with lock:
                arrived[0] += 1
                wait = arrived[0] <= MANY
            if wait:
                all_there.wait(10)

        vendor.before_call = gather
        assert in_threads(made) == ["30N"] * MANY
    assert (vendor.asked, vendor.refused, arrived[0]) == (2, MANY, 2 * MANY)


async def test_tasks_whose_token_is_revoked_in_flight_renew_it_once(vendor: Endpoint, store: MemoryTokens) -> None:
    async with async_client(vendor, store) as made:
        await made.call(GET, ONE)
        all_there = threading.Barrier(MANY, action=vendor.revoke)
        lock, arrived = threading.Lock(), [0]

        def gather() -> None:
            with lock:
                arrived[0] += 1
                wait = arrived[0] <= MANY
            if wait:
                all_there.wait(10)

        vendor.before_call = gather
        results = await asyncio.gather(*(made.call(GET, ONE) for _ in range(MANY)))
    assert [result.code for result in results] == ["30N"] * MANY
    assert (vendor.asked, vendor.refused) == (2, MANY)


def test_a_sync_client_and_async_clients_in_several_loops_share_one_request(
    vendor: Endpoint, store: MemoryTokens
) -> None:
    made = sync_client(vendor, store)

    async def some() -> list[str | None]:
        async with async_client(vendor, store) as other:
            results = await asyncio.gather(*(other.call(GET, ONE) for _ in range(5)))
            return [result.code for result in results]

    vendor.before_token = lambda _: until(lambda: waiting(made) == 19)
    with made, ThreadPoolExecutor(8) as threads:
        loops = [threads.submit(lambda: asyncio.run(some())) for _ in range(3)]
        calls = [threads.submit(made.call, GET, ONE) for _ in range(5)]
        assert [code for loop in loops for code in loop.result()] == ["30N"] * 15
        assert [call.result().code for call in calls] == ["30N"] * 5
    assert vendor.asked == 1


@pytest.mark.parametrize("other", [{"client_id": "client-two"}, {"secret": "another-secret"}, {"scope": "read"}])
def test_other_credentials_have_other_tokens(vendor: Endpoint, store: MemoryTokens, other: dict[str, str]) -> None:
    from erp_client_runtime.auth import ClientCredentials
    from tests.unit.runtime.token_support import BASIC, ID, SECRET

    with sync_client(vendor, store) as made:
        made.call(GET, ONE)
    auth = ClientCredentials(BASIC, other.get("client_id", ID), other.get("secret", SECRET), scope=other.get("scope"))
    with TokenAcme(auth=auth, base_url=vendor.url) as different:
        different.use_tokens(store)
        different.call(GET, ONE)
    assert vendor.asked == 2


def test_a_later_client_with_the_same_credentials_goes_on_with_the_token(vendor: Endpoint, store: MemoryTokens) -> None:
    for _ in range(3):
        with sync_client(vendor, store) as made:
            made.call(GET, ONE)
        del made
        gc.collect()
    assert vendor.asked == 1


# Leaders that are lost


async def test_a_follower_takes_over_from_a_leader_that_is_cancelled(vendor: Endpoint, store: MemoryTokens) -> None:
    hold = threading.Event()
    vendor.before_token = lambda number: None if number > 1 else (hold.wait(10), b"")[1]
    async with async_client(vendor, store) as made:
        leader = asyncio.create_task(made.call(GET, ONE))
        while vendor.asked == 0:
            await asyncio.sleep(0.001)
        followers = [asyncio.create_task(made.call(GET, ONE)) for _ in range(5)]
        while waiting(made) < 5:
            await asyncio.sleep(0)
        leader.cancel()
        results = await asyncio.wait_for(asyncio.gather(*followers), 5)
        assert [result.code for result in results] == ["30N"] * 5
        with pytest.raises(asyncio.CancelledError):
            await leader
        hold.set()
    assert vendor.asked == 2


def test_a_follower_in_a_thread_takes_over_from_a_leader_whose_loop_ends(vendor: Endpoint, store: MemoryTokens) -> None:
    hold = threading.Event()
    vendor.before_token = lambda number: None if number > 1 else (hold.wait(10), b"")[1]
    made = sync_client(vendor, store)

    async def lead() -> None:
        async with async_client(vendor, store) as other:
            task = asyncio.create_task(other.call(GET, ONE))
            while waiting(made) < 3:
                await asyncio.sleep(0.001)
            del task  # asyncio.run cancels what is left

    with made, ThreadPoolExecutor(4) as threads:
        loop = threads.submit(lambda: asyncio.run(lead()))
        until(lambda: vendor.asked == 1)
        followers = [threads.submit(made.call, GET, ONE) for _ in range(3)]
        loop.result(5)
        assert [call.result(5).code for call in followers] == ["30N"] * 3
        hold.set()
    assert vendor.asked == 2


async def test_a_blocking_call_does_not_wait_for_a_task_of_its_own_thread(
    vendor: Endpoint, store: MemoryTokens
) -> None:
    hold = threading.Event()
    vendor.before_token = lambda number: None if number > 1 else (hold.wait(10), None)[1]
    async with async_client(vendor, store) as made:
        leader = asyncio.create_task(made.call(GET, ONE))
        while vendor.asked == 0:
            await asyncio.sleep(0.001)
        with sync_client(vendor, store) as blocking:
            started = time.monotonic()
            assert blocking.call(GET, ONE).code == "30N"
            assert time.monotonic() - started < 5
        hold.set()
        assert (await leader).code == "30N"
    assert vendor.asked == 2


def test_a_leader_that_hits_its_own_deadline_does_not_fail_the_others(vendor: Endpoint, store: MemoryTokens) -> None:
    hold = threading.Event()
    vendor.before_token = lambda number: None if number > 1 else (hold.wait(10), b"")[1]
    with sync_client(vendor, store) as made, ThreadPoolExecutor(4) as threads:
        hurried = threads.submit(made.with_options(deadline=0.3).call, GET, ONE)
        until(lambda: vendor.asked == 1)
        others = [threads.submit(made.call, GET, ONE) for _ in range(3)]
        with pytest.raises(errors.TimeoutError, match="token request to 127"):
            hurried.result(5)
        assert [call.result(5).code for call in others] == ["30N"] * 3
        hold.set()
    assert vendor.asked == 2


def test_a_follower_keeps_to_its_own_deadline(vendor: Endpoint, store: MemoryTokens) -> None:
    hold = threading.Event()
    vendor.before_token = lambda _: (hold.wait(10), None)[1]
    with sync_client(vendor, store) as made, ThreadPoolExecutor(1) as threads:
        leader = threads.submit(made.call, GET, ONE)
        until(lambda: vendor.asked == 1)
        started = time.monotonic()
        with pytest.raises(errors.TimeoutError, match=r"the deadline of 0\.1 s passed while another call") as caught:
            made.with_options(deadline=0.1).call(GET, ONE)
        assert time.monotonic() - started < 2
        assert (caught.value.sent, caught.value.attempts, caught.value.operation) == (False, 0, "get_term")
        hold.set()
        assert leader.result(5).code == "30N"
    assert vendor.asked == 1


async def test_a_task_that_follows_keeps_to_its_own_deadline(vendor: Endpoint, store: MemoryTokens) -> None:
    hold = threading.Event()
    vendor.before_token = lambda _: (hold.wait(10), None)[1]
    async with async_client(vendor, store) as made:
        leader = asyncio.create_task(made.call(GET, ONE))
        while vendor.asked == 0:
            await asyncio.sleep(0.001)
        with pytest.raises(errors.TimeoutError, match=r"the deadline of 0\.1 s passed while another call"):
            await made.with_options(deadline=0.1).call(GET, ONE)
        hold.set()
        assert (await leader).code == "30N"


def test_a_failure_of_the_endpoint_is_shared_and_everyone_gets_an_error_of_his_own(
    vendor: Endpoint, store: MemoryTokens
) -> None:
    with sync_client(vendor, store) as made:
        refusal = response(b'{"error":"invalid_client"}', "401 Unauthorized")

        def refuse(_: int) -> bytes:
            until(lambda: waiting(made) == MANY - 1)
            return refusal

        vendor.before_token = refuse
        results = in_threads(made)
    assert vendor.asked == 1
    assert {type(result) for result in results} == {AuthenticationError}
    assert len({id(result) for result in results}) == MANY
    assert {result.operation for result in results} == {"get_term"}


def test_a_failure_that_repeating_might_have_mended_is_not_shared_with_those_who_repeat(
    vendor: Endpoint, store: MemoryTokens
) -> None:
    hold = threading.Event()
    failure = response(b"", "500 Oops")
    vendor.before_token = lambda number: None if number > 1 else (hold.wait(10), failure)[1]
    with sync_client(vendor, store) as made, ThreadPoolExecutor(2) as threads:
        hasty = threads.submit(made.with_options(max_retries=0).call, GET, ONE)
        until(lambda: vendor.asked == 1)
        patient = threads.submit(made.call, GET, ONE)
        until(lambda: waiting(made) == 1)
        hold.set()
        with pytest.raises(ServerError):
            hasty.result(5)
        assert patient.result(5).code == "30N"


# While the token is still good


def test_while_one_call_renews_early_the_others_go_on(vendor: Endpoint, store: MemoryTokens) -> None:
    hold = threading.Event()
    with sync_client(vendor, store) as made, ThreadPoolExecutor(1) as threads:
        made.call(GET, ONE)
        made._shared.login.token.renew_at = 0.0  # type: ignore[union-attr]  # there is one
        vendor.before_token = lambda _: (hold.wait(10), None)[1]
        renewing = threads.submit(made.call, GET, ONE)
        until(lambda: vendor.asked == 2)
        assert in_threads(made, 5) == ["30N"] * 5
        hold.set()
        assert renewing.result(5).code == "30N"
    assert vendor.asked == 2
    assert made._shared.login.token.value == vendor.fetched[-1]  # type: ignore[union-attr]  # there is one


def test_callers_go_on_with_a_good_token_when_the_endpoint_is_down(vendor: Endpoint, store: MemoryTokens) -> None:
    with sync_client(vendor, store) as made:
        made.call(GET, ONE)
        made._shared.login.token.renew_at = 0.0  # type: ignore[union-attr]  # there is one
        vendor.before_token = lambda _: b""
        assert in_threads(made, 5) == ["30N"] * 5
        assert vendor.asked == 2  # one tried, and the next try is not before some seconds
        expire(made)
        with pytest.raises(errors.TransportError, match="token request to"):
            made.with_options(max_retries=0).call(GET, ONE)


# Tokens that come late


def test_a_late_token_never_takes_the_place_of_a_newer_one(vendor: Endpoint, store: MemoryTokens) -> None:
    hold = threading.Event()
    vendor.before_token = lambda number: None if number > 1 else (hold.wait(10), None)[1]
    with sync_client(vendor, store) as made, ThreadPoolExecutor(1) as threads:
        late = threads.submit(made.call, GET, ONE)
        until(lambda: vendor.asked == 1)
        login = made._shared.login
        assert login is not None
        assert login.flight is not None
        login.give_up(login.flight)  # as those do who waited longer than the request may take
        made.call(GET, ONE)
        newer = login.token
        assert newer is not None
        hold.set()
        assert late.result(5).code == "30N"
        assert login.token is newer


def test_a_refusal_that_comes_late_does_not_drop_a_newer_token(vendor: Endpoint, store: MemoryTokens) -> None:
    with sync_client(vendor, store) as made:
        made.call(GET, ONE)
        login = made._shared.login
        assert login is not None
        old = login.token
        assert old is not None
        expire(made)
        made.call(GET, ONE)
        newer = login.token
        login.drop(old)
        assert login.token is newer


def test_nobody_waits_for_ever_for_a_leader_of_whom_nothing_is_heard(vendor: Endpoint, store: MemoryTokens) -> None:
    loop = asyncio.new_event_loop()
    hold = threading.Event()
    vendor.before_token = lambda number: None if number > 1 else (hold.wait(10), None)[1]
    other = async_client(vendor, store)
    task = loop.create_task(other.call(GET, ONE))

    async def begin() -> None:
        while vendor.asked == 0:
            await asyncio.sleep(0.001)

    loop.run_until_complete(begin())  # the loop stands still from here on, with the task in its middle
    with sync_client(vendor, store) as made, ThreadPoolExecutor(1) as threads:
        flight = made._shared.login.flight  # type: ignore[union-attr]  # there is one
        assert flight is not None
        assert flight.due - time.monotonic() < 36
        flight.due = time.monotonic() + 0.1
        assert threads.submit(made.call, GET, ONE).result(5).code == "30N"
    hold.set()
    assert loop.run_until_complete(task).code == "30N"
    loop.run_until_complete(other.aclose())
    loop.run_until_complete(loop.shutdown_asyncgens())
    loop.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork")
def test_a_fork_while_a_request_is_under_way_does_not_hang_the_child(vendor: Endpoint) -> None:
    hold = threading.Event()
    vendor.before_token = lambda number: None if number > 1 else (hold.wait(10), None)[1]
    program = f"""
        import os, sys, threading
        sys.path.insert(0, {str(Path.cwd())!r})
        from tests.unit.runtime.flow_support import GET
        from tests.unit.runtime.token_support import TokenAcme, credentials
        made = TokenAcme(auth=credentials(), base_url={vendor.url!r})
        leader = threading.Thread(target=made.call, args=(GET, {ONE!r}))
        leader.start()
        sys.stdin.readline()
        login = made._shared.login
        held, forked = threading.Event(), threading.Event()
        def hold():  # as another thread may do in the moment of the fork
            with login._lock:
                held.set()
                forked.wait()
        holder = threading.Thread(target=hold)
        holder.start()
        held.wait()
        child = os.fork()
        if child == 0:
            print(made.call(GET, {ONE!r}).code, flush=True)
            os._exit(0)
        forked.set()
        assert os.waitpid(child, 0)[1] == 0
        print("waited", flush=True)
        leader.join()
    """
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore::DeprecationWarning", "-c", textwrap.dedent(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        until(lambda: vendor.asked == 1)
        print("go", file=process.stdin, flush=True)
        # The child is given up after some seconds, in which it would have been done long ago.
        assert select.select([process.stdout], [], [], 10)[0]
        assert process.stdout.readline() == "30N\n"
        assert process.stdout.readline() == "waited\n"
        hold.set()
        assert process.wait(10) == 0
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
    assert vendor.asked == 2
