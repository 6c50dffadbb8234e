"""Values made by chance that fit a schema, and the JSON schema that judges them."""

from __future__ import annotations

import random
from typing import Any

from scripts.specs import nodes

Node = dict[str, Any]

_DEEPEST = 4
_FORMATS = {
    "date": ["2026-02-28", "1999-12-31"],
    "date-time": ["2026-02-28T09:08:07+00:00", "2024-02-29T23:59:59.500000+02:00"],
    "uuid": ["b4c1f2f6-3f0a-4c1e-9d43-6a3b1f6d7a10"],
    "byte": ["", "YWJj", "/+8="],
    "decimal": ["1.10"],
}


def value_for(root: Node, schema: Any, chance: random.Random, depth: int = 0) -> Any:
    """A value for a schema of a document; objects have what is required and, not too deep down, some of the rest."""
    if not isinstance(schema, dict):
        return chance.choice([None, True, 1, "x", [1, {"a": None}], {"b": "c"}])
    schema = dict(nodes.resolve(root, schema))
    if schema.get("nullable") is True and chance.random() < 0.3:
        return None
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return chance.choice(schema["enum"])
    alternatives = [one for one in schema.get("oneOf", []) + schema.get("anyOf", []) if set(one) != {"required"}]
    if schema.get("allOf") or schema.get("properties") or (alternatives and schema.get("type") == "object"):
        value: dict[str, Any] = {}
        if alternatives:
            value |= value_for(root, chance.choice(alternatives), chance, depth) or {}
        for part in schema.get("allOf", []):
            inner = value_for(root, part, chance, depth)
            if not isinstance(inner, dict):
                return inner  # an allOf around something else than an object
            value |= inner
        return value | _object(root, schema, chance, depth)
    if alternatives:
        return value_for(root, _shallowest(alternatives, chance, depth), chance, depth + 1)
    types = schema.get("type")
    kind = chance.choice(types) if isinstance(types, list) else types
    return _single(root, {**schema, "type": kind}, chance, depth)


def _shallowest(alternatives: list[Any], chance: random.Random, depth: int) -> Any:
    return chance.choice(alternatives) if depth < _DEEPEST else alternatives[0]


def _object(root: Node, schema: Node, chance: random.Random, depth: int) -> dict[str, Any]:
    required = set(schema.get("required", []))
    for one in schema.get("anyOf", []):
        if set(one) == {"required"}:
            required |= set(one["required"])
    return {
        name: value_for(root, member, chance, depth + 1)
        for name, member in schema.get("properties", {}).items()
        if name in required or (depth < _DEEPEST and chance.random() < 0.6)
    }


def _single(root: Node, schema: Node, chance: random.Random, depth: int) -> Any:
    match schema["type"]:
        case "string":
            return chance.choice(_FORMATS.get(schema.get("format", ""), ["", "text", "ü/?&= \"'\\", "{x}"]))
        case "integer":
            return chance.randint(-1000, 1000)
        case "number":
            return chance.choice([0.5, 1.25, -3.0, 1e3])
        case "boolean":
            return chance.random() < 0.5
        case "null":
            return None
        case "array":
            if "prefixItems" in schema:
                return [value_for(root, one, chance, depth + 1) for one in schema["prefixItems"]]
            count = 0 if depth >= _DEEPEST else chance.randint(0, 3)
            return [value_for(root, schema.get("items"), chance, depth + 1) for _ in range(count)]
        case "object":
            inner = schema.get("additionalProperties", next(iter(schema.get("patternProperties", {}).values()), True))
            keys = [] if depth >= _DEEPEST else ["n a/b", "n$"]
            return {key: value_for(root, inner, chance, depth + 1) for key in keys}
    return value_for(root, True, chance, depth)


def judging(root: Node, name: str) -> Node:
    """The JSON schema (2020-12) of a component, with all others."""
    schemas = root["components"]["schemas"]
    if root["openapi"].startswith("3.0"):
        schemas = {key: _with_null(schema) for key, schema in schemas.items()}
    return {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}


def _with_null(node: Any) -> Any:
    """A schema of OpenAPI 3.0 in today's words."""
    if isinstance(node, list):
        return [_with_null(member) for member in node]
    if not isinstance(node, dict):
        return node
    made = {key: _with_null(member) for key, member in node.items() if key != "nullable"}
    return {"anyOf": [made, {"type": "null"}]} if node.get("nullable") is True else made
