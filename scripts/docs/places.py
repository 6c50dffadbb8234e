"""Which nodes of a spec are what a statement of a page is about."""

from __future__ import annotations

import re
from collections.abc import Mapping

from scripts.docs.described import Described, Part
from scripts.docs.statements import Place
from scripts.specs.nodes import walk
from scripts.specs.source import Pointer


def parts_of(spec: Described, place: Place, page: str) -> list[Part]:
    """The nodes that are what a statement is about; none if the spec does not have it."""
    match place.part:
        case "base URL":
            return [spec.part(("servers", 0), server) for server in spec.data.get("servers", ())[:1]]
        case "operation":
            return spec.operations(place.call, page)
        case "header":
            return [one for one in spec.operations(place.call, page) if _takes(spec, one, place.name or "")]
        case "parameter":
            return _parameters(spec, place, page)
        case "request field":
            return [one for op in spec.operations(place.call, page) for one in spec.request(op, place.name)]
        case "response field":
            return [one for op in spec.operations(place.call, page) for one in spec.response(op, place.name)]
        case "class":
            return spec.classes(place.name, page)
        case "field":
            return [
                one
                for schema in spec.classes(place.owner, page)
                for one in spec.named(spec.fields(schema.pointer, schema.value), place.name)
            ]
        case "error code":
            return error_codes(spec, place.name)
        case "error field":
            return _error_fields(spec, place.name)
        case "status":
            return _statuses(spec, place, page)
        case "limit":
            return _limits(spec, place.name)
        case "login":
            return _logins(spec, place.name or "")
    return []


def _parameters(spec: Described, place: Place, page: str) -> list[Part]:
    operations = spec.operations(place.call, page)
    found = [one for operation in operations for one in spec.parameters(operation)]
    if place.name is None:  # described without a name: those that are guessed stand for it
        return [one for one in found if one.evidence.get("section") == place.section and one.level == "assumed"]
    return [one for one in found if one.value.get("name") == place.name]


def error_codes(spec: Described, name: str | None) -> list[Part]:
    """The meanings that a code in error answers has."""
    found: dict[int, Part] = {}
    for node in walk(spec.data):
        if node.kind == "error_code" and node.pointer[-1] == name:
            found.setdefault(spec.line((*node.pointer, "meaning")), spec.part(node.pointer, node.value))
    return list(found.values())


def _error_fields(spec: Described, name: str | None) -> list[Part]:
    found: dict[Pointer, Part] = {}
    for operation in spec.all_operations:
        for status, response in operation.value.get("responses", {}).items():
            if status[:1] in ("4", "5", "d") and isinstance(response, Mapping):
                answer = spec.part((*operation.pointer, "responses", status), response)
                for one in spec.named(spec.content(answer), name):
                    found.setdefault(one.pointer, one)
    return list(found.values())


def _takes(spec: Described, operation: Part, header: str) -> bool:
    """Whether an operation sends a header: `Accept: …` by what it answers, `Content-type: …` by what it takes."""
    name, _, media = (part.strip() for part in header.partition(":"))
    if name.casefold() == "content-type":
        body = operation.value.get("requestBody")
        return isinstance(body, Mapping) and media in spec.part((), body).value.get("content", {})
    if name.casefold() != "accept":
        return any(str(one.value.get("name")).casefold() == name.casefold() for one in spec.parameters(operation))
    responses = operation.value.get("responses", {}).values()
    return any(media in spec.part((), one).value.get("content", {}) for one in responses if isinstance(one, Mapping))


def _statuses(spec: Described, place: Place, page: str) -> list[Part]:
    status = place.name or ""
    operations = spec.operations(place.call, page) if place.call else spec.all_operations
    found: dict[Pointer, Part] = {}
    for operation in operations:
        for key, response in operation.value.get("responses", {}).items():
            if isinstance(response, Mapping):
                one = spec.part((*operation.pointer, "responses", key), response)
                words = str(one.value.get("description", ""))
                named = key in (status, f"{status[:1]}XX") or re.search(rf"\b{re.escape(status)}\b", words) is not None
                if named:
                    found.setdefault(one.pointer, one)
    return list(found.values())


def _limits(spec: Described, name: str | None) -> list[Part]:
    quota = spec.data.get("x-quota")
    if name in ("requests", "per"):
        return [spec.part(("x-quota",), quota)] if isinstance(quota, Mapping) else []
    found: dict[Pointer, Part] = {}
    for operation in spec.all_operations:
        for status, response in operation.value.get("responses", {}).items():
            if status != "429" or not isinstance(response, Mapping):
                continue
            one = spec.part((*operation.pointer, "responses", status), response)
            if name == "status":
                found.setdefault(one.pointer, one)
            for header, value in one.value.get("headers", {}).items() if name == "header" else ():
                at = (*one.pointer, "headers", header)
                found.setdefault(at, spec.part(at, value))
    return list(found.values())


def _logins(spec: Described, name: str) -> list[Part]:
    kind, _, _ = name.partition(" ")
    schemes = spec.data.get("components", {}).get("securitySchemes", {})
    wanted = "oauth2" if kind == "oauth2" else "apiKey"
    return [
        spec.part(("components", "securitySchemes", key), scheme)
        for key, scheme in schemes.items()
        if isinstance(scheme, Mapping) and scheme.get("type") == wanted
    ]
