"""Elements of Comarch ERP XT: what the server adds to them when they are stored, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from erp_sandbox.call import Call
from erp_sandbox.rules import Kind, Problem
from erp_sandbox.spec import Schema, Spec
from erp_sandbox.store import Item
from erp_sandbox.vendors.comarch_erp_xt_seeds import address_id, line_id

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DATES = ("SalesDate", "IssueDate")
_PREFIXES = {"invoices": "RE", "proformas": "AU"}
_REFERENCES: Mapping[str, str] = {
    "PurchasingPartyId": "customers",
    "PaymentTypeId": "payment_types",
    "BankAccountId": "bank_accounts",
}


def start_document(call: Call, document: Item) -> None:
    """Number, status, and days that were not given; for a document that is about to be stored."""
    today = call.world.clock.now().date().isoformat()
    for name in _DATES:
        if name in document:
            document[name] = document[name] or today
    if "PaymentStatus" in document:
        document["PaymentStatus"] = document["PaymentStatus"] or 0
    document["Status"] = 0
    year = str(document["IssueDate"])[:4]
    document["Number"] = f"{_PREFIXES[call.operation.resource]}/{document['Id']}/{year}"


def check_references(call: Call, document: Item, old: Item | None) -> None:
    """Refuse a document that names what does not exist, and did not name it before.

    Raises:
        Problem: It does; answered with 400 and the code of what does not exist.
    """
    known = set(_references(old)) if old is not None else set()
    for name, resource, key in _references(document):
        if (name, resource, key) not in known and call.world.collections[resource].get(str(key)) is None:
            raise Problem(Kind.NOT_FOUND, f"{name} names {key}, which is not in {resource}", field=name, status=400)


def _references(document: Item) -> Iterator[tuple[str, str, Any]]:
    named = [(name, resource, document[name]) for name, resource in _REFERENCES.items()]
    named += [("Items.ProductId", "products", line.get("ProductId")) for line in document["Items"] or ()]
    return (reference for reference in named if reference[2] is not None)


def complete(call: Call, item: Item, old: Item | None = None) -> None:
    """Bring dates into one form, and give ids and the fields that were left out to an element and its parts.

    Args:
        call: The request.
        item: Is changed; about to be stored.
        old: What is stored so far, None for a new element.

    Raises:
        Problem: A date is none, or a line has the id of another document's line.
    """
    for name in _DATES:
        if item.get(name) is not None:
            item[name] = _day(name, str(item[name]))
    if "Address" in item:
        _complete_address(call, item, old)
    if "Items" in item:
        _complete_lines(item, old)
    spec = call.world.spec
    blank = "" if call.settings["empty_text"] == "empty" else None
    item.update(_filled(spec, spec.schema(call.resource.schema), item, blank))
    item.pop("$id", None)


def _complete_address(call: Call, customer: Item, old: Item | None) -> None:
    address = customer["Address"]
    if address is None and old is None and call.settings["address_if_left_out"] == "empty":
        address = {}
    if address is not None:
        kept = (old and old["Address"]) or {}
        base = kept if call.settings["update_mode"] == "merge" else {}
        customer["Address"] = {**base, **address, "Id": kept.get("Id", address_id(customer["Id"]))}


def _complete_lines(document: Item, old: Item | None) -> None:
    """Lines that have an id keep it, the others get one that no line of the document has had or has."""
    known = {line["Id"] for line in ((old and old["Items"]) or ())}
    number = max((key - line_id(document["Id"], 0) for key in known), default=0)
    lines = []
    for line in document["Items"] or ():
        key = line.get("Id") or None
        if key is None:
            number += 1
            key = line_id(document["Id"], number)
        elif key not in known:
            raise Problem(Kind.NOT_FOUND, f"the document has no line {key}", field="Items.Id", status=400)
        known.discard(key)
        lines.append({**line, "Id": key})
    document["Items"] = lines


def _day(name: str, text: str) -> str:
    """The calendar day of a date, as it is stored."""
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise Problem(Kind.INVALID, f"{name} is not a day in the form YYYY-MM-DD", field=name) from None


def _filled(spec: Spec, schema: Schema, value: Any, blank: str | None) -> Any:
    """The value with every field of its schema, on every level, in the order of the schema."""
    if isinstance(value, list):
        return [_filled(spec, spec.resolve(schema).get("items", {}), item, blank) for item in value]
    if not isinstance(value, dict):
        return value
    found: Item = {}
    for name, definition in spec.properties(schema).items():
        if name == "$id":
            continue
        is_text = "string" in types_of(spec, definition) and "x-wire" not in definition
        part = value.get(name)
        found[name] = blank if part is None and is_text else _filled(spec, definition, part, blank)
    return {**found, **{name: part for name, part in value.items() if name not in found}}


def types_of(spec: Spec, schema: Schema) -> set[str]:
    """Names of the JSON types that a value of this schema may have."""
    kinds = schema.get("type", [])
    found = {kinds} if isinstance(kinds, str) else set(kinds)
    return found.union(*(types_of(spec, spec.resolve(part)) for part in schema.get("anyOf", ())))


def with_offsets(item: Item, offset: str) -> Item:
    """The element with its days as moments, if that is how they are written."""
    moments = {name: _moment(item[name], offset) for name in _DATES if item.get(name)}
    return {**item, **moments}


def _moment(day: str, offset: str) -> str:
    if offset == "season":
        offset = "+02:00" if _is_summer(date.fromisoformat(day)) else "+01:00"
    return f"{day}T00:00:00{'' if offset == 'none' else offset}"


def _is_summer(day: date) -> bool:
    """Whether the day began in summer time: clocks change in the last Sunday nights of March and October."""
    return _last_sunday(day.year, 3) < day <= _last_sunday(day.year, 10)


def _last_sunday(year: int, month: int) -> date:
    end = date(year, month, 31)
    return end - timedelta(days=end.isoweekday() % 7)


def as_written(value: Any, numbers: Iterator[int] | None, unit: str) -> Any:
    """The value with a running number at the beginning of each object, and the unit in this spelling."""
    if isinstance(value, list):
        return [as_written(item, numbers, unit) for item in value]
    if not isinstance(value, dict):
        return value
    found: Item = {} if numbers is None else {"$id": str(next(numbers))}
    for name, part in value.items():
        if name == "$id":
            continue  # kept from a request that had an object which the spec does not know
        found[unit if name == "UnitOfMeasurment" else name] = as_written(part, numbers, unit)
    return found
