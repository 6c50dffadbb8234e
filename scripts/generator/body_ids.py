"""Requests that take the id of the record in their body: an argument of the method, and no field of the model."""

from __future__ import annotations

from collections.abc import Iterable

from scripts.generator.document import Document, join, walk
from scripts.generator.normalise import json_content
from scripts.generator.problems import GenerationError, Problem, fail
from scripts.generator.schemas import Field, fields_of


def ids_in_bodies(document: Document, operations: Iterable[str]) -> dict[str, Field]:
    """The field that takes the id, by the pointer of the request's schema.

    Args:
        document: The document.
        operations: Pointers of the operations.

    Raises:
        GenerationError: there is no such field, it need not be given, or the schema is used for something else too.
    """
    found: dict[str, Field] = {}
    # Where the schemas of requests stand (a `$ref` perhaps), and what is said there about an id.
    stated: dict[str, str | None] = {}
    problems: list[Problem] = []
    for operation in operations:
        wire = document.at(operation).get("x-id-in-body")
        stands = request_schema(document, operation)
        if stands is None:
            if wire is not None:
                problems.append(Problem(join(operation, "x-id-in-body"), "the operation has no JSON body"))
            continue
        stated[stands] = wire
        if wire is None:
            continue
        try:
            found[document.resolve(stands)[0]] = _field(document, operation, stands, wire)
        except GenerationError as error:
            problems.extend(error.problems)
    for kind, pointer, node in walk(document.root) if found else ():
        if kind not in ("schema", "property"):
            continue
        schema = document.resolve(pointer)[0] if "$ref" in node else pointer
        if schema not in found or (pointer == schema and pointer not in stated):
            continue
        if stated.get(pointer) != found[schema].wire:
            problems.append(
                Problem(
                    pointer,
                    f"is {schema}, whose {found[schema].wire!r} is no field but an argument (x-id-in-body); "
                    "give this place a schema of its own",
                )
            )
    if problems:
        raise GenerationError(problems)
    return found


def request_schema(document: Document, operation: str) -> str | None:
    """Where the schema of an operation's JSON body stands; None if it has none."""
    if "requestBody" not in document.at(operation):
        return None
    here, body = document.resolve(join(operation, "requestBody"))
    media_type = json_content(body.get("content", {}))
    if media_type is None or "schema" not in body["content"][media_type]:
        return None
    return join(here, "content", media_type, "schema")


def _field(document: Document, operation: str, schema: str, wire: str) -> Field:
    here = join(operation, "x-id-in-body")
    field = next((one for one in fields_of(document, schema) if one.wire == wire), None)
    if field is None:
        raise fail(here, f"the body has no property {wire!r}")
    if not field.required:
        raise fail(here, f"the body does not require {wire!r}; an id always goes along, so require it")
    return field
