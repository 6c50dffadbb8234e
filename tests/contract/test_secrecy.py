"""What is replaced before a cassette is written, beyond what the cassettes of this repository show."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import pytest

from scripts.contract.cassette import Cassette, Exchange
from scripts.contract.masking import known_secrets, masked
from scripts.contract.secrecy import survivors

LOGIN = {"authorization": "authorization"}
SECRET = 'pässword/"17'


def _masked(**parts: object) -> Exchange:
    exchange = Exchange(method="POST", uri="https://api.example/token", status=200, **parts)  # type: ignore[arg-type]  # parts of several types
    cassette = masked(Cassette(origin="live", exchanges=[exchange]), LOGIN, {"client_secret": SECRET, "store": "7"})
    assert survivors(cassette, LOGIN, [SECRET, "7"]) == []
    (found,) = cassette.exchanges
    return found


def test_token_request_and_answer_hold_placeholders() -> None:
    found = _masked(
        request_headers={"content-type": ["application/x-www-form-urlencoded"], "authorization": ["Basic abc"]},
        request_body=b"grant_type=client_credentials&client_id=me&client_secret=p%C3%A4ss",
        response_headers={"content-type": ["application/json"]},
        response_body=b'{"access_token": "a\\"b", "expires_in": 600}',
    )

    assert found.request_body == b"grant_type=client_credentials&client_id=<CLIENT_ID>&client_secret=<CLIENT_SECRET>"
    assert found.response_body == b'{"access_token": "<ACCESS_TOKEN>", "expires_in": 600}'
    assert found.request_headers["authorization"] == ["Basic PENMSUVOVF9JRD46PENMSUVOVF9TRUNSRVQ+"]


def _token_answer(token: str) -> Exchange:
    return Exchange(
        method="POST",
        uri="https://api.example/token",
        status=200,
        response_headers={"content-type": ["application/json"]},
        response_body=json.dumps({"access_token": token}).encode(),
    )


def _call(token: str, **parts: Any) -> Exchange:
    headers = {"authorization": [f"Bearer {token}"]}
    return Exchange(method="GET", uri="https://api.example/x", request_headers=headers, status=200, **parts)


def _session(*exchanges: Exchange, **secrets: str) -> list[Exchange]:
    cassette = Cassette(origin="live", exchanges=list(exchanges))
    known = known_secrets(cassette, secrets)
    clean = masked(cassette, LOGIN, known)
    assert survivors(clean, LOGIN, known.values()) == []
    return clean.exchanges


@pytest.mark.parametrize(("first", "second"), [("abcdefgh12345678", "abcdefgh12345678/2"), ("a", "b"), ('q"\n', "ü")])
def test_each_token_has_a_placeholder_of_its_own_where_it_is_given_and_where_it_is_sent(
    first: str, second: str
) -> None:
    found = _session(_token_answer(first), _call(first), _token_answer(second), _call(second), _call(first))

    assert [one.response_body for one in found[::2][:2]] == [
        b'{"access_token": "<ACCESS_TOKEN>"}',
        b'{"access_token": "<ACCESS_TOKEN_2>"}',
    ]
    assert [one.request_headers["authorization"] for one in (found[1], found[3], found[4])] == [
        ["Bearer <ACCESS_TOKEN>"],
        ["Bearer <ACCESS_TOKEN_2>"],
        ["Bearer <ACCESS_TOKEN>"],
    ]


def test_token_and_basic_credentials_that_the_vendor_sends_back_are_replaced() -> None:
    token, basic = "abcdefgh12345678", base64.b64encode(b"shop-17:pass-phrase").decode()
    given = {"client_id": "shop-17", "client_secret": "pass-phrase"}
    body = f'{{"Message": "refused: {token}, {basic}, shop-17, pass-phrase"}}'.encode()

    found = _session(_token_answer(token), _call(token, response_body=body), **given)

    assert found[1].response_body == (
        b'{"Message": "refused: <ACCESS_TOKEN>, <CLIENT_CREDENTIALS>, <CLIENT_ID>, <CLIENT_SECRET>"}'
    )


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(b"abcdefgh12345678", mtime=0),
        base64.b64encode(gzip.compress(b"token abcdefgh12345678", mtime=0)),
        base64.b64encode(b"shop-17:pass-phrase").rstrip(b"="),
    ],
)
def test_token_that_cannot_be_replaced_is_found(body: bytes) -> None:
    exchanges = [_token_answer("abcdefgh12345678"), _call("abcdefgh12345678", response_body=body)]
    cassette = Cassette(origin="live", exchanges=exchanges)
    known = known_secrets(cassette, {"client_id": "shop-17", "client_secret": "pass-phrase"})

    problems = survivors(masked(cassette, LOGIN, known), LOGIN, known.values())

    assert [problem.rpartition(": ")[2] for problem in problems] == ["the response body holds a known secret"]


def test_empty_token_stays_to_be_seen() -> None:
    assert _session(_token_answer(""))[0].response_body == b'{"access_token": ""}'


def test_form_without_secrets_stays_as_it_was() -> None:
    found = _masked(request_headers={"content-type": ["application/x-www-form-urlencoded"]}, request_body=b"a=%20&b=+")

    assert found.request_body == b"a=%20&b=+"


def test_secret_is_replaced_as_text_in_json_and_in_a_url() -> None:
    found = _masked(
        response_body=b'{"a": "p\\u00e4ssword/\\"17", "b": "p%C3%A4ssword%2F%2217", "c": "cMOkc3N3b3JkLyIxNw=="}'
    )

    assert found.response_body == b'{"a": "<CLIENT_SECRET>", "b": "<CLIENT_SECRET>", "c": "<CLIENT_SECRET>"}'


def test_value_too_short_to_be_told_from_text_is_left_alone() -> None:
    assert _masked(response_body=b'{"count": 7}').response_body == b'{"count": 7}'


def test_body_that_is_no_text_is_kept() -> None:
    assert _masked(response_body=b"%PDF-\xff\xfe").response_body == b"%PDF-\xff\xfe"
