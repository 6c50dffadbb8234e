"""Stand-ins for ERP vendors' APIs: `with Sandbox(vendor) as sandbox: ...`.

Importing the package alone loads nothing of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from erp_sandbox.errors import ConfigurationError, SandboxError

if TYPE_CHECKING:
    from erp_sandbox.sandbox import Sandbox

__all__ = ["ConfigurationError", "Sandbox", "SandboxError"]


def __getattr__(name: str) -> Any:
    if name == "Sandbox":
        from erp_sandbox.sandbox import Sandbox  # validation and models are loaded when they are needed

        return Sandbox
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
