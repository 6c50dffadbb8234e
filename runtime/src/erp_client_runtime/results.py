"""What the answers of operations become: an object, a page of objects, nothing, a file.

Plain classes, as making seven attrs classes takes more time than importing all the rest of the package.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from erp_client_runtime.codec import decode_with
from erp_client_runtime.composites import Array, ModelCodec
from erp_client_runtime.decoding import describe
from erp_client_runtime.errors import DecodeError, InvalidArgumentError, NotFoundError
from erp_client_runtime.files import Binary, Document, Text
from erp_client_runtime.ids import id_text, shown_id
from erp_client_runtime.layout import Wire, layout_of
from erp_client_runtime.pages import Changes, Page
from erp_client_runtime.parsing import charset_of, decoded, json_value
from erp_client_runtime.wrapper import Anywhere, Wrapper

if TYPE_CHECKING:
    from erp_client_runtime.codec import Codec
    from erp_client_runtime.decoding import At, Decoding
    from erp_client_runtime.model import ReadModel
    from erp_client_runtime.operation import Result
    from erp_client_runtime.response import RawResponse

__all__ = [
    "Binary",
    "ByStatus",
    "Changes",
    "Document",
    "Items",
    "Nothing",
    "Object",
    "OneOf",
    "Page",
    "Text",
    "Value",
    "Wire",
    "insist_on",
]

T = TypeVar("T")
M = TypeVar("M", bound="ReadModel")

JSON = "application/json"

_LONG = 16 * 1024


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
        anywhere: Whether the answer is the array itself, or an object that holds it under a name that is not known.
    """

    __slots__ = ("_codec", "_wrapper", "accept", "model")

    def __init__(
        self,
        model: type[M],
        *,
        items: str | None = None,
        cursor: Wire | None = None,
        others: Sequence[Wire] = (),
        anywhere: bool = False,
    ) -> None:
        self.model = model
        self.accept = JSON
        self._codec = Array(ModelCodec(model))
        self._wrapper = Anywhere() if anywhere else Wrapper(items, cursor, others)

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> Page[M]:
        """See `Result`."""
        if len(response.content) >= _LONG and layout_of(self.model).compiled:
            # Not loaded for a program that reads a few objects.
            from erp_client_runtime.records import read_page

            read = read_page(response, decoding, self._wrapper, self.model)
            if read is not None:
                return Page(read[0], cursor=read[1], raw=response)
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
        wanted = id_text(arguments.get(self.argument))
        array = self._wrapper.items
        if isinstance(value, dict) and array not in value and self.match in value:
            expected = f"an object with the array {array}" if array else "an array"
            if id_text(value[self.match]) != wanted:
                raise decoding.error(
                    f"a bare object instead of {expected}, and with another {self.match} than {self.argument} asks for"
                )
            decoding.drift("wrong_type", None, value, expected)
            return decode_with(self._codec, value, decoding)
        elements, at = self._wrapper.elements(value, decoding)
        self._wrapper.rest(value, decoding)
        if not elements:
            raise NotFoundError(
                f"{decoding.operation}: there is no {self.model.__name__} with {self.argument}={shown_id(wanted)} "
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
        if found is not None and id_text(found) != wanted:
            decoding.drift("other_id", (at, self.match, self.model.__name__), found, f"the value of {self.argument}")
        return decode_with(self._codec, element, decoding, at)

    def _choose(self, elements: list[Any], wanted: str, decoding: Decoding) -> int:
        """Position of the element that was asked for."""
        fitting = [
            index
            for index, element in enumerate(elements)
            if isinstance(element, dict) and id_text(element.get(self.match)) == wanted
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
    if found is None or id_text(found) == id_text(asked):
        return
    raise DecodeError(
        f"{operation}: the answer holds a {type(model).__name__} with {name}={shown_id(found)}, not "
        f"{shown_id(asked)} that was asked for; nothing was written, since that would give one the data of the other",
        operation=operation,
        path=name,
    )


class Value(Generic[T]):
    """A value that is no object with named fields: a number, a text, an array of such.

    Args:
        codec: How it is read.
        field: Field of an object that is accepted as well, and reported, if it holds the value. With it the value is
            the id of what was written, which has to be one: nothing can be done with another.
        unknown: Whether nothing is documented about what a write answers. It is done, whatever the answer: an empty one
            is None and plain text is that text, both reported. A web page is an error all the same.
    """

    __slots__ = ("accept", "codec", "field", "unknown")

    def __init__(self, codec: Codec[T], *, field: str | None = None, unknown: bool = False) -> None:
        self.codec = codec
        self.field = field
        self.unknown = unknown
        self.accept = JSON

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> T:
        """See `Result`."""
        value = _anything(response, decoding) if self.unknown else json_value(response, decoding)
        if self.field is None:
            return decode_with(self.codec, value, decoding)
        at: At = None
        if type(value) is dict and self.field in value:
            decoding.drift("wrong_type", None, value, self.codec.expected)
            value, at = value[self.field], (None, self.field)
        found = decode_with(self.codec, value, decoding, at)
        try:
            self.codec.text(found, self.field)
        except InvalidArgumentError:
            raise decoding.error(f"expected {self.codec.expected}, found {describe(value)}", at) from None
        return found


def _anything(response: RawResponse, decoding: Decoding) -> Any:
    """The body, whether there is one or not, and whether it is JSON or plain text."""
    decoding.response = response
    content = response.content.strip()
    if not content:
        decoding.drift("empty_body", None, None, "JSON")
        return None
    if response.content_type != "text/plain" or content.startswith(b"<"):
        return json_value(response, decoding)
    text = decoded(content, charset_of(response), decoding)
    decoding.drift("content_type", None, text, "the media type application/json")
    return text


class ByStatus(Generic[T]):
    """Something else for each status of success.

    Args:
        results: The results by status, as the documentation has it: `201`, `2XX` or `default`.
    """

    __slots__ = ("_results", "accept")

    def __init__(self, results: Mapping[str, Result[T]]) -> None:
        self._results = results
        self.accept = ", ".join(dict.fromkeys(result.accept for result in results.values()))

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> T:
        """See `Result`; with a status that is not documented, as with the first one that is."""
        names = (str(response.status), f"{response.status // 100}XX", "default")
        found = next((self._results[name] for name in names if name in self._results), None)
        if found is None:
            decoding.response = response
            decoding.drift("unknown_value", None, response.status, f"the status {' or '.join(self._results)}")
            found = next(iter(self._results.values()))
        return found.decode(response, decoding, arguments)


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
