"""Cases of Comarch ERP XT: invoices, orders, and their prints."""

from __future__ import annotations

import base64
import datetime as dt
from decimal import Decimal
from typing import Any

from comarch_erp_xt.errors import DecodeError
from comarch_erp_xt.models import DocumentStatus, InvoiceItemCreate, PaymentStatus
from scripts.contract.case import Case, Document, Raises, Returns
from tests.contract.cases._comarch_erp_xt_crud import NO_SUCH_REFERENCE, REFUSED
from tests.contract.cases._comarch_erp_xt_elements import CONFIRMED, INVOICE, MISSING, NEW_INVOICE, ORDER
from tests.contract.cases._short import HTML, Steps, answers

GUESSED = {"allow_assumed": True}
INVOICE_PRINT = Document(b"%PDF-", b"%%EOF", (b"RE/2042241/2025",))
ORDER_PRINT = Document(b"%PDF-", b"%%EOF", (b"AU/5997086/2025",))


def _invoice_created(client: Any) -> Steps:
    new_id = yield client.invoices.create(NEW_INVOICE)
    invoice = yield client.invoices.get(new_id)
    (item,) = invoice.items
    return invoice.sales_date, invoice.status, item.quantity, item.product_currency_net_price


def _invoice_sent_back(client: Any) -> Steps:
    invoice = yield client.invoices.get(INVOICE.id)
    invoice.payment_status = PaymentStatus.PAID
    yield client.invoices.update(invoice.id, invoice)
    return (yield client.invoices.get(invoice.id))


def _prints_invoice(client: Any) -> Any:
    return client.invoices.print(INVOICE.id)


DOCUMENTS = (
    Case("get_invoice", "confirmed", lambda client: client.invoices.get(CONFIRMED.id), Returns(CONFIRMED)),
    Case(
        "get_invoice",
        "offset_of_the_season",
        lambda client: client.invoices.get(CONFIRMED.id),
        Returns(CONFIRMED),
        settings={"date_offset": "season"},
    ),
    Case(
        "get_invoice",
        "without_an_offset",
        lambda client: client.invoices.get(CONFIRMED.id),
        Returns(CONFIRMED),
        settings={"date_offset": "none"},
    ),
    Case(
        "create_invoice",
        "amounts_and_days",
        _invoice_created,
        Returns((dt.date(2026, 1, 2), DocumentStatus.SAVED, Decimal("2.5"), Decimal("12.3456"))),
    ),
    Case(
        "create_invoice",
        "unknown_product",
        lambda client: client.invoices.create(
            purchasing_party_id=2544810,
            payment_type_id=7390523,
            items=[InvoiceItemCreate(product_id=MISSING, quantity=Decimal(1), product_currency_net_price=Decimal(1))],
        ),
        NO_SUCH_REFERENCE,
    ),
    Case(
        "update_invoice",
        "sent_back",
        _invoice_sent_back,
        Returns(INVOICE.with_changes(payment_status=PaymentStatus.PAID)),
    ),
    Case(
        "update_invoice",
        "confirmed",
        lambda client: client.invoices.change(CONFIRMED.id, payment_status=PaymentStatus.PAID),
        REFUSED,
    ),
    Case("print_invoice", "bare", _prints_invoice, INVOICE_PRINT, options=GUESSED),
    Case(
        "print_invoice",
        "data_uri",
        _prints_invoice,
        INVOICE_PRINT,
        options=GUESSED,
        settings={"print_form": "data_uri"},
    ),
    Case(
        "print_invoice",
        "custom_print",
        lambda client: client.invoices.print(INVOICE.id, custom_print_id=3084354),
        INVOICE_PRINT,
        options=GUESSED,
    ),
    Case(
        "print_invoice",
        "other_path",
        _prints_invoice,
        INVOICE_PRINT,
        options={"operation_paths": {"print_invoice": "/invoices/print/{id}"}},
    ),
    Case(
        "print_invoice",
        "no_json",
        _prints_invoice,
        Returns(b"%PDF-1.4 small"),
        options=GUESSED,
        fault=answers(base64.b64encode(b"%PDF-1.4 small"), content_type="text/plain"),
        drift=("wrong_type",),
        deviates=True,
    ),
    Case(
        "print_invoice",
        "pdf_itself",
        _prints_invoice,
        Returns(b"%PDF-1.4 \xff"),
        options=GUESSED,
        fault=answers(b"%PDF-1.4 \xff", content_type="application/pdf"),
        drift=("wrong_type",),
        deviates=True,
    ),
    Case(
        "print_invoice", "no_pdf", _prints_invoice, Raises(DecodeError), options=GUESSED, fault=answers(b'"PGh0bWw+"')
    ),
    Case("print_invoice", "html", _prints_invoice, Raises(DecodeError), options=GUESSED, fault=HTML, deviates=True),
    Case("print_invoice", "missing", lambda client: client.invoices.print(MISSING), NO_SUCH_REFERENCE, options=GUESSED),
    Case("print_proforma", "bare", lambda client: client.proformas.print(ORDER.id), ORDER_PRINT, options=GUESSED),
    Case(
        "print_proforma", "missing", lambda client: client.proformas.print(MISSING), NO_SUCH_REFERENCE, options=GUESSED
    ),
)
