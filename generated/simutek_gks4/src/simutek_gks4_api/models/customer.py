# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""Model `Customer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from erp_client_runtime.codecs import TEXT, ref
from erp_client_runtime.model import ReadModel, mark_present, wire

if TYPE_CHECKING:
    from simutek_gks4_api.models.postal_address import PostalAddress


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Customer(ReadModel):
    """A customer as the vendor returns it.

    More fields than these may come.

    Known from an example only (api, Dokumentation: get a customer).
    """

    name: str | None = field(default=None, metadata=wire("name", TEXT, nullable=True))
    """Name. Known from an example only, as all of this class."""

    number: str | None = field(default=None, metadata=wire("number", TEXT, nullable=True))
    """Customer number. Known from an example only, as all of this class."""

    invoice_email: str | None = field(default=None, metadata=wire("invoiceEmail", TEXT, nullable=True))
    """Where invoices are sent by e-mail. Its format is not checked. Known from an example only, as all of this class.
    """

    corporate_identity_number: str | None = field(
        default=None, metadata=wire("corporateIdentityNumber", TEXT, nullable=True)
    )
    """Corporate identity number. Known from an example only, as all of this class."""

    postal_address: PostalAddress | None = field(
        default=None, metadata=wire("postalAddress", ref("simutek_gks4_api.models", "PostalAddress"), nullable=True)
    )
    """Postal address. Known from an example only, as all of this class."""
