"""Cases of Simutek GKS4. The samples of its documentation, with our own values, are the cassettes of origin `docs`."""

from __future__ import annotations

from functools import partial
from typing import Any

from scripts.contract.case import Case, Expected, Lists, Raises, Returns, Suite
from simutek_gks4 import AsyncSimutekGKS4, SimutekGKS4
from simutek_gks4.errors import AmbiguousWriteError, AuthenticationError, BadRequestError, DecodeError, NotFoundError
from simutek_gks4.models import Customer, CustomerCreate, PostalAddress, PostalAddressCreate
from tests.contract.cases._short import Call, Steps, again_after, all_values, answers, refuses, values
from tests.contract.cases._usual import failing_reads, live_reads, token_cases

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


def _fields(name: str, number: str, mail: str, identity: str) -> dict[str, Any]:
    return {"name": name, "number": number, "invoice_email": mail, "corporate_identity_number": identity}


def _address(street: str, zip_code: str, city: str, address2: str = "") -> dict[str, Any]:
    rest = {"address2": address2, "address3": "", "state": "", "country_code": "SE"}
    return {"address1": street, "zip_code": zip_code, "city": city, **rest}


_FIELDS = _fields("Tryckbolaget Exempel AB", "K200317", "invoice@example.org", "556000-0000")
_ADDRESS = _address("Provgatan 7", "222 22", "Lund", "Port B")
EXAMPLE = Customer(**_FIELDS, postal_address=PostalAddress(**_ADDRESS))
NEW = CustomerCreate(**_FIELDS, postal_address=PostalAddressCreate(**_ADDRESS))
HALVA = Customer(
    **_fields("Halva Priset Förlag", "50%", "hej@halva.example", "000000-0083"),
    postal_address=PostalAddress(**_address("Sveavägen 50", "113 34", "Stockholm")),
)
NORR = Customer(
    **_fields("Tidningen Norr AB", "ÅB 12/7", "ekonomi@norr.example", "000000-0075"),
    postal_address=PostalAddress(**_address("Hamngatan 5", "972 31", "Luleå")),
)
_numbers = partial(values, "customers", "number")
_all_numbers = partial(all_values, "customers", "number")
ALL = ["K200877", "K200878", "K200879", "K200880", "K200881", "K200882", "ÅB 12/7", "50%", "a+b?c#d", "K200886"]


def _reads(client: Any) -> Any:
    return client.customers.get("50%")


def _creates(client: Any) -> Any:
    return client.customers.create(NEW)


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


def _token(name: str, expected: Expected, call: Call = _reads, **more: Any) -> Case:
    return Case("token", name, call, expected, **more)


TOKENS = (
    *token_cases(_reads, HALVA),
    _token("example", Returns(EXAMPLE), origin="docs", call=lambda client: client.customers.get("K200317")),
    _token("without_lifetime", Returns(HALVA), settings={"login_answer": "no_lifetime"}, call=again_after(530, _reads)),
    _token(
        "lifetime_as_text",
        Returns(HALVA),
        settings={"login_answer": "text"},
        drift=("number_as_text",),
        deviates=True,
        call=again_after(0, _reads),
    ),
    _token("ended", Returns(HALVA), call=again_after(601, _reads)),
    _token("scope", Returns(HALVA), options={"scope": "gks orders"}),
    _token("refused", Raises(AuthenticationError, {"status": 400}), rejected=True),
    _token(
        "refused_in_text",
        Raises(AuthenticationError, {"status": 401}),
        rejected=True,
        settings={"refused_login_status": "401", "refused_login_body": "text"},
    ),
    _token("scope_refused", Raises(AuthenticationError), options={"scope": "moon"}, settings={"scope": "refuse"}),
    _token("missing", Raises(DecodeError), fault=answers('{"token_type": "Bearer"}'), deviates=True),
)

CUSTOMERS = (
    *failing_reads("get_customer", _reads, HALVA),
    Case("create_customer", "example", _creates, Returns(None), origin="docs"),
    Case("create_customer", "number_chosen", _created_and_found, Returns(["K300001"]), options=ALLOWED),
    Case(
        "create_customer",
        "answered_with_it",
        _creates,
        Returns(None),
        settings={"created_customer": "customer", "created_status": "201"},
        drift=("unexpected_body",),
        deviates=True,
    ),
    Case(
        "create_customer",
        "duplicate",
        lambda client: client.customers.create(
            name="Igen", number="50%", invoice_email=None, corporate_identity_number="556000-0001"
        ),
        Raises(BadRequestError, {"status": 400}),
    ),
    Case(
        "create_customer",
        "failed",
        _creates,
        Raises(AmbiguousWriteError, {"found": "nothing"}),
        fault=refuses(500),
        waits=(0.5, 1.5, 3.0),
    ),
    Case("create_customer", "looked_up", _creates, Returns(None), fault=refuses(500, processed=True), waits=(0.5,)),
    Case(
        "create_customer",
        "looked_up_different",
        lambda client: client.customers.create(
            name="Igen", number="50%", invoice_email=None, corporate_identity_number="556000-0001"
        ),
        Raises(
            AmbiguousWriteError,
            {"found": "different", "differing": ("name", "invoiceEmail", "corporateIdentityNumber")},
        ),
        fault=refuses(500),
        waits=(0.5, 1.5, 3.0),
    ),
    Case(
        "create_customer",
        "no_number_to_look_up",
        lambda client: client.customers.create(
            name="Ny", number=None, invoice_email=None, corporate_identity_number="556000-0001"
        ),
        Raises(AmbiguousWriteError, {"found": None}),
        fault=refuses(500),
    ),
    Case("create_customer", "revoked", _creates, Returns(None), fault=refuses(401)),
    Case("get_customer", "example", lambda client: client.customers.get("K200317"), Returns(EXAMPLE), origin="docs"),
    Case("get_customer", "encoded", lambda client: client.customers.get("ÅB 12/7"), Returns(NORR)),
    Case(
        "get_customer",
        "reserved_characters",
        lambda client: client.customers.get("a+b?c#d"),
        Returns(Customer(name="Signs & Fold", number="a+b?c#d", corporate_identity_number="000000-0091")),
        settings={"unset_members": "absent"},
    ),
    Case(
        "get_customer",
        "more_members",
        _reads,
        Returns(Customer(number="50%", extra_fields={"contacts": [{"id": 1}]})),
        fault=answers('{"number": "50%", "postalAddress": null, "contacts": [{"id": 1}]}'),
        drift=("unknown_field",),
    ),
    Case(
        "get_customer", "missing", lambda client: client.customers.get("NONE"), Raises(NotFoundError, {"status": 404})
    ),
    Case(
        "get_customer",
        "failed_in_html",
        lambda client: client.customers.get("NONE"),
        Raises(NotFoundError, {"status": 404}),
        settings={"error_body": "html"},
        deviates=True,
    ),
    Case("list_customers", "array", _numbers(), Returns(ALL), options=ALLOWED),
    Case(
        "list_customers",
        "envelope",
        lambda client: client.customers.list(customer_number="50%"),
        Lists([HALVA]),
        options=ALLOWED,
        settings={"list_form": "envelope"},
    ),
    Case(
        "list_customers",
        "empty_envelope",
        lambda client: client.customers.list(name="nobody"),
        Lists([]),
        options=ALLOWED,
        settings={"list_form": "envelope"},
    ),
    Case(
        "list_customers", "part_of_the_name", _numbers(name="björken"), Returns(["K200877", "K200886"]), options=ALLOWED
    ),
    Case("list_customers", "pages", _all_numbers(page_size=4), Returns(ALL), options=ALLOWED),
    Case(
        "list_customers",
        "full_last_page",
        _all_numbers(page=2, page_size=5),
        Returns(ALL[5:]),
        options=ALLOWED,
        settings={"list_form": "envelope"},
    ),
    Case(
        "list_customers",
        "last_page_repeated",
        _all_numbers(page_size=5),
        Returns(ALL),
        options=ALLOWED,
        settings={"page_beyond_end": "last"},
        drift=("repeated_page",),
    ),
    Case(
        "list_customers",
        "corrected",
        _numbers(customer_number="ÅB 12/7", page_size=5),
        Returns(["ÅB 12/7"]),
        options=CORRECTED,
    ),
    Case(
        "list_customers",
        "refused",
        _numbers(),
        Raises(BadRequestError, {"status": 400}),
        options=ALLOWED,
        fault=refuses(400),
    ),
    Case(
        "list_customers",
        "no_such_path",
        _numbers(),
        Raises(NotFoundError, {"status": 404}),
        options=ALLOWED,
        fault=refuses(404, envelope=False),
        deviates=True,
    ),
)

SALES_ORDERS = (
    Case("create_sales_order", "rows_as_extra_fields", _orders, Returns({"orderNumber": "000001"}), options=ALLOWED),
    Case(
        "create_sales_order",
        "number_as_text",
        _orders,
        Returns("000001"),
        options=ALLOWED,
        settings={"created_order": "text"},
    ),
    Case("create_sales_order", "corrected", _orders, Returns({"orderNumber": "000001"}), options=CORRECTED),
    Case(
        "create_sales_order",
        "unknown_customer",
        lambda client: client.sales_orders.create(customer_number="NONE"),
        Raises(NotFoundError, {"status": 404}),
        options=ALLOWED,
    ),
    Case(
        "create_sales_order",
        "other_language",
        lambda client: client.sales_orders.create(customer_number="50%", language="de"),
        Raises(BadRequestError, {"status": 400}),
        options=ALLOWED,
    ),
)


LIVE = live_reads("customers", "customer", key="number", options=ALLOWED)

SUITE = Suite(
    vendor="simutek_gks4",
    client=SimutekGKS4,
    async_client=AsyncSimutekGKS4,
    logins=(("client_id", "client_secret"),),
    cases=(*TOKENS, *CUSTOMERS, *SALES_ORDERS, *LIVE),
    base_url="https://gks.example",
)
