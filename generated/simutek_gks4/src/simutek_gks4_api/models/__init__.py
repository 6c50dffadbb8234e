# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""Everything that is sent and received. A model is imported when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simutek_gks4_api.models.customer import Customer as Customer
    from simutek_gks4_api.models.customer_create import CustomerCreate as CustomerCreate
    from simutek_gks4_api.models.postal_address import PostalAddress as PostalAddress
    from simutek_gks4_api.models.postal_address_create import PostalAddressCreate as PostalAddressCreate
    from simutek_gks4_api.models.sales_order_create import SalesOrderCreate as SalesOrderCreate

_MODULES: dict[str, str] = {
    "Customer": "customer",
    "CustomerCreate": "customer_create",
    "PostalAddress": "postal_address",
    "PostalAddressCreate": "postal_address_create",
    "SalesOrderCreate": "sales_order_create",
}
__all__ = [
    "Customer",
    "CustomerCreate",
    "PostalAddress",
    "PostalAddressCreate",
    "SalesOrderCreate",
]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
