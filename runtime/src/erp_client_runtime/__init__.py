"""What every client of the erp-clients family needs: calls, retries, quotas, errors, lenient decoding.

Nothing is imported before it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from erp_client_runtime.decoding import Drift as Drift
    from erp_client_runtime.model import UNSET as UNSET
    from erp_client_runtime.model import UnsetType as UnsetType
    from erp_client_runtime.pages import Changes as Changes
    from erp_client_runtime.pages import Page as Page
    from erp_client_runtime.response import RawResponse as RawResponse

__version__ = "0.1.0"
__all__ = ["UNSET", "Changes", "Drift", "Page", "RawResponse", "UnsetType", "__version__"]

_MODULES = {
    "UNSET": "model",
    "Changes": "pages",
    "Drift": "decoding",
    "Page": "pages",
    "RawResponse": "response",
    "UnsetType": "model",
}


def __getattr__(name: str) -> object:
    if name in _MODULES:
        from importlib import import_module

        value: object = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
