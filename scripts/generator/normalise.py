"""The document as the parser gets it: each node's description is its pointer, and what it would get wrong is taken out.

What a schema means is read from the original later (`types`), so the copy keeps only what decides about classes and
their names. Null in particular is gone: the parser makes three classes of a nullable enum.
"""

from __future__ import annotations

from typing import Any

from scripts.generator.document import Node, walk

_SCHEMA_KEYS = (
    "type",
    "properties",
    "required",
    "items",
    "additionalProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "enum",
    "x-enum-varnames",
)


def is_json(media_type: str) -> bool:
    """Whether a media type is JSON, whatever its parameters."""
    base = media_type.partition(";")[0].strip().lower()
    return base == "application/json" or base.endswith("+json")


def json_content(content: Node) -> str | None:
    """The first JSON media type of a content mapping."""
    return next((media_type for media_type in content if is_json(media_type)), None)


FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def is_form(media_type: str) -> bool:
    """Whether a media type is that of a form."""
    return media_type.partition(";")[0].strip().lower() in FORMS


def body_content(content: Node) -> str | None:
    """The media type that is used for a request: JSON if that is offered, else a form, else the first there is."""
    form = next((media_type for media_type in content if is_form(media_type)), None)
    return json_content(content) or form or next(iter(content), None)


def for_parser(root: Node) -> Node:
    """The copy for the parser.

    Args:
        root: The document; `unsupported.check` has found nothing in it.
    """
    copy: Node = apart(root)
    # Children before parents, so that a parent sees what became of them.
    for kind, pointer, node in reversed(list(walk(copy))):
        if kind in ("schema", "property"):
            if isinstance(node, dict):
                _schema(node, pointer)
        elif kind in ("request_body", "response") and isinstance(node, dict):
            _content(kind, node, pointer)
        elif kind == "parameter" and isinstance(node, dict):
            _parameter(node, pointer)
        elif kind == "operation":
            node["description"] = pointer
            node.pop("security", None)
    copy.pop("security", None)
    copy.get("components", {}).pop("securitySchemes", None)
    return copy


def apart(value: Any) -> Any:
    """A copy of JSON values that shares no node, not even one that the document has in two places."""
    if isinstance(value, dict):
        return {str(key): apart(member) for key, member in value.items()}
    if isinstance(value, list):
        return [apart(member) for member in value]
    return value


def _schema(node: Node, pointer: str) -> None:
    if "$ref" in node:
        _only(node, {"$ref": node["$ref"]})
        return
    types = node.get("type")
    if isinstance(types, list):
        types = [name for name in types if name != "null"]
        if len(types) > 1 and "object" in types and "properties" in node:
            types = ["object"]
        node["type"] = types[0] if len(types) == 1 else None
    if node.get("type") in (None, "null"):
        node.pop("type", None)
    for key in ("anyOf", "oneOf"):
        if key in node:
            members = [member for member in node.pop(key) if not is_null(member)]
            if len(members) == 1 and isinstance(members[0], dict):
                _only(node, members[0])
                return
            node["anyOf"] = [{} if member is True else member for member in members]
    if "enum" in node:
        _enum(node)
    if node.get("type") == "array" and not isinstance(node.get("items"), dict):
        node["items"] = {}
    if isinstance(node.get("additionalProperties"), bool):
        del node["additionalProperties"]
    for name, member in node.get("properties", {}).items():
        if member is True:
            node["properties"][name] = {}
    if "const" in node:
        node.clear()
    _only(node, {key: node[key] for key in _SCHEMA_KEYS if node.get(key) is not None})
    node["description"] = pointer


def is_null(node: Any) -> bool:
    """Whether a schema allows null and nothing else."""
    return isinstance(node, dict) and (
        node.get("type") in ("null", ["null"])
        or node.get("enum") == [None]
        or ("const" in node and node["const"] is None)
    )


def _enum(node: Node) -> None:
    values = [value for value in node["enum"] if value is not None]
    if values and (all(type(value) is str for value in values) or all(type(value) is int for value in values)):
        node["enum"] = values
        # The parser refuses values that differ in case only; the members' names are made in `models`.
        node["x-enum-varnames"] = [f"M{index}" for index in range(len(values))]
    else:
        del node["enum"]


def _content(kind: str, node: Node, pointer: str) -> None:
    if "$ref" in node:
        _only(node, {"$ref": node["$ref"]})
        return
    node.setdefault("description", "")
    node.pop("headers", None)
    node.pop("links", None)
    offered = node.get("content", {})
    media_type = json_content(offered) if kind == "response" else body_content(offered)
    if media_type is None or not (is_json(media_type) or is_form(media_type)):
        node["content"] = {}
    else:
        node["content"] = {"application/json": {"schema": offered[media_type].get("schema", {})}}
    if kind == "request_body":
        node["description"] = pointer


def _parameter(node: Node, pointer: str) -> None:
    if "$ref" in node:
        _only(node, {"$ref": node["$ref"]})
        return
    content = node.get("content", {})
    schema = content[json_content(content)].get("schema") if json_content(content) else node.get("schema")
    if not isinstance(schema, dict):
        schema = {}
    _only(
        node,
        {"name": node.get("name"), "in": node.get("in"), "required": node.get("required", False), "schema": schema},
    )
    node["description"] = pointer


def _only(node: Node, content: Node) -> None:
    content = dict(content)
    node.clear()
    node.update(content)
