# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""Sales orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, overload

from erp_client_runtime.client import AsyncClient, CallOptions, Client
from erp_client_runtime.codecs import ANY
from erp_client_runtime.model import UNSET, UnsetType, body_from
from erp_client_runtime.operation import Evidence, Operation
from erp_client_runtime.results import Value
from simutek_gks4_api.models.sales_order_create import SalesOrderCreate

CREATE_SALES_ORDER: Operation[Any] = Operation(
    name="create_sales_order",
    method="POST",
    path="/api/v1/salesorders",
    result=Value(ANY, unknown=True),
    retry="never",
    evidence=Evidence(
        "assumed",
        "api",
        "Dokumentation: create a sales order",
        "neither method nor path is shown; creating customers is a POST",
    ),
    path_evidence=Evidence(
        "assumed",
        "api",
        "Dokumentation: create a sales order",
        "the path is not shown; prefix and plural are those of the customers",
    ),
)


class SalesOrders:
    """Sales orders."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @overload
    def create(self, body: SalesOrderCreate, /, *, options: CallOptions | None = None) -> Any: ...

    @overload
    def create(
        self,
        /,
        *,
        customer_number: str,
        name: str | UnsetType = UNSET,
        purchase_order_number: str | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        currency: str | UnsetType = UNSET,
        note_from_customer: str | UnsetType = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> Any: ...

    def create(
        self, body: SalesOrderCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> Any:
        """Create a sales order.

        The documentation describes seven properties in words and shows neither their names nor any others. Rows,
        addresses and prices exist, but nothing is known about how they are written: give them as `extra_fields`, under
        the vendor's names. Guessed names can be corrected with `wire_names`. Choosing the customer sets seller,
        discount, currency, payment days, VAT and delivery terms of the order, so that these need not be sent (inferred
        from the user documentation).

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `SalesOrderCreate` as keywords, instead of `body`.

        Returns:
            What the vendor answers, as it came. It is not documented; an order number would be expected.

        Raises:
            AssumedOperationError: where this is sent is a guess. `allow_assumed=True` sends it there, `operation_paths`
                to the path that is right.
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Assumed: neither method nor path is shown; creating customers is a POST. Path: assumed: the path is not shown;
        prefix and plural are those of the customers.
        """
        content = body_from(SalesOrderCreate, body, fields)
        return self._client.call(CREATE_SALES_ORDER, {}, content, options=options)


class AsyncSalesOrders:
    """Sales orders; every call is awaited."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    @overload
    async def create(self, body: SalesOrderCreate, /, *, options: CallOptions | None = None) -> Any: ...

    @overload
    async def create(
        self,
        /,
        *,
        customer_number: str,
        name: str | UnsetType = UNSET,
        purchase_order_number: str | UnsetType = UNSET,
        language: str | UnsetType = UNSET,
        currency: str | UnsetType = UNSET,
        note_from_customer: str | UnsetType = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> Any: ...

    async def create(
        self, body: SalesOrderCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> Any:
        """Create a sales order.

        The documentation describes seven properties in words and shows neither their names nor any others. Rows,
        addresses and prices exist, but nothing is known about how they are written: give them as `extra_fields`, under
        the vendor's names. Guessed names can be corrected with `wire_names`. Choosing the customer sets seller,
        discount, currency, payment days, VAT and delivery terms of the order, so that these need not be sent (inferred
        from the user documentation).

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `SalesOrderCreate` as keywords, instead of `body`.

        Returns:
            What the vendor answers, as it came. It is not documented; an order number would be expected.

        Raises:
            AssumedOperationError: where this is sent is a guess. `allow_assumed=True` sends it there, `operation_paths`
                to the path that is right.
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Assumed: neither method nor path is shown; creating customers is a POST. Path: assumed: the path is not shown;
        prefix and plural are those of the customers.
        """
        content = body_from(SalesOrderCreate, body, fields)
        return await self._client.call(CREATE_SALES_ORDER, {}, content, options=options)
