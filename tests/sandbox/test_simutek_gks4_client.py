"""The Simutek GKS4 client against its sandbox: two independent readings of one spec, over real connections."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from erp_client_runtime import Drift
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from simutek_gks4 import AsyncSimutekGKS4, SimutekGKS4
from simutek_gks4.errors import (
    AmbiguousWriteError,
    AssumedOperationError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    DecodeError,
    ERPClientError,
    InvalidArgumentError,
    NotFoundError,
    ServerError,
    UnexpectedStatusError,
)
from simutek_gks4.models import CustomerCreate, PostalAddressCreate, SalesOrderCreate
from tests.sandbox.clients import Clients, calls, login, without_tokens

ANNA: dict[str, Any] = {
    "name": "Anna AB",
    "number": "K1",
    "invoice_email": None,
    "corporate_identity_number": "556000-0000",
}
STRANGE_NUMBERS = ["a/b", "/", "50 %", "%2F", "a?b", "a#b", "Å ä ö", "...", "a+b", "a\\b", "a;b=c", "🧾", "x" * 300]


@pytest.fixture
def vendor(sandbox: SandboxFactory) -> Sandbox:
    return sandbox("simutek_gks4")


@pytest.fixture
def connect() -> Iterator[Clients[SimutekGKS4]]:
    clients = Clients(SimutekGKS4)
    yield clients
    clients.close()


@pytest.fixture
def client(vendor: Sandbox, connect: Clients[SimutekGKS4]) -> SimutekGKS4:
    return connect(vendor, allow_assumed=True)


Connect = Clients[SimutekGKS4]


# What everybody does


def test_a_customer_is_created_from_keywords_or_a_model_and_read(client: SimutekGKS4) -> None:
    customers = client.customers
    created: Any = customers.create(**ANNA, postal_address=PostalAddressCreate(city="Lund", zip_code="222 22"))
    assert created is None
    customers.create(CustomerCreate(**{**ANNA, "number": "K2", "invoice_email": "a@b.example"}))
    first, second = customers.get("K1"), customers.get("K2")
    assert (first.name, first.invoice_email, second.invoice_email) == ("Anna AB", None, "a@b.example")
    assert first.postal_address is not None
    assert (first.postal_address.city, first.postal_address.zip_code) == ("Lund", "222 22")
    assert [one.number for one in customers.list(name="anna")] == ["K1", "K2"]
    assert [one.number for one in customers.iterate(customer_number="K2")] == ["K2"]
    assert [one.number for one in customers.list(corporate_identity_number="5560000000")] == ["K1", "K2"]


def test_a_sales_order_is_created_from_keywords_or_a_model(client: SimutekGKS4, vendor: Sandbox) -> None:
    assert client.sales_orders.create(customer_number="50%", name="One", currency="SEK") == {"orderNumber": "000001"}
    order = SalesOrderCreate(customer_number="50%", language="sv", purchase_order_number="PO", note_from_customer="!")
    assert client.sales_orders.create(order) == {"orderNumber": "000002"}
    assert [one["name"] for one in vendor.elements("sales_orders")] == ["One", "Webshop order"]


async def test_the_asynchronous_client_does_the_same(vendor: Sandbox) -> None:
    async with without_tokens(AsyncSimutekGKS4(**login(vendor, allow_assumed=True))) as client:
        await client.customers.create(**ANNA)
        assert (await client.customers.get("K1")).name == "Anna AB"
        assert [one.number for one in await client.customers.list(name="anna")] == ["K1"]
        assert [one.number async for one in client.customers.iterate(page_size=4)][-1] == "K1"
        assert await client.sales_orders.create(customer_number="K1") == {"orderNumber": "000001"}
        with pytest.raises(NotFoundError):
            await client.customers.get("K9")


def test_none_is_sent_for_number_and_mail_and_the_vendor_chooses_the_number(
    client: SimutekGKS4, vendor: Sandbox
) -> None:
    client.customers.create(**{**ANNA, "number": None})
    assert vendor.requests[-1].body == (
        b'{"name":"Anna AB","number":null,"invoiceEmail":null,"corporateIdentityNumber":"556000-0000"}'
    )
    (found,) = client.customers.list(name="Anna AB")
    assert client.customers.get(found.number or "") == found


@pytest.mark.parametrize("number", STRANGE_NUMBERS)
def test_a_customer_number_may_hold_anything(client: SimutekGKS4, number: str) -> None:
    client.customers.create(**{**ANNA, "number": number})
    assert client.customers.get(number).number == number
    assert [one.number for one in client.customers.list(customer_number=number)] == [number]
    client.sales_orders.create(customer_number=number)


@pytest.mark.parametrize("number", ["", ".", "..", None, True, 5, b"K1", "\ud800"])
def test_a_number_that_cannot_be_one_is_refused(client: SimutekGKS4, vendor: Sandbox, number: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="customer_number"):
        client.customers.get(number)
    assert vendor.requests == ()


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.customers.create(name="A", number="1", corporate_identity_number="2"),
        lambda client: client.customers.create(**{**ANNA, "name": None}),
        lambda client: client.customers.create(**ANNA, postal_adress=None),
        lambda client: client.customers.create(**ANNA, postal_address={"city": "Lund"}),
        lambda client: client.customers.create(ANNA),
        lambda client: client.sales_orders.create(name="no customer"),
        lambda client: client.sales_orders.create(customer_number="1", extra_fields={"rows": [{"price": 0.5}]}),
        lambda client: client.sales_orders.create(customer_number="1", extra_fields={"rows": [Decimal("NaN")]}),
        lambda client: client.customers.list(page=0),
        lambda client: client.customers.list(page_size=101),
        lambda client: client.customers.list(page_size="10"),
        lambda client: list(client.customers.iterate(page_size=0)),
    ],
)
def test_what_cannot_be_sent_is_refused_before_anything_is(
    client: SimutekGKS4, vendor: Sandbox, call: Callable[[Any], object]
) -> None:
    with pytest.raises(InvalidArgumentError):
        call(client)
    assert vendor.requests == ()


def test_rows_go_along_as_they_are_with_exact_amounts(client: SimutekGKS4, vendor: Sandbox) -> None:
    rows = [{"article": "FLYER-A5", "quantity": 2500, "unitPrice": Decimal("0.06480"), "to": [{"city": "Umeå"}]}]
    client.sales_orders.create(customer_number="50%", extra_fields={"rows": rows})
    assert '"rows":[{"article":"FLYER-A5","quantity":2500,"unitPrice":0.06480,' in vendor.requests[-1].body.decode()
    assert vendor.elements("sales_orders")[0]["rows"] == rows


# What is a guess


ASSUMED: dict[str, Callable[[Any], object]] = {
    "list_customers": lambda client: client.customers.list(),
    "create_sales_order": lambda client: client.sales_orders.create(customer_number="50%"),
}


@pytest.mark.parametrize("operation", ASSUMED)
async def test_a_guess_is_refused_before_anything_is_sent(vendor: Sandbox, connect: Connect, operation: str) -> None:
    hints = f"{operation}.*guess.*operation_paths={{'{operation}'.*allow_assumed=True.*wire_names={{'{operation}\\."
    with pytest.raises(AssumedOperationError, match=hints):
        ASSUMED[operation](connect(vendor))
    async with AsyncSimutekGKS4(**login(vendor)) as client:
        with pytest.raises(AssumedOperationError, match=hints):
            await ASSUMED[operation](client)  # type: ignore[misc]  # the asynchronous client's calls are awaited
    with pytest.raises(AssumedOperationError):
        next(connect(vendor).customers.iterate())
    assert vendor.requests == ()


TRUE_PATHS = {"list_customers": "/api/v1/customers/search", "create_sales_order": "/api/v2/sales-orders"}


def test_a_corrected_path_is_taken_without_allowing_guesses(sandbox: SandboxFactory, connect: Connect) -> None:
    vendor = sandbox("simutek_gks4", operation_paths=TRUE_PATHS)
    client = connect(vendor, operation_paths=TRUE_PATHS)
    assert client.sales_orders.create(customer_number="50%") == {"orderNumber": "000001"}
    assert [request.path for request in vendor.requests[1:]] == ["/api/v2/sales-orders"]
    assert len(client.customers.list()) == len(list(client.customers.iterate())) == 10
    # What the corrected one answers is no longer blamed on the path.
    with pytest.raises(NotFoundError) as caught:
        client.sales_orders.create(customer_number="nobody")
    assert "operation_paths" not in str(caught.value)


@pytest.mark.parametrize(("operation", "error"), [("list_customers", 405), ("create_sales_order", 404)])
def test_a_guess_that_is_wrong_says_how_it_is_corrected(
    sandbox: SandboxFactory, connect: Connect, operation: str, error: int
) -> None:
    paths = {"list_customers": "/api/v1/search", "create_sales_order": "/api/v2/sales-orders"}
    client = connect(sandbox("simutek_gks4", operation_paths=paths), allow_assumed=True)
    with pytest.raises((NotFoundError, UnexpectedStatusError), match=f"operation_paths={{'{operation}'") as caught:
        ASSUMED[operation](client)
    assert caught.value.status == error


TRUE_NAMES = {
    "create_sales_order.customer_number": "buyer",
    "create_sales_order.language": "lang",
    "list_customers.name": "q",
    "list_customers.page": "pageNumber",
    "list_customers.page_size": "limit",
}


def test_corrected_names_are_sent(sandbox: SandboxFactory, connect: Connect) -> None:
    vendor = sandbox("simutek_gks4", wire_names=TRUE_NAMES)
    client = connect(vendor, wire_names=TRUE_NAMES, allow_assumed=True)
    client.sales_orders.create(customer_number="50%", language="no")
    assert vendor.requests[-1].body == b'{"buyer":"50%","lang":"no"}'
    assert vendor.elements("sales_orders")[0]["customerNumber"] == "50%"
    assert len(client.customers.list(name="björken", page=1, page_size=1)) == 1
    assert vendor.requests[-1].query == "q=bj%C3%B6rken&pageNumber=1&limit=1"
    assert len(list(client.customers.iterate(page_size=3))) == 10


def test_names_that_are_wrong_say_how_they_are_corrected(sandbox: SandboxFactory, connect: Connect) -> None:
    client = connect(sandbox("simutek_gks4", wire_names=TRUE_NAMES), allow_assumed=True)
    with pytest.raises(BadRequestError, match=r"wire_names=\{'create_sales_order\."):
        client.sales_orders.create(customer_number="50%")


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"wire_names": {"create_sales_order.langage": "lang"}}, "language"),
        ({"wire_names": {"create_sales_order.language": "name"}}, "create_sales_order"),
        ({"operation_paths": {"create_sales_orders": "/x"}}, "create_sales_order"),
        ({"operation_paths": {"create_sales_order": "/x/{id}"}}, "create_sales_order"),
    ],
)
def test_corrections_that_cannot_be_are_refused(
    vendor: Sandbox, connect: Connect, settings: dict[str, Any], named: str
) -> None:
    with pytest.raises(ConfigurationError, match=named):
        connect(vendor, allow_assumed=True, **settings).sales_orders.create(customer_number="50%", language="sv")
    assert vendor.requests == ()


# Lists


@pytest.mark.parametrize("form", ["array", "envelope"])
def test_a_list_may_stand_alone_or_in_an_object(sandbox: SandboxFactory, connect: Connect, form: str) -> None:
    client = connect(sandbox("simutek_gks4", settings={"list_form": form}), allow_assumed=True, strict=True)
    assert [one.number for one in client.customers.list()] == [one.number for one in client.customers.iterate()]
    assert len(client.customers.list()) == 10
    assert list(client.customers.list(name="nobody at all")) == []


@pytest.mark.parametrize(
    ("settings", "arguments", "numbers", "requests"),
    [
        ({}, {}, 250, 6),  # five full pages, and an empty one
        ({}, {"page_size": 100}, 250, 4),  # the last page has the usual size, so it need not be the last
        ({}, {"page_size": 60}, 250, 5),
        ({}, {"page": 4}, 100, 3),
        ({}, {"page": 9}, 0, 1),
        ({"page_beyond_end": "last"}, {}, 250, 6),
        ({"page_beyond_end": "last"}, {"page_size": 100}, 250, 4),
        ({"page_parameters": "ignore"}, {}, 50, 2),
        ({"page_parameters": "ignore"}, {"page_size": 100}, 50, 2),
        ({"page_parameters": "ignore_size"}, {"page_size": 100}, 250, 6),
        ({"page_parameters": "ignore_size"}, {"page_size": 20}, 250, 6),
        ({"list_form": "envelope"}, {"page_size": 60}, 250, 5),
    ],
)
async def test_pages_are_read_to_their_end(
    sandbox: SandboxFactory,
    connect: Connect,
    settings: dict[str, str],
    arguments: dict[str, Any],
    numbers: int,
    requests: int,
) -> None:
    vendor = sandbox("simutek_gks4", settings={"seed_customers": "250", **settings})
    found = [one.number for one in connect(vendor, allow_assumed=True).customers.iterate(**arguments)]
    assert (len(found), len(set(found))) == (numbers, numbers)
    assert calls(vendor, "list_customers") == requests
    async with without_tokens(AsyncSimutekGKS4(**login(vendor, allow_assumed=True))) as client:
        assert [one.number async for one in client.customers.iterate(**arguments)] == found


def test_a_page_that_repeats_is_reported(sandbox: SandboxFactory, connect: Connect) -> None:
    drifts: list[Drift] = []
    vendor = sandbox("simutek_gks4", settings={"seed_customers": "60", "page_parameters": "ignore"})
    assert len(list(connect(vendor, allow_assumed=True, on_drift=drifts.append).customers.iterate())) == 50
    assert [drift.kind for drift in drifts] == ["repeated_page"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in</html>",
        b"42",
        b'{"items": [], "others": [{"name": "A"}], "more": [{"name": "B"}]}',
        b'{"total": 3}',
        b'{"items": ["K1"]}',
    ],
)
def test_a_list_that_is_none_is_an_error(vendor: Sandbox, client: SimutekGKS4, body: bytes) -> None:
    vendor.faults.add("list_customers", "body", body=body, times=2)
    for read in (client.customers.list, lambda: list(client.customers.iterate())):
        with pytest.raises(DecodeError) as caught:
            read()
        assert caught.value.body_start == body


# Answers in all forms that are possible


@pytest.mark.parametrize("form", ["empty", "customer", "text"])
@pytest.mark.parametrize("status", ["200", "201"])
def test_a_created_customer_is_created_whatever_is_answered(
    sandbox: SandboxFactory, connect: Connect, form: str, status: str
) -> None:
    drifts: list[Drift] = []
    vendor = sandbox("simutek_gks4", settings={"created_customer": form, "created_status": status})
    client = connect(vendor, on_drift=drifts.append)
    client.customers.create(**ANNA)
    assert client.customers.get("K1").name == "Anna AB"
    assert [drift.kind for drift in drifts] == ([] if form == "empty" else ["unexpected_body"])


@pytest.mark.parametrize(
    ("form", "result"),
    [("object", {"orderNumber": "000001"}), ("text", "000001"), ("order", "Webshop order"), ("empty", None)],
)
def test_a_created_order_is_created_whatever_is_answered(
    sandbox: SandboxFactory, connect: Connect, form: str, result: Any
) -> None:
    drifts: list[Drift] = []
    vendor = sandbox("simutek_gks4", settings={"created_order": form})
    created = connect(vendor, allow_assumed=True, on_drift=drifts.append).sales_orders.create(customer_number="50%")
    assert (created["name"] if form == "order" else created) == result
    assert len(vendor.elements("sales_orders")) == 1
    assert [drift.kind for drift in drifts] == (["empty_body"] if form == "empty" else [])


@pytest.mark.parametrize(
    ("content_type", "body", "order", "customer"),
    [
        ("application/json", b"", None, DecodeError),
        ("text/plain", b"Order 7 created", "Order 7 created", DecodeError),
        ("text/plain", b"<html>Sign in</html>", AmbiguousWriteError, DecodeError),
        ("text/html", b"<html>Sign in</html>", AmbiguousWriteError, DecodeError),
        ("application/json", b'{"orderNumber": "00', AmbiguousWriteError, DecodeError),
        ("application/json", b"[]", [], DecodeError),
    ],
)
def test_what_is_not_what_it_should_be_is_an_error_unless_a_write_is_done_all_the_same(
    vendor: Sandbox, client: SimutekGKS4, content_type: str, body: bytes, order: Any, customer: type[Exception]
) -> None:
    vendor.faults.add("*", "body", body=body, content_type=content_type, times=None)
    if order is AmbiguousWriteError:
        with pytest.raises(AmbiguousWriteError, match="look with a read") as ambiguous:
            client.sales_orders.create(customer_number="50%")
        assert (ambiguous.value.status, ambiguous.value.body_start) == (200, body)
    else:
        assert client.sales_orders.create(customer_number="50%") == order
    # No body belongs here, so only a web page leaves it open whether it was done.
    if body.startswith(b"<"):
        with pytest.raises(AmbiguousWriteError, match="HTML"):
            client.customers.create(**ANNA)
    else:
        client.customers.create(**ANNA)
    with pytest.raises(customer) as caught:
        client.customers.get("50%")
    assert (caught.value.status, caught.value.body_start) == (200, body)  # type: ignore[attr-defined]


def test_members_may_be_unknown_or_absent(sandbox: SandboxFactory, connect: Connect) -> None:
    settings = {"unknown_members": "yes", "unset_members": "absent"}
    client = connect(sandbox("simutek_gks4", settings=settings), allow_assumed=True)
    customer = client.customers.get("50%")
    assert customer.extra_fields == {"isActive": True, "contacts": [{"id": 1}]}
    assert customer.postal_address is not None
    assert customer.postal_address.extra_fields["position"] == {"lat": Decimal("0.5")}
    without = client.customers.get("a+b?c#d")
    assert (without.postal_address, without.invoice_email) == (None, None)


ERROR_BODIES = {"problem": True, "text": True, "empty": False, "html": False}


@pytest.mark.parametrize("form", ERROR_BODIES)
def test_an_error_may_have_any_body_and_its_words_are_told(
    sandbox: SandboxFactory, connect: Connect, form: str
) -> None:
    client = connect(sandbox("simutek_gks4", settings={"error_body": form}), allow_assumed=True)
    client.customers.create(**ANNA)
    for call, error, status, words in (
        (lambda: client.customers.get("nobody"), NotFoundError, 404, "nobody"),
        (lambda: client.customers.create(**ANNA), BadRequestError, 400, "K1"),
        (lambda: client.sales_orders.create(customer_number="nobody"), NotFoundError, 404, "nobody"),
        (lambda: client.sales_orders.create(customer_number="K1", language="de"), BadRequestError, 400, "language"),
    ):
        with pytest.raises(error) as caught:
            call()
        assert caught.value.status == status
        assert (words in (caught.value.vendor_message or "")) == ERROR_BODIES[form]
        assert (words in str(caught.value)) == ERROR_BODIES[form] or words in ("language",)
        assert bool(caught.value.body_start) == (form != "empty")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, BadRequestError),
        (404, NotFoundError),
        (405, UnexpectedStatusError),
        (418, UnexpectedStatusError),
        (500, ServerError),
        (520, ServerError),
    ],
)
@pytest.mark.parametrize("envelope", [True, False])
def test_every_status_is_a_typed_error_and_a_guess_is_named_where_it_may_be_the_cause(
    vendor: Sandbox, client: SimutekGKS4, status: int, error: type[ERPClientError], envelope: bool
) -> None:
    for operation, call in ASSUMED.items():
        vendor.faults.add(operation, "status", status=status, envelope=envelope, times=None)
        expected = AmbiguousWriteError if status >= 500 and operation == "create_sales_order" else error
        with pytest.raises(expected) as caught:
            call(client.with_options(max_retries=0))
        named = [name in str(caught.value) for name in (f"operation_paths={{'{operation}'", f"{{'{operation}.…'")]
        assert named == [status in (400, 404, 405)] * 2


def test_a_write_of_unknown_outcome_is_not_repeated_and_a_read_is(vendor: Sandbox, client: SimutekGKS4) -> None:
    for kind, options in {"drop_after": {}, "truncated": {}, "status": {"status": 503}}.items():
        vendor.faults.add("create_sales_order", kind, **options)
        with pytest.raises(AmbiguousWriteError):
            client.sales_orders.create(customer_number="50%")
        vendor.faults.add("get_customer", kind, **options)
        assert client.customers.get("50%").name == "Halva Priset Förlag"
    assert (calls(vendor, "create_sales_order"), calls(vendor, "get_customer")) == (3, 6)
    vendor.faults.add("create_sales_order", "status", status=429, retry_after="0")
    assert client.sales_orders.create(customer_number="50%") is not None


# The login; what tokens do in general is tested for all vendors together


def test_the_credentials_go_into_the_form_and_nowhere_else(vendor: Sandbox, client: SimutekGKS4) -> None:
    client.customers.get("50%")
    token, call = vendor.requests
    assert token.body.decode() == (
        f"grant_type=client_credentials&client_id={vendor.credentials['client_id']}"
        f"&client_secret={vendor.credentials['client_secret']}"
    )
    assert "authorization" not in token.headers
    assert call.headers["authorization"].startswith("Bearer ")


@pytest.mark.parametrize(
    ("setting", "scope", "works"),
    [("ignore", None, True), ("ignore", "gks", True), ("require", "gks", True), ("require", None, False)],
)
def test_a_scope_is_sent_if_there_is_one(
    sandbox: SandboxFactory, connect: Connect, setting: str, scope: str | None, works: bool
) -> None:
    vendor = sandbox("simutek_gks4", settings={"scope": setting})
    client = connect(vendor, scope=scope)
    if works:
        client.customers.get("50%")
    else:
        with pytest.raises(AuthenticationError, match=r"invalid_scope.*scope="):
            client.customers.get("50%")
    assert (b"scope=gks" in vendor.requests[0].body) == (scope is not None)


def test_settings_come_from_the_environment_and_what_is_missing_is_named(
    vendor: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigurationError, match="SIMUTEK_GKS4_CLIENT_ID"):
        SimutekGKS4(base_url=vendor.base_url)
    with pytest.raises(ConfigurationError, match="SIMUTEK_GKS4_CLIENT_SECRET"):
        SimutekGKS4(base_url=vendor.base_url, client_id="only one of two")
    with pytest.raises(ConfigurationError, match=r"base_url.*SIMUTEK_GKS4_BASE_URL"):
        SimutekGKS4(**vendor.credentials)
    for name, value in login(vendor, scope="gks").items():
        monkeypatch.setenv(f"SIMUTEK_GKS4_{name.upper()}", value)
    with without_tokens(SimutekGKS4()) as client:
        assert client.customers.get("50%").number == "50%"
    assert b"scope=gks" in vendor.requests[0].body
