"""What the tests of the Comarch ERP XT client share: what is created, and a look at what was sent."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any

from comarch_erp_xt import ComarchERPXT
from comarch_erp_xt.models import (
    BankAccountCreate,
    CustomerCreate,
    CustomerType,
    InvoiceCreate,
    InvoiceItem,
    InvoiceItemCreate,
    PaymentStatus,
    PaymentTypeCreate,
    PaymentTypeKind,
    ProductCreate,
    ProformaCreate,
    ProformaItemCreate,
    ReportingPeriod,
)
from erp_sandbox import Sandbox
from tests.sandbox.clients import Clients

Connect = Clients[ComarchERPXT]
RESOURCES = ("products", "customers", "invoices", "proformas", "payment_types", "bank_accounts")
WINTER, SUMMER = dt.date(2026, 1, 15), dt.date(2026, 6, 15)


def parties_of(vendor: Sandbox) -> dict[str, Any]:
    """What a document has to name."""
    return {
        "purchasing_party_id": vendor.elements("customers")[0]["Id"],
        "payment_type_id": vendor.elements("payment_types")[0]["Id"],
    }


def line(product: int, **fields: Any) -> dict[str, Any]:
    return {"product_id": product, "quantity": Decimal(2), "product_currency_net_price": Decimal("9.90"), **fields}


def items_of(client: ComarchERPXT, invoice: int) -> list[InvoiceItem]:
    items = client.invoices.get(invoice).items
    assert items is not None
    return items


def sent(vendor: Sandbox) -> Any:
    """The body of the last request."""
    return json.loads(vendor.requests[-1].body, parse_float=Decimal)


def new(resource: str, parties: dict[str, Any], product: int) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """A request model of a resource, the same as keywords, and a change."""
    classes: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {
        "products": (ProductCreate, {"name": "Nut", "unit_of_measurement": "ST", "rate": 9}, {"description": "M8"}),
        "customers": (
            CustomerCreate,
            {"name": "Anna", "customer_type": CustomerType.BUSINESS},
            {"mail": "a@b.example"},
        ),
        "invoices": (
            InvoiceCreate,
            {**parties, "issue_date": SUMMER, "items": [InvoiceItemCreate(**line(product))]},
            {"payment_status": PaymentStatus.PAID},
        ),
        "proformas": (
            ProformaCreate,
            {**parties, "items": [ProformaItemCreate(**line(product))]},
            {"issue_date": WINTER},
        ),
        "payment_types": (
            PaymentTypeCreate,
            {"name": "Card", "deadline": 0, "type": PaymentTypeKind.CARD},
            {"deadline": 366},
        ),
        "bank_accounts": (
            BankAccountCreate,
            {"account_number": "DE1", "bank_name": "B", "reporting_period": ReportingPeriod.WEEKLY},
            {"symbol": "EUR"},
        ),
    }
    cls, fields, change = classes[resource]
    return cls(**fields), fields, change
