# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""Model `CostCenterCreate`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import BOOLEAN, TEXT
from erp_client_runtime.model import WriteModel, wire


@define(kw_only=True, repr=False)
class CostCenterCreate(WriteModel):
    """A cost center to be created.

    That `shortName` and `name` are required is inferred from the word Post in the class table, which has no legend.

    Known from: cost-centers, Classes/CostCenterDto (documented).
    """

    short_name: str = field(metadata=wire("shortName", TEXT, required=True))
    """Short name. The page says that it is written with POST only; that it stays as it is afterwards is inferred."""

    name: str = field(metadata=wire("name", TEXT, required=True))
    """Name."""

    active: bool = field(default=True, metadata=wire("active", BOOLEAN))
    """Whether the cost center is active, which the page does not explain further. Always sent; what the vendor assumes
    without it is not documented.

    Assumed: the field is documented and its default is not; someone who creates a cost center presumably wants it
    active.
    """
