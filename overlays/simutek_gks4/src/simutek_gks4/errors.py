"""Everything that a client for Simutek GKS4 raises; the tree is drawn in `erp_client_runtime.errors`."""

from __future__ import annotations

from erp_client_runtime.errors import *
from erp_client_runtime.errors import __all__ as __all__
