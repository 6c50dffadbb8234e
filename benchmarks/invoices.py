"""A page of invoices, and the classes that others make of the same fields."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import IntEnum
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from pydantic import BaseModel, ConfigDict, TypeAdapter
from pydantic import Field as Alias

INVOICES = 1000
LINES = 10

_SPEC = Path(__file__).parents[1] / "specs/comarch_erp_xt/openapi.yaml"


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


def stock() -> Callable[[bytes], list[Any]]:
    """What reads the page into the models that openapi-python-client by itself makes of the same document.

    Its numbers are floats and its dates texts.
    """
    with TemporaryDirectory(prefix="erp-clients-bench-") as name:
        folder = Path(name)
        (folder / "config.yaml").write_text("post_hooks: []\n", encoding="utf-8")
        command = [str(Path(sys.executable).with_name("openapi-python-client")), "generate", "--meta", "none"]
        command += ["--path", str(_SPEC), "--config", "config.yaml", "--output-path", "stock_client"]
        subprocess.run(command, cwd=folder, check=True, capture_output=True)
        sys.path.insert(0, name)
        try:
            invoice = import_module("stock_client.models").Invoice
        finally:
            sys.path.remove(name)
    return lambda content: [invoice.from_dict(one) for one in json.loads(content)]
