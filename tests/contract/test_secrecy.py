"""What is replaced before a cassette is written, beyond what the cassettes of this repository show."""

from __future__ import annotations

from scripts.contract.cassette import Cassette, Exchange
from scripts.contract.secrecy import masked, survivors

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


def test_token_that_is_sent_is_the_placeholder_of_the_one_that_was_given() -> None:
    found = _masked(request_headers={"authorization": ["Bearer abcdefgh12345678"]})

    assert found.request_headers == {"authorization": ["Bearer <ACCESS_TOKEN>"]}


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
