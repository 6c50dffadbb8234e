"""A small spec that tests change in one place or another."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import yaml

from scripts.diff.change import Change
from scripts.diff.document import compare_specs
from scripts.diff.names import Spec

Document = dict[str, Any]
Edit = Callable[[Document], object]

SHOP: Document = yaml.safe_load(
    """
openapi: 3.1.0
info: {title: Shop, version: 1.0.0, summary: A shop.}
servers:
  - url: https://api.shop.example/v1
    x-evidence: {level: documented, source: api, section: General}
security:
  - {api_key: []}
x-quota: {requests: 200, per: 60, scope: credential, x-evidence: {level: documented, source: api, section: General}}
x-error-codes:
  code: errorCode
  codes:
    "9001": {meaning: wrong key, error: authentication, x-evidence: {level: documented, source: api, section: Errors}}
tags: [{name: orders, description: Orders.}]
paths:
  /orders:
    x-evidence: {level: documented, source: api, section: Orders}
    get:
      operationId: list_orders
      x-method: list
      tags: [orders]
      summary: List orders.
      x-evidence: {level: documented, source: api, section: Orders}
      x-retry: safe
      x-pagination: {style: page, page: page, size: pageSize}
      x-unwrap: {items: orders}
      parameters:
        - {name: page, in: query, description: Number of the page., schema: {type: integer, default: 1}}
        - {name: pageSize, in: query, description: Orders per page., schema: {type: integer, default: 50}}
        - {name: state, in: query, description: Its state., schema: {$ref: "#/components/schemas/State"}}
      responses:
        "200":
          description: Orders.
          x-evidence: {level: documented, source: api, section: Orders}
          content: {application/json: {schema: {$ref: "#/components/schemas/OrdersResponse"}}}
        "404":
          description: None.
          x-evidence: {level: documented, source: api, section: Orders}
    post:
      operationId: create_order
      x-method: create
      tags: [orders]
      summary: Create an order.
      x-evidence: {level: documented, source: api, section: New order}
      x-retry: never
      x-error-codes: {codes: {"9101": {meaning: sold out, x-evidence: {level: example, source: api, section: Errors}}}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/OrderCreate"}}}
      responses:
        "200":
          description: The order.
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
  /orders/{id}:
    x-evidence: {level: assumed, because: the path is not shown}
    parameters:
      - {name: id, in: path, required: true, description: Its number., schema: {type: integer}}
    delete:
      operationId: delete_order
      x-method: delete
      tags: [orders]
      summary: Delete an order.
      x-evidence: {level: documented, source: api, section: Delete}
      x-retry: safe
      responses: {"204": {description: Gone.}}
components:
  securitySchemes:
    api_key:
      {type: apiKey, in: header, name: X-Key, x-evidence: {level: documented, source: api, section: General}}
  schemas:
    Order:
      type: object
      description: An order.
      x-evidence: {level: documented, source: api, section: Order}
      properties:
        id: {type: [integer, "null"], description: Its number., readOnly: true}
        reference: {type: [string, "null"], description: What the customer calls it., x-alias: [refrence]}
        total: {type: [number, "null"], description: What is to be paid.}
        placed: {type: [string, "null"], format: date, description: The day.}
        state: {anyOf: [{$ref: "#/components/schemas/State"}, {type: "null"}]}
        address:
          type: object
          description: Where to.
          properties: {town: {type: [string, "null"], description: Town.}}
        rows: {type: [array, "null"], items: {$ref: "#/components/schemas/Row"}, description: Rows.}
    Row:
      type: object
      description: A row.
      x-evidence: {level: documented, source: api, section: Order}
      properties:
        amount: {type: [integer, "null"], description: How many.}
    OrderCreate:
      type: object
      description: An order to be created.
      x-evidence: {level: documented, source: api, section: Order}
      required: [reference]
      properties:
        reference: {type: string, description: What the customer calls it., maxLength: 40}
        gift: {type: boolean, default: false, description: Whether it is one.}
    State:
      type: integer
      description: How far it is.
      enum: [1, 2]
      x-enum-varnames: [OPEN, SENT]
      x-evidence: {level: documented, source: api, section: States}
    OrdersResponse:
      type: object
      description: Orders.
      x-evidence: {level: documented, source: api, section: Orders}
      properties:
        orders: {type: array, items: {$ref: "#/components/schemas/Order"}, description: Orders.}
"""
)
CLASSES = frozenset({"Order", "Row", "OrderCreate", "State"})


def edited(edit: Edit, document: Document = SHOP) -> Document:
    """A copy of the document with a change."""
    found = copy.deepcopy(document)
    edit(found)
    return found


def changes(edit: Edit, document: Document = SHOP) -> list[Change]:
    """What the comparison says of a change."""
    return compare_specs(Spec(document, {}, CLASSES), Spec(edited(edit, document), {}, CLASSES))


def said(edit: Edit) -> list[str]:
    """The same in words, each after its level."""
    return [f"{change.level.word}: {change.words}" for change in changes(edit)]


def rename(mapping: Document, old: str, new: str) -> None:
    """Give a key another name; it stays where it is."""
    items = list(mapping.items())
    mapping.clear()
    mapping.update((new if key == old else key, value) for key, value in items)
