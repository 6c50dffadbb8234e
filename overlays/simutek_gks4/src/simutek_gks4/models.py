"""Everything that is sent to Simutek GKS4 and received from it. A model is imported when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from simutek_gks4_api import models as _models

if TYPE_CHECKING:
    from simutek_gks4_api.models import *

__all__ = _models.__all__


def __getattr__(name: str) -> object:
    return getattr(_models, name)


def __dir__() -> list[str]:
    return __all__
