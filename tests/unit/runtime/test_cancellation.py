"""Tasks that are cancelled, or run out of time, at any moment leave no connection behind."""

from __future__ import annotations

import asyncio
import gc
import random
import time
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import anyio
import httpx
import httpx2
import pytest

from erp_client_runtime import errors
from erp_client_runtime.cancellation import _scope_class, within
from erp_client_runtime.dialect import dialect_for
from erp_client_runtime.errors import ERPClientError
from tests.unit.runtime.flow_support import GET, AsyncAcme, login
from tests.unit.runtime.loopback import Server, response, serving

ONE = {"term_id": "30N"}
OK = response(b'{"code": "30N", "dayCount": 30}')


async def cancelled_after(steps: int, coroutine: Any) -> asyncio.Task[Any]:
    """A task that was cancelled after so many steps of the event loop, when it has ended."""
    task: asyncio.Task[Any] = asyncio.ensure_future(coroutine)
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})
    return task


async def at_most(connections: int, server: Server) -> bool:
    """Whether the server has no more connections than that, soon."""
    for _ in range(200):
        if server.open <= connections:
            return True
        await asyncio.sleep(0.01)
    return False


@pytest.mark.parametrize("warm", [False, True])
async def test_no_step_of_a_call_leaves_a_connection_behind(warm: bool) -> None:
    with serving(lambda *_: OK) as server:
        async with AsyncAcme(auth=login(), base_url=server.url, quota=None) as client:
            for steps in range(100):
                if warm:
                    await client.call(GET, ONE, None)
                await cancelled_after(steps % 50, client.call(GET, ONE, None))
            await client.call(GET, ONE, None)
            assert await at_most(1, server)


async def test_nor_do_tasks_that_share_connections() -> None:
    chance = random.Random(1)
    with serving(lambda *_: OK) as server:
        async with AsyncAcme(auth=login(), base_url=server.url, quota=None) as client:
            for _ in range(40):
                calls = (cancelled_after(chance.randint(0, 60), client.call(GET, ONE, None)) for _ in range(6))
                await asyncio.gather(*calls)
            await client.call(GET, ONE, None)
            assert await at_most(6, server)


async def told_to_end(call: Any, chance: random.Random) -> None:
    task = asyncio.ensure_future(call)
    for _ in range(chance.randint(1, 3)):
        await moment(chance)
        task.cancel()
    await asyncio.wait({task})


async def limited_by_asyncio(call: Any, chance: random.Random) -> None:
    async with asyncio.timeout(chance.random() * 0.004):
        await call


async def limited_by_anyio(call: Any, chance: random.Random) -> None:
    with anyio.move_on_after(chance.random() * 0.004):
        await call


async def cancelled_by_a_scope(call: Any, chance: random.Random) -> None:
    async with anyio.create_task_group() as group:

        async def run() -> None:
            await call

        group.start_soon(run)
        await moment(chance)
        group.cancel_scope.cancel()


async def beside_one_that_fails(call: Any, chance: random.Random) -> None:
    async def fails() -> None:
        await moment(chance)
        raise TimeoutError

    async with asyncio.TaskGroup() as group:
        group.create_task(call)
        group.create_task(fails())


async def moment(chance: random.Random) -> None:
    for _ in range(chance.randint(0, 50)):
        await asyncio.sleep(0)


WAYS: list[Callable[[Any, random.Random], Any]] = [
    told_to_end,
    limited_by_asyncio,
    limited_by_anyio,
    cancelled_by_a_scope,
    beside_one_that_fails,
]


async def test_no_way_of_cancelling_leaves_a_connection_open_or_counted_as_busy() -> None:
    body = b'{"code": "30N", "dayCount": 30}'

    def answer(connection: Any, number: int) -> bytes | None:
        whole = response(body, "200 OK", *(["Connection: close"] if number % 5 == 0 else []))
        if number % 5 == 1:
            connection.sendall(whole[:40])
            time.sleep(0.002)
            whole = whole[40:]
        return None if number % 5 == 2 else whole

    chance, most = random.Random(2), 2
    # Were one counted as busy, those at the end would wait for it in vain.
    limits = httpx.Limits(max_connections=most)
    with serving(answer) as server:
        async with httpx.AsyncClient(limits=limits) as http:
            client = AsyncAcme(
                auth=login(), base_url=server.url, quota=None, http_client=http, timeout=10, max_retries=0
            )

            async def call(way: Callable[[Any, random.Random], Any]) -> None:
                own_limit = {"timeout": chance.random() * 0.004 + 0.001} if chance.random() < 0.2 else None
                try:
                    await way(client.call(GET, ONE, None, options=own_limit), chance)  # type: ignore[arg-type]  # a dict
                except* (TimeoutError, ERPClientError):
                    pass

            for _ in range(100):
                async with asyncio.TaskGroup() as group:
                    for _ in range(most):
                        group.create_task(call(chance.choice(WAYS)))
            server.script = lambda *_: OK
            found = await asyncio.gather(*(client.call(GET, ONE, None) for _ in range(most)))
            assert [term.code for term in found] == ["30N"] * most
            assert await at_most(most, server)


@pytest.mark.parametrize("module", [httpx, httpx2])
async def test_a_tls_handshake_that_is_cancelled_leaves_no_connection_behind(module: Any) -> None:
    with serving(lambda *_: None) as server:
        gc.disable()  # which would close it sooner or later
        try:
            async with module.AsyncClient() as http:
                url = server.url.replace("http:", "https:")
                client = AsyncAcme(auth=login(), base_url=url, quota=None, http_client=http)
                task = asyncio.ensure_future(client.call(GET, ONE, None))
                while not server.open:
                    await asyncio.sleep(0.001)
                await cancelled_after(20, task)
                assert await at_most(0, server)
        finally:
            gc.enable()


async def out_of_time() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.001):
            await asyncio.sleep(10)


@pytest.mark.parametrize("module", [httpx, httpx2], ids=["httpx", "httpx2"])
async def test_what_limits_its_time_by_asyncio_below_a_client_does_not_cancel_the_caller(module: Any) -> None:
    async def late(_: Any) -> Any:
        await out_of_time()
        raise module.ReadTimeout("late")

    async with module.AsyncClient(transport=module.MockTransport(late)) as http:
        with pytest.raises(errors.TimeoutError):
            await AsyncAcme(auth=login(), http_client=http, max_retries=0).call(GET, ONE)

    async def hook(_: Any) -> None:
        await out_of_time()

    answers = module.MockTransport(lambda _: module.Response(200, json={"code": "30N", "dayCount": 30}))
    async with module.AsyncClient(transport=answers, event_hooks={"response": [hook]}) as http:
        assert (await AsyncAcme(auth=login(), http_client=http).call(GET, ONE)).code == "30N"


@pytest.mark.parametrize("module", [httpx, httpx2], ids=["httpx", "httpx2"])
async def test_a_hook_over_httpxs_own_transport_may_limit_its_time_by_asyncio(module: Any) -> None:
    async def hook(_: Any) -> None:
        await out_of_time()

    with serving(lambda *_: OK) as server:
        async with module.AsyncClient(event_hooks={"request": [hook], "response": [hook]}) as http:
            client = AsyncAcme(auth=login(), base_url=server.url, http_client=http)
            assert (await client.call(GET, ONE)).code == "30N"


@pytest.mark.parametrize("module", [httpx, httpx2], ids=["httpx", "httpx2"])
async def test_what_a_client_awaits_besides_the_modules_own_is_known(module: Any) -> None:
    class Other(module.AsyncHTTPTransport):  # type: ignore[misc]  # of either module
        pass

    class OtherClient(module.AsyncClient):  # type: ignore[misc]  # of either module
        pass

    dialect = dialect_for(module.AsyncClient(), is_async=True)
    for client, own_transports, foreign_code in (
        (module.AsyncClient(), True, False),
        (OtherClient(), True, True),
        (module.AsyncClient(event_hooks={"request": [out_of_time]}), True, True),
        (module.AsyncClient(transport=Other()), False, False),
        (module.AsyncClient(mounts={"https://": Other()}), False, False),
        (module.AsyncClient(transport=module.ASGITransport(app=out_of_time)), False, False),
    ):
        assert dialect.has_own_transports(client) is own_transports
        assert dialect.has_foreign_code(client) is foreign_code


async def test_a_caller_who_is_cancelled_goes_on_when_the_users_client_has_cleaned_up() -> None:
    ended: list[str] = []

    async def slow(_: Any) -> Any:
        try:
            await asyncio.sleep(10)
        finally:
            with anyio.CancelScope(shield=True):
                await asyncio.sleep(0.01)
            ended.append("cleaned up")

    async with httpx.AsyncClient(transport=httpx.MockTransport(slow)) as http:
        made = AsyncAcme(auth=login(), http_client=http)
        for limit in (asyncio.timeout(0.02), anyio.fail_after(0.02)):
            with pytest.raises(TimeoutError):
                await within_a_limit(limit, made.call(GET, ONE))
            assert ended.pop() == "cleaned up"
        with pytest.raises(errors.TimeoutError):
            await made.call(GET, ONE, options={"timeout": 0.01, "max_retries": 0})
        assert ended.pop() == "cleaned up"


async def within_a_limit(limit: Any, call: Any) -> None:
    """Await a call within a limit of either kind."""
    if isinstance(limit, asyncio.Timeout):
        async with limit:
            await call
    else:
        with limit:
            await call


def test_where_no_event_loop_runs_nothing_is_kept_for_later() -> None:
    _scope_class.cache_clear()
    with pytest.raises(RuntimeError, match="no running event loop"):
        _scope_class()
    assert not _scope_class.cache_info().currsize


async def test_what_is_shielded_is_done_before_the_cancellation_is_known() -> None:
    seen: list[str] = []

    async def work() -> None:
        with anyio.CancelScope(shield=True):
            await asyncio.sleep(0.02)
            seen.append("done")
        await asyncio.sleep(10)
        seen.append("not reached")

    async def twice() -> asyncio.Task[Any]:
        task = asyncio.ensure_future(within(None, work()))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0.005)
        task.cancel()
        await asyncio.wait({task})
        return task

    assert (await cancelled_after(3, within(None, work()))).cancelled()
    assert seen == ["done"]
    assert (await twice()).cancelled()
    assert seen == ["done", "done"]


async def test_the_time_is_limited_and_the_limit_is_no_cancellation() -> None:
    async def work(seconds: float) -> str:
        await asyncio.sleep(seconds)
        return "result"

    assert await within(0.01, work(10)) is None
    assert await within(10, work(0)) == "result"
    assert await within(None, work(0)) == "result"
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_a_limit_around_it_is_told_from_its_own() -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await within(10, asyncio.sleep(10))


async def test_errors_come_through() -> None:
    async def fails() -> None:
        raise ValueError("its own")

    with pytest.raises(ValueError, match="its own"):
        await within(10, fails())


def test_it_is_done_in_the_same_task_and_context() -> None:
    seen: ContextVar[str] = ContextVar("seen", default="")

    async def work() -> asyncio.Task[Any] | None:
        await asyncio.sleep(0)
        seen.set("by the work")
        return asyncio.current_task()

    async def run() -> None:
        assert await within(10, work()) is asyncio.current_task()
        assert seen.get() == "by the work"

    asyncio.run(run())


@pytest.mark.parametrize("ends", ["at once", "after a while"])
async def test_a_result_that_came_all_the_same_does_not_hide_that_the_task_was_cancelled(ends: str) -> None:
    came: list[str] = []

    async def work() -> str:
        with anyio.CancelScope(shield=True):
            await asyncio.sleep(0.01 if ends == "after a while" else 0)
        came.append("result")
        return "result"

    async def run() -> str | None:
        return await within(None, work())

    task = await cancelled_after(1, run())
    assert came == ["result"]
    assert task.cancelled()


async def test_what_has_arrived_is_not_lost_by_a_cancellation_in_the_same_turn() -> None:
    arrives: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    got: list[str] = []

    async def work() -> None:
        got.append(await arrives)
        await asyncio.sleep(10)
        got.append("not reached")

    async def run() -> None:
        await within(None, work())

    task = asyncio.ensure_future(run())
    await asyncio.sleep(0)
    arrives.set_result("a connection")
    task.cancel()
    await asyncio.wait({task})
    assert got == ["a connection"]
    assert task.cancelled()


async def test_a_cancellation_in_the_same_turn_as_the_end_of_its_time_is_one() -> None:
    async def run() -> None:
        await within(0.01, asyncio.sleep(10))

    task = asyncio.ensure_future(run())
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_later(0.02, task.cancel)
    time.sleep(0.05)
    await asyncio.wait({task})
    assert task.cancelled()


async def test_whoever_cancels_around_it_counts_right() -> None:
    async def fails() -> None:
        await asyncio.sleep(0.01)
        raise KeyError

    async def work() -> None:
        try:
            await asyncio.sleep(10)
        finally:
            with anyio.CancelScope(shield=True):
                await asyncio.sleep(0.01)

    async def run() -> None:
        await within(10, work())

    async def limited() -> None:
        async with asyncio.timeout(0.01):
            with anyio.move_on_after(10):
                await run()

    async def one_after_the_other() -> int:
        with pytest.raises(TimeoutError):
            await limited()
        with anyio.move_on_after(0.01) as scope:
            await run()
        assert scope.cancelled_caught
        task = asyncio.current_task()
        assert task is not None
        return task.cancelling()

    async def together() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(fails())
            group.create_task(run())

    assert await asyncio.create_task(one_after_the_other()) == 0
    with pytest.raises(ExceptionGroup) as caught:
        await together()
    assert [type(error) for error in caught.value.exceptions] == [KeyError]


@pytest.mark.parametrize("by", ["asyncio", "anyio"])
async def test_a_cancellation_does_not_lead_to_what_was_sent(by: str) -> None:
    shown: list[str] = []

    async def work() -> None:
        secret = "what was sent"
        try:
            await asyncio.sleep(10)
        finally:
            del secret

    async def run() -> None:
        try:
            with anyio.move_on_after(0.01 if by == "anyio" else 10):
                try:
                    await within(None, work())
                except asyncio.CancelledError as error:
                    shown.extend(traceback.format_exception(error))
                    raise
        finally:
            shown.append("the end")

    task = asyncio.ensure_future(run())
    await asyncio.sleep(0)
    if by == "asyncio":
        task.cancel()
    await asyncio.wait({task})
    assert task.cancelled() is (by == "asyncio")
    assert "in run" in "".join(shown)
    assert "in work" not in "".join(shown)


async def test_what_is_given_up_is_closed() -> None:
    closed: list[str] = []

    async def work() -> None:
        try:
            await asyncio.sleep(10)
        finally:
            closed.append("closed")

    abandoned: Any = within(None, work())
    abandoned.send(None)
    abandoned.close()
    assert closed == ["closed"]


async def test_a_mistake_that_asyncio_reports_comes_where_it_was_made() -> None:
    other = asyncio.new_event_loop()
    caught: list[str] = []

    async def work() -> None:
        try:
            await other.create_future()
        except RuntimeError as error:
            caught.append(str(error))

    await within(10, work())
    other.close()
    assert "different loop" in caught[0]
