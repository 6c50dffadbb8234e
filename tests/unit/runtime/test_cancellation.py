"""Tasks that are cancelled, or run out of time, at any moment leave no connection behind."""

from __future__ import annotations

import asyncio
import random
from typing import Any

import anyio
import pytest

from erp_client_runtime.cancellation import within
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
