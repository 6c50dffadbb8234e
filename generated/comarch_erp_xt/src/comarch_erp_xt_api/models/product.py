# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `Product`."""

from __future__ import annotations

from decimal import Decimal

from attrs import define, field

from erp_client_runtime.codecs import DECIMAL, INT64, INTEGER, TEXT
from erp_client_runtime.model import ReadModel, mark_present, wire


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Product(ReadModel):
    """A product as the vendor returns it.

    The JSON types of its fields are inferred.

    Known from: products, Reading (documented).
    """

    json_ref: str | None = field(default=None, metadata=wire("$id", TEXT, nullable=True, read_only=True, omit=True))
    """Running number of this object within one answer. Read only. Never sent back."""

    id: int | None = field(default=None, metadata=wire("Id", INT64, nullable=True, read_only=True))
    """Identifies the product. Read only."""

    name: str | None = field(default=None, metadata=wire("Name", TEXT, nullable=True))
    """Name."""

    description: str | None = field(default=None, metadata=wire("Description", TEXT, nullable=True))
    """Text that describes the product."""

    product_code: str | None = field(default=None, metadata=wire("ProductCode", TEXT, nullable=True))
    """Code of the product."""

    unit_of_measurement: str | None = field(
        default=None, metadata=wire("UnitOfMeasurment", TEXT, nullable=True, aliases=("UnitOfMeasurement",))
    )
    """Unit that the product is counted in."""

    rate: int | None = field(default=None, metadata=wire("Rate", INTEGER, nullable=True))
    """Key of the VAT rate, one of 9, 8, 7, 6, 2, 1, 0. Only 2 is explained, as 0 %; look up the others in the
    application.
    """

    sale_net_price: Decimal | None = field(default=None, metadata=wire("SaleNetPrice", DECIMAL, nullable=True))
    """Net sale price in EUR."""

    sale_gross_price: Decimal | None = field(default=None, metadata=wire("SaleGrossPrice", DECIMAL, nullable=True))
    """Gross sale price in EUR."""
