"""A difference between two readings of a page, and how parts that belong together find each other."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from attrs import frozen

from scripts.docs.statements import Place

_T = TypeVar("_T")


@frozen
class Difference:
    """One thing that changed.

    Attributes:
        kind: What happened, in the words of the report: `field added`, `operation moved`, `wording changed`, …
        place: What it happened to, as the new page calls it; as the old one did if it is gone.
        before: The old value; None if there was none.
        after: The new value; None if there is none.
        note: What else a reader should know.
        was: What it was called before, if that changed.
        demands: Whether it asks more than before of whoever writes.
    """

    kind: str
    place: Place
    before: str | None = None
    after: str | None = None
    note: str = ""
    was: Place | None = None
    demands: bool = False


WORDING = frozenset({"wording changed", "section added", "section removed"})
"""Kinds that say only that something reads differently."""


def changed(
    kind: str, place: Place, before: Any, after: Any, note: str = "", *, demands: bool = False
) -> Iterator[Difference]:
    """A difference of a value, if there is one."""
    if before != after:
        yield Difference(kind, place, _text(before), _text(after), note, demands=demands)


def _text(value: Any) -> str | None:
    if value is None or value == ():
        return None
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def reworded(place: Place, before: str | None, after: str | None) -> Iterator[Difference]:
    """A difference of a wording, given as hashes, if there is one."""
    if before != after:
        yield Difference("wording changed", place, before, after)


def pairs_of(
    old: Sequence[_T], new: Sequence[_T], *keys: Callable[[_T], Hashable | None]
) -> tuple[list[tuple[_T, _T]], list[_T], list[_T]]:
    """Items that are the same by the first key that tells, each key unique on both sides; then those left over.

    Items that are equal are left out: nothing can be said about them.
    """
    pairs: list[tuple[_T, _T]] = []
    left, right = [], list(new)
    for one in old:
        if one in right:
            right.remove(one)
        else:
            left.append(one)
    for key in keys:
        before, after = _unique(left, key), _unique(right, key)
        common = [name for name in before if name in after]
        pairs += [(before[name], after[name]) for name in common]
        left = [one for one in left if not any(one is before[name] for name in common)]
        right = [one for one in right if not any(one is after[name] for name in common)]
    return pairs, left, right


def _unique(items: Iterable[_T], key: Callable[[_T], Hashable | None]) -> dict[Hashable, _T]:
    found: dict[Hashable, list[_T]] = {}
    for item in items:
        name = key(item)
        if name is not None:
            found.setdefault(name, []).append(item)
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def entry(
    kind: str, place: Place, old: Mapping[str, str | None], new: Mapping[str, str | None], name: str
) -> Iterator[Difference]:
    """What became of a name that stands for a wording: it was added, removed, or says something else."""
    if name not in new:
        yield Difference(f"{kind} removed", place, name)
    elif name not in old:
        yield Difference(f"{kind} added", place, None, name)
    else:
        yield from reworded(place, old[name], new[name])
