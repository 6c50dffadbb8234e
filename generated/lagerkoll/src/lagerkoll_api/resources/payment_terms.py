# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""Payment terms, identified by a code of the user's choice."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, overload

from erp_client_runtime.client import AsyncClient, CallOptions, Client
from erp_client_runtime.codecs import INT64, TEXT
from erp_client_runtime.model import UNSET, UnsetType, body_from, changes_from
from erp_client_runtime.operation import ErrorCode, Evidence, Operation, Parameter, Reconcile
from erp_client_runtime.results import Changes, Items, Nothing, Object, OneOf, Page, Wire, insist_on
from lagerkoll_api.models.payment_term import PaymentTerm
from lagerkoll_api.models.payment_term_create import PaymentTermCreate
from lagerkoll_api.models.payment_term_update import PaymentTermUpdate

_PATH = Evidence("documented", "payment-terms", "General/Basics")
_TERM_ID = Parameter("term_id", "term_id", "path", TEXT, required=True)
_PATH_WITH_TERM_ID = Evidence(
    "inferred",
    "payment-terms",
    "Get payment term",
    "the base ends with a slash and the relative URL begins with one, so they are joined with one",
)

LIST_PAYMENT_TERMS = Operation(
    name="list_payment_terms",
    method="GET",
    path="/v1/payment_terms/",
    parameters=(Parameter("since", "since", "query", INT64, required=True),),
    result=Items(PaymentTerm, items="paymentTerms", cursor=Wire("since", INT64, nullable=True)),
    retry="safe",
    error_codes={"900531": ErrorCode("the payment term could not be read")},
    evidence=Evidence("documented", "payment-terms", "Get payment terms"),
    path_evidence=_PATH,
)

GET_PAYMENT_TERM = Operation(
    name="get_payment_term",
    method="GET",
    path="/v1/payment_terms/{term_id}",
    parameters=(_TERM_ID,),
    result=OneOf(
        PaymentTerm,
        items="paymentTerms",
        match="code",
        argument="term_id",
        others=(Wire("since", INT64, nullable=True),),
    ),
    retry="safe",
    error_codes={"900531": ErrorCode("the payment term could not be read")},
    evidence=Evidence("documented", "payment-terms", "Get payment term"),
    path_evidence=_PATH_WITH_TERM_ID,
)

UPDATE_PAYMENT_TERM = Operation(
    name="update_payment_term",
    method="PUT",
    path="/v1/payment_terms/{term_id}",
    parameters=(_TERM_ID,),
    result=Object(PaymentTerm, empty_ok=True),
    retry="safe",
    error_codes={"900533": ErrorCode("the payment term could not be updated")},
    evidence=Evidence("documented", "payment-terms", "Update payment term"),
    path_evidence=_PATH_WITH_TERM_ID,
)

DELETE_PAYMENT_TERM = Operation(
    name="delete_payment_term",
    method="DELETE",
    path="/v1/payment_terms/{term_id}",
    parameters=(_TERM_ID,),
    result=Nothing(),
    retry="safe",
    error_codes={"900534": ErrorCode("the payment term could not be deleted")},
    evidence=Evidence("documented", "payment-terms", "Delete payment term"),
    path_evidence=_PATH_WITH_TERM_ID,
)

CREATE_PAYMENT_TERM = Operation(
    name="create_payment_term",
    method="POST",
    path="/v1/payment_terms/",
    result=Object(PaymentTerm, empty_ok=True),
    retry=Reconcile(GET_PAYMENT_TERM, match={"term_id": "code"}),
    error_codes={"900532": ErrorCode("the payment term could not be created")},
    evidence=Evidence("documented", "payment-terms", "Add payment term"),
    path_evidence=_PATH,
)


class PaymentTerms:
    """Payment terms, identified by a code of the user's choice."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, *, since: int = 0, options: CallOptions | None = None) -> Page[PaymentTerm]:
        """List payment terms, all of them or those changed since a cursor.

        There is no paging, sorting or search; the answer holds everything that changed since the cursor.

        Args:
            since: A cursor. 0 gives everything; the `since` of an answer gives what changed after it. Treat the value
                as opaque: its unit is not documented, elements may come again, and deletions may not be reported, so
                read everything from time to time. Inferred: the name and the default are documented and its meaning is
                not; it follows from the value of the same name in every answer.
            options: Settings for this call alone.

        Returns:
            The items as a sequence; its `cursor` is the `since` of the next call.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900531 the payment term could not
                be read.

        Known from: payment-terms, Get payment terms (documented).
        """
        return self._client.call(LIST_PAYMENT_TERMS, {"since": since}, options=options)

    def iterate(self, *, since: int = 0, options: CallOptions | None = None) -> Iterator[PaymentTerm]:
        """Go through the items of `list`, page after page.

        Arguments and errors are those of `list`.
        """
        yield from self.list(since=since, options=options)

    def changes(self, since: int, *, options: CallOptions | None = None) -> Changes[PaymentTerm]:
        """What changed since a cursor, and the cursor for the next time.

        An answer without a cursor gives back the one that was passed, so that nothing is missed.

        Args:
            since: The cursor of the last call. Begin with 0.
            options: Settings for this call alone.

        Returns:
            The items, and the cursor to pass next time.

        Raises:
            ERPClientError: see `list`.
        """
        page = self.list(since=since, options=options)
        return page.changes(since)

    @overload
    def create(self, body: PaymentTermCreate, /, *, options: CallOptions | None = None) -> PaymentTerm: ...

    @overload
    def create(
        self,
        /,
        *,
        code: str,
        description: str,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> PaymentTerm: ...

    def create(
        self, body: PaymentTermCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> PaymentTerm:
        """Create a payment term.

        What the vendor does with a code that exists already is not documented.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `PaymentTermCreate` as keywords, instead of `body`.

        Returns:
            The payment term as stored.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900532 the payment term could not
                be created.

        Repeats: never once it may have been done. If no answer tells whether it was, it is looked up by `code`
        (get_payment_term): one that holds what was written is the result, even if it was there before.

        Known from: payment-terms, Add payment term (documented).
        """
        content = body_from(PaymentTermCreate, body, fields)
        return self._client.call(CREATE_PAYMENT_TERM, {}, content, options=options)

    def get(self, term_id: str, *, options: CallOptions | None = None) -> PaymentTerm:
        """Get one payment term by its code.

        The vendor answers with the same wrapper as for the list; the client takes the one term out of it.

        Args:
            term_id: The code of the payment term. Inferred: the page speaks of a term id, and `code` is the only field
                that identifies a term.
            options: Settings for this call alone.

        Returns:
            The one that was asked for.

        Raises:
            NotFoundError: there is none.
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900531 the payment term could not
                be read.

        Known from: payment-terms, Get payment term (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        return self._client.call(GET_PAYMENT_TERM, {"term_id": term_id}, options=options)

    @overload
    def update(
        self, term_id: str, body: PaymentTerm | PaymentTermUpdate, /, *, options: CallOptions | None = None
    ) -> PaymentTerm: ...

    @overload
    def update(
        self,
        term_id: str,
        /,
        *,
        code: str | None,
        description: str | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> PaymentTerm: ...

    def update(
        self,
        term_id: str,
        body: PaymentTerm | PaymentTermUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> PaymentTerm:
        """Write a payment term.

        The whole object is sent, as the vendor's sample does, because the documentation does not say whether fields
        that are left out keep their value. What a different `code` in the body does is not documented.

        Args:
            term_id: The code of the payment term. Inferred: the page speaks of a term id, and `code` is the only field
                that identifies a term.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `PaymentTermUpdate` as keywords, instead of `body`.

        Returns:
            The payment term as stored.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900533 the payment term could not
                be updated.

        Known from: payment-terms, Update payment term (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        content = body_from(PaymentTermUpdate, body, fields, also=PaymentTerm, whole=True)
        return self._client.call(UPDATE_PAYMENT_TERM, {"term_id": term_id}, content, options=options)

    def change(
        self,
        term_id: str,
        /,
        *,
        code: str | UnsetType | None = UNSET,
        description: str | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> PaymentTerm:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            term_id: The code of the payment term. Inferred: the page speaks of a term id, and `code` is the only field
                that identifies a term.
            code: New value of `code`.
            description: New value of `description`.
            options: Settings for both calls.

        Returns:
            What `update` returns.

        Raises:
            DecodeError: what came has another `code` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(PaymentTerm, code=code, description=description)
        current = self.get(term_id, options=options)
        insist_on(current, "code", term_id, operation="get_payment_term")
        return self.update(term_id, current.with_changes(**changes), options=options)

    def delete(self, term_id: str, *, options: CallOptions | None = None) -> None:
        """Delete a payment term.

        What the vendor does with a term that is in use is not documented.

        Args:
            term_id: The code of the payment term. Inferred: the page speaks of a term id, and `code` is the only field
                that identifies a term.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900534 the payment term could not
                be deleted.

        Known from: payment-terms, Delete payment term (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        return self._client.call(DELETE_PAYMENT_TERM, {"term_id": term_id}, options=options)


class AsyncPaymentTerms:
    """Payment terms, identified by a code of the user's choice; every call is awaited."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self, *, since: int = 0, options: CallOptions | None = None) -> Page[PaymentTerm]:
        """List payment terms, all of them or those changed since a cursor.

        There is no paging, sorting or search; the answer holds everything that changed since the cursor.

        Args:
            since: A cursor. 0 gives everything; the `since` of an answer gives what changed after it. Treat the value
                as opaque: its unit is not documented, elements may come again, and deletions may not be reported, so
                read everything from time to time. Inferred: the name and the default are documented and its meaning is
                not; it follows from the value of the same name in every answer.
            options: Settings for this call alone.

        Returns:
            The items as a sequence; its `cursor` is the `since` of the next call.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900531 the payment term could not
                be read.

        Known from: payment-terms, Get payment terms (documented).
        """
        return await self._client.call(LIST_PAYMENT_TERMS, {"since": since}, options=options)

    async def iterate(self, *, since: int = 0, options: CallOptions | None = None) -> AsyncIterator[PaymentTerm]:
        """Go through the items of `list`, page after page.

        Arguments and errors are those of `list`.
        """
        for item in await self.list(since=since, options=options):
            yield item

    async def changes(self, since: int, *, options: CallOptions | None = None) -> Changes[PaymentTerm]:
        """What changed since a cursor, and the cursor for the next time.

        An answer without a cursor gives back the one that was passed, so that nothing is missed.

        Args:
            since: The cursor of the last call. Begin with 0.
            options: Settings for this call alone.

        Returns:
            The items, and the cursor to pass next time.

        Raises:
            ERPClientError: see `list`.
        """
        page = await self.list(since=since, options=options)
        return page.changes(since)

    @overload
    async def create(self, body: PaymentTermCreate, /, *, options: CallOptions | None = None) -> PaymentTerm: ...

    @overload
    async def create(
        self,
        /,
        *,
        code: str,
        description: str,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> PaymentTerm: ...

    async def create(
        self, body: PaymentTermCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> PaymentTerm:
        """Create a payment term.

        What the vendor does with a code that exists already is not documented.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `PaymentTermCreate` as keywords, instead of `body`.

        Returns:
            The payment term as stored.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900532 the payment term could not
                be created.

        Repeats: never once it may have been done. If no answer tells whether it was, it is looked up by `code`
        (get_payment_term): one that holds what was written is the result, even if it was there before.

        Known from: payment-terms, Add payment term (documented).
        """
        content = body_from(PaymentTermCreate, body, fields)
        return await self._client.call(CREATE_PAYMENT_TERM, {}, content, options=options)

    async def get(self, term_id: str, *, options: CallOptions | None = None) -> PaymentTerm:
        """Get one payment term by its code.

        The vendor answers with the same wrapper as for the list; the client takes the one term out of it.

        Args:
            term_id: The code of the payment term. Inferred: the page speaks of a term id, and `code` is the only field
                that identifies a term.
            options: Settings for this call alone.

        Returns:
            The one that was asked for.

        Raises:
            NotFoundError: there is none.
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900531 the payment term could not
                be read.

        Known from: payment-terms, Get payment term (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        return await self._client.call(GET_PAYMENT_TERM, {"term_id": term_id}, options=options)

    @overload
    async def update(
        self, term_id: str, body: PaymentTerm | PaymentTermUpdate, /, *, options: CallOptions | None = None
    ) -> PaymentTerm: ...

    @overload
    async def update(
        self,
        term_id: str,
        /,
        *,
        code: str | None,
        description: str | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> PaymentTerm: ...

    async def update(
        self,
        term_id: str,
        body: PaymentTerm | PaymentTermUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> PaymentTerm:
        """Write a payment term.

        The whole object is sent, as the vendor's sample does, because the documentation does not say whether fields
        that are left out keep their value. What a different `code` in the body does is not documented.

        Args:
            term_id: The code of the payment term. Inferred: the page speaks of a term id, and `code` is the only field
                that identifies a term.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `PaymentTermUpdate` as keywords, instead of `body`.

        Returns:
            The payment term as stored.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900533 the payment term could not
                be updated.

        Known from: payment-terms, Update payment term (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        content = body_from(PaymentTermUpdate, body, fields, also=PaymentTerm, whole=True)
        return await self._client.call(UPDATE_PAYMENT_TERM, {"term_id": term_id}, content, options=options)

    async def change(
        self,
        term_id: str,
        /,
        *,
        code: str | UnsetType | None = UNSET,
        description: str | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> PaymentTerm:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            term_id: The code of the payment term. Inferred: the page speaks of a term id, and `code` is the only field
                that identifies a term.
            code: New value of `code`.
            description: New value of `description`.
            options: Settings for both calls.

        Returns:
            What `update` returns.

        Raises:
            DecodeError: what came has another `code` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(PaymentTerm, code=code, description=description)
        current = await self.get(term_id, options=options)
        insist_on(current, "code", term_id, operation="get_payment_term")
        return await self.update(term_id, current.with_changes(**changes), options=options)

    async def delete(self, term_id: str, *, options: CallOptions | None = None) -> None:
        """Delete a payment term.

        What the vendor does with a term that is in use is not documented.

        Args:
            term_id: The code of the payment term. Inferred: the page speaks of a term id, and `code` is the only field
                that identifies a term.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900534 the payment term could not
                be deleted.

        Known from: payment-terms, Delete payment term (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        return await self._client.call(DELETE_PAYMENT_TERM, {"term_id": term_id}, options=options)
