# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""The clients, synchronous and asynchronous; resources are imported when first used."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from erp_client_runtime.client import AsyncClient, Client
from lagerkoll_api._vendor import VENDOR

if TYPE_CHECKING:
    from lagerkoll_api.resources.cost_centers import AsyncCostCenters, CostCenters
    from lagerkoll_api.resources.payment_terms import AsyncPaymentTerms, PaymentTerms


class LagerkollAPI(Client):
    """Payment terms and cost centers of a Lagerkoll account."""

    vendor = VENDOR

    @cached_property
    def cost_centers(self) -> CostCenters:
        """Cost centers for customer orders, identified by a number that the vendor gives."""
        from lagerkoll_api.resources.cost_centers import CostCenters

        return CostCenters(self)

    @cached_property
    def payment_terms(self) -> PaymentTerms:
        """Payment terms, identified by a code of the user's choice."""
        from lagerkoll_api.resources.payment_terms import PaymentTerms

        return PaymentTerms(self)


class AsyncLagerkollAPI(AsyncClient):
    """Payment terms and cost centers of a Lagerkoll account; every call is awaited."""

    vendor = VENDOR

    @cached_property
    def cost_centers(self) -> AsyncCostCenters:
        """Cost centers for customer orders, identified by a number that the vendor gives."""
        from lagerkoll_api.resources.cost_centers import AsyncCostCenters

        return AsyncCostCenters(self)

    @cached_property
    def payment_terms(self) -> AsyncPaymentTerms:
        """Payment terms, identified by a code of the user's choice."""
        from lagerkoll_api.resources.payment_terms import AsyncPaymentTerms

        return AsyncPaymentTerms(self)
