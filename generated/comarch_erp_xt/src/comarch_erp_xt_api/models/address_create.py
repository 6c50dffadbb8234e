# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `AddressCreate`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import TEXT
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class AddressCreate(WriteModel):
    """The address of a customer to be created.

    The JSON types of its fields are inferred.

    Known from: customers, Adding (documented).
    """

    street: str | UnsetType | None = field(default=UNSET, metadata=wire("Street", TEXT, nullable=True))
    """Street."""

    building_number: str | UnsetType | None = field(default=UNSET, metadata=wire("BuildingNumber", TEXT, nullable=True))
    """Number of the house."""

    flat_number: str | UnsetType | None = field(default=UNSET, metadata=wire("FlatNumber", TEXT, nullable=True))
    """Addition to the number, such as a flat."""

    postal_code: str | UnsetType | None = field(default=UNSET, metadata=wire("PostalCode", TEXT, nullable=True))
    """Postcode."""

    city: str | UnsetType | None = field(default=UNSET, metadata=wire("City", TEXT, nullable=True))
    """Town."""
