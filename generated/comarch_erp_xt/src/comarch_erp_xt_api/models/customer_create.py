# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `CustomerCreate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from comarch_erp_xt_api.models.customer_type import CustomerType
from erp_client_runtime.codecs import TEXT, enumeration, ref
from erp_client_runtime.model import UNSET, UnsetType, WriteModel, wire

if TYPE_CHECKING:
    from comarch_erp_xt_api.models.address_create import AddressCreate


@define(kw_only=True, repr=False)
class CustomerCreate(WriteModel):
    """A customer or supplier to be created.

    The JSON types of its fields are inferred.

    Known from: customers, Adding (documented).
    """

    name: str = field(metadata=wire("Name", TEXT, required=True))
    """Name."""

    customer_tax_number: str | UnsetType | None = field(
        default=UNSET, metadata=wire("CustomerTaxNumber", TEXT, nullable=True)
    )
    """Tax number; which kind of number it is depends on `CustomerType`."""

    customer_code: str | UnsetType | None = field(default=UNSET, metadata=wire("CustomerCode", TEXT, nullable=True))
    """Code of the customer. Without it the vendor probably gives one, as it does for products."""

    mail: str | UnsetType | None = field(default=UNSET, metadata=wire("Mail", TEXT, nullable=True))
    """E-mail address."""

    phone_number: str | UnsetType | None = field(default=UNSET, metadata=wire("PhoneNumber", TEXT, nullable=True))
    """Phone number."""

    customer_type: CustomerType | int = field(
        default=CustomerType.BUSINESS, metadata=wire("CustomerType", enumeration(CustomerType, others=True))
    )
    """Whether it is an end consumer (0) or a business (1). Always sent; what the vendor assumes without it is not
    documented.

    Assumed: the field is documented and its default is not; the customers of a company's books are presumably
    businesses.
    """

    address: AddressCreate | UnsetType | None = field(
        default=UNSET, metadata=wire("Address", ref("comarch_erp_xt_api.models", "AddressCreate"), nullable=True)
    )
    """Address.

    Inferred: all parts of the address are optional, so the whole is.
    """
