"""Tasks that are cancelled at any moment leave no connection behind."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from erp_client_runtime.cancellation import CancelledAtWaits
from tests.unit.runtime.flow_support import GET, AsyncAcme, login
from tests.unit.runtime.loopback import response, serving

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


@pytest.mark.parametrize("warm", [False, True])
async def test_no_step_of_a_call_leaves_a_connection_behind(warm: bool) -> None:
    with serving(lambda *_: OK) as server:
        async with AsyncAcme(auth=login(), base_url=server.url, quota=None) as client:
            for steps in range(80):
                if warm:
                    await client.call(GET, ONE, None)
                await cancelled_after(steps % 40, client.call(GET, ONE, None))
            await client.call(GET, ONE, None)
            for _ in range(200):
                if server.open == 1:
                    break
                await asyncio.sleep(0.01)
            assert server.open == 1


async def test_a_cancellation_is_held_back_until_the_next_wait() -> None:
    seen: list[str] = []

    async def work() -> None:
        await asyncio.sleep(0)
        seen.append("moment over")
        try:
            await asyncio.get_running_loop().create_future()
        except asyncio.CancelledError:
            await asyncio.sleep(0)
            seen.append("cleaned up")
            raise

    async def careful() -> None:
        await CancelledAtWaits(work())

    for steps in range(1, 5):
        seen.clear()
        assert (await cancelled_after(steps, careful())).cancelled()
        assert seen == ["moment over", "cleaned up"]


async def test_a_cancellation_in_the_last_moment_comes_at_the_end() -> None:
    seen: list[str] = []

    async def work() -> str:
        await asyncio.sleep(0)
        seen.append("done")
        return "result"

    async def careful() -> str:
        return await CancelledAtWaits(work())

    assert (await cancelled_after(1, careful())).cancelled()
    assert seen == ["done"]
    assert await careful() == "result"


async def test_a_wait_that_does_not_happen_any_more_is_cancelled_like_any_other() -> None:
    future = asyncio.get_running_loop().create_future()

    async def work() -> None:
        await asyncio.sleep(0)
        await future

    async def careful() -> None:
        await CancelledAtWaits(work())

    assert (await cancelled_after(1, careful())).cancelled()
    assert future.cancelled()


async def test_a_time_limit_around_it_is_told_from_other_cancellations() -> None:
    async def work() -> None:
        await asyncio.sleep(0)
        await asyncio.sleep(10)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await CancelledAtWaits(work())


async def test_errors_come_through_and_what_is_given_up_is_closed() -> None:
    closed: list[bool] = []

    async def fails() -> None:
        raise ValueError("its own")

    async def waits() -> None:
        try:
            await asyncio.sleep(10)
        finally:
            closed.append(True)

    async def careful() -> None:
        await CancelledAtWaits(waits())

    with pytest.raises(ValueError, match="its own"):
        await CancelledAtWaits(fails())
    given_up = careful()
    given_up.send(None)
    given_up.close()
    assert closed == [True]
