# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Values of `CustomPrintType`."""

from __future__ import annotations

from erp_client_runtime.enums import OpenIntEnum


class CustomPrintType(OpenIntEnum):
    """Which documents a print-out is for.

    There are more, whose numbers are not known.

    Observed at the live API, not documented (programs, Print-outs).

    More values may come: an unknown one keeps its value and has `known` False.
    """

    SALES_INVOICE = 0
    PROFORMA = 7
