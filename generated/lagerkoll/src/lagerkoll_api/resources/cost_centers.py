# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""Cost centers for customer orders, identified by a number that the vendor gives."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, overload

from erp_client_runtime.client import AsyncClient, CallOptions, Client
from erp_client_runtime.codecs import INT64
from erp_client_runtime.model import UNSET, UnsetType, body_from, changes_from
from erp_client_runtime.operation import ErrorCode, Evidence, Operation, Parameter
from erp_client_runtime.results import Changes, Items, Nothing, Object, OneOf, Page, Wire, insist_on
from lagerkoll_api.models.cost_center import CostCenter
from lagerkoll_api.models.cost_center_create import CostCenterCreate
from lagerkoll_api.models.cost_center_update import CostCenterUpdate

_PATH = Evidence("documented", "cost-centers", "General/Basics")
_COST_CENTER = Parameter("cost_center", "cost_center", "path", INT64, required=True)
_PATH_WITH_COST_CENTER = Evidence(
    "inferred",
    "cost-centers",
    "Get cost center",
    "the base ends with a slash and the relative URL begins with one, so they are joined with one",
)

LIST_COST_CENTERS = Operation(
    name="list_cost_centers",
    method="GET",
    path="/v1/costcenters/",
    parameters=(Parameter("since", "since", "query", INT64, required=True),),
    result=Items(CostCenter, items="costCenters", cursor=Wire("since", INT64, nullable=True)),
    retry="safe",
    error_codes={"900911": ErrorCode("the cost center could not be read")},
    evidence=Evidence("documented", "cost-centers", "Get cost centers"),
    path_evidence=_PATH,
)

CREATE_COST_CENTER = Operation(
    name="create_cost_center",
    method="POST",
    path="/v1/costcenters/",
    result=Object(CostCenter, empty_ok=True),
    retry="never",
    error_codes={"900912": ErrorCode("the cost center could not be created")},
    evidence=Evidence("documented", "cost-centers", "Add cost centers"),
    path_evidence=_PATH,
)

GET_COST_CENTER = Operation(
    name="get_cost_center",
    method="GET",
    path="/v1/costcenters/{cost_center}",
    parameters=(_COST_CENTER,),
    result=OneOf(
        CostCenter,
        items="costCenters",
        match="id",
        argument="cost_center",
        others=(Wire("since", INT64, nullable=True),),
    ),
    retry="safe",
    error_codes={"900911": ErrorCode("the cost center could not be read")},
    evidence=Evidence("documented", "cost-centers", "Get cost center"),
    path_evidence=_PATH_WITH_COST_CENTER,
)

UPDATE_COST_CENTER = Operation(
    name="update_cost_center",
    method="PUT",
    path="/v1/costcenters/{cost_center}",
    parameters=(_COST_CENTER,),
    result=Object(CostCenter, empty_ok=True),
    retry="safe",
    error_codes={"900913": ErrorCode("the cost center could not be updated")},
    evidence=Evidence("documented", "cost-centers", "Update cost centers"),
    path_evidence=_PATH_WITH_COST_CENTER,
)

DELETE_COST_CENTER = Operation(
    name="delete_cost_center",
    method="DELETE",
    path="/v1/costcenters/{cost_center}",
    parameters=(_COST_CENTER,),
    result=Nothing(),
    retry="safe",
    error_codes={"900914": ErrorCode("the cost center could not be deleted")},
    evidence=Evidence("documented", "cost-centers", "Delete cost center"),
    path_evidence=_PATH_WITH_COST_CENTER,
)


class CostCenters:
    """Cost centers for customer orders, identified by a number that the vendor gives."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def list(self, *, since: int = 0, options: CallOptions | None = None) -> Page[CostCenter]:
        """List cost centers for customer orders, all of them or those changed since a cursor.

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
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900911 the cost center could not
                be read.

        Known from: cost-centers, Get cost centers (documented).
        """
        return self._client.call(LIST_COST_CENTERS, {"since": since}, options=options)

    def iterate(self, *, since: int = 0, options: CallOptions | None = None) -> Iterator[CostCenter]:
        """Go through the items of `list`, page after page.

        Arguments and errors are those of `list`.
        """
        yield from self.list(since=since, options=options)

    def changes(self, since: int, *, options: CallOptions | None = None) -> Changes[CostCenter]:
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
    def create(self, body: CostCenterCreate, /, *, options: CallOptions | None = None) -> CostCenter: ...

    @overload
    def create(
        self,
        /,
        *,
        short_name: str,
        name: str,
        active: bool = ...,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> CostCenter: ...

    def create(
        self, body: CostCenterCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> CostCenter:
        """Create a cost center.

        Whether `shortName` has to be unique is not documented.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `CostCenterCreate` as keywords, instead of `body`.

        Returns:
            The cost center as stored, with the id it was given.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900912 the cost center could not
                be created.

        Known from: cost-centers, Add cost centers (documented).
        """
        content = body_from(CostCenterCreate, body, fields)
        return self._client.call(CREATE_COST_CENTER, {}, content, options=options)

    def get(self, cost_center: int, *, options: CallOptions | None = None) -> CostCenter:
        """Get one cost center by its id.

        The vendor answers with the same wrapper as for the list; the client takes the one cost center out of it.

        Args:
            cost_center: The id of the cost center. Inferred: the page says cost center id, and the field `id` is of
                type long.
            options: Settings for this call alone.

        Returns:
            The one that was asked for.

        Raises:
            NotFoundError: there is none.
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900911 the cost center could not
                be read.

        Known from: cost-centers, Get cost center (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        return self._client.call(GET_COST_CENTER, {"cost_center": cost_center}, options=options)

    @overload
    def update(
        self, cost_center: int, body: CostCenter | CostCenterUpdate, /, *, options: CallOptions | None = None
    ) -> CostCenter: ...

    @overload
    def update(
        self,
        cost_center: int,
        /,
        *,
        id: int | UnsetType | None = UNSET,
        external_id: str | UnsetType | None = UNSET,
        short_name: str | None,
        name: str | None,
        active: bool | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> CostCenter: ...

    def update(
        self,
        cost_center: int,
        body: CostCenter | CostCenterUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> CostCenter:
        """Write a cost center.

        The whole object is sent, as the vendor's sample does, read-only fields included, because the documentation does
        not say whether fields that are left out keep their value.

        Args:
            cost_center: The id of the cost center. Inferred: the page says cost center id, and the field `id` is of
                type long.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `CostCenterUpdate` as keywords, instead of `body`.

        Returns:
            The cost center as stored, with the id it was given.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900913 the cost center could not
                be updated.

        Known from: cost-centers, Update cost centers (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        content = body_from(CostCenterUpdate, body, fields, also=CostCenter, whole=True)
        return self._client.call(UPDATE_COST_CENTER, {"cost_center": cost_center}, content, options=options)

    def change(
        self,
        cost_center: int,
        /,
        *,
        short_name: str | UnsetType | None = UNSET,
        name: str | UnsetType | None = UNSET,
        active: bool | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> CostCenter:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            cost_center: The id of the cost center. Inferred: the page says cost center id, and the field `id` is of
                type long.
            short_name: New value of `shortName`.
            name: New value of `name`.
            active: New value of `active`.
            options: Settings for both calls.

        Returns:
            What `update` returns.

        Raises:
            DecodeError: what came has another `id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(CostCenter, short_name=short_name, name=name, active=active)
        current = self.get(cost_center, options=options)
        insist_on(current, "id", cost_center, operation="get_cost_center")
        return self.update(cost_center, current.with_changes(**changes), options=options)

    def delete(self, cost_center: int, *, options: CallOptions | None = None) -> None:
        """Delete a cost center.

        What the vendor does with a cost center that is in use is not documented.

        Args:
            cost_center: The id of the cost center. Inferred: the page says cost center id, and the field `id` is of
                type long.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900914 the cost center could not
                be deleted.

        Known from: cost-centers, Delete cost center (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        return self._client.call(DELETE_COST_CENTER, {"cost_center": cost_center}, options=options)


class AsyncCostCenters:
    """Cost centers for customer orders, identified by a number that the vendor gives; every call is awaited."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client

    async def list(self, *, since: int = 0, options: CallOptions | None = None) -> Page[CostCenter]:
        """List cost centers for customer orders, all of them or those changed since a cursor.

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
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900911 the cost center could not
                be read.

        Known from: cost-centers, Get cost centers (documented).
        """
        return await self._client.call(LIST_COST_CENTERS, {"since": since}, options=options)

    async def iterate(self, *, since: int = 0, options: CallOptions | None = None) -> AsyncIterator[CostCenter]:
        """Go through the items of `list`, page after page.

        Arguments and errors are those of `list`.
        """
        for item in await self.list(since=since, options=options):
            yield item

    async def changes(self, since: int, *, options: CallOptions | None = None) -> Changes[CostCenter]:
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
    async def create(self, body: CostCenterCreate, /, *, options: CallOptions | None = None) -> CostCenter: ...

    @overload
    async def create(
        self,
        /,
        *,
        short_name: str,
        name: str,
        active: bool = ...,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> CostCenter: ...

    async def create(
        self, body: CostCenterCreate | None = None, /, *, options: CallOptions | None = None, **fields: Any
    ) -> CostCenter:
        """Create a cost center.

        Whether `shortName` has to be unique is not documented.

        Args:
            body: All that is sent, as one object.
            options: Settings for this call alone.
            **fields: The fields of `CostCenterCreate` as keywords, instead of `body`.

        Returns:
            The cost center as stored, with the id it was given.

        Raises:
            AmbiguousWriteError: it was sent, and nobody knows whether it was done.
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900912 the cost center could not
                be created.

        Known from: cost-centers, Add cost centers (documented).
        """
        content = body_from(CostCenterCreate, body, fields)
        return await self._client.call(CREATE_COST_CENTER, {}, content, options=options)

    async def get(self, cost_center: int, *, options: CallOptions | None = None) -> CostCenter:
        """Get one cost center by its id.

        The vendor answers with the same wrapper as for the list; the client takes the one cost center out of it.

        Args:
            cost_center: The id of the cost center. Inferred: the page says cost center id, and the field `id` is of
                type long.
            options: Settings for this call alone.

        Returns:
            The one that was asked for.

        Raises:
            NotFoundError: there is none.
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900911 the cost center could not
                be read.

        Known from: cost-centers, Get cost center (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        return await self._client.call(GET_COST_CENTER, {"cost_center": cost_center}, options=options)

    @overload
    async def update(
        self, cost_center: int, body: CostCenter | CostCenterUpdate, /, *, options: CallOptions | None = None
    ) -> CostCenter: ...

    @overload
    async def update(
        self,
        cost_center: int,
        /,
        *,
        id: int | UnsetType | None = UNSET,
        external_id: str | UnsetType | None = UNSET,
        short_name: str | None,
        name: str | None,
        active: bool | None,
        extra_fields: Mapping[str, Any] = ...,
        options: CallOptions | None = None,
    ) -> CostCenter: ...

    async def update(
        self,
        cost_center: int,
        body: CostCenter | CostCenterUpdate | None = None,
        /,
        *,
        options: CallOptions | None = None,
        **fields: Any,
    ) -> CostCenter:
        """Write a cost center.

        The whole object is sent, as the vendor's sample does, read-only fields included, because the documentation does
        not say whether fields that are left out keep their value.

        Args:
            cost_center: The id of the cost center. Inferred: the page says cost center id, and the field `id` is of
                type long.
            body: All that is sent, as one object, as it was read and changed.
            options: Settings for this call alone.
            **fields: The fields of `CostCenterUpdate` as keywords, instead of `body`.

        Returns:
            The cost center as stored, with the id it was given.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900913 the cost center could not
                be updated.

        Known from: cost-centers, Update cost centers (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        content = body_from(CostCenterUpdate, body, fields, also=CostCenter, whole=True)
        return await self._client.call(UPDATE_COST_CENTER, {"cost_center": cost_center}, content, options=options)

    async def change(
        self,
        cost_center: int,
        /,
        *,
        short_name: str | UnsetType | None = UNSET,
        name: str | UnsetType | None = UNSET,
        active: bool | UnsetType | None = UNSET,
        options: CallOptions | None = None,
    ) -> CostCenter:
        """Read, change the given fields and write the whole back.

        Two calls, `get` and `update`: `deadline` and `max_retries` hold for each of them. Not atomic: what someone else
        writes between the two is lost. The fields that are not given go back as they were read, unknown ones included.

        Args:
            cost_center: The id of the cost center. Inferred: the page says cost center id, and the field `id` is of
                type long.
            short_name: New value of `shortName`.
            name: New value of `name`.
            active: New value of `active`.
            options: Settings for both calls.

        Returns:
            What `update` returns.

        Raises:
            DecodeError: what came has another `id` than was asked for; nothing is written.
            ERPClientError: see `get` and `update`; without any field, nothing is sent and it is an error.
        """
        changes = changes_from(CostCenter, short_name=short_name, name=name, active=active)
        current = await self.get(cost_center, options=options)
        insist_on(current, "id", cost_center, operation="get_cost_center")
        return await self.update(cost_center, current.with_changes(**changes), options=options)

    async def delete(self, cost_center: int, *, options: CallOptions | None = None) -> None:
        """Delete a cost center.

        What the vendor does with a cost center that is in use is not documented.

        Args:
            cost_center: The id of the cost center. Inferred: the page says cost center id, and the field `id` is of
                type long.
            options: Settings for this call alone.

        Raises:
            ERPClientError: see `erp_client_runtime.errors`. Codes of this operation: 900914 the cost center could not
                be deleted.

        Known from: cost-centers, Delete cost center (documented). Path: inferred: the base ends with a slash and the
        relative URL begins with one, so they are joined with one.
        """
        return await self._client.call(DELETE_COST_CENTER, {"cost_center": cost_center}, options=options)
