"""The closed list of `x-` extensions: where each may stand and what it looks like; docs/specs.md has examples."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs
from attrs import frozen

from erp_client_runtime.errors import BY_KIND
from scripts.specs.evidence import CARRIERS
from scripts.specs.nodes import Node, walk
from scripts.specs.source import Pointer, Source
from scripts.specs.wire_forms import WIRE_FORMS

_TEXT = {"type": "string", "minLength": 1}
_NAME = {"type": "string", "pattern": r"^[a-z][a-z0-9_]*$"}
_NAMES = {"type": "object", "minProperties": 1, "additionalProperties": _TEXT}


def _mapping(required: Mapping[str, Any], optional: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Schema of a mapping that has these keys and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


# That quota and codes have evidence is the business of the check of the evidence.
_ERROR_CODE = _mapping({"meaning": _TEXT}, {"error": {"enum": sorted(BY_KIND)}, "x-evidence": True})
_CODES = {"type": "object", "minProperties": 1, "additionalProperties": _ERROR_CODE}


@frozen
class Extension:
    """One extension.

    Attributes:
        places: Kinds of nodes that it may stand at, each with the JSON schema of what stands there.
    """

    places: Mapping[str, Mapping[str, Any]]


def _at(kinds: str, schema: Mapping[str, Any]) -> Extension:
    return Extension(dict.fromkeys(kinds.split(), schema))


EXTENSIONS: Mapping[str, Extension] = {
    "x-evidence": Extension(
        dict.fromkeys(
            CARRIERS,
            _mapping(
                {"level": {"enum": ["documented", "example", "observed", "inferred", "assumed"]}},
                {"source": _TEXT, "section": _TEXT, "because": _TEXT},
            ),
        )
    ),
    "x-quota": _at(
        "root",
        _mapping(
            {
                "requests": {"type": "integer", "minimum": 1},
                "per": {"type": "number", "exclusiveMinimum": 0},
                "scope": {"enum": ["credential"]},
            },
            {"x-evidence": True},
        ),
    ),
    "x-error-codes": Extension(
        {
            "root": _mapping({"code": _TEXT}, {"message": _TEXT, "field": _TEXT, "data": _TEXT, "codes": _CODES}),
            "operation": _mapping({"codes": _CODES}),
        }
    ),
    "x-retry": _at(
        "operation",
        {
            "anyOf": [
                {"enum": ["safe", "never"]},
                _mapping(
                    {
                        "reconcile": {
                            **_mapping({"operation": _TEXT}, {"match": _NAMES, "match_items": _NAMES}),
                            "minProperties": 2,
                        }
                    }
                ),
            ]
        },
    ),
    "x-pagination": _at(
        "operation",
        {
            "anyOf": [
                _mapping({"style": {"const": "none"}}),
                _mapping({"style": {"const": "page"}, "page": _TEXT, "size": _TEXT}),
                _mapping({"style": {"const": "offset"}, "offset": _TEXT, "size": _TEXT}),
            ]
        },
    ),
    "x-cursor": _at(
        "operation", _mapping({"parameter": _TEXT, "field": _TEXT, "start": {"type": ["integer", "string"]}})
    ),
    "x-method": _at("operation", _NAME),
    "x-unwrap": _at(
        "operation",
        {
            **_mapping({}, {"items": _TEXT, "match": _TEXT, "param": _TEXT, "value": _TEXT}),
            "minProperties": 1,
            "dependentRequired": {"match": ["param", "items"], "param": ["match", "items"]},
            "dependentSchemas": {"value": {"maxProperties": 1}},
        },
    ),
    "x-id-in-body": _at("operation", _TEXT),
    "x-wire": _at("schema property", {"enum": sorted(WIRE_FORMS)}),
    "x-alias": _at("property", {"type": "array", "minItems": 1, "uniqueItems": True, "items": _TEXT}),
    "x-enum-varnames": _at("schema property", {"type": "array", "minItems": 1, "uniqueItems": True, "items": _TEXT}),
    "x-omit": _at("property", {"const": True}),
    "x-token": _at(
        "security_scheme",
        _mapping(
            {
                "client": {"enum": ["basic", "form"]},
                "lifetime": {"type": "array", "minItems": 1, "uniqueItems": True, "items": _TEXT},
                "default": {"type": "integer", "minimum": 1},
            }
        ),
    ),
}


def check_extensions(source: Source) -> None:
    """Add a finding for every extension that is unknown, stands where it means nothing, or has the wrong form."""
    for node in walk(source.data):
        for pointer, problem in extension_problems(node):
            source.complain(pointer, problem)


def extension_problems(node: Node) -> Iterator[tuple[Pointer, str]]:
    """What is wrong with the extensions of one node, and where."""
    for name, value in node.value.items():
        if not name.startswith("x-"):
            continue
        at = (*node.pointer, name)
        extension = EXTENSIONS.get(name)
        if extension is None:
            yield at, f"not one of the extensions; there are {', '.join(sorted(EXTENSIONS))}"
        elif node.kind not in extension.places:
            yield at, f"means nothing at this place; it belongs to {_places(extension)}"
        else:
            for pointer, problem in shape_errors(extension.places[node.kind], value):
                yield (*at, *pointer), f"{problem}; see {name} in docs/specs.md"


def _places(extension: Extension) -> str:
    return " or ".join(f"the {kind.replace('_', ' ')}" for kind in sorted(extension.places))


def shape_errors(schema: Mapping[str, Any], value: Any) -> Iterator[tuple[Pointer, str]]:
    """Where a value is not what a JSON schema asks for, and why."""
    for error in jsonschema_rs.validator_for(dict(schema)).iter_errors(value):
        options = getattr(error.kind, "options", None)
        message = f"must be one of {', '.join(map(str, options))}" if isinstance(options, list) else error.message
        yield tuple(error.instance_path), clipped(message)


def clipped(message: str) -> str:
    """A validator's message without the value's whole text."""
    message = re.sub(r"\s+", " ", message).strip()
    return message if len(message) <= 200 else message[:197] + "…"
