# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Values of `PaymentStatus`."""

from __future__ import annotations

from erp_client_runtime.enums import OpenIntEnum


class PaymentStatus(OpenIntEnum):
    """How much of a document is paid.

    Known from: invoices, Reading (documented).

    More values may come: an unknown one keeps its value and has `known` False.
    """

    UNPAID = 0
    PAID = 1
    PARTLY_PAID = 2
