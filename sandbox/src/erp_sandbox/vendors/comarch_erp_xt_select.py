"""The elements that `$filter`, `$fts` and `$orderby` ask for; the core cuts the pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from erp_sandbox.call import Call
from erp_sandbox.spec import Schema, Spec
from erp_sandbox.store import Item
from erp_sandbox.vendors.comarch_erp_xt_elements import types_of
from erp_sandbox.vendors.comarch_erp_xt_query import Fields, Kind, parse_filter, parse_full_text, parse_order


def selected(call: Call, items: list[Item]) -> list[Item]:
    """What is left of the elements, in the order that is asked for.

    Raises:
        QueryError: An option cannot be understood.
    """
    spec = call.world.spec
    properties = spec.properties(spec.schema(call.resource.schema))
    fields: Fields = {name: _kind(spec, schema) for name, schema in properties.items() if name != "$id"}
    if "$filter" in call.query:
        passes = parse_filter(call.query["$filter"], fields)
        items = [item for item in items if passes(item)]
    if "$fts" in call.query:
        wanted = parse_full_text(call.query["$fts"]).casefold()
        items = [item for item in items if any(wanted in text.casefold() for text in _texts(call, item))]
    if "$orderby" in call.query:
        items = parse_order(call.query["$orderby"], fields)(items)
    return items


def _kind(spec: Spec, schema: Schema) -> Kind:
    """What a field holds, by its schema."""
    if "x-wire" in schema:
        return Kind.DATE
    kinds = types_of(spec, schema)
    if "string" in kinds:
        return Kind.TEXT
    return Kind.NUMBER if kinds & {"integer", "number"} else Kind.OTHER


def _texts(call: Call, item: Item) -> Iterator[str]:
    yield from _texts_in(item)
    customer = call.world.collections["customers"].get(str(item.get("PurchasingPartyId")))
    if customer is not None:
        yield from _texts_in(customer["Name"])


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _texts_in(part)
