"""What a user knows better than the spec: true paths of operations, true names of request fields and parameters."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from erp_sandbox.errors import ConfigurationError
from erp_sandbox.spec import JSON_TYPE, METHODS, Spec

RENAMED = "x-sandbox-renamed"
MODEL = "x-sandbox-model"
NAME = "x-sandbox-name"


def corrected(spec: Spec, operation_paths: Mapping[str, str], wire_names: Mapping[str, str]) -> Spec:
    """The spec with operations moved and names exchanged; rules and models go on seeing the names of the spec.

    Args:
        spec: As it was written.
        operation_paths: New path by operationId, below the server's base path.
        wire_names: New name by `operationId.name`.

    Raises:
        ConfigurationError: There is no such operation or name, or the new path or name cannot be.
    """
    if not operation_paths and not wire_names:
        return spec
    document = copy.deepcopy(dict(spec.document))
    for operation_id, path in operation_paths.items():
        _move(document, operation_id, path)
    for place, name in wire_names.items():
        _rename(document, place, name)
    return Spec(document)


def _find(document: Mapping[str, Any], operation_id: str) -> tuple[str, str]:
    for path, item in document["paths"].items():
        for method in METHODS:
            if item.get(method, {}).get("operationId") == operation_id:
                return path, method
    raise ConfigurationError(f"there is no operation {operation_id!r} to correct")


def _move(document: dict[str, Any], operation_id: str, new_path: str) -> None:
    path, method = _find(document, operation_id)
    if not new_path.startswith("/"):
        raise ConfigurationError(f"the path of {operation_id} must begin with a slash, not {new_path!r}")
    item = document["paths"][path]
    node = item.pop(method)
    node["parameters"] = [*item.get("parameters", ()), *node.get("parameters", ())]
    if not any(other in item for other in METHODS):
        del document["paths"][path]
    target = document["paths"].setdefault(new_path, {})
    if method in target:
        raise ConfigurationError(
            f"{method.upper()} {new_path} is {target[method]['operationId']} already, it cannot be {operation_id} too"
        )
    target[method] = node


def _rename(document: dict[str, Any], place: str, new_name: str) -> None:
    operation_id, _, name = place.partition(".")
    path, method = _find(document, operation_id)
    item = document["paths"][path]
    node, spec = item[method], Spec(document)
    parameters = [dict(spec.resolve(p)) for p in [*item.get("parameters", ()), *node.get("parameters", ())]]
    for parameter in parameters:
        if parameter["name"] == name and parameter["in"] == "query":
            parameter.update({"name": new_name, NAME: name})
            node["parameters"] = [p for p in parameters if p["in"] != "path" or p not in item.get("parameters", ())]
            return
    content = node.get("requestBody", {}).get("content", {}).get(JSON_TYPE, {})
    schema = content.get("schema", {})
    properties = spec.properties(schema)
    if name not in properties or new_name in properties:
        raise ConfigurationError(
            f"cannot call {place!r} {new_name!r}: there is no such name in the request, or the new one is taken"
        )
    resolved = dict(spec.resolve(schema))
    resolved["properties"] = {new_name if key == name else key: value for key, value in properties.items()}
    resolved["required"] = [new_name if key == name else key for key in resolved.get("required", ())]
    resolved[RENAMED] = {**resolved.get(RENAMED, {}), new_name: name}
    if "$ref" in schema:
        resolved[MODEL] = schema["$ref"].rpartition("/")[2]
    content["schema"] = resolved
