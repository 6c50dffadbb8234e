"""What the answers of operations become: an object, a page of objects, nothing, a file.

Plain classes, as making seven attrs classes takes more time than importing all the rest of the package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from erp_client_runtime.codec import decode_with
from erp_client_runtime.composites import Array, ModelCodec
from erp_client_runtime.decoding import describe
from erp_client_runtime.errors import DecodeError, NotFoundError
from erp_client_runtime.layout import Wire
from erp_client_runtime.pages import Changes, Page
from erp_client_runtime.parsing import charset_of, decoded, json_value
from erp_client_runtime.wrapper import Wrapper

if TYPE_CHECKING:
    from erp_client_runtime.codec import Codec
    from erp_client_runtime.decoding import Decoding
    from erp_client_runtime.model import ReadModel
    from erp_client_runtime.response import RawResponse

__all__ = ["Binary", "Changes", "Items", "Nothing", "Object", "OneOf", "Page", "Text", "Value", "Wire", "insist_on"]

T = TypeVar("T")
M = TypeVar("M", bound="ReadModel")

JSON = "application/json"
_SHOWN_ID = 60


class Object(Generic[M]):
    """One object.

    Args:
        model: Its class.
        empty_ok: Whether an empty answer is an object without any field (and reported, as are the fields that it
            lacks), as for writes: they are done, whatever the answer.
    """

    __slots__ = ("_codec", "accept", "empty_ok", "model")

    def __init__(self, model: type[M], *, empty_ok: bool = False) -> None:
        self.model = model
        self._codec = ModelCodec(model)
        self.empty_ok = empty_ok
        self.accept = JSON

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> M:
        """See `Result`."""
        decoding.response = response
        if self.empty_ok and response.content.strip() in (b"", b"null"):
            decoding.drift("empty_body", None, None, f"an object ({self.model.__name__})")
            return decode_with(self._codec, {}, decoding)
        value = json_value(response, decoding)
        if type(value) is not dict:
            raise decoding.error(f"expected an object ({self.model.__name__}), found {describe(value)}")
        return decode_with(self._codec, value, decoding)


class Items(Generic[M]):
    """A page of objects.

    Args:
        model: Class of the objects.
        items: Field that holds them; None if the answer itself is the array.
        cursor: Field that holds the cursor for the next call; None if there is none.
        others: The other documented fields of the object that holds the array.
    """

    __slots__ = ("_codec", "_wrapper", "accept", "model")

    def __init__(
        self, model: type[M], *, items: str | None = None, cursor: Wire | None = None, others: Sequence[Wire] = ()
    ) -> None:
        self.model = model
        self.accept = JSON
        self._codec = Array(ModelCodec(model))
        self._wrapper = Wrapper(items, cursor, others)

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> Page[M]:
        """See `Result`."""
        value = json_value(response, decoding)
        elements, at = self._wrapper.elements(value, decoding)
        items = decode_with(self._codec, elements, decoding, at)
        return Page(items, cursor=self._wrapper.rest(value, decoding), raw=response)


class OneOf(Generic[M]):
    """One object, although the vendor answers with an array.

    Args:
        model: Class of the object.
        items: Field that holds the array; None if the answer itself is the array.
        match: Field of the object that tells whether it is the one, by the vendor's name.
        argument: Argument of the operation that it has to equal.
        others: The other documented fields of the object that holds the array.
    """

    __slots__ = ("_codec", "_wrapper", "accept", "argument", "match", "model")

    def __init__(
        self, model: type[M], *, items: str | None, match: str, argument: str, others: Sequence[Wire] = ()
    ) -> None:
        self.model = model
        self.match = match
        self.argument = argument
        self.accept = JSON
        self._codec = ModelCodec(model)
        self._wrapper = Wrapper(items, None, others)

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> M:
        """See `Result`."""
        value = json_value(response, decoding)
        wanted = _as_text(arguments.get(self.argument))
        array = self._wrapper.items
        if isinstance(value, dict) and array not in value and self.match in value:
            expected = f"an object with the array {array}" if array else "an array"
            if _as_text(value[self.match]) != wanted:
                raise decoding.error(
                    f"a bare object instead of {expected}, and with another {self.match} than {self.argument} asks for"
                )
            decoding.drift("wrong_type", None, value, expected)
            return decode_with(self._codec, value, decoding)
        elements, at = self._wrapper.elements(value, decoding)
        self._wrapper.rest(value, decoding)
        if not elements:
            raise NotFoundError(
                f"{decoding.operation}: there is no {self.model.__name__} with {self.argument}={wanted[:_SHOWN_ID]!r} "
                "(the answer holds no element)",
                operation=decoding.operation,
                status=response.status,
                request_id=response.request_id,
                body_start=response.content,
            )
        index = 0 if len(elements) == 1 else self._choose(elements, wanted, decoding)
        element = elements[index]
        at = (at, index)
        if type(element) is not dict:
            raise decoding.error(f"expected an object ({self.model.__name__}), found {describe(element)}", at)
        found = element.get(self.match)
        if found is not None and _as_text(found) != wanted:
            decoding.drift("other_id", (at, self.match, self.model.__name__), found, f"the value of {self.argument}")
        return decode_with(self._codec, element, decoding, at)

    def _choose(self, elements: list[Any], wanted: str, decoding: Decoding) -> int:
        """Position of the element that was asked for."""
        fitting = [
            index
            for index, element in enumerate(elements)
            if isinstance(element, dict) and _as_text(element.get(self.match)) == wanted
        ]
        if fitting and all(elements[index] == elements[fitting[0]] for index in fitting):
            return fitting[0]
        raise decoding.error(
            f"{len(elements)} elements instead of one, {len(fitting) or 'none'} of them with the {self.match} "
            f"that {self.argument} asks for"
        )


def insist_on(model: ReadModel, name: str, asked: object, *, operation: str) -> None:
    """Make sure that what was read is what was asked for, before it is written back under that id.

    Args:
        model: What was read. Without an id (null or absent) it is accepted.
        name: Its field that holds the id.
        asked: The id that was asked for; compared as text.
        operation: Name of the operation that read it.

    Raises:
        DecodeError: it has another id.
    """
    found = getattr(model, name)
    if found is None or _as_text(found) == _as_text(asked):
        return
    raise DecodeError(
        f"{operation}: the answer holds a {type(model).__name__} with {name}={_shown(found)}, not {_shown(asked)} that "
        "was asked for; nothing was written, since that would give one the data of the other",
        operation=operation,
        path=name,
    )


class Value(Generic[T]):
    """A value that is no object with named fields: a number, a text, an array of such.

    Args:
        codec: How it is read.
    """

    __slots__ = ("accept", "codec")

    def __init__(self, codec: Codec[T]) -> None:
        self.codec = codec
        self.accept = JSON

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> T:
        """See `Result`."""
        return decode_with(self.codec, json_value(response, decoding), decoding)


class Nothing:
    """No content. A body is reported and else ignored, unless it is a web page: then nobody knows what happened."""

    __slots__ = ("accept",)

    def __init__(self) -> None:
        self.accept = JSON

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> None:
        """See `Result`."""
        decoding.response = response
        content = response.content.strip()
        if content.startswith(b"<"):
            raise decoding.error("HTML or XML where no body belongs, as from a proxy, a login page or a wrong base URL")
        if content:
            decoding.drift("unexpected_body", None, content, "no body")


class Binary:
    """A file, as bytes.

    Args:
        accept: Its media types, separated by commas.
    """

    __slots__ = ("accept",)

    def __init__(self, accept: str) -> None:
        self.accept = accept

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> bytes:
        """See `Result`."""
        decoding.response = response
        if not response.content:
            raise decoding.error(f"empty where a file ({self.accept}) belongs")
        _check_media_type(self.accept, response, decoding)
        return response.content


class Text:
    """Text."""

    __slots__ = ("accept",)

    def __init__(self, accept: str = "text/plain") -> None:
        self.accept = accept

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> str:
        """See `Result`."""
        decoding.response = response
        _check_media_type(self.accept, response, decoding)
        return decoded(response.content, charset_of(response), decoding)


def _check_media_type(accept: str, response: RawResponse, decoding: Decoding) -> None:
    given = response.content_type
    accepted = {media_type.strip() for media_type in accept.split(",")}
    if not given or given in accepted or "*/*" in accepted:
        return
    if given in ("text/html", JSON):
        raise decoding.error(f"{given} instead of {accept}, as an error page under a status of success")
    decoding.drift("content_type", None, given, f"the media type {accept}")


def _as_text(value: object) -> str:
    """An id as text, so that 52 and "52" are the same."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int.__repr__(value)
    return str(value)


def _shown(value: object) -> str:
    text = _as_text(value)[:_SHOWN_ID]
    return repr(text) if isinstance(value, str) else text
