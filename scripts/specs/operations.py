"""Whether what the extensions of an operation name exists: parameters, fields of its request and answer, operations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scripts.specs.nodes import Node, parameters, properties, resolve
from scripts.specs.pagination import PaginationError, pages_of
from scripts.specs.schemas import types
from scripts.specs.source import Source

JSON = "application/json"


def check_operation(source: Source, node: Node, operations: Sequence[Node]) -> None:
    """Add a finding for everything that one operation names and that does not exist.

    Args:
        source: The spec.
        node: The operation.
        operations: All of them.
    """
    _Operation(source, node, operations).check()


class _Operation:
    """Looks at one operation."""

    def __init__(self, source: Source, node: Node, operations: Sequence[Node]) -> None:
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

    def _parameters(self, place: str) -> dict[str, Mapping[str, Any]]:
        found = parameters(self.spec, self.node)
        return {one["name"]: one for one in found if one.get("in") == place and "name" in one}

    def _path_parameters(self) -> None:
        path = str(self.node.pointer[1])
        named, declared = set(re.findall(r"{([^}]*)}", path)), set(self._parameters("path"))
        for name in sorted(named - declared):
            self.source.complain(self.node.pointer, f"the path holds {{{name}}}; add a path parameter of that name")
        for name in sorted(declared - named):
            self.source.complain(self.node.pointer, f"the path does not hold the path parameter `{name}`; put it there")

    def _request(self) -> Mapping[str, Any]:
        """Schema of the request body."""
        body = resolve(self.spec, self.node.value.get("requestBody", {}))
        schema = body.get("content", {}).get(JSON, {}).get("schema")
        return schema if isinstance(schema, Mapping) else {}

    def _answer(self) -> Mapping[str, Any]:
        """Schema of the answer of a success."""
        for status, response in self.node.value.get("responses", {}).items():
            if str(status).startswith("2"):
                schema = resolve(self.spec, response).get("content", {}).get(JSON, {}).get("schema")
                if isinstance(schema, Mapping):
                    return resolve(self.spec, schema)
        return {}

    def _read(self) -> Mapping[str, Any] | None:
        """Fields of the element that `get` of the same tag reads; None if there is no such operation."""
        for node in self.operations:
            if node.value.get("x-method") == "get" and node.value.get("tags") == self.node.value.get("tags"):
                answer = _Operation(self.source, node, self.operations)._answer()
                unwrap = node.value.get("x-unwrap", {})
                if "items" in unwrap:
                    array = resolve(self.spec, properties(self.spec, answer).get(str(unwrap["items"]), {}))
                    answer = array.get("items", {})
                return properties(self.spec, answer)
        return None

    def _cursor(self, cursor: Any) -> None:
        if not isinstance(cursor, Mapping):
            return
        if cursor.get("parameter") not in self._parameters("query"):
            self._complain(
                "x-cursor",
                "parameter",
                f"no query parameter `{cursor.get('parameter')}` here; name the one that takes the cursor",
            )
        if cursor.get("field") not in properties(self.spec, self._answer()):
            self._complain(
                "x-cursor",
                "field",
                f"no field `{cursor.get('field')}` in the answer; name the one that holds the next cursor",
            )

    def _unwrap(self, unwrap: Any) -> None:
        if not isinstance(unwrap, Mapping):
            return
        if "value" in unwrap:
            self._value(unwrap["value"])
        elif unwrap.get("items") == "*":
            self._anywhere(unwrap)
        else:
            self._items(unwrap)

    def _value(self, name: Any) -> None:
        if not set(types(self._answer())) - {"null"} <= {"integer", "string"} or not types(self._answer()):
            self._complain("x-unwrap", "value", "the answer is no text and no integer; give it the schema of the value")
        elif (read := self._read()) is not None and name not in read:
            self._complain(
                "x-unwrap",
                "value",
                f"what `get` reads has no field `{name}`; name the one that holds this value there",
            )

    def _anywhere(self, unwrap: Mapping[str, Any]) -> None:
        if "match" in unwrap:
            self._complain("x-unwrap", "match", "one element is not taken out of an array with an unknown name; use it")
        alternatives = [types(resolve(self.spec, one)) for one in self._answer().get("anyOf", ())]
        if sorted(alternatives) != [("array",), ("object",)]:
            self._complain(
                "x-unwrap",
                "items",
                "`*` is for an answer that is an array or any object; give it a schema of `anyOf` with an array and "
                "with `{type: object, additionalProperties: true}`",
            )

    def _items(self, unwrap: Mapping[str, Any]) -> None:
        items = properties(self.spec, self._answer()).get(str(unwrap.get("items")))
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
        if "param" in unwrap and unwrap["param"] not in {**self._parameters("path"), **self._parameters("query")}:
            self._complain(
                "x-unwrap",
                "param",
                f"no parameter `{unwrap['param']}` here; name the one that says which element is asked for",
            )

    def _id_in_body(self, name: Any) -> None:
        if name not in properties(self.spec, self._request()):
            problem = f"no field `{name}` in the request body; name the one that takes the id"
        elif name not in required(self.spec, self._request()):
            problem = f"the request body does not require `{name}`; an id always goes along, so require it"
        elif (read := self._read()) is not None and name not in read:
            problem = f"what `get` reads has no field `{name}`, so that nobody can tell which element it is; add it"
        else:
            return
        self._complain("x-id-in-body", None, problem)

    def _pagination(self, pagination: Any) -> None:
        if not isinstance(pagination, Mapping):
            return
        query = {
            name: {**one, "schema": resolve(self.spec, one["schema"])}
            for name, one in self._parameters("query").items()
            if isinstance(one.get("schema"), Mapping)
        }
        try:
            pages_of(pagination, query)
        except PaginationError as error:
            self._complain("x-pagination", error.key, error.reason)
        except KeyError:
            return  # of the wrong form, which the check of the extensions says

    def _retry(self, retry: Any) -> None:
        if not isinstance(retry, Mapping) or not isinstance(retry.get("reconcile"), Mapping):
            return
        name = retry["reconcile"].get("operation")
        look_up = next((node for node in self.operations if node.value.get("operationId") == name), None)
        if look_up is None:
            self._complain("x-retry", "reconcile", f"no operation `{name}`; name the one that finds what was written")
            return
        for problem in self._look_up_problems(look_up, retry["reconcile"]):
            self._complain("x-retry", "reconcile", problem)

    def _look_up_problems(self, node: Node, reconcile: Mapping[str, Any]) -> Iterator[str]:
        """Why an operation cannot tell whether something was written."""
        finder, name = _Operation(self.source, node, self.operations), node.value.get("operationId")
        match, items = (
            found if isinstance(found := reconcile.get(key), Mapping) else {} for key in ("match", "match_items")
        )
        if node.value.get("x-retry") != "safe" or node.value.get("tags") != self.node.value.get("tags"):
            yield f"`{name}` is not a read of the same tag; name one that changes nothing (`x-retry: safe`)"
        known = {**finder._parameters("path"), **finder._parameters("query")}
        for parameter in match:
            if parameter not in known:
                yield f"`{name}` has no parameter `{parameter}`; name one that it has"
        for parameter, content in known.items():
            if content.get("required") is True and parameter not in match:
                yield f"`{name}` needs `{parameter}`; say in match which field of the request body it takes"
        elements = finder._elements()
        if elements is None and items:
            yield f"`{name}` answers with one object; leave out match_items"
        elif elements is not None and not items:
            yield f"`{name}` answers with a list; say in match_items which fields tell the one that was written"
        for field in items:
            if elements is not None and field not in elements:
                yield f"what `{name}` reads has no field `{field}`; name one that it has"
        for field in (*match.values(), *items.values()):
            if field not in properties(self.spec, self._request()):
                yield f"no field `{field}` in the request body; name one that it has"

    def _elements(self) -> Mapping[str, Any] | None:
        """Fields of the elements of the list that it answers with; None if that is no list."""
        unwrap, answer = self.node.value.get("x-unwrap", {}), self._answer()
        if "match" in unwrap:
            return None
        if unwrap.get("items") == "*":
            alternatives = (resolve(self.spec, one) for one in answer.get("anyOf", ()))
            answer = next((one for one in alternatives if "array" in types(one)), {})
        elif "items" in unwrap:
            answer = resolve(self.spec, properties(self.spec, answer).get(str(unwrap["items"]), {}))
        return properties(self.spec, answer.get("items", {})) if "array" in types(answer) else None


def required(spec: Mapping[str, Any], schema: Mapping[str, Any]) -> set[str]:
    """Names that an object schema requires, those of `allOf` included.

    Raises:
        LookupError: a `$ref` leads nowhere.
    """
    resolved = resolve(spec, schema)
    found = set(resolved.get("required", ()))
    return found.union(*(required(spec, part) for part in resolved.get("allOf", ()) if isinstance(part, Mapping)))
