"""What of a request or an answer may be written down, and the search for what should not have been."""

from __future__ import annotations

import base64
import binascii
import gzip
import json
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus

from scripts.contract.cassette import Cassette, Exchange

REQUEST_HEADERS = frozenset({"accept", "content-type"})
"""Headers of requests that are written down, besides those of the login, whose values become placeholders."""

RESPONSE_HEADERS = frozenset({"content-type", "retry-after", "location"})
"""Headers of answers that are written down. `Date` is not: it would be another one each time."""

SECRET_FIELDS = frozenset(
    {"access_token", "refresh_token", "id_token", "client_id", "client_secret", "user_token", "api_key", "password"}
)
"""Fields of forms and JSON bodies whose values become placeholders, wherever they stand."""

PLACEHOLDER = re.compile(r"<[A-Z][A-Z0-9_]*>")
"""What stands for a secret."""

_SUSPICIOUS = {
    "a bearer token": re.compile(r"\bBearer\s+(?!<)[A-Za-z0-9._~+/-]{8,}", re.IGNORECASE),
    "basic credentials": re.compile(r"\bBasic\s+(?!<)[A-Za-z0-9+/]{8,}={0,2}", re.IGNORECASE),
    "a JSON web token": re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_DEPTH = 3
# A shorter value cannot be told from ordinary text; in the headers of the login it is replaced all the same.
_SHORTEST = 6


def placeholder(argument: str) -> str:
    """What stands for a secret in a cassette, such as `<API_KEY>`."""
    return f"<{argument.upper()}>"


BASIC = "Basic " + base64.b64encode(f"{placeholder('client_id')}:{placeholder('client_secret')}".encode()).decode()
"""`Authorization` with the client's own credentials, as it stands in a cassette."""

TOKEN = re.compile(r"<ACCESS_TOKEN(?:_[1-9][0-9]*)?>")
"""What stands for a token; the second one that an answer gave is `<ACCESS_TOKEN_2>`, so that each can be followed."""


def forms(value: str) -> Iterator[str]:
    """A secret as it may have been written; nothing for one that is too short to be searched for."""
    if len(value) < _SHORTEST:
        return
    yield from dict.fromkeys(
        (
            value,
            json.dumps(value)[1:-1],
            quote(value, safe=""),
            quote_plus(value),
            base64.b64encode(value.encode()).decode(),
            base64.urlsafe_b64encode(value.encode()).decode(),
        )
    )


def survivors(cassette: Cassette, login_headers: Mapping[str, str], secrets: Iterable[str]) -> list[str]:
    """What a cassette holds that must not be written down; empty if nothing.

    Texts are searched as they stand, and what is compressed or in base64 also as it is behind that.
    """
    known = {form for secret in secrets for form in forms(secret)}
    found: list[str] = []
    for exchange in cassette.exchanges:
        place = f"{exchange.method} {exchange.uri}"
        found += [f"{place}: {problem}" for problem in _header_problems(exchange, login_headers)]
        found += [f"{place}: {problem}" for problem in _field_problems(exchange)]
        for what, content in _contents(exchange):
            for layer in _layers(content, _DEPTH):
                # What is found is not shown: this text ends up in logs.
                if any(form in layer for form in known):
                    found.append(f"{place}: {what} holds a known secret")
                found += [
                    f"{place}: {what} holds {name}" for name, pattern in _SUSPICIOUS.items() if pattern.search(layer)
                ]
    return list(dict.fromkeys(found))


def _header_problems(exchange: Exchange, login_headers: Mapping[str, str]) -> Iterator[str]:
    for name, values in exchange.request_headers.items():
        if name == "authorization" and name in login_headers:
            if not all(value == BASIC or TOKEN.fullmatch(value.removeprefix("Bearer ")) for value in values):
                yield f"the header authorization is neither {BASIC} nor Bearer {placeholder('access_token')}"
        elif name in login_headers:
            wanted = placeholder(login_headers[name])
            if any(value != wanted for value in values):
                yield f"the header {name} is not {wanted}"
        elif name not in REQUEST_HEADERS:
            yield f"the request header {name} is not one of those that are written down"
    for name in exchange.response_headers:
        if name not in RESPONSE_HEADERS:
            yield f"the response header {name} is not one of those that are written down"


def _field_problems(exchange: Exchange) -> Iterator[str]:
    for what, content in (("request", exchange.request_body or b""), ("response", exchange.response_body)):
        text = content.decode("utf-8", "replace")
        pairs = [*_json_fields(text), *parse_qsl(text)] if "=" in text or "{" in text else []
        for name, value in pairs:
            if name in SECRET_FIELDS and value and not PLACEHOLDER.fullmatch(value):
                yield f"the {what} body has a {name} that is no placeholder"


def _json_fields(text: str) -> Iterator[tuple[str, str]]:
    found: list[tuple[str, str]] = []

    def take(pairs: list[tuple[str, Any]]) -> None:
        found.extend((name, value) for name, value in pairs if isinstance(value, str))

    try:
        json.loads(text, object_pairs_hook=take)
    except ValueError:
        return iter(())
    return iter(found)


def _contents(exchange: Exchange) -> Iterator[tuple[str, bytes]]:
    yield "the URL", exchange.uri.encode()
    for kind, headers in (("request", exchange.request_headers), ("response", exchange.response_headers)):
        for name, values in headers.items():
            text = "\n".join(values).replace(BASIC, "")
            yield f"the {kind} header {name}", text.encode()
    yield "the request body", exchange.request_body or b""
    yield "the response body", exchange.response_body


def _layers(content: bytes, depth: int) -> Iterator[str]:
    """The content as text, then what is behind compression and base64."""
    for unpack in (gzip.decompress, zlib.decompress):
        try:
            yield from _layers(unpack(content), depth - 1) if depth else ()
        except (OSError, EOFError, zlib.error):
            continue
    text = content.decode("utf-8", "replace")
    yield text
    if not depth:
        return
    for match in _BASE64.finditer(text):
        found = match.group().rstrip("=").replace("-", "+").replace("_", "/")
        try:
            inner = base64.b64decode(found + "=" * (-len(found) % 4))
        except (binascii.Error, ValueError):
            continue
        yield from _layers(inner, depth - 1)
