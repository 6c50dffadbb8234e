# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""Model `CostCenterUpdate`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import BOOLEAN, INT64, TEXT
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class CostCenterUpdate(WriteModel):
    """A cost center to be written, whole.

    Known from: cost-centers, Classes/CostCenterDto (documented).
    """

    id: int | UnsetType | None = field(default=UNSET, metadata=wire("id", INT64, nullable=True, read_only=True))
    """The id as it was read; the vendor's sample sends it along. Read only.

    Known from an example only (cost-centers, Update cost centers).
    """

    external_id: str | UnsetType | None = field(
        default=UNSET, metadata=wire("externalId", TEXT, nullable=True, read_only=True)
    )
    """The external id as it was read; the vendor's sample sends it along. Read only.

    Known from an example only (cost-centers, Update cost centers).
    """

    short_name: str | UnsetType | None = field(default=UNSET, metadata=wire("shortName", TEXT, nullable=True))
    """The short name as it was read; the vendor's sample sends it along.

    Known from an example only (cost-centers, Update cost centers).
    """

    name: str | UnsetType | None = field(default=UNSET, metadata=wire("name", TEXT, nullable=True))
    """Name."""

    active: bool | UnsetType | None = field(default=UNSET, metadata=wire("active", BOOLEAN, nullable=True))
    """Whether the cost center is active, which the page does not explain further."""
