"""Whether an object that was read holds what another one wrote.

Only what was written counts, by its value: `19.9` is `19.90`, nothing is nothing whether it is null, empty or missing,
and white space around a text does not matter, since vendors keep such things in ways of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import UNSET

from erp_client_runtime.layout import layout_of
from erp_client_runtime.model import Model


def differing(written: Model, found: Model) -> tuple[str, ...]:
    """The fields, by the vendor's names, that were written and hold something else.

    A field that such an object does not have when it is read cannot differ.
    """
    return tuple(name for name, value, other in _pairs(written, found) if not alike(value, other))


def alike(value: Any, other: Any) -> bool:
    """Whether a value that was written, and one that was read, are the same."""
    if _is_nothing(value):
        return _is_nothing(other)
    if isinstance(value, Model):
        return isinstance(other, Model) and not differing(value, other)
    if isinstance(value, Mapping):
        return isinstance(other, Mapping) and all(alike(inner, other.get(key)) for key, inner in value.items())
    if isinstance(value, (list, tuple)):
        return (
            isinstance(other, (list, tuple))
            and len(value) == len(other)
            and all(alike(mine, theirs) for mine, theirs in zip(value, other, strict=True))
        )
    if isinstance(value, str):
        return isinstance(other, str) and str.__str__(value).strip() == str.__str__(other).strip()
    if _is_number(value):
        return _is_number(other) and _exact(value) == _exact(other)
    return bool(type(value) is type(other) and value == other)


def _pairs(written: Model, found: Model) -> Iterator[tuple[str, Any, Any]]:
    """Name, written value and read value of every field that was written."""
    fields = layout_of(type(found)).wire_names
    for plan in layout_of(type(written)).plans:
        value = getattr(written, plan.name)
        if value is not UNSET and not plan.wire.omit and plan.wire_name in fields:
            yield plan.wire_name, value, getattr(found, fields[plan.wire_name].name)
    for name, value in written.extra_fields.items():
        yield name, value, getattr(found, fields[name].name) if name in fields else found.extra_fields.get(name)


def _is_nothing(value: Any) -> bool:
    if isinstance(value, Model):
        own = (getattr(value, plan.name) for plan in layout_of(type(value)).plans if not plan.wire.omit)
        return all(_is_nothing(inner) for inner in (*own, *value.extra_fields.values()))
    if isinstance(value, str):
        return not value.strip()
    return value is None or value is UNSET or (isinstance(value, (list, tuple, Mapping)) and not value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _exact(value: Any) -> Decimal:
    """A number as its shortest digits say, which is how it is sent."""
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
