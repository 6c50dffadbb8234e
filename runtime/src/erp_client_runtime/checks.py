"""What settings may be: each check returns the setting ready for use, or says what is wrong and what would be right."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from erp_client_runtime.errors import ConfigurationError
from erp_client_runtime.hints import did_you_mean
from erp_client_runtime.operation import QuotaLimit, Vendor

HEADER_VALUE = r"[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?"
"""What can be sent in a header and arrives as it was given: printable ASCII without spaces at its ends."""
# Text, which `re` compiles at first use: few programs ever give a path.
_PATH = r"/[!$&'()*+,\-./0-9:;=@A-Z_a-z~{}%]*"


def seconds(name: str, value: Any, *, or_none: bool = False, zero: bool = False) -> float | None:
    """A time that was given as a setting.

    Raises:
        ConfigurationError: it is none.
    """
    if value is None and or_none:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ConfigurationError(
            f"{name}= has to be a number of seconds{' or None' if or_none else ''}, not {shown(value)}"
        )
    if not math.isfinite(value):
        raise ConfigurationError(f"{name}={value} is no time{'; None means no limit' if or_none else ''}")
    if value < 0 or (value == 0 and not zero):
        raise ConfigurationError(
            f"{name}={value} has to be {'at least' if zero else 'more than'} "
            f"0{'; None means no limit' if or_none else ''}"
        )
    return float(value)


def whole(name: str, value: Any, *, least: int) -> int:
    """A whole number that was given as a setting.

    Raises:
        ConfigurationError: it is none, or too small.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise ConfigurationError(f"{name}= has to be a whole number, not {shown(value)}")
    if value < least:
        raise ConfigurationError(f"{name}={value} has to be at least {least}")
    return value


def switch(name: str, value: Any) -> bool:
    """True or False that was given as a setting.

    Raises:
        ConfigurationError: it is neither.
    """
    if not isinstance(value, bool):
        raise ConfigurationError(f"{name}= has to be True or False, not {shown(value)}")
    return value


def callback(name: str, value: Any) -> Callable[[Any], object] | None:
    """A function that was given as a setting.

    Raises:
        ConfigurationError: it cannot be called.
    """
    if value is None:
        return None
    if not callable(value):
        raise ConfigurationError(f"{name}= has to be a function of one argument, not {shown(value)}")
    checked: Callable[[Any], object] = value
    return checked


def quota_limit(value: Any) -> QuotaLimit | None:
    """The limit that was given as `quota`.

    Raises:
        ConfigurationError: it is none.
    """
    if value is None:
        return None
    if not isinstance(value, (tuple, list)) or len(value) != 2:
        raise ConfigurationError(
            f"quota= has to be (requests, seconds), for example (200, 60), or None for no limit, not {shown(value)}"
        )
    per = seconds("quota=(requests, seconds): seconds", value[1])
    assert per is not None
    return QuotaLimit(whole("quota=(requests, seconds): requests", value[0], least=1), per)


def operation_paths(value: Any, vendor: Vendor) -> dict[str, str]:
    """The paths that were given as `operation_paths`; their variables are checked when the operation is called.

    Raises:
        ConfigurationError: an operation is unknown, or a path is none.
    """
    paths = names("operation_paths", value)
    for name, path in paths.items():
        _known_operation("operation_paths", name, vendor)
        if not isinstance(path, str) or not re.fullmatch(_PATH, path) or path.startswith("//"):
            raise ConfigurationError(
                f"operation_paths: the path for {name} has to begin with one slash and to be written as it is sent "
                "(no query, no spaces, other characters percent-encoded), for example "
                f"'/api/v1/orders/{{order_id}}'; it is {shown(path)}"
            )
        if has_dot_segment(path):
            raise ConfigurationError(
                f"operation_paths: the path for {name} must not have '.' or '..' in it; it is {shown(path)}"
            )
    return paths


def wire_names(value: Any, vendor: Vendor) -> dict[str, dict[str, str]]:
    """The names that were given as `wire_names`, by operation; what they rename is checked when it is called.

    Raises:
        ConfigurationError: an operation is unknown, or a name is none.
    """
    by_operation: dict[str, dict[str, str]] = {}
    for key, wire in names("wire_names", value).items():
        operation, dot, name = key.partition(".")
        if not dot or not name:
            raise ConfigurationError(
                f"wire_names: {key!r} has to name an operation and a parameter or field of it, as "
                "'create_order.language'"
            )
        _known_operation("wire_names", operation, vendor)
        if not isinstance(wire, str) or not wire or not wire.isprintable():
            raise ConfigurationError(
                f"wire_names: the name for {key} has to be text without line breaks, not {shown(wire)}"
            )
        by_operation.setdefault(operation, {})[name] = wire
    return by_operation


def has_dot_segment(path: str) -> bool:
    """Whether a path has a segment that servers take for the same or the upper folder, encoded or not."""
    return any(segment in (".", "..") for segment in path.lower().replace("%2e", ".").split("/"))


def names(option: str, value: Any) -> dict[str, Any]:
    """A dict by name that was given as a setting.

    Raises:
        ConfigurationError: it is none.
    """
    if not isinstance(value, Mapping) or not all(isinstance(key, str) for key in value):
        raise ConfigurationError(f"{option}= has to be a dict by name, not {shown(value)}")
    return dict(value)


def _known_operation(option: str, name: str, vendor: Vendor) -> None:
    if name not in vendor.operations:
        raise ConfigurationError(
            f"{option}: {vendor.title} has no operation {name!r}{did_you_mean(name, vendor.operations)}"
        )


def shown(value: Any) -> str:
    """A value that was given, clipped, with its type."""
    text = repr(value)
    return f"{text if len(text) <= 80 else text[:80] + '…'} ({type(value).__name__})"
