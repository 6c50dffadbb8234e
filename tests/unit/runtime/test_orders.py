"""A document with rows, as ERP systems have them: amounts, days, running numbers, on every level."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from erp_client_runtime.errors import InvalidArgumentError
from tests.unit.runtime.flow_support import CREATE, Driven, client
from tests.unit.runtime.sample_models import Order, OrderCreate, OrderItem, OrderItemCreate, Rate

READ = b"""{
  "$id": "1", "Id": 17, "IssueDate": "2026-06-01T00:00:00+01:00", "Number": "AU 1/2026",
  "Items": [
    {"$id": "2", "ProductId": 5, "Quantity": 1.10, "Rate": 9, "UnitOfMeasurement": "Stk", "Discount": 0.500},
    {"$id": "2", "ProductId": null, "Quantity": 2, "Rate": 6, "UnitOfMeasurment": null}
  ]
}"""


def order_of(item: Any) -> OrderCreate:
    return OrderCreate(items=[OrderItemCreate(product_id=5, quantity=1), item])


def test_a_day_is_the_day_that_is_written_whatever_the_offset() -> None:
    for text in ("2026-06-01T00:00:00+01:00", "2026-06-01T00:00:00+02:00", "2026-06-01T00:00:00Z", "2026-06-01"):
        order = Order.from_dict({"IssueDate": text}, strict=True)
        assert order.day == date(2026, 6, 1)
        assert order.to_json() == b'{"IssueDate":"2026-06-01"}'
    assert OrderCreate(day=date(2026, 6, 1)).to_json() == b'{"IssueDate":"2026-06-01"}'


def test_a_point_in_time_is_no_day() -> None:
    with pytest.raises(InvalidArgumentError, match=r"OrderCreate\.day has to be a date .*\.date\(\)"):
        OrderCreate(day=datetime(2026, 6, 1)).to_json()


def test_a_row_without_a_product_is_read_and_goes_back_as_it_came() -> None:
    order = Order.from_json(READ)
    assert order.items is not None
    assert [item.product_id for item in order.items] == [5, None]
    assert order.items[1].quantity == 2
    assert json.loads(order.to_json())["Items"][1] == {
        "ProductId": None,
        "Quantity": 2,
        "Rate": 6,
        "UnitOfMeasurment": None,
    }


def test_running_numbers_never_go_back_and_unknown_fields_do() -> None:
    order = Order.from_json(READ)
    assert (order.json_ref, order.items and order.items[0].json_ref) == ("1", "2")
    assert order.to_json() == (
        b'{"Id":17,"IssueDate":"2026-06-01","Items":['
        b'{"ProductId":5,"Quantity":1.10,"Rate":9,"UnitOfMeasurment":"Stk","Discount":0.500},'
        b'{"ProductId":null,"Quantity":2,"Rate":6,"UnitOfMeasurment":null}],"Number":"AU 1/2026"}'
    )
    changed = order.with_changes(day=date(2026, 7, 1), items=[*(order.items or []), OrderItem(json_ref="9")])
    assert b"$id" not in changed.to_json()


def test_running_numbers_do_not_go_back_within_what_is_not_documented() -> None:
    order = Order.from_dict({"Id": 1, "Buyer": {"$id": "3", "Name": "A", "Tags": [{"$id": "4", "Id": 5}, [], None]}})
    assert order.to_dict() == {"Id": 1, "Buyer": {"Name": "A", "Tags": [{"Id": 5}, [], None]}}
    assert order.extra_fields["Buyer"]["$id"] == "3"


@pytest.mark.parametrize("odd", ["x", None, 5, []])
def test_running_numbers_do_not_go_back_beside_what_is_no_row(odd: Any) -> None:
    order = Order.from_dict({"$id": "1", "Items": [{"$id": "2", "ProductId": 5}, odd]})
    assert order.to_dict() == {"Items": [{"ProductId": 5}, odd]}


def test_two_spellings_of_one_field_are_one_field() -> None:
    item = OrderItem.from_dict({"UnitOfMeasurment": "Stk", "UnitOfMeasurement": "Stk"}, strict=True)
    item.unit = "kg"
    assert item.to_dict() == {"UnitOfMeasurment": "kg"}
    # Where they differ, none is lost.
    item = OrderItem.from_dict({"UnitOfMeasurment": "Stk", "UnitOfMeasurement": "kg"})
    assert item.to_dict() == {"UnitOfMeasurment": "Stk", "UnitOfMeasurement": "kg"}


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Decimal("12.50"), "12.50"),
        (Decimal("0.1234567890123456789012345678"), "0.1234567890123456789012345678"),
        (Decimal("123456789012345678901234567890"), "123456789012345678901234567890"),
        (Decimal("1E+3"), "1000"),
        (Decimal("1E-8"), "0.00000001"),
        (Decimal("-0.00"), "0.00"),
        (7, "7"),
    ],
)
def test_an_amount_is_sent_as_a_plain_number_with_all_its_digits(amount: Any, written: str) -> None:
    body = order_of(OrderItemCreate(product_id=6, quantity=amount))
    assert f'"Quantity":{written}}}'.encode() in body.to_json()
    assert json.loads(body.to_json(), parse_float=Decimal)["Items"][1]["Quantity"] == amount
    read = OrderItem.from_json(b'{"Quantity":' + written.encode() + b"}")
    assert read.to_json() == b'{"Quantity":' + written.encode() + b"}"


@pytest.mark.parametrize(
    ("amount", "cause"),
    [
        (12.5, 'write Decimal\\("12.50"\\) instead of 12.5'),
        (float("nan"), "Decimal"),
        (float("inf"), "Decimal"),
        (Decimal("NaN"), "NaN and Infinity cannot be sent"),
        (Decimal("sNaN"), "NaN and Infinity cannot be sent"),
        (Decimal("-Infinity"), "NaN and Infinity cannot be sent"),
        (True, "Decimal"),
        ("12.50", "Decimal"),
    ],
)
def test_an_amount_that_is_not_exact_is_refused_before_anything_is_sent(amount: Any, cause: str) -> None:
    driven = Driven(client(), [])
    with pytest.raises(InvalidArgumentError, match=r"OrderCreate\.items\[1\]\.quantity has to be .*" + cause):
        driven.call(CREATE, {}, order_of(OrderItemCreate(product_id=6, quantity=amount)))
    read = Order.from_json(READ)
    assert read.items is not None
    read.items[0].quantity = amount
    with pytest.raises(InvalidArgumentError, match=r"Order\.items\[0\]\.quantity has to be .*" + cause):
        driven.call(CREATE, {}, read)
    assert driven.sent == []


@pytest.mark.parametrize("amount", [float("nan"), Decimal("Infinity")])
def test_what_json_cannot_say_is_refused_among_extra_fields_too(amount: Any) -> None:
    item = OrderItemCreate(product_id=6, quantity=1, extra_fields={"Discounts": [{"Percent": amount}]})
    with pytest.raises(InvalidArgumentError, match=r"items\[1\]\.extra_fields\.Discounts\[0\]\.Percent is "):
        order_of(item).to_json()


def test_a_value_that_is_not_documented_is_an_ordinary_one_where_others_are_expected() -> None:
    item = OrderItem.from_dict({"Rate": 6}, strict=True)
    assert item.rate is not None
    assert (item.rate, item.rate.known) == (6, False)
    assert item.to_dict() == {"Rate": 6}
    for rate in (6, Rate(6)):
        assert OrderItemCreate(product_id=1, quantity=1, rate=rate).to_dict()["Rate"] == 6
    assert OrderItemCreate(product_id=1, quantity=1, rate=Rate.FULL).to_dict()["Rate"] == 9
