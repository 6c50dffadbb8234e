"""What the sandbox raises at the person who set it up; a client only ever meets HTTP answers."""

from __future__ import annotations


class SandboxError(Exception):
    """The sandbox cannot do what it was asked for; the text names cause and cure."""


class ConfigurationError(SandboxError, ValueError):
    """An option, fault, setting or rules file is wrong."""
