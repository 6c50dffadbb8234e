# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
# ruff: noqa: A002 - arguments are named like the vendor's fields and parameters
"""Sales invoices, in EUR only."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, overload

from comarch_erp_xt_api.models.invoice import Invoice
from comarch_erp_xt_api.models.invoice_create import InvoiceCreate
from comarch_erp_xt_api.models.invoice_item import InvoiceItem
from comarch_erp_xt_api.models.invoice_item_create import InvoiceItemCreate
from comarch_erp_xt_api.models.invoice_item_update import InvoiceItemUpdate
from comarch_erp_xt_api.models.invoice_update import InvoiceUpdate
from comarch_erp_xt_api.models.payment_status import PaymentStatus
from erp_client_runtime.client import AsyncClient, CallOptions, Client
from erp_client_runtime.codecs import INT64, INTEGER, TEXT
from erp_client_runtime.model import UNSET, UnsetType, body_from, changes_from
from erp_client_runtime.operation import Evidence, Operation, Paging, Parameter
from erp_client_runtime.paging import iterate, iterate_async
from erp_client_runtime.results import Document, Items, Nothing, Object, Page, Value, insist_on

_PATH = Evidence("documented", "general", "Resources")
_ID = Parameter("id", "id", "path", INT64, required=True)
_PATH_WITH_ID = Evidence("documented", "invoices", "Reading")

LIST_INVOICES = Operation(
    name="list_invoices",
    method="GET",
    path="/invoices",
    parameters=(
        Parameter("filter", "$filter", "query", TEXT),
        Parameter("orderby", "$orderby", "query", TEXT),
        Parameter("skip", "$skip", "query", INTEGER),
        Parameter("top", "$top", "query", INTEGER),
        Parameter("fts", "$fts", "query", TEXT),
    ),
    result=Items(Invoice),
    retry="safe",
    paging=Paging("offset", position="skip", size="top", first=0),
    evidence=Evidence("documented", "invoices", "Reading"),
    path_evidence=_PATH,
)

CREATE_INVOICE: Operation[int] = Operation(
    name="create_invoice",
    method="POST",
    path="/invoices",
    result=Value(INT64, field="Id"),
    retry="never",
    evidence=Evidence("documented", "invoices", "Adding"),
    path_evidence=_PATH,
)

UPDATE_INVOICE = Operation(
    name="update_invoice",
    method="PUT",
    path="/invoices",
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

GET_INVOICE = Operation(
    name="get_invoice",
    method="GET",
    path="/invoices/{id}",
    parameters=(_ID,),
    result=Object(Invoice),
    retry="safe",
    evidence=Evidence("documented", "invoices", "Reading"),
    path_evidence=_PATH_WITH_ID,
)

DELETE_INVOICE = Operation(
    name="delete_invoice",
    method="DELETE",
    path="/invoices/{id}",
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

PRINT_INVOICE = Operation(
    name="print_invoice",
    method="GET",
    path="/invoices/{id}/print",
    parameters=(
        _ID,
        Parameter("custom_print_id", "customPrintId", "query", INT64),
    ),
    result=Document("application/pdf", magic=b"%PDF"),
    retry="safe",
    evidence=Evidence("documented", "invoices", "Scope"),
    path_evidence=Evidence(
        "assumed",
        "pl-print-outs",
        "Paths",
        "no German page shows it; this is the newer of two Polish forms, the older one has /print/ before the id",
    ),
)


class Invoices:
    """Sales invoices, in EUR only."""

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
    ) -> Page[Invoice]:
        """List sales invoices.

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

        Known from: invoices, Reading (documented).
        """
        return self._client.call(
            LIST_INVOICES, {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts}, options=options
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
    ) -> Iterator[Invoice]:
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
            LIST_INVOICES,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        )

    @overload
    def create(self, body: InvoiceCreate, /, *, options: CallOptions | None = None) -> int: ...

    @overload
    def create(
        self,
        /,
        *,
        purchasing_party_id: int,
        payment_type_id: int,
        bank_account_id: int | UnsetType | None = UNSET,
        payment_status: PaymentStatus | int | UnsetType | None = UNSET,
        sales_date: dt.date | UnsetType | None = UNSET,
        issue_date: dt.date | UnsetType | None = UNSET,
        items: builtins.list[InvoiceItemCreate] | UnsetType | None = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> int: ...

    def create(self, body: InvoiceCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any) -> int:
        """Create a sales invoice.

        The API writes drafts; whether it can confirm them is not documented. Final invoices, cancelled documents and
        corrections are out of reach.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `InvoiceCreate` as keywords, instead of `body`.

        Returns:
            The id of the new element.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: invoices, Adding (documented).
        """
        content = body_from(InvoiceCreate, body, fields)
        return self._client.call(CREATE_INVOICE, {}, content, options=options)

    @overload
    def update(self, id: int, body: Invoice | InvoiceUpdate, /, *, options: CallOptions | None = None) -> None: ...

    @overload
    def update(
        self,
        id: int,
        /,
        *,
        purchasing_party_id: int | None,
        payment_type_id: int | None,
        bank_account_id: int | None,
        payment_status: PaymentStatus | int | None,
        sales_date: dt.date | None,
        issue_date: dt.date | None,
        items: builtins.list[InvoiceItemUpdate] | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    def update(
        self,
        id: int,
        body: Invoice | InvoiceUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> None:
        """Write a sales invoice.

        The whole object is sent, because it is not known whether fields that are left out keep their value, nor which
        of them have to be there.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `InvoiceUpdate` as keywords, instead of `body`.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: PUT is listed without a URL; the Polish edition has it on the collection, with the id in the body.
        """
        content = body_from(InvoiceUpdate, body, fields, also=Invoice, whole=True)
        return self._client.call(UPDATE_INVOICE, {"id": id}, content, options=options)

    def change(
        self,
        id: int,
        /,
        *,
        purchasing_party_id: int | UnsetType | None = UNSET,
        payment_type_id: int | UnsetType | None = UNSET,
        bank_account_id: int | UnsetType | None = UNSET,
        payment_status: PaymentStatus | int | UnsetType | None = UNSET,
        sales_date: dt.date | UnsetType | None = UNSET,
        issue_date: dt.date | UnsetType | None = UNSET,
        items: builtins.list[InvoiceItem] | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> None:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            purchasing_party_id: New value of `PurchasingPartyId`.
            payment_type_id: New value of `PaymentTypeId`.
            bank_account_id: New value of `BankAccountId`.
            payment_status: New value of `PaymentStatus`.
            sales_date: New value of `SalesDate`.
            issue_date: New value of `IssueDate`.
            items: New value of `Items`.
            options: Settings for both calls.

        Raises:
            DecodeError: what came has another `Id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(
            Invoice,
            purchasing_party_id=purchasing_party_id,
            payment_type_id=payment_type_id,
            bank_account_id=bank_account_id,
            payment_status=payment_status,
            sales_date=sales_date,
            issue_date=issue_date,
            items=items,
        )
        current = self.get(id, options=options)
        insist_on(current, "id", id, operation="get_invoice")
        self.update(id, current.with_changes(**changes), options=options)

    def get(self, id: int, *, options: CallOptions | None = None) -> Invoice:
        """Get one sales invoice by its id.

        How the vendor answers to an unknown id is not documented; 404, and 400 with the code for a missing element,
        both mean that there is none.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Returns:
            The sales invoice.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: invoices, Reading (documented).
        """
        return self._client.call(GET_INVOICE, {"id": id}, options=options)

    def delete(self, id: int, *, options: CallOptions | None = None) -> None:
        """Delete a sales invoice.

        What the vendor does with a confirmed invoice is not documented.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: DELETE is listed without a URL; programs that call the Polish server put the id into the path.
        """
        return self._client.call(DELETE_INVOICE, {"id": id}, options=options)

    def print(self, id: int, *, custom_print_id: int | None = None, options: CallOptions | None = None) -> bytes:
        """Print a sales invoice as a PDF.

        Drafts and confirmed invoices can be printed.

        Args:
            id: Id of the document.
            custom_print_id: Id of a print-out that was designed by users. Without it, the one of the customer, or else
                the standard one, is used. Inferred: the Polish edition documents it; both editions are the same
                product.
            options: Settings for this call alone.

        Returns:
            The PDF, as bytes, taken out of the text that it came in.

        Raises:
            AssumedOperationError: where this is sent is a guess. `allow_assumed=True` sends it there, `operation_paths`
                to the path that is right.
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: invoices, Scope (documented). Path: assumed: no German page shows it; this is the newer of two
        Polish forms, the older one has /print/ before the id.
        """
        return self._client.call(PRINT_INVOICE, {"id": id, "custom_print_id": custom_print_id}, options=options)


class AsyncInvoices:
    """Sales invoices, in EUR only; every call is awaited."""

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
    ) -> Page[Invoice]:
        """List sales invoices.

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

        Known from: invoices, Reading (documented).
        """
        return await self._client.call(
            LIST_INVOICES, {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts}, options=options
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
    ) -> AsyncIterator[Invoice]:
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
            LIST_INVOICES,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        ):
            yield item

    @overload
    async def create(self, body: InvoiceCreate, /, *, options: CallOptions | None = None) -> int: ...

    @overload
    async def create(
        self,
        /,
        *,
        purchasing_party_id: int,
        payment_type_id: int,
        bank_account_id: int | UnsetType | None = UNSET,
        payment_status: PaymentStatus | int | UnsetType | None = UNSET,
        sales_date: dt.date | UnsetType | None = UNSET,
        issue_date: dt.date | UnsetType | None = UNSET,
        items: builtins.list[InvoiceItemCreate] | UnsetType | None = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> int: ...

    async def create(
        self, body: InvoiceCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> int:
        """Create a sales invoice.

        The API writes drafts; whether it can confirm them is not documented. Final invoices, cancelled documents and
        corrections are out of reach.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `InvoiceCreate` as keywords, instead of `body`.

        Returns:
            The id of the new element.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: invoices, Adding (documented).
        """
        content = body_from(InvoiceCreate, body, fields)
        return await self._client.call(CREATE_INVOICE, {}, content, options=options)

    @overload
    async def update(
        self, id: int, body: Invoice | InvoiceUpdate, /, *, options: CallOptions | None = None
    ) -> None: ...

    @overload
    async def update(
        self,
        id: int,
        /,
        *,
        purchasing_party_id: int | None,
        payment_type_id: int | None,
        bank_account_id: int | None,
        payment_status: PaymentStatus | int | None,
        sales_date: dt.date | None,
        issue_date: dt.date | None,
        items: builtins.list[InvoiceItemUpdate] | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    async def update(
        self,
        id: int,
        body: Invoice | InvoiceUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> None:
        """Write a sales invoice.

        The whole object is sent, because it is not known whether fields that are left out keep their value, nor which
        of them have to be there.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `InvoiceUpdate` as keywords, instead of `body`.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: PUT is listed without a URL; the Polish edition has it on the collection, with the id in the body.
        """
        content = body_from(InvoiceUpdate, body, fields, also=Invoice, whole=True)
        return await self._client.call(UPDATE_INVOICE, {"id": id}, content, options=options)

    async def change(
        self,
        id: int,
        /,
        *,
        purchasing_party_id: int | UnsetType | None = UNSET,
        payment_type_id: int | UnsetType | None = UNSET,
        bank_account_id: int | UnsetType | None = UNSET,
        payment_status: PaymentStatus | int | UnsetType | None = UNSET,
        sales_date: dt.date | UnsetType | None = UNSET,
        issue_date: dt.date | UnsetType | None = UNSET,
        items: builtins.list[InvoiceItem] | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> None:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            purchasing_party_id: New value of `PurchasingPartyId`.
            payment_type_id: New value of `PaymentTypeId`.
            bank_account_id: New value of `BankAccountId`.
            payment_status: New value of `PaymentStatus`.
            sales_date: New value of `SalesDate`.
            issue_date: New value of `IssueDate`.
            items: New value of `Items`.
            options: Settings for both calls.

        Raises:
            DecodeError: what came has another `Id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(
            Invoice,
            purchasing_party_id=purchasing_party_id,
            payment_type_id=payment_type_id,
            bank_account_id=bank_account_id,
            payment_status=payment_status,
            sales_date=sales_date,
            issue_date=issue_date,
            items=items,
        )
        current = await self.get(id, options=options)
        insist_on(current, "id", id, operation="get_invoice")
        await self.update(id, current.with_changes(**changes), options=options)

    async def get(self, id: int, *, options: CallOptions | None = None) -> Invoice:
        """Get one sales invoice by its id.

        How the vendor answers to an unknown id is not documented; 404, and 400 with the code for a missing element,
        both mean that there is none.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Returns:
            The sales invoice.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: invoices, Reading (documented).
        """
        return await self._client.call(GET_INVOICE, {"id": id}, options=options)

    async def delete(self, id: int, *, options: CallOptions | None = None) -> None:
        """Delete a sales invoice.

        What the vendor does with a confirmed invoice is not documented.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: DELETE is listed without a URL; programs that call the Polish server put the id into the path.
        """
        return await self._client.call(DELETE_INVOICE, {"id": id}, options=options)

    async def print(self, id: int, *, custom_print_id: int | None = None, options: CallOptions | None = None) -> bytes:
        """Print a sales invoice as a PDF.

        Drafts and confirmed invoices can be printed.

        Args:
            id: Id of the document.
            custom_print_id: Id of a print-out that was designed by users. Without it, the one of the customer, or else
                the standard one, is used. Inferred: the Polish edition documents it; both editions are the same
                product.
            options: Settings for this call alone.

        Returns:
            The PDF, as bytes, taken out of the text that it came in.

        Raises:
            AssumedOperationError: where this is sent is a guess. `allow_assumed=True` sends it there, `operation_paths`
                to the path that is right.
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: invoices, Scope (documented). Path: assumed: no German page shows it; this is the newer of two
        Polish forms, the older one has /print/ before the id.
        """
        return await self._client.call(PRINT_INVOICE, {"id": id, "custom_print_id": custom_print_id}, options=options)
