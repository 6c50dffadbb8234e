# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `InvoiceCreate`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import define, field

from comarch_erp_xt_api.models.payment_status import PaymentStatus
from erp_client_runtime.codecs import DATE, INT64, array, enumeration, ref
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire

if TYPE_CHECKING:
    from comarch_erp_xt_api.models.invoice_item_create import InvoiceItemCreate


@define(kw_only=True, repr=False)
class InvoiceCreate(WriteModel):
    """A sales invoice to be created.

    The JSON types of its fields are inferred.

    Known from: invoices, Adding (documented).
    """

    purchasing_party_id: int = field(metadata=wire("PurchasingPartyId", INT64, required=True))
    """Id of the customer.

    Inferred: the field is documented; whether it has to be there is documented for orders, which have the same table.
    """

    payment_type_id: int = field(metadata=wire("PaymentTypeId", INT64, required=True))
    """Id of the payment method.

    Inferred: the field is documented; whether it has to be there is documented for orders, which have the same table.
    """

    bank_account_id: int | UnsetType | None = field(default=UNSET, metadata=wire("BankAccountId", INT64, nullable=True))
    """Id of the bank account.

    Inferred: the field is documented; whether it has to be there is documented for orders, which have the same table.
    """

    payment_status: PaymentStatus | int | UnsetType | None = field(
        default=UNSET, metadata=wire("PaymentStatus", enumeration(PaymentStatus, others=True), nullable=True)
    )
    """Whether it is unpaid (0) or paid (1); the page allows no others here. Without it the invoice is unpaid, as in the
    Polish edition.
    """

    sales_date: dt.date | UnsetType | None = field(default=UNSET, metadata=wire("SalesDate", DATE, nullable=True))
    """Day of the sale. Without it today, as in the Polish edition.

    Inferred: the field is documented; that it may be left out, and what then holds, is documented for the Polish
    edition.
    """

    issue_date: dt.date | UnsetType | None = field(default=UNSET, metadata=wire("IssueDate", DATE, nullable=True))
    """Day of issue. Without it today, as in the Polish edition.

    Inferred: the field is documented; that it may be left out, and what then holds, is documented for the Polish
    edition.
    """

    items: list[InvoiceItemCreate] | UnsetType | None = field(
        default=UNSET,
        metadata=wire("Items", array(ref("comarch_erp_xt_api.models", "InvoiceItemCreate")), nullable=True),
    )
    """Lines; there may be none.

    Inferred: the field is documented; whether it has to be there is documented for orders, which have the same table.
    """
