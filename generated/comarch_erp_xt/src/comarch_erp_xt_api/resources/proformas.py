# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
# ruff: noqa: A002 - arguments are named like the vendor's fields and parameters
"""Orders, which the vendor's paths call proformas."""

from __future__ import annotations

import builtins
import datetime as dt
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, overload

from comarch_erp_xt_api.models.proforma import Proforma
from comarch_erp_xt_api.models.proforma_create import ProformaCreate
from comarch_erp_xt_api.models.proforma_item import ProformaItem
from comarch_erp_xt_api.models.proforma_item_create import ProformaItemCreate
from comarch_erp_xt_api.models.proforma_item_update import ProformaItemUpdate
from comarch_erp_xt_api.models.proforma_update import ProformaUpdate
from erp_client_runtime.client import AsyncClient, CallOptions, Client
from erp_client_runtime.codecs import INT64, INTEGER, TEXT
from erp_client_runtime.model import UNSET, UnsetType, body_from, changes_from
from erp_client_runtime.operation import Evidence, Operation, Paging, Parameter
from erp_client_runtime.paging import iterate, iterate_async
from erp_client_runtime.results import Document, Items, Nothing, Object, Page, Value, insist_on

_PATH = Evidence("documented", "general", "Resources")
_ID = Parameter("id", "id", "path", INT64, required=True)
_PATH_WITH_ID = Evidence("documented", "orders", "Reading")

LIST_PROFORMAS = Operation(
    name="list_proformas",
    method="GET",
    path="/proformas",
    parameters=(
        Parameter("filter", "$filter", "query", TEXT),
        Parameter("orderby", "$orderby", "query", TEXT),
        Parameter("skip", "$skip", "query", INTEGER),
        Parameter("top", "$top", "query", INTEGER),
        Parameter("fts", "$fts", "query", TEXT),
    ),
    result=Items(Proforma),
    retry="safe",
    paging=Paging("offset", position="skip", size="top", first=0),
    evidence=Evidence("documented", "orders", "Reading"),
    path_evidence=_PATH,
)

CREATE_PROFORMA: Operation[int] = Operation(
    name="create_proforma",
    method="POST",
    path="/proformas",
    result=Value(INT64, field="Id"),
    retry="never",
    evidence=Evidence("documented", "orders", "Adding"),
    path_evidence=_PATH,
)

UPDATE_PROFORMA = Operation(
    name="update_proforma",
    method="PUT",
    path="/proformas",
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

GET_PROFORMA = Operation(
    name="get_proforma",
    method="GET",
    path="/proformas/{id}",
    parameters=(_ID,),
    result=Object(Proforma),
    retry="safe",
    evidence=Evidence("documented", "orders", "Reading"),
    path_evidence=_PATH_WITH_ID,
)

DELETE_PROFORMA = Operation(
    name="delete_proforma",
    method="DELETE",
    path="/proformas/{id}",
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

PRINT_PROFORMA = Operation(
    name="print_proforma",
    method="GET",
    path="/proformas/{id}/print",
    parameters=(
        _ID,
        Parameter("custom_print_id", "customPrintId", "query", INT64),
    ),
    result=Document("application/pdf", magic=b"%PDF"),
    retry="safe",
    evidence=Evidence(
        "inferred",
        "pl-print-outs",
        "Paths",
        "the German pages speak of print-outs of invoices only; the Polish edition has them here too",
    ),
    path_evidence=Evidence(
        "assumed",
        "pl-print-outs",
        "Paths",
        "no German page shows it; this is the newer of two Polish forms, the older one has /print/ before the id",
    ),
)


class Proformas:
    """Orders, which the vendor's paths call proformas."""

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
    ) -> Page[Proforma]:
        """List orders.

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

        Known from: orders, Reading (documented).
        """
        return self._client.call(
            LIST_PROFORMAS,
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
    ) -> Iterator[Proforma]:
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
            LIST_PROFORMAS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        )

    @overload
    def create(self, body: ProformaCreate, /, *, options: CallOptions | None = None) -> int: ...

    @overload
    def create(
        self,
        /,
        *,
        purchasing_party_id: int,
        payment_type_id: int,
        bank_account_id: int | UnsetType | None = UNSET,
        issue_date: dt.date | UnsetType | None = UNSET,
        items: builtins.list[ProformaItemCreate] | UnsetType | None = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> int: ...

    def create(
        self, body: ProformaCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> int:
        """Create an order.

        It is stored with the status saved; converting it is done in the application.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `ProformaCreate` as keywords, instead of `body`.

        Returns:
            The id of the new element.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: orders, Adding (documented).
        """
        content = body_from(ProformaCreate, body, fields)
        return self._client.call(CREATE_PROFORMA, {}, content, options=options)

    @overload
    def update(self, id: int, body: Proforma | ProformaUpdate, /, *, options: CallOptions | None = None) -> None: ...

    @overload
    def update(
        self,
        id: int,
        /,
        *,
        purchasing_party_id: int | None,
        payment_type_id: int | None,
        bank_account_id: int | None,
        issue_date: dt.date | None,
        items: builtins.list[ProformaItemUpdate] | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    def update(
        self,
        id: int,
        body: Proforma | ProformaUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> None:
        """Write an order.

        The whole object is sent, because it is not known whether fields that are left out keep their value, nor which
        of them have to be there.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `ProformaUpdate` as keywords, instead of `body`.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: PUT is listed without a URL; the Polish edition has it on the collection, with the id in the body.
        """
        content = body_from(ProformaUpdate, body, fields, also=Proforma, whole=True)
        return self._client.call(UPDATE_PROFORMA, {"id": id}, content, options=options)

    def change(
        self,
        id: int,
        /,
        *,
        purchasing_party_id: int | UnsetType | None = UNSET,
        payment_type_id: int | UnsetType | None = UNSET,
        bank_account_id: int | UnsetType | None = UNSET,
        issue_date: dt.date | UnsetType | None = UNSET,
        items: builtins.list[ProformaItem] | UnsetType | None = UNSET,
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
            issue_date: New value of `IssueDate`.
            items: New value of `Items`.
            options: Settings for both calls.

        Raises:
            DecodeError: what came has another `Id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(
            Proforma,
            purchasing_party_id=purchasing_party_id,
            payment_type_id=payment_type_id,
            bank_account_id=bank_account_id,
            issue_date=issue_date,
            items=items,
        )
        current = self.get(id, options=options)
        insist_on(current, "id", id, operation="get_proforma")
        self.update(id, current.with_changes(**changes), options=options)

    def get(self, id: int, *, options: CallOptions | None = None) -> Proforma:
        """Get one order by its id.

        How the vendor answers to an unknown id is not documented; 404, and 400 with the code for a missing element,
        both mean that there is none.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Returns:
            The order.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: orders, Reading (documented).
        """
        return self._client.call(GET_PROFORMA, {"id": id}, options=options)

    def delete(self, id: int, *, options: CallOptions | None = None) -> None:
        """Delete an order.

        What the vendor does with an order that was converted is not documented.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: DELETE is listed without a URL; programs that call the Polish server put the id into the path.
        """
        return self._client.call(DELETE_PROFORMA, {"id": id}, options=options)

    def print(self, id: int, *, custom_print_id: int | None = None, options: CallOptions | None = None) -> bytes:
        """Print an order as a PDF.

        What the Polish edition prints here is a pro-forma invoice.

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

        Inferred: the German pages speak of print-outs of invoices only; the Polish edition has them here too. Path:
        assumed: no German page shows it; this is the newer of two Polish forms, the older one has /print/ before the
        id.
        """
        return self._client.call(PRINT_PROFORMA, {"id": id, "custom_print_id": custom_print_id}, options=options)


class AsyncProformas:
    """Orders, which the vendor's paths call proformas; every call is awaited."""

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
    ) -> Page[Proforma]:
        """List orders.

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

        Known from: orders, Reading (documented).
        """
        return await self._client.call(
            LIST_PROFORMAS,
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
    ) -> AsyncIterator[Proforma]:
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
            LIST_PROFORMAS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        ):
            yield item

    @overload
    async def create(self, body: ProformaCreate, /, *, options: CallOptions | None = None) -> int: ...

    @overload
    async def create(
        self,
        /,
        *,
        purchasing_party_id: int,
        payment_type_id: int,
        bank_account_id: int | UnsetType | None = UNSET,
        issue_date: dt.date | UnsetType | None = UNSET,
        items: builtins.list[ProformaItemCreate] | UnsetType | None = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> int: ...

    async def create(
        self, body: ProformaCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> int:
        """Create an order.

        It is stored with the status saved; converting it is done in the application.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `ProformaCreate` as keywords, instead of `body`.

        Returns:
            The id of the new element.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: orders, Adding (documented).
        """
        content = body_from(ProformaCreate, body, fields)
        return await self._client.call(CREATE_PROFORMA, {}, content, options=options)

    @overload
    async def update(
        self, id: int, body: Proforma | ProformaUpdate, /, *, options: CallOptions | None = None
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
        issue_date: dt.date | None,
        items: builtins.list[ProformaItemUpdate] | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    async def update(
        self,
        id: int,
        body: Proforma | ProformaUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> None:
        """Write an order.

        The whole object is sent, because it is not known whether fields that are left out keep their value, nor which
        of them have to be there.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `ProformaUpdate` as keywords, instead of `body`.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: PUT is listed without a URL; the Polish edition has it on the collection, with the id in the body.
        """
        content = body_from(ProformaUpdate, body, fields, also=Proforma, whole=True)
        return await self._client.call(UPDATE_PROFORMA, {"id": id}, content, options=options)

    async def change(
        self,
        id: int,
        /,
        *,
        purchasing_party_id: int | UnsetType | None = UNSET,
        payment_type_id: int | UnsetType | None = UNSET,
        bank_account_id: int | UnsetType | None = UNSET,
        issue_date: dt.date | UnsetType | None = UNSET,
        items: builtins.list[ProformaItem] | UnsetType | None = UNSET,
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
            issue_date: New value of `IssueDate`.
            items: New value of `Items`.
            options: Settings for both calls.

        Raises:
            DecodeError: what came has another `Id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(
            Proforma,
            purchasing_party_id=purchasing_party_id,
            payment_type_id=payment_type_id,
            bank_account_id=bank_account_id,
            issue_date=issue_date,
            items=items,
        )
        current = await self.get(id, options=options)
        insist_on(current, "id", id, operation="get_proforma")
        await self.update(id, current.with_changes(**changes), options=options)

    async def get(self, id: int, *, options: CallOptions | None = None) -> Proforma:
        """Get one order by its id.

        How the vendor answers to an unknown id is not documented; 404, and 400 with the code for a missing element,
        both mean that there is none.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Returns:
            The order.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Known from: orders, Reading (documented).
        """
        return await self._client.call(GET_PROFORMA, {"id": id}, options=options)

    async def delete(self, id: int, *, options: CallOptions | None = None) -> None:
        """Delete an order.

        What the vendor does with an order that was converted is not documented.

        Args:
            id: Id of the element in the vendor's database.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: DELETE is listed without a URL; programs that call the Polish server put the id into the path.
        """
        return await self._client.call(DELETE_PROFORMA, {"id": id}, options=options)

    async def print(self, id: int, *, custom_print_id: int | None = None, options: CallOptions | None = None) -> bytes:
        """Print an order as a PDF.

        What the Polish edition prints here is a pro-forma invoice.

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

        Inferred: the German pages speak of print-outs of invoices only; the Polish edition has them here too. Path:
        assumed: no German page shows it; this is the newer of two Polish forms, the older one has /print/ before the
        id.
        """
        return await self._client.call(PRINT_PROFORMA, {"id": id, "custom_print_id": custom_print_id}, options=options)
