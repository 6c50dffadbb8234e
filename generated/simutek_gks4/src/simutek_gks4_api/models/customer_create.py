# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""Model `CustomerCreate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from erp_client_runtime.codecs import TEXT, ref
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire

if TYPE_CHECKING:
    from simutek_gks4_api.models.postal_address_create import PostalAddressCreate


@define(kw_only=True, repr=False)
class CustomerCreate(WriteModel):
    """A customer to be created.

    That these are all the fields that can be written is inferred from the length of the vendor's sample.

    Known from: api, Dokumentation: create a customer (documented).
    """

    name: str = field(metadata=wire("name", TEXT, required=True))
    """Name."""

    number: str | None = field(metadata=wire("number", TEXT, required=True, nullable=True))
    """Customer number. Always sent, also as null; that the vendor then chooses one is inferred."""

    invoice_email: str | None = field(metadata=wire("invoiceEmail", TEXT, required=True, nullable=True))
    """Where invoices are sent by e-mail. Always sent, also as null."""

    corporate_identity_number: str = field(metadata=wire("corporateIdentityNumber", TEXT, required=True))
    """Corporate identity number."""

    postal_address: PostalAddressCreate | UnsetType = field(
        default=UNSET, metadata=wire("postalAddress", ref("simutek_gks4_api.models", "PostalAddressCreate"))
    )
    """Postal address. Whether it is required is not documented.

    Known from an example only (api, Dokumentation: create a customer).
    """
