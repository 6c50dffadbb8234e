"""A vendor with tokens: what recorded token requests and answers must look like, and that each token sent was given."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from attrs import evolve

from scripts.contract.against_spec import Contract
from scripts.contract.cassette import Exchange

API = "https://api.example/v2"
PAIR = base64.b64encode(b"<CLIENT_ID>:<CLIENT_SECRET>").decode()


def _contract(client: str, token_url: str = f"{API}/token", base_url: str | None = None) -> Contract:
    flows = {"clientCredentials": {"tokenUrl": token_url, "scopes": {}}}
    things = {
        "get": {
            "operationId": "list_things",
            "responses": {"200": {"description": "", "content": {"application/json": {"schema": {"type": "array"}}}}},
        }
    }
    spec: dict[str, Any] = {
        "servers": [{"url": API}],
        "security": [{"oauth": []}],
        "paths": {"/things": things},
        "components": {
            "securitySchemes": {
                "oauth": {
                    "type": "oauth2",
                    "flows": flows,
                    "x-token": {"client": client, "lifetime": ["expires", "expires_in"], "default": 600},
                }
            }
        },
    }
    return Contract(spec, base_url)


FORM = Exchange(
    method="POST",
    uri=f"{API}/token",
    request_headers={"accept": ["application/json"], "content-type": ["application/x-www-form-urlencoded"]},
    request_body=b"grant_type=client_credentials&client_id=<CLIENT_ID>&client_secret=<CLIENT_SECRET>",
    status=200,
    response_headers={"content-type": ["application/json"]},
    response_body=b'{"access_token": "<ACCESS_TOKEN>", "token_type": "bearer", "expires": 600}',
)
BASIC = evolve(
    FORM,
    request_headers={**FORM.request_headers, "authorization": [f"Basic {PAIR}"]},
    request_body=b"grant_type=client_credentials",
)


def _calls(token: str) -> Exchange:
    return Exchange(
        method="GET",
        uri=f"{API}/things",
        request_headers={"accept": ["application/json"], "authorization": [f"Bearer {token}"]},
        status=200,
        response_headers={"content-type": ["application/json"]},
        response_body=b"[]",
    )


def _headers(one: Exchange, **changes: list[str] | None) -> Exchange:
    headers = {name.replace("_", "-"): values for name, values in changes.items()}
    kept = {**one.request_headers, **headers}
    return evolve(one, request_headers={name: values for name, values in kept.items() if values is not None})


@pytest.mark.parametrize(("client", "exchange"), [("form", FORM), ("basic", BASIC)])
def test_token_request_in_its_form_is_let_through(client: str, exchange: Exchange) -> None:
    assert _contract(client).problems(exchange) == []
    assert _contract(client).called_by(exchange) == "token"


def test_scope_may_be_asked_for() -> None:
    assert _contract("basic").problems(evolve(BASIC, request_body=b"grant_type=client_credentials&scope=a+b")) == []


@pytest.mark.parametrize(
    ("client", "exchange", "problem"),
    [
        ("form", evolve(FORM, method="GET"), "is asked for with POST"),
        ("form", evolve(FORM, uri=f"{API}/token?scope=a"), "is asked for with POST"),
        ("form", _headers(FORM, content_type=["application/json"]), "the body is application/json and must be"),
        ("form", _headers(FORM, accept=["*/*"]), "accept must be application/json"),
        ("form", evolve(FORM, request_body=b"{}"), "the body is no form"),
        ("form", evolve(FORM, request_body=None), "grant_type must be client_credentials"),
        ("form", evolve(FORM, request_body=b"grant_type=password"), "grant_type must be client_credentials"),
        ("form", evolve(FORM, request_body=b"grant_type=client_credentials"), "the field client_secret is missing"),
        ("form", evolve(FORM, request_body=(FORM.request_body or b"") + b"&user=1"), "the field user does not belong"),
        ("form", evolve(FORM, request_body=(FORM.request_body or b"") + b"&client_id=2"), "client_id stands 2 times"),
        ("form", _headers(FORM, authorization=[f"Basic {PAIR}"]), "there is a header authorization beside it"),
        ("basic", FORM, "the field client_id does not belong"),
        ("basic", _headers(BASIC, authorization=None), "must be Basic"),
        ("basic", _headers(BASIC, authorization=["Bearer <ACCESS_TOKEN>"]), "must be Basic"),
        ("basic", _headers(BASIC, authorization=["Basic no base64"]), "must be Basic"),
        ("basic", _headers(BASIC, authorization=["Basic " + base64.b64encode(b"only").decode()]), "must be Basic"),
    ],
)
def test_wrong_token_request_is_found(client: str, exchange: Exchange, problem: str) -> None:
    found = _contract(client).request_problems(exchange)

    assert any(text.startswith("request: ") and problem in text for text in found), found


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (b"<html>", "the body is not JSON"),
        (b"[]", "the body is no object"),
        (b"{}", "access_token is missing"),
        (b'{"access_token": ""}', "access_token is missing or no text"),
        (b'{"access_token": 7}', "access_token is missing or no text"),
        (b'{"access_token": "a", "token_type": "mac"}', "token_type is 'mac'"),
        (b'{"access_token": "a", "token_type": null}', "token_type is None"),
        (b'{"access_token": "a", "expires": "600"}', "expires is '600'"),
        (b'{"access_token": "a", "expires_in": 0}', "expires_in is 0"),
        (b'{"access_token": "a", "expires_in": true}', "expires_in is True"),
    ],
)
def test_wrong_token_answer_is_found(answer: bytes, problem: str) -> None:
    (found,) = _contract("form").response_problems(evolve(FORM, response_body=answer))

    assert found.startswith("answer: ")
    assert problem in found


def test_token_answer_of_another_media_type_is_found() -> None:
    (found,) = _contract("form").response_problems(evolve(FORM, response_headers={"content-type": ["text/html"]}))

    assert "not as text/html" in found


@pytest.mark.parametrize("answer", [b'{"access_token": "a"}', b'{"access_token": "a", "token_type": "Bearer", "x": 1}'])
def test_token_answer_may_lack_a_lifetime_and_hold_more(answer: bytes) -> None:
    assert _contract("form").response_problems(evolve(FORM, response_body=answer)) == []


def test_refusal_of_the_token_endpoint_may_be_anything() -> None:
    refused = evolve(FORM, status=400, response_headers={}, response_body=b"no")

    assert _contract("form").response_problems(refused) == []


def test_tokens_that_answers_gave_may_be_sent() -> None:
    second = evolve(FORM, response_body=b'{"access_token": "<ACCESS_TOKEN_2>"}')

    exchanges = [FORM, _calls("<ACCESS_TOKEN>"), second, _calls("<ACCESS_TOKEN_2>")]
    assert _contract("form").session_problems(exchanges) == []


@pytest.mark.parametrize(
    "exchanges",
    [
        pytest.param([_calls("<ACCESS_TOKEN>")], id="no token request"),
        pytest.param([_calls("<ACCESS_TOKEN>"), FORM], id="token request afterwards"),
        pytest.param([FORM, _calls("<ACCESS_TOKEN_2>")], id="another token"),
        pytest.param([evolve(FORM, response_body=b"<html>"), _calls("<ACCESS_TOKEN>")], id="answer without a token"),
        pytest.param([FORM, _headers(_calls(""), authorization=["<ACCESS_TOKEN>"])], id="not as a bearer"),
    ],
)
def test_token_that_no_answer_gave_is_found(exchanges: list[Exchange]) -> None:
    (found,) = _contract("form").session_problems(exchanges)

    assert found.startswith(f"request: GET {API}/things: ")
    assert "is no token that an answer gave before" in found


def test_call_without_a_token_is_found() -> None:
    assert "request: the login is missing and must be exactly oauth" in _contract("form").problems(
        _headers(_calls(""), authorization=None)
    )


@pytest.mark.parametrize(
    ("token_url", "recorded"),
    [(f"{API}/token", "https://own.example/api/token"), ("https://id.example/token", "https://id.example/token")],
)
def test_token_endpoint_below_the_api_follows_its_address_and_another_one_does_not(
    token_url: str, recorded: str
) -> None:
    contract = _contract("form", token_url, base_url="https://own.example/api")

    assert contract.called_by(evolve(FORM, uri=recorded)) == "token"


def test_vendor_without_tokens_has_no_token_endpoint() -> None:
    contract = Contract({"servers": [{"url": API}], "paths": {}})

    assert contract.names == []
    assert contract.session_problems([_calls("x")]) == []
    assert contract.called_by(FORM) is None


def test_spec_without_a_usable_address_needs_one() -> None:
    with pytest.raises(ValueError, match=r"https://\{host\}\): give the suite a base_url"):
        Contract({"servers": [{"url": "https://{host}"}], "paths": {}})


def test_corrected_names_and_paths_are_those_that_are_checked() -> None:
    corrected = _contract("form").corrected({"list_things": "/real/things"}, {})
    moved = evolve(_calls("x"), uri=f"{API}/real/things")

    assert corrected.problems(moved) == []
    assert "no operation of the spec has GET /things" in corrected.problems(_calls("x"))[0]
