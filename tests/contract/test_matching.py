"""When two requests count as the same: JSON by value, numbers exactly, everything else as it stands."""

from __future__ import annotations

import pytest
from vcr.request import Request

from scripts.contract.matching import login_matcher, same_body, same_negotiation

JSON = {"content-type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


def _request(body: str | bytes | None, headers: dict[str, str] = JSON) -> Request:
    return Request("POST", "https://api.example/things", body, headers)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": 1, "b": 2}', '{"b":2,"a":1}'),
        ('{"a": 1.1}', '{"a": 1.10}'),
        ('{"a": 1}', '{"a": 1.0}'),
        ('"ä"', '"\\u00e4"'),
        (None, b""),
        ("not json", "not json"),
    ],
)
def test_equal_bodies(one: str, other: str) -> None:
    same_body(_request(one), _request(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('{"a": "1.1"}', '{"a": "1.10"}'),
        ('{"a": 1.1}', '{"a": "1.1"}'),
        ('{"a": 1}', '{"a": true}'),
        ('{"a": null}', "{}"),
        ("[1, 2]", "[2, 1]"),
        ("[1]", "[1, 1]"),
        ('{"a": 0.1}', '{"a": 0.1000000000000000055511151231257827}'),
        ("12345678901234567890", "12345678901234567891"),
        ('{"a": 1, "a": 2}', '{"a": 2}'),
        ("{}", None),
        ("not json", "no json"),
    ],
)
def test_different_bodies(one: str, other: str) -> None:
    with pytest.raises(AssertionError, match="the bodies differ"):
        same_body(_request(one), _request(other))


def test_bodies_that_are_neither_json_nor_forms_are_compared_byte_for_byte() -> None:
    text = {"content-type": "text/plain"}

    same_body(_request("a=%3C", text), _request("a=%3C", text))
    with pytest.raises(AssertionError, match="differ"):
        same_body(_request("a=%3C", text), _request("a=<", text))


def test_forms_are_compared_by_their_fields_however_they_are_encoded() -> None:
    same_body(_request("a=%3CX%3E&b=1+2", FORM), _request("a=<X>&b=1%202", FORM))


@pytest.mark.parametrize("other", ["b=2&a=1", "a=1", "a=1&b=2&b=2", "a=1&b=2&c=", "no form", '{"a": 1}'])
def test_different_forms(other: str) -> None:
    with pytest.raises(AssertionError, match="differ"):
        same_body(_request("a=1&b=2", FORM), _request(other, FORM))


@pytest.mark.parametrize("name", ["accept", "content-type"])
def test_other_media_types_are_another_request(name: str) -> None:
    with pytest.raises(AssertionError, match=name):
        same_negotiation(_request(None, {name: "application/json"}), _request(None, {name: "application/pdf"}))


def test_other_login_is_another_request() -> None:
    same_login = login_matcher(frozenset({"key", "token"}))

    same_login(_request(None, {"key": "<KEY>", "x": "1"}), _request(None, {"key": "<KEY>", "x": "2"}))
    with pytest.raises(AssertionError, match=r"the logins differ: \['key'\] and \['token'\]"):
        same_login(_request(None, {"key": "<KEY>"}), _request(None, {"token": "<TOKEN>"}))
