"""A request body as the vendor's server looks at it: keys matched its way, read-only fields not seen."""

from __future__ import annotations

from typing import Any

from erp_sandbox.spec import Schema, Spec


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
