"""Whether what a spec names exists, and whether its operations have names that can become Python."""

from __future__ import annotations

import keyword
from collections.abc import Iterator, Mapping
from typing import Any

from scripts.specs.logins import check_logins
from scripts.specs.nodes import Node, properties, resolve, walk
from scripts.specs.operations import JSON, check_operation
from scripts.specs.source import Source


def check_references(source: Source) -> None:
    """Add a finding for everything that is named and does not exist.

    Every `$ref` of the document must lead somewhere.
    """
    spec = source.data
    operations = [node for node in walk(spec) if node.kind == "operation"]
    _check_operation_names(source, operations)
    for node in operations:
        check_operation(source, node, operations)
    _check_envelope(source, operations)
    check_logins(source, operations)


def _check_operation_names(source: Source, operations: list[Node]) -> None:
    tags = {tag.get("name") for tag in source.data.get("tags", ()) if isinstance(tag, Mapping)}
    ids: dict[str, Node] = {}
    methods: dict[tuple[str, str], Node] = {}
    for node in operations:
        name = node.value.get("operationId")
        if not isinstance(name, str) or not name.isidentifier() or keyword.iskeyword(name) or name != name.lower():
            source.complain(
                node.pointer,
                f"operationId is {name!r}; give a name in snake_case, which is what messages and settings call it",
            )
        elif name in ids:
            source.complain(
                (*node.pointer, "operationId"),
                f"`{name}` is the operationId of {ids[name].pointer[1]} too; each has its own",
            )
        else:
            ids[name] = node
        listed = node.value.get("tags")
        if not isinstance(listed, list) or len(listed) != 1 or listed[0] not in tags:
            source.complain(
                node.pointer,
                "needs exactly one tag, one of `tags` at the top; the client has an attribute of its name",
            )
            continue
        for extension in ("x-method", "x-retry"):
            if extension not in node.value:
                source.complain(node.pointer, f"has no {extension}; see docs/specs.md")
        method = node.value.get("x-method")
        if isinstance(method, str):
            if keyword.iskeyword(method):
                source.complain(
                    (*node.pointer, "x-method"), f"`{method}` is a word of the Python language; take another name"
                )
            if (listed[0], method) in methods:
                source.complain(
                    (*node.pointer, "x-method"), f"`{listed[0]}` has a method `{method}` already; take another name"
                )
            methods[listed[0], method] = node


def _check_envelope(source: Source, operations: list[Node]) -> None:
    """The names in x-error-codes at the top are fields of the body of some error answer."""
    envelope = source.data.get("x-error-codes")
    if not isinstance(envelope, Mapping):
        return
    fields = {name for node in operations for name in _error_fields(source.data, node)}
    for key in ("code", "message", "field", "data"):
        if key in envelope and envelope[key] not in fields:
            source.complain(
                ("x-error-codes", key),
                f"no error answer has a field `{envelope[key]}`; name the field of the envelope that is meant",
            )


def _error_fields(spec: Mapping[str, Any], operation: Node) -> Iterator[str]:
    for status, response in operation.value.get("responses", {}).items():
        if str(status)[:1] not in ("4", "5", "d") or not isinstance(response, Mapping):
            continue
        try:
            schema = resolve(spec, response).get("content", {}).get(JSON, {}).get("schema", {})
            yield from properties(spec, schema)
        except LookupError:
            continue
