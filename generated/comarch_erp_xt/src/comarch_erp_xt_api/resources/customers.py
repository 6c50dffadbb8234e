# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
# ruff: noqa: A002 - arguments are named like the vendor's fields and parameters
"""Customers and suppliers, with an address each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, overload

from comarch_erp_xt_api.models.address import Address
from comarch_erp_xt_api.models.address_create import AddressCreate
from comarch_erp_xt_api.models.address_update import AddressUpdate
from comarch_erp_xt_api.models.customer import Customer
from comarch_erp_xt_api.models.customer_create import CustomerCreate
from comarch_erp_xt_api.models.customer_type import CustomerType
from comarch_erp_xt_api.models.customer_update import CustomerUpdate
from erp_client_runtime.client import AsyncClient, CallOptions, Client
from erp_client_runtime.codecs import INT64, INTEGER, TEXT
from erp_client_runtime.model import UNSET, UnsetType, body_from, changes_from
from erp_client_runtime.operation import Evidence, Operation, Paging, Parameter
from erp_client_runtime.paging import iterate, iterate_async
from erp_client_runtime.results import Items, Nothing, Object, Page, Value, insist_on

_PATH = Evidence("documented", "general", "Resources")
_ID = Parameter("id", "id", "path", INT64, required=True)
_PATH_WITH_ID = Evidence("documented", "customers", "Reading")

LIST_CUSTOMERS = Operation(
    name="list_customers",
    method="GET",
    path="/customers",
    parameters=(
        Parameter("filter", "$filter", "query", TEXT),
        Parameter("orderby", "$orderby", "query", TEXT),
        Parameter("skip", "$skip", "query", INTEGER),
        Parameter("top", "$top", "query", INTEGER),
        Parameter("fts", "$fts", "query", TEXT),
    ),
    result=Items(Customer),
    retry="safe",
    paging=Paging("offset", position="skip", size="top", first=0),
    evidence=Evidence("documented", "customers", "Reading"),
    path_evidence=_PATH,
)

CREATE_CUSTOMER: Operation[int] = Operation(
    name="create_customer",
    method="POST",
    path="/customers",
    result=Value(INT64, field="Id"),
    retry="never",
    evidence=Evidence("documented", "customers", "Adding"),
    path_evidence=_PATH,
)

UPDATE_CUSTOMER = Operation(
    name="update_customer",
    method="PUT",
    path="/customers",
    parameters=(Parameter("id", "Id", "body", INT64, required=True),),
    result=Nothing(),
    retry="safe",
    evidence=Evidence(
        "inferred",
        "general",
        "Methods",
        "PUT is listed without a URL; the Polish edition has it on the collection, with the id in the body",
    ),
    path_evidence=_PATH,
)

GET_CUSTOMER = Operation(
    name="get_customer",
    method="GET",
    path="/customers/{id}",
    parameters=(_ID,),
    result=Object(Customer),
    retry="safe",
    evidence=Evidence("documented", "customers", "Reading"),
    path_evidence=_PATH_WITH_ID,
)

DELETE_CUSTOMER = Operation(
    name="delete_customer",
    method="DELETE",
    path="/customers/{id}",
    parameters=(_ID,),
    result=Nothing(),
    retry="safe",
    evidence=Evidence(
        "inferred",
        "general",
        "Methods",
        "DELETE is listed without a URL; programs that call the Polish server put the id into the path",
    ),
    path_evidence=_PATH_WITH_ID,
)


class Customers:
    """Customers and suppliers, with an address each."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(
        self,
        *,
        filter: str | None = None,
        orderby: str | None = None,
        skip: int | None = None,
        top: int | None = None,
        fts: str | None = None,
        options: CallOptions | None = None,
    ) -> Page[Customer]:
        """List customers and suppliers.

        Whether the vendor cuts long lists, and where, is not documented. The options for choosing, sorting and paging
        are documented for the Polish edition only; one that is not given is not sent.

        Args:
            filter: Condition on the fields: `eq`, `ne`, `gt`, `ge`, `lt`, `le`, joined by `and`, `or`, `not`, with
                `null`, text in single quotes and dates like `datetime'2026-03-01'`; for example `CustomerCode eq
                'A-17'`. Inferred: only the Polish edition documents it; both editions are the same product.
            orderby: Fields to sort by, joined by commas, each with `asc` or `desc` after it if wanted; for example
                `IssueDate desc, Id`. Inferred: only the Polish edition documents it; both editions are the same
                product.
            skip: How many elements to leave out at the beginning. Inferred: only the Polish edition documents it; both
                editions are the same product.
            top: How many elements to answer with at most. The largest number is not documented. Inferred: only the
                Polish edition documents it; both editions are the same product.
            fts: Text to look for anywhere, such as a customer's name or the description of a document, in single
                quotes. Inferred: only the Polish edition documents it; both editions are the same product.
            options: Settings for this call alone.

        Returns:
            The items as a sequence.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: customers, Reading (documented).
        """
        return self._client.call(
            LIST_CUSTOMERS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options=options,
        )

    def iterate(
        self,
        *,
        filter: str | None = None,
        orderby: str | None = None,
        skip: int | None = None,
        top: int | None = None,
        fts: str | None = None,
        options: CallOptions | None = None,
    ) -> Iterator[Customer]:
        """Go through all items, page after page.

        Begins after as many items as `skip` says, else with the first. Asks for `top` items at a time. How many come if
        it is not given is not known: then it is one call, and what that brings is all. The largest `top` that the
        vendor allows is not known.

        Ends with a page that is empty, too short to be full, or the same as the one before. What is added or deleted in
        the meantime moves items from one page to another: they can come twice, or not at all.

        That the vendor has `skip` and `top` is inferred: see `list`.

        Every page is one call. The other arguments, and errors, are those of `list`.
        """
        yield from iterate(
            self._client,
            LIST_CUSTOMERS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        )

    @overload
    def create(self, body: CustomerCreate, /, *, options: CallOptions | None = None) -> int: ...

    @overload
    def create(
        self,
        /,
        *,
        name: str,
        customer_tax_number: str | UnsetType | None = UNSET,
        customer_code: str | UnsetType | None = UNSET,
        mail: str | UnsetType | None = UNSET,
        phone_number: str | UnsetType | None = UNSET,
        customer_type: CustomerType | int = ...,
        address: AddressCreate | UnsetType | None = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> int: ...

    def create(
        self, body: CustomerCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> int:
        """Create a customer or supplier.

        `CustomerType` is always sent, as a business unless it is given, because what the vendor assumes without it is
        not documented. Nor is which `CustomerCode` it gives when none is sent.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `CustomerCreate` as keywords, instead of `body`.

        Returns:
            The id of the new element.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: customers, Adding (documented).
        """
        content = body_from(CustomerCreate, body, fields)
        return self._client.call(CREATE_CUSTOMER, {}, content, options=options)

    @overload
    def update(self, id: int, body: Customer | CustomerUpdate, /, *, options: CallOptions | None = None) -> None: ...

    @overload
    def update(
        self,
        id: int,
        /,
        *,
        name: str | None,
        customer_tax_number: str | None,
        customer_code: str | None,
        mail: str | None,
        phone_number: str | None,
        customer_type: CustomerType | int | None,
        address: AddressUpdate | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    def update(
        self,
        id: int,
        body: Customer | CustomerUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> None:
        """Write a customer or supplier.

        The whole object is sent, because it is not known whether fields that are left out keep their value, nor which
        of them have to be there.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `CustomerUpdate` as keywords, instead of `body`.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: PUT is listed without a URL; the Polish edition has it on the collection, with the id in the body.
        """
        content = body_from(CustomerUpdate, body, fields, also=Customer, whole=True)
        return self._client.call(UPDATE_CUSTOMER, {"id": id}, content, options=options)

    def change(
        self,
        id: int,
        /,
        *,
        name: str | UnsetType | None = UNSET,
        customer_tax_number: str | UnsetType | None = UNSET,
        customer_code: str | UnsetType | None = UNSET,
        mail: str | UnsetType | None = UNSET,
        phone_number: str | UnsetType | None = UNSET,
        customer_type: CustomerType | int | UnsetType | None = UNSET,
        address: Address | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> None:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            name: New value of `Name`.
            customer_tax_number: New value of `CustomerTaxNumber`.
            customer_code: New value of `CustomerCode`.
            mail: New value of `Mail`.
            phone_number: New value of `PhoneNumber`.
            customer_type: New value of `CustomerType`.
            address: New value of `Address`.
            options: Settings for both calls.

        Raises:
            DecodeError: what came has another `Id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(
            Customer,
            name=name,
            customer_tax_number=customer_tax_number,
            customer_code=customer_code,
            mail=mail,
            phone_number=phone_number,
            customer_type=customer_type,
            address=address,
        )
        current = self.get(id, options=options)
        insist_on(current, "id", id, operation="get_customer")
        self.update(id, current.with_changes(**changes), options=options)

    def get(self, id: int, *, options: CallOptions | None = None) -> Customer:
        """Get one customer or supplier by its id.

        How the vendor answers to an unknown id is not documented; 404, and 400 with the code for a missing element,
        both mean that there is none.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Returns:
            The customer or supplier.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: customers, Reading (documented).
        """
        return self._client.call(GET_CUSTOMER, {"id": id}, options=options)

    def delete(self, id: int, *, options: CallOptions | None = None) -> None:
        """Delete a customer or supplier.

        What the vendor does with an element that documents refer to is not documented.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: DELETE is listed without a URL; programs that call the Polish server put the id into the path.
        """
        return self._client.call(DELETE_CUSTOMER, {"id": id}, options=options)


class AsyncCustomers:
    """Customers and suppliers, with an address each; every call is awaited."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(
        self,
        *,
        filter: str | None = None,
        orderby: str | None = None,
        skip: int | None = None,
        top: int | None = None,
        fts: str | None = None,
        options: CallOptions | None = None,
    ) -> Page[Customer]:
        """List customers and suppliers.

        Whether the vendor cuts long lists, and where, is not documented. The options for choosing, sorting and paging
        are documented for the Polish edition only; one that is not given is not sent.

        Args:
            filter: Condition on the fields: `eq`, `ne`, `gt`, `ge`, `lt`, `le`, joined by `and`, `or`, `not`, with
                `null`, text in single quotes and dates like `datetime'2026-03-01'`; for example `CustomerCode eq
                'A-17'`. Inferred: only the Polish edition documents it; both editions are the same product.
            orderby: Fields to sort by, joined by commas, each with `asc` or `desc` after it if wanted; for example
                `IssueDate desc, Id`. Inferred: only the Polish edition documents it; both editions are the same
                product.
            skip: How many elements to leave out at the beginning. Inferred: only the Polish edition documents it; both
                editions are the same product.
            top: How many elements to answer with at most. The largest number is not documented. Inferred: only the
                Polish edition documents it; both editions are the same product.
            fts: Text to look for anywhere, such as a customer's name or the description of a document, in single
                quotes. Inferred: only the Polish edition documents it; both editions are the same product.
            options: Settings for this call alone.

        Returns:
            The items as a sequence.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: customers, Reading (documented).
        """
        return await self._client.call(
            LIST_CUSTOMERS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options=options,
        )

    async def iterate(
        self,
        *,
        filter: str | None = None,
        orderby: str | None = None,
        skip: int | None = None,
        top: int | None = None,
        fts: str | None = None,
        options: CallOptions | None = None,
    ) -> AsyncIterator[Customer]:
        """Go through all items, page after page.

        Begins after as many items as `skip` says, else with the first. Asks for `top` items at a time. How many come if
        it is not given is not known: then it is one call, and what that brings is all. The largest `top` that the
        vendor allows is not known.

        Ends with a page that is empty, too short to be full, or the same as the one before. What is added or deleted in
        the meantime moves items from one page to another: they can come twice, or not at all.

        That the vendor has `skip` and `top` is inferred: see `list`.

        Every page is one call. The other arguments, and errors, are those of `list`.
        """
        async for item in iterate_async(
            self._client,
            LIST_CUSTOMERS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        ):
            yield item

    @overload
    async def create(self, body: CustomerCreate, /, *, options: CallOptions | None = None) -> int: ...

    @overload
    async def create(
        self,
        /,
        *,
        name: str,
        customer_tax_number: str | UnsetType | None = UNSET,
        customer_code: str | UnsetType | None = UNSET,
        mail: str | UnsetType | None = UNSET,
        phone_number: str | UnsetType | None = UNSET,
        customer_type: CustomerType | int = ...,
        address: AddressCreate | UnsetType | None = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> int: ...

    async def create(
        self, body: CustomerCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> int:
        """Create a customer or supplier.

        `CustomerType` is always sent, as a business unless it is given, because what the vendor assumes without it is
        not documented. Nor is which `CustomerCode` it gives when none is sent.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `CustomerCreate` as keywords, instead of `body`.

        Returns:
            The id of the new element.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: customers, Adding (documented).
        """
        content = body_from(CustomerCreate, body, fields)
        return await self._client.call(CREATE_CUSTOMER, {}, content, options=options)

    @overload
    async def update(
        self, id: int, body: Customer | CustomerUpdate, /, *, options: CallOptions | None = None
    ) -> None: ...

    @overload
    async def update(
        self,
        id: int,
        /,
        *,
        name: str | None,
        customer_tax_number: str | None,
        customer_code: str | None,
        mail: str | None,
        phone_number: str | None,
        customer_type: CustomerType | int | None,
        address: AddressUpdate | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    async def update(
        self,
        id: int,
        body: Customer | CustomerUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> None:
        """Write a customer or supplier.

        The whole object is sent, because it is not known whether fields that are left out keep their value, nor which
        of them have to be there.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `CustomerUpdate` as keywords, instead of `body`.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: PUT is listed without a URL; the Polish edition has it on the collection, with the id in the body.
        """
        content = body_from(CustomerUpdate, body, fields, also=Customer, whole=True)
        return await self._client.call(UPDATE_CUSTOMER, {"id": id}, content, options=options)

    async def change(
        self,
        id: int,
        /,
        *,
        name: str | UnsetType | None = UNSET,
        customer_tax_number: str | UnsetType | None = UNSET,
        customer_code: str | UnsetType | None = UNSET,
        mail: str | UnsetType | None = UNSET,
        phone_number: str | UnsetType | None = UNSET,
        customer_type: CustomerType | int | UnsetType | None = UNSET,
        address: Address | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> None:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            name: New value of `Name`.
            customer_tax_number: New value of `CustomerTaxNumber`.
            customer_code: New value of `CustomerCode`.
            mail: New value of `Mail`.
            phone_number: New value of `PhoneNumber`.
            customer_type: New value of `CustomerType`.
            address: New value of `Address`.
            options: Settings for both calls.

        Raises:
            DecodeError: what came has another `Id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(
            Customer,
            name=name,
            customer_tax_number=customer_tax_number,
            customer_code=customer_code,
            mail=mail,
            phone_number=phone_number,
            customer_type=customer_type,
            address=address,
        )
        current = await self.get(id, options=options)
        insist_on(current, "id", id, operation="get_customer")
        await self.update(id, current.with_changes(**changes), options=options)

    async def get(self, id: int, *, options: CallOptions | None = None) -> Customer:
        """Get one customer or supplier by its id.

        How the vendor answers to an unknown id is not documented; 404, and 400 with the code for a missing element,
        both mean that there is none.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Returns:
            The customer or supplier.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: customers, Reading (documented).
        """
        return await self._client.call(GET_CUSTOMER, {"id": id}, options=options)

    async def delete(self, id: int, *, options: CallOptions | None = None) -> None:
        """Delete a customer or supplier.

        What the vendor does with an element that documents refer to is not documented.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: DELETE is listed without a URL; programs that call the Polish server put the id into the path.
        """
        return await self._client.call(DELETE_CUSTOMER, {"id": id}, options=options)
