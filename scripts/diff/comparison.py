"""What the parts of a comparison share: both specs, what has been found, and where in them one is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from attrs import define, evolve, field, frozen

from scripts.diff.change import Change, Level
from scripts.diff.names import Spec
from scripts.specs.source import Pointer

_WORDS = {"example": "known from an example"}


@frozen
class Place:
    """A node that both specs have.

    Attributes:
        label: What users call it, or what it belongs to.
        pointer: Where it stands in the newer spec.
        sent: Whether it is part of what is sent.
        read: Whether it is part of what is read.
        names: Modules of the generated package that it shows in.
        most: The highest level of a change here; `PATCH` where users do not see it.
        known: How it is known if it does not say so itself, before and now.
        around: Words before and after the label.
    """

    label: str
    pointer: Pointer
    sent: bool = False
    read: bool = False
    names: frozenset[str] = field(default=frozenset(), repr=False)
    most: Level = Level.MAJOR
    known: tuple[str | None, str | None] = (None, None)
    around: tuple[str, str] = ("", "")

    @property
    def shown(self) -> str:
        """What it is called, within a sentence."""
        return f"{self.around[0]}`{self.label}`{self.around[1]}" if self.label else self.around[0]

    def below(self, label: str, *keys: str | int) -> Place:
        """A place within this one."""
        return evolve(self, label=label, pointer=(*self.pointer, *keys))


@define(eq=False)
class Comparison:
    """Two versions of a spec, and the changes found so far.

    Attributes:
        old: The earlier one.
        new: The later one.
        renamed: New names of schemas that have another name and are otherwise the same.
        changes: What was found.
    """

    old: Spec
    new: Spec
    renamed: Mapping[str, str] = field(factory=dict)
    changes: list[Change] = field(factory=list)

    def found(self, level: Level, place: Place, words: str, kind: str = "changed") -> None:
        """Add a change."""
        self.changes.append(Change(min(level, place.most), words, kind, place.pointer, place.names))

    def known(self, place: Place, old: Mapping[str, Any], new: Mapping[str, Any]) -> Place:
        """Compare how a node is known; gives the place with what holds below it."""
        before, now = (_level(node) or inherited for node, inherited in zip((old, new), place.known, strict=True))
        if before and now and before != now and ("x-evidence" in old or "x-evidence" in new):
            self.found(
                Level.PATCH, place, f"{place.shown} is {_WORDS.get(now, now)} now (was {_WORDS.get(before, before)})"
            )
        return evolve(place, known=(before, now))


def _level(node: Mapping[str, Any]) -> str | None:
    evidence = node.get("x-evidence")
    level = evidence.get("level") if isinstance(evidence, Mapping) else None
    return level if isinstance(level, str) else None


def differ(old: object, new: object) -> bool:
    """Whether two values of a document differ, where `false` is not 0 as it is in Python."""
    return json.dumps(old, sort_keys=True) != json.dumps(new, sort_keys=True)


def shown(value: object) -> str:
    """A value as users read it."""
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"`{value}`" if isinstance(value, str) else str(value)
