"""The Simutek GKS4 client against its sandbox: what everybody does."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from erp_sandbox import Sandbox
from simutek_gks4 import AsyncSimutekGKS4, SimutekGKS4
from simutek_gks4.errors import InvalidArgumentError, NotFoundError
from simutek_gks4.models import CustomerCreate, PostalAddressCreate, SalesOrderCreate
from tests.sandbox.clients import login, without_tokens
from tests.sandbox.simutek_gks4_client.support import ANNA

STRANGE_NUMBERS = ["a/b", "/", "50 %", "%2F", "a?b", "a#b", "Å ä ö", "...", "a+b", "a\\b", "a;b=c", "🧾", "x" * 300]


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
