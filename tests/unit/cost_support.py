"""Counts that tell what something costs, whatever else the machine does: calls of functions, memory, loop turns."""

from __future__ import annotations

import asyncio
import gc
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import Context
from types import FrameType
from typing import Any, NamedTuple, TypeVarTuple, Unpack

Given = TypeVarTuple("Given")


class Limit(NamedTuple):
    """What something may cost.

    Attributes:
        now: What it cost when the limit was last set: the most of Python 3.11 to 3.13.
        most: What it may cost: room for other versions of Python and of what we use, not for a second of anything.
        where: What to look at when it costs more.
    """

    now: float
    most: float
    where: str

    def check(self, what: str, cost: float, parts: Counter[str] | None = None) -> None:
        """Fail when it costs more, and say what it is made of."""
        if cost <= self.most:
            return
        parts = parts or Counter()
        shown = "".join(f"\n{count:>9} {name}" for name, count in parts.most_common(30))
        raise AssertionError(
            f"{what}: {cost:.6g}. That was {self.now:g}, and {self.most:g} is the limit. Look at {self.where}."
            f"{' It is, most first:' if parts else ''}{shown}"
        )


class Calls:
    """Calls of functions, by their names.

    Attributes:
        counts: How often each was called; generators and coroutines count whenever they go on.
    """

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def _note(self, frame: FrameType, event: str, argument: Any) -> None:
        if event == "call":
            code = frame.f_code
            self.counts[f"{frame.f_globals.get('__name__')}.{code.co_qualname}"] += 1
        elif event == "c_call":
            self.counts[f"{argument.__module__ or 'builtins'}.{argument.__qualname__}"] += 1

    @contextmanager
    def counted(self) -> Generator[None]:
        """Count what this thread calls in a `with` block."""
        gc.disable()
        sys.setprofile(self._note)
        try:
            yield
        finally:
            sys.setprofile(None)
            gc.enable()


def beyond(ours: Counter[str], floor: Counter[str], times: int) -> tuple[float, Counter[str]]:
    """How many more calls there are each time, and of what."""
    more = Counter({name: round((count - floor[name]) / times) for name, count in ours.items()})
    return (ours.total() - floor.total()) / times, +more


class Turns(asyncio.SelectorEventLoop):
    """An event loop that counts what it is given to do later: each is a turn that a task has to wait for.

    Attributes:
        given: How many things it was given.
    """

    given = 0

    def call_soon(
        self, callback: Callable[[Unpack[Given]], object], *args: *Given, context: Context | None = None
    ) -> asyncio.Handle:
        """Count, and do it."""
        self.given += 1
        return super().call_soon(callback, *args, context=context)


def blocks_kept(make: Callable[[], Any]) -> int:
    """How many blocks of memory are kept by what a function makes, and by what it leaves behind."""
    gc.collect()
    before = sys.getallocatedblocks()
    made = make()
    gc.collect()
    blocks = sys.getallocatedblocks() - before
    del made
    return blocks


def bytes_kept(make: Callable[[], Any]) -> int:
    """How many bytes are kept by what a function makes."""
    gc.collect()
    tracemalloc.start()
    try:
        made = make()
        gc.collect()
        size, _ = tracemalloc.get_traced_memory()
        del made
        return size
    finally:
        tracemalloc.stop()


def highest(action: Callable[[], Any]) -> int:
    """The most bytes that are allocated at a time while a function runs."""
    gc.collect()
    tracemalloc.start()
    try:
        action()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
