"""Codecs of dates and times, and of other values that JSON holds as text: UUIDs and bytes."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from erp_client_runtime.codec import Codec, refused

if TYPE_CHECKING:
    import uuid

    from erp_client_runtime.decoding import At, Decoding, Kind

_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_DATETIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d([.,]\d+)?)?([Zz]|[+-]\d\d(:?\d\d)?)?", re.ASCII)
_NO_DATE = re.compile(r"\s*|0000-00-00([Tt ].*)?", re.DOTALL)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_MOST_KEPT = 1000
_LONGEST_KEPT = 40


class _InText(Codec[Any]):
    """What all values that JSON holds as text share."""

    __slots__ = ()

    def _read(self, text: str) -> Any:
        """The value.

        Raises:
            ValueError: the text does not hold one.
        """
        raise NotImplementedError

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; an empty text, or zeros for a date, become None."""
        if type(value) is str:
            try:
                return self._read(value)
            except ValueError:
                empty = _NO_DATE.fullmatch(value) is not None
                decoding.drift("empty_value" if empty else "bad_value", at, value, self.expected)
                return None if empty else value
        decoding.drift("null" if value is None else "wrong_type", at, value, self.expected)
        return value

    def text(self, value: Any, at: str) -> str:
        """See `Codec`."""
        return str(self.encode(value, at))


class _Recent(dict[str, Any]):
    """What texts were read as, since the same dates come again and again; None for a text that cannot be read."""

    def __init__(self, read: Callable[[str], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> Any:
        try:
            value = self._read(text)
        except ValueError:
            return None
        if len(text) <= _LONGEST_KEPT:
            if len(self) >= _MOST_KEPT:
                self.clear()
            self[text] = value
        return value


class Date(_InText):
    """A date as `YYYY-MM-DD`.

    Args:
        prefix: Whether a time may follow when reading; it is dropped.
    """

    __slots__ = ("_prefix", "expected", "quick")

    def __init__(self, *, prefix: bool) -> None:
        self._prefix = prefix
        self.quick = (str, _Recent(self._read).__getitem__)
        self.expected = "a date (YYYY-MM-DD), with or without a time" if prefix else "a date (YYYY-MM-DD)"

    def _read(self, text: str) -> date:
        if self._prefix and text[10:11] in ("T", "t", " "):
            text = text[:10]
        if not _DATE.fullmatch(text):
            raise ValueError("not a date")
        return date.fromisoformat(text)

    def encode(self, value: Any, at: str) -> str:
        """See `Codec`."""
        if isinstance(value, datetime):
            raise refused(at, value, "a date (datetime.date)", "take .date() of it in the time zone that is meant")
        if not isinstance(value, date):
            raise refused(at, value, "a date (datetime.date)")
        return date.isoformat(value)


class DateTime(_InText):
    """A point in time as ISO 8601 with its offset from UTC."""

    __slots__ = ()
    expected = "a point in time (ISO 8601 with offset)"

    def _read(self, text: str) -> datetime:
        if not _DATETIME.fullmatch(text):
            raise ValueError("not a point in time")
        return datetime.fromisoformat(text.upper())

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; a time without offset stays one without (naive) and is reported."""
        read = super().decode(value, decoding, at)
        if isinstance(read, datetime) and read.tzinfo is None:
            decoding.drift("bad_value", at, value, self.expected)
        return read

    def encode(self, value: Any, at: str) -> str:
        """See `Codec`."""
        return _aware(value, at).isoformat()


class EpochMillis(Codec[Any]):
    """A point in time as milliseconds since 1970-01-01T00:00Z."""

    __slots__ = ()
    expected = "a point in time (milliseconds since 1970)"

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`."""
        number = value
        if type(value) is str and re.fullmatch(r"-?\d{1,15}", value, re.ASCII):
            decoding.drift("number_as_text", at, value, self.expected)
            number = int(value)
        elif type(value) is Decimal and value.adjusted() < 15 and value == int(value):
            decoding.drift("wrong_type", at, value, self.expected)
            number = int(value)
        if type(number) is not int:
            kind: Kind = "null" if value is None else "empty_value" if value == "" else "wrong_type"
            decoding.drift(kind, at, value, self.expected)
            return None if value == "" else value
        try:
            return _EPOCH + timedelta(milliseconds=number)
        except OverflowError:
            decoding.drift("bad_value", at, value, "a point in time between the years 1 and 9999")
            return value

    def encode(self, value: Any, at: str) -> int:
        """See `Codec`; what is finer than a millisecond is dropped."""
        return (_aware(value, at) - _EPOCH) // _MILLISECOND

    def text(self, value: Any, at: str) -> str:
        """See `Codec`."""
        return str(self.encode(value, at))


def _aware(value: Any, at: str) -> datetime:
    if not isinstance(value, datetime):
        raise refused(at, value, "a point in time (datetime.datetime with a time zone)")
    if value.utcoffset() is None:
        raise refused(at, value, "a point in time with a time zone", "for example value.replace(tzinfo=datetime.UTC)")
    return value


class UuidText(_InText):
    """A UUID."""

    __slots__ = ()
    expected = "a UUID"

    def _read(self, text: str) -> uuid.UUID:
        # Not loaded for the many clients that have no UUIDs.
        from uuid import UUID

        return UUID(text)

    def encode(self, value: Any, at: str) -> str:
        """See `Codec`; a text that holds a UUID is accepted."""
        from uuid import UUID

        if isinstance(value, UUID):
            return str(value)
        if isinstance(value, str):
            try:
                return str(UUID(value))
            except ValueError:
                raise refused(at, value, "a UUID", "the text does not hold one") from None
        raise refused(at, value, "a UUID (uuid.UUID)")


class Base64(_InText):
    """Bytes as base64."""

    __slots__ = ()
    expected = "bytes in base64"

    def _read(self, text: str) -> bytes:
        from binascii import a2b_base64

        if not text.isascii():
            raise ValueError("not base64")
        return a2b_base64(text, strict_mode=True) if text else b""

    def encode(self, value: Any, at: str) -> str:
        """See `Codec`."""
        from binascii import b2a_base64

        if not isinstance(value, (bytes, bytearray, memoryview)):
            raise refused(at, value, "bytes")
        return b2a_base64(value, newline=False).decode()


DATE = Date(prefix=False)
DATE_PREFIX = Date(prefix=True)
DATETIME = DateTime()
EPOCH_MILLIS = EpochMillis()
UUID = UuidText()
BINARY_BASE64 = Base64()
