"""What a codec is: the way of one kind of value between JSON and Python."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from erp_client_runtime.errors import InvalidArgumentError

if TYPE_CHECKING:
    from erp_client_runtime.decoding import At, Decoding

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Codec(Generic[T_co]):
    """One kind of value.

    Attributes:
        expected: The kind in words, for messages: `text`, `an integer`.
        exact: Type whose instances need no decoding, if there is one; lets callers skip `decode`.
        bounds: Least and most of the integers that need no decoding, if only those between need none.
        quick: A type and what decodes instances of it without a look at anything else, if there is such; it returns
            None for those that `decode` has to see.
    """

    __slots__ = ()

    expected: str
    exact: type | None = None
    bounds: tuple[int, int] | None = None
    quick: tuple[type, Callable[[Any], Any]] | None = None

    def decode(self, value: Any, decoding: Decoding, at: At) -> T_co:
        """Read a JSON value.

        Lenient: what does not fit is reported to `decoding` and converted if that is safe, else returned as it came.

        Raises:
            DecodeError: it does not fit and `decoding` is strict.
        """
        raise NotImplementedError

    def encode(self, value: Any, at: str) -> Any:
        """The JSON value to be sent.

        Raises:
            InvalidArgumentError: the value does not fit; the message names `at`.
        """
        raise NotImplementedError

    def encode_drifted(self, value: Any, at: str) -> Any:
        """As `encode`, for a value in which something did not fit when it was read: that goes back as it came."""
        try:
            return self.encode(value, at)
        except InvalidArgumentError:
            return value

    def text(self, value: Any, at: str) -> str:
        """The form in a path, a query or a header.

        Raises:
            InvalidArgumentError: the value does not fit; the message names `at`.
        """
        raise NotImplementedError


def decode_with(codec: Codec[T], value: Any, decoding: Decoding, at: At = None) -> T:
    """Decode an answer or a part of it that no other codec is at work on.

    Raises:
        DecodeError: it is nested too deeply, or it does not fit and `decoding` is strict.
    """
    try:
        return codec.decode(value, decoding, at)
    except RecursionError:
        raise decoding.error("nested too deeply to be a real answer") from None


def refused(at: str, value: Any, expected: str, cure: str = "") -> InvalidArgumentError:
    """The error for a value that cannot be sent, to be raised. The value itself is not shown: it may be personal."""
    given = "None" if value is None else type(value).__name__
    return InvalidArgumentError(f"{at} has to be {expected}, not {given}" + (f"; {cure}" if cure else ""))
