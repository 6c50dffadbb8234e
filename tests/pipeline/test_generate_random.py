"""Documents made and damaged by chance: each is refused with places and reasons, or becomes a working package."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scripts.generator import render
from scripts.generator.foreign.package import foreign_package
from scripts.generator.problems import GenerationError
from tests.pipeline.synthetic import make_document
from tests.pipeline.tiny import Generated, body, document, names, operation, path_parameter, ref

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


@pytest.mark.parametrize("seed", range(6))
def test_what_is_refused_in_our_specs_is_told_apart_in_those_of_others(
    generate_client: Callable[..., Generated], seed: int
) -> None:
    generated = generate_client(Chance(seed).document(), foreign=True)
    models = generated.module("models")
    for name in dir(models):
        if hasattr(getattr(models, name), "from_dict"):
            assert getattr(models, name).from_dict({"not described": [1]}).to_dict() == {"not described": [1]}


JUNK: list[Any] = [
    *(None, 1, -1.5, "x", "", [], {}, True, False, ["x"], [None], [{}], {"a": {"b": 1}}, {"type": "object"}),
    *({"$ref": "x"}, {"$ref": "#/components/schemas/Nope"}, {"$ref": 1}, {"x-y": 1}),
]


def places(node: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """All places of a document but the top."""
    for key in node if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ():
        yield (*at, key)
        yield from places(node[key], (*at, key))


def damaged(document: Any, chance: random.Random) -> Any:
    """A copy of a document in which something is missing, or something else than it was."""
    document = json.loads(json.dumps(document))
    *holders, last = chance.choice(list(places(document)))
    node = document
    for key in holders:
        node = node[key]
    if chance.random() < 0.25:
        del node[last]
    else:
        node[last] = chance.choice(JUNK)
    return document


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_a_damaged_document_is_refused_with_places_or_works(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "formatted", dict)  # takes longer than all the rest
    whole, chance = make_document(20, 20, 1, version), random.Random(version)
    refused: list[str] = []
    for _ in range(30):
        document = damaged(whole, chance)
        try:
            made = foreign_package(document, names("tiny"), skip_unsupported=chance.random() < 0.5)
        except GenerationError as error:
            refused += [problem.pointer for problem in error.problems]
        else:
            for name, text in made.files.items():
                if name.endswith(".py"):
                    compile(text, name, "exec")
    assert refused
    assert all(place.startswith("#/") for place in refused)
