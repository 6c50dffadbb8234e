"""What a document may not use, because it would be lost on the way or because nothing is made of it yet.

Which extensions there are, and what they look like, is what the check of the specs says; evidence may be missing here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from scripts.generator import naming
from scripts.generator.document import Document, join
from scripts.generator.normalise import json_content
from scripts.generator.problems import GenerationError, Problem
from scripts.generator.schemas import type_names
from scripts.specs.evidence import lacks_reason
from scripts.specs.extensions import extension_problems
from scripts.specs.nodes import Node, children, parameters, unused_names, walk
from scripts.specs.source import pointer_parts

_UNSUPPORTED = {
    "$defs": "move the schemas to components/schemas",
    "definitions": "move the schemas to components/schemas",
    "$dynamicRef": "use $ref",
    "prefixItems": "an array whose members differ by position is not supported; give `items`",
    "not": "not supported; say what the value is, not what it is not",
}
# Where a schema says what there is. Elsewhere (additionalProperties) `false` says what there is not.
_CONTENT = frozenset({"properties", "items", "allOf", "anyOf", "oneOf", "schema", "schemas"})
_VARIABLE = re.compile(r"{([^{}]*)}")
_STATUS = re.compile(r"[1-5](\d\d|XX)|default")
_RESERVED = frozenset({"host", "content-length", "transfer-encoding", "connection", "cookie"})


def check(root: dict[str, Any], given: Mapping[str, str], *, foreign: bool = False) -> list[Problem]:
    """All uses of what is not supported, of extensions that there are not, and of names that cannot be given.

    Args:
        root: The document.
        given: Names that were chosen for some properties and parameters.
        foreign: Whether it is not one of `specs/`: then names that collide are told apart later.
    """
    if not str(root.get("openapi", "")).startswith(("3.0.", "3.1.")):
        return [Problem("#/openapi", "only OpenAPI 3.0 and 3.1 are supported")]
    problems: list[Problem] = [*_given(root, given)]
    operations: list[Node] = []
    extended: list[str] = []
    for node in walk(root):
        problems.extend(_extensions(node))
        if node.kind == "other" or node.pointer[:1] == ("webhooks",):
            continue  # no part of the client
        if "$ref" in node.value:
            problems.extend(_reference(root, node, node.value["$ref"]))
        else:
            problems.extend(_node(node.kind, join("#", *node.pointer), node.value))
            if node.is_schema and not foreign:
                problems.extend(_names(join("#", *node.pointer), node.value.get("properties", {}), given))
            problems.extend(_impossible(node))
        if node.kind == "operation":
            operations.append(node)
        if node.is_schema and (len(node.value.get("allOf", [])) > 1 or node.value.keys() >= {"allOf", "properties"}):
            extended.append(join("#", *node.pointer))
    if problems:
        return problems  # following references is safe only if all of them lead somewhere
    problems += [problem for operation in operations for problem in _operation(root, operation)]
    document = Document(root)
    return problems + [problem for pointer in extended for problem in _all_of(document, pointer)]


def _extensions(node: Node) -> Iterator[Problem]:
    wrong = [Problem(join("#", *pointer), reason) for pointer, reason in extension_problems(node)]
    yield from wrong
    if wrong:
        return
    here = join("#", *node.pointer)
    if reason := lacks_reason(node.value.get("x-evidence", {})):
        yield Problem(join(here, "x-evidence"), reason)


def _given(root: dict[str, Any], given: Mapping[str, str]) -> Iterator[Problem]:
    """Names for what does not exist, and names that generated code needs for something else."""
    for wire in unused_names(root, given) if given else ():
        yield Problem(f"generator.yaml/fields/{wire}", "the document has no property and no parameter of this name")
    for wire, name in given.items():
        if naming.is_taken(name):
            yield Problem(f"generator.yaml/fields/{wire}", f"{name!r} means something else in generated code or Python")


def _impossible(node: Node) -> Iterator[Problem]:
    for kind, pointer, content in children(node):
        if kind in ("schema", "property") and content is False and pointer[len(node.pointer)] in _CONTENT:
            yield Problem(join("#", *pointer), "a schema that nothing fits (false) cannot be generated")


def _reference(root: dict[str, Any], node: Node, target: object) -> Iterator[Problem]:
    pointer = join("#", *node.pointer)
    if not isinstance(target, str) or not target.startswith("#/components/"):
        yield Problem(pointer, f"refers to {target}; only components of the same document can be referred to")
        return
    try:
        Document(root).resolve(pointer)
    except GenerationError as error:
        yield from error.problems
        return
    if len(pointer_parts(target)) != 3:
        yield Problem(pointer, f"refers to {target}, a part of a component; make it a component of its own")
    elif node.is_schema and not target.startswith("#/components/schemas/"):
        yield Problem(pointer, f"refers to {target}, which is no schema")


def _node(kind: str, pointer: str, node: Mapping[str, Any]) -> Iterator[Problem]:
    for key in ("description", "summary"):
        if not isinstance(node.get(key, ""), str):
            yield Problem(join(pointer, key), f"must be text, not {type(node[key]).__name__}; quote it")
    if kind in ("schema", "property"):
        for key, cure in _UNSUPPORTED.items():
            if key in node:
                yield Problem(join(pointer, key), cure)
        unions = [key for key in ("oneOf", "anyOf") if node.get(key)]
        if unions and (node.get("properties") or node.get("allOf") or len(unions) > 1):
            yield Problem(
                pointer,
                f"{unions[0]} beside properties, allOf or another union; give each alternative its own schema",
            )
    elif kind == "parameter":
        if not isinstance(node.get("name"), str):
            yield Problem(join(pointer, "name"), "a parameter needs a name")
        if node.get("in") not in ("path", "query", "header", "cookie"):
            yield Problem(join(pointer, "in"), f"{node.get('in')!r} is no place for a parameter")
        if node.get("in") == "header" and str(node.get("name", "")).lower() in _RESERVED:
            yield Problem(pointer, f"the header {node['name']} is the client's own")
        if "content" in node and json_content(node["content"]) is None:
            yield Problem(join(pointer, "content"), "a parameter with a media type other than JSON is not supported")
    elif kind == "media_type":
        encoding = node.get("encoding", {})
        if not isinstance(encoding, Mapping) or not all(isinstance(one, Mapping) for one in encoding.values()):
            yield Problem(join(pointer, "encoding"), "must be a mapping of mappings")
    elif kind == "request_body" and not node.get("content"):
        yield Problem(join(pointer, "content"), "a body needs a media type")
    elif kind == "operation" and not isinstance(node.get("operationId"), str):
        yield Problem(pointer, "an operation needs an operationId, which is its name")
    elif kind == "operation" and "callbacks" in node:
        yield Problem(join(pointer, "callbacks"), "callbacks are not supported")


def _names(pointer: str, properties: Mapping[str, Any], given: Mapping[str, str]) -> Iterator[Problem]:
    """Properties that would share a Python name; the parser finds them too, but does not say which they are."""
    seen: dict[str, str] = {}
    for wire in properties:
        name = naming.field_name(wire, given)
        if name in seen:
            reason = f"{wire!r} and {seen[name]!r} would both become the Python name {name!r}"
            yield Problem(join(pointer, "properties", wire), reason)
        seen[name] = wire


def _operation(root: dict[str, Any], operation: Node) -> Iterator[Problem]:
    """Variables of the path without a parameter, and the other way round; what is no path and no status."""
    here, path = join("#", *operation.pointer), str(operation.pointer[1])
    declared = {parameter.get("name") for parameter in parameters(root, operation) if parameter.get("in") == "path"}
    odd = sorted(map(str, declared ^ set(_VARIABLE.findall(path))))
    if odd:
        yield Problem(here, f"the variables of the path and its parameters differ in {', '.join(odd)}")
    if "{}" in path:
        yield Problem(here, "a variable of the path has no name")
    if not path.startswith("/") or "?" in path or "#" in path:
        yield Problem(here, "the path has to begin with a slash and hold neither a query nor a fragment")
    for status in operation.value.get("responses", {}):
        if not _STATUS.fullmatch(status):
            yield Problem(join(here, "responses", status), f"{status} is no HTTP status")


def _all_of(document: Document, pointer: str) -> Iterator[Problem]:
    """Members of an allOf that are no objects, beside others."""
    for index in range(len(document.at(pointer)["allOf"])):
        member = join(pointer, "allOf", index)
        node = document.resolve(member)[1]
        types = [name for name in type_names(node) if name != "null"]
        if types not in ([], ["object"]) or node.keys() & {"oneOf", "anyOf", "enum", "const"}:
            yield Problem(member, "is no object; beside others, allOf can only put objects together")
