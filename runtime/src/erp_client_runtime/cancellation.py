"""Cancelling what httpx does, without leaving a connection behind.

httpx (by httpcore) works in ways that anyio can cancel: where a connection belongs to nobody for a moment, such as
between being made and being used, or while it is given back, it says so, and anyio waits. asyncio knows nothing of
that: a task cancelled there leaves a connection that is open, and counted as busy, until the client is closed. So what
httpx does is done in a task of its own, which is cancelled by anyio alone.
"""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")

_INFINITE = float("inf")


async def within(seconds: float | None, coroutine: Coroutine[Any, Any, T]) -> T | None:
    """Await a coroutine of httpx for at most so many seconds; None for no limit.

    Whoever is cancelled meanwhile goes on when the coroutine has cleaned up.

    Returns:
        Its result; None if the time was over.
    """
    # Here, since who only makes synchronous calls should not wait for them.
    import asyncio

    from anyio import CancelScope

    loop = asyncio.get_running_loop()
    scope = CancelScope(deadline=_INFINITE if seconds is None else loop.time() + seconds)

    async def run() -> T | None:
        with scope:
            return await coroutine
        return None

    task = loop.create_task(run())
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        scope.cancel()
        while not task.done():
            with suppress(asyncio.CancelledError):  # once more; that it is cancelled is known
                await asyncio.wait((task,))
        raise
