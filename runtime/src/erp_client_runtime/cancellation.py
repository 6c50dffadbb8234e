"""Cancelling what httpx does, without leaving a connection behind.

httpx (by httpcore) works in ways that anyio can cancel: where a connection belongs to nobody for a moment, such as
between being made and being used, or while it is given back, it says so, and anyio waits. asyncio knows nothing of
that: a task cancelled there leaves a connection that is open, and counted as busy, until the client is closed. So the
task does not wait for what httpx waits for, but beside it. Where asyncio cancels it, it has anyio cancel, and goes on
waiting: httpx meets with cancellations of anyio alone.

Hooks of the user's client may themselves use asyncio to limit their time, which cancels the task they are in. That
must not be taken for a cancellation of the caller, so a client with hooks gets a task of its own. Transports of others
may do that, too, and their connections are not httpx's: they are cancelled by asyncio as it is.

One moment it does not think of: a connection whose TLS handshake is cancelled stays open until it is garbage. A look at
what httpx says about its steps tells which one that is.
"""

from __future__ import annotations

import asyncio
from asyncio import CancelledError
from collections.abc import Callable, Coroutine, Generator, Mapping
from contextlib import suppress
from functools import cache
from types import coroutine
from typing import Any, TypeVar

from anyio import CancelScope, current_effective_deadline

T = TypeVar("T")


@coroutine
def within(seconds: float | None, work: Coroutine[Any, Any, T]) -> Generator[Any, Any, T | None]:
    """Await a coroutine of httpx for at most so many seconds; None for no limit.

    Whoever is cancelled meanwhile goes on when the coroutine has cleaned up.

    Returns:
        Its result; None if the time was over.

    Raises:
        CancelledError: the task was cancelled, by asyncio or by a scope of anyio around this. None of the frames of
            httpx are in its traceback: among their local variables are the bytes that were sent.
    """
    relay: _Relay | None = None
    result: T | None = None
    try:
        with _scope_class()() as scope:
            try:
                awaited = work.send(None)
            except StopIteration as done:
                # It did not have to wait, so that there was nothing to cancel.
                result = done.value
                return result
            relay = _Relay(scope)
            if seconds is not None:
                scope.deadline = asyncio.get_running_loop().time() + seconds
            result = yield from relay.run(work, awaited)
    except BaseException as error:
        cancellation = None if relay is None else relay.cancellation(error)
        if cancellation is None:
            raise
    else:
        assert relay is not None
        cancellation = relay.cancellation(None)
        if cancellation is None:
            return result
    # Not above, where the failure would become its context.
    raise cancellation


async def within_a_task(seconds: float | None, work: Coroutine[Any, Any, T]) -> T | None:
    """The same as `within` for a coroutine that may itself have its task cancelled by asyncio."""
    scope = CancelScope()
    if seconds is not None:
        scope.deadline = asyncio.get_running_loop().time() + seconds

    async def run() -> T | None:
        with scope:
            return await work
        return None

    task = asyncio.create_task(run())
    try:
        return await asyncio.shield(task)
    except CancelledError:
        scope.cancel()
        while not task.done():
            with suppress(CancelledError):  # once more; that it is cancelled is known
                await asyncio.wait((task,))
        raise


async def within_asyncio(seconds: float | None, work: Coroutine[Any, Any, T]) -> T | None:
    """The same as `within` for a coroutine that asyncio itself may cancel wherever it waits."""
    try:
        async with asyncio.timeout(seconds) as limit:
            return await work
    except TimeoutError:
        if not limit.expired():
            raise
        return None
    except CancelledError as error:
        raise error.with_traceback(None)  # noqa: B904 - it is the same error, without frames that hold what was sent


@cache
def _scope_class() -> type[CancelScope]:
    # `CancelScope` looks the class for asyncio up for each scope; that takes longer than making one.
    asyncio.get_running_loop()  # an error where there is none, before a class is kept that is for something else
    return type(CancelScope())


def closing_unfinished() -> Callable[[str, Mapping[str, Any]], Coroutine[Any, Any, None]]:
    """The `trace` extension for a request of httpx: it closes a connection whose TLS handshake is cancelled."""
    stream: Any = None

    async def trace(event: str, about: Mapping[str, Any]) -> None:
        nonlocal stream
        if event.endswith((".connect_tcp.complete", ".connect_unix_socket.complete")):
            stream = about.get("return_value")
        elif event.endswith(".start_tls.failed") and stream is not None:
            if isinstance(about.get("exception"), Exception):
                return  # after errors httpx closes it itself
            with CancelScope(shield=True):
                await stream.aclose()

    return trace


class _Relay:
    """Runs a coroutine in this task, and waits beside it.

    Args:
        scope: The scope of anyio that it runs in.
    """

    __slots__ = ("_before", "_last", "_native", "_scope", "_task")

    def __init__(self, scope: CancelScope) -> None:
        self._scope = scope
        self._task = asyncio.current_task()
        self._before = self._requests()
        self._native: CancelledError | None = None  # the first by asyncio
        self._last: CancelledError | None = None

    def _requests(self) -> int:
        """How often the task was told to end, and has not said that this is settled."""
        return 0 if self._task is None else self._task.cancelling()

    def run(self, work: Coroutine[Any, Any, T], awaited: Any) -> Generator[Any, Any, T]:
        """Run it to its end.

        Args:
            work: The coroutine.
            awaited: What it waits for.
        """
        while True:
            error = yield from self._wait(awaited)
            try:
                awaited = work.send(None) if error is None else work.throw(error)
            except StopIteration as done:
                result: T = done.value
                return result

    def _wait(self, awaited: Any) -> Generator[Any, Any, BaseException | None]:
        """Wait until the coroutine can go on, or has to.

        Returns:
            What is to be raised where it waits, if anything.
        """
        loop = asyncio.get_running_loop()
        # Anything else is nothing to wait for beside it: one turn of the loop, or a mistake that asyncio reports.
        future = awaited if isinstance(awaited, asyncio.Future) and awaited.get_loop() is loop else None
        while future is None or not future.done():
            try:
                if future is None:
                    yield awaited
                    break
                yield from asyncio.wait((future,)).__await__()
            except CancelledError as error:
                self._last = error
                if current_effective_deadline() == float("-inf"):
                    # By anyio, or where anyio would do it, too.
                    if future is None or not future.cancel(*error.args):
                        return error
                else:
                    self._native = self._native or error
                    self._scope.cancel()
                    if future is None:
                        break
            except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to the coroutine
                return error
        return None

    def cancellation(self, failure: BaseException | None) -> CancelledError | None:
        """How the task was cancelled meanwhile; None if it was not.

        Args:
            failure: What came of the coroutine, if no result.
        """
        if self._native is not None:
            return self._native
        # Where asyncio cancels in the same turn of the loop as anyio, only the count tells.
        if isinstance(failure, CancelledError) or self._requests() > self._before:
            return self._last
        return None
