# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""Model `PostalAddressCreate`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import TEXT
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class PostalAddressCreate(WriteModel):
    """A postal address to be written.

    Which parts are required is not documented.

    Known from an example only (api, Dokumentation: create a customer).
    """

    address1: str | UnsetType = field(default=UNSET, metadata=wire("address1", TEXT))
    """First line. Known from an example only, as all of this class."""

    address2: str | UnsetType = field(default=UNSET, metadata=wire("address2", TEXT))
    """Second line. Known from an example only, as all of this class."""

    address3: str | UnsetType = field(default=UNSET, metadata=wire("address3", TEXT))
    """Third line. Known from an example only, as all of this class."""

    city: str | UnsetType = field(default=UNSET, metadata=wire("city", TEXT))
    """Town. Known from an example only, as all of this class."""

    zip_code: str | UnsetType = field(default=UNSET, metadata=wire("zipCode", TEXT))
    """Postcode. The sample has a space in it. Known from an example only, as all of this class."""

    state: str | UnsetType = field(default=UNSET, metadata=wire("state", TEXT))
    """State or region. The sample has two letters. Known from an example only, as all of this class."""

    country_code: str | UnsetType = field(default=UNSET, metadata=wire("countryCode", TEXT))
    """Country as two capital letters; that they are those of ISO 3166-1 is inferred. Known from an example only, as all
    of this class.
    """
