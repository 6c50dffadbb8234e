"""From Python values to JSON that a vendor can read: exact numbers, and nothing that is not JSON."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import msgspec

from erp_client_runtime.errors import InvalidArgumentError

_encode = msgspec.json.Encoder(decimal_format="number").encode

MOST_DIGITS = 400
"""Numbers with more digits on one side of the point are not written out: an exponent of a few bytes could fill the
memory."""


def encode_json(value: Any) -> bytes:
    """JSON in UTF-8; a Decimal as a number with all its digits.

    It has no exponent, which not every vendor reads, unless it would be absurdly long; and zero has no sign.

    Raises:
        InvalidArgumentError: the value holds something that JSON cannot say: NaN, half a surrogate pair, other types.
    """
    return _encode(_plain_or_refused(value, "", _json_number))


def encode_plain(value: Any) -> bytes | None:
    """As `encode_json`, for an object made of nothing but JSON's types; None if `encode_json` has to look at it.

    Raises:
        ValueError, TypeError, RecursionError, msgspec.MsgspecError: it cannot be written.
    """
    content = _encode(value)
    return None if _may_be_rewritten(content) else content


def _may_be_rewritten(content: bytes) -> bool:
    """Whether JSON may hold a number with an exponent or a zero with a sign. Other numbers and texts may look like it.

    Single characters are found ten times as fast as longer texts.
    """
    at = content.find(b"E")
    while at > 0:
        if content[at - 1] in b"0123456789":
            return True
        at = content.find(b"E", at + 1)
    at = content.find(b"-")
    while at > 0:
        if content[at - 1] in b":,[" and content[at + 1 : at + 2] == b"0":
            return True
        at = content.find(b"-", at + 1)
    return False


def plain(value: Any, at: str) -> Any:
    """A copy of what nobody has described, made of nothing but JSON's types.

    A float is refused, as it is where an amount is known to belong: this may be one, too.

    Args:
        value: What should be JSON.
        at: Where it is, for the error.

    Raises:
        InvalidArgumentError: it is not.
    """
    return _plain_or_refused(value, at, _exact)


def _plain_or_refused(value: Any, at: str, number: Callable[[Decimal | float, str], Any]) -> Any:
    try:
        return _plain(value, at, number)
    except RecursionError:
        raise InvalidArgumentError(f"{at or 'the value'} is nested too deeply, or holds itself") from None


def _plain(value: Any, at: str, number: Callable[[Decimal | float, str], Any]) -> Any:
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return plain_text(value, at)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, (Decimal, float)):
        if not is_finite(value):
            raise InvalidArgumentError(f"{at or 'the value'} is {value}, which JSON cannot say")
        return number(value, at)
    if isinstance(value, dict):
        return {
            _plain_key(key, at): _plain(inner, f"{at}.{key}" if at else key, number) for key, inner in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_plain(inner, f"{at}[{index}]", number) for index, inner in enumerate(value)]
    raise InvalidArgumentError(
        f"{at or 'the value'} is a {type(value).__name__}, which has no form in JSON; "
        "give text, a number, a boolean, None, a list or a dict"
    )


def _exact(number: Decimal | float, at: str) -> Decimal:
    if isinstance(number, float):
        raise InvalidArgumentError(
            f'{at or "the value"} has to be an exact number, not float; write Decimal("12.50") instead of 12.5, or an '
            "int"
        )
    return number


def _json_number(number: Decimal | float, _: str) -> Decimal | float | msgspec.Raw:
    """A finite number as what the encoder writes: a Decimal without an exponent and, if it is zero, without a sign."""
    if isinstance(number, float):
        return number
    if not number:
        number = number.copy_abs()
    if "E" not in str(number):
        return number
    digits = plain_digits(number)
    return number if digits is None else msgspec.Raw(digits.encode())


def plain_digits(number: Decimal) -> str | None:
    """A finite number without an exponent; None if it would have more than `MOST_DIGITS` digits on one side."""
    if number.adjusted() > MOST_DIGITS or int(number.as_tuple().exponent) < -MOST_DIGITS:
        return None
    return format(number, "f")


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
