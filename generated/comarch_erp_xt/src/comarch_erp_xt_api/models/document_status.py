# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Values of `DocumentStatus`."""

from __future__ import annotations

from erp_client_runtime.enums import OpenIntEnum


class DocumentStatus(OpenIntEnum):
    """Whether a document is a draft or confirmed; of an order, whether it was converted.

    Known from: invoices, Reading (documented).

    More values may come: an unknown one keeps its value and has `known` False.
    """

    SAVED = 0
    CONFIRMED = 1
