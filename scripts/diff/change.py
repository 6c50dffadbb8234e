"""What has changed, in words for users, how much it asks of them, and the version that says so."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum

from attrs import field, frozen
from packaging.version import Version

from scripts.specs.source import Pointer


class Level(IntEnum):
    """How much a change asks of users.

    `PATCH`: nothing is used in another way. `MINOR`: something is new, or behaves differently within what was
    promised. `MAJOR`: a program that works may no longer do so.
    """

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The name, as reports have it."""
        return self.name.lower()


@frozen
class Change:
    """One thing that has changed.

    Attributes:
        level: How much it asks of users.
        words: What it is, for users: one sentence without a full stop.
        type: Where a changelog has it: `removed`, `changed`, `added` or `fixed`; empty if it is not worth a line there.
        pointer: The node of the spec, as it was or as it is; empty for what is not in a spec.
        names: Modules of the generated package whose public names change because of it.
        about: What callers have to look for: an argument that has to be given, a method that is gone; else empty.
    """

    level: Level
    words: str
    type: str = "changed"
    pointer: Pointer = ()
    names: frozenset[str] = field(default=frozenset(), repr=False)
    about: str = field(default="", repr=False)


def verdict(changes: Iterable[Change]) -> Level:
    """The highest level; `NONE` if nothing has changed."""
    return max((change.level for change in changes), default=Level.NONE)


def in_order(changes: Iterable[Change]) -> list[Change]:
    """Each once, what asks most of users first, otherwise in the order they were found."""
    found: dict[tuple[Level, str], Change] = {}
    for change in changes:
        found.setdefault((change.level, change.words), change)
    return sorted(found.values(), key=lambda change: -change.level)


def next_version(released: Version, level: Level) -> Version:
    """The lowest version that says a change of this level; before 1.0 the second number is the one that may break.

    | level | from 1.4.2 | from 0.4.2 |
    |---|---|---|
    | major | 2.0.0 | 0.5.0 |
    | minor | 1.5.0 | 0.4.3 |
    | patch | 1.4.3 | 0.4.3 |
    """
    major, minor, micro = released.major, released.minor, released.micro
    if level is Level.NONE:
        return released
    if level is Level.MAJOR:
        return Version(f"{major + 1}.0.0" if major else f"0.{minor + 1}.0")
    if level is Level.MINOR and major:
        return Version(f"{major}.{minor + 1}.0")
    return Version(f"{major}.{minor}.{micro + 1}")
