"""From the bytes of an answer to JSON values, with exact numbers: integers as int, all others as Decimal."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NoReturn

import msgspec

if TYPE_CHECKING:
    from erp_client_runtime.decoding import Decoding
    from erp_client_runtime.response import RawResponse

_decode = msgspec.json.Decoder(float_hook=Decimal).decode

_BOM = b"\xef\xbb\xbf"
_UTF8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})
# Only true character sets: Python also knows "charsets" such as zlib, which would let an answer grow without bound.
_CHARSET = r"utf-?(16|32)([-_]?[lb]e)?|iso-?8859-\d{1,2}|latin-?\d|(windows|cp)-?125\d|koi8-[ru]"
_CHARSET_PARAMETER = r';\s*charset\s*=\s*"?([^\s";,]+)'


def json_value(response: RawResponse, decoding: Decoding) -> Any:
    """The JSON value that the body of an answer holds.

    Raises:
        DecodeError: the body is empty, HTML, cut off, nested too deeply, or otherwise no JSON in its charset.
    """
    decoding.response = response
    value = parse_json(response.content, decoding, charset_of(response))
    check_content_type(response, decoding)
    return value


def check_content_type(response: RawResponse, decoding: Decoding) -> None:
    """Report an answer that could be read as JSON, but is declared as something else."""
    content_type = response.content_type
    if content_type and not (content_type.endswith(("/json", "+json")) or content_type == "text/javascript"):
        decoding.drift("content_type", None, content_type, "the media type application/json")


def is_utf8(charset: str | None) -> bool:
    """Whether a declared charset is that of JSON, or one that is within it; so it is where none is declared."""
    return charset is None or charset in _UTF8


def charset_of(response: RawResponse) -> str | None:
    """The charset that an answer declares."""
    content_type = response.headers.get("content-type", "")
    match = re.search(_CHARSET_PARAMETER, content_type, re.IGNORECASE) if ";" in content_type else None
    return match[1].lower() if match else None


def parse_json(content: bytes, decoding: Decoding, charset: str | None = None) -> Any:
    """The JSON value that bytes hold.

    Raises:
        DecodeError: as `json_value`.
    """
    if is_utf8(charset):
        source: bytes | str = content
        if content.startswith(_BOM):
            source = content[3:]
            decoding.drift("byte_order_mark", None, "\ufeff", "JSON without a byte order mark")
    else:
        source = decoded(content, charset, decoding)
        if source.startswith("\ufeff"):
            source = source[1:]
            decoding.drift("byte_order_mark", None, "\ufeff", "JSON without a byte order mark")
    try:
        return _decode(source)
    except UnicodeDecodeError as error:
        raise decoding.error(f"byte {error.start} of a text is not UTF-8, which JSON has to be") from None
    except RecursionError:
        raise decoding.error("nested too deeply to be a real answer") from None
    except (msgspec.DecodeError, InvalidOperation):
        return _parse_irregular(source, decoding)


def decoded(content: bytes, charset: str | None, decoding: Decoding) -> str:
    """Bytes as text, in the charset given or else in UTF-8.

    Raises:
        DecodeError: the charset is unknown, or the bytes are not in it.
    """
    name = charset or "utf-8"
    if name not in _UTF8 and not re.fullmatch(_CHARSET, name, re.IGNORECASE):
        raise decoding.error(f"declared with a charset that is not supported, {name[:40]!r}")
    try:
        return content.decode(name)
    except LookupError:
        raise decoding.error(f"declared with a charset that does not exist, {name[:40]!r}") from None
    except UnicodeDecodeError as error:
        raise decoding.error(f"declared as {name}, but byte {error.start} is not that") from None


def _parse_irregular(source: bytes | str, decoding: Decoding) -> Any:
    """What the fast parser refuses: real errors, but also half surrogate pairs and numbers beyond all limits."""
    # Not loaded for a client whose answers are in order.
    import json

    head = source.lstrip()[:1]
    if not head:
        raise decoding.error("empty where JSON belongs")
    if head in (b"<", "<"):
        raise decoding.error("HTML or XML instead of JSON, as from a proxy, a login page or a wrong base URL")
    try:
        text = source if isinstance(source, str) else source.decode()
        value = json.loads(text, parse_float=_any_decimal, parse_int=_any_integer, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise decoding.error(_malformed(error)) from None
    except UnicodeDecodeError as error:
        raise decoding.error(f"byte {error.start} is not UTF-8, which JSON has to be") from None
    except RecursionError:
        raise decoding.error("nested too deeply to be a real answer") from None
    except ValueError as error:
        raise decoding.error(f"not JSON: {error}") from None
    decoding.drift("irregular_json", None, value, "JSON without half surrogate pairs and absurd numbers")
    return value


def _malformed(error: Any) -> str:
    if error.pos >= len(error.doc.rstrip()) or error.msg.startswith("Unterminated string"):
        return f"cut off: the JSON ends in the middle, after {len(error.doc)} characters"
    return f"not JSON: at character {error.pos}: {error.msg}"


def _any_integer(text: str) -> int | Decimal:
    try:
        return int(text)
    except ValueError:
        # Python converts at most 4,300 digits; Decimal has no such limit.
        return Decimal(text)


def _any_decimal(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        # An exponent of 20 digits; the field will report that it holds text.
        return text


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")
