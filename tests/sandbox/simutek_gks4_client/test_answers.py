"""The Simutek GKS4 client understands every answer that is possible."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from erp_client_runtime import Drift
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from simutek_gks4 import SimutekGKS4
from simutek_gks4.errors import (
    AmbiguousWriteError,
    BadRequestError,
    DecodeError,
    ERPClientError,
    NotFoundError,
    ServerError,
    UnexpectedStatusError,
)
from tests.sandbox.clients import calls
from tests.sandbox.simutek_gks4_client.support import ANNA, ASSUMED, Connect


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
