"""JSON as bytes: strict when reading, exact when writing (a number keeps the digits it came with)."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

MAX_DEPTH = 100
MAX_EXPONENT = 400


class MalformedJSONError(ValueError):
    """The bytes are not JSON that can be worked with; the text says why."""


def decode(body: bytes) -> Any:
    """Python value of a JSON text; fractions come as Decimal.

    Raises:
        MalformedJSONError: Byte order mark, bad UTF-8, bad syntax, NaN, absurd nesting, unpaired surrogates, numbers
            without end.
    """
    if body.startswith(b"\xef\xbb\xbf"):
        raise MalformedJSONError("the body begins with a byte order mark")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedJSONError(f"the body is not UTF-8 (byte {error.start})") from None
    try:
        value = json.loads(text, parse_float=_fraction, parse_constant=_refuse_constant)
    except MalformedJSONError:
        raise
    except json.JSONDecodeError as error:
        raise MalformedJSONError(f"the body is not JSON: {error.msg} at character {error.pos}") from None
    except RecursionError:
        raise MalformedJSONError(f"the body is nested deeper than {MAX_DEPTH} levels") from None
    except ValueError:
        raise MalformedJSONError("the body holds a number with too many digits") from None
    _check(value)
    return value


def _fraction(text: str) -> Decimal:
    number = Decimal(text)
    if number and abs(number.adjusted()) > MAX_EXPONENT:
        raise MalformedJSONError("the body holds a number with an absurd exponent")
    return number


def _refuse_constant(name: str) -> Any:
    raise MalformedJSONError(f"the body is not JSON: {name} is not a number")


def _check(value: Any) -> None:
    """Refuse what the JSON grammar allows and nothing behind it can take: deep nesting, halves of surrogate pairs."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        deeper: list[Any] = []
        for item in level:
            if isinstance(item, str):
                _check_text(item)
            elif isinstance(item, dict):
                for key in item:
                    _check_text(key)
                deeper.extend(item.values())
            elif isinstance(item, list):
                deeper.extend(item)
        if not deeper:
            return
        level = deeper
    raise MalformedJSONError(f"the body is nested deeper than {MAX_DEPTH} levels")


def _check_text(text: str) -> None:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise MalformedJSONError("the body holds half of a surrogate pair") from None


def encode(value: Any) -> bytes:
    """JSON text of a value, keys in the order they have, Decimal as a number with all its digits.

    Raises:
        TypeError: The value holds something JSON has no form for.
    """
    return _text(value).encode("utf-8")


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return (
            "{" + ",".join(f"{json.dumps(key, ensure_ascii=False)}:{_text(item)}" for key, item in value.items()) + "}"
        )
    if isinstance(value, list | tuple):
        return "[" + ",".join(_text(item) for item in value) + "]"
    if isinstance(value, Decimal):
        return str(value)
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
