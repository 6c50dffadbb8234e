"""A large document as a stranger might have written it: every construct that the generator knows, over and over.

`make_document(1000, 800, 1, "3.1.0")` always gives the same. Models and operations take turns through the constructs
below, so that a document of a few dozen holds one of each, and a larger one holds more of the same.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

Node = dict[str, Any]

JSON = "application/json"
_WORDS = [
    "account",
    "amount",
    "batch",
    "carrier",
    "cost",
    "depot",
    "invoice",
    "item",
    "journal",
    "ledger",
    "offer",
    "order",
    "parcel",
    "price",
    "route",
    "stock",
]
_ODD = ["class", "None", "list", "date", "@type", "$ref2", "x-y", "self", "from", "1st", "_private", "options", "body"]
_TEXTS = [
    "What it is.",
    'Ends with a "quote"',
    "Über alles, with an \\ in it.",
    "Two\n\nparagraphs: the first is short, and the second goes on for long enough that no line could hold all of it.",
]


def make_document(operations: int, models: int, seed: int = 1, version: str = "3.1.0") -> Node:
    """A document.

    Args:
        operations: How many operations it has.
        models: How many schemas it has in `components`.
        seed: Chooses texts, names and values.
        version: Version of OpenAPI: 3.0.x or 3.1.x.
    """
    return _Maker(models, seed, version).document(operations)


def ref(name: str) -> Node:
    """A reference to a schema."""
    return {"$ref": f"#/components/schemas/{name}"}


class _Maker:
    def __init__(self, models: int, seed: int, version: str) -> None:
        self.random = random.Random(seed)
        self.version = version
        self.new = version.startswith("3.1")
        self.names = [self._model_name(index) for index in range(models)]
        kinds: list[Callable[[int], Node]] = [
            *(self._flat, self._child, self._tree, self._enum, self._choice, self._map, self._list, self._expandable),
            *(self._maybe, self._nested, self._several, self._base_and_choice, self._parts, self._numbers),
            *(self._extended, self._next, self._colliding, self._alias, self._value, self._shallow),
        ]
        self.kinds = kinds
        self.schemas = {name: kinds[index % len(kinds)](index) for index, name in enumerate(self.names)}

    def _model_name(self, index: int) -> str:
        word = _WORDS[index % len(_WORDS)].capitalize()
        return f"{word}{index}" if index % 19 != 17 else f"{_WORDS[(index - 1) % len(_WORDS)]}_{index - 1}"

    # Models

    def _of(self, kind: int, near: int) -> Node:
        """A reference to a model of a kind (its place in the list above), close to another one."""
        count = len(self.kinds)
        at = near // count * count + kind
        return ref(self.names[at]) if at < len(self.names) else {"type": "string"}

    def _text(self) -> str:
        return self.random.choice(_TEXTS)

    def _null(self, schema: Node) -> Node:
        if not self.new:
            return {**schema, "nullable": True}
        return {**schema, "type": [schema["type"], "null"]}

    def _flat(self, index: int) -> Node:
        odd = self.random.sample(_ODD, 3)
        return {
            "type": "object",
            "description": self._text(),
            "required": ["id", "name"],
            "properties": {
                "id": {"type": "integer", "format": "int64", "readOnly": True},
                "name": {"type": "string", "description": self._text(), "default": "nameless", "maxLength": 80},
                "note": self._null({"type": "string"}),
                "price": {"type": "number", "format": "decimal"},
                "weight": {"type": "number"},
                "active": {"type": "boolean", "default": True},
                "born": {"type": "string", "format": "date"},
                "seen": self._null({"type": "string", "format": "date-time"}),
                "key": {"type": "string", "format": "uuid"},
                "blob": {"type": "string", "format": "byte"},
                "kind": {"type": "string", "enum": ["a", "A", "b-c", "", "1"], "default": "a"},
                "tags": {"type": "array", "items": {"type": "string"}},
                "anything": {},
                **{name: {"type": "string"} for name in odd},
            },
            "x-kubernetes-like": {"group": "g", "kind": index},
        }

    def _child(self, index: int) -> Node:
        own = {"type": "object", "properties": {"extra": {"type": "integer"}}, "required": ["extra"]}
        return {"allOf": [self._of(0, index), own], "description": self._text()}

    def _tree(self, index: int) -> Node:
        me = ref(self.names[index])
        properties = {
            "label": {"type": "string"},
            "parent": me,
            "children": {"type": "array", "items": me},
            "by_name": {"type": "object", "additionalProperties": me},
            "other": self._of(15, index),
        }
        return {"type": "object", "required": ["label"], "properties": properties}

    def _enum(self, index: int) -> Node:
        return {
            "type": "string",
            "description": self._text(),
            "enum": ["open", "closed", "half-open", f"v{index}", "class"],
        }

    def _kind(self, value: str) -> Node:
        return {"type": "string", "enum": [value]} if not self.new else {"type": "string", "const": value}

    def _choice(self, index: int) -> Node:
        first, second = self._of(9, index), self._of(19, index)
        if set(second) != {"$ref"} or set(first) != {"$ref"}:
            return {"type": "object", "properties": {"lonely": {"type": "string"}}}
        return {
            "oneOf": [first, second],
            "discriminator": {"propertyName": "label", "mapping": {"deep": first["$ref"]}},
        }

    def _shallow(self, index: int) -> Node:
        # No mapping names it, so that its own name is the value.
        properties = {"label": self._kind(self.names[index]), "size": {"type": "integer", "format": "int32"}}
        return {"type": "object", "required": ["label"], "properties": properties}

    def _map(self, index: int) -> Node:
        return {"type": "object", "additionalProperties": self._of(0, index)}

    def _list(self, index: int) -> Node:
        return {"type": "array", "items": self._of(1, index)}

    def _expandable(self, index: int) -> Node:
        either = {"anyOf": [{"type": "string", "maxLength": 5000}, self._of(0, index)], "x-expansionResources": {}}
        return {
            "type": "object",
            "required": ["customer"],
            "properties": {"customer": either, "status": self._of(3, index)},
        }

    def _maybe(self, index: int) -> Node:
        null: Node = {"type": "null"}
        target = self._of(7, index)
        maybe = {"anyOf": [null, target]} if self.new else {"allOf": [target], "nullable": True}
        return {
            "type": "object",
            "required": ["user"],
            "properties": {"user": maybe, "status": {"allOf": [self._of(3, index)]}},
        }

    def _nested(self, index: int) -> Node:
        node: Node = {"type": "object", "properties": {"leaf": {"type": "string"}, "next": self._of(15, index)}}
        for level in range(4):
            node = {"type": "object", "properties": {"inner": node, f"level{level}": {"type": "integer"}}}
        return {**node, "required": ["label"], "properties": {**node["properties"], "label": self._kind("deep")}}

    def _several(self, index: int) -> Node:
        parts = [self._of(7, index), self._of(8, index)]
        parts = [part for part in parts if set(part) == {"$ref"}]
        return {"allOf": parts, "type": "object", "properties": {"own": {"type": "array", "items": self._of(3, index)}}}

    def _base_and_choice(self, index: int) -> Node:
        targets = [one for one in (self._of(0, index), self._of(15, index)) if set(one) == {"$ref"}]
        base: Node = {"type": "object", "properties": {"base": {"type": "string"}}, "required": ["base"]}
        return {**base, "anyOf": targets} if len(targets) > 1 else base

    def _parts(self, index: int) -> Node:
        node: Node = {
            "type": "object",
            "properties": {"first": {"type": "object", "properties": {"a": {"type": "integer"}}}},
        }
        node["properties"]["second"] = {"$ref": f"#/components/schemas/{self.names[index]}/properties/first"}
        if self.new:
            node["$defs"] = {"Local": {"type": "object", "properties": {"b": {"type": "boolean"}}}}
            node["properties"]["third"] = {"$ref": f"#/components/schemas/{self.names[index]}/$defs/Local"}
            node["properties"]["pair"] = {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}
            node["properties"]["many"] = {"type": ["string", "integer", "null"]}
            node["properties"]["maps"] = {"type": "object", "patternProperties": {"^n": {"type": "number"}}}
        return node

    def _numbers(self, index: int) -> Node:
        values: list[int | None] = [1, 2, -3]
        if not self.new:
            return {"type": "integer", "enum": [*values, None], "nullable": True}
        return {"type": ["integer", "null"], "enum": [*values, None]}

    def _extended(self, index: int) -> Node:
        either = [{"required": ["id"]}, {"required": ["code"]}]
        properties: Node = {"code": {"type": "string"}, "number": self._of(13, index), "id": {"type": "integer"}}
        return {
            "type": "object",
            "properties": properties,
            "additionalProperties": {"type": "integer"},
            "anyOf": either,
        }

    def _next(self, index: int) -> Node:
        further = index + len(self.kinds)
        target = ref(self.names[further]) if further < len(self.names) else ref(self.names[index])
        return {"type": "object", "properties": {"next": target, "word": {"type": "string"}}}

    def _colliding(self, index: int) -> Node:
        names = ["Id", "id", "ID", "$id", "@id", "user_name", "userName", "UserName", "user-name"]
        return {"type": "object", "properties": {name: {"type": "string"} for name in names}}

    def _alias(self, index: int) -> Node:
        return {"type": "object", "properties": {"like": self._of(0, index), "map": self._of(5, index)}}

    def _value(self, index: int) -> Node:
        me = ref(self.names[index])
        return {"anyOf": [{"type": "string"}, {"type": "number"}, {"type": "array", "items": me}]}

    # Operations

    def document(self, operations: int) -> Node:
        """The document around the schemas."""
        paths: Node = {}
        for index in range(operations):
            path, method, operation = self._operation(index)
            paths.setdefault(path, {})[method] = operation
        for path, item in paths.items():
            if "{group}" in path:
                item["parameters"] = [{"name": "group", "in": "path", "required": True, "schema": {"type": "integer"}}]
        return {
            "openapi": self.version,
            "info": {"title": "Everything API", "version": "v2.7-beta", "description": "All there is."},
            "servers": [{"url": "https://{region}.example.com/v2/", "variables": {"region": {"default": "eu"}}}],
            "security": [{"bearer": []}],
            "tags": [{"name": "stock & more", "description": self._text()}],
            "paths": paths,
            "components": {
                "schemas": self.schemas,
                "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
                "parameters": {
                    "Limit": {
                        "name": "limit",
                        "in": "query",
                        "schema": {"type": "integer", "default": 10, "maximum": 99},
                    },
                    "Trace": {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
                },
                "responses": {
                    "Error": {"description": "Went wrong.", "content": {JSON: {"schema": ref(self.names[0])}}}
                },
                "requestBodies": {"Any": {"required": True, "content": {JSON: {"schema": ref(self.names[0])}}}},
            },
            "x-stranger": {"x-evidence": "nonsense"},
        }

    def _operation(self, index: int) -> tuple[str, str, Node]:
        kinds: list[Callable[[int], tuple[str, str, Node]]] = [
            *(self._list_all, self._get, self._create, self._replace, self._merge, self._delete, self._upload),
            *(self._form, self._put_bytes, self._get_bytes, self._get_text, self._either, self._styles, self._places),
            *(self._array, self._no_id, self._same_id, self._from_a_component),
        ]
        path, method, operation = kinds[index % len(kinds)](index)
        group = index // len(kinds)
        operation.setdefault("operationId", f"{method}{path.title()}{group}")
        if operation["operationId"] is None:
            del operation["operationId"]
        if index % 7:
            operation["tags"] = [["stock & more", "Orders", "class", "Account", "Δ"][group % 5], "second"]
        operation["responses"].setdefault("default", {"$ref": "#/components/responses/Error"})
        operation["summary"] = self._text()
        return f"/g{group}{path}", method, operation

    def _model(self, index: int, kind: int = 0) -> Node:
        groups = max(1, len(self.names) // len(self.kinds))
        return self._of(kind, index // 18 % groups * len(self.kinds))

    @staticmethod
    def _answer(schema: Node | None, code: str = "200") -> Node:
        content = {} if schema is None else {"content": {JSON: {"schema": schema}}}
        return {"responses": {code: {"description": "Done.", **content}}}

    @staticmethod
    def _body(schema: Node, media_type: str = JSON, **more: Any) -> Node:
        return {"requestBody": {"required": True, "content": {media_type: {"schema": schema, **more}}}}

    def _list_all(self, index: int) -> tuple[str, str, Node]:
        items = {"type": "array", "items": self._model(index)}
        parameters = [
            {"$ref": "#/components/parameters/Limit"},
            {"name": "ids", "in": "query", "explode": False, "schema": {"type": "array", "items": {"type": "integer"}}},
            {"name": "status", "in": "query", "schema": {"type": "string", "enum": ["open", "closed"]}},
        ]
        return "/things", "get", {**self._answer(items), "parameters": parameters}

    def _get(self, index: int) -> tuple[str, str, Node]:
        parameters = [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            {"name": "id", "in": "query", "schema": {"type": "string"}},
            {"$ref": "#/components/parameters/Trace"},
        ]
        return "/things/{id}", "get", {**self._answer(self._model(index)), "parameters": parameters}

    def _create(self, index: int) -> tuple[str, str, Node]:
        body = self._body(self._model(index, 1))
        return "/things", "post", {**self._answer(self._model(index, 1), "201"), **body}

    def _replace(self, index: int) -> tuple[str, str, Node]:
        parameters = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
        body = self._body(self._model(index, 2))
        return "/things/{id}", "put", {**self._answer(None, "204"), **body, "parameters": parameters}

    def _merge(self, index: int) -> tuple[str, str, Node]:
        parameters = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
        body = self._body(self._model(index, 16), "application/merge-patch+json")
        return "/things/{id}", "patch", {**self._answer(self._model(index, 4)), **body, "parameters": parameters}

    def _delete(self, index: int) -> tuple[str, str, Node]:
        parameters = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
        return "/things/{id}", "delete", {**self._answer(None, "204"), "parameters": parameters}

    def _upload(self, index: int) -> tuple[str, str, Node]:
        file: Node = {"type": "string", "format": "binary"}
        schema = {
            "type": "object",
            "required": ["file"],
            "properties": {
                "file": file,
                "more": {"type": "array", "items": file},
                "about": {"type": "object", "properties": {"title": {"type": "string"}}},
                "count": {"type": "integer"},
                "labels": {"type": "array", "items": {"type": "string"}},
            },
        }
        encoding = {"encoding": {"file": {"contentType": "image/png"}}}
        return "/files", "post", {**self._answer(None, "202"), **self._body(schema, "multipart/form-data", **encoding)}

    def _form(self, index: int) -> tuple[str, str, Node]:
        address = {
            "type": "object",
            "properties": {"city": {"type": "string"}, "lines": {"type": "array", "items": {"type": "string"}}},
        }
        schema = {
            "type": "object",
            "required": ["amount"],
            "properties": {
                "amount": {"type": "integer"},
                "expand": {"type": "array", "items": {"type": "string"}},
                "address": address,
            },
        }
        encoding = {"encoding": {"address": {"style": "deepObject", "explode": True}}}
        body = self._body(schema, "application/x-www-form-urlencoded", **encoding)
        return "/charges", "post", {**self._answer(self._model(index, 7)), **body}

    def _put_bytes(self, index: int) -> tuple[str, str, Node]:
        body = self._body({"type": "string", "format": "binary"}, "application/octet-stream")
        return "/blob", "put", {**self._answer(None, "204"), **body}

    def _get_bytes(self, index: int) -> tuple[str, str, Node]:
        content = {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}
        return "/blob", "get", {"responses": {"200": {"description": "The file.", "content": content}}}

    def _get_text(self, index: int) -> tuple[str, str, Node]:
        return (
            "/text",
            "get",
            {"responses": {"200": {"description": "Text.", "content": {"text/plain": {"schema": {"type": "string"}}}}}},
        )

    def _either(self, index: int) -> tuple[str, str, Node]:
        answers = {
            **self._answer(self._model(index))["responses"],
            **self._answer(self._model(index, 16), "202")["responses"],
        }
        return "/either", "post", {"responses": {**answers, "204": {"description": "Nothing."}}}

    def _styles(self, index: int) -> tuple[str, str, Node]:
        numbers = {"type": "array", "items": {"type": "integer"}}
        path = {"in": "path", "required": True}
        parameters = [
            {**path, "name": "dots", "style": "label", "explode": True, "schema": numbers},
            {**path, "name": "m", "style": "matrix", "schema": numbers},
            {"in": "query", "name": "spaces", "style": "spaceDelimited", "explode": False, "schema": numbers},
            {"in": "query", "name": "pipes", "style": "pipeDelimited", "explode": False, "schema": numbers},
            {"in": "query", "name": "each", "schema": numbers},
            {"in": "query", "name": "deep", "style": "deepObject", "schema": self._model(index, 15)},
            {"in": "query", "name": "map", "schema": {"type": "object", "additionalProperties": {"type": "string"}}},
        ]
        return "/s/{dots}/{m}", "get", {**self._answer(None), "parameters": parameters}

    def _places(self, index: int) -> tuple[str, str, Node]:
        parameters = [
            {"in": "cookie", "name": "session", "schema": {"type": "string"}},
            {"in": "header", "name": "X-List", "schema": {"type": "array", "items": {"type": "string"}}},
            {"in": "header", "name": "Authorization", "schema": {"type": "string"}},
            {"in": "query", "name": "filter", "content": {JSON: {"schema": self._model(index, 8)}}},
            {"in": "query", "name": "from", "schema": {"type": "string", "format": "date"}},
            {"in": "query", "name": "From", "schema": {"type": "string", "format": "date"}},
        ]
        return "/places/{group}", "get", {**self._answer(self._model(index, 6)), "parameters": parameters}

    def _array(self, index: int) -> tuple[str, str, Node]:
        body = self._body({"type": "array", "items": self._model(index)})
        return (
            "/batch",
            "post",
            {**self._answer({"type": "object", "additionalProperties": {"type": "integer"}}), **body},
        )

    def _no_id(self, index: int) -> tuple[str, str, Node]:
        parameters = [{"name": "petId", "in": "path", "required": True, "schema": {"type": "integer"}}]
        return (
            "/pets/{petId}/toys",
            "get",
            {**self._answer(self._model(index, 10)), "parameters": parameters, "operationId": None},
        )

    def _same_id(self, index: int) -> tuple[str, str, Node]:
        return (
            "/same",
            "get",
            {**self._answer(self._model(index, 11)), "operationId": ["getSame", "get_same", "import"][index % 3]},
        )

    def _from_a_component(self, index: int) -> tuple[str, str, Node]:
        return (
            "/any",
            "post",
            {**self._answer(self._model(index, 18)), "requestBody": {"$ref": "#/components/requestBodies/Any"}},
        )
