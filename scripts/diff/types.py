"""What a schema takes, as a set of alternatives in words: by meaning, whatever way it is written down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scripts.diff.names import SCHEMAS, Spec, class_of

ANYTHING = "any JSON"
NOTHING = "null"
_WORDS = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false", "null": NOTHING}
_FORMATS = {"date": "date", "date-time": "date with time", "uuid": "UUID", "binary": "bytes", "decimal": "decimal"}
_WIRE = {"date-prefix": "date", "epoch-millis": "date with time", "decimal-string": "decimal number written as text"}
# Said in words of their own by who compares schemas, or not at all since they change nothing.
_SAID_ELSEWHERE = frozenset(
    {
        *("$ref", "type", "format", "anyOf", "oneOf", "allOf", "items", "additionalProperties", "properties"),
        *("required", "enum", "default", "readOnly", "writeOnly", "contentEncoding", "contentMediaType"),
        *("x-wire", "x-alias", "x-omit", "x-enum-varnames"),
        *("title", "description", "example", "examples", "x-evidence"),
    }
)


def alternatives(spec: Spec, schema: Any, renamed: Mapping[str, str], seen: frozenset[str] = frozenset()) -> set[str]:
    """What values of a schema may be, in words; a class as its name between backticks.

    Args:
        spec: The spec it stands in.
        schema: The schema.
        renamed: New names of schemas that only their name tells apart from what they were.
        seen: Names that are being followed.
    """
    if not isinstance(schema, Mapping):
        return {ANYTHING}
    if (name := _named(schema)) is not None:
        target = spec.schemas.get(name)
        if name in seen or is_object(target) or (isinstance(target, Mapping) and "enum" in target):
            return {f"`{class_of(renamed.get(name, name))}`"}
        return alternatives(spec, target, renamed, seen | {name})
    if several := [*schema.get("anyOf", ()), *schema.get("oneOf", ())]:
        return {word for one in several for word in alternatives(spec, one, renamed, seen)}
    parts = schema.get("allOf", ())
    if len(parts) == 1 and "properties" not in schema:
        return alternatives(spec, parts[0], renamed, seen)
    kinds = schema.get("type", "object" if parts or "properties" in schema else None)
    if kinds is None:
        return {ANYTHING}
    return {_word(spec, schema, str(kind), renamed, seen) for kind in (kinds if isinstance(kinds, list) else [kinds])}


def _word(spec: Spec, schema: Mapping[str, Any], kind: str, renamed: Mapping[str, str], seen: frozenset[str]) -> str:
    if kind == "array":
        return f"list of {in_words(alternatives(spec, schema.get('items'), renamed, seen))}"
    if kind == "object":
        values = schema.get("additionalProperties")
        if isinstance(values, Mapping) and values and "properties" not in schema:
            return f"mapping of names to {in_words(alternatives(spec, values, renamed, seen))}"
        return "object"
    if kind != "null" and schema.get("x-wire") in _WIRE:
        return _WIRE[schema["x-wire"]]
    if kind == "string" and schema.get("contentEncoding") == "base64":
        return "document" if "contentMediaType" in schema else "bytes"
    return _FORMATS.get(schema.get("format", ""), "text") if kind == "string" else _WORDS.get(kind, kind)


def _named(schema: Mapping[str, Any]) -> str | None:
    reference = schema.get("$ref")
    return reference.removeprefix(SCHEMAS) if isinstance(reference, str) and reference.startswith(SCHEMAS) else None


def is_object(schema: Any) -> bool:
    """Whether a schema describes an object with fields."""
    return isinstance(schema, Mapping) and ("properties" in schema or len(schema.get("allOf", ())) > 1)


def in_words(words: set[str]) -> str:
    """Alternatives as users read them."""
    plain = sorted(words - {NOTHING})
    return " or ".join([*plain, NOTHING] if NOTHING in words else plain)


def inner_object(schema: Any) -> Mapping[str, Any] | None:
    """The object with fields that a schema has inside without a name: itself, an element, or an alternative."""
    if not isinstance(schema, Mapping) or "$ref" in schema:
        return None
    if is_object(schema):
        return schema
    inside = [schema.get("items"), *schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())]
    return next((found for one in inside if (found := inner_object(one)) is not None), None)


def limits(spec: Spec, schema: Any, at: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    """Everything else that a schema demands (`maxLength`, `pattern`, …), fields and named classes inside apart."""
    if not isinstance(schema, Mapping) or depth > 8:
        return
    if (name := _named(schema)) is not None:
        target = spec.schemas.get(name)
        if not is_object(target) and not (isinstance(target, Mapping) and "enum" in target):
            yield from limits(spec, target, at, depth + 1)
        schema = {key: value for key, value in schema.items() if key != "$ref"}
    if schema.get("type") != "array" and schema.get("format") not in (None, *_FORMATS):
        yield f"{at}format", schema["format"]
    for key, value in schema.items():
        if key not in _SAID_ELSEWHERE:
            yield f"{at}{key}", value
    yield from limits(spec, schema.get("items"), f"{at}elements: ", depth + 1)
    for key in ("anyOf", "oneOf", "allOf"):
        for one in schema.get(key, ()):
            yield from limits(spec, one, at, depth + 1)
