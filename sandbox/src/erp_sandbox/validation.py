"""Requests against the spec, twice: JSON Schema on the raw value, then the pydantic models of a second generator."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import jsonschema_rs
import pydantic

from erp_sandbox.corrections import MODEL, RENAMED
from erp_sandbox.rules import Kind, Problem
from erp_sandbox.settings import Settings
from erp_sandbox.spec import Operation, Parameter, Schema, Spec

_RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_INTEGER = re.compile(r"-?[0-9]{1,40}")
_NUMBER = re.compile(r"-?[0-9]{1,40}(\.[0-9]{1,40})?")


class Validator:
    """Checks bodies and parameters of one spec.

    Args:
        spec: The spec.
        models: Pydantic models of its schemas, None if there are none.
        settings: What happens to unknown fields and parameters.
    """

    def __init__(self, spec: Spec, models: ModuleType | None, settings: Settings) -> None:
        self._spec = spec
        self.models = models
        self._settings = settings
        self._components = {"schemas": _with_ranges(spec.document.get("components", {}).get("schemas", {}))}
        self._compiled: dict[str, jsonschema_rs.Draft202012Validator] = {}

    def parameters(self, operation: Operation, place: str, given: Mapping[str, list[str]]) -> dict[str, Any]:
        """Typed values of path or query parameters, defaults filled in.

        Raises:
            Problem: Missing, repeated, unknown (if that is refused) or of the wrong type.
        """
        if place == "query" and self._settings["unknown_query_parameters"] == "refuse":
            for name in given:
                if operation.parameter(place, name) is None:
                    raise Problem(Kind.INVALID, f"there is no query parameter {name}", field=name)
        values: dict[str, Any] = {}
        for parameter in operation.parameters:
            if parameter.place != place:
                continue
            texts = given.get(parameter.name, [])
            if len(texts) > 1 and self._settings["repeated_query_parameter"] == "refuse":
                raise Problem(Kind.INVALID, f"{parameter.name} is given {len(texts)} times", field=parameter.name)
            if texts:
                last = int(self._settings["repeated_query_parameter"] == "last")
                values[parameter.canonical] = self._typed(parameter, self._clamped(operation, parameter, texts[-last]))
            elif parameter.required:
                raise Problem(Kind.INVALID, f"{parameter.name} is missing", field=parameter.name)
            elif "default" in parameter.schema:
                values[parameter.canonical] = parameter.schema["default"]
        return values

    def _clamped(self, operation: Operation, parameter: Parameter, text: str) -> str:
        """The largest size of a page in place of a larger one, if that is not an error."""
        paging = operation.paging
        if (
            paging is not None
            and paging.largest is not None
            and parameter.canonical == paging.size
            and self._settings["page_size_above_maximum"] == "clamp"
            and _INTEGER.fullmatch(text)
        ):
            return str(min(int(text), paging.largest))
        return text

    def _typed(self, parameter: Parameter, text: str) -> Any:
        kinds = parameter.schema.get("type", "string")
        kind = next((k for k in [kinds] if isinstance(k, str)), None) or next(k for k in kinds if k != "null")
        value: Any = text
        if kind == "integer" and _INTEGER.fullmatch(text):
            value = int(text)
        elif kind == "number" and _NUMBER.fullmatch(text):
            value = float(text)
        elif kind == "boolean" and text in ("true", "false"):
            value = text == "true"
        elif kind != "string":
            raise Problem(Kind.INVALID, f"{parameter.name} is not of type {kind}", field=parameter.name)
        validator = self._validator(f"parameter {parameter.name} {parameter.schema!r}", _with_ranges(parameter.schema))
        for error in validator.iter_errors(value):
            raise Problem(Kind.INVALID, f"{parameter.name}: {error.message}", field=parameter.name)
        return value

    def body(self, operation: Operation, value: Any) -> Any:
        """The body as the vendor takes it: valid twice, without unknown fields if they are dropped.

        Raises:
            Problem: The body does not fit the spec; `field` names where.
        """
        schema = operation.request
        if schema is None:
            return value
        validator = self._validator(f"body of {operation.id}", _with_ranges(schema))
        for error in validator.iter_errors(value):
            raise Problem(Kind.INVALID, error.message, field=_place(error.instance_path) or _missing(error))
        value = self._unknown_fields(operation, schema, value)
        if renamed := schema.get(RENAMED):
            value = {renamed.get(name, name): item for name, item in value.items()}
        self._second_reading(schema, value)
        return value

    def _validator(self, name: str, schema: Any) -> jsonschema_rs.Draft202012Validator:
        if name not in self._compiled:
            self._compiled[name] = jsonschema_rs.Draft202012Validator(
                {**schema, "components": self._components}, validate_formats=False
            )
        return self._compiled[name]

    def _unknown_fields(self, operation: Operation, schema: Schema, value: Any) -> Any:
        policy = self._settings[f"unknown_fields_on_{'create' if operation.method == 'POST' else 'update'}"]
        if policy == "keep":
            return value
        unknown = list(self._unknown(schema, value, ()))
        if unknown and policy == "refuse":
            place = _place(list(unknown[0]))
            raise Problem(Kind.INVALID, f"there is no field {place}", field=place)
        for parts in unknown:
            owner = value
            for part in parts[:-1]:
                owner = owner[part]
            del owner[parts[-1]]
        return value

    def _unknown(self, schema: Schema, value: Any, place: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        """Places of the fields that the spec does not name, objects that are declared open left out."""
        resolved = self._spec.resolve(schema)
        if isinstance(value, list):
            for index, item in enumerate(value):
                yield from self._unknown(resolved.get("items", {}), item, (*place, index))
        elif isinstance(value, dict):
            properties = self._spec.properties(resolved)
            is_open = "additionalProperties" in resolved or not properties
            for name, item in value.items():
                if name in properties:
                    yield from self._unknown(properties[name], item, (*place, name))
                elif not is_open:
                    yield (*place, name)

    def _second_reading(self, schema: Schema, value: Any) -> None:
        name = schema.get(MODEL) or schema.get("$ref", "").rpartition("/")[2]
        model = getattr(self.models, name, None) if name else None
        if not (isinstance(model, type) and issubclass(model, pydantic.BaseModel)):
            return
        try:
            model.model_validate(value)
        except pydantic.ValidationError as error:
            first = error.errors(include_url=False, include_input=False, include_context=False)[0]
            raise Problem(Kind.INVALID, first["msg"], field=_place(list(first["loc"]))) from None


def load_models(vendor: str, module: str | None, *, packaged: bool) -> ModuleType | None:
    """The pydantic models of a vendor: those it names, else the packaged ones if its spec is packaged."""
    name = module or (f"erp_sandbox._models.{vendor}" if packaged else None)
    return importlib.import_module(name) if name else None


def _with_ranges(node: Any) -> Any:
    """The schema with `format: int32/int64` turned into bounds, which JSON Schema leaves to the reader."""
    if isinstance(node, list):
        return [_with_ranges(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    copied = {key: _with_ranges(value) for key, value in node.items()}
    if isinstance(node.get("format"), str) and node["format"] in _RANGES:
        low, high = _RANGES[node["format"]]
        copied.setdefault("minimum", low)
        copied.setdefault("maximum", high)
    return copied


def _place(parts: list[Any]) -> str | None:
    return ".".join(str(part) for part in parts) or None


def _missing(error: jsonschema_rs.ValidationError) -> str | None:
    """Name of a missing field; the place of such an error is the object that lacks it."""
    name = getattr(error.kind, "property", None)
    return str(name).strip('"') if name is not None else None
