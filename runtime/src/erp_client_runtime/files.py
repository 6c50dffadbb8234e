"""Answers that are not JSON objects: files, files in JSON, texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from erp_client_runtime.decoding import describe
from erp_client_runtime.parsing import charset_of, decoded, json_value

if TYPE_CHECKING:
    from erp_client_runtime.decoding import Decoding
    from erp_client_runtime.response import RawResponse

_JSON = "application/json"
_DATA_URI = r"\s*data:[^,]*;base64\s*,"


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


class Document:
    """A file, as bytes, that comes in Base64 as a JSON text.

    The text may begin as a data URI, and have line breaks or lack its padding. Other wrappings are read, too, and
    reported: the file itself, and Base64 without the quotes that make it JSON.

    Args:
        media_type: What kind of file it is.
        magic: The bytes it begins with, to know that it is one.
    """

    __slots__ = ("_expected", "_magic", "accept")

    def __init__(self, media_type: str, *, magic: bytes) -> None:
        self.accept = _JSON
        self._magic = magic
        self._expected = f"a JSON text that holds a file ({media_type}) in Base64"

    def decode(self, response: RawResponse, decoding: Decoding, arguments: Mapping[str, object]) -> bytes:
        """See `Result`."""
        decoding.response = response
        if response.content.startswith(self._magic):
            decoding.drift("wrong_type", None, response.content, self._expected)
            return response.content
        text = self._bare(response.content)
        if text is None:
            value = json_value(response, decoding)
            if not isinstance(value, str):
                raise decoding.error(f"expected {self._expected}, found {describe(value)}")
            text = value
        else:
            decoding.drift("wrong_type", None, response.content, self._expected)
        return self._file(text, decoding)

    def _bare(self, content: bytes) -> str | None:
        """The text of a body that is Base64 and no JSON: without quotes, or with raw line breaks between them."""
        text = content.strip()
        if text.startswith(b'"'):
            if not text.endswith(b'"') or len(text.splitlines()) < 2:
                return None
            text = text[1:-1]
        elif not text.startswith((b"data:", self._encoded_magic())):
            return None
        return text.decode("ascii", "replace")

    def _encoded_magic(self) -> bytes:
        """How Base64 of the file begins: the characters that depend on nothing but the first bytes."""
        from base64 import b64encode

        return b64encode(self._magic)[: len(self._magic) * 8 // 6]

    def _file(self, text: str, decoding: Decoding) -> bytes:
        # Not loaded for the many clients whose vendors have no documents.
        from base64 import b64decode
        from binascii import Error

        uri = re.match(_DATA_URI, text, re.IGNORECASE)
        encoded = re.sub(r"\s+", "", text[uri.end() :] if uri else text).rstrip("=")
        try:
            file = b64decode(encoded + "=" * (-len(encoded) % 4), validate=True)
        except (Error, ValueError):
            raise decoding.error(f"expected {self._expected}; the {describe(text)} is not Base64") from None
        if not file.startswith(self._magic):
            raise decoding.error(f"expected {self._expected}; what the {describe(text)} holds is something else")
        return file


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
    if given in ("text/html", _JSON):
        raise decoding.error(f"{given} instead of {accept}, as an error page under a status of success")
    decoding.drift("content_type", None, given, f"the media type {accept}")
