# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""Model `PaymentTermUpdate`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import TEXT
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class PaymentTermUpdate(WriteModel):
    """A payment term to be written, whole.

    Known from: payment-terms, Classes/PaymentTerm (documented).
    """

    code: str | UnsetType | None = field(default=UNSET, metadata=wire("code", TEXT, nullable=True))
    """The code as it was read; the vendor's sample sends it along.

    Known from an example only (payment-terms, Update payment term).
    """

    description: str | UnsetType | None = field(default=UNSET, metadata=wire("description", TEXT, nullable=True))
    """Text of the term."""
