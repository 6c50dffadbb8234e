# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""Customers, identified by a customer number."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, overload

from erp_client_runtime.client import AsyncClient, CallOptions, Client
from erp_client_runtime.codecs import INT32, TEXT
from erp_client_runtime.model import UNSET, UnsetType, body_from
from erp_client_runtime.operation import Evidence, Operation, Paging, Parameter, Reconcile
from erp_client_runtime.paging import iterate, iterate_async
from erp_client_runtime.results import Items, Nothing, Object, Page
from simutek_gks4_api.models.customer import Customer
from simutek_gks4_api.models.customer_create import CustomerCreate
from simutek_gks4_api.models.postal_address_create import PostalAddressCreate

_PATH = Evidence("example", "api", "Dokumentation: create a customer")

LIST_CUSTOMERS = Operation(
    name="list_customers",
    method="GET",
    path="/api/v1/customers",
    parameters=(
        Parameter("customer_number", "customerNumber", "query", TEXT),
        Parameter("name", "name", "query", TEXT),
        Parameter("corporate_identity_number", "corporateIdentityNumber", "query", TEXT),
        Parameter("page", "page", "query", INT32),
        Parameter("page_size", "pageSize", "query", INT32),
    ),
    result=Items(Customer, anywhere=True),
    retry="safe",
    paging=Paging("page", position="page", size="page_size", first=1, default=50, largest=100),
    evidence=Evidence(
        "assumed",
        "api",
        "Dokumentation: list customers",
        "neither method nor path is shown; the collection that customers are created in is the likely place",
    ),
    path_evidence=_PATH,
)

GET_CUSTOMER = Operation(
    name="get_customer",
    method="GET",
    path="/api/v1/customers/{customerNumber}",
    parameters=(Parameter("customer_number", "customerNumber", "path", TEXT, required=True),),
    result=Object(Customer),
    retry="safe",
    evidence=Evidence("documented", "api", "Dokumentation: get a customer"),
    path_evidence=Evidence("example", "api", "Dokumentation: get a customer"),
)

CREATE_CUSTOMER = Operation(
    name="create_customer",
    method="POST",
    path="/api/v1/customers",
    result=Nothing(),
    retry=Reconcile(GET_CUSTOMER, match={"customer_number": "number"}),
    evidence=Evidence("example", "api", "Dokumentation: create a customer"),
    path_evidence=_PATH,
)


class Customers:
    """Customers, identified by a customer number."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(
        self,
        *,
        customer_number: str | None = None,
        name: str | None = None,
        corporate_identity_number: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
        options: CallOptions | None = None,
    ) -> Page[Customer]:
        """List customers, all of them or those that a filter fits.

        The documentation describes five parameters and no more: neither method nor path nor the names of the
        parameters, nor whether the answer is a bare array or an object around one. Both forms are read. The guessed
        names can be corrected with `wire_names`; a vendor who does not know a name probably ignores the parameter, and
        then a filter filters nothing.

        Args:
            customer_number: Only the customer with exactly this customer number. Assumed: the parameter is described
                and its name is not shown; this is what the same thing is called elsewhere on the page.
            name: Only customers whose name holds this text, at any position. Assumed: the parameter is described and
                its name is not shown; this is what the same thing is called elsewhere on the page.
            corporate_identity_number: Only customers with this corporate identity number. Spaces and dashes do not
                matter. Assumed: the parameter is described and its name is not shown; this is what the same thing is
                called elsewhere on the page.
            page: Number of the page, counted from 1. Assumed: the parameter is described, with its default and limit,
                and its name is not shown; this is a usual one.
            page_size: Customers per page, 100 at most. The vendor's default is 50. Assumed: the parameter is described,
                with its default and limit, and its name is not shown; this is a usual one.
            options: Settings for this call alone.

        Returns:
            The items as a sequence.

        Raises:
            AssumedOperationError: where this is sent is a guess. `allow_assumed=True` sends it there, `operation_paths`
                to the path that is right.
            ERPClientError: see `erp_client_runtime.errors`.

        Assumed: neither method nor path is shown; the collection that customers are created in is the likely place.
        Path: known from an example only (api, Dokumentation: create a customer).
        """
        return self._client.call(
            LIST_CUSTOMERS,
            {
                "customer_number": customer_number,
                "name": name,
                "corporate_identity_number": corporate_identity_number,
                "page": page,
                "page_size": page_size,
            },
            options=options,
        )

    def iterate(
        self,
        *,
        customer_number: str | None = None,
        name: str | None = None,
        corporate_identity_number: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
        options: CallOptions | None = None,
    ) -> Iterator[Customer]:
        """Go through all items, page after page.

        Begins with page `page`, else with page 1. Asks for `page_size` items at a time, 100 at most; if it is not
        given, 50 are expected.

        Ends with a page that is empty, too short to be full, or the same as the one before. What is added or deleted in
        the meantime moves items from one page to another: they can come twice, or not at all.

        That the vendor has `page` and `page_size` is assumed: see `list`.

        Every page is one call. The other arguments, and errors, are those of `list`.
        """
        yield from iterate(
            self._client,
            LIST_CUSTOMERS,
            {
                "customer_number": customer_number,
                "name": name,
                "corporate_identity_number": corporate_identity_number,
                "page": page,
                "page_size": page_size,
            },
            options,
        )

    @overload
    def create(self, body: CustomerCreate, /, *, options: CallOptions | None = None) -> None: ...

    @overload
    def create(
        self,
        /,
        *,
        name: str,
        number: str | None,
        invoice_email: str | None,
        corporate_identity_number: str,
        postal_address: PostalAddressCreate | UnsetType = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    def create(
        self, body: CustomerCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> None:
        """Create a customer.

        Nothing is returned, not even the number that the vendor chooses if none is given; to find such a customer, list
        by name or corporate identity number. What the vendor does with a number that exists already is not documented.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `CustomerCreate` as keywords, instead of `body`.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Repeats: never once it may have been done. If no answer tells whether it was, it is looked up by `number`
        (get_customer): one that holds what was written is the result, even if it was there before. Without `number`
        there is nothing to look for.

        Known from an example only (api, Dokumentation: create a customer). Path: known from an example only (api,
        Dokumentation: create a customer).
        """
        content = body_from(CustomerCreate, body, fields)
        return self._client.call(CREATE_CUSTOMER, {}, content, options=options)

    def get(self, customer_number: str, *, options: CallOptions | None = None) -> Customer:
        """Get one customer by its customer number.

        Args:
            customer_number: The customer number. That it is text is inferred, as `number` is.
            options: Settings for this call alone.

        Returns:
            The customer. The page calls it a company here; its fields are those of a customer.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: api, Dokumentation: get a customer (documented). Path: known from an example only (api,
        Dokumentation: get a customer).
        """
        return self._client.call(GET_CUSTOMER, {"customer_number": customer_number}, options=options)


class AsyncCustomers:
    """Customers, identified by a customer number; every call is awaited."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(
        self,
        *,
        customer_number: str | None = None,
        name: str | None = None,
        corporate_identity_number: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
        options: CallOptions | None = None,
    ) -> Page[Customer]:
        """List customers, all of them or those that a filter fits.

        The documentation describes five parameters and no more: neither method nor path nor the names of the
        parameters, nor whether the answer is a bare array or an object around one. Both forms are read. The guessed
        names can be corrected with `wire_names`; a vendor who does not know a name probably ignores the parameter, and
        then a filter filters nothing.

        Args:
            customer_number: Only the customer with exactly this customer number. Assumed: the parameter is described
                and its name is not shown; this is what the same thing is called elsewhere on the page.
            name: Only customers whose name holds this text, at any position. Assumed: the parameter is described and
                its name is not shown; this is what the same thing is called elsewhere on the page.
            corporate_identity_number: Only customers with this corporate identity number. Spaces and dashes do not
                matter. Assumed: the parameter is described and its name is not shown; this is what the same thing is
                called elsewhere on the page.
            page: Number of the page, counted from 1. Assumed: the parameter is described, with its default and limit,
                and its name is not shown; this is a usual one.
            page_size: Customers per page, 100 at most. The vendor's default is 50. Assumed: the parameter is described,
                with its default and limit, and its name is not shown; this is a usual one.
            options: Settings for this call alone.

        Returns:
            The items as a sequence.

        Raises:
            AssumedOperationError: where this is sent is a guess. `allow_assumed=True` sends it there, `operation_paths`
                to the path that is right.
            ERPClientError: see `erp_client_runtime.errors`.

        Assumed: neither method nor path is shown; the collection that customers are created in is the likely place.
        Path: known from an example only (api, Dokumentation: create a customer).
        """
        return await self._client.call(
            LIST_CUSTOMERS,
            {
                "customer_number": customer_number,
                "name": name,
                "corporate_identity_number": corporate_identity_number,
                "page": page,
                "page_size": page_size,
            },
            options=options,
        )

    async def iterate(
        self,
        *,
        customer_number: str | None = None,
        name: str | None = None,
        corporate_identity_number: str | None = None,
        page: int | None = None,
        page_size: int | None = None,
        options: CallOptions | None = None,
    ) -> AsyncIterator[Customer]:
        """Go through all items, page after page.

        Begins with page `page`, else with page 1. Asks for `page_size` items at a time, 100 at most; if it is not
        given, 50 are expected.

        Ends with a page that is empty, too short to be full, or the same as the one before. What is added or deleted in
        the meantime moves items from one page to another: they can come twice, or not at all.

        That the vendor has `page` and `page_size` is assumed: see `list`.

        Every page is one call. The other arguments, and errors, are those of `list`.
        """
        async for item in iterate_async(
            self._client,
            LIST_CUSTOMERS,
            {
                "customer_number": customer_number,
                "name": name,
                "corporate_identity_number": corporate_identity_number,
                "page": page,
                "page_size": page_size,
            },
            options,
        ):
            yield item

    @overload
    async def create(self, body: CustomerCreate, /, *, options: CallOptions | None = None) -> None: ...

    @overload
    async def create(
        self,
        /,
        *,
        name: str,
        number: str | None,
        invoice_email: str | None,
        corporate_identity_number: str,
        postal_address: PostalAddressCreate | UnsetType = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    async def create(
        self, body: CustomerCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> None:
        """Create a customer.

        Nothing is returned, not even the number that the vendor chooses if none is given; to find such a customer, list
        by name or corporate identity number. What the vendor does with a number that exists already is not documented.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `CustomerCreate` as keywords, instead of `body`.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Repeats: never once it may have been done. If no answer tells whether it was, it is looked up by `number`
        (get_customer): one that holds what was written is the result, even if it was there before. Without `number`
        there is nothing to look for.

        Known from an example only (api, Dokumentation: create a customer). Path: known from an example only (api,
        Dokumentation: create a customer).
        """
        content = body_from(CustomerCreate, body, fields)
        return await self._client.call(CREATE_CUSTOMER, {}, content, options=options)

    async def get(self, customer_number: str, *, options: CallOptions | None = None) -> Customer:
        """Get one customer by its customer number.

        Args:
            customer_number: The customer number. That it is text is inferred, as `number` is.
            options: Settings for this call alone.

        Returns:
            The customer. The page calls it a company here; its fields are those of a customer.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: api, Dokumentation: get a customer (documented). Path: known from an example only (api,
        Dokumentation: get a customer).
        """
        return await self._client.call(GET_CUSTOMER, {"customer_number": customer_number}, options=options)
