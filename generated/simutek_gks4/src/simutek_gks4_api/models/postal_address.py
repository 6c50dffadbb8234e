# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""Model `PostalAddress`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import TEXT
from erp_client_runtime.model import ReadModel, mark_present, wire


@define(kw_only=True, repr=False, on_setattr=mark_present)
class PostalAddress(ReadModel):
    """A postal address as the vendor returns it.

    Known from an example only (api, Dokumentation: get a customer).
    """

    address1: str | None = field(default=None, metadata=wire("address1", TEXT, nullable=True))
    """First line. Known from an example only, as all of this class."""

    address2: str | None = field(default=None, metadata=wire("address2", TEXT, nullable=True))
    """Second line. Known from an example only, as all of this class."""

    address3: str | None = field(default=None, metadata=wire("address3", TEXT, nullable=True))
    """Third line. Known from an example only, as all of this class."""

    city: str | None = field(default=None, metadata=wire("city", TEXT, nullable=True))
    """Town. Known from an example only, as all of this class."""

    zip_code: str | None = field(default=None, metadata=wire("zipCode", TEXT, nullable=True))
    """Postcode. The sample has a space in it. Known from an example only, as all of this class."""

    state: str | None = field(default=None, metadata=wire("state", TEXT, nullable=True))
    """State or region. The sample has two letters. Known from an example only, as all of this class."""

    country_code: str | None = field(default=None, metadata=wire("countryCode", TEXT, nullable=True))
    """Country as two capital letters; that they are those of ISO 3166-1 is inferred. Known from an example only, as all
    of this class.
    """
