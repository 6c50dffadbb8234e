"""Timing that a machine of changing speed does not spoil: ours and the floor take turns, and medians count."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple


class Row(NamedTuple):
    """One measure.

    Attributes:
        measure: What is measured.
        unit: Unit of the numbers.
        ours: Median with the client.
        floor: Median of what it is compared with.
        over: Median of the differences, each between two rounds that followed each other.
        ratio: Median of the ratios of such rounds.
        compare: What it is compared with.
    """

    measure: str
    unit: str
    ours: float
    floor: float
    over: float
    ratio: float
    compare: str


def compared(
    measure: str, unit: str, ours: Callable[[], float], floor: Callable[[], float], compare: str, *, rounds: int
) -> Row:
    """Run two measurements in turn, after one round each to warm up."""
    ours(), floor()
    pairs = [(ours(), floor()) for _ in range(rounds)]
    return Row(
        measure,
        unit,
        statistics.median(pair[0] for pair in pairs),
        statistics.median(pair[1] for pair in pairs),
        statistics.median(pair[0] - pair[1] for pair in pairs),
        statistics.median(pair[0] / pair[1] for pair in pairs),
        compare,
    )


class Stopwatch:
    """What `timed` measured: `seconds`, when its block has ended."""

    seconds = 0.0


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """Time a block, with the garbage of others out of the way."""
    watch = Stopwatch()
    gc.collect()
    started = time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - started
