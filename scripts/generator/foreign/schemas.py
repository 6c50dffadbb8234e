"""Schemas without what only judges values, and without the many ways to say the same."""

from __future__ import annotations

from typing import Any

from scripts.generator.document import Node, walk
from scripts.generator.foreign.unions import clean_discriminator, inherit_from_unions
from scripts.generator.normalise import is_null
from scripts.generator.schemas import MEANING, type_names
from scripts.specs import nodes

# What says which values are right, and not what they are. A client sends what it is given and reads what comes.
_JUDGING = (
    *("not", "if", "then", "else", "dependentSchemas", "dependentRequired", "propertyNames", "contains"),
    *("unevaluatedProperties", "unevaluatedItems", "$comment", "$defs", "definitions"),
)


def simplify(root: Node, moved: dict[str, str], *, keep_defaults: bool) -> None:
    """Bring all schemas into the form that ours have.

    Args:
        root: The document.
        moved: Where nodes were, by the pointers of where they are now; added to.
        keep_defaults: Whether defaults are sent. Those of a document that was not written for this generator are what
            the server takes if nothing is sent, and a part of the text.
    """
    found = [(kind, node) for kind, _, node in walk(root) if kind in ("schema", "property")]
    # Children before parents, so that a parent sees what became of them.
    for _, node in reversed(found):
        _judging(node)
        _values(node)
        _array(node)
        _object(node)
        _reference(node)
        _union(node)
        _all_of(root, node)
        if not keep_defaults and "default" in node:
            _tell_default(node)
    every = [node for _, node in found]
    inherit_from_unions(root, every, moved)
    for node in every:
        clean_discriminator(root, node)


def _judging(node: Node) -> None:
    for key in _JUDGING:
        node.pop(key, None)
    if not isinstance(node.get("required", []), list):
        del node["required"]  # a boolean, as before version 4 of JSON Schema


def _values(node: Node) -> None:
    types = [name for name in type_names(node) if name != "null"]
    values = node.get("enum")
    if isinstance(values, list):
        if types == ["string"]:
            values = [_as_text(value) for value in values]
        elif types == ["integer"]:
            values = [int(value) if isinstance(value, float) and value.is_integer() else value for value in values]
        values = [value for index, value in enumerate(values) if not _stands_in(value, values[:index])]
        node["enum"] = values
        fitting = {"string": str, "integer": int}.get(types[0] if len(types) == 1 else "", object)
        if not values or not all(value is None or isinstance(value, fitting) for value in values):
            del node["enum"]
            node.pop("x-enum-varnames", None)
    elif "enum" in node:
        del node["enum"]
    if "const" in node and node["const"] is None:
        del node["const"]
        node["type"] = "null"
    elif isinstance(node.get("const"), float | list | dict):
        del node["const"]


def _as_text(value: Any) -> Any:
    """A value of an enum of text, which some write without quotes."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | float) else value


def _stands_in(value: Any, values: list[Any]) -> bool:
    return any(type(value) is type(other) and value == other for other in values)


def _array(node: Node) -> None:
    """Members that differ by position: a list of any of them."""
    first = node.pop("prefixItems", None)
    if isinstance(first, list):
        others = [node["items"]] if isinstance(node.get("items"), dict) else []
        node["items"] = {"anyOf": [one for one in [*first, *others] if one is not False]}
        node.setdefault("type", "array")
        _union(node["items"])
    elif node.get("items") is False:
        del node["items"]


def _object(node: Node) -> None:
    properties = node.get("properties", {})
    for wire in [wire for wire, member in properties.items() if member is False]:
        del properties[wire]
    if "properties" in node and not properties:
        del node["properties"]
    patterns = [one for one in node.pop("patternProperties", {}).values() if isinstance(one, dict)]
    if patterns and not properties and not isinstance(node.get("additionalProperties"), dict):
        node["additionalProperties"] = patterns[0] if len(patterns) == 1 else {"anyOf": patterns}
        node.setdefault("type", "object")


def _reference(node: Node) -> None:
    """What stands beside a `$ref` and means something (since 3.1 it does)."""
    beside = {key: node[key] for key in node if key in MEANING and key not in ("$ref", "type")}
    if "$ref" in node and beside:
        for key in beside:
            del node[key]
        node["allOf"] = [{"$ref": node.pop("$ref")}, *beside.pop("allOf", []), *([beside] if beside else [])]


def _union(node: Node) -> None:
    for key in ("oneOf", "anyOf"):
        if key not in node:
            continue
        members = [member for member in node[key] if member is not False]
        node[key] = members
        real = [member for member in members if not is_null(member)]
        if not any(_means_something(member) for member in real) and (node.keys() & MEANING - {key} or not members):
            # They only tell which properties go together.
            del node[key]
            if len(real) < len(members):
                node["nullable"] = True
        elif len(real) == 1 and "properties" in node:
            del node[key]
            node["allOf"] = [*node.get("allOf", []), *real]
    if "oneOf" in node and "anyOf" in node and all(map(_is_scalar, node["oneOf"])):
        node["anyOf"] = [*node["anyOf"], *node.pop("oneOf")]


def _means_something(member: Any) -> bool:
    return member is True or bool(member.keys() & MEANING - {"type"}) or member.get("type") not in (None, "object")


def _is_scalar(member: Any) -> bool:
    return isinstance(member, dict) and "$ref" not in member and member.get("type") not in (None, "object", "array")


def _all_of(root: Node, node: Node) -> None:
    if "allOf" not in node:
        return
    members = [member for member in node["allOf"] if isinstance(member, dict)]
    if any(member.get("nullable") is True for member in members):
        node["nullable"] = True
    _only_objects(root, node, members)
    if not node.get("allOf", True):
        del node["allOf"]


def _only_objects(root: Node, node: Node, members: list[Node]) -> None:
    """Leave those that are objects, or the one that says what the value is."""
    kept: list[Node] = []
    for member in members:
        if "$ref" in member or member.keys() & {"properties", "allOf", "oneOf", "anyOf"}:
            kept.append(member)
            continue
        # What is neither an object with properties nor a reference says more about the same value.
        for key, content in member.items():
            if key == "required":
                node["required"] = [*dict.fromkeys([*node.get("required", []), *content])]
            else:
                node.setdefault(key, content)
    node["allOf"] = kept
    others = [one for one in kept if _is_no_object(root, one)]
    if others and len(kept) > 1 and "properties" not in node and len({*map(repr, others)}) == 1:
        described = [one for one in kept if one not in others]
        if all(_target(root, one) == {} for one in described):
            node["allOf"] = others[:1]
    if len(node["allOf"]) == 1 and "$ref" in node["allOf"][0] and _is_no_object(root, node["allOf"][0]):
        # A value of the same kind with more said about it.
        for key in node.keys() & MEANING - {"allOf"}:
            del node[key]


def _is_no_object(root: Node, node: Node) -> bool:
    target = _target(root, node)
    if target is None:
        return False
    kind = [name for name in type_names(target) if name != "null"]
    return bool(target.keys() & {"enum", "const", "items"} or (kind and kind != ["object"]))


def _target(root: Node, node: Node) -> Node | None:
    """What a node is in the end; None if its reference leads nowhere."""
    try:
        return dict(nodes.resolve(root, node))
    except LookupError:
        return None


def _tell_default(node: Node) -> None:
    value = node.pop("default")
    if "$ref" in node or isinstance(value, list | dict) or value is None:
        return
    text = str(node.get("description", "")).rstrip()
    told = f"Without it, the vendor takes {_as_text(value) or 'an empty text'}."
    node["description"] = f"{text}{'' if not text or text[-1] in '.!?' else '.'} {told}".strip()
