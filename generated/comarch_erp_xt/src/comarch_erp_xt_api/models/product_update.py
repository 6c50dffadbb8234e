# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `ProductUpdate`."""

from __future__ import annotations

from decimal import Decimal

from attrs import define, field

from erp_client_runtime.codecs import DECIMAL, INTEGER, TEXT
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class ProductUpdate(WriteModel):
    """A product to be written, whole.

    The JSON types of its fields are inferred.

    Inferred: the table of the section on editing is not shown; these are the fields for adding.
    """

    name: str | UnsetType | None = field(default=UNSET, metadata=wire("Name", TEXT, nullable=True))
    """Name. Inferred, as all of this class."""

    description: str | UnsetType | None = field(default=UNSET, metadata=wire("Description", TEXT, nullable=True))
    """Text that describes the product. Inferred, as all of this class."""

    product_code: str | UnsetType | None = field(default=UNSET, metadata=wire("ProductCode", TEXT, nullable=True))
    """Code of the product. Inferred, as all of this class."""

    unit_of_measurement: str | UnsetType | None = field(
        default=UNSET, metadata=wire("UnitOfMeasurment", TEXT, nullable=True, aliases=("UnitOfMeasurement",))
    )
    """Unit that the product is counted in. Inferred, as all of this class."""

    rate: int | UnsetType | None = field(default=UNSET, metadata=wire("Rate", INTEGER, nullable=True))
    """Key of the VAT rate, one of 9, 8, 7, 6, 2, 1, 0. Only 2 is explained, as 0 %; look up the others in the
    application. Inferred, as all of this class.
    """

    sale_net_price: Decimal | UnsetType | None = field(
        default=UNSET, metadata=wire("SaleNetPrice", DECIMAL, nullable=True)
    )
    """Net sale price in EUR. Inferred, as all of this class."""

    sale_gross_price: Decimal | UnsetType | None = field(
        default=UNSET, metadata=wire("SaleGrossPrice", DECIMAL, nullable=True)
    )
    """Gross sale price in EUR. Inferred, as all of this class."""
