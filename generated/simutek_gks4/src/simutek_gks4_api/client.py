# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""The clients, synchronous and asynchronous; resources are imported when first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from erp_client_runtime.client import AsyncClient, Client
from simutek_gks4_api._vendor import VENDOR

if TYPE_CHECKING:
    from simutek_gks4_api.resources.customers import AsyncCustomers, Customers
    from simutek_gks4_api.resources.sales_orders import AsyncSalesOrders, SalesOrders


class SimutekGKS4API(Client):
    """Customers and sales orders of a Simutek GKS4 installation."""

    vendor = VENDOR

    @cached_property
    def customers(self) -> Customers:
        """Customers, identified by a customer number."""
        from simutek_gks4_api.resources.customers import Customers

        return Customers(self)

    @cached_property
    def sales_orders(self) -> SalesOrders:
        """Sales orders."""
        from simutek_gks4_api.resources.sales_orders import SalesOrders

        return SalesOrders(self)


class AsyncSimutekGKS4API(AsyncClient):
    """Customers and sales orders of a Simutek GKS4 installation; every call is awaited."""

    vendor = VENDOR

    @cached_property
    def customers(self) -> AsyncCustomers:
        """Customers, identified by a customer number."""
        from simutek_gks4_api.resources.customers import AsyncCustomers

        return AsyncCustomers(self)

    @cached_property
    def sales_orders(self) -> AsyncSalesOrders:
        """Sales orders."""
        from simutek_gks4_api.resources.sales_orders import AsyncSalesOrders

        return AsyncSalesOrders(self)
