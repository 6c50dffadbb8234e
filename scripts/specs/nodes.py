"""An OpenAPI document as nodes that know what they are: the walk that every check of the specs uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from attrs import field, frozen

from scripts.specs.source import Pointer, pointer_parts

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# For each kind of node: the fields that hold further nodes, as one node, a list of nodes or a mapping of names to
# nodes, and the kind of those. Any other field is a node of kind `other`, where no extension means anything.
_SCHEMA_FIELDS: Mapping[str, tuple[str, str]] = {
    "properties": ("map", "property"),
    **dict.fromkeys(("patternProperties", "dependentSchemas", "$defs"), ("map", "schema")),
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), ("list", "schema")),
    **dict.fromkeys(
        (
            "items",
            "additionalProperties",
            "unevaluatedProperties",
            "unevaluatedItems",
            "propertyNames",
            "contains",
            "not",
            "if",
            "then",
            "else",
        ),
        ("one", "schema"),
    ),
}
_FIELDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "root": {
        "info": ("one", "info"),
        "tags": ("list", "tag"),
        "servers": ("list", "server"),
        "paths": ("map", "path_item"),
        "webhooks": ("map", "path_item"),
        "components": ("one", "components"),
        "x-quota": ("one", "quota"),
        "x-error-codes": ("one", "error_codes"),
    },
    "components": {
        "schemas": ("map", "schema"),
        "parameters": ("map", "parameter"),
        "responses": ("map", "response"),
        "headers": ("map", "header"),
        "requestBodies": ("map", "request_body"),
        "securitySchemes": ("map", "security_scheme"),
        "pathItems": ("map", "path_item"),
    },
    "path_item": {
        "parameters": ("list", "parameter"),
        "servers": ("list", "server"),
        **dict.fromkeys(METHODS, ("one", "operation")),
    },
    "operation": {
        "parameters": ("list", "parameter"),
        "requestBody": ("one", "request_body"),
        "responses": ("map", "response"),
        "servers": ("list", "server"),
        "x-error-codes": ("one", "error_codes"),
    },
    "parameter": {"schema": ("one", "schema"), "content": ("map", "media_type")},
    "header": {"schema": ("one", "schema"), "content": ("map", "media_type")},
    "request_body": {"content": ("map", "media_type")},
    "response": {"headers": ("map", "header"), "content": ("map", "media_type")},
    "media_type": {"schema": ("one", "schema")},
    "error_codes": {"codes": ("map", "error_code")},
    "schema": _SCHEMA_FIELDS,
    "property": _SCHEMA_FIELDS,
}
# Values of the vendor's, not nodes of the document.
_VALUES = frozenset({"example", "examples", "default", "enum", "const", "required", "mapping", "security", "encoding"})


@frozen
class Node:
    """A part of the document.

    Attributes:
        kind: `root`, `info`, `tag`, `server`, `path_item`, `operation`, `parameter`, `request_body`, `response`,
            `header`, `media_type`, `schema`, `property` (a schema that is one), `security_scheme`, `components`,
            `quota`, `error_codes`, `error_code` or `other`.
        pointer: Where it stands.
        value: Its content.
        parent: The node that it stands in.
    """

    kind: str
    pointer: Pointer
    value: Mapping[str, Any] = field(repr=False)
    parent: Node | None = field(default=None, repr=False)

    @property
    def is_schema(self) -> bool:
        """Whether it is a schema, that of a property included."""
        return self.kind in ("schema", "property")

    @property
    def component(self) -> bool:
        """Whether it has a name in `components`."""
        return self.parent is not None and self.parent.kind == "components"

    def above(self, kind: str) -> Node | None:
        """The nearest node of a kind that this one stands in."""
        at = self.parent
        while at is not None and at.kind != kind:
            at = at.parent
        return at


def walk(spec: Mapping[str, Any]) -> Iterator[Node]:
    """Every node, from the top down; a `$ref` is a node, it is not followed.

    The order is that of the kinds above (paths before components, and so on), whatever the file has first.
    """
    return _walk(Node("root", (), spec))


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for kind, pointer, value in children(node):
        if isinstance(value, Mapping):
            yield from _walk(Node(kind, pointer, value, node))


def children(node: Node) -> Iterator[tuple[str, Pointer, Any]]:
    """What stands in a node where further nodes may stand: the kind of those, the place and the content.

    Not all content is a node: a schema may be `true` or `false`, and a file may hold a mistake.
    """
    fields = _FIELDS.get(node.kind, {})
    known = [name for name in fields if name in node.value]
    for name in [*known, *(name for name in node.value if name not in fields)]:
        value = node.value[name]
        shape, kind = fields.get(name, ("one", "other"))
        if name not in fields and (name in _VALUES or name.startswith("x-")):
            continue
        at: Pointer = (*node.pointer, name)
        if shape == "map" and isinstance(value, Mapping):
            for key, child in value.items():
                if not _is_extension_of_map(node.kind, name, key):
                    yield kind, (*at, key), child
        elif isinstance(value, list):
            for index, child in enumerate(value):
                yield kind, (*at, index), child
        else:
            yield kind, at, value


def misshapen(spec: Mapping[str, Any]) -> Iterator[tuple[Pointer, str]]:
    """Places where further nodes should stand, and something else does; with what should be there."""
    for node in walk(spec):
        for name, (shape, kind) in _FIELDS.get(node.kind, {}).items():
            if name not in node.value:
                continue
            at, value = (*node.pointer, name), node.value[name]
            members: Iterable[tuple[Pointer, Any]] = [(at, value)]
            if shape == "map" and isinstance(value, Mapping):
                members = [
                    ((*at, key), child)
                    for key, child in value.items()
                    if not _is_extension_of_map(node.kind, name, key)
                ]
            elif shape == "list" and isinstance(value, list):
                members = [((*at, index), child) for index, child in enumerate(value)]
            elif shape != "one":
                yield at, f"must be {'a mapping' if shape == 'map' else 'a list'}"
                continue
            for pointer, child in members:
                if not isinstance(child, Mapping) and not (kind in ("schema", "property") and isinstance(child, bool)):
                    yield pointer, "must be a mapping"


def _is_extension_of_map(kind: str, name: str, key: str) -> bool:
    """Whether a key of `paths` or `responses` is an extension; elsewhere such keys are names that the vendor chose."""
    return key.startswith("x-") and (kind, name) in (("root", "paths"), ("operation", "responses"))


def resolve(spec: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The node itself, or what its `$ref` leads to; keys beside a `$ref` win.

    Raises:
        LookupError: it leads nowhere, out of the document or into itself.
    """
    for _, target in follow(spec, value):
        value = {**target, **{key: content for key, content in value.items() if key != "$ref"}}
    return value


def follow(spec: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The nodes that a node refers to, one by way of the other, each with the `$ref` that leads to it.

    Raises:
        LookupError: one leads nowhere, out of the document or into itself.
    """
    seen: set[str] = set()
    while "$ref" in value:
        reference = value["$ref"]
        value = referred(spec, reference)
        if reference in seen:
            raise LookupError(f"{reference} refers to itself")
        seen.add(reference)
        yield reference, value


def referred(spec: Mapping[str, Any], reference: object) -> Mapping[str, Any]:
    """The node that a `$ref` names.

    Raises:
        LookupError: there is none in this document.
    """
    if not isinstance(reference, str) or not reference.startswith("#/"):
        raise LookupError(f"{reference!r} is not a place in this document")
    at: Any = spec
    for key in pointer_parts(reference):
        at = at.get(key) if isinstance(at, Mapping) else None
    if not isinstance(at, Mapping):
        raise LookupError(f"{reference} does not exist")
    return at


def parameters(spec: Mapping[str, Any], operation: Node) -> list[Mapping[str, Any]]:
    """Parameters of an operation and those of its path, references followed.

    Raises:
        LookupError: a `$ref` leads nowhere.
    """
    above = operation.above("path_item")
    listed = [*(above.value.get("parameters", ()) if above else ()), *operation.value.get("parameters", ())]
    return [resolve(spec, parameter) for parameter in listed]


def properties(spec: Mapping[str, Any], schema: Mapping[str, Any] | bool) -> dict[str, Mapping[str, Any]]:
    """Properties of an object schema by wire name, those of `allOf` included; a `$ref` of a property is not followed.

    Raises:
        LookupError: a `$ref` leads nowhere.
    """
    if not isinstance(schema, Mapping):
        return {}  # `true`: anything at all
    resolved = resolve(spec, schema)
    found: dict[str, Mapping[str, Any]] = {}
    for part in resolved.get("allOf", ()):
        found.update(properties(spec, part))
    own = resolved.get("properties", {})
    found.update(own if isinstance(own, Mapping) else {})
    return found


def unused_names(spec: Mapping[str, Any], names: Iterable[str]) -> list[str]:
    """Those of some wire names that no property and no parameter of the document has."""
    used: set[object] = set()
    for node in walk(spec):
        if node.kind == "property":
            used.add(node.pointer[-1])
        elif node.kind == "parameter":
            used.add(node.value.get("name"))
    return [name for name in names if name not in used]
