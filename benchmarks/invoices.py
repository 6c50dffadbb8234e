"""A page of invoices, and the classes that others make of the same fields."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal
from enum import IntEnum
from functools import cached_property
from importlib import import_module
from typing import Any

import msgspec
from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic import Field as Alias

from benchmarks import environment

INVOICES = 1000
LINES = 10


def page(*, new_field: bool = False, invoices: int = INVOICES) -> bytes:
    """Invoices of ten lines, as documented or each object with a field that is not."""
    return json.dumps([_invoice(number, {"Discount": 2.5} if new_field else {}) for number in range(invoices)]).encode()


def _invoice(number: int, new: dict[str, Any]) -> dict[str, Any]:
    first = number * LINES
    return {
        "$id": str(number * (LINES + 1) + 1),
        "Id": 40_000 + number,
        "Number": f"RE-2026-{number:05}",
        "Status": number % 2,
        "PaymentStatus": number % 3,
        "PurchasingPartyId": 300 + number % 70,
        "PaymentTypeId": number % 4,
        "BankAccountId": None if number % 3 else 2,
        "SalesDate": date(2026, number % 12 + 1, number % 28 + 1).isoformat(),
        "IssueDate": date(2026, number % 12 + 1, number % 27 + 1).isoformat(),
        "Items": [_line(number, line, new) for line in range(first, first + LINES)],
        **new,
    }


def _line(invoice: int, number: int, new: dict[str, Any]) -> dict[str, Any]:
    return {
        "$id": str(invoice + number + 2),
        "Id": 500_000 + number,
        "ProductId": 7_000 + number % 97,
        "ProductDescription": f"Hexagon bolt M{number % 97}, galvanised",
        "Quantity": number % 13 + 0.5,
        "ProductCurrencyNetPrice": round(1 + number * 37 % 9973 / 100, 2),
        **new,
    }


class _DocumentStatus(IntEnum):
    SAVED = 0
    CONFIRMED = 1


class _PaymentStatus(IntEnum):
    UNPAID = 0
    PAID = 1
    PARTLY_PAID = 2


class PydanticItem(BaseModel):
    """As our `InvoiceItem`."""

    model_config = ConfigDict(extra="allow")
    json_ref: str | None = Alias(None, alias="$id")
    id: int | None = Alias(None, alias="Id")
    product_id: int | None = Alias(None, alias="ProductId")
    product_description: str | None = Alias(None, alias="ProductDescription")
    quantity: Decimal | None = Alias(None, alias="Quantity")
    product_currency_net_price: Decimal | None = Alias(None, alias="ProductCurrencyNetPrice")


class PydanticInvoice(BaseModel):
    """As our `Invoice`."""

    model_config = ConfigDict(extra="allow")
    json_ref: str | None = Alias(None, alias="$id")
    id: int | None = Alias(None, alias="Id")
    number: str | None = Alias(None, alias="Number")
    status: _DocumentStatus | int | None = Alias(None, alias="Status")
    payment_status: _PaymentStatus | int | None = Alias(None, alias="PaymentStatus")
    purchasing_party_id: int | None = Alias(None, alias="PurchasingPartyId")
    payment_type_id: int | None = Alias(None, alias="PaymentTypeId")
    bank_account_id: int | None = Alias(None, alias="BankAccountId")
    sales_date: date | None = Alias(None, alias="SalesDate")
    issue_date: date | None = Alias(None, alias="IssueDate")
    items: list[PydanticItem] | None = Alias(None, alias="Items")


PYDANTIC = TypeAdapter(list[PydanticInvoice])


class _StructItem(msgspec.Struct, rename="pascal"):
    json_ref: str | None = msgspec.field(default=None, name="$id")
    id: int | None = None
    product_id: int | None = None
    product_description: str | None = None
    quantity: Decimal | None = None
    product_currency_net_price: Decimal | None = None


class _StructInvoice(msgspec.Struct, rename="pascal"):
    json_ref: str | None = msgspec.field(default=None, name="$id")
    id: int | None = None
    number: str | None = None
    status: _DocumentStatus | None = None
    payment_status: _PaymentStatus | None = None
    purchasing_party_id: int | None = None
    payment_type_id: int | None = None
    bank_account_id: int | None = None
    sales_date: date | None = None
    issue_date: date | None = None
    items: list[_StructItem] | None = None


STRUCTS = msgspec.json.Decoder(list[_StructInvoice])


class Stock:
    """What openapi-python-client by itself makes of the same document: its numbers are floats and its dates texts."""

    def read(self, content: bytes) -> list[Any]:
        """The models of a page.

        Raises:
            UnavailableError: They could not be generated.
        """
        read = self._invoice.from_dict
        return [read(one) for one in json.loads(content)]

    @cached_property
    def _invoice(self) -> Any:
        folder = str(environment.stock("comarch_erp_xt"))
        sys.path.insert(0, folder)
        try:
            return import_module("stock_comarch_erp_xt.models").Invoice
        finally:
            sys.path.remove(folder)
