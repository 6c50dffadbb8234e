# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""Models and resources of the Simutek GKS4 REST API.

The package `simutek-gks4` adds login and settings: use that.
"""

from __future__ import annotations

from simutek_gks4_api.client import AsyncSimutekGKS4API, SimutekGKS4API

__all__ = ["AsyncSimutekGKS4API", "SimutekGKS4API"]
__version__ = "0.1.0"
