# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Values of `ReportingPeriod`."""

from __future__ import annotations

from erp_client_runtime.enums import OpenIntEnum


class ReportingPeriod(OpenIntEnum):
    """How often a bank account is reported.

    Observed at the live API, not documented (programs, Bank accounts).

    More values may come: an unknown one keeps its value and has `known` False.
    """

    DAILY = 1
    WEEKLY = 2
    MONTHLY = 3
    INDEFINITE = 4
