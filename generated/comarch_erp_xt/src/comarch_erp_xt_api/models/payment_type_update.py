# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `PaymentTypeUpdate`."""

from __future__ import annotations

from attrs import define, field

from comarch_erp_xt_api.models.payment_type_kind import PaymentTypeKind
from erp_client_runtime.codecs import BOOLEAN, INTEGER, TEXT, enumeration
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class PaymentTypeUpdate(WriteModel):
    """A payment method to be written, whole.

    The JSON types of its fields are inferred.

    Inferred: the German fields are not shown; the Polish edition documents these, and both editions are the same
    product.
    """

    name: str | UnsetType | None = field(default=UNSET, metadata=wire("Name", TEXT, nullable=True))
    """Name. Inferred, as all of this class."""

    type: PaymentTypeKind | int | UnsetType | None = field(
        default=UNSET, metadata=wire("Type", enumeration(PaymentTypeKind, others=True), nullable=True)
    )
    """Cash (0), bank transfer (1) or card (2). Inferred, as all of this class."""

    deadline: int | UnsetType | None = field(default=UNSET, metadata=wire("Deadline", INTEGER, nullable=True))
    """Days until payment is due, 0 to 366. Inferred, as all of this class."""

    primary: bool | UnsetType | None = field(default=UNSET, metadata=wire("Primary", BOOLEAN, nullable=True))
    """Whether it is the usual method. Inferred, as all of this class."""
