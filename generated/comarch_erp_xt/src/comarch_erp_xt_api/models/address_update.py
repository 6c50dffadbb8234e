# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `AddressUpdate`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import INT64, TEXT
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire


@define(kw_only=True, repr=False)
class AddressUpdate(WriteModel):
    """The address of a customer to be written.

    The JSON types of its fields are inferred.

    Inferred: the page has no table for editing; these are the fields for adding.
    """

    id: int | UnsetType | None = field(default=UNSET, metadata=wire("Id", INT64, nullable=True))
    """The id of the address as it was read.

    Inferred: it is part of the object as it is read, and the whole object is sent.
    """

    street: str | UnsetType | None = field(default=UNSET, metadata=wire("Street", TEXT, nullable=True))
    """Street. Inferred, as all of this class."""

    building_number: str | UnsetType | None = field(default=UNSET, metadata=wire("BuildingNumber", TEXT, nullable=True))
    """Number of the house. Inferred, as all of this class."""

    flat_number: str | UnsetType | None = field(default=UNSET, metadata=wire("FlatNumber", TEXT, nullable=True))
    """Addition to the number, such as a flat. Inferred, as all of this class."""

    postal_code: str | UnsetType | None = field(default=UNSET, metadata=wire("PostalCode", TEXT, nullable=True))
    """Postcode. Inferred, as all of this class."""

    city: str | UnsetType | None = field(default=UNSET, metadata=wire("City", TEXT, nullable=True))
    """Town. Inferred, as all of this class."""
