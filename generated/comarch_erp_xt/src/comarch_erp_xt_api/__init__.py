# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""Models and resources of the Comarch ERP XT public API.

The package `comarch-erp-xt` adds login and settings: use that.
"""

from __future__ import annotations

from comarch_erp_xt_api.client import AsyncComarchERPXTAPI, ComarchERPXTAPI

__all__ = ["AsyncComarchERPXTAPI", "ComarchERPXTAPI"]
__version__ = "0.1.0"
