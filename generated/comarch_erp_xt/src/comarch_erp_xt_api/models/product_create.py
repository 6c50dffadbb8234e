# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `ProductCreate`."""

from __future__ import annotations

from decimal import Decimal

from attrs import define, field

from erp_client_runtime.codecs import DECIMAL, INTEGER, TEXT
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class ProductCreate(WriteModel):
    """A product to be created.

    The JSON types of its fields are inferred.

    Known from: products, Adding (documented).
    """

    name: str = field(metadata=wire("Name", TEXT, required=True))
    """Name."""

    description: str | UnsetType | None = field(default=UNSET, metadata=wire("Description", TEXT, nullable=True))
    """Text that describes the product."""

    product_code: str | UnsetType | None = field(default=UNSET, metadata=wire("ProductCode", TEXT, nullable=True))
    """Code of the product. Without it the vendor gives one."""

    unit_of_measurement: str = field(
        metadata=wire("UnitOfMeasurment", TEXT, required=True, aliases=("UnitOfMeasurement",))
    )
    """Unit that the product is counted in. The page spells it `UnitOfMeasurement` here; what is sent is the spelling of
    the answers.

    Inferred: the page spells the field in two ways; programs write it on the Polish server as it is read.
    """

    rate: int = field(metadata=wire("Rate", INTEGER, required=True))
    """Key of the VAT rate, one of 9, 8, 7, 6, 2, 1, 0. Only 2 is explained, as 0 %; look up the others in the
    application.
    """

    sale_net_price: Decimal | UnsetType | None = field(
        default=UNSET, metadata=wire("SaleNetPrice", DECIMAL, nullable=True)
    )
    """Net sale price in EUR. Given alone, the gross price is computed from it; given with the gross price, this one
    counts.
    """

    sale_gross_price: Decimal | UnsetType | None = field(
        default=UNSET, metadata=wire("SaleGrossPrice", DECIMAL, nullable=True)
    )
    """Gross sale price in EUR. Given alone, the net price is computed from it."""
