"""Codecs of numbers. A float is never where money could be: exact numbers are Decimal."""

from __future__ import annotations

import math
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from erp_client_runtime.codec import Codec, refused
from erp_client_runtime.encoding import MOST_DIGITS, is_finite, plain_digits
from erp_client_runtime.errors import InvalidArgumentError

if TYPE_CHECKING:
    from erp_client_runtime.decoding import At, Decoding


def _number_in(text: str) -> Decimal | None:
    """The number that a text holds; only JSON's own notation, so that `1_000` or `NaN` stay text."""
    if not text.isascii() or "_" in text:
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _as_integer(number: Decimal) -> int | None:
    """The integer that a number equals, if it does and is of sane size."""
    if number.adjusted() > MOST_DIGITS or number != number.to_integral_value():
        return None
    return int(number)


class _Number(Codec[Any]):
    """What all codecs of numbers share: reading numbers out of texts."""

    __slots__ = ()

    def _convert(self, number: int | Decimal) -> Any:
        """The number as the codec's type, or None if that is not possible."""
        raise NotImplementedError

    def _decode_other(self, value: Any, decoding: Decoding, at: At) -> Any:
        """Everything that is not simply a number of the right kind."""
        if value is None:
            decoding.drift("null", at, value, self.expected)
            return None
        if type(value) is str:
            number = _number_in(value)
            converted = None if number is None else self._convert(number)
            if converted is not None:
                decoding.drift("number_as_text", at, value, self.expected)
                return converted
            decoding.drift("bad_value" if value else "empty_value", at, value, self.expected)
            return value if value else None
        decoding.drift("wrong_type", at, value, self.expected)
        return value


class Integer(_Number):
    """An integer of any size."""

    __slots__ = ()
    expected = "an integer"
    exact: type | None = int

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; `5.0` becomes 5."""
        if type(value) is int:
            return value
        if isinstance(value, (Decimal, float)) and is_finite(value):
            decoding.drift("wrong_type", at, value, self.expected)
            integer = self._convert(Decimal(value))
            return value if integer is None else integer
        return self._decode_other(value, decoding, at)

    def _convert(self, number: int | Decimal) -> int | None:
        return _as_integer(Decimal(number))

    def encode(self, value: Any, at: str) -> int:
        """See `Codec`."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise refused(at, value, "an integer (int)")
        return int(value)

    def text(self, value: Any, at: str) -> str:
        """See `Codec`."""
        number = self.encode(value, at)
        try:
            return str(number)
        except ValueError:
            raise refused(at, value, "an integer of less than 4,300 digits") from None


class BoundedInteger(Integer):
    """An integer that the vendor keeps in a fixed number of bits, with sign.

    Args:
        bits: How many.
    """

    __slots__ = ("_least", "_most", "bounds", "exact", "expected")

    def __init__(self, bits: int) -> None:
        self._most = 2 ** (bits - 1) - 1
        self._least = -self._most - 1
        # Every value needs a look at its size.
        self.exact = None
        self.bounds = self._least, self._most
        self.expected = f"an integer of {bits} bits"

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; an integer that is too large or too small is reported and kept."""
        integer = super().decode(value, decoding, at)
        if type(integer) is int and not self._least <= integer <= self._most:
            decoding.drift("bad_value", at, value, self.expected)
        return integer

    def encode(self, value: Any, at: str) -> int:
        """See `Codec`."""
        integer = super().encode(value, at)
        if not self._least <= integer <= self._most:
            size = "smaller" if integer < self._least else "larger"
            raise InvalidArgumentError(
                f"{at} has to be {self.expected}, from {self._least} to {self._most}; the one given is {size}"
            )
        return integer


class Float(_Number):
    """A number where rounding does not matter, as float."""

    __slots__ = ()
    expected = "a number"
    exact = float

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`."""
        if type(value) is Decimal or type(value) is int or type(value) is float:
            number = self._convert(value)
            if number is not None:
                return number
            decoding.drift("bad_value", at, value, "a number that a float can hold")
            return value
        return self._decode_other(value, decoding, at)

    def _convert(self, number: int | Decimal | float) -> float | None:
        try:
            converted = float(number)
        except OverflowError:
            return None
        return converted if math.isfinite(converted) else None

    def encode(self, value: Any, at: str) -> float | int:
        """See `Codec`."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise refused(at, value, "a number (float or int)")
        if isinstance(value, float) and not is_finite(value):
            raise refused(at, value, "a finite number", "NaN and Infinity cannot be sent")
        return value

    def text(self, value: Any, at: str) -> str:
        """See `Codec`."""
        return _plain_digits(Decimal(repr(self.encode(value, at))), at)


class ExactNumber(_Number):
    """A number that is exact to the last digit (money, quantities), as Decimal.

    Args:
        as_text: Whether JSON holds it as text (`"12.50"`) and not as a number (`12.50`).
    """

    __slots__ = ("as_text", "exact", "expected", "quick")

    def __init__(self, *, as_text: bool) -> None:
        self.as_text = as_text
        self.expected = "a number in a text" if as_text else "a number"
        self.exact = None if as_text else Decimal
        self.quick = (str, _number_in) if as_text else (int, Decimal)

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`."""
        if self.as_text:
            if type(value) is str:
                number = _number_in(value)
                if number is not None:
                    return number
                decoding.drift("bad_value" if value else "empty_value", at, value, self.expected)
                return value if value else None
        elif type(value) is Decimal:
            return value
        if type(value) is int or type(value) is Decimal or (type(value) is float and math.isfinite(value)):
            if self.as_text:
                decoding.drift("wrong_type", at, value, self.expected)
            return Decimal(repr(value)) if type(value) is float else Decimal(value)
        return self._decode_other(value, decoding, at)

    def _convert(self, number: int | Decimal) -> Decimal:
        return Decimal(number)

    def encode(self, value: Any, at: str) -> Decimal | int | str:
        """See `Codec`; a float is refused, since it is not the number that was written in the program."""
        if isinstance(value, float):
            raise refused(at, value, "an exact number", 'write Decimal("12.50") instead of 12.5, or an int')
        if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
            raise refused(at, value, 'an exact number, as Decimal("12.50") or an int')
        if isinstance(value, Decimal) and not value.is_finite():
            raise refused(at, value, "a finite number", "NaN and Infinity cannot be sent")
        if self.as_text:
            return _plain_digits(Decimal(value), at)
        return value if isinstance(value, Decimal) else int(value)

    def text(self, value: Any, at: str) -> str:
        """See `Codec`; never with an exponent."""
        self.encode(value, at)
        return _plain_digits(Decimal(value), at)


def _plain_digits(number: Decimal, at: str) -> str:
    """A finite number without an exponent."""
    digits = plain_digits(number)
    if digits is None:
        raise refused(at, number, f"a number of at most {MOST_DIGITS} digits before and after the point")
    return digits


INTEGER = Integer()
INT32 = BoundedInteger(32)
INT64 = BoundedInteger(64)
NUMBER = Float()
DECIMAL = ExactNumber(as_text=False)
DECIMAL_TEXT = ExactNumber(as_text=True)
