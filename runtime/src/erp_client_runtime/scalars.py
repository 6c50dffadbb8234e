"""Codecs of single values that are no numbers: text, booleans, enums, constants, anything."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from erp_client_runtime.codec import Codec, refused
from erp_client_runtime.encoding import plain, plain_text
from erp_client_runtime.enums import OpenEnum
from erp_client_runtime.numbers import DECIMAL, INTEGER

if TYPE_CHECKING:
    from erp_client_runtime.decoding import At, Decoding, Kind

E = TypeVar("E", bound=OpenEnum)


class Text(Codec[str]):
    """Text."""

    __slots__ = ()
    expected = "text"
    exact = str

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; numbers and booleans become text."""
        if type(value) is str:
            return value
        if value is None:
            decoding.drift("null", at, value, self.expected)
            return None
        decoding.drift("wrong_type", at, value, self.expected)
        return _text_of(value)

    def encode(self, value: Any, at: str) -> str:
        """See `Codec`."""
        if not isinstance(value, str):
            raise refused(at, value, "text (str)")
        return plain_text(value, at)

    text = encode


def _text_of(value: Any) -> Any:
    """A number or boolean as text, exactly as JSON has it; anything else unchanged."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        try:
            return str(value)
        except ValueError:
            # More digits than Python writes.
            return value
    return value


class Boolean(Codec[bool]):
    """True or false."""

    __slots__ = ()
    expected = "true or false"
    exact = bool

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; the texts `true` and `false` become booleans."""
        if type(value) is bool:
            return value
        if value is None:
            decoding.drift("null", at, value, self.expected)
            return None
        decoding.drift("wrong_type", at, value, self.expected)
        if isinstance(value, str) and value.lower() in ("true", "false"):
            return value.lower() == "true"
        return value

    def encode(self, value: Any, at: str) -> bool:
        """See `Codec`."""
        if value is True or value is False:
            return bool(value)
        raise refused(at, value, "True or False")

    def text(self, value: Any, at: str) -> str:
        """See `Codec`."""
        return "true" if self.encode(value, at) else "false"


class Anything(Codec[Any]):
    """Any JSON value, as it is."""

    __slots__ = ()
    expected = "any JSON value"
    exact = None

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`."""
        return value

    def encode(self, value: Any, at: str) -> Any:
        """See `Codec`."""
        return plain(value, at)

    def text(self, value: Any, at: str) -> str:
        """See `Codec`; single values only."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return INTEGER.text(value, at)
        if isinstance(value, (Decimal, float)):
            return DECIMAL.text(Decimal(repr(value)) if isinstance(value, float) else value, at)
        return TEXT.encode(value, at)


class Enumeration(Codec[E]):
    """A value of a list that the vendor may extend.

    Args:
        enum: The documented values.
        others: Whether other values are expected, too, so that they are neither reported nor refused.
    """

    __slots__ = ("_base", "_members", "_others", "enum", "expected", "quick")

    def __init__(self, enum: type[E], *, others: bool = False) -> None:
        self.enum = enum
        self._others = others
        self._base: Codec[Any] = TEXT if issubclass(enum, str) else INTEGER
        self._members: dict[Any, Any] = dict(enum._value2member_map_)
        self.quick = (str if issubclass(enum, str) else int, self._members.get)
        documented = "one of " + ", ".join(str(value) for value in self._members)
        self.expected = f"{self._base.expected}, for example {documented}" if others else documented

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; a value that is not documented becomes an unnamed member of the enum."""
        if type(value) is not self._base.exact:
            converted = self._base.decode(value, decoding, at)
            if type(converted) is not self._base.exact:
                return converted
            value = converted
        member = self._members.get(value)
        if member is not None:
            return member
        if not self._others:
            decoding.drift("unknown_value", at, value, self.expected)
        return self.enum(value)

    def encode(self, value: Any, at: str) -> Any:
        """See `Codec`; a bare value has to be an expected one, so that a slip of the keyboard is not sent."""
        if isinstance(value, self.enum):
            return self._base.encode(value._value_, at)
        if type(value) is self._base.exact and (self._others or value in self._members):
            return self._base.encode(value, at)
        name = self.enum.__name__
        cure = "" if self._others else f"a value that is not documented can be sent as {name}(value)"
        raise refused(at, value, self.expected, cure)

    def text(self, value: Any, at: str) -> str:
        """See `Codec`."""
        return self._base.text(self.encode(value, at), at)


class Constant(Codec[Any]):
    """A value that is always the same.

    Args:
        value: That value.
    """

    __slots__ = ("expected", "value")

    def __init__(self, value: str | int | bool) -> None:
        self.value = value
        self.expected = f"always {value!r}"

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; another value is kept."""
        if type(value) is not type(self.value) or value != self.value:
            same_type = type(value) is type(self.value)
            kind: Kind = "null" if value is None else "unknown_value" if same_type else "wrong_type"
            decoding.drift(kind, at, value, self.expected)
        return value

    def encode(self, value: Any, at: str) -> Any:
        """See `Codec`."""
        if type(value) is not type(self.value) or value != self.value:
            raise refused(at, value, self.expected)
        return value

    def text(self, value: Any, at: str) -> str:
        """See `Codec`."""
        return ANY.text(self.encode(value, at), at)


TEXT = Text()
BOOLEAN = Boolean()
ANY = Anything()


def enumeration(enum: type[E], *, others: bool = False) -> Enumeration[E]:
    """Codec of an open enum; `others` says whether values that are not documented are expected."""
    return Enumeration(enum, others=others)


def const(value: str | int | bool) -> Constant:
    """Codec of a value that is always the same."""
    return Constant(value)
