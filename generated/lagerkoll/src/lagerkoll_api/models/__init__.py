# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""Everything that is sent and received. A model is imported when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lagerkoll_api.models.cost_center import CostCenter as CostCenter
    from lagerkoll_api.models.cost_center_create import CostCenterCreate as CostCenterCreate
    from lagerkoll_api.models.cost_center_update import CostCenterUpdate as CostCenterUpdate
    from lagerkoll_api.models.payment_term import PaymentTerm as PaymentTerm
    from lagerkoll_api.models.payment_term_create import PaymentTermCreate as PaymentTermCreate
    from lagerkoll_api.models.payment_term_update import PaymentTermUpdate as PaymentTermUpdate

_MODULES: dict[str, str] = {
    "CostCenter": "cost_center",
    "CostCenterCreate": "cost_center_create",
    "CostCenterUpdate": "cost_center_update",
    "PaymentTerm": "payment_term",
    "PaymentTermCreate": "payment_term_create",
    "PaymentTermUpdate": "payment_term_update",
}
__all__ = [
    "CostCenter",
    "CostCenterCreate",
    "CostCenterUpdate",
    "PaymentTerm",
    "PaymentTermCreate",
    "PaymentTermUpdate",
]


def __getattr__(name: str) -> object:
    if name in _MODULES:
        value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
