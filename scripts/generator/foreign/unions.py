"""Unions that are objects as well, and discriminators that tell nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from scripts.generator.document import Node
from scripts.generator.normalise import is_null
from scripts.generator.schemas import type_names
from scripts.specs import nodes
from scripts.specs.source import escaped

_SCHEMAS = "#/components/schemas/"


def inherit_from_unions(root: Node, schemas: Iterable[Node], moved: dict[str, str]) -> None:
    """Take apart what has properties and alternatives: the properties become a schema that the alternatives extend.

    As in `Pet`, with a name and one of Cat and Dog: each Cat has the name of a Pet.

    Args:
        root: The document.
        schemas: All its schemas.
        moved: Where nodes were, by the pointers of where they are now; added to.
    """
    named = root.get("components", {}).get("schemas", {})
    extended: dict[str, list[Node]] = {}
    for schema in schemas:
        for member in schema.get("allOf", []):
            if isinstance(member, dict) and isinstance(member.get("$ref"), str):
                extended.setdefault(member["$ref"], []).append(member)
    for name, node in list(named.items()):
        key = _alternatives(node)
        if key is None or not _are_objects(root, node[key]):
            continue
        base = {
            word: node.pop(word)
            for word in ("type", "properties", "required", "allOf", "additionalProperties")
            if word in node
        }
        base_name = f"{name}Base"
        while base_name in named:
            base_name += "_"
        named[base_name] = base
        reference = f"{_SCHEMAS}{escaped(base_name)}"
        own = f"{_SCHEMAS}{escaped(name)}"
        moved[reference] = moved.get(own, own)
        for member in extended.get(own, []):
            member["$ref"] = reference
        node[key] = [
            member if is_null(member) or _extends(root, member, reference) else {"allOf": [{"$ref": reference}, member]}
            for member in node[key]
        ]


def _alternatives(node: Any) -> str | None:
    """The kind of union that a schema is beside its properties; None if it is not both."""
    if not isinstance(node, dict):
        return None
    keys = [key for key in ("oneOf", "anyOf") if node.get(key)]
    return keys[0] if len(keys) == 1 and (node.get("properties") or node.get("allOf")) else None


def _are_objects(root: Node, members: list[Any]) -> bool:
    return all(is_null(member) or _is_object(root, member) for member in members)


def _is_object(root: Node, member: Any) -> bool:
    if not isinstance(member, dict):
        return False
    try:
        target = nodes.resolve(root, member)
    except LookupError:
        return False
    return bool(target.keys() & {"properties", "allOf"} or type_names(dict(target)) == ["object"]) and not (
        target.keys() & {"oneOf", "anyOf", "enum"}
    )


def _extends(root: Node, member: Node, reference: str) -> bool:
    """Whether a schema has another one in its allOf, if only by way of others."""
    waiting, seen = [member], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node) in seen or not isinstance(node, dict):
            continue
        seen.add(id(node))
        if node.get("$ref") == reference:
            return True
        try:
            target: Any = nodes.referred(root, node["$ref"]) if "$ref" in node else node
        except LookupError:
            continue
        waiting.extend(target.get("allOf", []))
        if target is not node:
            waiting.append(target)
    return False


def clean_discriminator(root: Node, node: Node) -> None:
    """Complete a discriminator by the names of the alternatives, or take it out if it cannot tell them apart."""
    discriminator = node.get("discriminator")
    if discriminator is None:
        return
    members = [member for key in ("oneOf", "anyOf") for member in node.get(key, []) if not is_null(member)]
    references = [member.get("$ref") for member in members if isinstance(member, dict) and set(member) == {"$ref"}]
    if (
        not isinstance(discriminator, dict)
        or not isinstance(discriminator.get("propertyName"), str)
        or not members
        or len(references) < len(members)
        or not all(_is_object(root, member) for member in members)
    ):
        del node["discriminator"]
        return
    given = discriminator.get("mapping")
    mapping = {
        str(value): reference
        for value, target in (given if isinstance(given, dict) else {}).items()
        for reference in (target, f"{_SCHEMAS}{target}")
        if reference in references
    }
    for reference in references:
        if reference not in mapping.values():
            mapping.setdefault(str(reference).rsplit("/", 1)[-1], reference)
    node["discriminator"] = {"propertyName": discriminator["propertyName"], "mapping": mapping}
