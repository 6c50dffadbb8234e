# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `InvoiceUpdate`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import define, field

from comarch_erp_xt_api.models.payment_status import PaymentStatus
from erp_client_runtime.codecs import DATE, INT64, array, enumeration, ref
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire

if TYPE_CHECKING:
    from comarch_erp_xt_api.models.invoice_item_update import InvoiceItemUpdate


@define(kw_only=True, repr=False)
class InvoiceUpdate(WriteModel):
    """A sales invoice to be written, whole.

    The JSON types of its fields are inferred.

    Inferred: the page has no table for editing; these are the fields for adding.
    """

    purchasing_party_id: int | UnsetType | None = field(
        default=UNSET, metadata=wire("PurchasingPartyId", INT64, nullable=True)
    )
    """Id of the customer. Inferred, as all of this class."""

    payment_type_id: int | UnsetType | None = field(default=UNSET, metadata=wire("PaymentTypeId", INT64, nullable=True))
    """Id of the payment method. Inferred, as all of this class."""

    bank_account_id: int | UnsetType | None = field(default=UNSET, metadata=wire("BankAccountId", INT64, nullable=True))
    """Id of the bank account. Inferred, as all of this class."""

    payment_status: PaymentStatus | int | UnsetType | None = field(
        default=UNSET, metadata=wire("PaymentStatus", enumeration(PaymentStatus, others=True), nullable=True)
    )
    """Whether it is unpaid (0), paid (1) or partly paid (2). Inferred, as all of this class."""

    sales_date: dt.date | UnsetType | None = field(default=UNSET, metadata=wire("SalesDate", DATE, nullable=True))
    """Day of the sale. Inferred, as all of this class."""

    issue_date: dt.date | UnsetType | None = field(default=UNSET, metadata=wire("IssueDate", DATE, nullable=True))
    """Day of issue. Inferred, as all of this class."""

    items: list[InvoiceItemUpdate] | UnsetType | None = field(
        default=UNSET,
        metadata=wire("Items", array(ref("comarch_erp_xt_api.models", "InvoiceItemUpdate")), nullable=True),
    )
    """Lines, all of them. Inferred, as all of this class."""
