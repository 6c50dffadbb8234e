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
from urllib.parse import parse_qsl, quote, quote_plus, urlencode

from attrs import evolve

from scripts.contract.cassette import Cassette, Exchange, Headers

REQUEST_HEADERS = frozenset({"accept", "content-type"})
"""Headers of requests that are written down, besides those of the login, whose values become placeholders."""

RESPONSE_HEADERS = frozenset({"content-type", "retry-after", "location"})
"""Headers of answers that are written down. `Date` is not: it would be another one each time."""

SECRET_FIELDS = frozenset(
    {"access_token", "refresh_token", "id_token", "client_id", "client_secret", "user_token", "api_key", "password"}
)
"""Fields of forms and JSON bodies whose values become placeholders, wherever they stand."""

_PLACEHOLDER = re.compile(r"<[A-Z][A-Z0-9_]*>")
_SUSPICIOUS = {
    "a bearer token": re.compile(r"\bBearer\s+(?!<)[A-Za-z0-9._~+/-]{8,}", re.IGNORECASE),
    "basic credentials": re.compile(r"\bBasic\s+(?!<)[A-Za-z0-9+/]{8,}={0,2}", re.IGNORECASE),
    "a JSON web token": re.compile(r"\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"),
    "a private key": re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_DEPTH = 3
_SHORTEST = (
    6  # a shorter value cannot be told from ordinary text; in the headers of the login it is replaced all the same
)


def placeholder(argument: str) -> str:
    """What stands for a secret in a cassette, such as `<API_KEY>`."""
    return f"<{argument.upper()}>"


BEARER = f"Bearer {placeholder('access_token')}"
"""`Authorization` with a token, as it stands in a cassette; the answer that gave it holds the same placeholder."""

BASIC = "Basic " + base64.b64encode(f"{placeholder('client_id')}:{placeholder('client_secret')}".encode()).decode()
"""`Authorization` with the client's own credentials, as it stands in a cassette."""


def login_value(header: str, argument: str, value: str) -> str:
    """What stands in a cassette for the value of a header of the login."""
    if header != "authorization":
        return placeholder(argument)
    return BASIC if value[:6].lower() == "basic " else BEARER


def masked(cassette: Cassette, login_headers: Mapping[str, str], secrets: Mapping[str, str]) -> Cassette:
    """A cassette that may be written down.

    Args:
        cassette: As recorded.
        login_headers: Name of the argument by header (in lower case) that carries it.
        secrets: Values that must not appear, by name of the argument.
    """
    return evolve(cassette, exchanges=[_masked(one, login_headers, secrets) for one in cassette.exchanges])


def _masked(exchange: Exchange, login_headers: Mapping[str, str], secrets: Mapping[str, str]) -> Exchange:
    def clean(text: str) -> str:
        # The longest first: one secret may be the beginning of another.
        for argument, value in sorted(secrets.items(), key=lambda item: -len(item[1])):
            for form in _forms(value):
                text = text.replace(form, placeholder(argument))
        return text

    def body(content: bytes, headers: Headers) -> bytes:
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return content
        return clean(_without_secret_fields(text, headers)).encode()

    request_headers = {
        name: [clean(value) for value in values]
        for name, values in exchange.request_headers.items()
        if name in REQUEST_HEADERS
    }
    request_headers |= {
        name: [login_value(name, login_headers[name], value) for value in values]
        for name, values in exchange.request_headers.items()
        if name in login_headers
    }
    return evolve(
        exchange,
        uri=clean(exchange.uri),
        request_headers=request_headers,
        request_body=None if exchange.request_body is None else body(exchange.request_body, exchange.request_headers),
        response_headers={
            name: [clean(value) for value in values]
            for name, values in exchange.response_headers.items()
            if name in RESPONSE_HEADERS
        },
        response_body=body(exchange.response_body, exchange.response_headers),
    )


def _forms(value: str) -> Iterator[str]:
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


def _without_secret_fields(text: str, headers: Headers) -> str:
    kind = ",".join(headers.get("content-type", [])).partition(";")[0].strip().lower()
    if kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl(text, keep_blank_values=True)
        if not any(name in SECRET_FIELDS for name, _ in pairs):
            return text
        return urlencode(
            [(name, placeholder(name) if name in SECRET_FIELDS else value) for name, value in pairs], safe="<>"
        )
    for name in SECRET_FIELDS:
        text = re.sub(rf'("{name}"\s*:\s*)"(?:[^"\\]|\\.)*"', rf'\1"{placeholder(name)}"', text)
    return text


def survivors(cassette: Cassette, login_headers: Mapping[str, str], secrets: Iterable[str]) -> list[str]:
    """What a cassette holds that must not be written down; empty if nothing.

    Texts are searched as they stand, and what is compressed or in base64 also as it is behind that.
    """
    known = list(secrets)
    found: list[str] = []
    for exchange in cassette.exchanges:
        place = f"{exchange.method} {exchange.uri}"
        found += [f"{place}: {problem}" for problem in _header_problems(exchange, login_headers)]
        found += [f"{place}: {problem}" for problem in _field_problems(exchange)]
        for what, content in _contents(exchange):
            for layer in _layers(content, _DEPTH):
                # What is found is not shown: this text ends up in logs.
                if any(form in layer for secret in known for form in _forms(secret)):
                    found.append(f"{place}: {what} holds a known secret")
                found += [
                    f"{place}: {what} holds {name}" for name, pattern in _SUSPICIOUS.items() if pattern.search(layer)
                ]
    return list(dict.fromkeys(found))


def _header_problems(exchange: Exchange, login_headers: Mapping[str, str]) -> Iterator[str]:
    for name, values in exchange.request_headers.items():
        if name in login_headers:
            wanted = [login_value(name, login_headers[name], value) for value in values]
            if values != wanted:
                yield f"the header {name} is not {', '.join(wanted)}"
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
            if name in SECRET_FIELDS and not _PLACEHOLDER.fullmatch(value):
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
