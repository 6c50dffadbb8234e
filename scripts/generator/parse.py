"""openapi-python-client, driven as a library: it judges the form of the document, and makes the names.

It is shown the classes and operations side by side, without what connects them: with that it would take minutes for
large documents, and refuse what the runtime can well express. What a schema means is read from the document (`types`).
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import frozen
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser import openapi as parser
from openapi_python_client.parser.errors import GeneratorError
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.schema import OpenAPI
from pydantic import ValidationError

from scripts.generator.classes import Candidate
from scripts.generator.document import Node, join
from scripts.generator.problems import GenerationError, Problem, fail
from scripts.specs.letters import plain

PINNED = "0.29.1"


@frozen
class ClassName:
    """The class that a schema becomes, and the module it lives in."""

    name: str
    module: str
    enum: bool


@frozen
class Parsed:
    """What the parser found.

    Attributes:
        data: The parser's own objects, for its `Project`.
        classes: The class of each schema that becomes one, by the schema's pointer.
        operations: Pointer, name and tag of each operation.
    """

    data: GeneratorData
    classes: dict[str, ClassName]
    operations: list[tuple[str, str, str]]


def config() -> Config:
    """Settings of the parser; names come from the document alone, and nothing is run afterwards."""
    return Config.from_sources(
        ConfigFile(post_hooks=[], use_path_prefixes_for_title_model_names=False),
        MetaType.NONE,
        document_source=Path("openapi.yaml"),
        file_encoding="utf-8",
        overwrite=True,
        output_path=Path("unused"),
    )


@contextmanager
def shallow_endpoint_copies() -> Iterator[None]:
    """Let the parser copy an endpoint without the graph behind it.

    It copies each endpoint to leave the original alone, and drops the original: a shallow copy does as well.
    """
    if version("openapi-python-client") != PINNED:
        raise fail("openapi-python-client", f"{PINNED} is needed, {version('openapi-python-client')} is installed")
    original = parser.deepcopy  # type: ignore[attr-defined]  # the name that it imported, not one that it offers
    parser.deepcopy = copy.copy  # type: ignore[attr-defined, assignment]
    try:
        yield
    finally:
        parser.deepcopy = original  # type: ignore[attr-defined]


def parse(document: Node, classes: Mapping[str, Candidate], operations: Mapping[str, Node]) -> Parsed:
    """Let the parser make the names.

    Args:
        document: The document.
        classes: The classes to be made, by the pointers of their schemas; no two have the same words.
        operations: The operations by their pointers.

    Raises:
        GenerationError: it refuses or drops something, or warns about anything.
    """
    shown = _side_by_side(document, classes, operations)
    with shallow_endpoint_copies():
        try:
            data = GeneratorData.from_dict(shown, config=config())
        except ValueError as error:
            raise fail("#", f"the parser refuses the document: {error}") from error
    if isinstance(data, GeneratorError):
        raise fail("#", f"{data.header}: {data.detail}")
    errors = [*data.errors, *(error for tag in data.endpoint_collections_by_tag.values() for error in tag.parse_errors)]
    if errors:
        raise GenerationError(
            Problem("#", " ".join(f"{error.header}: {error.detail or ''}".split())) for error in errors
        )
    named = {
        prop.description.get_untrusted_value(): ClassName(
            str(prop.class_info.name), str(prop.class_info.module_name), isinstance(prop, EnumProperty)
        )
        for prop in [*data.models, *data.enums]
        if isinstance(prop, ModelProperty | EnumProperty) and prop.description is not None
    }
    if lost := sorted(classes.keys() - named.keys()):
        raise GenerationError(Problem(pointer, "the parser makes no class of this schema") for pointer in lost)
    found = [
        (endpoint.description.get_untrusted_value(), str(endpoint.name), str(tag))
        for tag, collection in data.endpoint_collections_by_tag.items()
        for endpoint in collection.endpoints
    ]
    return Parsed(data, {pointer: named[pointer] for pointer in classes}, found)


def _side_by_side(document: Node, classes: Mapping[str, Candidate], operations: Mapping[str, Node]) -> Node:
    schemas: Node = {}
    for pointer, candidate in classes.items():
        kind: Node = (
            {"type": "string", "enum": ["x"], "x-enum-varnames": ["X"]} if candidate.enum else {"type": "object"}
        )
        # The words stand in the title, since not all of them could be the name of a component.
        schemas[f"S{len(schemas)}"] = {**kind, "title": plain(candidate.words), "description": pointer}
    paths: Node = {}
    for pointer, node in operations.items():
        called = {"operationId": plain(node["operationId"]), "tags": [*map(plain, node.get("tags", []))]}
        paths[f"/{len(paths)}"] = {"get": {**called, "description": pointer, "responses": {}}}
    return {
        "openapi": document["openapi"],
        "info": {"title": document["info"]["title"], "version": document["info"]["version"]},
        "paths": paths,
        "components": {"schemas": schemas},
    }


def check_form(normalised: Node) -> None:
    """Check the form of the document, as the parser does, but keep the places of the mistakes.

    Raises:
        GenerationError: the document is no OpenAPI document.
    """
    try:
        OpenAPI.model_validate(normalised)
    except RecursionError as error:
        raise fail("#/components/schemas", "the schemas are nested too deeply") from error
    except ValidationError as error:
        reasons: dict[str, str] = {}
        for mistake in error.errors():
            reasons.setdefault(_place(normalised, mistake["loc"]), mistake["msg"])
        raise GenerationError(Problem(place, reason) for place, reason in reasons.items()) from error


def _place(node: Any, location: tuple[int | str, ...]) -> str:
    """The pointer of a place as pydantic tells it: with the names of its own alternatives in between."""
    pointer = "#"
    for part in location:
        if isinstance(part, int) if isinstance(node, list) else isinstance(node, dict) and part in node:
            pointer, node = join(pointer, part), node[part]
    return pointer
