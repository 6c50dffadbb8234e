"""What a token endpoint is asked, and what its answers mean. Pure functions; `token_flow` decides who asks and when.

Nothing of a secret gets into an error: what the endpoint echoes is removed, and of an answer that may hold a token
where none is expected, only the names of its fields are kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from erp_client_runtime import base_url
from erp_client_runtime.auth import ClientCredentials
from erp_client_runtime.decoding import Decoding, Drift, Kind, describe
from erp_client_runtime.effects import Send
from erp_client_runtime.errors import (
    BODY_START,
    AnsweredError,
    AuthenticationError,
    DecodeError,
    TransportError,
    error_class,
)
from erp_client_runtime.faults import DEEPEST, TOO_DEEP, clipped
from erp_client_runtime.parsing import json_value
from erp_client_runtime.redaction import redacted, redacted_bytes, redacted_id
from erp_client_runtime.retry import REPEATED_STATUSES, retry_after
from erp_client_runtime.tokens import SENDABLE, Token

if TYPE_CHECKING:
    from erp_client_runtime.response import RawResponse
    from erp_client_runtime.settings import Settings
    from erp_client_runtime.shared import Shared

_SECONDS = r"[+-]?\d{1,15}(\.\d{1,15})?"
_LONGEST_LIFETIME = 31_536_000.0  # a year: more than that is a moment and no duration, or a mistake
_OFTEN_TOKENS = rb"(token[\w-]{0,40}[\"']?\s{0,8}[=:>]\s{0,8}[\"']?)[^\s\"'&<>,}]+"
_MEANINGS = {
    "invalid_client": "the client is unknown, or its secret is wrong",
    "unauthorized_client": "this client may not ask for tokens this way",
    "invalid_scope": "the scope is unknown, or more than this client may have",
    "invalid_request": "something is missing in the request or twice in it",
    "unsupported_grant_type": "the endpoint does not give tokens for client credentials",
    "invalid_grant": "the credentials are not accepted",
}
"""What the codes of OAuth 2.0 mean (RFC 6749, 5.2), in our words."""


def request(shared: Shared, settings: Settings) -> Send:
    """The token request of a client. The headers that its user adds belong to the API and are not sent here."""
    auth = _auth(shared)
    content, credentials = auth.request()
    url = shared.token_url
    send = Send(
        _name(shared),
        "POST",
        url,
        content,
        shared.max_response_bytes,
        settings.keep_times,
        base_url.stays_here(url),
    )
    send.headers = [
        (b"Host", base_url.host(url)),
        (b"Accept", b"application/json"),
        *settings.own_headers,
        (b"Content-Type", b"application/x-www-form-urlencoded"),
        (b"Content-Length", b"%d" % len(content)),
    ]
    send.credentials = credentials
    return send


def read(shared: Shared, response: RawResponse, asked: float) -> tuple[Token, float | None, list[Drift]]:
    """The token that an answer with a status of success holds, its lifetime, and what was off.

    Args:
        shared: What all calls of the client have in common.
        response: The answer.
        asked: When the request was sent, monotonic; the lifetime counts from then.

    Raises:
        AuthenticationError: the answer is an OAuth error in spite of its status.
        DecodeError: it holds no token that could be sent.
    """
    decoding = Decoding(_name(shared), response=response)
    body: Any = None
    try:
        if response.damage is not None:
            raise decoding.error(f"the body cannot be used: {response.damage}")
        body = json_value(response, decoding)
        value = _value(shared, response, body, decoding)
    except DecodeError as error:
        error.operation = None  # the call's own, which it sets itself
        error.sent = False
        error.__context__ = None  # the parser's, which holds the whole answer
        error.body_start = _start(response, body, shared.secrets)
        error.args = (f"{error}. {_check(shared, 'token_url')}",)
        raise
    endpoint = _auth(shared).endpoint
    lifetime = _lifetime(endpoint.lifetime, endpoint.default, body, decoding)
    return Token(value, asked, lifetime), lifetime, decoding.events


def refused(shared: Shared, response: RawResponse, wall: Callable[[], float]) -> AnsweredError:
    """The exception for an answer that is an error."""
    try:
        body = None if response.damage is not None else json_value(response, Decoding(""))
    except DecodeError:
        body = None  # its first bytes go into the error
    return _error(shared, response, body if isinstance(body, dict) else {}, retry_after(response.headers, wall))


def failed(shared: Shared, error: TransportError) -> TransportError:
    """The exception for a request without an answer: of the call itself nothing was sent."""
    error.operation = None
    error.sent = False
    error.args = (f"{error}. {_check(shared, 'token_url')}",)
    return error


def _auth(shared: Shared) -> ClientCredentials:
    auth = shared.auth
    assert isinstance(auth, ClientCredentials)
    return auth


def _name(shared: Shared) -> str:
    return f"token request to {shared.token_url.partition('://')[2]}"


def _check(shared: Shared, *names: str) -> str:
    settings = " and ".join(f"{name}=" for name in names)
    variables = ", ".join(f"{shared.vendor.name}_{name}".upper() for name in names)
    return f"Check {settings} (in the environment: {variables})"


def _error(shared: Shared, response: RawResponse, body: dict[str, Any], advice: float | None) -> AnsweredError:
    secrets = shared.secrets
    status = response.status
    told = {
        name: redacted(value, secrets)
        for name in ("error", "error_description", "Message")
        if isinstance(value := body.get(name), str) and value
    }
    code, words = told.get("error"), told.get("error_description", told.get("Message"))
    meaning = _MEANINGS.get(code or "")
    message = f"{_name(shared)}: {shared.vendor.title} gave no token and answered {status}"
    if code is not None:
        message += f", {clipped(code)}"
    if meaning is not None:
        message += f": {meaning}"
    if words is not None:
        message += f" (in its own words: {clipped(words)!r})"
    if 300 <= status < 400:
        message += "; redirects are not followed, since the secret would go along"
    if response.content_type == "text/html":
        message += "; the body is a web page"
    unavailable = status >= 500 or status == 429 or status in REPEATED_STATUSES
    if code == "invalid_scope":
        message += f". {_check(shared, 'scope')}"
    elif status in (400, 401, 403) or status < 300:
        message += f". {_check(shared, 'client_id', 'client_secret', 'token_url')}"
    elif not unavailable:
        message += f". {_check(shared, 'token_url')}"
    cls = error_class(status) if unavailable else AuthenticationError
    return cls(
        message,
        status=status,
        code=code,
        meaning=meaning,
        vendor_message=words,
        request_id=redacted_id(response, secrets),
        retry_after=advice,
        body_start=redacted_bytes(response.content, secrets),
    )


def _value(shared: Shared, response: RawResponse, body: Any, decoding: Decoding) -> str:
    if not isinstance(body, dict):
        raise decoding.error(f"{describe(body)} where an object with access_token belongs")
    if "access_token" not in body:
        if isinstance(body.get("error"), str):
            raise _error(shared, response, body, None)
        names = ", ".join(sorted(clipped(str(name)) for name in body)[:20]) or "none"
        raise decoding.error(f"no access_token in it; its fields: {names}")
    value = body["access_token"]
    at = (None, "access_token")
    if not isinstance(value, str):
        raise decoding.error(f"{describe(value)} where the token belongs", at)
    if not re.fullmatch(SENDABLE, value):
        raise decoding.error(f"{describe(value)} that cannot be sent: only visible ASCII characters can", at)
    usage = body.get("token_type")
    if isinstance(usage, str) and usage.lower() != "bearer":
        decoding.drift("unknown_value", (None, "token_type"), usage, "bearer")
    return value


def _lifetime(names: tuple[str, ...], default: float, body: dict[str, Any], decoding: Decoding) -> float | None:
    """Seconds that a token lives; None if it is not to be kept."""
    over = False
    for name in names:
        if name not in body:
            continue
        value, at = body[name], (None, name)
        is_text = isinstance(value, str) and re.fullmatch(_SECONDS, value, re.ASCII)
        if not is_text and (isinstance(value, bool) or not isinstance(value, int | Decimal)):
            kind: Kind = "null" if value is None else "bad_value" if isinstance(value, str) else "wrong_type"
            decoding.drift(kind, at, value, "a number of seconds")
            continue
        seconds = float(value) if is_text or abs(value) <= _LONGEST_LIFETIME else _LONGEST_LIFETIME + 1.0
        if seconds > _LONGEST_LIFETIME:
            decoding.drift("bad_value", at, value, "a number of seconds up to a year")
        elif seconds <= 0.0:
            decoding.drift("bad_value", at, value, "a number of seconds above 0")
            over = True
        else:
            if is_text:
                decoding.drift("number_as_text", at, value, "a number of seconds")
            return seconds
    return None if over else default


def _start(response: RawResponse, body: Any, secrets: tuple[str, ...]) -> bytes:
    """The first bytes of an answer that may hold a token under any name."""
    if body is None:
        return re.sub(_OFTEN_TOKENS, rb"\1[redacted]", redacted_bytes(response.content, secrets))[:BODY_START]
    from json import dumps

    return redacted_bytes(dumps(_without_texts(body)).encode(), secrets)


def _without_texts(value: Any, level: int = 0) -> Any:
    if level >= DEEPEST and isinstance(value, list | dict):
        return TOO_DEEP
    if isinstance(value, dict):
        return {clipped(key): _without_texts(inner, level + 1) for key, inner in value.items()}
    if isinstance(value, list):
        return [_without_texts(inner, level + 1) for inner in value]
    return "[redacted]" if isinstance(value, str) else value if value is None or isinstance(value, bool) else 0
