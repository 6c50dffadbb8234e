"""A request as the vendor's server looks at it: query and body, keys matched its way, read-only fields not seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from erp_sandbox import jsonio
from erp_sandbox.rules import Kind, Problem
from erp_sandbox.spec import JSON_TYPE, Schema, Spec


def query_of(query: str) -> dict[str, list[str]]:
    """All values of each query parameter.

    Raises:
        Problem: The query string cannot be read.
    """
    try:
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=200)
    except ValueError:
        raise Problem(Kind.MALFORMED, "the query string is not percent-encoded UTF-8, or endless") from None
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def json_body(headers: Mapping[str, list[str]], body: bytes) -> Any:
    """The JSON value of a body.

    Raises:
        Problem: The body is not JSON, or its headers say so.
    """
    media_type, _, parameters = ", ".join(headers.get("content-type", [])).partition(";")
    charset = parameters.lower().partition("charset=")[2].strip(' "')
    if media_type.strip().lower() != JSON_TYPE or charset not in ("", "utf-8", "utf8"):
        raise Problem(Kind.UNSUPPORTED_MEDIA_TYPE, f"the body must be {JSON_TYPE} in UTF-8")
    try:
        return jsonio.decode(body)
    except jsonio.MalformedJSONError as error:
        raise Problem(Kind.MALFORMED, str(error)) from None


def accepts_json(values: list[str]) -> bool:
    """Whether an `Accept` header takes JSON; without one everything is taken."""
    ranges = [part.strip().lower() for part in ", ".join(values).split(",") if part.strip()]
    for text in ranges:
        media_range, *parameters = (piece.strip() for piece in text.split(";"))
        refused = any(piece.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for piece in parameters)
        if media_range in (JSON_TYPE, "application/*", "*/*") and not refused:
            return True
    return not ranges


def canonical_keys(spec: Spec, schema: Schema, value: Any, *, ignore_case: bool) -> Any:
    """The value with each key as the spec spells it: aliases (`x-alias`), and other cases if they do not matter."""
    resolved = spec.resolve(schema)
    if isinstance(value, list):
        return [canonical_keys(spec, resolved.get("items", {}), item, ignore_case=ignore_case) for item in value]
    if not isinstance(value, dict):
        return value
    properties = spec.properties(resolved)
    spelled: dict[str, str] = {}
    for name, definition in properties.items():
        for other in (name, *definition.get("x-alias", ())):
            spelled[other.lower() if ignore_case else other] = name
    found: dict[str, Any] = {}
    for key, item in value.items():
        wanted: str = key.lower() if ignore_case else key
        meant = key if key in properties or wanted not in spelled else spelled[wanted]
        found[meant] = canonical_keys(spec, properties.get(meant, {}), item, ignore_case=ignore_case)
    return found


def without_read_only(spec: Spec, request: Schema, read: Schema, value: Any) -> Any:
    """The value without fields that only the server sets.

    These are `readOnly` and `x-omit`, in the request's schema or in the one that an element is read as.
    """
    request, read = spec.resolve(request), spec.resolve(read)
    if isinstance(value, list):
        return [without_read_only(spec, request.get("items", {}), read.get("items", {}), item) for item in value]
    if not isinstance(value, dict):
        return value
    writable, readable = spec.properties(request), spec.properties(read)
    found: dict[str, Any] = {}
    for key, item in value.items():
        definition = writable.get(key, readable.get(key, {}))
        if not (definition.get("readOnly") or definition.get("x-omit")):
            found[key] = without_read_only(spec, writable.get(key, {}), readable.get(key, {}), item)
    return found
