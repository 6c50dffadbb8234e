# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
# ruff: noqa: A002 - arguments are named like the vendor's fields and parameters
"""Products, which the lines of documents refer to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from decimal import Decimal
from typing import Any, overload

from comarch_erp_xt_api.models.product import Product
from comarch_erp_xt_api.models.product_create import ProductCreate
from comarch_erp_xt_api.models.product_update import ProductUpdate
from erp_client_runtime.client import AsyncClient, CallOptions, Client
from erp_client_runtime.codecs import INT64, INTEGER, TEXT
from erp_client_runtime.model import UNSET, UnsetType, body_from, changes_from
from erp_client_runtime.operation import Evidence, Operation, Paging, Parameter, Reconcile
from erp_client_runtime.paging import iterate, iterate_async
from erp_client_runtime.results import Items, Nothing, Object, Page, Value, insist_on

_PATH = Evidence("documented", "general", "Resources")
_ID = Parameter("id", "id", "path", INT64, required=True)
_PATH_WITH_ID = Evidence("documented", "products", "Reading")

LIST_PRODUCTS = Operation(
    name="list_products",
    method="GET",
    path="/products",
    parameters=(
        Parameter("filter", "$filter", "query", TEXT),
        Parameter("orderby", "$orderby", "query", TEXT),
        Parameter("skip", "$skip", "query", INTEGER),
        Parameter("top", "$top", "query", INTEGER),
        Parameter("fts", "$fts", "query", TEXT),
    ),
    result=Items(Product),
    retry="safe",
    paging=Paging("offset", position="skip", size="top", first=0),
    evidence=Evidence("documented", "products", "Reading"),
    path_evidence=_PATH,
)

UPDATE_PRODUCT = Operation(
    name="update_product",
    method="PUT",
    path="/products",
    parameters=(Parameter("id", "Id", "body", INT64, required=True),),
    result=Nothing(),
    retry="safe",
    evidence=Evidence(
        "inferred",
        "products",
        "Editing",
        "its section on editing is not shown; the Polish edition has PUT on the collection, with the id in the body",
    ),
    path_evidence=_PATH,
)

GET_PRODUCT = Operation(
    name="get_product",
    method="GET",
    path="/products/{id}",
    parameters=(_ID,),
    result=Object(Product),
    retry="safe",
    evidence=Evidence("documented", "products", "Reading"),
    path_evidence=_PATH_WITH_ID,
)

DELETE_PRODUCT = Operation(
    name="delete_product",
    method="DELETE",
    path="/products/{id}",
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

CREATE_PRODUCT: Operation[int] = Operation(
    name="create_product",
    method="POST",
    path="/products",
    result=Value(INT64, field="Id"),
    retry=Reconcile(LIST_PRODUCTS, items={"product_code": "product_code"}),
    evidence=Evidence("documented", "products", "Adding"),
    path_evidence=_PATH,
)


class Products:
    """Products, which the lines of documents refer to."""

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
    ) -> Page[Product]:
        """List products.

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

        Known from: products, Reading (documented).
        """
        return self._client.call(
            LIST_PRODUCTS, {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts}, options=options
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
    ) -> Iterator[Product]:
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
            LIST_PRODUCTS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        )

    @overload
    def create(self, body: ProductCreate, /, *, options: CallOptions | None = None) -> int: ...

    @overload
    def create(
        self,
        /,
        *,
        name: str,
        description: str | UnsetType | None = UNSET,
        product_code: str | UnsetType | None = UNSET,
        unit_of_measurement: str,
        rate: int,
        sale_net_price: Decimal | UnsetType | None = UNSET,
        sale_gross_price: Decimal | UnsetType | None = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> int: ...

    def create(self, body: ProductCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any) -> int:
        """Create a product.

        Of the prices give the net or the gross one, and the other is computed; of both, the gross price is computed
        from the net one. What happens without any is not documented, so give one.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `ProductCreate` as keywords, instead of `body`.

        Returns:
            The id of the new product.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Repeats: never once it may have been done. If no answer tells whether it was, it is looked up by `product_code`
        (list_products): one that holds what was written is the result, even if it was there before. The whole list is
        read for that. Without `product_code` there is nothing to look for.

        Known from: products, Adding (documented).
        """
        content = body_from(ProductCreate, body, fields)
        return self._client.call(CREATE_PRODUCT, {}, content, options=options)

    @overload
    def update(self, id: int, body: Product | ProductUpdate, /, *, options: CallOptions | None = None) -> None: ...

    @overload
    def update(
        self,
        id: int,
        /,
        *,
        name: str | None,
        description: str | None,
        product_code: str | None,
        unit_of_measurement: str | None,
        rate: int | None,
        sale_net_price: Decimal | None,
        sale_gross_price: Decimal | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    def update(
        self,
        id: int,
        body: Product | ProductUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> None:
        """Write a product.

        The whole object is sent, because it is not known whether fields that are left out keep their value, nor which
        of them have to be there.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `ProductUpdate` as keywords, instead of `body`.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: its section on editing is not shown; the Polish edition has PUT on the collection, with the id in the
        body.
        """
        content = body_from(ProductUpdate, body, fields, also=Product, whole=True)
        return self._client.call(UPDATE_PRODUCT, {"id": id}, content, options=options)

    def change(
        self,
        id: int,
        /,
        *,
        name: str | UnsetType | None = UNSET,
        description: str | UnsetType | None = UNSET,
        product_code: str | UnsetType | None = UNSET,
        unit_of_measurement: str | UnsetType | None = UNSET,
        rate: int | UnsetType | None = UNSET,
        sale_net_price: Decimal | UnsetType | None = UNSET,
        sale_gross_price: Decimal | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> None:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            name: New value of `Name`.
            description: New value of `Description`.
            product_code: New value of `ProductCode`.
            unit_of_measurement: New value of `UnitOfMeasurment`.
            rate: New value of `Rate`.
            sale_net_price: New value of `SaleNetPrice`.
            sale_gross_price: New value of `SaleGrossPrice`.
            options: Settings for both calls.

        Raises:
            DecodeError: what came has another `Id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(
            Product,
            name=name,
            description=description,
            product_code=product_code,
            unit_of_measurement=unit_of_measurement,
            rate=rate,
            sale_net_price=sale_net_price,
            sale_gross_price=sale_gross_price,
        )
        current = self.get(id, options=options)
        insist_on(current, "id", id, operation="get_product")
        self.update(id, current.with_changes(**changes), options=options)

    def get(self, id: int, *, options: CallOptions | None = None) -> Product:
        """Get one product by its id.

        How the vendor answers to an unknown id is not documented; 404, and 400 with the code for a missing element,
        both mean that there is none.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Returns:
            The product.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: products, Reading (documented).
        """
        return self._client.call(GET_PRODUCT, {"id": id}, options=options)

    def delete(self, id: int, *, options: CallOptions | None = None) -> None:
        """Delete a product.

        What the vendor does with an element that documents refer to is not documented.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: DELETE is listed without a URL; programs that call the Polish server put the id into the path.
        """
        return self._client.call(DELETE_PRODUCT, {"id": id}, options=options)


class AsyncProducts:
    """Products, which the lines of documents refer to; every call is awaited."""

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
    ) -> Page[Product]:
        """List products.

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

        Known from: products, Reading (documented).
        """
        return await self._client.call(
            LIST_PRODUCTS, {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts}, options=options
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
    ) -> AsyncIterator[Product]:
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
            LIST_PRODUCTS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        ):
            yield item

    @overload
    async def create(self, body: ProductCreate, /, *, options: CallOptions | None = None) -> int: ...

    @overload
    async def create(
        self,
        /,
        *,
        name: str,
        description: str | UnsetType | None = UNSET,
        product_code: str | UnsetType | None = UNSET,
        unit_of_measurement: str,
        rate: int,
        sale_net_price: Decimal | UnsetType | None = UNSET,
        sale_gross_price: Decimal | UnsetType | None = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> int: ...

    async def create(
        self, body: ProductCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> int:
        """Create a product.

        Of the prices give the net or the gross one, and the other is computed; of both, the gross price is computed
        from the net one. What happens without any is not documented, so give one.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `ProductCreate` as keywords, instead of `body`.

        Returns:
            The id of the new product.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Repeats: never once it may have been done. If no answer tells whether it was, it is looked up by `product_code`
        (list_products): one that holds what was written is the result, even if it was there before. The whole list is
        read for that. Without `product_code` there is nothing to look for.

        Known from: products, Adding (documented).
        """
        content = body_from(ProductCreate, body, fields)
        return await self._client.call(CREATE_PRODUCT, {}, content, options=options)

    @overload
    async def update(
        self, id: int, body: Product | ProductUpdate, /, *, options: CallOptions | None = None
    ) -> None: ...

    @overload
    async def update(
        self,
        id: int,
        /,
        *,
        name: str | None,
        description: str | None,
        product_code: str | None,
        unit_of_measurement: str | None,
        rate: int | None,
        sale_net_price: Decimal | None,
        sale_gross_price: Decimal | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    async def update(
        self,
        id: int,
        body: Product | ProductUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> None:
        """Write a product.

        The whole object is sent, because it is not known whether fields that are left out keep their value, nor which
        of them have to be there.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `ProductUpdate` as keywords, instead of `body`.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: its section on editing is not shown; the Polish edition has PUT on the collection, with the id in the
        body.
        """
        content = body_from(ProductUpdate, body, fields, also=Product, whole=True)
        return await self._client.call(UPDATE_PRODUCT, {"id": id}, content, options=options)

    async def change(
        self,
        id: int,
        /,
        *,
        name: str | UnsetType | None = UNSET,
        description: str | UnsetType | None = UNSET,
        product_code: str | UnsetType | None = UNSET,
        unit_of_measurement: str | UnsetType | None = UNSET,
        rate: int | UnsetType | None = UNSET,
        sale_net_price: Decimal | UnsetType | None = UNSET,
        sale_gross_price: Decimal | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> None:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            name: New value of `Name`.
            description: New value of `Description`.
            product_code: New value of `ProductCode`.
            unit_of_measurement: New value of `UnitOfMeasurment`.
            rate: New value of `Rate`.
            sale_net_price: New value of `SaleNetPrice`.
            sale_gross_price: New value of `SaleGrossPrice`.
            options: Settings for both calls.

        Raises:
            DecodeError: what came has another `Id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(
            Product,
            name=name,
            description=description,
            product_code=product_code,
            unit_of_measurement=unit_of_measurement,
            rate=rate,
            sale_net_price=sale_net_price,
            sale_gross_price=sale_gross_price,
        )
        current = await self.get(id, options=options)
        insist_on(current, "id", id, operation="get_product")
        await self.update(id, current.with_changes(**changes), options=options)

    async def get(self, id: int, *, options: CallOptions | None = None) -> Product:
        """Get one product by its id.

        How the vendor answers to an unknown id is not documented; 404, and 400 with the code for a missing element,
        both mean that there is none.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Returns:
            The product.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: products, Reading (documented).
        """
        return await self._client.call(GET_PRODUCT, {"id": id}, options=options)

    async def delete(self, id: int, *, options: CallOptions | None = None) -> None:
        """Delete a product.

        What the vendor does with an element that documents refer to is not documented.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: DELETE is listed without a URL; programs that call the Polish server put the id into the path.
        """
        return await self._client.call(DELETE_PRODUCT, {"id": id}, options=options)
