"""Puts placeholders where a recording holds secrets: those that the client was given, and the tokens that it got."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import parse_qsl, urlencode

from attrs import evolve

from scripts.contract.cassette import Cassette, Exchange, Headers, media_type
from scripts.contract.secrecy import (
    BASIC,
    PLACEHOLDER,
    REQUEST_HEADERS,
    RESPONSE_HEADERS,
    SECRET_FIELDS,
    forms,
    placeholder,
)

_FIELD = re.compile(rf'("(?P<name>{"|".join(sorted(SECRET_FIELDS))})"\s*:\s*)(?P<value>"(?:[^"\\]|\\.)*")')
_FORM = "application/x-www-form-urlencoded"


def known_secrets(cassette: Cassette, secrets: Mapping[str, str]) -> dict[str, str]:
    """Every secret of a recording by the name of its placeholder.

    Args:
        cassette: As recorded.
        secrets: What the client was given, by name of the argument.

    Returns:
        These, the client's id and secret as they stand together in a Basic header, and the tokens in the order in which
        they came up.
    """
    known = dict(secrets)
    if {"client_id", "client_secret"} <= secrets.keys():
        known["client_credentials"] = f"{secrets['client_id']}:{secrets['client_secret']}"
    tokens = dict.fromkeys(token for exchange in cassette.exchanges for token in _tokens(exchange))
    for number, token in enumerate(tokens, 1):
        known["access_token" if number == 1 else f"access_token_{number}"] = token
    return known


def _tokens(exchange: Exchange) -> Iterator[str]:
    for value in exchange.request_headers.get("authorization", ()):
        kind, _, token = value.partition(" ")
        if kind.lower() == "bearer":
            yield token
    for match in _FIELD.finditer(exchange.response_body.decode("utf-8", "replace")):
        if match["name"] == "access_token" and (token := _text(match["value"])):
            yield token


def masked(cassette: Cassette, login_headers: Mapping[str, str], secrets: Mapping[str, str]) -> Cassette:
    """A cassette that may be written down.

    Args:
        cassette: As recorded.
        login_headers: Name of the argument by header (in lower case) that carries it.
        secrets: Values that must not appear, by name of the argument; see `known_secrets`.
    """
    mask = _Mask(login_headers, secrets)
    return evolve(cassette, exchanges=[mask.exchange(one) for one in cassette.exchanges])


class _Mask:
    def __init__(self, login_headers: Mapping[str, str], secrets: Mapping[str, str]) -> None:
        self._login_headers = login_headers
        self._placeholders = {value: placeholder(argument) for argument, value in secrets.items()}
        # The longest first: one secret may be the beginning of another.
        self._written = [
            (form, self._placeholders[value])
            for value in sorted(self._placeholders, key=len, reverse=True)
            for form in forms(value)
        ]

    def exchange(self, one: Exchange) -> Exchange:
        """One request and its answer without secrets, and without headers that are not on the lists."""
        request_headers = {
            name: list(map(self._clean, values))
            for name, values in one.request_headers.items()
            if name in REQUEST_HEADERS
        }
        request_headers |= {
            name: [self._login(name, value) for value in values]
            for name, values in one.request_headers.items()
            if name in self._login_headers
        }
        return evolve(
            one,
            uri=self._clean(one.uri),
            request_headers=request_headers,
            request_body=None if one.request_body is None else self._body(one.request_body, one.request_headers),
            response_headers={
                name: list(map(self._clean, values))
                for name, values in one.response_headers.items()
                if name in RESPONSE_HEADERS
            },
            response_body=self._body(one.response_body, one.response_headers),
        )

    def _clean(self, text: str) -> str:
        for form, mark in self._written:
            text = text.replace(form, mark)
        return text

    def _login(self, header: str, value: str) -> str:
        if header != "authorization":
            return placeholder(self._login_headers[header])
        kind, _, credentials = value.partition(" ")
        if kind.lower() == "basic":
            return BASIC
        return f"Bearer {self._mark('access_token', credentials)}"

    def _mark(self, field: str, value: str) -> str:
        """The placeholder of a value that stands where only a secret can; what is empty is none, and worth seeing."""
        if not value or PLACEHOLDER.fullmatch(value):
            return value
        return self._placeholders.get(value, placeholder(field))

    def _body(self, content: bytes, headers: Headers) -> bytes:
        try:
            text = content.decode()
        except UnicodeDecodeError:
            return content
        if media_type(headers) == _FORM:
            return self._clean(self._form(text)).encode()
        return self._clean(_FIELD.sub(self._field, text)).encode()

    def _form(self, text: str) -> str:
        pairs = parse_qsl(text, keep_blank_values=True)
        if not any(name in SECRET_FIELDS for name, _ in pairs):
            return text
        return urlencode(
            [(name, self._mark(name, value) if name in SECRET_FIELDS else value) for name, value in pairs], safe="<>"
        )

    def _field(self, match: re.Match[str]) -> str:
        return match[1] + json.dumps(self._mark(match["name"], _text(match["value"])))


def _text(literal: str) -> str:
    """The text that a JSON string stands for; empty if it is none."""
    try:
        return str(json.loads(literal, strict=False))
    except ValueError:
        return ""
