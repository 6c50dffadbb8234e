# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""Models and resources of the Lagerkoll customer API.

The package `lagerkoll` adds login and settings: use that.
"""

from __future__ import annotations

from lagerkoll_api.client import AsyncLagerkollAPI, LagerkollAPI

__all__ = ["AsyncLagerkollAPI", "LagerkollAPI"]
__version__ = "0.1.0"
