"""When a request of the client is the recorded one: matchers for vcrpy, which raise AssertionError if it is not."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import parse_qsl


class Recorded(Protocol):
    """A request as vcrpy has it."""

    body: Any
    headers: Any


def same_body(one: Recorded, other: Recorded) -> None:
    """Bodies are equal.

    JSON by value, where 1.1 and 1.10 are one number and two texts; forms by their fields, in order, however they are
    percent-encoded; anything else byte for byte.
    """
    first, second = _content(one), _content(other)
    if not _same(first, second):
        raise AssertionError(f"the bodies differ: {first!r} and {second!r}")


def same_negotiation(one: Recorded, other: Recorded) -> None:
    """Both ask for, and send, the same media types."""
    for name in ("accept", "content-type"):
        first, second = one.headers.get(name), other.headers.get(name)
        if first != second:
            raise AssertionError(f"{name} differs: {first!r} and {second!r}")


def login_matcher(login_headers: frozenset[str]) -> Any:
    """Both carry the same headers of the login."""

    def same_login(one: Recorded, other: Recorded) -> None:
        first, second = (
            {name: headers.get(name) for name in login_headers if headers.get(name) is not None}
            for headers in (one.headers, other.headers)
        )
        if first != second:
            raise AssertionError(f"the logins differ: {sorted(first)} and {sorted(second)}")

    return same_login


def _content(request: Recorded) -> Any:
    body = request.body
    if not body:
        return None
    raw = body.encode() if isinstance(body, str) else bytes(body)
    kind = str(request.headers.get("content-type") or "").lower()
    try:
        if "x-www-form-urlencoded" in kind:
            return parse_qsl(raw.decode(), keep_blank_values=True, strict_parsing=True, errors="strict")
        if "json" not in kind:
            return raw
        return json.loads(
            raw, parse_float=Decimal, parse_int=Decimal, parse_constant=_no_number, object_pairs_hook=_unique
        )
    except ValueError:
        return raw


def _no_number(text: str) -> Any:
    raise ValueError(f"{text} is not JSON")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _same(one: Any, other: Any) -> bool:
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
