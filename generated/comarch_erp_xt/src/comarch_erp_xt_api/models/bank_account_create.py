# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `BankAccountCreate`."""

from __future__ import annotations

from attrs import define, field

from comarch_erp_xt_api.models.reporting_period import ReportingPeriod
from erp_client_runtime.codecs import BOOLEAN, TEXT, enumeration
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class BankAccountCreate(WriteModel):
    """A bank account to be created.

    The JSON types of its fields are inferred.

    Observed at the live API, not documented (programs, Bank accounts).
    """

    account_number: str | UnsetType | None = field(default=UNSET, metadata=wire("AccountNumber", TEXT, nullable=True))
    """Number of the account. Observed, not documented, as all of this class."""

    bank_name: str | UnsetType | None = field(default=UNSET, metadata=wire("BankName", TEXT, nullable=True))
    """Name of the bank. Observed, not documented, as all of this class."""

    symbol: str | UnsetType | None = field(default=UNSET, metadata=wire("Symbol", TEXT, nullable=True))
    """Short name of the account. Observed, not documented, as all of this class."""

    reporting_period: ReportingPeriod | int | UnsetType | None = field(
        default=UNSET, metadata=wire("ReportingPeriod", enumeration(ReportingPeriod, others=True), nullable=True)
    )
    """Daily (1), weekly (2), monthly (3) or indefinite (4). Observed, not documented, as all of this class."""

    primary: bool | UnsetType | None = field(default=UNSET, metadata=wire("Primary", BOOLEAN, nullable=True))
    """Whether it is the usual account. Observed, not documented, as all of this class."""
