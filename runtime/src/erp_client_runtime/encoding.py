"""From Python values to JSON that a vendor can read: exact numbers, and nothing that is not JSON."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import msgspec

from erp_client_runtime.errors import InvalidArgumentError

_encode = msgspec.json.Encoder(decimal_format="number").encode


def encode_json(value: Any) -> bytes:
    """JSON in UTF-8; a Decimal as a number with all its digits.

    Raises:
        InvalidArgumentError: the value holds something that JSON cannot say: NaN, half a surrogate pair, other types.
    """
    return _encode(plain(value, ""))


def plain(value: Any, at: str) -> Any:
    """A copy made of nothing but JSON's types.

    Args:
        value: What should be JSON.
        at: Where it is, for the error.

    Raises:
        InvalidArgumentError: it is not.
    """
    try:
        return _plain(value, at)
    except RecursionError:
        raise InvalidArgumentError(f"{at or 'the value'} is nested too deeply, or holds itself") from None


def _plain(value: Any, at: str) -> Any:
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return plain_text(value, at)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (Decimal, float)):
        if not is_finite(value):
            raise InvalidArgumentError(f"{at or 'the value'} is {value}, which JSON cannot say")
        return value
    if isinstance(value, dict):
        return {_plain_key(key, at): _plain(inner, f"{at}.{key}" if at else key) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner, f"{at}[{index}]") for index, inner in enumerate(value)]
    raise InvalidArgumentError(
        f"{at or 'the value'} is a {type(value).__name__}, which has no form in JSON; "
        "give text, a number, a boolean, None, a list or a dict"
    )


def is_finite(value: Decimal | float) -> bool:
    """Whether a number is one, neither NaN nor infinite."""
    # math.isfinite goes through float: 1E+400 would be infinite.
    return value.is_finite() if isinstance(value, Decimal) else math.isfinite(value)


def plain_text(value: str, at: str) -> str:
    """A text that can be sent, without its subclass.

    Raises:
        InvalidArgumentError: it holds half a surrogate pair.
    """
    text = str.__str__(value)
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise InvalidArgumentError(
                f"{at or 'the value'} holds half a surrogate pair at character {error.start}, which UTF-8 cannot say; "
                "remove it"
            ) from None
    return text


def _plain_key(key: Any, at: str) -> str:
    if not isinstance(key, str):
        raise InvalidArgumentError(f"{at or 'the value'} has the key {key!r}; names of fields have to be text")
    return plain_text(key, f"a key of {at}" if at else "a key")
