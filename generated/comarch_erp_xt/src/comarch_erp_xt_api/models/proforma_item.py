# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `ProformaItem`."""

from __future__ import annotations

from decimal import Decimal

from attrs import define, field

from erp_client_runtime.codecs import DECIMAL, INT64, TEXT
from erp_client_runtime.model import ReadModel, mark_present, wire


@define(kw_only=True, repr=False, on_setattr=mark_present)
class ProformaItem(ReadModel):
    """A line of an order as the vendor returns it.

    The JSON types of its fields are inferred.

    Known from: orders, Reading (documented).
    """

    json_ref: str | None = field(default=None, metadata=wire("$id", TEXT, nullable=True, read_only=True, omit=True))
    """Running number of this object within one answer. Read only. Never sent back."""

    id: int | None = field(default=None, metadata=wire("Id", INT64, nullable=True, read_only=True))
    """Identifies the line. Read only."""

    product_id: int | None = field(default=None, metadata=wire("ProductId", INT64, nullable=True))
    """Id of the product. Lines without one were seen."""

    product_description: str | None = field(default=None, metadata=wire("ProductDescription", TEXT, nullable=True))
    """Text of the line."""

    quantity: Decimal | None = field(default=None, metadata=wire("Quantity", DECIMAL, nullable=True))
    """Quantity, in the unit of the product."""

    product_currency_net_price: Decimal | None = field(
        default=None, metadata=wire("ProductCurrencyNetPrice", DECIMAL, nullable=True)
    )
    """Net price of one unit in EUR."""
