"""Schemas compared by meaning: fields that came, went, got another name, type or default, and values of enums."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scripts.diff.change import Level
from scripts.diff.comparison import Comparison, Place, differ, shown
from scripts.diff.names import Spec, class_of, listed
from scripts.diff.types import ANYTHING, NOTHING, alternatives, in_words, inner_object, is_object, limits
from scripts.generator.naming import member_names
from scripts.specs.nodes import properties

Schema = Mapping[str, Any]


def renamed_schemas(old: Spec, new: Spec) -> dict[str, str]:
    """Named schemas that have another name and are otherwise the same, wording and references by name apart."""
    gone = [name for name in old.schemas if name not in new.schemas]
    came = [name for name in new.schemas if name not in old.schemas]
    found: dict[str, str] = {}
    for name in gone:
        alike = [other for other in came if _shape(old, old.schemas[name]) == _shape(new, new.schemas[other])]
        if len(alike) == 1 and alike[0] not in found.values():
            found[name] = alike[0]
    return found


def _shape(spec: Spec, schema: Schema) -> object:
    fields = {wire: in_words(alternatives(spec, one, {})) for wire, one in fields_of(spec, schema).items()}
    return fields, sorted(required_of(spec, schema)), _values(schema), in_words(alternatives(spec, schema, {}))


def compare_schemas(comparison: Comparison) -> None:
    """Compare the named schemas; one that is new is told by what uses it."""
    old, new, renamed = comparison.old, comparison.new, comparison.renamed
    for name, schema in old.schemas.items():
        other = renamed.get(name, name)
        place = _place_of(comparison, name, other)
        if other not in new.schemas:
            if is_object(schema) or _values(schema):
                comparison.found(Level.MAJOR, place, f"`{class_of(name)}` is gone", "removed")
            continue
        if class_of(other) != class_of(name):
            comparison.found(Level.MAJOR, place, f"`{class_of(name)}` is called `{class_of(other)}` now")
        now = new.schemas[other]
        place = comparison.known(place, schema, now)
        if is_object(schema) or is_object(now):
            compare_fields(comparison, place, schema, now)
        elif "enum" in schema or "enum" in now:
            compare_value(comparison, place, schema, now)


def _place_of(comparison: Comparison, name: str, other: str) -> Place:
    before, now = comparison.old.sent_and_read(name), comparison.new.sent_and_read(other)
    seen = comparison.old.is_class(name) or comparison.new.is_class(other)
    return Place(
        class_of(other) if other in comparison.new.schemas else class_of(name),
        ("components", "schemas", other if other in comparison.new.schemas else name),
        sent=before[0] or now[0],
        read=before[1] or now[1],
        names=comparison.old.used_by(name) | comparison.new.used_by(other),
        most=Level.MAJOR if seen else Level.PATCH,
    )


def fields_of(spec: Spec, schema: Any) -> dict[str, Schema]:
    """The fields of an object by wire name."""
    try:
        return {wire: one for wire, one in properties(spec.data, schema).items() if isinstance(one, Mapping)}
    except LookupError:
        return {}


def required_of(spec: Spec, schema: Any) -> set[str]:
    """The fields that an object must have."""
    resolved = spec.resolved(schema)
    return {
        *resolved.get("required", ()),
        *(one for part in resolved.get("allOf", ()) for one in required_of(spec, part)),
    }


def compare_fields(comparison: Comparison, place: Place, old: Schema, new: Schema) -> None:
    """Compare two objects field by field."""
    before, now = fields_of(comparison.old, old), fields_of(comparison.new, new)
    needed_before, needed = required_of(comparison.old, old), required_of(comparison.new, new)
    pairs = {wire: wire for wire in before if wire in now} | _renamed_fields(comparison, before, now)
    for wire in before:
        name = comparison.old.field(wire)
        if wire not in pairs:
            at = place.below(place.label, "properties", wire)
            comparison.found(Level.MAJOR, at, f"{place.shown} lost `{name}`", "removed")
            continue
        other = pairs[wire]
        called = comparison.new.field(other)
        at = place.below(f"{place.label}.{called}", "properties", other)
        if called != name:
            comparison.found(Level.MAJOR, at, f"`{place.label}.{name}` is called `{called}` now")
        elif other != wire:
            comparison.found(Level.PATCH, at, f"{at.shown} stands for the vendor's `{other}` now (was `{wire}`)")
        _compare_need(comparison, at, was=wire in needed_before, is_=other in needed)
        compare_value(comparison, at, before[wire], now[other])
    for wire in now:
        if wire not in pairs.values():
            at = place.below(place.label, "properties", wire)
            must = place.sent and wire in needed and "default" not in now[wire]
            words = f"{place.shown} gained `{comparison.new.field(wire)}`"
            if must:
                comparison.found(Level.MAJOR, at, f"{words}, which has to be given", "added")
            else:
                comparison.found(Level.MINOR, at, words, "added")


def _renamed_fields(comparison: Comparison, before: Mapping[str, Schema], now: Mapping[str, Schema]) -> dict[str, str]:
    """Fields that went, each with the one that came for it, if there is no doubt which."""
    gone, came = [wire for wire in before if wire not in now], [wire for wire in now if wire not in before]

    def same(wire: str, other: str) -> bool:
        types = alternatives(comparison.old, before[wire], comparison.renamed)
        if types != alternatives(comparison.new, now[other], {}):
            return False
        text = before[wire].get("description")
        return (
            comparison.old.field(wire) == comparison.new.field(other)
            or wire in now[other].get("x-alias", ())
            or (text is not None and text == now[other].get("description"))
            or (len(gone) == len(came) == 1 and list(before).index(wire) == list(now).index(other))
        )

    found: dict[str, str] = {}
    for wire in gone:
        likely = [other for other in came if same(wire, other)]
        if len(likely) == 1 and sum(same(one, likely[0]) for one in gone) == 1:
            found[wire] = likely[0]
    return found


def _compare_need(comparison: Comparison, place: Place, *, was: bool, is_: bool) -> None:
    if was == is_:
        return
    if is_:
        level = Level.MAJOR if place.sent else Level.MINOR
        words = "has to be given now" if place.sent else "always comes now"
    else:
        level = Level.MAJOR if place.read else Level.MINOR
        words = "may be missing now" if place.read else "can be left out now"
    comparison.found(level, place, f"{place.shown} {words}")


def compare_value(comparison: Comparison, place: Place, old: Schema, new: Schema) -> None:
    """Compare two schemas that stand for one value."""
    place = comparison.known(place, old, new)
    _compare_types(comparison, place, old, new)
    _compare_enum(comparison, place, old, new)
    _compare_marks(comparison, place, old, new)
    _compare_limits(comparison, place, old, new)
    before, now = inner_object(old), inner_object(new)
    if before is not None and now is not None:
        compare_fields(comparison, place, before, now)


def _compare_types(comparison: Comparison, place: Place, old: Schema, new: Schema) -> None:
    before = alternatives(comparison.old, old, comparison.renamed)
    now = alternatives(comparison.new, new, {})
    if before == now:
        return
    gained = set() if ANYTHING in before else now - before
    lost = set() if ANYTHING in now else before - now
    breaks = (place.read and gained) or (place.sent and lost)
    if gained == {NOTHING} and not lost:
        words = f"{place.shown} may be null now"
    elif lost == {NOTHING} and not gained:
        words = f"{place.shown} is never null now"
    else:
        words = f"{place.shown} is {in_words(now)} now (was {in_words(before)})"
    comparison.found(Level.MAJOR if breaks else Level.MINOR, place, words)


def _values(schema: Any) -> list[str | int]:
    """The values of an enum, inside a list or beside others too; a class of its own has them at its own place."""
    return [value for value, _ in _members(schema)]


def _members(schema: Any) -> Iterator[tuple[str | int, str]]:
    if not isinstance(schema, Mapping):
        return
    values = [value for value in schema.get("enum", ()) if value is not None]
    yield from zip(values, member_names(values, schema.get("x-enum-varnames")), strict=True)
    for inside in (schema.get("items"), *schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _members(inside)


def _compare_enum(comparison: Comparison, place: Place, old: Schema, new: Schema) -> None:
    before, now = dict(_members(old)), dict(_members(new))
    # Enums are open: a value that is not known is read all the same.
    if came := [value for value in now if value not in before]:
        comparison.found(Level.MINOR, place, f"{place.shown} knows {listed(map(str, came))}", "added")
    if gone := [value for value in before if value not in now]:
        comparison.found(Level.MAJOR, place, f"{place.shown} no longer knows {listed(map(str, gone))}", "removed")
    for value, name in before.items():
        if value in now and now[value] != name:
            comparison.found(Level.MAJOR, place, f"`{place.label}.{name}` is called `{now[value]}` now")


def _compare_marks(comparison: Comparison, place: Place, old: Schema, new: Schema) -> None:
    before, now = old.get("default"), new.get("default")
    if differ(before, now):
        # Where the client itself sends it, the Python default says so, and that is major.
        level = Level.MINOR if place.sent else Level.PATCH
        comparison.found(level, place, f"the default of {place.shown} is {shown(now)} now (was {shown(before)})")
    for key, words, undone in (
        ("readOnly", "is not written any more", "can be written now"),
        ("writeOnly", "is not read any more", "is read now"),
        ("x-omit", "is never sent back now", "is sent back now"),
    ):
        if (marked := new.get(key, False)) != old.get(key, False):
            touches = place.read if key == "writeOnly" else place.sent
            level = Level.PATCH if not touches else Level.MAJOR if marked and key != "x-omit" else Level.MINOR
            comparison.found(level, place, f"{place.shown} {words if marked else undone}")
    was, is_ = set(old.get("x-alias", ())), set(new.get("x-alias", ()))
    if is_ - was:
        comparison.found(Level.MINOR, place, f"{place.shown} is also read from {listed(sorted(is_ - was))}")
    if was - is_:
        comparison.found(Level.MAJOR, place, f"{place.shown} is no longer read from {listed(sorted(was - is_))}")


def _compare_limits(comparison: Comparison, place: Place, old: Schema, new: Schema) -> None:
    before, now = dict(limits(comparison.old, old)), dict(limits(comparison.new, new))
    for key in dict.fromkeys([*before, *now]):
        if differ(before.get(key), now.get(key)):
            words = f"{key} of {place.shown} is {shown(now.get(key))} now (was {shown(before.get(key))})"
            comparison.found(Level.MINOR if place.sent else Level.PATCH, place, words)
