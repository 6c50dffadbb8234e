# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `BankAccount`."""

from __future__ import annotations

from attrs import define, field

from comarch_erp_xt_api.models.reporting_period import ReportingPeriod
from erp_client_runtime.codecs import BOOLEAN, INT64, TEXT, enumeration
from erp_client_runtime.model import ReadModel, mark_present, wire


@define(kw_only=True, repr=False, on_setattr=mark_present)
class BankAccount(ReadModel):
    """A bank account as the vendor returns it.

    The JSON types of its fields are inferred.

    Observed at the live API, not documented (programs, Bank accounts).
    """

    json_ref: str | None = field(default=None, metadata=wire("$id", TEXT, nullable=True, read_only=True, omit=True))
    """Running number of this object within one answer. Read only. Never sent back.

    Inferred: every other object has it.
    """

    id: int | None = field(default=None, metadata=wire("Id", INT64, nullable=True, read_only=True))
    """Identifies the bank account. Read only. Observed, not documented, as all of this class."""

    account_number: str | None = field(default=None, metadata=wire("AccountNumber", TEXT, nullable=True))
    """Number of the account. Observed, not documented, as all of this class."""

    bank_name: str | None = field(default=None, metadata=wire("BankName", TEXT, nullable=True))
    """Name of the bank. Observed, not documented, as all of this class."""

    symbol: str | None = field(default=None, metadata=wire("Symbol", TEXT, nullable=True))
    """Short name of the account. Observed, not documented, as all of this class."""

    reporting_period: ReportingPeriod | None = field(
        default=None, metadata=wire("ReportingPeriod", enumeration(ReportingPeriod, others=True), nullable=True)
    )
    """Daily (1), weekly (2), monthly (3) or indefinite (4). Observed, not documented, as all of this class."""

    primary: bool | None = field(default=None, metadata=wire("Primary", BOOLEAN, nullable=True))
    """Whether it is the usual account. Observed, not documented, as all of this class."""
