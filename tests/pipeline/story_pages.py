"""Two vendors' pages before and after a change, of our own making and in our own words, in the vendors' forms."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from tests.docs.lagerkoll_pages import Call, ResourcePage, rendered

_GENERAL = (("900001", "Wrong key"), ("900101", "Something is broken"), ("900429", "Slow down"))
_SINCE = (("since", "", "0", ""),)


def payment_terms(*, changed: bool) -> str:
    """Changed, the page has a field more, an operation with its error code less, and another limit."""
    sent = {"code": "text", "description": "text"}
    read = {**sent, **({"graceDays": "number"} if changed else {})}
    many = {"paymentTerms": [read], "since": "number"}
    calls = [
        Call("Get payment terms", "GET", "", "All terms that are in use", _SINCE, gives=many),
        Call("Get payment term", "GET", "/{term_id : .+}", "A term by its id", gives=many),
        Call("Add payment term", "POST", "", "Puts a term up", takes=sent, gives=read),
        Call("Update payment term", "PUT", "/{term_id : .+}", "Writes a term anew", takes=sent, gives=read),
    ]
    codes = [("900531", "Reading it failed"), ("900532", "Adding it failed"), ("900533", "Writing it failed")]
    fields = [
        ("code", "String", "Set it only when adding", "", "Post", "", "", "R,W"),
        ("description", "String", "", "", "Post", "", "", "R,W"),
    ]
    if changed:
        fields.append(("graceDays", "long", "", "", "", "", "", "R"))
    else:
        calls.append(Call("Delete payment term", "DELETE", "/{term_id : .+}", "Takes a term away"))
        codes.append(("900534", "Deleting it failed"))
    answer = (("since", "long", "", "", "", "", "", "R"), ("paymentTerms", "List", "", "", "", "", "", "R"))
    page = ResourcePage(
        name="Payment terms",
        base="https://capi.lagerkoll.com/v1/payment_terms/",
        requests=100 if changed else 200,
        codes=(*_GENERAL, *codes),
        calls=tuple(calls),
        classes=(("PaymentTerm", tuple(fields)), ("PaymentTermsResponse", answer)),
    )
    return rendered(page, "html", 2 if changed else 1)[0]


def cost_centers(*, changed: bool, titles: Iterable[str]) -> str:
    """Changed, a field has another name, and the limit is another one.

    Args:
        changed: Whether it is the page after the change.
        titles: The titles of creating, updating and deleting, which the spec cites.
    """
    external = "externalReference" if changed else "externalId"
    adding, updating, deleting = titles
    sent = {"shortName": "text", "name": "text", "active": "flag"}
    read = {"id": "number", external: "text", **sent}
    many = {"since": "number", "costCenters": [read]}
    fields = (
        ("id", "long", "", "", "", "", "", "R"),
        (external, "String", "", "", "", "", "", "R"),
        ("shortName", "String", "Set it only when adding", "", "Post", "", "", "R,W"),
        ("name", "String", "", "", "Post", "", "", "R,W"),
        ("active", "boolean", "", "", "", "", "", "R,W"),
    )
    answer = (("since", "long", "", "", "", "", "", "R"), ("costCenters", "List", "", "", "", "", "", "R"))
    page = ResourcePage(
        name="Cost centers",
        base="https://capi.lagerkoll.com/v1/costcenters/",
        requests=100 if changed else 200,
        codes=(
            *_GENERAL,
            ("900911", "Reading it failed"),
            ("900912", "Adding it failed"),
            ("900913", "Writing it failed"),
            ("900914", "Deleting it failed"),
        ),
        calls=(
            Call("Get cost centers", "GET", "", "All of them", _SINCE, gives=many),
            Call("Get cost center", "GET", "/{cost_center}", "One of them", gives=many),
            Call(adding, "POST", "", "Puts one up", takes=sent, gives=read),
            Call(updating, "PUT", "/{cost_center}", "Writes one anew", takes=read, gives=read),
            Call(deleting, "DELETE", "/{cost_center}", "Takes one away"),
        ),
        classes=(("CostCenterDto", fields), ("CostCentersResponseDto", answer)),
    )
    return rendered(page, "html", 4 if changed else 3)[0]


_PROSE = """# API

## Introduktion

Det här handlar om kunder.

## Autentisering och auktorisering

Logga in med OAuth 2.0.

## Exempel på hämtning av åtkomsttoken

```
curl 'https://id.simutek.se/connect/token' \\
--data-urlencode 'client_id=mine' \\
--data-urlencode 'client_secret=hidden' \\
--data-urlencode 'grant_type=client_credentials'
```

## Headers

Skicka Authorization med varje anrop.

## Dokumentation
"""
_TEXT = {"type": "string"}
_NUMBER = {"name": "customerNumber", "in": "path", "required": True, "schema": _TEXT}
_ORDER = ("customerNumber", "name", "purchaseOrderNumber", "language", "currency", "comment")


def _object(required: Iterable[str] = (), **fields: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": fields}


_ADDRESS = _object(
    **dict.fromkeys(("address1", "address2", "address3", "city", "zipCode", "state", "countryCode"), _TEXT)
)
_READ = _object(
    **dict.fromkeys(("name", "number", "invoiceEmail", "corporateIdentityNumber"), _TEXT), postalAddress=_ADDRESS
)
_NULLABLE = {"type": ["string", "null"]}
_SENT = _object(
    ("name", "number", "invoiceEmail", "corporateIdentityNumber"),
    name=_TEXT,
    number=_NULLABLE,
    invoiceEmail=_NULLABLE,
    corporateIdentityNumber=_TEXT,
    postalAddress=_ADDRESS,
)
_QUERIES = {
    **dict.fromkeys(("customerNumber", "name", "corporateIdentityNumber"), _TEXT),
    "page": {"type": "integer", "minimum": 1, "default": 1},
    "pageSize": {"type": "integer", "maximum": 100, "default": 50},
}


def simutek(*, changed: bool) -> str:
    """Changed, the page shows path and fields of the sales order, of which it showed nothing."""
    filters = [{"name": name, "in": "query", "schema": schema} for name, schema in _QUERIES.items()]
    blocks = [
        _block("create a customer", "post", "/api/v1/customers", sent=_SENT),
        _block("get a customer", "get", "/api/v1/customers/{customerNumber}", read=_READ, parameters=[_NUMBER]),
        _block(
            "list customers", "get", "/api/v1/customers", read={"type": "array", "items": _READ}, parameters=filters
        ),
    ]
    if changed:
        order = _object(["customerNumber"], **{name: {**_TEXT, "description": f"It is {name}."} for name in _ORDER})
        blocks.append(_block("create a sales order", "post", "/api/v1/sales-orders", sent=order))
    return _PROSE + "".join(blocks)


def _block(
    title: str, method: str, path: str, *, sent: Any = None, read: Any = None, parameters: Iterable[Any] = ()
) -> str:
    answer: dict[str, Any] = {"description": "Fine."}
    if read is not None:
        answer["content"] = {"application/json": {"schema": read}}
    title = f"Dokumentation: {title}"
    operation: dict[str, Any] = {"summary": title, "parameters": list(parameters), "responses": {"200": answer}}
    if sent is not None:
        operation["requestBody"] = {"content": {"application/json": {"schema": sent}}}
    document = {"openapi": "3.1.0", "info": {"title": "API", "version": "1"}, "paths": {path: {method: operation}}}
    return f"\n## {title}\n\n```json\n{json.dumps(document)}\n```\n"
