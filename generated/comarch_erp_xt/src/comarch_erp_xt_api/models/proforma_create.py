# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `ProformaCreate`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import define, field

from erp_client_runtime.codecs import DATE, INT64, array, ref
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire

if TYPE_CHECKING:
    from comarch_erp_xt_api.models.proforma_item_create import ProformaItemCreate


@define(kw_only=True, repr=False)
class ProformaCreate(WriteModel):
    """An order to be created.

    The JSON types of its fields are inferred.

    Known from: orders, Adding (documented).
    """

    purchasing_party_id: int = field(metadata=wire("PurchasingPartyId", INT64, required=True))
    """Id of the customer or supplier."""

    payment_type_id: int = field(metadata=wire("PaymentTypeId", INT64, required=True))
    """Id of the payment method."""

    bank_account_id: int | UnsetType | None = field(default=UNSET, metadata=wire("BankAccountId", INT64, nullable=True))
    """Id of the bank account."""

    issue_date: dt.date | UnsetType | None = field(default=UNSET, metadata=wire("IssueDate", DATE, nullable=True))
    """Day of issue. That it is today when it is left out is known for invoices of the Polish edition."""

    items: list[ProformaItemCreate] | UnsetType | None = field(
        default=UNSET,
        metadata=wire("Items", array(ref("comarch_erp_xt_api.models", "ProformaItemCreate")), nullable=True),
    )
    """Lines; there may be none."""
