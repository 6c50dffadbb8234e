# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""Model `PaymentTermCreate`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import TEXT
from erp_client_runtime.model import WriteModel, wire


@define(kw_only=True, repr=False)
class PaymentTermCreate(WriteModel):
    """A payment term to be created.

    That both fields are required is inferred from the word Post in the class table, which has no legend.

    Known from: payment-terms, Classes/PaymentTerm (documented).
    """

    code: str = field(metadata=wire("code", TEXT, required=True))
    """Code of the term. The page says that it is written with POST only; that it identifies the term and stays as it is
    afterwards is inferred. Length and allowed characters are not documented.
    """

    description: str = field(metadata=wire("description", TEXT, required=True))
    """Text of the term."""
