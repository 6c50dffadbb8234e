# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `Address`."""

from __future__ import annotations

from attrs import define, field

from erp_client_runtime.codecs import INT64, TEXT
from erp_client_runtime.model import ReadModel, mark_present, wire


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Address(ReadModel):
    """The address of a customer as the vendor returns it.

    The JSON types of its fields are inferred.

    Known from: customers, Reading (documented).
    """

    json_ref: str | None = field(default=None, metadata=wire("$id", TEXT, nullable=True, read_only=True, omit=True))
    """Running number of this object within one answer. Read only. Never sent back."""

    id: int | None = field(default=None, metadata=wire("Id", INT64, nullable=True, read_only=True))
    """Identifies the address. Read only."""

    street: str | None = field(default=None, metadata=wire("Street", TEXT, nullable=True))
    """Street."""

    building_number: str | None = field(default=None, metadata=wire("BuildingNumber", TEXT, nullable=True))
    """Number of the house."""

    flat_number: str | None = field(default=None, metadata=wire("FlatNumber", TEXT, nullable=True))
    """Addition to the number, such as a flat."""

    postal_code: str | None = field(default=None, metadata=wire("PostalCode", TEXT, nullable=True))
    """Postcode."""

    city: str | None = field(default=None, metadata=wire("City", TEXT, nullable=True))
    """Town."""
