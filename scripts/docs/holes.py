"""Holes of a spec that a page closes: what it says now, and what the spec so far only concludes or guesses.

Where the two agree, a person can raise the evidence; where they do not, the spec is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

from scripts.docs.described import Described, Part
from scripts.docs.differences import Difference
from scripts.docs.facts import Facts
from scripts.docs.matching import CONTRADICTED, COVERED, called, match
from scripts.docs.places import parts_of
from scripts.docs.statements import Call, Place, statements

_WEAK = ("assumed", "inferred", "example")
CLOSED, CONTRADICTION = "documented now", "contradiction"


@frozen
class Hole:
    """A part of the spec that is known only weakly, and a page that says it.

    Attributes:
        kind: `documented now`, if the page says what the spec has, or `contradiction`.
        says: What the page says.
        why: What the spec says instead.
        parts: The nodes of the spec.
    """

    kind: str
    says: str
    why: str = ""
    parts: tuple[Part, ...] = field(default=(), repr=False)


def holes(spec: Described, page: str, old: Facts, new: Facts, differences: Sequence[Difference]) -> list[Hole]:
    """What the new facts of a page tell about weakly known nodes, beyond what the old ones did.

    Args:
        spec: The spec.
        page: The page.
        old: The facts of the lock.
        new: The facts of the page as it is now.
        differences: How they differ.
    """
    former = {
        one.place.call: one.was.call
        for one in differences
        if one.place.part == "operation" and one.was is not None and one.place.call is not None
    }
    asked = _Asked(spec, page, old, new, former)
    return list(dict.fromkeys((*_stated(asked), *_named(spec, page, differences), *_absent(asked))))


@frozen
class _Asked:
    spec: Described
    page: str
    old: Facts
    new: Facts
    former: Mapping[Call, Call | None]

    def meant(self, call: Call | None) -> Call | None:
        """What an operation was called, if the spec knows it under that name alone."""
        former = self.former.get(call) if call is not None else None
        return former if former is not None and not self.spec.operations(call, self.page) else call


def _stated(asked: _Asked) -> Iterator[Hole]:
    spec, page = asked.spec, asked.page
    known = {(str(one), one.value) for one in statements(asked.old)}
    closed: dict[tuple[Place, tuple[Part, ...]], list[str]] = {}
    for one in statements(asked.new):
        if (str(one), one.value) in known:
            continue
        meant = asked.meant(one.place.call)
        if meant is not one.place.call and one.place.part == "operation":
            operations = tuple(part for part in spec.operations(meant, page) if part.level in _WEAK)
            if operations:
                yield Hole(CONTRADICTION, str(one.place), f"the spec has {called(spec, operations)}", operations)
            continue
        found = match(spec, page, evolve(one, place=evolve(one.place, call=meant)))
        weak = tuple(part for part in found.parts if part.level in _WEAK)
        said = f"{one.attribute} {', '.join(one.value)}".strip()
        if weak and found.state == CONTRADICTED:
            yield Hole(CONTRADICTION, f"{one.place}: {said}" if said else str(one.place), found.why, weak)
        elif weak and found.state == COVERED:
            closed.setdefault((one.place, weak), []).extend([said] if said else [])
    for (place, weak), what in closed.items():
        yield Hole(CLOSED, f"{place} ({'; '.join(what)})" if what else str(place), "", weak)


def _named(spec: Described, page: str, differences: Sequence[Difference]) -> Iterator[Hole]:
    """Parameters that were described without a name: the spec has guessed one."""
    for one in differences:
        if one.kind == "name now shown" and one.was is not None and not parts_of(spec, one.place, page):
            guesses = tuple(parts_of(spec, one.was, page))
            if guesses:
                names = ", ".join(str(part.value.get("name")) for part in guesses)
                yield Hole(CONTRADICTION, str(one.place), f"the spec has guessed {names}", guesses)


def _absent(asked: _Asked) -> Iterator[Hole]:
    """What the spec guesses of an operation whose fields or parameters are shown for the first time, and it lacks."""
    shown = {(call, part) for call, part, names in _names(asked.old) if names}
    for call, part, names in _names(asked.new):
        if not names or (call, part) in shown:
            continue
        for operation in asked.spec.operations(asked.meant(call), asked.page):
            guessed = [(name, one) for name, one in _guessed(asked.spec, operation, part) if name not in names]
            if guessed:
                why = f"the spec has guessed {', '.join(name for name, _ in guessed)}"
                said = f"{part}s of {call}: {', '.join(sorted(names))}"
                yield Hole(CONTRADICTION, said, why, tuple(one for _, one in guessed))


def _names(facts: Facts) -> Iterator[tuple[Call, str, frozenset[str]]]:
    for operation in facts.operations:
        call = Call.of(facts, operation)
        yield call, "parameter", frozenset(one.name for one in operation.parameters if one.name is not None)
        yield call, "request field", frozenset(one.field.removeprefix("[].") for one in operation.request_fields)
        yield call, "response field", frozenset(one.field.removeprefix("[].") for one in operation.response_fields)


def _guessed(spec: Described, operation: Part, part: str) -> Iterator[tuple[str, Part]]:
    if part == "parameter":
        yield from ((str(one.value["name"]), one) for one in spec.parameters(operation) if one.level == "assumed")
        return
    fields = spec.request(operation) if part == "request field" else spec.response(operation)
    for one in fields:
        if one.level == "assumed" and one.pointer[-2] == "properties":
            yield str(one.pointer[-1]), one
