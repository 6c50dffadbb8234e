"""What the Comarch ERP XT client sends and reads: numbers, days, spellings, amounts."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from comarch_erp_xt import ComarchERPXT
from comarch_erp_xt.errors import InvalidArgumentError
from comarch_erp_xt.models import Address, Invoice, InvoiceCreate, InvoiceItem, InvoiceItemCreate
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.comarch_erp_xt_client.support import SUMMER, WINTER, Connect, items_of, line, parties_of, sent


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


def test_numbers_without_a_name_come_and_go(vendor: Sandbox, client: ComarchERPXT) -> None:
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
