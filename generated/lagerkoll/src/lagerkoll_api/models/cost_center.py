# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""Model `CostCenter`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import BOOLEAN, INT64, TEXT
from erp_client_runtime.model import ReadModel, mark_present, wire


@define(kw_only=True, repr=False, on_setattr=mark_present)
class CostCenter(ReadModel):
    """A cost center as the vendor returns it.

    Known from: cost-centers, Classes/CostCenterDto (documented).
    """

    id: int | None = field(default=None, metadata=wire("id", INT64, nullable=True, read_only=True))
    """Identifies the cost center. Given by the vendor; that it is read-only is inferred from the access R in the class
    table. Read only.
    """

    external_id: str | None = field(default=None, metadata=wire("externalId", TEXT, nullable=True, read_only=True))
    """Presumably an id in another system; what it refers to is not documented. That it is read-only is inferred from
    the access R in the class table. Read only.
    """

    short_name: str | None = field(default=None, metadata=wire("shortName", TEXT, nullable=True))
    """Short name. The page says that it is written with POST only; that it stays as it is afterwards is inferred."""

    name: str | None = field(default=None, metadata=wire("name", TEXT, nullable=True))
    """Name."""

    active: bool | None = field(default=None, metadata=wire("active", BOOLEAN, nullable=True))
    """Whether the cost center is active, which the page does not explain further."""
