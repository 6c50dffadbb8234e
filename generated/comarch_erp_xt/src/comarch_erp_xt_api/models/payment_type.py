# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `PaymentType`."""

from __future__ import annotations

from attrs import define, field

from comarch_erp_xt_api.models.payment_type_kind import PaymentTypeKind
from erp_client_runtime.codecs import BOOLEAN, INT64, INTEGER, TEXT, enumeration
from erp_client_runtime.model import ReadModel, mark_present, wire


@define(kw_only=True, repr=False, on_setattr=mark_present)
class PaymentType(ReadModel):
    """A payment method as the vendor returns it.

    The JSON types of its fields are inferred.

    Inferred: the German fields are not shown; the Polish edition documents these, and both editions are the same
    product.
    """

    json_ref: str | None = field(default=None, metadata=wire("$id", TEXT, nullable=True, read_only=True, omit=True))
    """Running number of this object within one answer. Read only. Never sent back. Inferred, as all of this class."""

    id: int | None = field(default=None, metadata=wire("Id", INT64, nullable=True, read_only=True))
    """Identifies the payment method. Read only. Inferred, as all of this class."""

    name: str | None = field(default=None, metadata=wire("Name", TEXT, nullable=True))
    """Name. Inferred, as all of this class."""

    type: PaymentTypeKind | None = field(
        default=None, metadata=wire("Type", enumeration(PaymentTypeKind, others=True), nullable=True)
    )
    """Cash (0), bank transfer (1) or card (2). Inferred, as all of this class."""

    deadline: int | None = field(default=None, metadata=wire("Deadline", INTEGER, nullable=True))
    """Days until payment is due, 0 to 366.

    Inferred: only a sample of the Polish edition shows it in an answer; both editions are the same product.
    """

    primary: bool | None = field(default=None, metadata=wire("Primary", BOOLEAN, nullable=True))
    """Whether it is the usual method. Inferred, as all of this class."""
