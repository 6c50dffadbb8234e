"""What the Lagerkoll client refuses before anything is sent, and what it never shows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from erp_sandbox import Sandbox
from lagerkoll import Lagerkoll
from lagerkoll.errors import ERPClientError, InvalidArgumentError
from lagerkoll.models import PaymentTermUpdate


@pytest.mark.parametrize("term_id", ["", ".", "..", None, True, False, 5, b"30N", "\ud800", ["30N"]])
def test_an_id_that_cannot_be_one_is_refused(vendor: Sandbox, client: Lagerkoll, term_id: Any) -> None:
    for call in (client.payment_terms.get, client.payment_terms.delete):
        with pytest.raises(InvalidArgumentError, match="term_id"):
            call(term_id)
    assert vendor.requests == ()


@pytest.mark.parametrize("number", ["", "52", None, True, 1.0, 2**63])
def test_a_number_that_cannot_be_one_is_refused(vendor: Sandbox, client: Lagerkoll, number: Any) -> None:
    with pytest.raises(InvalidArgumentError, match="cost_center"):
        client.cost_centers.get(number)
    assert vendor.requests == ()


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.payment_terms.create(code=5, description="x"),
        lambda client: client.payment_terms.create(code=None, description="x"),
        lambda client: client.payment_terms.create(code="x"),
        lambda client: client.payment_terms.create(code="x", decription="typo"),
        lambda client: client.payment_terms.create({"code": "x", "description": "x"}),
        lambda client: client.payment_terms.create(PaymentTermUpdate(code="x")),
        lambda client: client.payment_terms.create(code="\ud800", description="x"),
        lambda client: client.payment_terms.update("30N", description="the rest is missing"),
        lambda client: client.payment_terms.update("30N"),
        lambda client: client.cost_centers.create(short_name="a", name="b", active="yes"),
        lambda client: client.payment_terms.list(since="yesterday"),
        lambda client: client.payment_terms.changes(None),
        lambda client: client.payment_terms.list(since=True),
        lambda client: client.payment_terms.list(since=2**63),
        lambda client: client.payment_terms.create(code="a", description="b", extra_fields={"x": float("nan")}),
        lambda client: client.payment_terms.change("30N"),
        lambda client: client.payment_terms.change("30N", description=5),
    ],
)
def test_arguments_of_the_wrong_kind_are_refused(
    vendor: Sandbox, client: Lagerkoll, call: Callable[[Any], object]
) -> None:
    with pytest.raises(InvalidArgumentError):
        call(client)
    assert vendor.requests == ()


def test_a_change_of_something_unknown_is_refused(vendor: Sandbox, client: Lagerkoll) -> None:
    with pytest.raises(TypeError):
        client.payment_terms.change("30N", decription="typo")  # type: ignore[call-arg]  # the typo is the point
    assert vendor.requests == ()


def test_plain_http_is_for_this_machine_only() -> None:
    with pytest.raises(ERPClientError, match="https"):
        Lagerkoll(base_url="http://capi.lagerkoll.com", store="s", api_key="k")
    Lagerkoll(base_url="http://capi.lagerkoll.com", store="s", api_key="k", allow_insecure=True).close()


def test_no_secret_is_logged(vendor: Sandbox, client: Lagerkoll, caplog: pytest.LogCaptureFixture) -> None:
    vendor.faults.add("get_payment_term", "status", status=503)
    with caplog.at_level(logging.DEBUG, logger="erp_client_runtime"):
        client.payment_terms.get("30N")
    assert "get_payment_term" in caplog.text
    for secret in vendor.logins[0].values():
        assert secret not in caplog.text
