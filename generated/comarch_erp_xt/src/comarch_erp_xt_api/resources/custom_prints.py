# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
# ruff: noqa: A002 - arguments are named like the vendor's fields and parameters
"""Print-outs that users of the account have designed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from comarch_erp_xt_api.models.custom_print import CustomPrint
from erp_client_runtime.client import AsyncClient, CallOptions, Client
from erp_client_runtime.codecs import INTEGER, TEXT
from erp_client_runtime.operation import Evidence, Operation, Paging, Parameter
from erp_client_runtime.paging import iterate, iterate_async
from erp_client_runtime.results import Items, Page

LIST_CUSTOM_PRINTS = Operation(
    name="list_custom_prints",
    method="GET",
    path="/customprints",
    parameters=(
        Parameter("filter", "$filter", "query", TEXT),
        Parameter("orderby", "$orderby", "query", TEXT),
        Parameter("skip", "$skip", "query", INTEGER),
        Parameter("top", "$top", "query", INTEGER),
        Parameter("fts", "$fts", "query", TEXT),
    ),
    result=Items(CustomPrint),
    retry="safe",
    paging=Paging("offset", position="skip", size="top", first=0),
    evidence=Evidence(
        "inferred",
        "pl-print-outs",
        "Designs",
        "no German page shows it; the Polish edition documents it, and both editions are the same product",
    ),
    path_evidence=Evidence("documented", "general", "Resources"),
)


class CustomPrints:
    """Print-outs that users of the account have designed."""

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
    ) -> Page[CustomPrint]:
        """List the print-outs that were designed by users.

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

        Inferred: no German page shows it; the Polish edition documents it, and both editions are the same product.
        """
        return self._client.call(
            LIST_CUSTOM_PRINTS,
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
    ) -> Iterator[CustomPrint]:
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
            LIST_CUSTOM_PRINTS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        )


class AsyncCustomPrints:
    """Print-outs that users of the account have designed; every call is awaited."""

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
    ) -> Page[CustomPrint]:
        """List the print-outs that were designed by users.

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

        Inferred: no German page shows it; the Polish edition documents it, and both editions are the same product.
        """
        return await self._client.call(
            LIST_CUSTOM_PRINTS,
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
    ) -> AsyncIterator[CustomPrint]:
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
            LIST_CUSTOM_PRINTS,
            {"filter": filter, "orderby": orderby, "skip": skip, "top": top, "fts": fts},
            options,
        ):
            yield item
