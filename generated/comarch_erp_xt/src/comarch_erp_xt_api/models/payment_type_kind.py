# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Values of `PaymentTypeKind`."""

from __future__ import annotations

from erp_client_runtime.enums import OpenIntEnum


class PaymentTypeKind(OpenIntEnum):
    """How is paid.

    Inferred: the German fields are not shown; the Polish edition documents these, and both editions are the same
    product.

    More values may come: an unknown one keeps its value and has `known` False.
    """

    CASH = 0
    BANK_TRANSFER = 1
    CARD = 2
