"""Everything that a client for Comarch ERP XT raises; the tree is drawn in `erp_client_runtime.errors`."""

from __future__ import annotations

from erp_client_runtime.errors import *
from erp_client_runtime.errors import __all__ as __all__
