"""Request bodies that are no model as JSON: other JSON, forms, files. See `operation.RequestBody`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote_plus

from attrs import field, frozen

from erp_client_runtime.codec import Codec, refused
from erp_client_runtime.encoding import encode_json, plain_text
from erp_client_runtime.errors import InvalidArgumentError
from erp_client_runtime.styles import empty, json_text, pairs, single_text

if TYPE_CHECKING:
    from erp_client_runtime.decoding import At, Decoding

__all__ = ["FILE", "Content", "File", "Form", "Json", "Multipart", "Part"]

_BYTES = (bytes, bytearray, memoryview)


@frozen
class File:
    """A file of a multipart form, or a body of any media type.

    Attributes:
        content: What is in it.
        name: Its name; None for that of the field.
        media_type: What kind of file it is; None for the one that is documented, else `application/octet-stream`.
    """

    content: bytes = field(repr=False)
    name: str | None = None
    media_type: str | None = None


class FileCodec(Codec[Any]):
    """A file of a multipart form: a `File`, or its bytes."""

    __slots__ = ()
    expected = "a file (bytes or File)"

    def decode(self, value: Any, decoding: Decoding, at: At) -> Any:
        """See `Codec`; JSON has no files, so whatever is there stays as it is."""
        decoding.drift("wrong_type", at, value, self.expected)
        return value

    def encode(self, value: Any, at: str) -> File:
        """See `Codec`."""
        file = value if isinstance(value, File) else File(value)
        if not isinstance(file.content, _BYTES):
            raise refused(at, file.content, self.expected, "read the file first" if hasattr(value, "read") else "")
        return file

    def text(self, value: Any, at: str) -> str:
        """See `Codec`; not possible for files."""
        raise refused(at, value, "a single value")


FILE = FileCodec()


class Part(NamedTuple):
    """How a field of a form is written, where not as usual.

    Attributes:
        style: See `Parameter`; None for the usual: single values and lists of them as text, objects as JSON.
        explode: See `Parameter`.
        media_type: Of a multipart form, the media type of the part.
    """

    style: str | None = None
    explode: bool = True
    media_type: str | None = None


_USUAL = Part()


def _fields(codec: Codec[Any] | None, value: Any, at: str) -> Mapping[str, Any]:
    """The fields of a form as they are sent."""
    if codec is not None:
        value = codec.encode(value, at)
    fields = value._to_wire(type(value).__name__) if hasattr(value, "_to_wire") else value
    if not isinstance(fields, Mapping):
        raise refused(at, value, "a model")
    return fields


class Json:
    """JSON that is no object with named fields.

    Args:
        codec: How it is written.
        media_type: Its media type.
    """

    __slots__ = ("_codec", "_media_type")

    def __init__(self, codec: Codec[Any], media_type: str = "application/json") -> None:
        self._codec = codec
        self._media_type = media_type

    def encode(self, value: Any, at: str) -> tuple[bytes, str]:
        """See `RequestBody`."""
        try:
            return encode_json(self._codec.encode(value, at)), self._media_type
        except RecursionError:
            raise InvalidArgumentError(f"{at} is nested too deeply, or holds itself") from None


class Content:
    """Bytes or text, sent as they are.

    Args:
        media_type: Their media type; a `File` may have another.
    """

    __slots__ = ("_media_type",)

    def __init__(self, media_type: str) -> None:
        self._media_type = media_type

    def encode(self, value: Any, at: str) -> tuple[bytes, str]:
        """See `RequestBody`; text is sent in UTF-8."""
        if isinstance(value, str):
            return plain_text(value, at).encode(), f"{self._media_type}; charset=utf-8"
        if isinstance(value, File):
            return bytes(FILE.encode(value, at).content), _header_safe(value.media_type or self._media_type, at)
        if not isinstance(value, _BYTES):
            raise refused(at, value, "bytes or text", "read the file first" if hasattr(value, "read") else "")
        return bytes(value), self._media_type


class Form:
    """A form as browsers send it, `application/x-www-form-urlencoded`.

    Args:
        parts: Fields that are not written as usual, by the vendor's names.
        codec: How it is written if it is a dict; None for a model, which knows that itself.
    """

    __slots__ = ("_codec", "_parts")

    def __init__(self, parts: Mapping[str, Part] | None = None, codec: Codec[Any] | None = None) -> None:
        self._parts = parts or {}
        self._codec = codec

    def encode(self, value: Any, at: str) -> tuple[bytes, str]:
        """See `RequestBody`."""
        found: list[str] = []
        for name, inner in _fields(self._codec, value, at).items():
            place = f"{name} of {at}"
            part = self._parts.get(name, _USUAL)
            for one in _apart(inner, part):
                if isinstance(one, File):
                    raise InvalidArgumentError(f"{place} is a file, which only a multipart form can hold")
                style = part.style or ("json" if isinstance(one, (dict, list)) else "form")
                found.extend(pairs(_in_form(name, place), one, style, part.explode, _in_form, place))
        return "&".join(found).encode("ascii"), "application/x-www-form-urlencoded"


def _apart(value: Any, part: Part) -> Iterator[Any]:
    """What is written as one field each: as usual, the members of a list."""
    if part.style is None and part.media_type is None and isinstance(value, list):
        if not value:
            raise empty("a list in a form")
        yield from value
    else:
        yield value


def _in_form(text: str, at: str) -> str:
    return quote_plus(plain_text(text, at), safe="")


class Multipart:
    """A form with files, `multipart/form-data`.

    Args:
        parts: Fields that are not written as usual, by the vendor's names.
        codec: How it is written if it is a dict; None for a model, which knows that itself.
    """

    __slots__ = ("_codec", "_parts")

    def __init__(self, parts: Mapping[str, Part] | None = None, codec: Codec[Any] | None = None) -> None:
        self._parts = parts or {}
        self._codec = codec

    def encode(self, value: Any, at: str) -> tuple[bytes, str]:
        """See `RequestBody`; the boundary follows from the content, so that the same is always sent for the same."""
        made: list[tuple[bytes, bytes]] = []
        for name, inner in _fields(self._codec, value, at).items():
            part = self._parts.get(name, _USUAL)
            made += [_part(name, one, part.media_type, f"{name} of {at}") for one in _apart(inner, part)]
        boundary = _boundary(made)
        lines = [b"".join((b"--", boundary, b"\r\n", head, b"\r\n\r\n", content, b"\r\n")) for head, content in made]
        return b"".join((*lines, b"--", boundary, b"--\r\n")), f"multipart/form-data; boundary={boundary.decode()}"


def _part(name: str, value: Any, media_type: str | None, at: str) -> tuple[bytes, bytes]:
    """Head and content of a part."""
    head = f'Content-Disposition: form-data; name="{_in_quotes(name)}"'
    if isinstance(value, File):
        head += f'; filename="{_in_quotes(value.name or name)}"'
        media_type = value.media_type or media_type or "application/octet-stream"
        content = bytes(value.content)
    elif isinstance(value, (dict, list)) or (media_type or "").partition(";")[0].endswith("json"):
        media_type = media_type or "application/json"
        content = json_text(value).encode()
    else:
        content = single_text(value, at).encode()
    if media_type is not None:
        head += f"\r\nContent-Type: {_header_safe(media_type, at)}"
    return plain_text(head, at).encode(), content


def _header_safe(media_type: str, at: str) -> str:
    if not media_type.isascii() or not media_type.isprintable():
        raise InvalidArgumentError(f"the media type of {at} cannot be sent in a header")
    return media_type


def _in_quotes(text: str) -> str:
    """A name within quotes, as browsers write it."""
    return text.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _boundary(parts: list[tuple[bytes, bytes]]) -> bytes:
    # Not loaded for the many clients that send no files.
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    for head, content in parts:
        digest.update(head)
        digest.update(content)
    return digest.hexdigest().encode()
