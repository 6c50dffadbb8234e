"""What one measure is, and timing that a machine of changing speed does not spoil.

A module of measures has one function, which `benchmarks.__main__` calls and whose rows it shows as they come:

    def rows(effort: Effort) -> Iterator[Row]:
        yield compared(
            "one call",
            "µs",
            ours,                       # each a function without arguments that measures once and gives a number
            floor,
            "the same request by httpx.Client",
            peers={"openai": worker.round},
            rounds=effort.rounds(25),
            goals=[over_at_most(25.0)],
        )

All who take part run in turns, a round each, and medians count: of the values, and of the differences and ratios
within a round. Who takes part may run in this process or in another one (`benchmarks.workers`). What is measured some
other way becomes a row by `Row.of`. A peer that fails is left out of its row and named there; if ours or the floor
fails, so does the measure.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

Value = TypeVar("Value")


class Effort(NamedTuple):
    """How thorough a run is.

    Attributes:
        quick: Whether a rough answer within a minute or two is wanted: fewer rounds, smaller amounts.
    """

    quick: bool = False

    def rounds(self, usual: int) -> int:
        """How many rounds to run where a thorough run takes `usual`."""
        return min(usual, max(3, usual // 5)) if self.quick else usual


class Target(NamedTuple):
    """What was to be reached, and whether it was.

    Attributes:
        text: The target, as in `≤ 1.25x floor`.
        met: Whether the row meets it.
    """

    text: str
    met: bool


@dataclass(frozen=True)
class Row:
    """One measure. Made by `compared` or `Row.of`.

    Attributes:
        measure: What is measured; starts with `…` if it is another side of the row before.
        unit: Unit of the numbers: µs, ms, s, MB, %, req/s, …; empty for a count.
        ours: Our value, a median.
        floor: What cannot be beaten, or the bare thing underneath; None if there is none.
        floor_is: What the floor is.
        peers: What others reach, by their names.
        over: Median of the differences ours - floor within a round; None without a floor.
        ratio: Median of the ratios ours / floor within a round; None without a floor, or if that is 0.
        ratios: The same of ours / peer, by their names.
        missing: Peers that could not be measured, and why.
        targets: What was to be reached; none for a row that only informs.
        note: What a reader has to know: what a peer leaves out, for instance.
    """

    measure: str
    unit: str
    ours: float
    floor: float | None = None
    floor_is: str = ""
    peers: Mapping[str, float] = field(default_factory=dict)
    over: float | None = None
    ratio: float | None = None
    ratios: Mapping[str, float] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    note: str = ""

    @classmethod
    def of(
        cls,
        measure: str,
        unit: str,
        ours: float | Sequence[float],
        floor: float | Sequence[float] | None = None,
        floor_is: str = "",
        *,
        peers: Mapping[str, float | Sequence[float]] | None = None,
        missing: Mapping[str, str] | None = None,
        goals: Iterable[Goal] = (),
        note: str = "",
    ) -> Row:
        """A row of what was measured: a value each, or as many values each as there were rounds."""
        mine, others = _values(ours), {name: _values(values) for name, values in (peers or {}).items()}
        least = None if floor is None else _values(floor)
        row = cls(
            measure,
            unit,
            statistics.median(mine),
            None if least is None else statistics.median(least),
            floor_is,
            {name: statistics.median(values) for name, values in others.items()},
            None if least is None else statistics.median(one - two for one, two in zip(mine, least, strict=True)),
            None if least is None else _ratio(mine, least),
            {name: ratio for name, values in others.items() if (ratio := _ratio(mine, values)) is not None},
            missing or {},
            note=note,
        )
        return replace(row, targets=tuple(goal(row) for goal in goals))


Goal = Callable[[Row], Target]


def ratio_at_most(limit: float) -> Goal:
    """Ours is at most so many times the floor."""
    return lambda row: Target(f"≤ {limit:g}x floor", row.ratio is not None and row.ratio <= limit)


def ratio_at_least(limit: float) -> Goal:
    """Ours is at least so many times the floor, where more is better."""
    return lambda row: Target(f"≥ {limit:g}x floor", row.ratio is not None and row.ratio >= limit)


def over_at_most(limit: float) -> Goal:
    """Ours is at most so much above the floor, in the unit of the row."""
    return lambda row: Target(f"≤ {limit:g} {row.unit} over floor", row.over is not None and row.over <= limit)


def at_most(limit: float) -> Goal:
    """Ours is at most this, in the unit of the row."""
    return lambda row: Target(f"≤ {limit:g} {row.unit}".rstrip(), row.ours <= limit)


def at_least(limit: float) -> Goal:
    """Ours is at least this, in the unit of the row."""
    return lambda row: Target(f"≥ {limit:g} {row.unit}".rstrip(), row.ours >= limit)


def better_than(peer: str, times: float = 1.0) -> Goal:
    """Ours is at most 1/`times` of what a peer has, where less is better; not met if it could not be measured."""
    text = f"{times:g}x better than {peer}" if times > 1 else f"no worse than {peer}"
    return lambda row: Target(text, peer in row.ratios and row.ratios[peer] * times <= 1)


def compared(
    measure: str,
    unit: str,
    ours: Callable[[], float],
    floor: Callable[[], float] | None = None,
    floor_is: str = "",
    *,
    rounds: int,
    peers: Mapping[str, Callable[[], float]] | None = None,
    goals: Iterable[Goal] = (),
    note: str = "",
) -> Row:
    """Measure ours, the floor and all peers in turns, after one round each to warm up."""
    needed = {"ours": ours} if floor is None else {"ours": ours, "floor": floor}
    values, missing = in_turns(needed, peers or {}, rounds=rounds)
    mine, least = values.pop("ours"), values.pop("floor", None)
    return Row.of(measure, unit, mine, least, floor_is, peers=values, missing=missing, goals=goals, note=note)


def in_turns(
    needed: Mapping[str, Callable[[], Value]], peers: Mapping[str, Callable[[], Value]], *, rounds: int
) -> tuple[dict[str, list[Value]], dict[str, str]]:
    """What each gives in so many rounds, after one to warm up; and the peers that failed, with the reason.

    Every second round goes the other way round, so that nobody always runs after the same one.
    """
    running, missing = {**peers, **needed}, {}
    values: dict[str, list[Value]] = {name: [] for name in running}
    for number in range(rounds + 1):
        for name in list(running) if number % 2 else list(running)[::-1]:
            try:
                value = running[name]()
            except Exception as error:
                if name in needed:
                    raise
                missing[name] = _reason(error)
                del running[name], values[name]
            else:
                if number:
                    values[name].append(value)
    return values, missing


class Stopwatch:
    """What `timed` measured: `seconds`, when its block has ended."""

    seconds = 0.0


@contextmanager
def timed() -> Iterator[Stopwatch]:
    """Time a block, with the garbage of others out of the way.

    Counted is what this thread takes of the processor: nothing here waits, and so the rest of the machine does not
    count. What does wait, or runs in several threads, has to be timed by the clock.
    """
    watch = Stopwatch()
    gc.collect()
    started = time.thread_time()
    yield watch
    watch.seconds = time.thread_time() - started


def _values(values: float | Sequence[float]) -> Sequence[float]:
    return [values] if isinstance(values, int | float) else values


def _ratio(mine: Sequence[float], others: Sequence[float]) -> float | None:
    """The median ratio; there is none to nothing."""
    return statistics.median(one / two for one, two in zip(mine, others, strict=True)) if all(others) else None


def _reason(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
