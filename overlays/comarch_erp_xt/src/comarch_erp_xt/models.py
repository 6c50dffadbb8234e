"""Everything that is sent to Comarch ERP XT and received from it. A model is imported when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comarch_erp_xt_api import models as _models

if TYPE_CHECKING:
    from comarch_erp_xt_api.models import *

__all__ = _models.__all__


def __getattr__(name: str) -> object:
    return getattr(_models, name)


def __dir__() -> list[str]:
    return __all__
