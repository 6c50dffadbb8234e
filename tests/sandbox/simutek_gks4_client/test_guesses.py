"""What is a guess about Simutek GKS4 is refused, allowed or corrected."""

from __future__ import annotations

from typing import Any

import pytest

from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from simutek_gks4 import AsyncSimutekGKS4
from simutek_gks4.errors import (
    AssumedOperationError,
    BadRequestError,
    ConfigurationError,
    NotFoundError,
    UnexpectedStatusError,
)
from tests.sandbox.clients import login
from tests.sandbox.simutek_gks4_client.support import ASSUMED, Connect


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
