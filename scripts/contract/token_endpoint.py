"""Whether recorded token requests and answers are what the spec says about client credentials (OAuth 2.0)."""

from __future__ import annotations

import base64
import binascii
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl

from attrs import frozen

from scripts.contract.cassette import Exchange, media_type

TOKEN = "token"  # noqa: S105 - the name under which the endpoint's own cases and faults stand beside the operations
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"


@frozen
class TokenEndpoint:
    """Where tokens are had, and how.

    Attributes:
        url: Absolute, in the recordings.
        client: `basic` or `form`: where the client says who it is.
        lifetime: Fields of the answer that may tell how many seconds the token lives.
    """

    url: str
    client: str
    lifetime: tuple[str, ...]

    def is_called_by(self, exchange: Exchange) -> bool:
        """Whether a request asks for a token."""
        return exchange.uri.partition("?")[0] == self.url

    def request_problems(self, exchange: Exchange) -> Iterator[str]:
        """What is not as it must be in a request for a token."""
        if exchange.method != "POST" or "?" in exchange.uri:
            yield f"a token is asked for with POST {self.url}, not with {exchange.method} {exchange.uri}"
        if media_type(exchange.request_headers) != _FORM:
            yield f"the body is {media_type(exchange.request_headers) or 'without a media type'} and must be {_FORM}"
        if exchange.request_headers.get("accept") != [_JSON]:
            yield f"accept must be {_JSON}"
        try:
            pairs = parse_qsl(
                (exchange.request_body or b"").decode(), keep_blank_values=True, strict_parsing=True, errors="strict"
            )
        except ValueError:
            yield "the body is no form"
            return
        if ("grant_type", "client_credentials") not in pairs:
            yield "grant_type must be client_credentials"
        must = {"grant_type"} | ({"client_id", "client_secret"} if self.client == "form" else set())
        for name, count in Counter(name for name, _ in pairs).items():
            if name not in must | {"scope"}:
                yield f"the field {name} does not belong into the form"
            if count > 1:
                yield f"the field {name} stands {count} times in the form"
        for name in sorted(must - {name for name, value in pairs if value}):
            yield f"the field {name} is missing in the form"
        yield from self._login_problems(exchange.request_headers.get("authorization", []))

    def _login_problems(self, values: list[str]) -> Iterator[str]:
        if self.client == "form":
            if values:
                yield "the client says who it is in the form, and there is a header authorization beside it"
            return
        kind, _, encoded = values[0].partition(" ") if len(values) == 1 else ("", "", "")
        try:
            pair = base64.b64decode(encoded, validate=True).decode()
        except (binascii.Error, ValueError):
            pair = ""
        if kind != "Basic" or not all(pair.partition(":")):
            yield "the header authorization must be Basic and the client's id and secret in base64"

    def answer_problems(self, exchange: Exchange) -> Iterator[str]:
        """What is not as it must be in an answer with a token; of errors nothing is known."""
        if not 200 <= exchange.status < 300:
            return
        if media_type(exchange.response_headers) != _JSON:
            yield f"a token comes as {_JSON}, not as {media_type(exchange.response_headers) or 'nothing in particular'}"
            return
        try:
            answer = json.loads(exchange.response_body)
        except ValueError as error:
            yield f"the body is not JSON: {error}"
            return
        if not isinstance(answer, dict):
            yield "the body is no object"
            return
        yield from self._field_problems(answer)

    def _field_problems(self, answer: Mapping[str, Any]) -> Iterator[str]:
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            yield "access_token is missing or no text"
        kind = answer.get("token_type", "bearer")
        if not isinstance(kind, str) or kind.lower() != "bearer":
            yield f"token_type is {kind!r} and must be bearer"
        for name in self.lifetime:
            seconds = answer.get(name)
            if name in answer and (not isinstance(seconds, int) or isinstance(seconds, bool) or seconds < 1):
                yield f"{name} is {seconds!r} and must be a number of seconds"

    def unknown_tokens(self, exchanges: Iterable[Exchange]) -> Iterator[str]:
        """Calls with a token that no answer before them gave: tokens of one recording stay in it."""
        given: set[str] = set()
        for exchange in exchanges:
            if self.is_called_by(exchange):
                given |= _tokens_of(exchange)
                continue
            for value in exchange.request_headers.get("authorization", []):
                kind, _, token = value.partition(" ")
                if kind != "Bearer" or token not in given:
                    yield f"{exchange.method} {exchange.uri}: {value!r} is no token that an answer gave before"


def _tokens_of(exchange: Exchange) -> set[str]:
    try:
        answer = json.loads(exchange.response_body)
    except ValueError:
        return set()
    token = answer.get("access_token") if isinstance(answer, dict) else None
    return {token} if isinstance(token, str) else set()


def token_endpoint(spec: Mapping[str, Any], base_url: str) -> TokenEndpoint | None:
    """The one of a spec, None if it has none.

    Args:
        spec: The OpenAPI document.
        base_url: Where the API is in the recordings, without a slash at its end.
    """
    for scheme in spec.get("components", {}).get("securitySchemes", {}).values():
        if scheme["type"] != "oauth2":
            continue
        url = str(scheme["flows"]["clientCredentials"]["tokenUrl"])
        server = str(spec["servers"][0]["url"]).rstrip("/")
        if url.startswith(f"{server}/"):
            url = base_url + url.removeprefix(server)
        node = scheme["x-token"]
        return TokenEndpoint(url, node["client"], tuple(node.get("lifetime", ())))
    return None
