"""Whether what an operation names exists: parameters, fields, logins, operations; whether it can become Python."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from typing import Any

from scripts.specs.nodes import Node, parameters, properties, resolve, walk
from scripts.specs.schemas import types
from scripts.specs.source import Source

JSON = "application/json"


def check_references(source: Source) -> None:
    """Add a finding for everything that is named and does not exist.

    Every `$ref` of the document must lead somewhere.
    """
    spec = source.data
    operations = [node for node in walk(spec) if node.kind == "operation"]
    _check_operation_names(source, operations)
    for node in operations:
        _Operation(source, node, operations).check()
    _check_envelope(source, operations)
    _check_logins(source, operations)


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


class _Operation:
    """Looks at one operation."""

    def __init__(self, source: Source, node: Node, operations: list[Node]) -> None:
        self.source, self.node, self.operations = source, node, operations
        self.spec: Mapping[str, Any] = source.data

    def check(self) -> None:
        value = self.node.value
        try:
            self._path_parameters()
            for name, check in (
                ("x-cursor", self._cursor),
                ("x-unwrap", self._unwrap),
                ("x-id-in-body", self._id_in_body),
                ("x-pagination", self._pagination),
                ("x-retry", self._retry),
            ):
                if name in value:
                    check(value[name])
        except LookupError:
            return  # a `$ref` that leads nowhere is reported where it stands

    def _complain(self, extension: str, key: str | None, problem: str) -> None:
        at = (*self.node.pointer, extension)
        self.source.complain(at if key is None else (*at, key), problem)

    def _parameters(self, place: str) -> set[str]:
        found = parameters(self.spec, self.node)
        return {parameter["name"] for parameter in found if parameter.get("in") == place and "name" in parameter}

    def _path_parameters(self) -> None:
        path = str(self.node.pointer[1])
        named, declared = set(re.findall(r"{([^}]*)}", path)), self._parameters("path")
        for name in sorted(named - declared):
            self.source.complain(self.node.pointer, f"the path holds {{{name}}}; add a path parameter of that name")
        for name in sorted(declared - named):
            self.source.complain(self.node.pointer, f"the path does not hold the path parameter `{name}`; put it there")

    def _request(self) -> Mapping[str, Any]:
        """Properties of the request body."""
        body = resolve(self.spec, self.node.value.get("requestBody", {}))
        return properties(self.spec, body.get("content", {}).get(JSON, {}).get("schema", {}))

    def _answer(self) -> Mapping[str, Any]:
        """Properties of the answer of a success."""
        for status, response in self.node.value.get("responses", {}).items():
            if str(status).startswith("2"):
                schema = resolve(self.spec, response).get("content", {}).get(JSON, {}).get("schema")
                if isinstance(schema, Mapping):
                    return properties(self.spec, schema)
        return {}

    def _cursor(self, cursor: Any) -> None:
        if not isinstance(cursor, Mapping):
            return
        if cursor.get("parameter") not in self._parameters("query"):
            self._complain(
                "x-cursor",
                "parameter",
                f"no query parameter `{cursor.get('parameter')}` here; name the one that takes the cursor",
            )
        if cursor.get("field") not in self._answer():
            self._complain(
                "x-cursor",
                "field",
                f"no field `{cursor.get('field')}` in the answer; name the one that holds the next cursor",
            )

    def _unwrap(self, unwrap: Any) -> None:
        if not isinstance(unwrap, Mapping):
            return
        items = self._answer().get(str(unwrap.get("items")))
        if items is None:
            self._complain(
                "x-unwrap",
                "items",
                f"no field `{unwrap.get('items')}` in the answer; name the one that holds the elements",
            )
            return
        items = resolve(self.spec, items) if isinstance(items, Mapping) else {}
        if "array" not in types(items):
            self._complain(
                "x-unwrap", "items", f"`{unwrap.get('items')}` is not an array; name the field that holds the elements"
            )
            return
        if "match" in unwrap and unwrap["match"] not in properties(self.spec, items.get("items", {})):
            self._complain(
                "x-unwrap",
                "match",
                f"the elements have no field `{unwrap['match']}`; name the one that identifies them",
            )
        if "param" in unwrap and unwrap["param"] not in self._parameters("path") | self._parameters("query"):
            self._complain(
                "x-unwrap",
                "param",
                f"no parameter `{unwrap['param']}` here; name the one that says which element is asked for",
            )

    def _id_in_body(self, name: Any) -> None:
        if name not in self._request():
            self._complain(
                "x-id-in-body", None, f"no field `{name}` in the request body; name the one that takes the id"
            )

    def _pagination(self, pagination: Any) -> None:
        if not isinstance(pagination, Mapping):
            return
        for key in ("page", "size"):
            if key in pagination and pagination[key] not in self._parameters("query"):
                self._complain(
                    "x-pagination", key, f"no query parameter `{pagination[key]}` here; name the one that is meant"
                )

    def _retry(self, retry: Any) -> None:
        if not isinstance(retry, Mapping) or not isinstance(retry.get("reconcile"), Mapping):
            return
        name, match = retry["reconcile"].get("operation"), retry["reconcile"].get("match")
        lookup = next((node for node in self.operations if node.value.get("operationId") == name), None)
        if lookup is None:
            self._complain("x-retry", "reconcile", f"no operation `{name}`; name the one that finds what was written")
            return
        finder = _Operation(self.source, lookup, self.operations)
        for parameter, field in match.items() if isinstance(match, Mapping) else ():
            if parameter not in finder._parameters("path") | finder._parameters("query"):
                self._complain("x-retry", "reconcile", f"`{name}` has no parameter `{parameter}`; name one that it has")
            if field not in self._request():
                self._complain("x-retry", "reconcile", f"no field `{field}` in the request body; name one that it has")


def _check_logins(source: Source, operations: list[Node]) -> None:
    """The names in `security` are security schemes."""
    schemes = source.data.get("components", {}).get("securitySchemes", {})
    for pointer, node in (((), source.data), *((node.pointer, node.value) for node in operations)):
        for index, alternative in enumerate(node.get("security", ())):
            for name in alternative:
                if name not in schemes:
                    source.complain(
                        (*pointer, "security", index, name),
                        f"no security scheme `{name}` in components; name one, or describe it there",
                    )


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
