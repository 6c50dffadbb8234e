"""Decoding at speed: for each model class a function without loops or look-ups, made of its layout.

What such a function does for a class with the one field `price`, a number that may be null:

    def decode(value, decoding, at):
        model = Draft()
        get = value.get
        absent = 0
        received = None
        raw = get('Price', UNSET)
        if type(raw) is exact0 or raw is None: model.price = raw
        elif type(raw) is quick0 and (made := made0(raw)) is not None: model.price = made
        elif raw is UNSET: model.price = None; absent |= 1
        else: model.price, received = odd(plan0, raw, decoding, (at, 'Price', 'Line'), received)
        found, model._absent = absences[absent]
        model.extra_fields = {} if found == len(value) else undocumented(value, decoding, at)
        model._received = received
        model.__class__ = cls
        return model

It knows only what fits; all else it leaves to the codec. What is right is defined by `Layout.decode_plainly`, which
does the same field by field, and to which it has to be equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import new_class
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from erp_client_runtime.layout import FieldPlan, Layout, by_alias

if TYPE_CHECKING:
    from erp_client_runtime.decoding import At, Decoding

_KEPT_SETS = 64


def decoder(layout: Layout) -> Callable[[dict[str, Any], Decoding, At], Any]:
    """The function that decodes the objects of a layout, as `Layout.decode_plainly` does."""
    names: dict[str, Any] = {
        "Draft": draft_of(layout.cls),
        "UNSET": UNSET,
        "absences": Absences(layout),
        "by_alias": by_alias,
        "cls": layout.cls,
        "undocumented": layout.undocumented,
        "missing": _missing,
        "odd": odd,
    }
    lines = ["def decode(value, decoding, at):", " model = Draft()", " get = value.get", " absent = 0"]
    lines.append(" received = None")
    for index, plan in enumerate(layout.plans):
        lines += _field(index, plan, layout.name, names)
    lines += [
        " found, model._absent = absences[absent]",
        " model.extra_fields = {} if found == len(value) else undocumented(value, decoding, at)",
        " model._received = received",
        " model.__class__ = cls",
        " return model",
    ]
    decode: Callable[[dict[str, Any], Decoding, At], Any] = built("decode", lines, names)
    return decode


def built(name: str, lines: list[str], names: dict[str, Any]) -> Any:
    """The function of a name that lines of code define."""
    # Only names of our own and the quoted names of fields are in the code; everything else comes in through `names`.
    exec("\n".join(lines), names)  # noqa: S102
    return names[name]


def _field(index: int, plan: FieldPlan, model: str, names: dict[str, Any]) -> Iterator[str]:
    """The lines for one field; what they refer to is added to `names`."""
    wire = plan.wire
    names[f"plan{index}"] = plan
    key = repr(plan.wire_name)
    yield f" raw = get({key}, UNSET)"
    if wire.aliases:
        names[f"wire{index}"] = wire
        yield f" key = {key}"
        yield f" if raw is UNSET: key, raw = by_alias(wire{index}, value)"
        key = "key"
    place = f"(at, {key}, {model!r})"
    branches = [*fitting(index, plan, names), ("raw is UNSET", f"model.{plan.name} = None; absent |= {1 << index}")]
    if wire.required:
        branches[-1] = ("raw is UNSET", f"{branches[-1][1]}; missing(plan{index}, decoding, {place})")
    yield from (f" {'elif' if number else 'if'} {test}: {action}" for number, (test, action) in enumerate(branches))
    yield f" else: model.{plan.name}, received = odd(plan{index}, raw, decoding, {place}, received)"


def fitting(index: int, plan: FieldPlan, names: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What can be told at a glance to be as documented: tests, and what to do where they hold."""
    codec = plan.codec
    tests = ["raw is None"] if plan.nullable else []
    if codec.exact is not None:
        names[f"exact{index}"] = codec.exact
        tests.insert(0, f"type(raw) is exact{index}")
    elif codec.bounds is not None:
        least, most = codec.bounds
        tests.insert(0, f"type(raw) is int and {least} <= raw <= {most}")
    if tests:
        yield " or ".join(tests), f"model.{plan.name} = raw"
    if codec.quick is not None:
        names[f"quick{index}"], names[f"made{index}"] = codec.quick
        yield f"type(raw) is quick{index} and (made := made{index}(raw)) is not None", f"model.{plan.name} = made"


def draft_of(cls: type[Any]) -> type[Any]:
    """A class for instances of `cls` that are not finished, made finished by setting their `__class__`.

    Setting fields on `cls` itself marks them as set by the program, and takes many times as long.
    """
    past_attrs = {"__init__": object.__init__, "__setattr__": object.__setattr__}
    draft: type[Any] = new_class(cls.__name__, (cls,), exec_body=lambda body: body.update(__slots__=(), **past_attrs))
    return draft


class Absences(dict[int, tuple[int, frozenset[str]]]):
    """By a number with a bit for each field that an object lacks: how many it has, and the names of those it lacks."""

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self._layout = layout

    def __missing__(self, bits: int) -> tuple[int, frozenset[str]]:
        names = tuple(plan.name for index, plan in enumerate(self._layout.plans) if bits >> index & 1)
        absence = len(self._layout.plans) - len(names), self._layout.absent_set(names)
        if len(self) < _KEPT_SETS:
            self[bits] = absence
        return absence


def odd(
    plan: FieldPlan, raw: Any, decoding: Decoding, at: At, received: dict[str, Any] | None
) -> tuple[Any, dict[str, Any] | None]:
    """The value of a field that has to be looked at, and what is to be remembered of the fields so far.

    Single values are remembered as they came; lists and objects, which a program may change in place, only marked.
    """
    before = decoding.count
    decoded = plan.decode(raw, decoding, at)
    if decoding.count != before:
        received = received or {}
        received[plan.name] = UNSET if isinstance(raw, (dict, list)) else raw
    return decoded, received


def _missing(plan: FieldPlan, decoding: Decoding, at: At) -> None:
    decoding.drift("missing_field", at, None, plan.codec.expected)
