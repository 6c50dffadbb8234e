# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `Proforma`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import define, field

from comarch_erp_xt_api.models.document_status import DocumentStatus
from erp_client_runtime.codecs import DATE_PREFIX, INT64, TEXT, array, enumeration, ref
from erp_client_runtime.model import ReadModel, mark_present, wire

if TYPE_CHECKING:
    from comarch_erp_xt_api.models.proforma_item import ProformaItem


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Proforma(ReadModel):
    """An order as the vendor returns it.

    The JSON types of its fields are inferred.

    Known from: orders, Reading (documented).
    """

    json_ref: str | None = field(default=None, metadata=wire("$id", TEXT, nullable=True, read_only=True, omit=True))
    """Running number of this object within one answer. Read only. Never sent back."""

    id: int | None = field(default=None, metadata=wire("Id", INT64, nullable=True, read_only=True))
    """Identifies the order. Read only."""

    number: str | None = field(default=None, metadata=wire("Number", TEXT, nullable=True, read_only=True))
    """Number of the document. Read only."""

    status: DocumentStatus | None = field(
        default=None, metadata=wire("Status", enumeration(DocumentStatus, others=True), nullable=True, read_only=True)
    )
    """Whether the order is saved (0) or confirmed, which means converted (1). Read only."""

    purchasing_party_id: int | None = field(default=None, metadata=wire("PurchasingPartyId", INT64, nullable=True))
    """Id of the customer or supplier."""

    payment_type_id: int | None = field(default=None, metadata=wire("PaymentTypeId", INT64, nullable=True))
    """Id of the payment method."""

    bank_account_id: int | None = field(default=None, metadata=wire("BankAccountId", INT64, nullable=True))
    """Id of the bank account."""

    issue_date: dt.date | None = field(default=None, metadata=wire("IssueDate", DATE_PREFIX, nullable=True))
    """Day of issue."""

    items: list[ProformaItem] | None = field(
        default=None, metadata=wire("Items", array(ref("comarch_erp_xt_api.models", "ProformaItem")), nullable=True)
    )
    """Lines."""
