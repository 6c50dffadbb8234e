"""The objects of a document: their fields with allOf flattened, and which of them are reachable from where."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from scripts.generator.document import Document, Node, join
from scripts.generator.problems import fail

MEANING = frozenset(
    {"$ref", "type", "enum", "const", "oneOf", "anyOf", "allOf", "properties", "items", "additionalProperties"}
)
"""The keys of a schema that say what a value is; the others describe it, or judge it."""


@frozen
class Field:
    """A property of an object.

    Attributes:
        wire: The vendor's name.
        pointer: Where its meaning is defined.
        told: Where its text and evidence are: the last place that mentions it.
        node: Its content, put together if several members of an allOf mention it.
        required: Whether it has to be there.
    """

    wire: str
    pointer: str
    told: str
    node: Node
    required: bool


def fields_of(document: Document, pointer: str) -> list[Field]:
    """The fields of the object at a pointer, those of its allOf members first."""
    found: dict[str, tuple[str, str, Node]] = {}
    required: set[str] = set()
    _collect(document, pointer, found, required, frozenset())
    return [Field(wire, here, told, node, wire in required) for wire, (here, told, node) in found.items()]


def required_names(document: Document, pointer: str) -> set[str]:
    """What the object at a pointer requires, whether it has such a property or not."""
    required: set[str] = set()
    _collect(document, pointer, {}, required, frozenset())
    return required


def _collect(
    document: Document, pointer: str, found: dict[str, tuple[str, str, Node]], required: set[str], outer: frozenset[str]
) -> None:
    pointer, node = document.resolve(pointer)
    if pointer in outer:
        raise fail(pointer, "the schema is a part of itself by way of allOf")
    for index in range(len(node.get("allOf", []))):
        _collect(document, join(pointer, "allOf", index), found, required, outer | {pointer})
    for wire, content in node.get("properties", {}).items():
        here = join(pointer, "properties", wire)
        content = content if isinstance(content, dict) else {}
        if wire in found:
            earlier, told, merged = found[wire]
            _agree(told, merged, here, content)
            found[wire] = (here if MEANING & content.keys() else earlier, here, {**merged, **content})
        else:
            found[wire] = (here, here, content)
    required.update(node.get("required", []))


def _agree(told: str, earlier: Node, here: str, later: Node) -> None:
    """Make sure that a property that is mentioned twice can be both."""
    kinds = [
        {"number" if kind == "integer" else kind for kind in type_names(node) if kind != "null"}
        for node in (earlier, later)
    ]
    if all(kinds) and not kinds[0] & kinds[1]:
        raise fail(here, f"is {' or '.join(type_names(later))}, and {' or '.join(type_names(earlier))} at {told}")


def type_names(node: Node) -> list[str]:
    """The types that a schema names."""
    types = node.get("type")
    return [str(name) for name in types] if isinstance(types, list) else [str(types)] if types else []


def reachable(document: Document, pointers: Iterable[str]) -> set[str]:
    """Every schema that the given ones lead to, themselves included."""
    seen: set[str] = set()
    waiting = list(pointers)
    while waiting:
        pointer = waiting.pop()
        if pointer in seen:
            continue
        seen.add(pointer)
        node = document.at(pointer)
        if not isinstance(node, dict):
            continue
        if "$ref" in node:
            waiting.append(str(node["$ref"]))
        waiting.extend(
            join(pointer, key) for key in ("items", "additionalProperties") if isinstance(node.get(key), dict)
        )
        for key in ("allOf", "anyOf", "oneOf"):
            waiting.extend(join(pointer, key, index) for index in range(len(node.get(key, []))))
        waiting.extend(join(pointer, "properties", name) for name in node.get("properties", {}))
    return seen
