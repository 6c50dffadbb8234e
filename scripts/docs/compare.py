"""What changed between two readings of a page, by meaning: not which lines differ, but which facts.

Facts have one order and hold no samples, so what differs here differs in what the page says. What neither reading can
see (None) is no difference; a lock that a person wrote without a copy of the page holds no wording, so no wording is
compared with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve

from scripts.docs.compare_fields import classes, fields
from scripts.docs.compare_operations import Guesses, operations
from scripts.docs.differences import WORDING, Difference, changed, entry, pairs_of, reworded
from scripts.docs.facts import Facts
from scripts.docs.statements import Place


def compare(old: Facts, new: Facts, by_hand: Collection[str] = (), guesses: Guesses | None = None) -> list[Difference]:
    """Every difference, in the order of the parts of a page.

    Args:
        old: The facts of the lock.
        new: The facts of the page as it is now.
        guesses: What the spec has for operations of which the old facts show neither method nor path.
        by_hand: Parts of the old facts that a person wrote; they need not hold any wording.
    """
    if old == new:
        return []
    found = [
        *changed("base URL changed", Place("base URL"), old.base_url, new.base_url),
        *operations(old, new, guesses or {}),
        *classes(old, new),
        *_codes(old, new),
        *fields(old.error_fields, new.error_fields, lambda one: Place("error field", one.field)),
        *_limits(old, new),
        *_logins(old, new),
        *_sections(old, new),
        *_unread(old, new),
    ]
    return folded([one for one in found if not (_first_wording(one) and _PARTS[one.place.part] in by_hand)])


def _first_wording(one: Difference) -> bool:
    return one.kind in WORDING and one.before is None


# The part of the facts that a place belongs to.
_PARTS = {
    "base URL": "base_url",
    **dict.fromkeys(("operation", "header", "parameter", "request field", "response field"), "operations"),
    **dict.fromkeys(("class", "field"), "classes"),
    "error code": "error_codes",
    "error field": "error_fields",
    "status": "statuses",
    "limit": "limits",
    "login": "auth",
    "section": "sections",
}


def _codes(old: Facts, new: Facts) -> Iterator[Difference]:
    for kind, before, after in (
        ("error code", old.error_codes, new.error_codes),
        ("status", old.statuses, new.statuses),
    ):
        for name in sorted({*before, *after}):
            yield from entry(kind, Place(kind, name), before, after, name)


def _limits(old: Facts, new: Facts) -> Iterator[Difference]:
    for name in sorted({*old.limits, *new.limits}):
        yield from changed("limit changed", Place("limit", name), old.limits.get(name), new.limits.get(name))


def _logins(old: Facts, new: Facts) -> Iterator[Difference]:
    def place(login: Any) -> Place:
        return Place("login", f"{login.scheme} {', '.join(login.names)}".strip())

    pairs, gone, came = pairs_of(
        old.auth,
        new.auth,
        lambda login: login,
        lambda login: (login.scheme, login.names),
        lambda login: login.scheme,
    )
    for login in gone:
        yield Difference("login removed", place(login), ", ".join(login.names))
    for login in came:
        yield Difference("login added", place(login), None, ", ".join(login.names))
    for before, after in pairs:
        for what in ("names", "url", "lifetime"):
            values = getattr(before, what), getattr(after, what)
            yield from changed("login changed", place(after), *values, f"its {what}")


def _sections(old: Facts, new: Facts) -> Iterator[Difference]:
    titles = {one.title for facts in (old, new) for one in facts.operations}
    for title in sorted({*old.sections, *new.sections}):
        place = Place("section", title, section=title)
        if title not in new.sections:
            if title not in titles:
                yield Difference("section removed", place, title)
        elif title not in old.sections:
            if title not in titles:
                yield Difference("section added", place, None, title)
        else:
            yield from reworded(place, old.sections[title], new.sections[title])


def _unread(old: Facts, new: Facts) -> Iterator[Difference]:
    """What the reader cannot place now, and could place or did not meet before."""
    known = {(one.section, one.reason, one.hash) for one in old.unread}
    for one in new.unread:
        if (one.section, one.reason, one.hash) not in known:
            place = Place("section", one.section or "(before the first heading)", section=one.section)
            yield Difference("not understood", place, None, one.reason)


def folded(differences: Sequence[Difference]) -> list[Difference]:
    """The differences without those that only repeat another: samples show what the table of a class says.

    What a class gains, loses or calls differently is then in the samples of every operation that has it.
    """
    told: dict[tuple[str, str], list[str]] = {}
    for one in differences:
        if one.place.part == "field":
            for name in filter(None, (one.place.name, one.was.name if one.was else None)):
                told.setdefault((one.kind, name), [])
                if one.kind == "field renamed":
                    told.setdefault(("field added", name), [])
                    told.setdefault(("field removed", name), [])
    kept = []
    for one in differences:
        key = (one.kind, (one.place.name or "").rpartition(".")[2])
        if one.place.part in ("request field", "response field") and key in told:
            told[key].append(str(one.place))
        else:
            kept.append(one)
    return [_with_samples(one, told) for one in kept]


def _with_samples(one: Difference, told: Mapping[tuple[str, str], Sequence[str]]) -> Difference:
    if one.place.part != "field":
        return one
    names = [one.place.name or "", (one.was.name if one.was else None) or ""]
    kinds = (one.kind, "field added", "field removed") if one.kind == "field renamed" else (one.kind,)
    seen = sorted({text for kind in kinds for name in names for text in told.get((kind, name), ())})
    if not seen:
        return one
    samples = f"also in samples: {', '.join(seen)}"
    return evolve(one, note=f"{one.note}; {samples}" if one.note else samples)
