"""openapi-python-client, driven as a library: what it makes of the document, or what it has to say against it."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any

from attrs import frozen
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser import openapi as parser
from openapi_python_client.parser.errors import GeneratorError, ParseError
from openapi_python_client.parser.properties import EnumProperty, ModelProperty
from openapi_python_client.schema import OpenAPI
from openapi_python_client.schema.untrusted_string import UntrustedString
from pydantic import ValidationError

from scripts.generator.document import Node, join
from scripts.generator.problems import GenerationError, Problem, fail

PINNED = "0.29.1"

_CONSEQUENCE = "Could not find reference in parsed models"
_OPERATION = re.compile(r"parsing ([A-Z]+) (\S+) within")
_SCHEMA = re.compile(r"schema (/components/schemas/[^\s:]+)")
# The parser forgets to unpack some of its strings.
_OBJECT = re.compile(r"<[\w.]+ object at 0x[0-9a-f]+>")


@frozen
class ClassName:
    """The class that a schema becomes, and the module it lives in."""

    name: str
    module: str
    enum: bool
    properties: frozenset[str] = frozenset()


@frozen
class Parsed:
    """What the parser found.

    Attributes:
        data: The parser's own objects, for its `Project`.
        classes: The class of each schema that becomes one, by the schema's pointer.
        operations: Pointer, name and tag of each operation, in the order of the document.
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
    """Let the parser copy an endpoint without the graph of models behind it.

    It copies each endpoint to leave the original alone, and drops the original: a shallow copy does as well, and 400
    operations take a third of a second, not a minute and a half.
    """
    if version("openapi-python-client") != PINNED:
        raise fail("openapi-python-client", f"{PINNED} is needed, {version('openapi-python-client')} is installed")
    original = parser.deepcopy  # type: ignore[attr-defined]  # the name that it imported, not one that it offers
    parser.deepcopy = copy.copy  # type: ignore[attr-defined, assignment]
    try:
        yield
    finally:
        parser.deepcopy = original  # type: ignore[attr-defined]


def parse(normalised: Node) -> Parsed:
    """Let the parser read the normalised document.

    Raises:
        GenerationError: it refuses the document, drops something, or warns about anything.
    """
    _validate(normalised)
    with shallow_endpoint_copies():
        try:
            data = GeneratorData.from_dict(normalised, config=config())
        except RecursionError as error:
            raise fail("#/components/schemas", "the schemas are nested too deeply for the parser") from error
        except ValueError as error:
            raise fail("#", f"the parser refuses the document: {error}") from error
    if isinstance(data, GeneratorError):
        raise fail("#", f"{data.header}: {data.detail}")
    errors = [*data.errors, *(error for tag in data.endpoint_collections_by_tag.values() for error in tag.parse_errors)]
    if errors:
        # References lead somewhere, so one that does not is the consequence of another problem.
        causes = [error for error in errors if _CONSEQUENCE not in (error.detail or "")]
        raise GenerationError(_problem(error) for error in causes or errors)
    classes: dict[str, ClassName] = {}
    for prop in [*data.models, *data.enums]:
        if isinstance(prop, ModelProperty | EnumProperty) and prop.description is not None:
            classes.setdefault(prop.description.get_untrusted_value(), _class_name(prop))
    operations = [
        (endpoint.description.get_untrusted_value(), str(endpoint.name), str(tag))
        for tag, collection in data.endpoint_collections_by_tag.items()
        for endpoint in collection.endpoints
    ]
    return Parsed(data, classes, operations)


def _validate(normalised: Node) -> None:
    """Check the form of the document, as the parser does, but keep the places of the mistakes."""
    try:
        OpenAPI.model_validate(normalised)
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


def _class_name(prop: ModelProperty | EnumProperty) -> ClassName:
    names: frozenset[str] = frozenset()
    if isinstance(prop, ModelProperty):
        members = [*(prop.required_properties or []), *(prop.optional_properties or [])]
        names = frozenset(member.name.get_untrusted_value() for member in members)
    return ClassName(str(prop.class_info.name), str(prop.class_info.module_name), isinstance(prop, EnumProperty), names)


def _problem(error: GeneratorError) -> Problem:
    text = _OBJECT.sub("", f"{error.header}: {error.detail or ''}")
    operation = _OPERATION.search(text)
    schema = _SCHEMA.search(text)
    if operation:
        where = join("#", "paths", operation[2], operation[1].lower())
    elif schema:
        where = f"#{schema[1]}"
    else:
        where = _where(error.data) if isinstance(error, ParseError) else "#"
    return Problem(where, " ".join(text.split()).replace("::", ":"))


def _where(data: Any) -> str:
    for value in (getattr(data, "description", None), getattr(data, "ref", None)):
        if isinstance(value, UntrustedString) and value.startswith("#/"):
            return value.get_untrusted_value()
    return "#"
