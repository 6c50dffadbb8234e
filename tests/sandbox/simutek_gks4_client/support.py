"""What the tests of the Simutek GKS4 client share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from simutek_gks4 import SimutekGKS4
from tests.sandbox.clients import Clients

Connect = Clients[SimutekGKS4]
ANNA: dict[str, Any] = {
    "name": "Anna AB",
    "number": "K1",
    "invoice_email": None,
    "corporate_identity_number": "556000-0000",
}
ASSUMED: dict[str, Callable[[Any], object]] = {
    "list_customers": lambda client: client.customers.list(),
    "create_sales_order": lambda client: client.sales_orders.create(customer_number="50%"),
}
