"""Documents made by chance, full of unfortunate names: each is refused with a reason, or becomes a working package."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from scripts.generator.problems import GenerationError
from tests.pipeline.tiny import Generated, body, document, operation, path_parameter, ref

NAMES = [
    *(
        "a",
        "Id",
        "$id",
        "id2",
        "class",
        "list",
        "dict",
        "Type",
        "typeOf",
        "d",
        "self",
        "date",
        "x-y",
        "1a",
        "_a",
        "__a",
    ),
    *("a.b", "a/b", "a~b", "{b}", "it's", "None", "True", "Any", "UUID", "Decimal", "print", "options", "body", "ref"),
    *("array", "ID", "URLPath", "$ref2", "@type", "metadata", "default", "import", "wire", "__init__", "from_dict"),
    *("copy", "match", "x y", 'q"q', "back\\slash", "new\nline", ""),
]
SCHEMAS = ["Foo", "Bar", "Page", "Text", "FooBar", "Item", "Client", "Date"]
SCALARS: list[dict[str, Any]] = [
    {"type": "string"},
    {"type": ["integer", "null"]},
    {"type": "number", "format": "decimal"},
    {"type": "boolean", "nullable": True},
    {"type": "string", "format": "date"},
    {"type": "string", "format": "date-time"},
    {"type": "string", "format": "uuid", "description": 'Ends with "it"'},
    {},
]


class Chance:
    """Makes documents from a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.schemas = self.random.sample(SCHEMAS, 4)

    def names(self, most: int) -> list[str]:
        return self.random.sample(NAMES, self.random.randint(1, most))

    def schema(self, depth: int) -> dict[str, Any]:
        choices: list[Callable[[], dict[str, Any]]] = [
            lambda: dict(self.random.choice(SCALARS)),
            lambda: {"type": "string", "enum": self.random.sample(NAMES, 3)},
            lambda: ref(self.random.choice(self.schemas)),
        ]
        if depth:
            choices += [
                lambda: {"type": self.random.choice(["array", ["array", "null"]]), "items": self.schema(depth - 1)},
                lambda: {"type": "object", "properties": {name: self.schema(depth - 1) for name in self.names(3)}},
                lambda: {"type": "object", "additionalProperties": self.schema(depth - 1)},
                lambda: {"anyOf": [self.schema(depth - 1), self.schema(depth - 1), {"type": "null"}]},
                lambda: {"allOf": [ref(self.random.choice(self.schemas))]},
            ]
        return self.random.choice(choices)()

    def document(self) -> dict[str, Any]:
        objects = {
            name: {"type": "object", "properties": {wire: self.schema(2) for wire in self.names(5)}}
            for name in self.schemas
        }
        query = {
            "name": self.random.choice(NAMES[:-1]),
            "in": "query",
            "schema": dict(self.random.choice(SCALARS[:-1])),
        }
        one = {
            "parameters": [path_parameter("x")],
            "get": operation("get", ref(self.schemas[0])),
            "put": operation("update", ref(self.schemas[1]), requestBody=body(ref(self.schemas[3]))),
        }
        many = {
            "get": operation("list", {"type": "array", "items": ref(self.schemas[2])}, parameters=[query]),
            "post": operation("create", self.schema(1), requestBody=body(ref(self.random.choice(self.schemas)))),
        }
        return document({"/a/{x}": one, "/a": many}, objects)


@pytest.mark.parametrize("seed", range(24))
def test_a_document_made_by_chance_is_refused_with_places_or_works(
    generate_client: Callable[..., Generated], seed: int
) -> None:
    try:
        generated = generate_client(Chance(seed).document())
    except GenerationError as error:
        places = [problem.pointer for problem in error.problems]
    else:
        places = ["#/"]
        use(generated)
    assert all(place.startswith("#/") for place in places)


def use(generated: Generated) -> None:
    """Call something, and read and write with every model."""
    with generated.client({}) as client:
        assert client.things.get("1").to_dict() == {}
    models = generated.module("models")
    for name in dir(models):
        if hasattr(getattr(models, name), "from_dict"):
            assert getattr(models, name).from_dict({"not described": [1]}).to_dict() == {"not described": [1]}
