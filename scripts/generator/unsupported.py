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
from scripts.specs.evidence import lacks_reason
from scripts.specs.extensions import extension_problems
from scripts.specs.nodes import Node, children, parameters, walk
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


def check(root: dict[str, Any]) -> list[Problem]:
    """All uses of what is not supported, and of extensions that there are not."""
    if not str(root.get("openapi", "")).startswith(("3.0.", "3.1.")):
        return [Problem("#/openapi", "only OpenAPI 3.0 and 3.1 are supported")]
    problems: list[Problem] = []
    operations: list[Node] = []
    for node in walk(root):
        problems.extend(_extensions(node))
        if node.kind == "other" or node.pointer[:1] == ("webhooks",):
            continue  # no part of the client
        if "$ref" in node.value:
            problems.extend(_reference(root, join("#", *node.pointer), node.value["$ref"]))
        else:
            problems.extend(_node(node.kind, join("#", *node.pointer), node.value))
            problems.extend(_impossible(node))
        if node.kind == "operation":
            operations.append(node)
    # Following references is safe only if all of them lead somewhere.
    return problems or [problem for operation in operations for problem in _path(root, operation)]


def _extensions(node: Node) -> Iterator[Problem]:
    wrong = [Problem(join("#", *pointer), reason) for pointer, reason in extension_problems(node)]
    yield from wrong
    if wrong:
        return
    here = join("#", *node.pointer)
    if reason := lacks_reason(node.value.get("x-evidence", {})):
        yield Problem(join(here, "x-evidence"), reason)
    for name in ("x-id-in-body", "x-token"):
        if name in node.value:
            yield Problem(join(here, name), "this extension is not supported yet")
    if node.value.get("x-pagination", {}).get("style", "none") != "none":
        yield Problem(join(here, "x-pagination"), "only {style: none} is supported yet")
    if isinstance(node.value.get("x-retry"), Mapping):
        yield Problem(join(here, "x-retry"), "reconcile is not supported yet; say safe or never")


def _impossible(node: Node) -> Iterator[Problem]:
    for kind, pointer, content in children(node):
        if kind in ("schema", "property") and content is False and pointer[len(node.pointer)] in _CONTENT:
            yield Problem(join("#", *pointer), "a schema that nothing fits (false) cannot be generated")


def _reference(root: dict[str, Any], pointer: str, target: object) -> Iterator[Problem]:
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


def _node(kind: str, pointer: str, node: Mapping[str, Any]) -> Iterator[Problem]:
    for key in ("description", "summary"):
        if not isinstance(node.get(key, ""), str):
            yield Problem(join(pointer, key), f"must be text, not {type(node[key]).__name__}; quote it")
    if kind in ("schema", "property"):
        for key, cure in _UNSUPPORTED.items():
            if key in node:
                yield Problem(join(pointer, key), cure)
        yield from _names(pointer, node.get("properties", {}))
        unions = [key for key in ("oneOf", "anyOf") if node.get(key)]
        if unions and (node.get("properties") or node.get("allOf") or len(unions) > 1):
            yield Problem(
                pointer,
                f"{unions[0]} beside properties, allOf or another union; give each alternative its own schema",
            )
    elif kind == "parameter":
        if node.get("in") == "cookie":
            yield Problem(pointer, "parameters in cookies are not supported")
        if "content" in node:
            yield Problem(join(pointer, "content"), "a parameter with a media type is not supported; give `schema`")
    elif kind == "request_body" and json_content(node.get("content", {})) is None:
        offered = ", ".join(node.get("content", {})) or "nothing"
        yield Problem(join(pointer, "content"), f"only JSON bodies are supported, this one offers {offered}")
    elif kind == "operation" and "callbacks" in node:
        yield Problem(join(pointer, "callbacks"), "callbacks are not supported")


def _names(pointer: str, properties: Mapping[str, Any]) -> Iterator[Problem]:
    """Properties that would share a Python name; the parser finds them too, but does not say which they are."""
    seen: dict[str, str] = {}
    for wire in properties:
        name = naming.field_name(wire)
        if name in seen:
            reason = f"{wire!r} and {seen[name]!r} would both become the Python name {name!r}"
            yield Problem(join(pointer, "properties", wire), reason)
        seen[name] = wire


def _path(root: dict[str, Any], operation: Node) -> Iterator[Problem]:
    """Variables of the path without a parameter, and the other way round."""
    declared = {parameter.get("name") for parameter in parameters(root, operation) if parameter.get("in") == "path"}
    odd = sorted(map(str, declared ^ set(_VARIABLE.findall(str(operation.pointer[1])))))
    if odd:
        reason = f"the variables of the path and its parameters differ in {', '.join(odd)}"
        yield Problem(join("#", *operation.pointer), reason)
