"""Faults as text: `OPERATION:KIND[=VALUE][,OPTION=VALUE…][*TIMES][@RATE]`, as `--fault` takes them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from erp_sandbox.errors import ConfigurationError
from erp_sandbox.fault_kinds import check_kind

FORM = "OPERATION:KIND[=VALUE][,OPTION=VALUE...][*TIMES][@RATE], such as get_payment_term:status=503,retry_after=2*2"

_TEXT = re.compile(r"(?P<operation>[^:]+):(?P<rest>.+?)(?:\*(?P<times>[0-9]{1,9}))?(?:@(?P<rate>[0-9.]{1,20}))?")


def parse(text: str) -> tuple[str, str, dict[str, Any]]:
    """Operation, kind and options of a fault's text, for `Faults.add`.

    Raises:
        ConfigurationError: The text does not have the form.
    """
    match = _TEXT.fullmatch(text)
    if match is None:
        raise ConfigurationError(f"malformed fault {text!r}: write {FORM}")
    kind, *pairs = match["rest"].split(",")
    kind, equals, value = kind.partition("=")
    main = check_kind(kind, f" in {text!r}").main
    if equals:
        if main is None:
            raise ConfigurationError(f"malformed fault {text!r}: {kind} takes no value")
        pairs.insert(0, f"{main}={value}")
    options: dict[str, Any] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or name not in _READERS:
            raise ConfigurationError(
                f"malformed fault {text!r}: {pair!r} is not one of {', '.join(_READERS)} with a value; write {FORM}"
            )
        _read_option(options, name, value, text)
    for name in ("times", "rate"):
        if match[name]:
            _read_option(options, name, match[name], text)
    return match["operation"], kind, options


def _read_option(options: dict[str, Any], name: str, value: str, text: str) -> None:
    """Put one option of a fault's text into `options`."""
    into, key = options, {"file": "body"}.get(name, name)
    if name == "header":
        key, colon, value = (part.strip() for part in value.partition(":"))
        if not key or not colon:
            raise ConfigurationError(
                f"malformed fault {text!r}: a header has a name and a value; write header=Name: value"
            )
        into = options.setdefault("headers", {})
    if key.lower() in map(str.lower, into):
        raise ConfigurationError(f"malformed fault {text!r}: {key} is given twice; write {FORM}")
    try:
        into[key] = _READERS[name](value)
    except (ValueError, OSError) as error:
        raise ConfigurationError(
            f"malformed fault {text!r}: {name}={value} cannot be read ({error}); write {FORM}"
        ) from None


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("yes or no")
    return text == "yes"


def _content(path: str) -> bytes:
    return Path(path).read_bytes()


_READERS: Mapping[str, Callable[[str], Any]] = {
    "status": int,
    "retry_after": str,
    "envelope": _yes_or_no,
    "processed": _yes_or_no,
    "cut": str,
    "seconds": float,
    "date": float,
    "lifetime": int,
    "content_type": str,
    "body": str.encode,
    "file": _content,
    "header": str,
    "times": int,
    "rate": float,
    "after": int,
    "at": float,
    "until": float,
}
