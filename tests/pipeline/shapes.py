"""Shapes of schemas and documents as they occur in the wild."""

from __future__ import annotations

from typing import Any

from tests.pipeline.tiny import ref

JSON = "application/json"
TEXT = {"type": "string"}

# What it is called, the schema, and values that fit it.
SHAPES: list[tuple[str, dict[str, Any], list[Any]]] = [
    ("stripe: expandable", {"anyOf": [TEXT, ref("Other")]}, ["id", {"name": "x"}]),
    ("github: nullable by anyOf", {"anyOf": [{"type": "null"}, ref("Other")]}, [None, {"name": "x"}]),
    ("3.0: nullable reference", {"allOf": [ref("Other")], "nullable": True}, [None, {"name": "x"}]),
    ("described reference", {"allOf": [ref("Other"), {"description": "Which one."}]}, [{"name": "x"}]),
    ("enum by allOf", {"allOf": [ref("Kind")], "default": "a"}, ["a"]),
    ("enum by allOf and type", {"allOf": [ref("Kind"), {"type": "string"}]}, ["b"]),
    ("scalars by allOf", {"allOf": [{"type": "string"}, {"maxLength": 3}]}, ["abc"]),
    ("enum of numbers said to be text", {"type": "string", "enum": [1, 2.5, True]}, ["1", "2.5", "true"]),
    ("mixed enum", {"enum": [1, "a", None]}, [1, "a", None]),
    ("empty enum", {"type": "string", "enum": []}, ["x"]),
    ("const null", {"const": None}, [None]),
    ("const list", {"const": [1]}, [[1]]),
    ("tuple", {"type": "array", "prefixItems": [TEXT, {"type": "integer"}], "items": False}, [["a", 1], []]),
    ("not", {"type": "string", "not": {"enum": ["x"]}}, ["y"]),
    ("if", {"type": "object", "properties": {"a": TEXT}, "if": {"required": ["a"]}, "then": {}}, [{"a": "x"}]),
    ("pattern properties", {"type": "object", "patternProperties": {"^x": {"type": "integer"}}}, [{"x1": 1}]),
    (
        "defs",
        {
            "$defs": {"In": {"type": "object", "properties": {"b": TEXT}}},
            "anyOf": [{"$ref": "#/components/schemas/Thing/properties/field/$defs/In"}, TEXT],
        },
        [{"b": "x"}, "y"],
    ),
    ("a part of another", {"$ref": "#/components/schemas/Other/properties/deep"}, [{"leaf": "x"}]),
    ("escaped reference", {"$ref": "#/components/schemas/Other%20one"}, [{"z": "x"}]),
    (
        "beside a reference",
        {"$ref": "#/components/schemas/Other", "properties": {"more": TEXT}},
        [{"name": "x", "more": "y"}],
    ),
    (
        "required either way",
        {"type": "object", "properties": {"a": TEXT, "b": TEXT}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
        [{"a": "x"}],
    ),
    ("forbidden property", {"type": "object", "properties": {"a": TEXT, "b": False}}, [{"a": "x"}]),
    ("holds itself", ref("Json"), ["x", ["y", ["z"]], {"k": ["v"]}]),
    ("types", {"type": ["string", "integer", "array", "null"], "items": TEXT}, ["x", 1, ["y"], None]),
    (
        "discriminated by names",
        {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "type"}},
        [{"type": "Dog", "d": 1}, {"type": "Cat", "c": 1}],
    ),
    (
        "discriminated by half",
        {
            "oneOf": [ref("Cat"), ref("Dog")],
            "discriminator": {"propertyName": "type", "mapping": {"hund": "Dog", "kuh": "Cow"}},
        },
        [{"type": "hund", "d": 1}, {"type": "Cat", "c": 1}],
    ),
    (
        "discriminator that is none",
        {"oneOf": [ref("Cat"), TEXT], "discriminator": {"propertyName": "type"}},
        [{"type": "Cat", "c": 1}, "x"],
    ),
    ("base with alternatives", ref("Animal"), [{"name": "x", "fur": "f"}, {"name": "x", "wings": 2}]),
    (
        "map of nullable",
        {"type": "object", "additionalProperties": {"type": "string", "nullable": True}},
        [{"a": None, "b": "x"}],
    ),
]

# Components that they refer to.
OTHERS: dict[str, Any] = {
    "Other": {"type": "object", "properties": {"name": TEXT, "deep": {"type": "object", "properties": {"leaf": TEXT}}}},
    "Other one": {"type": "object", "properties": {"z": TEXT}},
    "Kind": {"type": "string", "enum": ["a", "b"]},
    "Json": {
        "anyOf": [
            TEXT,
            {"type": "array", "items": ref("Json")},
            {"type": "object", "additionalProperties": ref("Json")},
        ]
    },
    "Cat": {"type": "object", "required": ["type"], "properties": {"type": TEXT, "c": {"type": "integer"}}},
    "Dog": {"type": "object", "required": ["type"], "properties": {"type": TEXT, "d": {"type": "integer"}}},
    "Animal": {"type": "object", "properties": {"name": TEXT}, "anyOf": [ref("Mammal"), ref("Bird")]},
    "Mammal": {"allOf": [ref("Animal"), {"type": "object", "required": ["fur"], "properties": {"fur": TEXT}}]},
    "Bird": {"type": "object", "required": ["wings"], "properties": {"wings": {"type": "integer"}}},
}


_PET: dict[str, Any] = {
    "type": "object",
    "required": ["name", "photoUrls"],
    "properties": {
        "id": {"type": "integer", "format": "int64", "example": 10},
        "category": {"$ref": "#/components/schemas/Category"},
        "name": {"type": "string", "example": "doggie"},
        "photoUrls": {"type": "array", "xml": {"wrapped": True}, "items": {"type": "string", "xml": {"name": "u"}}},
        "status": {"type": "string", "enum": ["available", "pending", "sold"]},
    },
    "xml": {"name": "pet"},
}
_CONTENT: dict[str, Any] = {
    JSON: {"schema": ref("Pet")},
    "application/xml": {"schema": ref("Pet")},
    "application/x-www-form-urlencoded": {"schema": ref("Pet")},
}
_STATUS: dict[str, Any] = {
    "name": "status",
    "in": "query",
    "schema": {"type": "string", "default": "available", "enum": ["available", "sold"]},
    "explode": True,
}
_PET_ID: dict[str, Any] = {
    "name": "petId",
    "in": "path",
    "required": True,
    "schema": {"type": "integer", "format": "int64"},
}
_UPLOAD: dict[str, Any] = {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
_ANSWER: dict[str, Any] = {
    "200": {"description": "Successful operation", "content": _CONTENT},
    "405": {"description": "Invalid input"},
}
PETSTORE: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {
        "title": "Swagger Petstore - OpenAPI 3.0",
        "version": "1.0.11",
        "termsOfService": "http://swagger.io/terms/",
    },
    "servers": [{"url": "/api/v3"}],
    "tags": [
        {"name": "pet", "description": "Everything about your Pets", "externalDocs": {"url": "http://swagger.io"}}
    ],
    "paths": {
        "/pet": {
            "post": {
                "tags": ["pet"],
                "operationId": "addPet",
                "requestBody": {"content": _CONTENT, "required": True},
                "responses": _ANSWER,
                "security": [{"petstore_auth": ["write:pets"]}],
            },
        },
        "/pet/findByStatus": {
            "get": {
                "tags": ["pet"],
                "operationId": "findPetsByStatus",
                "parameters": [_STATUS],
                "responses": {
                    "200": {"description": "ok", "content": {JSON: {"schema": {"type": "array", "items": ref("Pet")}}}}
                },
                "security": [{"petstore_auth": ["read:pets"]}],
            },
        },
        "/pet/{petId}": {
            "get": {
                "tags": ["pet"],
                "operationId": "getPetById",
                "parameters": [_PET_ID],
                "responses": _ANSWER,
                "security": [{"api_key": []}, {"petstore_auth": ["write:pets"]}],
            },
            "delete": {
                "tags": ["pet"],
                "parameters": [{"name": "api_key", "in": "header", "schema": TEXT}, _PET_ID],
                "operationId": "deletePet",
                "responses": {"400": {"description": "Invalid pet value"}, "default": {"description": "x"}},
            },
        },
        "/pet/{petId}/uploadImage": {
            "post": {
                "tags": ["pet"],
                "operationId": "uploadFile",
                "parameters": [_PET_ID],
                "requestBody": _UPLOAD,
                "responses": {"200": {"description": "ok"}},
            },
        },
    },
    "components": {
        "schemas": {
            "Pet": _PET,
            "Category": {"type": "object", "properties": {"id": {"type": "integer"}, "name": TEXT}},
        },
        "securitySchemes": {
            "petstore_auth": {
                "type": "oauth2",
                "flows": {"implicit": {"authorizationUrl": "https://x.io/a", "scopes": {"write:pets": "w"}}},
            },
            "api_key": {"type": "apiKey", "name": "api_key", "in": "header"},
        },
    },
}
