# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Values of `CustomerKind`."""

from __future__ import annotations

from erp_client_runtime.enums import OpenIntEnum


class CustomerKind(OpenIntEnum):
    """Whether it is a customer or a supplier.

    It can be both; the number for that is not shown.

    Known from: customers, Reading (documented).

    More values may come: an unknown one keeps its value and has `known` False.
    """

    CUSTOMER = 1
    SUPPLIER = 2
