# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Values of `CustomerType`."""

from __future__ import annotations

from erp_client_runtime.enums import OpenIntEnum


class CustomerType(OpenIntEnum):
    """Whether a customer is an end consumer or a business.

    Known from: customers, Reading (documented).

    More values may come: an unknown one keeps its value and has `known` False.
    """

    END_CONSUMER = 0
    BUSINESS = 1
