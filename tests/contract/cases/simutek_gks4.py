"""Cases of Simutek GKS4. The samples of its documentation, with our own values, are the cassettes of origin `docs`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scripts.contract.case import Case, Expected, Lists, Raises, Returns, Succeeds, Suite, everything
from simutek_gks4 import AsyncSimutekGKS4, SimutekGKS4
from simutek_gks4.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    BadRequestError,
    DecodeError,
    NotFoundError,
    PermissionDeniedError,
    ServerError,
)
from simutek_gks4.models import Customer, CustomerCreate, PostalAddress, PostalAddressCreate
from tests.contract.cases._short import Steps, again_after, answers, case, html, refuses

ALLOWED = {"allow_assumed": True}
CORRECTED = {
    "operation_paths": {"list_customers": "/api/v1/companies", "create_sales_order": "/api/v1/sales/orders"},
    "wire_names": {
        "list_customers.customer_number": "number",
        "list_customers.page_size": "size",
        "create_sales_order.customer_number": "buyerNumber",
        "create_sales_order.note_from_customer": "comment",
    },
}
EXAMPLE = Customer(
    name="Tryckbolaget Exempel AB",
    number="K200317",
    invoice_email="invoice@example.org",
    corporate_identity_number="556000-0000",
    postal_address=PostalAddress(
        address1="Provgatan 7",
        address2="Port B",
        address3="",
        city="Lund",
        zip_code="222 22",
        state="",
        country_code="SE",
    ),
)
NEW = CustomerCreate(
    name="Tryckbolaget Exempel AB",
    number="K200317",
    invoice_email="invoice@example.org",
    corporate_identity_number="556000-0000",
    postal_address=PostalAddressCreate(
        address1="Provgatan 7",
        address2="Port B",
        address3="",
        city="Lund",
        zip_code="222 22",
        state="",
        country_code="SE",
    ),
)
HALVA = Customer(
    name="Halva Priset Förlag",
    number="50%",
    invoice_email="hej@halva.example",
    corporate_identity_number="000000-0083",
    postal_address=PostalAddress(
        address1="Sveavägen 50",
        address2="",
        address3="",
        city="Stockholm",
        zip_code="113 34",
        state="",
        country_code="SE",
    ),
)
ALL = ["K200877", "K200878", "K200879", "K200880", "K200881", "K200882", "ÅB 12/7", "50%", "a+b?c#d", "K200886"]


def _reads(client: Any) -> Any:
    return client.customers.get("50%")


def _reads_again_after(seconds: float) -> Callable[[Any], Steps]:
    return again_after(seconds, _reads)


def _numbers(**arguments: Any) -> Callable[[Any], Steps]:
    """The customer numbers of one page."""

    def steps(client: Any) -> Steps:
        return [customer.number for customer in (yield client.customers.list(**arguments))]

    return steps


def _all_numbers(**arguments: Any) -> Callable[[Any], Steps]:
    """The customer numbers of all pages."""

    def steps(client: Any) -> Steps:
        return [customer.number for customer in (yield everything(client.customers.iterate(**arguments)))]

    return steps


def _orders(client: Any) -> Any:
    return client.sales_orders.create(
        customer_number="50%",
        name="Folder A5",
        purchase_order_number="PO-4711",
        language="sv",
        currency="SEK",
        note_from_customer="Leverera till lastkajen",
        extra_fields={"rows": [{"articleNumber": "A5-4", "quantity": 500}]},
    )


def _created_and_found(client: Any) -> Steps:
    """The vendor chooses the number, and says it in the list alone."""
    yield client.customers.create(
        name="Utan Nummer AB", number=None, invoice_email=None, corporate_identity_number="556000-0001"
    )
    return [found.number for found in (yield client.customers.list(corporate_identity_number="5560000001"))]


def _token(name: str, expected: Expected, call: Callable[[Any], Any] = _reads, **more: Any) -> Case:
    return case("token", name, call, expected, **more)


TOKENS = (
    _token("example", Returns(EXAMPLE), origin="docs", call=lambda client: client.customers.get("K200317")),
    _token("kept", Returns(HALVA), call=_reads_again_after(530)),
    _token("without_lifetime", Returns(HALVA), settings={"login_answer": "no_lifetime"}, call=_reads_again_after(530)),
    _token(
        "lifetime_as_text",
        Returns(HALVA),
        settings={"login_answer": "text"},
        drift=("number_as_text",),
        deviates=True,
        call=_reads_again_after(0),
    ),
    _token("renewed_early", Returns(HALVA), call=_reads_again_after(550)),
    _token("ended", Returns(HALVA), call=_reads_again_after(601)),
    _token("scope", Returns(HALVA), options={"scope": "gks orders"}),
    _token("unavailable", Returns(HALVA), faults=refuses("token", 503), waits=(0.25,)),
    _token("paused", Returns(HALVA), faults=refuses("token", 429, retry_after=3), waits=(3.0,)),
    _token("refused", Raises(AuthenticationError, {"status": 400}), rejected=True),
    _token(
        "refused_in_text",
        Raises(AuthenticationError, {"status": 401}),
        rejected=True,
        settings={"refused_login_status": "401", "refused_login_body": "text"},
    ),
    _token("scope_refused", Raises(AuthenticationError), options={"scope": "moon"}, settings={"scope": "refuse"}),
    _token("html", Raises(DecodeError), faults=html("token"), deviates=True),
    _token("missing", Raises(DecodeError), faults=answers("token", '{"token_type": "Bearer"}'), deviates=True),
)

CUSTOMERS = (
    case("create_customer", "example", lambda client: client.customers.create(NEW), Returns(None), origin="docs"),
    case("create_customer", "number_chosen", _created_and_found, Returns(["K300001"]), options=ALLOWED),
    case(
        "create_customer",
        "answered_with_it",
        lambda client: client.customers.create(NEW),
        Returns(None),
        settings={"created_customer": "customer", "created_status": "201"},
        drift=("unexpected_body",),
        deviates=True,
    ),
    case(
        "create_customer",
        "duplicate",
        lambda client: client.customers.create(
            name="Igen", number="50%", invoice_email=None, corporate_identity_number="556000-0001"
        ),
        Raises(BadRequestError, {"status": 400}),
    ),
    case(
        "create_customer",
        "failed",
        lambda client: client.customers.create(NEW),
        Raises(AmbiguousWriteError, {"found": "nothing"}),
        faults=refuses("create_customer", 500),
        waits=(0.5, 1.5, 3.0),
    ),
    case(
        "create_customer",
        "looked_up",
        lambda client: client.customers.create(NEW),
        Returns(None),
        faults=refuses("create_customer", 500, processed=True),
        waits=(0.5,),
    ),
    case(
        "create_customer",
        "looked_up_different",
        lambda client: client.customers.create(
            name="Igen", number="50%", invoice_email=None, corporate_identity_number="556000-0001"
        ),
        Raises(
            AmbiguousWriteError,
            {"found": "different", "differing": ("name", "invoiceEmail", "corporateIdentityNumber")},
        ),
        faults=refuses("create_customer", 500),
        waits=(0.5, 1.5, 3.0),
    ),
    case(
        "create_customer",
        "no_number_to_look_up",
        lambda client: client.customers.create(
            name="Ny", number=None, invoice_email=None, corporate_identity_number="556000-0001"
        ),
        Raises(AmbiguousWriteError, {"found": None}),
        faults=refuses("create_customer", 500),
    ),
    case(
        "create_customer",
        "revoked",
        lambda client: client.customers.create(NEW),
        Returns(None),
        faults=refuses("create_customer", 401),
    ),
    case("get_customer", "example", lambda client: client.customers.get("K200317"), Returns(EXAMPLE), origin="docs"),
    case(
        "get_customer",
        "encoded",
        lambda client: client.customers.get("ÅB 12/7"),
        Returns(
            Customer(
                name="Tidningen Norr AB",
                number="ÅB 12/7",
                invoice_email="ekonomi@norr.example",
                corporate_identity_number="000000-0075",
                postal_address=PostalAddress(
                    address1="Hamngatan 5",
                    address2="",
                    address3="",
                    city="Luleå",
                    zip_code="972 31",
                    state="",
                    country_code="SE",
                ),
            )
        ),
    ),
    case(
        "get_customer",
        "reserved_characters",
        lambda client: client.customers.get("a+b?c#d"),
        Returns(Customer(name="Signs & Fold", number="a+b?c#d", corporate_identity_number="000000-0091")),
        settings={"unset_members": "absent"},
    ),
    case(
        "get_customer",
        "more_members",
        _reads,
        Returns(Customer(number="50%", extra_fields={"contacts": [{"id": 1}]})),
        faults=answers("get_customer", '{"number": "50%", "postalAddress": null, "contacts": [{"id": 1}]}'),
        drift=("unknown_field",),
    ),
    case(
        "get_customer", "missing", lambda client: client.customers.get("NONE"), Raises(NotFoundError, {"status": 404})
    ),
    case(
        "get_customer",
        "failed",
        _reads,
        Raises(ServerError, {"status": 500}),
        faults=refuses("get_customer", 500, times=3),
        waits=(0.25, 0.5),
    ),
    case(
        "get_customer",
        "failed_in_html",
        lambda client: client.customers.get("NONE"),
        Raises(NotFoundError, {"status": 404}),
        settings={"error_body": "html"},
        deviates=True,
    ),
    case("get_customer", "html", _reads, Raises(DecodeError), faults=html("get_customer"), deviates=True),
    case("get_customer", "revoked", _reads, Returns(HALVA), faults=refuses("get_customer", 401)),
    case(
        "get_customer",
        "revoked_twice",
        _reads,
        Raises(AuthenticationError, {"status": 401}),
        faults=refuses("get_customer", 401, times=2),
    ),
    case(
        "get_customer",
        "forbidden",
        _reads,
        Raises(PermissionDeniedError, {"status": 403}),
        faults=refuses("get_customer", 403),
    ),
    case("list_customers", "array", _numbers(), Returns(ALL), options=ALLOWED),
    case(
        "list_customers",
        "envelope",
        lambda client: client.customers.list(customer_number="50%"),
        Lists([HALVA]),
        options=ALLOWED,
        settings={"list_form": "envelope"},
    ),
    case(
        "list_customers",
        "empty_envelope",
        lambda client: client.customers.list(name="nobody"),
        Lists([]),
        options=ALLOWED,
        settings={"list_form": "envelope"},
    ),
    case(
        "list_customers", "part_of_the_name", _numbers(name="björken"), Returns(["K200877", "K200886"]), options=ALLOWED
    ),
    case("list_customers", "pages", _all_numbers(page_size=4), Returns(ALL), options=ALLOWED),
    case(
        "list_customers",
        "full_last_page",
        _all_numbers(page=2, page_size=5),
        Returns(ALL[5:]),
        options=ALLOWED,
        settings={"list_form": "envelope"},
    ),
    case(
        "list_customers",
        "last_page_repeated",
        _all_numbers(page_size=5),
        Returns(ALL),
        options=ALLOWED,
        settings={"page_beyond_end": "last"},
        drift=("repeated_page",),
    ),
    case(
        "list_customers",
        "corrected",
        _numbers(customer_number="ÅB 12/7", page_size=5),
        Returns(["ÅB 12/7"]),
        options=CORRECTED,
    ),
    case(
        "list_customers",
        "refused",
        _numbers(),
        Raises(BadRequestError, {"status": 400}),
        options=ALLOWED,
        faults=refuses("list_customers", 400),
    ),
    case(
        "list_customers",
        "no_such_path",
        _numbers(),
        Raises(NotFoundError, {"status": 404}),
        options=ALLOWED,
        faults=refuses("list_customers", 404, envelope=False),
        deviates=True,
    ),
)

SALES_ORDERS = (
    case("create_sales_order", "rows_as_extra_fields", _orders, Returns({"orderNumber": "000001"}), options=ALLOWED),
    case(
        "create_sales_order",
        "number_as_text",
        _orders,
        Returns("000001"),
        options=ALLOWED,
        settings={"created_order": "text"},
    ),
    case("create_sales_order", "corrected", _orders, Returns({"orderNumber": "000001"}), options=CORRECTED),
    case(
        "create_sales_order",
        "unknown_customer",
        lambda client: client.sales_orders.create(customer_number="NONE"),
        Raises(NotFoundError, {"status": 404}),
        options=ALLOWED,
    ),
    case(
        "create_sales_order",
        "other_language",
        lambda client: client.sales_orders.create(customer_number="50%", language="de"),
        Raises(BadRequestError, {"status": 400}),
        options=ALLOWED,
    ),
)


def _first_customer(client: Any) -> Steps:
    customers = yield client.customers.list(page_size=1)
    return (yield client.customers.get(customers[0].number)) if customers else None


LIVE = (
    case(
        "list_customers",
        "live",
        lambda client: client.customers.list(page_size=5),
        Succeeds(),
        origin="live",
        options=ALLOWED,
    ),
    case("get_customer", "live", _first_customer, Succeeds(), origin="live", options=ALLOWED),
)

SUITE = Suite(
    vendor="simutek_gks4",
    client=SimutekGKS4,
    async_client=AsyncSimutekGKS4,
    logins=(("client_id", "client_secret"),),
    cases=(*TOKENS, *CUSTOMERS, *SALES_ORDERS, *LIVE),
    base_url="https://gks.example",
)
