# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `CustomPrint`."""

from __future__ import annotations

from attrs import define, field

from comarch_erp_xt_api.models.custom_print_type import CustomPrintType
from erp_client_runtime.codecs import INT64, TEXT, enumeration
from erp_client_runtime.model import ReadModel, mark_present, wire


@define(kw_only=True, repr=False, on_setattr=mark_present)
class CustomPrint(ReadModel):
    """A print-out that was designed by users.

    The JSON types of its fields are inferred.

    Inferred: the German fields are not shown; the Polish edition documents these, and both editions are the same
    product.
    """

    json_ref: str | None = field(default=None, metadata=wire("$id", TEXT, nullable=True, read_only=True, omit=True))
    """Running number of this object within one answer. Read only. Never sent back. Inferred, as all of this class."""

    id: int | None = field(default=None, metadata=wire("Id", INT64, nullable=True, read_only=True))
    """Identifies the print-out; to be passed when a document is printed. Read only.

    Observed at the live API, not documented (programs, Print-outs).
    """

    name: str | None = field(default=None, metadata=wire("Name", TEXT, nullable=True))
    """Name. Inferred, as all of this class."""

    language: str | None = field(default=None, metadata=wire("Language", TEXT, nullable=True))
    """Language, such as `PL` or `EN`; there are more. Inferred, as all of this class."""

    type: CustomPrintType | None = field(
        default=None, metadata=wire("Type", enumeration(CustomPrintType, others=True), nullable=True)
    )
    """Sales invoice (0), pro-forma invoice (7) or another document.

    Observed at the live API, not documented (programs, Print-outs).
    """
