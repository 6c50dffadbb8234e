"""The Comarch ERP XT client against its sandbox: two independent readings of one spec, over real connections."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any, cast

import pytest

from comarch_erp_xt import AsyncComarchERPXT, ComarchERPXT
from comarch_erp_xt.errors import (
    AmbiguousWriteError,
    AssumedOperationError,
    BadRequestError,
    ConfigurationError,
    DecodeError,
    ERPClientError,
    InvalidArgumentError,
    NotFoundError,
    ServerError,
    UnexpectedStatusError,
)
from comarch_erp_xt.models import (
    Address,
    AddressCreate,
    BankAccountCreate,
    CustomerCreate,
    CustomerType,
    Invoice,
    InvoiceCreate,
    InvoiceItem,
    InvoiceItemCreate,
    InvoiceItemUpdate,
    PaymentStatus,
    PaymentTypeCreate,
    PaymentTypeKind,
    ProductCreate,
    ProformaCreate,
    ProformaItemCreate,
    ReportingPeriod,
)
from erp_client_runtime import Drift
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.clients import Clients, calls, login, without_tokens
from tests.sandbox.comarch_erp_xt import MISSING

Connect = Clients[ComarchERPXT]
RESOURCES = ("products", "customers", "invoices", "proformas", "payment_types", "bank_accounts")
WINTER, SUMMER = dt.date(2026, 1, 15), dt.date(2026, 6, 15)


@pytest.fixture
def vendor(sandbox: SandboxFactory) -> Sandbox:
    return sandbox("comarch_erp_xt")


@pytest.fixture
def connect() -> Iterator[Connect]:
    clients = Clients(ComarchERPXT)
    yield clients
    clients.close()


@pytest.fixture
def client(vendor: Sandbox, connect: Connect) -> ComarchERPXT:
    return connect(vendor, allow_assumed=True, strict=True)


@pytest.fixture
def parties(vendor: Sandbox) -> dict[str, Any]:
    return parties_of(vendor)


def parties_of(vendor: Sandbox) -> dict[str, Any]:
    """What a document has to name."""
    return {
        "purchasing_party_id": vendor.elements("customers")[0]["Id"],
        "payment_type_id": vendor.elements("payment_types")[0]["Id"],
    }


@pytest.fixture
def product(vendor: Sandbox) -> int:
    return int(vendor.elements("products")[0]["Id"])


def line(product: int, **fields: Any) -> dict[str, Any]:
    return {"product_id": product, "quantity": Decimal(2), "product_currency_net_price": Decimal("9.90"), **fields}


def items_of(client: ComarchERPXT, invoice: int) -> list[InvoiceItem]:
    items = client.invoices.get(invoice).items
    assert items is not None
    return items


def sent(vendor: Sandbox) -> Any:
    """The body of the last request."""
    return json.loads(vendor.requests[-1].body, parse_float=Decimal)


# What everybody does


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


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_element_lives_from_creation_to_deletion(
    client: ComarchERPXT, parties: dict[str, Any], product: int, resource: str
) -> None:
    methods: Any = getattr(client, resource)
    model, fields, change = new(resource, parties, product)
    first, second = methods.create(**fields), methods.create(model)
    assert type(first) is type(second) is int
    read = methods.get(first)
    assert read.id == first
    simple = {name: value for name, value in fields.items() if name != "items"}
    assert {name: getattr(read, name) for name in simple} == simple
    assert methods.change(first, **change) is None
    assert {name: getattr(methods.get(first), name) for name in change} == change
    for name, value in change.items():
        setattr(read, name, value)
    assert methods.update(first, read) is None
    changed = methods.get(first)
    assert changed == read
    assert {first, second} <= {one.id for one in methods.list()} == {one.id for one in methods.iterate()}
    assert methods.delete(first) is None
    for call in (methods.get, methods.delete, lambda number: methods.change(number, **change)):
        with pytest.raises(NotFoundError) as caught:
            call(first)
        assert (caught.value.status, caught.value.code) == (404, MISSING)
    with pytest.raises(NotFoundError):
        methods.update(first, changed)
    assert second in {one.id for one in methods.list()}


@pytest.mark.parametrize("resource", RESOURCES)
async def test_the_asynchronous_client_does_the_same(
    vendor: Sandbox, parties: dict[str, Any], product: int, resource: str
) -> None:
    model, fields, change = new(resource, parties, product)
    async with without_tokens(AsyncComarchERPXT(**login(vendor, strict=True, allow_assumed=True))) as client:
        methods: Any = getattr(client, resource)
        first, second = await methods.create(**fields), await methods.create(model)
        await methods.change(first, **change)
        read = await methods.get(first)
        assert {name: getattr(read, name) for name in change} == change
        await methods.update(first, read)
        found = [one.id async for one in methods.iterate(top=1)]
        assert found == [one.id for one in await methods.list()]
        assert {first, second} <= set(found)
        if resource in ("invoices", "proformas"):
            assert (await methods.print(first)).startswith(b"%PDF")
        await methods.delete(first)
        with pytest.raises(NotFoundError):
            await methods.get(first)
        assert len(await client.custom_prints.list()) > 0


def test_update_takes_the_whole_as_keywords_too(client: ComarchERPXT, vendor: Sandbox, product: int) -> None:
    whole: dict[str, Any] = {
        "name": "Nut",
        "description": None,
        "product_code": "N",
        "unit_of_measurement": "ST",
        "rate": 8,
        "sale_net_price": Decimal("1.10"),
        "sale_gross_price": None,
    }
    client.products.update(product, **whole)
    assert vendor.requests[-1].status == 204
    assert (client.products.get(product).name, client.products.get(product).rate) == ("Nut", 8)
    del whole["rate"]
    with pytest.raises(InvalidArgumentError, match=r"rate.*change"):
        client.products.update(product, **whole)


def test_a_creation_may_answer_with_an_object(sandbox: SandboxFactory, connect: Connect) -> None:
    drifts: list[Drift] = []
    client = connect(sandbox("comarch_erp_xt", settings={"value_form": "object"}), on_drift=drifts.append)
    created = client.customers.create(name="Anna")
    assert client.customers.get(created).name == "Anna"
    assert [drift.kind for drift in drifts] == ["wrong_type"]


@pytest.mark.parametrize("body", [b"", b"null", b"true", b"[7]", b"<html>", b'{"Message": "no"}', b'"new"'])
def test_a_creation_that_does_not_tell_the_id_is_not_lost_and_not_repeated(
    vendor: Sandbox, connect: Connect, body: bytes
) -> None:
    vendor.faults.add("create_customer", "body", body=body)
    with pytest.raises(AmbiguousWriteError, match="look with a read") as caught:
        connect(vendor).customers.create(name="Anna")
    assert (caught.value.status, caught.value.body_start) == (200, body)
    assert calls(vendor, "create_customer") == 1


# What goes over the wire


def test_running_numbers_are_read_and_never_sent(client: ComarchERPXT, vendor: Sandbox) -> None:
    invoice = client.invoices.list()[0]
    assert invoice.items is not None
    assert (invoice.json_ref, invoice.items[0].json_ref) == ("1", "2")
    assert invoice.id is not None
    client.invoices.update(invoice.id, invoice)
    client.invoices.change(invoice.id, payment_status=1)
    client.customers.change(client.customers.list()[0].id or 0, name="Anna")
    written = [request for request in vendor.requests if request.method == "PUT"]
    assert [request.status for request in written] == [204, 204, 204]
    assert not [request for request in vendor.requests if b"$id" in request.body]


@pytest.mark.parametrize("spelling", ["UnitOfMeasurment", "UnitOfMeasurement"])
def test_the_unit_has_two_spellings_and_one_field(sandbox: SandboxFactory, connect: Connect, spelling: str) -> None:
    vendor = sandbox("comarch_erp_xt", settings={"unit_spelling": spelling})
    names = {f"{operation}_product.unit_of_measurement": spelling for operation in ("create", "update")}
    client = connect(vendor, wire_names=names if spelling == "UnitOfMeasurement" else {})
    created = client.products.create(name="Nut", unit_of_measurement="Pkg", rate=9)
    assert sent(vendor)[spelling] == "Pkg"
    assert client.products.get(created).unit_of_measurement == "Pkg"
    client.products.change(created, unit_of_measurement="ST")
    assert [name for name in sent(vendor) if name.startswith("Unit")] == [spelling]
    assert client.products.get(created).unit_of_measurement == "ST"


def test_an_address_goes_back_with_its_id(client: ComarchERPXT, vendor: Sandbox) -> None:
    customer = client.customers.list()[0]
    assert customer.address is not None
    assert customer.id is not None
    number, customer.address.city = customer.address.id, "Lübeck"
    client.customers.update(customer.id, customer)
    assert sent(vendor)["Address"]["Id"] == number
    address = client.customers.get(customer.id).address
    assert address is not None
    assert (address.id, address.city) == (number, "Lübeck")
    client.customers.change(customer.id, address=Address(street="Am Hafen"))
    assert sent(vendor)["Address"] == {"Street": "Am Hafen"}


@pytest.mark.parametrize("offset", ["+01:00", "+02:00", "season", "none"])
@pytest.mark.parametrize("day", [WINTER, SUMMER, dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_days_stay_days_whatever_the_offset(
    sandbox: SandboxFactory, connect: Connect, offset: str, day: dt.date
) -> None:
    vendor = sandbox("comarch_erp_xt", settings={"date_offset": offset})
    client = connect(vendor, strict=True)
    parties = parties_of(vendor)
    created = client.invoices.create(**parties, issue_date=day, sales_date=day)
    assert sent(vendor)["IssueDate"] == day.isoformat()
    read = client.invoices.get(created)
    assert (read.issue_date, read.sales_date) == (day, day)
    client.invoices.update(created, read)
    assert sent(vendor)["SalesDate"] == day.isoformat()
    assert client.invoices.get(created).issue_date == day


AMOUNTS = ["0.0648", "1.10", "1.1", "0", "12", "0.00001", "123456789012.3456789", "-3.50", "100.0000"]


@pytest.mark.parametrize("amount", AMOUNTS)
def test_amounts_are_exact_both_ways(
    client: ComarchERPXT, vendor: Sandbox, parties: dict[str, Any], product: int, amount: str
) -> None:
    items = [InvoiceItemCreate(**line(product, quantity=Decimal("0.5"), product_currency_net_price=Decimal(amount)))]
    created = client.invoices.create(**parties, items=items)
    assert f'"ProductCurrencyNetPrice":{amount}}}'.encode() in vendor.requests[-1].body
    assert str(items_of(client, created)[0].product_currency_net_price) == amount
    client.invoices.change(created, payment_status=0)
    assert f'"ProductCurrencyNetPrice":{amount}}}'.encode() in vendor.requests[-1].body


@pytest.mark.parametrize("amount", [0.5, 1.0, float("nan"), Decimal("NaN"), Decimal("Infinity"), "1.5", True])
@pytest.mark.parametrize("where", ["field", "item", "item model", "change", "change item"])
def test_what_is_no_exact_amount_is_refused_on_every_level(
    client: ComarchERPXT, vendor: Sandbox, parties: dict[str, Any], product: int, where: str, amount: Any
) -> None:
    item: Any = line(product, quantity=amount)
    call: dict[str, Callable[[], object]] = {
        "field": lambda: client.products.create(name="N", unit_of_measurement="ST", rate=9, sale_net_price=amount),
        "item": lambda: client.invoices.create(**parties, items=[item]),
        "item model": lambda: client.invoices.create(**parties, items=[InvoiceItemCreate(**item)]),
        "change": lambda: client.products.change(product, sale_net_price=amount),
        "change item": lambda: client.invoices.update(5, Invoice(items=[InvoiceItem(**item)])),
    }
    with pytest.raises(InvalidArgumentError) as caught:
        call[where]()
    assert vendor.requests == ()
    if isinstance(amount, float) and amount in (0.5, 1.0) and where != "item":
        assert 'Decimal("12.50")' in str(caught.value)


@pytest.mark.parametrize("amount", [0.5, 1.0, float("nan"), Decimal("NaN"), Decimal("-Infinity")])
def test_what_is_no_exact_amount_is_refused_where_nothing_is_known_too(
    client: ComarchERPXT, vendor: Sandbox, product: int, amount: Any
) -> None:
    rows = {"Rows": [{"Price": amount}]}
    inside = [InvoiceItemCreate(**line(product), extra_fields=rows)]
    for fields in ({"extra_fields": rows}, {"items": inside}):
        with pytest.raises(InvalidArgumentError, match=r"Rows\[0\]\.Price"):
            client.invoices.create(InvoiceCreate(purchasing_party_id=1, payment_type_id=1, **fields))
    with pytest.raises(InvalidArgumentError, match=r"Rows\[0\]\.Price"):
        client.invoices.update(5, Invoice(extra_fields=rows))
    assert vendor.requests == ()


def test_numbers_without_a_name_come_and_go(vendor: Sandbox, client: ComarchERPXT, parties: dict[str, Any]) -> None:
    created = client.payment_types.create(name="Barter", deadline=3, type=99)
    kind = client.payment_types.get(created).type
    assert kind == 99
    assert kind is not None
    assert not kind.known
    client.payment_types.change(created, name="Swap")
    assert sent(vendor)["Type"] == 99
    for resource, operation, fields in (
        ("customers", "get_customer", b'"CustomerType": 7, "CustomerKind": 3'),
        ("invoices", "get_invoice", b'"Status": 5, "PaymentStatus": 9'),
        ("bank_accounts", "get_bank_account", b'"ReportingPeriod": 8'),
        ("products", "get_product", b'"Rate": 77'),
    ):
        vendor.faults.add(operation, "body", body=b'{"Id": 5, ' + fields + b"}")
        # Strict: these sets of numbers are open, so no difference from the documentation.
        values = {name: value for name, value in vars_of(getattr(client, resource).get(5)).items() if name != "id"}
        assert sorted(values.values()) == sorted(json.loads(b"{" + fields + b"}").values())


def vars_of(model: Any) -> dict[str, Any]:
    """The fields of a model that have a value."""
    given = {name: getattr(model, name) for name in type(model).__annotations__}
    return {name: value for name, value in given.items() if value is not None}


def test_a_line_that_has_lost_its_product_survives_a_change(client: ComarchERPXT, vendor: Sandbox) -> None:
    orphans = [one for one in client.invoices.list() if any(item.product_id is None for item in one.items or ())]
    drafts = [one for one in orphans if one.status == 0]
    for invoice in drafts or [client.invoices.list()[0]]:
        assert invoice.items is not None
        assert invoice.id is not None
        body = json.dumps({"Id": invoice.id, "Items": [{"Id": 9, "ProductId": None, "Quantity": 1}]}).encode()
        vendor.faults.add("get_invoice", "body", body=body)
        vendor.faults.add("update_invoice", "body", status=204, content_type="text/plain")
        client.invoices.change(invoice.id, payment_status=1)
        assert sent(vendor)["Items"] == [{"Id": 9, "ProductId": None, "Quantity": 1}]
    with pytest.raises(InvalidArgumentError, match=r"items\[0\]\.product_id"):
        client.invoices.create(
            purchasing_party_id=1,
            payment_type_id=1,
            items=[InvoiceItemCreate(**line(None))],  # type: ignore[arg-type]  # a new line needs one
        )


# Writing back what was read


def test_lines_keep_their_ids_and_new_ones_get_one(
    client: ComarchERPXT, vendor: Sandbox, parties: dict[str, Any], product: int
) -> None:
    created = client.invoices.create(**parties, items=[InvoiceItemCreate(**line(product)) for _ in range(2)])
    invoice = client.invoices.get(created)
    assert invoice.items is not None
    ids = [item.id for item in invoice.items]
    invoice.items[0].quantity = Decimal(7)
    client.invoices.update(created, invoice)
    changed = items_of(client, created)
    assert ([item.id for item in changed], changed[0].quantity) == (ids, Decimal(7))
    client.invoices.change(created, items=[*changed, InvoiceItem(**line(product))])
    assert "Id" not in sent(vendor)["Items"][2]
    assert [item.id for item in items_of(client, created)][:2] == ids
    whole: dict[str, Any] = {
        name: getattr(invoice, name) for name in ("bank_account_id", "payment_status", "sales_date", "issue_date")
    }
    kept = [InvoiceItemUpdate(id=ids[1], **line(product, product_description="only this one"))]
    client.invoices.update(created, **parties, **whole, items=kept)
    (only,) = items_of(client, created)
    assert (only.id, only.product_description) == (ids[1], "only this one")


def test_what_the_client_does_not_know_goes_back(vendor: Sandbox, connect: Connect, product: int) -> None:
    drifts: list[Drift] = []
    client = connect(vendor, on_drift=drifts.append)
    body = b'{"$id": "1", "Id": %d, "Name": "Nut", "ItemCode": "x", "Stock": {"$id": "2", "Free": 1.50}}' % product
    vendor.faults.add("get_product", "body", body=body)
    client.products.change(product, name="Bolt")
    assert vendor.requests[-1].body == (b'{"Id":%d,"Name":"Bolt","ItemCode":"x","Stock":{"Free":1.50}}' % product)
    assert {drift.path for drift in drifts} == {"ItemCode", "Stock"}


def test_an_object_is_not_written_over_another(client: ComarchERPXT, vendor: Sandbox, product: int) -> None:
    read = client.products.get(product)
    before = len(vendor.requests)
    with pytest.raises(InvalidArgumentError, match=f"{product + 1}.*{product}.*data of the other"):
        client.products.update(product + 1, read)
    with pytest.raises(InvalidArgumentError, match="id"):
        client.products.update(True, read)
    assert len(vendor.requests) == before
    vendor.faults.add("get_product", "body", body=b'{"Id": 1, "Name": "another"}')
    with pytest.raises(DecodeError, match="nothing was written"):
        client.products.change(product, name="Nut")
    assert calls(vendor, "update_product") == 0


# What does not exist, and other errors


@pytest.mark.parametrize("status", ["404", "400"])
@pytest.mark.parametrize("resource", RESOURCES)
def test_what_does_not_exist_is_not_found_with_either_status(
    sandbox: SandboxFactory, connect: Connect, status: str, resource: str
) -> None:
    vendor = sandbox("comarch_erp_xt", settings={"missing_status": status})
    methods: Any = getattr(connect(vendor), resource)
    for call in (methods.get, methods.delete):
        with pytest.raises(NotFoundError, match=f"{MISSING}.*no element with this id") as caught:
            call(1)
        assert (caught.value.status, caught.value.code) == (int(status), MISSING)


@pytest.mark.parametrize("field", ["purchasing_party_id", "payment_type_id", "bank_account_id", "product_id"])
@pytest.mark.parametrize("resource", ["invoices", "proformas"])
def test_a_reference_that_does_not_exist_is_named(
    client: ComarchERPXT, vendor: Sandbox, parties: dict[str, Any], product: int, resource: str, field: str
) -> None:
    cls = {"invoices": InvoiceItemCreate, "proformas": ProformaItemCreate}[resource]
    fields: dict[str, Any] = {**parties, "items": [cls(**line(1 if field == "product_id" else product))]}
    if field != "product_id":
        fields[field] = 1
    wire = "".join(part.capitalize() for part in field.split("_"))
    with pytest.raises(NotFoundError, match=f"{MISSING}.*{wire}") as caught:
        getattr(client, resource).create(**fields)
    assert (caught.value.status, caught.value.code) == (400, MISSING)


@pytest.mark.parametrize(("form", "words"), [("full", True), ("message", True), ("empty", False), ("text", True)])
def test_an_error_may_have_any_body(sandbox: SandboxFactory, connect: Connect, form: str, words: bool) -> None:
    client = connect(sandbox("comarch_erp_xt", settings={"error_body": form}))
    with pytest.raises(NotFoundError) as caught:
        client.products.get(1)
    assert (caught.value.code == MISSING, caught.value.vendor_message is not None) == (form == "full", words)
    with pytest.raises(BadRequestError) as refused:
        client.payment_types.create(name="Late", deadline=367, type=PaymentTypeKind.CASH)
    assert ("Deadline" in str(refused.value)) == words


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, b'{"Message": "no", "Code": "EntityNotFoundException"}', NotFoundError),
        (400, b'{"Message": "no", "Code": "Other"}', BadRequestError),
        (405, b"", UnexpectedStatusError),
        (418, b"<html>", UnexpectedStatusError),
        (500, b'{"Message": "An error has occurred."}', ServerError),
        (302, b"", UnexpectedStatusError),
        (200, b"<html>Sign in</html>", DecodeError),
        (200, b"", DecodeError),
        (200, b"[]", DecodeError),
        (200, b'{"Id": 5', DecodeError),
    ],
)
async def test_every_answer_that_is_none_is_a_typed_error(
    vendor: Sandbox, client: ComarchERPXT, status: int, body: bytes, error: type[ERPClientError]
) -> None:
    vendor.faults.add("get_product", "body", status=status, body=body, times=None)
    with pytest.raises(error) as caught:
        client.products.get(5, options={"max_retries": 0})
    async with without_tokens(AsyncComarchERPXT(**login(vendor, max_retries=0))) as other:
        with pytest.raises(error) as same:
            await other.products.get(5)
    assert str(caught.value) == str(same.value)


def test_writes_of_unknown_outcome(vendor: Sandbox, client: ComarchERPXT, product: int) -> None:
    for kind, options in {"drop_after": {}, "truncated": {}, "status": {"status": 503, "envelope": False}}.items():
        vendor.faults.add("create_customer", kind, **options)
        with pytest.raises(AmbiguousWriteError):
            client.customers.create(name="Anna")
        # The others can be repeated: written twice is written once.
        vendor.faults.add("update_product", kind, **options)
        client.products.change(product, name=kind)
        assert client.products.get(product).name == kind
    # An answer without a body cannot be cut off.
    assert (calls(vendor, "create_customer"), calls(vendor, "update_product")) == (3, 5)
    vendor.faults.add("delete_product", "drop_after")
    client.products.delete(product)
    with pytest.raises(NotFoundError):
        client.products.delete(product)


# Lists


def test_options_choose_sort_and_page(client: ComarchERPXT, vendor: Sandbox) -> None:
    def names(**options: Any) -> list[str | None]:
        return [one.name for one in client.products.list(**options)]

    everything = names()
    assert vendor.requests[-1].query == ""
    first = sorted(name for name in everything if name)[0]
    assert names(filter=f"Name eq '{first}'") == [first]
    assert vendor.requests[-1].query.startswith("%24filter=Name%20eq%20%27")
    assert names(orderby="Name") == sorted(name for name in everything if name)
    assert names(orderby="Name desc", skip=1, top=2) == sorted((n for n in everything if n), reverse=True)[1:3]
    assert first in names(fts=f"'{first[:5].upper()}'")
    with pytest.raises(BadRequestError, match="filter"):
        names(filter="what")


IGNORED = {"query_options": "ignore", "page_parameters": "ignore"}


@pytest.mark.parametrize(
    ("settings", "arguments", "found", "requests"),
    [
        ({}, {}, 25, 1),
        ({}, {"top": 10}, 25, 3),
        ({}, {"top": 5}, 25, 6),
        ({}, {"top": 100}, 25, 2),
        ({}, {"top": 10, "skip": 20}, 5, 2),
        ({}, {"top": 10, "skip": 100}, 0, 1),
        ({"list_limit": "7"}, {"top": 10}, 25, 4),
        (IGNORED, {"top": 10}, 25, 2),
        (IGNORED, {"top": 100}, 25, 2),
        (IGNORED, {}, 25, 1),
    ],
)
def test_pages_are_read_to_their_end(
    sandbox: SandboxFactory,
    connect: Connect,
    settings: dict[str, str],
    arguments: dict[str, Any],
    found: int,
    requests: int,
) -> None:
    vendor = sandbox("comarch_erp_xt", settings={"seed_products": "25", **settings})
    ids = [one.id for one in connect(vendor).products.iterate(**arguments)]
    assert (len(ids), len(set(ids))) == (found, found)
    assert calls(vendor, "list_products") == requests


@pytest.mark.parametrize("arguments", [{"top": 0}, {"skip": -1}, {"top": "5"}, {"top": True}, {"filter": 5}])
def test_options_that_cannot_be_are_refused(client: ComarchERPXT, vendor: Sandbox, arguments: dict[str, Any]) -> None:
    for call in (client.products.list, lambda **given: list(client.products.iterate(**given))):
        with pytest.raises(InvalidArgumentError, match=next(iter(arguments))):
            call(**arguments)
    assert vendor.requests == ()


# Prints


@pytest.mark.parametrize("form", ["base64", "data_uri"])
@pytest.mark.parametrize("resource", ["invoices", "proformas"])
def test_a_document_is_printed_at_either_path_and_in_either_form(
    sandbox: SandboxFactory, connect: Connect, resource: str, form: str
) -> None:
    vendor = sandbox("comarch_erp_xt", settings={"print_form": form}, clock="fixed")
    operation = f"print_{resource.removesuffix('s')}"
    number = vendor.elements(resource)[0]["Id"]
    refusing = getattr(connect(vendor), resource)
    with pytest.raises(AssumedOperationError, match=f"operation_paths={{'{operation}'.*allow_assumed=True"):
        refusing.print(number)
    assert list(vendor.requests) == []
    allowed: Any = getattr(connect(vendor, allow_assumed=True, strict=True), resource)
    corrected: Any = getattr(
        connect(vendor, operation_paths={operation: f"/{resource}/print/{{id}}"}, strict=True), resource
    )
    document = allowed.print(number)
    assert type(document) is bytes
    assert document.startswith(b"%PDF-")
    assert document.rstrip().endswith(b"%%EOF")
    assert corrected.print(number) == document
    template = vendor.elements("custom_prints")[0]["Id"]
    assert corrected.print(number, custom_print_id=template) != document
    assert vendor.requests[-1].query == f"customPrintId={template}"
    for missing, wanted in [(1, None), (number, 1)]:
        with pytest.raises(NotFoundError) as caught:
            allowed.print(missing, custom_print_id=wanted)
        assert (caught.value.status, caught.value.code) == (400, MISSING)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'"aGFsbG8="', "something else"),
        (b'"not Base64!"', "not Base64"),
        (b'""', "PDF|empty|pdf"),
        (b"null", "null"),
        (b"{}", "an object"),
        (b"", "empty"),
        (b"<html>Sign in</html>", "HTML"),
    ],
)
def test_a_print_that_is_no_pdf_is_an_error(vendor: Sandbox, client: ComarchERPXT, body: bytes, told: str) -> None:
    vendor.faults.add("print_invoice", "body", body=body)
    with pytest.raises(DecodeError, match=told) as caught:
        client.invoices.print(5)
    assert caught.value.body_start == body


def test_a_print_path_that_is_wrong_says_how_it_is_corrected(vendor: Sandbox, client: ComarchERPXT) -> None:
    vendor.faults.add("print_invoice", "status", status=404, envelope=False)
    with pytest.raises(NotFoundError, match=r"guess.*operation_paths={'print_invoice'"):
        client.invoices.print(5)
    # The vendor's own code says that it is the document that is missing.
    with pytest.raises(NotFoundError) as caught:
        client.invoices.print(5)
    assert "operation_paths" not in str(caught.value)


# What is refused before anything is sent


@pytest.mark.parametrize("number", ["", "5", None, True, 1.0, 2**63, Decimal(5)])
@pytest.mark.parametrize("resource", RESOURCES)
def test_an_id_that_cannot_be_one_is_refused(client: ComarchERPXT, vendor: Sandbox, resource: str, number: Any) -> None:
    methods: Any = getattr(client, resource)
    printing = [methods.print] if resource in ("invoices", "proformas") else []
    for call in (methods.get, methods.delete, *printing):
        with pytest.raises(InvalidArgumentError, match="id of"):
            call(number)
    assert vendor.requests == ()


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.products.create(name="N", rate=9),
        lambda client: client.products.create(name="N", unit_of_measurement="ST", rate="9"),
        lambda client: client.products.create(name="N", unit_of_measurment="ST", rate=9),
        lambda client: client.products.create({"name": "N"}),
        lambda client: client.products.update(5),
        lambda client: client.products.change(5),
        lambda client: client.customers.create(name="A", address={"city": "Lund"}),
        lambda client: client.customers.create(name="A", address=AddressCreate(city=cast("Any", 5))),
        lambda client: client.customers.create(name="A", customer_type="business"),
        lambda client: client.invoices.create(purchasing_party_id=1, payment_type_id=1, issue_date="2026-01-01"),
        lambda client: client.invoices.create(
            purchasing_party_id=1, payment_type_id=1, issue_date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        ),
        lambda client: client.invoices.create(purchasing_party_id=1, payment_type_id=1, items="none"),
        lambda client: client.invoices.create(purchasing_party_id="1", payment_type_id=1),
    ],
)
def test_arguments_of_the_wrong_kind_are_refused(
    client: ComarchERPXT, vendor: Sandbox, call: Callable[[Any], object]
) -> None:
    with pytest.raises(InvalidArgumentError):
        call(client)
    assert vendor.requests == ()


@pytest.mark.parametrize("name", ["json_ref", "unit_of_measurment"])
def test_a_correction_of_what_is_never_sent_names_what_is(
    vendor: Sandbox, connect: Connect, product: int, name: str
) -> None:
    client = connect(vendor, wire_names={f"update_product.{name}": "X"})
    with pytest.raises(ConfigurationError, match=f"update_product has no '{name}'.*unit_of_measurement") as caught:
        client.products.change(product, name="Nut")
    assert "json_ref" not in str(caught.value).replace(f"'{name}'", "")
    assert calls(vendor, "update_product") == 0


def test_settings_come_from_the_environment_and_what_is_missing_is_named(
    vendor: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigurationError, match="COMARCH_ERP_XT_CLIENT_ID"):
        ComarchERPXT()
    with pytest.raises(ConfigurationError, match="COMARCH_ERP_XT_CLIENT_SECRET"):
        ComarchERPXT(client_id="only one of two")
    for name, value in login(vendor).items():
        if name != "token_url":  # it lies below the base URL
            monkeypatch.setenv(f"COMARCH_ERP_XT_{name.upper()}", value)
    with without_tokens(ComarchERPXT()) as client:
        assert len(client.customers.list()) > 0
    token = vendor.requests[0]
    assert token.path == "/api2/public/token"
    assert token.headers["authorization"].startswith("Basic ")
    assert token.body == b"grant_type=client_credentials"
