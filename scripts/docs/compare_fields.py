"""What changed in fields, parameters and classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from scripts.docs.differences import Difference, changed, pairs_of, reworded
from scripts.docs.facts import Facts, Field, Parameter
from scripts.docs.statements import Call, Place, class_place, field_place, parameter_place


def classes(old: Facts, new: Facts) -> Iterator[Difference]:
    """What changed in the classes of a page."""
    same = [(name, name) for name in old.classes if name in new.classes]
    pairs, gone, came = pairs_of(list(old.classes), list(new.classes), lambda name: name.removesuffix("Dto"))
    for name in gone:
        yield Difference("class removed", class_place(name), name)
    for name in came:
        names = ", ".join(one.field for one in new.classes[name])
        yield Difference("class added", class_place(name), None, name, f"fields: {names}" if names else "")
    for before, after in sorted([*same, *pairs], key=lambda pair: pair[1]):
        if before != after:
            yield Difference("class renamed", class_place(after), before, after, was=class_place(before))
        yield from fields(old.classes[before], new.classes[after], _in_class(after))


def _in_class(owner: str) -> Callable[[Field], Place]:
    return lambda one: field_place(owner, one)


def fields(old: Sequence[Field], new: Sequence[Field], place_of: Callable[[Field], Place]) -> Iterator[Difference]:
    """What changed in some fields.

    Args:
        old: The fields as they were.
        new: And as they are.
        place_of: Where a field stands.
    """
    pairs, gone, came = pairs_of(
        old, new, lambda one: one.field, lambda one: one.description_hash and (_outer(one.field), one.description_hash)
    )
    gone, came = _outermost(gone), _outermost(came)
    lone = len(gone) == len(came) == 1 and _outline(gone[0]) == _outline(came[0])
    for one in gone:
        note = f"perhaps it is now called {came[0].field}, which is described alike" if lone else ""
        yield Difference("field removed", place_of(one), _facts_of(one), None, note)
    for one in came:
        note = f"perhaps it was called {gone[0].field}, which was described alike" if lone else ""
        yield Difference("field added", place_of(one), None, _facts_of(one), note, demands=bool(one.required_on))
    for before, after in sorted(pairs, key=lambda pair: pair[1].field):
        place = place_of(after)
        if before.field != after.field:
            yield Difference("field renamed", place, before.field, after.field, was=place_of(before))
        yield from changed("field retyped", place, _type(before), _type(after))
        more = bool({*after.required_on} - {*before.required_on})
        yield from changed("required changed", place, _obligation(before), _obligation(after), demands=more)
        yield from changed("access changed", place, before.access, after.access)
        yield from changed("default changed", place, before.default, after.default)
        yield from changed("accepted values changed", place, before.accepted, after.accepted)
        yield from reworded(place, before.description_hash, after.description_hash)


def _type(one: Field | Parameter) -> str | None:
    return f"{one.type or 'no type'} ({one.format})" if one.format else one.type


def _outermost(items: Sequence[Field]) -> list[Field]:
    """Those of some fields that are not within another one of them."""
    names = {one.field for one in items}
    return [one for one in items if not any(_holds(name, one.field) for name in names)]


def _holds(outer: str, name: str) -> bool:
    return name.startswith((f"{outer}.", f"{outer}[]"))


def _outer(name: str) -> str:
    return name.rpartition(".")[0]


def _outline(one: Field) -> tuple[object, ...]:
    return (
        _outer(one.field),
        one.type,
        one.format,
        one.required_on,
        one.optional_on,
        one.access,
        one.default,
        one.accepted,
    )


def _obligation(one: Field) -> str | None:
    said = [f"required on {', '.join(one.required_on)}"] if one.required_on else []
    said += [f"optional on {', '.join(one.optional_on)}"] if one.optional_on else []
    return "; ".join(said) or None


def _facts_of(one: Field | Parameter) -> str | None:
    if isinstance(one, Field):
        said = [
            _type(one),
            _obligation(one),
            one.access and f"access {one.access}",
            one.default and f"default {one.default}",
        ]
        values = one.accepted
    else:
        said = [one.name, _type(one), _yes(one.required), one.default and f"default {one.default}"]
        values = one.allowed
    said.append(f"one of {', '.join(values)}" if values else None)
    return "; ".join(filter(None, said)) or None


def parameters(old: Sequence[Parameter], was: Call, new: Sequence[Parameter], call: Call) -> Iterator[Difference]:
    """What changed in the parameters of an operation that was called `was` and is called `call`."""
    pairs, gone, came = pairs_of(old, new, lambda one: one.name, lambda one: one.description_hash)
    for one in gone:
        yield Difference("parameter removed", parameter_place(call, one), one.name)
    for one in came:
        place = parameter_place(call, one)
        yield Difference("parameter added", place, None, _facts_of(one), demands=one.required is True)
    for before, after in pairs:
        place = parameter_place(call, after)
        if before.name != after.name:
            kind = "name now shown" if before.name is None else "parameter renamed"
            yield Difference(kind, place, before.name, after.name, was=parameter_place(was, before))
        yield from changed("parameter retyped", place, _type(before), _type(after))
        must = after.required is True
        yield from changed("required changed", place, _yes(before.required), _yes(after.required), demands=must)
        yield from changed("default changed", place, before.default, after.default)
        yield from changed("accepted values changed", place, before.allowed, after.allowed)
        yield from changed("parameter moved", place, before.place, after.place)
        yield from reworded(place, before.description_hash, after.description_hash)


def _yes(value: bool | None) -> str | None:
    return None if value is None else "required" if value else "optional"
