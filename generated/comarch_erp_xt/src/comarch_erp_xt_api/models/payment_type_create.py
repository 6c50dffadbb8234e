# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `PaymentTypeCreate`."""

from __future__ import annotations

from attrs import define, field

from comarch_erp_xt_api.models.payment_type_kind import PaymentTypeKind
from erp_client_runtime.codecs import BOOLEAN, INTEGER, TEXT, enumeration
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class PaymentTypeCreate(WriteModel):
    """A payment method to be created.

    The JSON types of its fields are inferred.

    Inferred: the German fields are not shown; the Polish edition documents these, and both editions are the same
    product.
    """

    name: str = field(metadata=wire("Name", TEXT, required=True))
    """Name. Inferred, as all of this class."""

    type: PaymentTypeKind | int = field(metadata=wire("Type", enumeration(PaymentTypeKind, others=True), required=True))
    """Cash (0), bank transfer (1) or card (2). Inferred, as all of this class."""

    deadline: int = field(metadata=wire("Deadline", INTEGER, required=True))
    """Days until payment is due, 0 to 366. Inferred, as all of this class."""

    primary: bool | UnsetType | None = field(default=UNSET, metadata=wire("Primary", BOOLEAN, nullable=True))
    """Whether it is the usual method. Inferred, as all of this class."""
