"""A thread for what would block an event loop for a moment: stores outside this process.

There is one for each store, made at its first use, so that a process asks a store one thing at a time. It ends with its
owner; what was handed to it is done before the process ends.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class Worker:
    """Does what it is given, one after the other, in the order in which it was given."""

    __slots__ = ("_threads",)

    def __init__(self) -> None:
        self._threads: ThreadPoolExecutor | None = None

    def submit(self, call: Callable[[], T]) -> Future[T]:
        """Have something done.

        Raises:
            RuntimeError: the process is ending.
        """
        if self._threads is None:
            self._threads = ThreadPoolExecutor(1, "erp-client-runtime-store")
        return self._threads.submit(call)

    def after_fork(self) -> None:
        """Forget the thread: it is the parent's."""
        self._threads = None
