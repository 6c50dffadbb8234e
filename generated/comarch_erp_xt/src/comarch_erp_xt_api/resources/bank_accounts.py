# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
# ruff: noqa: A002 - arguments are named like the vendor's fields and parameters
"""The company's bank accounts, which documents may refer to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, overload

from comarch_erp_xt_api.models.bank_account import BankAccount
from comarch_erp_xt_api.models.bank_account_create import BankAccountCreate
from comarch_erp_xt_api.models.bank_account_update import BankAccountUpdate
from comarch_erp_xt_api.models.reporting_period import ReportingPeriod
from erp_client_runtime.client import AsyncClient, CallOptions, Client
from erp_client_runtime.codecs import INT64, INTEGER, TEXT
from erp_client_runtime.model import UNSET, UnsetType, body_from, changes_from
from erp_client_runtime.operation import Evidence, Operation, Paging, Parameter
from erp_client_runtime.paging import iterate, iterate_async
from erp_client_runtime.results import Items, Nothing, Object, Page, Value, insist_on

_PATH = Evidence("documented", "general", "Resources")
_ID = Parameter("id", "id", "path", INT64, required=True)
_PATH_WITH_ID = Evidence(
    "inferred", "programs", "Methods", "no German page shows it; it has the form of the other resources"
)

LIST_BANK_ACCOUNTS = Operation(
    name="list_bank_accounts",
    method="GET",
    path="/bankaccounts",
    parameters=(
        Parameter("filter", "$filter", "query", TEXT),
        Parameter("orderby", "$orderby", "query", TEXT),
        Parameter("skip", "$skip", "query", INTEGER),
        Parameter("top", "$top", "query", INTEGER),
        Parameter("fts", "$fts", "query", TEXT),
    ),
    result=Items(BankAccount),
    retry="safe",
    paging=Paging("offset", position="skip", size="top", first=0),
    evidence=Evidence(
        "inferred",
        "programs",
        "Methods",
        "no German page shows it; programs use it on the Polish server, and both editions are the same product",
    ),
    path_evidence=_PATH,
)

CREATE_BANK_ACCOUNT: Operation[int] = Operation(
    name="create_bank_account",
    method="POST",
    path="/bankaccounts",
    result=Value(INT64, field="Id"),
    retry="never",
    evidence=Evidence(
        "inferred",
        "pl-history",
        "Bank accounts",
        "no German page shows it; the Polish history of changes names it; both editions are the same product",
    ),
    path_evidence=_PATH,
)

UPDATE_BANK_ACCOUNT = Operation(
    name="update_bank_account",
    method="PUT",
    path="/bankaccounts",
    parameters=(Parameter("id", "Id", "body", INT64, required=True),),
    result=Nothing(),
    retry="safe",
    evidence=Evidence(
        "inferred",
        "pl-history",
        "Bank accounts",
        "no German page shows it; the Polish history of changes names it; both editions are the same product",
    ),
    path_evidence=_PATH,
)

GET_BANK_ACCOUNT = Operation(
    name="get_bank_account",
    method="GET",
    path="/bankaccounts/{id}",
    parameters=(_ID,),
    result=Object(BankAccount),
    retry="safe",
    evidence=Evidence(
        "inferred",
        "programs",
        "Methods",
        "no German page shows it; programs use it on the Polish server, and both editions are the same product",
    ),
    path_evidence=_PATH_WITH_ID,
)

DELETE_BANK_ACCOUNT = Operation(
    name="delete_bank_account",
    method="DELETE",
    path="/bankaccounts/{id}",
    parameters=(_ID,),
    result=Nothing(),
    retry="safe",
    evidence=Evidence(
        "inferred",
        "programs",
        "Methods",
        "no German page shows it; programs use it on the Polish server, and both editions are the same product",
    ),
    path_evidence=_PATH_WITH_ID,
)


class BankAccounts:
    """The company's bank accounts, which documents may refer to."""

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
    ) -> Page[BankAccount]:
        """List bank accounts.

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

        Inferred: no German page shows it; programs use it on the Polish server, and both editions are the same product.
        """
        return self._client.call(
            LIST_BANK_ACCOUNTS,
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
    ) -> Iterator[BankAccount]:
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
            LIST_BANK_ACCOUNTS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        )

    @overload
    def create(self, body: BankAccountCreate, /, *, options: CallOptions | None = None) -> int: ...

    @overload
    def create(
        self,
        /,
        *,
        account_number: str | UnsetType | None = UNSET,
        bank_name: str | UnsetType | None = UNSET,
        symbol: str | UnsetType | None = UNSET,
        reporting_period: ReportingPeriod | int | UnsetType | None = UNSET,
        primary: bool | UnsetType | None = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> int: ...

    def create(
        self, body: BankAccountCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> int:
        """Create a bank account.

        Which fields have to be there is not known.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `BankAccountCreate` as keywords, instead of `body`.

        Returns:
            The id of the new element.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: no German page shows it; the Polish history of changes names it; both editions are the same product.
        """
        content = body_from(BankAccountCreate, body, fields)
        return self._client.call(CREATE_BANK_ACCOUNT, {}, content, options=options)

    @overload
    def update(
        self, id: int, body: BankAccount | BankAccountUpdate, /, *, options: CallOptions | None = None
    ) -> None: ...

    @overload
    def update(
        self,
        id: int,
        /,
        *,
        account_number: str | None,
        bank_name: str | None,
        symbol: str | None,
        reporting_period: ReportingPeriod | int | None,
        primary: bool | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    def update(
        self,
        id: int,
        body: BankAccount | BankAccountUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> None:
        """Write a bank account.

        The whole object is sent, because it is not known whether fields that are left out keep their value, nor which
        of them have to be there.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `BankAccountUpdate` as keywords, instead of `body`.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: no German page shows it; the Polish history of changes names it; both editions are the same product.
        """
        content = body_from(BankAccountUpdate, body, fields, also=BankAccount, whole=True)
        return self._client.call(UPDATE_BANK_ACCOUNT, {"id": id}, content, options=options)

    def change(
        self,
        id: int,
        /,
        *,
        account_number: str | UnsetType | None = UNSET,
        bank_name: str | UnsetType | None = UNSET,
        symbol: str | UnsetType | None = UNSET,
        reporting_period: ReportingPeriod | int | UnsetType | None = UNSET,
        primary: bool | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> None:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            account_number: New value of `AccountNumber`.
            bank_name: New value of `BankName`.
            symbol: New value of `Symbol`.
            reporting_period: New value of `ReportingPeriod`.
            primary: New value of `Primary`.
            options: Settings for both calls.

        Raises:
            DecodeError: what came has another `Id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(
            BankAccount,
            account_number=account_number,
            bank_name=bank_name,
            symbol=symbol,
            reporting_period=reporting_period,
            primary=primary,
        )
        current = self.get(id, options=options)
        insist_on(current, "id", id, operation="get_bank_account")
        self.update(id, current.with_changes(**changes), options=options)

    def get(self, id: int, *, options: CallOptions | None = None) -> BankAccount:
        """Get one bank account by its id.

        How the vendor answers to an unknown id is not documented; 404, and 400 with the code for a missing element,
        both mean that there is none.

        Args:
            id: Id of the element in the vendor's database. Inferred: no German page shows it; it has the form of the
                other resources.
            options: Settings for this call alone.

        Returns:
            The bank account.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: no German page shows it; programs use it on the Polish server, and both editions are the same product.
        Path: inferred: no German page shows it; it has the form of the other resources.
        """
        return self._client.call(GET_BANK_ACCOUNT, {"id": id}, options=options)

    def delete(self, id: int, *, options: CallOptions | None = None) -> None:
        """Delete a bank account.

        What the vendor does with an element that documents refer to is not documented.

        Args:
            id: Id of the element in the vendor's database. Inferred: no German page shows it; it has the form of the
                other resources.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: no German page shows it; programs use it on the Polish server, and both editions are the same product.
        Path: inferred: no German page shows it; it has the form of the other resources.
        """
        return self._client.call(DELETE_BANK_ACCOUNT, {"id": id}, options=options)


class AsyncBankAccounts:
    """The company's bank accounts, which documents may refer to; every call is awaited."""

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
    ) -> Page[BankAccount]:
        """List bank accounts.

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

        Inferred: no German page shows it; programs use it on the Polish server, and both editions are the same product.
        """
        return await self._client.call(
            LIST_BANK_ACCOUNTS,
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
    ) -> AsyncIterator[BankAccount]:
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
            LIST_BANK_ACCOUNTS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        ):
            yield item

    @overload
    async def create(self, body: BankAccountCreate, /, *, options: CallOptions | None = None) -> int: ...

    @overload
    async def create(
        self,
        /,
        *,
        account_number: str | UnsetType | None = UNSET,
        bank_name: str | UnsetType | None = UNSET,
        symbol: str | UnsetType | None = UNSET,
        reporting_period: ReportingPeriod | int | UnsetType | None = UNSET,
        primary: bool | UnsetType | None = UNSET,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> int: ...

    async def create(
        self, body: BankAccountCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> int:
        """Create a bank account.

        Which fields have to be there is not known.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `BankAccountCreate` as keywords, instead of `body`.

        Returns:
            The id of the new element.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: no German page shows it; the Polish history of changes names it; both editions are the same product.
        """
        content = body_from(BankAccountCreate, body, fields)
        return await self._client.call(CREATE_BANK_ACCOUNT, {}, content, options=options)

    @overload
    async def update(
        self, id: int, body: BankAccount | BankAccountUpdate, /, *, options: CallOptions | None = None
    ) -> None: ...

    @overload
    async def update(
        self,
        id: int,
        /,
        *,
        account_number: str | None,
        bank_name: str | None,
        symbol: str | None,
        reporting_period: ReportingPeriod | int | None,
        primary: bool | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> None: ...

    async def update(
        self,
        id: int,
        body: BankAccount | BankAccountUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> None:
        """Write a bank account.

        The whole object is sent, because it is not known whether fields that are left out keep their value, nor which
        of them have to be there.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `BankAccountUpdate` as keywords, instead of `body`.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: no German page shows it; the Polish history of changes names it; both editions are the same product.
        """
        content = body_from(BankAccountUpdate, body, fields, also=BankAccount, whole=True)
        return await self._client.call(UPDATE_BANK_ACCOUNT, {"id": id}, content, options=options)

    async def change(
        self,
        id: int,
        /,
        *,
        account_number: str | UnsetType | None = UNSET,
        bank_name: str | UnsetType | None = UNSET,
        symbol: str | UnsetType | None = UNSET,
        reporting_period: ReportingPeriod | int | UnsetType | None = UNSET,
        primary: bool | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> None:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            id: Id of the element to write. Inferred: programs send it to the Polish server; both editions are the same
                product.
            account_number: New value of `AccountNumber`.
            bank_name: New value of `BankName`.
            symbol: New value of `Symbol`.
            reporting_period: New value of `ReportingPeriod`.
            primary: New value of `Primary`.
            options: Settings for both calls.

        Raises:
            DecodeError: what came has another `Id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(
            BankAccount,
            account_number=account_number,
            bank_name=bank_name,
            symbol=symbol,
            reporting_period=reporting_period,
            primary=primary,
        )
        current = await self.get(id, options=options)
        insist_on(current, "id", id, operation="get_bank_account")
        await self.update(id, current.with_changes(**changes), options=options)

    async def get(self, id: int, *, options: CallOptions | None = None) -> BankAccount:
        """Get one bank account by its id.

        How the vendor answers to an unknown id is not documented; 404, and 400 with the code for a missing element,
        both mean that there is none.

        Args:
            id: Id of the element in the vendor's database. Inferred: no German page shows it; it has the form of the
                other resources.
            options: Settings for this call alone.

        Returns:
            The bank account.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: no German page shows it; programs use it on the Polish server, and both editions are the same product.
        Path: inferred: no German page shows it; it has the form of the other resources.
        """
        return await self._client.call(GET_BANK_ACCOUNT, {"id": id}, options=options)

    async def delete(self, id: int, *, options: CallOptions | None = None) -> None:
        """Delete a bank account.

        What the vendor does with an element that documents refer to is not documented.

        Args:
            id: Id of the element in the vendor's database. Inferred: no German page shows it; it has the form of the
                other resources.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`.

        Inferred: no German page shows it; programs use it on the Polish server, and both editions are the same product.
        Path: inferred: no German page shows it; it has the form of the other resources.
        """
        return await self._client.call(DELETE_BANK_ACCOUNT, {"id": id}, options=options)
