# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""Model `PaymentTerm`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import TEXT
from erp_client_runtime.model import ReadModel, mark_present, wire


@define(kw_only=True, repr=False, on_setattr=mark_present)
class PaymentTerm(ReadModel):
    """A payment term as the vendor returns it.

    Known from: payment-terms, Classes/PaymentTerm (documented).
    """

    code: str | None = field(default=None, metadata=wire("code", TEXT, nullable=True))
    """Code of the term. The page says that it is written with POST only; that it identifies the term and stays as it is
    afterwards is inferred. Length and allowed characters are not documented.
    """

    description: str | None = field(default=None, metadata=wire("description", TEXT, nullable=True))
    """Text of the term."""
