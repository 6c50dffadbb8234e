# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""Model `SalesOrderCreate`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import TEXT
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class SalesOrderCreate(WriteModel):
    """A sales order to be created.

    The meanings are documented; names, types and which properties are required are guesses, and rows, addresses and
    prices are not known at all.

    Assumed: the property is described and its name is not shown; the vendor's integration pages use similar names.
    """

    customer_number: str = field(metadata=wire("customerNumber", TEXT, required=True))
    """Customer number of the buyer. A customer with this number must exist. Assumed, as all of this class."""

    name: str | UnsetType = field(default=UNSET, metadata=wire("name", TEXT))
    """Name of the order, which helps to find it. One wording of the page has a default, `Webshop order`. Assumed, as
    all of this class.
    """

    purchase_order_number: str | UnsetType = field(default=UNSET, metadata=wire("purchaseOrderNumber", TEXT))
    """The buyer's own number of the order. Assumed, as all of this class."""

    language: str | UnsetType = field(default=UNSET, metadata=wire("language", TEXT))
    """Language of documents to the buyer, such as the order confirmation. The page names sv, no and en (ISO 639-1).
    Assumed, as all of this class.
    """

    currency: str | UnsetType = field(default=UNSET, metadata=wire("currency", TEXT))
    """Currency of the amounts (ISO 4217). The page shows SEK, as example or as default. Assumed, as all of this class.
    """

    note_from_customer: str | UnsetType = field(default=UNSET, metadata=wire("noteFromCustomer", TEXT))
    """The customer's comment, usually instructions to the seller. Assumed, as all of this class."""
