# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `InvoiceItemCreate`."""

from __future__ import annotations

from decimal import Decimal

from attrs import define, field

from erp_client_runtime.codecs import DECIMAL, INT64, TEXT
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class InvoiceItemCreate(WriteModel):
    """A line of a sales invoice to be created.

    The JSON types of its fields are inferred.

    Inferred: the field is documented; whether it has to be there is documented for orders, which have the same table.
    """

    product_id: int = field(metadata=wire("ProductId", INT64, required=True))
    """Id of the product. Inferred, as all of this class."""

    product_description: str | UnsetType | None = field(
        default=UNSET, metadata=wire("ProductDescription", TEXT, nullable=True)
    )
    """Text of the line. Inferred, as all of this class."""

    quantity: Decimal = field(metadata=wire("Quantity", DECIMAL, required=True))
    """Quantity, in the unit of the product. Inferred, as all of this class."""

    product_currency_net_price: Decimal = field(metadata=wire("ProductCurrencyNetPrice", DECIMAL, required=True))
    """Net price of one unit in EUR. Inferred, as all of this class."""
