"""What the tests of the Lagerkoll client share."""

from __future__ import annotations

from collections.abc import Callable

from lagerkoll import Lagerkoll

Connect = Callable[..., Lagerkoll]
"""Opens a client of the sandbox, with these settings."""
