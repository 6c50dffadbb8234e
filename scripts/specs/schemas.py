"""Whether the parts of a schema fit together: fields, their aliases, required ones, values, names, wire forms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from scripts.specs.nodes import Node, walk
from scripts.specs.source import Source
from scripts.specs.wire_forms import WIRE_FORMS

_TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")


def types(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """Types that a schema allows; empty if it says none."""
    found = schema.get("type", ())
    return (found,) if isinstance(found, str) else tuple(found)


def check_schemas(source: Source) -> None:
    """Add a finding for every schema whose parts do not fit together."""
    for node in walk(source.data):
        if node.is_schema:
            _check_fields(source, node)
            _check_required(source, node)
            _check_enum(source, node)
            _check_wire_form(source, node)


def _check_required(source: Source, schema: Node) -> None:
    fields = schema.value.get("properties")
    # With allOf, or inside another schema, the field may stand in another part.
    if not isinstance(fields, Mapping) or "allOf" in schema.value or (schema.parent and schema.parent.is_schema):
        return
    for name in schema.value.get("required", ()):
        if name not in fields:
            source.complain(
                (*schema.pointer, "required"), f"no field `{name}` to be required; add it, or mend the name"
            )


def _check_enum(source: Source, schema: Node) -> None:
    names, values = schema.value.get("x-enum-varnames"), schema.value.get("enum")
    named = [value for value in values if value is not None] if isinstance(values, list) else []
    if names is not None and len(names) != len(named):
        source.complain(
            (*schema.pointer, "x-enum-varnames"),
            "needs one name for each value of `enum` (null has none), in the same order",
        )
    known = [name for name in types(schema.value) if name in _TYPES]
    allowed = jsonschema_rs.validator_for({"type": known}) if known else None
    for index, value in enumerate(values or ()):
        if allowed is not None and not allowed.is_valid(value):
            source.complain(
                (*schema.pointer, "enum", index), f"{value!r} is not of the type that this schema says; mend one"
            )


def _check_wire_form(source: Source, schema: Node) -> None:
    form = schema.value.get("x-wire")
    if isinstance(form, str) and form in WIRE_FORMS:
        fitting = WIRE_FORMS[form]
        if not fitting & set(types(schema.value)):
            source.complain(
                (*schema.pointer, "x-wire"), f"`{form}` is a form of {' or '.join(sorted(fitting))}; change the type"
            )


def _check_fields(source: Source, schema: Node) -> None:
    fields = schema.value.get("properties")
    if not isinstance(fields, Mapping):
        return
    taken = set(fields)
    for name, value in fields.items():
        if not isinstance(value, Mapping):
            continue
        at = (*schema.pointer, "properties", name)
        for alias in value.get("x-alias", ()) if isinstance(value.get("x-alias"), list) else ():
            if alias in taken:
                source.complain(
                    (*at, "x-alias"),
                    f"`{alias}` is a field of this schema already, or an alias of one; a spelling has one meaning",
                )
            taken.add(alias)
        if value.get("x-omit") and name in schema.value.get("required", ()):
            source.complain(
                (*at, "x-omit"), "a field that is required cannot be one that is never sent; take it out of `required`"
            )
