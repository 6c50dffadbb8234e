# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `CustomerUpdate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from comarch_erp_xt_api.models.customer_type import CustomerType
from erp_client_runtime.codecs import TEXT, enumeration, ref
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire

if TYPE_CHECKING:
    from comarch_erp_xt_api.models.address_update import AddressUpdate


@define(kw_only=True, repr=False)
class CustomerUpdate(WriteModel):
    """A customer or supplier to be written, whole.

    The JSON types of its fields are inferred.

    Inferred: the page has no table for editing; these are the fields for adding.
    """

    name: str | UnsetType | None = field(default=UNSET, metadata=wire("Name", TEXT, nullable=True))
    """Name. Inferred, as all of this class."""

    customer_tax_number: str | UnsetType | None = field(
        default=UNSET, metadata=wire("CustomerTaxNumber", TEXT, nullable=True)
    )
    """Tax number; which kind of number it is depends on `CustomerType`. Inferred, as all of this class."""

    customer_code: str | UnsetType | None = field(default=UNSET, metadata=wire("CustomerCode", TEXT, nullable=True))
    """Code of the customer. Inferred, as all of this class."""

    mail: str | UnsetType | None = field(default=UNSET, metadata=wire("Mail", TEXT, nullable=True))
    """E-mail address. Inferred, as all of this class."""

    phone_number: str | UnsetType | None = field(default=UNSET, metadata=wire("PhoneNumber", TEXT, nullable=True))
    """Phone number. Inferred, as all of this class."""

    customer_type: CustomerType | int | UnsetType | None = field(
        default=UNSET, metadata=wire("CustomerType", enumeration(CustomerType, others=True), nullable=True)
    )
    """Whether it is an end consumer (0) or a business (1). Inferred, as all of this class."""

    address: AddressUpdate | UnsetType | None = field(
        default=UNSET, metadata=wire("Address", ref("comarch_erp_xt_api.models", "AddressUpdate"), nullable=True)
    )
    """Address. Inferred, as all of this class."""
