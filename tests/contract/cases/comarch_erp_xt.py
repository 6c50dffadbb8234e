"""Cases of Comarch ERP XT: what it does beyond the usual, which is in `_comarch_erp_xt_crud`.

Its documentation shows no exchanges in text form, so all but the login are recorded from the sandbox.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import Any

from comarch_erp_xt import AsyncComarchERPXT, ComarchERPXT
from comarch_erp_xt.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    DecodeError,
    NotFoundError,
    PermissionDeniedError,
    ServerError,
)
from comarch_erp_xt.models import (
    Customer,
    CustomerKind,
    CustomerType,
    DocumentStatus,
    InvoiceItemCreate,
    PaymentStatus,
    Product,
)
from scripts.contract.case import Case, Document, Expected, Lists, Raises, Returns, Succeeds, Suite, everything
from tests.contract.cases._comarch_erp_xt_crud import NO_SUCH_REFERENCE, REFUSED, RESOURCES
from tests.contract.cases._comarch_erp_xt_elements import (
    CODED_PRODUCT,
    CONFIRMED,
    INVOICE,
    MISSING,
    NEW_INVOICE,
    NEW_PRODUCT,
    ORDER,
    SCREW,
)
from tests.contract.cases._short import Steps, again_after, answers, case, html, refuses

GUESSED = {"allow_assumed": True}
INVOICE_PRINT = Document(b"%PDF-", b"%%EOF", (b"RE/2042241/2025",))
ORDER_PRINT = Document(b"%PDF-", b"%%EOF", (b"AU/5997086/2025",))


def _reads(client: Any) -> Any:
    return client.products.get(SCREW.id)


def _reads_again_after(seconds: float) -> Callable[[Any], Steps]:
    return again_after(seconds, _reads)


def _token(name: str, expected: Expected, call: Callable[[Any], Any] = _reads, **more: Any) -> Case:
    return case("token", name, call, expected, **more)


TOKENS = (
    _token("example", Lists([]), lambda client: client.custom_prints.list(), origin="docs"),
    _token("kept", Returns(SCREW), _reads_again_after(530)),
    _token(
        "standard_lifetime", Returns(SCREW), _reads_again_after(601), settings={"token_lifetime_field": "expires_in"}
    ),
    _token("without_lifetime", Returns(SCREW), _reads_again_after(601), settings={"token_lifetime_field": "neither"}),
    _token("renewed_early", Returns(SCREW), _reads_again_after(550)),
    _token("ended", Returns(SCREW), _reads_again_after(600)),
    # The sandbox did not give this token itself, so it refuses it, and the client fetches another one.
    _token(
        "lifetime_as_text",
        Returns(SCREW),
        faults=answers("token", b'{"access_token": "of-somebody-else", "token_type": "bearer", "expires": "600"}'),
        drift=("number_as_text",),
        deviates=True,
    ),
    _token("unavailable", Returns(SCREW), faults=refuses("token", 503), waits=(0.25,)),
    _token("paused", Returns(SCREW), faults=refuses("token", 429, retry_after=3), waits=(3.0,)),
    _token("refused", Raises(AuthenticationError, {"status": 401}), rejected=True),
    _token(
        "refused_in_the_envelope",
        Raises(AuthenticationError, {"status": 400}),
        rejected=True,
        settings={"token_refusal": "envelope"},
    ),
    _token(
        "refused_in_silence",
        Raises(AuthenticationError, {"status": 401}),
        rejected=True,
        settings={"token_refusal": "empty"},
    ),
    _token("failed", Raises(ServerError, {"status": 500}), faults=refuses("token", 500, times=3), waits=(0.25, 0.5)),
    _token("html", Raises(DecodeError), faults=html("token"), deviates=True),
    _token("missing", Raises(DecodeError), faults=answers("token", b'{"token_type": "bearer"}'), deviates=True),
)


def _created_and_read(**fields: Any) -> Callable[[Any], Steps]:
    def steps(client: Any) -> Steps:
        new_id = yield client.products.create(**fields)
        return (yield client.products.get(new_id))

    return steps


def _names(**arguments: Any) -> Callable[[Any], Steps]:
    """Names of the products of one page."""

    def steps(client: Any) -> Steps:
        return [product.name for product in (yield client.products.list(**arguments))]

    return steps


def _all_names(**arguments: Any) -> Callable[[Any], Steps]:
    """Names of the products of all pages."""

    def steps(client: Any) -> Steps:
        return [product.name for product in (yield everything(client.products.iterate(**arguments)))]

    return steps


ALL = ["Sechskantschraube M8", "Fachbuch Lagerhaltung", "Montagestunde", "Versand ins Ausland"]
_DRIFTED = b'{"Id": "7", "Name": null, "Rate": 42, "SaleNetPrice": "12.50", "UnitOfMeasurement": "Stk", "Stock": 3}'

PRODUCTS = (
    case(
        "get_product",
        "other_spelling",
        _reads,
        Returns(SCREW),
        settings={"unit_spelling": "UnitOfMeasurement"},
    ),
    case(
        "get_product",
        "without_running_numbers",
        _reads,
        Returns(SCREW.with_changes(json_ref=None)),
        settings={"json_ids": "absent"},
    ),
    case(
        "get_product",
        "missing_with_400",
        lambda client: client.products.get(MISSING),
        NO_SUCH_REFERENCE,
        settings={"missing_status": "400"},
    ),
    case(
        "get_product",
        "missing_without_code",
        lambda client: client.products.get(MISSING),
        Raises(NotFoundError, {"status": 404, "code": None}),
        settings={"error_body": "message"},
    ),
    case(
        "get_product",
        "missing_in_silence",
        lambda client: client.products.get(MISSING),
        Raises(NotFoundError, {"status": 404, "code": None}),
        settings={"error_body": "empty"},
        deviates=True,
    ),
    case("get_product", "html", _reads, Raises(DecodeError), faults=html("get_product"), deviates=True),
    case("get_product", "unavailable", _reads, Returns(SCREW), faults=refuses("get_product", 503), waits=(0.25,)),
    case(
        "get_product",
        "failed",
        _reads,
        Raises(ServerError, {"status": 500}),
        faults=refuses("get_product", 500, times=3),
        waits=(0.25, 0.5),
    ),
    case(
        "get_product",
        "paused",
        _reads,
        Returns(SCREW),
        faults=refuses("get_product", 429, retry_after=7),
        waits=(7.0,),
    ),
    case("get_product", "revoked", _reads, Returns(SCREW), faults=refuses("get_product", 401)),
    case(
        "get_product",
        "revoked_twice",
        _reads,
        Raises(AuthenticationError, {"status": 401}),
        faults=refuses("get_product", 401, times=2),
    ),
    case(
        "get_product",
        "forbidden",
        _reads,
        Raises(PermissionDeniedError, {"status": 403}),
        faults=refuses("get_product", 403),
    ),
    case(
        "get_product",
        "drifted",
        lambda client: client.products.get(7),
        Returns(
            Product(
                id=7,
                rate=42,
                sale_net_price=Decimal("12.50"),
                unit_of_measurement="Stk",
                extra_fields={"Stock": 3},
            )
        ),
        faults=answers("get_product", _DRIFTED),
        drift=("number_as_text", "number_as_text", "unknown_field"),
        deviates=True,
    ),
    case("list_products", "pages", _all_names(top=2), Returns(ALL)),
    case("list_products", "short_page", _all_names(top=3), Returns(ALL)),
    case("list_products", "from_a_position", _all_names(skip=1, top=3), Returns(ALL[1:])),
    case("list_products", "cut_without_a_word", _all_names(top=3), Returns(ALL), settings={"list_limit": "2"}),
    case(
        "list_products",
        "paging_ignored",
        _all_names(top=4),
        Returns(ALL),
        settings={"page_parameters": "ignore"},
        drift=("repeated_page",),
    ),
    case("list_products", "without_a_size", _all_names(), Returns(ALL)),
    case(
        "list_products",
        "selected",
        _names(filter="SaleNetPrice gt 9.90 and Rate eq 9", orderby="Name desc", skip=0, top=1, fts="'schraube'"),
        Returns(ALL[:1]),
    ),
    case(
        "create_product",
        "gross_from_net",
        _created_and_read(name="A", unit_of_measurement="Stk", rate=9, sale_net_price=Decimal("0.0325")),
        Returns(
            Product(
                json_ref="1",
                id=8451787,
                name="A",
                product_code="P8451787",
                unit_of_measurement="Stk",
                rate=9,
                sale_net_price=Decimal("0.0325"),
                sale_gross_price=Decimal("0.04"),
            )
        ),
    ),
    case(
        "create_product",
        "other_spelling",
        lambda client: client.products.create(NEW_PRODUCT),
        Returns(8451787),
        options={"wire_names": {"create_product.unit_of_measurement": "UnitOfMeasurement"}},
    ),
    case(
        "create_product",
        "object_with_id",
        lambda client: client.products.create(NEW_PRODUCT),
        Returns(8451787),
        settings={"value_form": "object"},
        drift=("wrong_type",),
        deviates=True,
    ),
    case(
        "create_product",
        "id_as_text_with_201",
        lambda client: client.products.create(NEW_PRODUCT),
        Returns(77),
        faults=answers("create_product", b'"77"', status=201),
        drift=("number_as_text",),
        deviates=True,
    ),
    case(
        "create_product",
        "failed",
        lambda client: client.products.create(NEW_PRODUCT),
        Raises(AmbiguousWriteError, {"found": None}),
        faults=refuses("create_product", 500),
    ),
    case(
        "create_product",
        "looked_up",
        lambda client: client.products.create(CODED_PRODUCT),
        Returns(8451787),
        faults=refuses("create_product", 504, envelope=False, processed=True),
        waits=(0.5,),
        deviates=True,
    ),
    case(
        "create_product",
        "looked_up_not_there",
        lambda client: client.products.create(CODED_PRODUCT),
        Raises(AmbiguousWriteError, {"found": "nothing"}),
        faults=refuses("create_product", 502, envelope=False),
        waits=(0.5, 1.5, 3.0),
        deviates=True,
    ),
    case(
        "create_product",
        "revoked",
        lambda client: client.products.create(NEW_PRODUCT),
        Returns(8451787),
        faults=refuses("create_product", 401),
    ),
)

CUSTOMERS = (
    case(
        "get_customer",
        "other_numbers",
        lambda client: client.customers.get(5),
        Returns(Customer(id=5, customer_type=CustomerType(7), customer_kind=CustomerKind(3))),
        faults=answers("get_customer", b'{"Id": 5, "CustomerType": 7, "CustomerKind": 3}'),
    ),
)


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
    case("get_invoice", "confirmed", lambda client: client.invoices.get(CONFIRMED.id), Returns(CONFIRMED)),
    case(
        "get_invoice",
        "offset_of_the_season",
        lambda client: client.invoices.get(CONFIRMED.id),
        Returns(CONFIRMED),
        settings={"date_offset": "season"},
    ),
    case(
        "get_invoice",
        "without_an_offset",
        lambda client: client.invoices.get(CONFIRMED.id),
        Returns(CONFIRMED),
        settings={"date_offset": "none"},
    ),
    case(
        "create_invoice",
        "amounts_and_days",
        _invoice_created,
        Returns((dt.date(2026, 1, 2), DocumentStatus.SAVED, Decimal("2.5"), Decimal("12.3456"))),
    ),
    case(
        "create_invoice",
        "unknown_product",
        lambda client: client.invoices.create(
            purchasing_party_id=2544810,
            payment_type_id=7390523,
            items=[InvoiceItemCreate(product_id=MISSING, quantity=Decimal(1), product_currency_net_price=Decimal(1))],
        ),
        NO_SUCH_REFERENCE,
    ),
    case(
        "update_invoice",
        "sent_back",
        _invoice_sent_back,
        Returns(INVOICE.with_changes(payment_status=PaymentStatus.PAID)),
    ),
    case(
        "update_invoice",
        "confirmed",
        lambda client: client.invoices.change(CONFIRMED.id, payment_status=PaymentStatus.PAID),
        REFUSED,
    ),
    case("print_invoice", "bare", _prints_invoice, INVOICE_PRINT, options=GUESSED),
    case(
        "print_invoice",
        "data_uri",
        _prints_invoice,
        INVOICE_PRINT,
        options=GUESSED,
        settings={"print_form": "data_uri"},
    ),
    case(
        "print_invoice",
        "custom_print",
        lambda client: client.invoices.print(INVOICE.id, custom_print_id=3084354),
        INVOICE_PRINT,
        options=GUESSED,
    ),
    case(
        "print_invoice",
        "other_path",
        _prints_invoice,
        INVOICE_PRINT,
        options={"operation_paths": {"print_invoice": "/invoices/print/{id}"}},
    ),
    case(
        "print_invoice",
        "no_json",
        _prints_invoice,
        Returns(b"%PDF-1.4 small"),
        options=GUESSED,
        faults=answers("print_invoice", base64.b64encode(b"%PDF-1.4 small"), content_type="text/plain"),
        drift=("wrong_type",),
        deviates=True,
    ),
    case(
        "print_invoice",
        "pdf_itself",
        _prints_invoice,
        Returns(b"%PDF-1.4 \xff"),
        options=GUESSED,
        faults=answers("print_invoice", b"%PDF-1.4 \xff", content_type="application/pdf"),
        drift=("wrong_type",),
        deviates=True,
    ),
    case(
        "print_invoice",
        "no_pdf",
        _prints_invoice,
        Raises(DecodeError),
        options=GUESSED,
        faults=answers("print_invoice", b'"PGh0bWw+"'),
    ),
    case(
        "print_invoice",
        "html",
        _prints_invoice,
        Raises(DecodeError),
        options=GUESSED,
        faults=html("print_invoice"),
        deviates=True,
    ),
    case(
        "print_invoice",
        "missing",
        lambda client: client.invoices.print(MISSING),
        NO_SUCH_REFERENCE,
        options=GUESSED,
    ),
    case("print_proforma", "bare", lambda client: client.proformas.print(ORDER.id), ORDER_PRINT, options=GUESSED),
    case(
        "print_proforma",
        "missing",
        lambda client: client.proformas.print(MISSING),
        NO_SUCH_REFERENCE,
        options=GUESSED,
    ),
)


def _live(resource: str, one: str) -> tuple[Case, Case]:
    of = attrgetter(resource)

    def first(client: Any) -> Steps:
        page = yield of(client).list()
        return (yield of(client).get(page[0].id)) if page else None

    return (
        case(f"list_{resource}", "live", lambda client: of(client).list(), Succeeds(), origin="live"),
        case(f"get_{one}", "live", first, Succeeds(), origin="live"),
    )


def _customer_written(client: Any) -> Steps:
    new_id = yield client.customers.create(name="ERP-CLIENTS-TEST, may be deleted")
    try:
        yield client.customers.change(new_id, name="ERP-CLIENTS-TEST, may be deleted, changed")
    finally:
        yield client.customers.delete(new_id)


LIVE = (
    *_live("products", "product"),
    *_live("customers", "customer"),
    *_live("invoices", "invoice"),
    *_live("proformas", "proforma"),
    *_live("payment_types", "payment_type"),
    *_live("bank_accounts", "bank_account"),
    case("list_custom_prints", "live", lambda client: client.custom_prints.list(), Succeeds(), origin="live"),
    case("update_customer", "live", _customer_written, Succeeds(), origin="live", writes=True),
)

SUITE = Suite(
    vendor="comarch_erp_xt",
    client=ComarchERPXT,
    async_client=AsyncComarchERPXT,
    logins=(("client_id", "client_secret"),),
    spec_names={"unit_of_measurement": "UnitOfMeasurment"},
    cases=(*TOKENS, *RESOURCES, *PRODUCTS, *CUSTOMERS, *DOCUMENTS, *LIVE),
)
