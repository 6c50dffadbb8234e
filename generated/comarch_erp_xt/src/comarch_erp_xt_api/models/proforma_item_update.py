# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `ProformaItemUpdate`."""

from __future__ import annotations

from decimal import Decimal

from attrs import define, field

from erp_client_runtime.codecs import DECIMAL, INT64, TEXT
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class ProformaItemUpdate(WriteModel):
    """A line of an order to be written.

    The JSON types of its fields are inferred.

    Inferred: the page has no table for editing; these are the fields for adding.
    """

    id: int | UnsetType | None = field(default=UNSET, metadata=wire("Id", INT64, nullable=True))
    """The id of the line as it was read; none for a new line.

    Inferred: it is part of the object as it is read, and the whole object is sent.
    """

    product_id: int | UnsetType | None = field(default=UNSET, metadata=wire("ProductId", INT64, nullable=True))
    """Id of the product. Inferred, as all of this class."""

    product_description: str | UnsetType | None = field(
        default=UNSET, metadata=wire("ProductDescription", TEXT, nullable=True)
    )
    """Text of the line. Inferred, as all of this class."""

    quantity: Decimal | UnsetType | None = field(default=UNSET, metadata=wire("Quantity", DECIMAL, nullable=True))
    """Quantity, in the unit of the product. Inferred, as all of this class."""

    product_currency_net_price: Decimal | UnsetType | None = field(
        default=UNSET, metadata=wire("ProductCurrencyNetPrice", DECIMAL, nullable=True)
    )
    """Net price of one unit in EUR. Inferred, as all of this class."""
