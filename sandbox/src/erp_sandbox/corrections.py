"""What a user knows better than the spec: true paths of operations, true names of request fields and parameters."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Mapping
from typing import Any

from erp_sandbox.errors import ConfigurationError
from erp_sandbox.spec import JSON_TYPE, METHODS, Spec

RENAMED = "x-sandbox-renamed"
MODEL = "x-sandbox-model"
NAME = "x-sandbox-name"
MOVED = "x-sandbox-moved"

# A path as it is sent: no query, no fragment, no spaces; variables in braces.
_PATH = re.compile(r"/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}|\{[^{}/]+\})*")
_VARIABLE = re.compile(r"{([^{}]+)}")


def corrected(spec: Spec, operation_paths: Mapping[str, str], wire_names: Mapping[str, str]) -> Spec:
    """The spec with operations moved and names exchanged; rules and models go on seeing the names of the spec.

    Args:
        spec: As it was written.
        operation_paths: New path by operationId, below the server's base path.
        wire_names: New name by `operationId.name`, the name as in the spec or as Python clients spell it.

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
    known = sorted(operation.id for operation in Spec(document).operations)
    raise ConfigurationError(f"there is no operation {operation_id!r} to correct: there are {', '.join(known)}")


def _move(document: dict[str, Any], operation_id: str, new_path: str) -> None:
    path, method = _find(document, operation_id)
    _check_path(operation_id, path, new_path)
    item = document["paths"][path]
    node = item.pop(method)
    node[MOVED] = True
    node["parameters"] = [*item.get("parameters", ()), *node.get("parameters", ())]
    if not any(other in item for other in METHODS):
        del document["paths"][path]
    target = document["paths"].setdefault(new_path, {})
    if method in target:
        raise ConfigurationError(
            f"{method.upper()} {new_path} is {target[method]['operationId']} already, it cannot be {operation_id} too"
        )
    target[method] = node


def _check_path(operation_id: str, path: str, new_path: str) -> None:
    if not _PATH.fullmatch(new_path) or new_path.startswith("//"):
        raise ConfigurationError(
            f"the path of {operation_id} must begin with a slash and be written as it is sent (no query, no spaces, "
            f"other characters percent-encoded), not {new_path!r}"
        )
    # Clients resolve these before they send a path, so no request would ever arrive there.
    if any(segment.lower().replace("%2e", ".") in (".", "..") for segment in new_path.split("/")):
        raise ConfigurationError(f"the path of {operation_id} holds a segment `.` or `..`: {new_path!r}; leave it out")
    wanted, given = (sorted(_VARIABLE.findall(text)) for text in (path, new_path))
    if wanted != given:
        needed = " and ".join(f"{{{name}}}" for name in wanted) or "no variable"
        raise ConfigurationError(f"the path of {operation_id} needs {needed} (as in {path}), not {new_path!r}")


def _meant(name: str, known: Iterable[str]) -> str:
    """The name of the spec that is meant: itself, or the only one that a Python client would spell like this.

    Clients put underscores between the words (`short_name` for `shortName`), behind names that Python has taken, and a
    word before names that cannot begin a Python name.
    """
    known = list(known)
    if name in known:
        return name
    for spelled in (name, re.sub("^(field|argument)_", "", name)):
        alike = [other for other in known if _letters(other) == _letters(spelled)]
        if len(alike) == 1:
            return alike[0]
    return name


def _letters(name: str) -> str:
    return re.sub(r"[\W_]", "", name).lower()


def _rename(document: dict[str, Any], place: str, new_name: str) -> None:
    operation_id, _, name = place.partition(".")
    path, method = _find(document, operation_id)
    item = document["paths"][path]
    node, spec = item[method], Spec(document)
    parameters = [dict(spec.resolve(p)) for p in [*item.get("parameters", ()), *node.get("parameters", ())]]
    content = node.get("requestBody", {}).get("content", {}).get(JSON_TYPE, {})
    schema = content.get("schema", {})
    properties = spec.properties(schema)
    name = _meant(name, [*(p["name"] for p in parameters if p["in"] == "query"), *properties])
    for parameter in parameters:
        if parameter["name"] == name and parameter["in"] == "query":
            parameter.update({"name": new_name, NAME: name})
            node["parameters"] = [p for p in parameters if p["in"] != "path" or p not in item.get("parameters", ())]
            return
    if name not in properties or new_name in properties:
        taken = "the new name is taken" if name in properties else f"the request has no {name!r}"
        names = ", ".join([*(p["name"] for p in parameters if p["in"] == "query"), *properties]) or "none"
        raise ConfigurationError(f"cannot call {place!r} {new_name!r}: {taken}; its names are {names}")
    resolved = dict(spec.resolve(schema))
    resolved["properties"] = {new_name if key == name else key: value for key, value in properties.items()}
    resolved["required"] = [new_name if key == name else key for key in resolved.get("required", ())]
    resolved[RENAMED] = {**resolved.get(RENAMED, {}), new_name: name}
    if "$ref" in schema:
        resolved[MODEL] = schema["$ref"].rpartition("/")[2]
    content["schema"] = resolved
