"""Whether a document is OpenAPI 3.1 at all, independent of what this project adds to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs
from openapi_spec_validator import OpenAPIV31SpecValidator
from openapi_spec_validator.validation.exceptions import DuplicateOperationIDError, UnresolvableParameterError

from scripts.specs.extensions import clipped
from scripts.specs.nodes import referred, walk
from scripts.specs.source import Pointer, Source


def check_validity(source: Source) -> None:
    """Add a finding for every `$ref` that leads nowhere and for everything that OpenAPI 3.1 or JSON Schema forbids."""
    spec: Mapping[str, Any] = source.data
    version = spec.get("openapi")
    if not isinstance(version, str) or not version.startswith("3.1."):
        source.complain(("openapi",), f"the version is {version!r}; specs are written in OpenAPI 3.1 (openapi: 3.1.0)")
        return
    before = len(source.findings)
    for pointer, reference in _references(spec, ()):
        try:
            referred(spec, reference)
        except LookupError as error:
            source.complain(pointer, f"{error.args[0]}; refer to a node of this file as #/components/…")
    for node in walk(spec):
        outermost = node.is_schema and not (node.parent and node.parent.is_schema)
        if outermost and (wrong := _schema_error(node.value)) is not None:
            source.complain(
                (*node.pointer, *wrong.instance_path), f"not a valid JSON schema: {clipped(wrong.message)}; mend it"
            )
    if len(source.findings) == before:
        _check_openapi(source)


def _schema_error(schema: Mapping[str, Any]) -> jsonschema_rs.ValidationError | None:
    try:
        jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema})
    except jsonschema_rs.ValidationError as error:
        return error
    return None


def _check_openapi(source: Source) -> None:
    found = 0
    try:
        for error in OpenAPIV31SpecValidator(source.data).iter_errors():
            if isinstance(error, (DuplicateOperationIDError, UnresolvableParameterError)):
                continue  # reported with its line by the check of what is named
            found += 1
            cause = _deepest(error)
            pointer = tuple(getattr(error, "absolute_path", ())) + tuple(
                getattr(cause, "path", ()) if cause is not error else ()
            )
            problem = clipped(str(cause.message).partition("\n")[0])
            source.complain(pointer, f"not valid OpenAPI 3.1: {problem}; mend it")
    except Exception as error:  # noqa: BLE001 - the validator stumbles over documents that it has just called invalid
        if not found:
            source.complain((), f"not valid OpenAPI 3.1: {type(error).__name__} {clipped(str(error))}; mend it")


def _deepest(error: Any) -> Any:
    """Of the alternatives that all failed, the failure that got furthest, which is the one that was meant."""
    context = getattr(error, "context", None)
    if not context:
        return error
    return _deepest(max(context, key=lambda one: len(one.path)))


def _references(value: Any, pointer: Pointer) -> Iterator[tuple[Pointer, object]]:
    if isinstance(value, Mapping):
        if "$ref" in value and not (pointer and pointer[-1] == "properties"):
            yield (*pointer, "$ref"), value["$ref"]
        for key, child in value.items():
            yield from _references(child, (*pointer, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _references(child, (*pointer, index))
