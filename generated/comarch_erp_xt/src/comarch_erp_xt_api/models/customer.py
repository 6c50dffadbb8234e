# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Model `Customer`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import define, field

from comarch_erp_xt_api.models.customer_kind import CustomerKind
from comarch_erp_xt_api.models.customer_type import CustomerType
from erp_client_runtime.codecs import INT64, TEXT, enumeration, ref
from erp_client_runtime.model import ReadModel, mark_present, wire

if TYPE_CHECKING:
    from comarch_erp_xt_api.models.address import Address


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Customer(ReadModel):
    """A customer or supplier as the vendor returns it.

    The JSON types of its fields are inferred.

    Known from: customers, Reading (documented).
    """

    json_ref: str | None = field(default=None, metadata=wire("$id", TEXT, nullable=True, read_only=True, omit=True))
    """Running number of this object within one answer. Read only. Never sent back."""

    id: int | None = field(default=None, metadata=wire("Id", INT64, nullable=True, read_only=True))
    """Identifies the customer. Read only."""

    name: str | None = field(default=None, metadata=wire("Name", TEXT, nullable=True))
    """Name."""

    customer_tax_number: str | None = field(default=None, metadata=wire("CustomerTaxNumber", TEXT, nullable=True))
    """Tax number; which kind of number it is depends on `CustomerType`."""

    customer_code: str | None = field(default=None, metadata=wire("CustomerCode", TEXT, nullable=True))
    """Code of the customer."""

    mail: str | None = field(default=None, metadata=wire("Mail", TEXT, nullable=True))
    """E-mail address."""

    phone_number: str | None = field(default=None, metadata=wire("PhoneNumber", TEXT, nullable=True))
    """Phone number."""

    customer_type: CustomerType | None = field(
        default=None, metadata=wire("CustomerType", enumeration(CustomerType, others=True), nullable=True)
    )
    """Whether it is an end consumer (0) or a business (1)."""

    customer_kind: CustomerKind | None = field(
        default=None,
        metadata=wire("CustomerKind", enumeration(CustomerKind, others=True), nullable=True, read_only=True),
    )
    """Whether it is a customer (1) or a supplier (2). It can be both; the number for that is not shown. Read only."""

    address: Address | None = field(
        default=None, metadata=wire("Address", ref("comarch_erp_xt_api.models", "Address"), nullable=True)
    )
    """Address."""
