# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `ProformaUpdate`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import define, field

from erp_client_runtime.codecs import DATE, INT64, array, ref
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire

if TYPE_CHECKING:
    from comarch_erp_xt_api.models.proforma_item_update import ProformaItemUpdate


@define(kw_only=True, repr=False)
class ProformaUpdate(WriteModel):
    """An order to be written, whole.

    The JSON types of its fields are inferred.

    Inferred: the page has no table for editing; these are the fields for adding.
    """

    purchasing_party_id: int | UnsetType | None = field(
        default=UNSET, metadata=wire("PurchasingPartyId", INT64, nullable=True)
    )
    """Id of the customer or supplier. Inferred, as all of this class."""

    payment_type_id: int | UnsetType | None = field(default=UNSET, metadata=wire("PaymentTypeId", INT64, nullable=True))
    """Id of the payment method. Inferred, as all of this class."""

    bank_account_id: int | UnsetType | None = field(default=UNSET, metadata=wire("BankAccountId", INT64, nullable=True))
    """Id of the bank account. Inferred, as all of this class."""

    issue_date: dt.date | UnsetType | None = field(default=UNSET, metadata=wire("IssueDate", DATE, nullable=True))
    """Day of issue. Inferred, as all of this class."""

    items: list[ProformaItemUpdate] | UnsetType | None = field(
        default=UNSET,
        metadata=wire("Items", array(ref("comarch_erp_xt_api.models", "ProformaItemUpdate")), nullable=True),
    )
    """Lines, all of them. Inferred, as all of this class."""
