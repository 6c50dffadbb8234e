"""Elements that the sandbox of Comarch ERP XT holds at the start, as a client reads them, and what cases create."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from comarch_erp_xt.models import (
    Address,
    BankAccount,
    Customer,
    CustomerKind,
    CustomerType,
    DocumentStatus,
    Invoice,
    InvoiceCreate,
    InvoiceItem,
    InvoiceItemCreate,
    PaymentStatus,
    PaymentType,
    PaymentTypeKind,
    Product,
    ProductCreate,
    Proforma,
    ProformaItem,
    ReportingPeriod,
)

MISSING = 1
"""An id that nothing has."""

SCREW = Product(
    json_ref="1",
    id=8451783,
    name="Sechskantschraube M8",
    description="verzinkt, 100 Stück",
    product_code="P0001",
    unit_of_measurement="Pkg",
    rate=9,
    sale_net_price=Decimal("12.50"),
    sale_gross_price=Decimal("14.88"),
)
MUELLER = Customer(
    json_ref="1",
    id=2544810,
    name="Müller & Söhne GmbH",
    customer_tax_number="DE123456789",
    customer_code="K001",
    mail="einkauf@mueller.example",
    phone_number="+49 221 555010",
    customer_type=CustomerType.BUSINESS,
    customer_kind=CustomerKind.CUSTOMER,
    address=Address(
        json_ref="2",
        id=25448101,
        street="Hafenstraße",
        building_number="12",
        flat_number="b",
        postal_code="50667",
        city="Köln",
    ),
)
CASH = PaymentType(json_ref="1", id=7390522, name="Bar", type=PaymentTypeKind.CASH, deadline=0, primary=False)
ACCOUNT = BankAccount(
    json_ref="1",
    id=4943967,
    account_number="DE02 1203 0000 0000 2020 51",
    bank_name="Musterbank",
    symbol="EUR",
    reporting_period=ReportingPeriod.MONTHLY,
    primary=True,
)


def _lines(document: int, *lines: tuple[int | None, str | None, str, str]) -> list[dict[str, Any]]:
    """Lines of a document, each with product, description, quantity and price, numbered as the sandbox does it."""
    return [
        {
            "json_ref": str(number + 1),
            "id": document * 1000 + number,
            "product_id": product,
            "product_description": description,
            "quantity": Decimal(quantity),
            "product_currency_net_price": Decimal(price),
        }
        for number, (product, description, quantity, price) in enumerate(lines, 1)
    ]


INVOICE = Invoice(
    json_ref="1",
    id=2042241,
    number="RE/2042241/2025",
    status=DocumentStatus.SAVED,
    payment_status=PaymentStatus.UNPAID,
    purchasing_party_id=2544810,
    payment_type_id=7390523,
    bank_account_id=4943967,
    sales_date=dt.date(2025, 11, 28),
    issue_date=dt.date(2025, 12, 1),
    items=[
        InvoiceItem(**line)
        for line in _lines(2042241, (SCREW.id, None, "3", "12.50"), (SCREW.id, "halbe Packung", "0.50", "12.50"))
    ],
)
CONFIRMED = INVOICE.with_changes(
    id=2042242,
    number="RE/2042242/2025",
    status=DocumentStatus.CONFIRMED,
    payment_status=PaymentStatus.PARTLY_PAID,
    purchasing_party_id=2544811,
    payment_type_id=7390522,
    bank_account_id=None,
    sales_date=dt.date(2025, 6, 30),
    issue_date=dt.date(2025, 6, 30),
    items=[
        InvoiceItem(**line)
        for line in _lines(2042242, (None, "Artikel nach Muster", "2", "19"), (SCREW.id, "", "1", "12.50"))
    ],
)
ORDER = Proforma(
    json_ref="1",
    id=5997086,
    number="AU/5997086/2025",
    status=DocumentStatus.SAVED,
    purchasing_party_id=2544810,
    payment_type_id=7390523,
    bank_account_id=None,
    issue_date=dt.date(2025, 12, 15),
    items=[ProformaItem(**line) for line in _lines(5997086, (SCREW.id, None, "10", "12"))],
)
NEW_PRODUCT = ProductCreate(name="Unterlegscheibe", unit_of_measurement="Stk", rate=9, sale_net_price=Decimal("0.0325"))
CODED_PRODUCT = ProductCreate(
    name="Unterlegscheibe", product_code="US-4", unit_of_measurement="Stk", rate=9, sale_net_price=Decimal("0.0325")
)
NEW_INVOICE = InvoiceCreate(
    purchasing_party_id=2544810,
    payment_type_id=7390523,
    bank_account_id=None,
    sales_date=dt.date(2026, 1, 2),
    issue_date=dt.date(2026, 1, 2),
    items=[
        InvoiceItemCreate(product_id=8451783, quantity=Decimal("2.5"), product_currency_net_price=Decimal("12.3456"))
    ],
)
