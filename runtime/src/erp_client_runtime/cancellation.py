"""Cancelling a task without leaving a connection behind.

httpx (by httpcore and anyio) keeps its own cancellations away from moments in which a connection belongs to nobody,
such as between being made and being used, or while it is given back. Those of asyncio it does not: a task cancelled
there leaves a connection that is open, and counted as busy, until the client is closed. In all these moments the
coroutine waits for nothing; it only lets others run. So there a cancellation is held back, until the next wait or the
end.
"""

from __future__ import annotations

from collections.abc import Coroutine, Generator
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class CancelledAtWaits(Generic[T]):
    """Awaits a coroutine, and lets a cancellation through only where that waits for something.

    Args:
        coroutine: What to await; once.
    """

    __slots__ = ("_coroutine",)

    def __init__(self, coroutine: Coroutine[Any, Any, T]) -> None:
        self._coroutine = coroutine

    def __await__(self) -> Generator[Any, Any, T]:
        from asyncio import CancelledError  # here, since who only makes synchronous calls should not wait for it

        coroutine = self._coroutine
        held_back: CancelledError | None = None
        thrown: CancelledError | None = None
        try:
            while True:
                try:
                    wait = coroutine.send(None) if thrown is None else coroutine.throw(thrown)
                except StopIteration as done:
                    if held_back is not None:
                        raise held_back from None
                    result: T = done.value
                    return result
                thrown = None
                if wait is not None and held_back is not None:
                    wait.cancel()  # as the event loop would have done
                    thrown, held_back = held_back, None
                    continue
                try:
                    yield wait
                except CancelledError as cancelled:
                    if wait is None:
                        held_back = cancelled
                    else:
                        thrown = cancelled
        finally:
            coroutine.close()
