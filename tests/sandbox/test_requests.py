"""Whatever is wrong with a request gets the vendor's envelope: paths, methods, logins, media types, bodies, queries."""

from __future__ import annotations

import http.client
import json
import logging
import socket
from types import SimpleNamespace
from typing import Any

import httpx
import pydantic
import pytest

from erp_sandbox import Sandbox
from erp_sandbox.engine import Engine
from erp_sandbox.incoming import without_read_only
from erp_sandbox.pytest import SandboxFactory
from erp_sandbox.spec import Spec
from tests.sandbox.support import CENTERS, TERMS, Connect, refused

JSON = {"content-type": "application/json"}
TERM = {"code": "45N", "description": "45 days net"}


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/payment_terms", "/v1/payment_terms//", "/v2/payment_terms/", "/v1/payment_terms/a/b"]
)
def test_an_unknown_path(client: httpx.Client, path: str) -> None:
    refused(client.get(path), 404, 900101)


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [("PUT", TERMS, "GET, POST"), ("POST", TERMS + "10N", "DELETE, GET, PUT"), ("PATCH", TERMS, "GET, POST")],
)
def test_a_method_that_a_path_does_not_have(client: httpx.Client, method: str, path: str, allow: str) -> None:
    response = client.request(method, path)
    refused(response, 405, 900101)
    assert response.headers["allow"] == allow


def test_head_is_refused_without_a_body(client: httpx.Client) -> None:
    assert client.head(TERMS).status_code == 405


@pytest.mark.parametrize("path", ["%FF", "%zz", "a%2"])
def test_a_path_that_is_not_percent_encoded_utf8(box: Sandbox, path: str) -> None:
    host = box.base_url.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=5)  # httpx would repair the path
    connection.request("GET", TERMS + path, headers=box.logins[0])
    response = connection.getresponse()
    assert (response.status, json.loads(response.read())["errorCode"]) == (400, 900101)
    connection.close()


def test_each_login_alone_is_accepted(box: Sandbox, connect: Connect) -> None:
    assert [set(login) for login in box.logins] == [{"api_key", "store"}, {"user_id", "user_token", "store"}]
    assert set(box.credentials) == {"api_key", "store", "user_id", "user_token"}
    for number in (0, 1):
        assert connect(box, number).get(TERMS).status_code == 200
    assert [request.credential for request in box.requests] == ["api_key+store", "user_id+user_token+store"]


@pytest.mark.parametrize(
    "wrong",
    [{}, {"api_key": "x"}, {"store": "x"}, {"api_key": ""}, {"user_id": "x"}, {"user_token": "x"}],
    ids=lambda wrong: "+".join(f"{k}={v}" for k, v in wrong.items()) or "none",
)
def test_wrong_and_missing_credentials(box: Sandbox, wrong: dict[str, str]) -> None:
    number = 1 if "user_id" in wrong or "user_token" in wrong else 0
    sent = {**box.logins[number], **wrong} if wrong else {}
    text = refused(httpx.get(box.base_url + TERMS, headers=sent), 401, 900001)
    assert not any(value in text for value in box.credentials.values())
    for name in box.logins[number]:
        incomplete = {key: value for key, value in box.logins[number].items() if key != name}
        refused(httpx.get(box.base_url + TERMS, headers=incomplete), 401, 900001)


def test_a_header_sent_twice_is_no_login(box: Sandbox) -> None:
    twice = [*box.logins[0].items(), ("api_key", "other")]
    refused(httpx.get(box.base_url + TERMS, headers=twice), 401, 900001)


def test_both_logins_at_once(box: Sandbox, sandbox: SandboxFactory) -> None:
    refused(httpx.get(box.base_url + TERMS, headers=box.credentials), 401, 900001)
    lenient = sandbox("lagerkoll", settings={"both_logins": "accept"})
    assert httpx.get(lenient.base_url + TERMS, headers=lenient.credentials).status_code == 200
    half_wrong = {**lenient.credentials, "api_key": "x"}
    assert httpx.get(lenient.base_url + TERMS, headers=half_wrong).status_code == 200


def test_credentials_are_never_shown(box: Sandbox, connect: Connect) -> None:
    connect(box).get(TERMS)
    shown = repr(box) + repr(box.requests) + str(box.faults) + repr(box.app)
    assert not any(value in shown for value in box.credentials.values())


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "application/jsonx", "application/json; charset=latin-1", ""]
)
def test_a_body_that_is_not_declared_as_json(client: httpx.Client, media_type: str) -> None:
    refused(client.post(TERMS, content=json.dumps(TERM), headers={"content-type": media_type}), 415, 900532)
    refused(client.post(TERMS, content=json.dumps(TERM)), 415, 900532)


def test_json_may_be_declared_with_its_charset(client: httpx.Client) -> None:
    media_type = {"content-type": "Application/JSON; charset=UTF-8"}
    assert client.post(TERMS, content=json.dumps(TERM), headers=media_type).status_code == 200


@pytest.mark.parametrize("accept", ["application/xml", "text/html, image/*", "application/json;q=0"])
def test_answers_are_json_or_nothing(client: httpx.Client, accept: str) -> None:
    refused(client.get(TERMS, headers={"accept": accept}), 406, 900101)


@pytest.mark.parametrize("accept", ["*/*", "text/html, application/json;q=0.5", "application/*"])
def test_accept_headers_that_take_json(client: httpx.Client, accept: str) -> None:
    assert client.get(TERMS, headers={"accept": accept}).status_code == 200


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b'{"code": "a", "description": NaN}', "NaN"),
        (b'{"code": "a", "description": Infinity}', "Infinity"),
        (b"\xef\xbb\xbf" + json.dumps(TERM).encode(), "byte order mark"),
        (b'{"code": "\xff"}', "not UTF-8"),
        (b'{"code": "\\ud800", "description": "d"}', "surrogate"),
        (b'{"\\ud800": "x", "code": "c", "description": "d"}', "surrogate"),
        (b"[" * 100_000, "nested"),
        (b'{"a":' * 150 + b"1" + b"}" * 150, "nested"),
        (b'{"code": ' + b"9" * 5000 + b"}", "digits"),
        (b'{"code": 1e999999999}', "exponent"),
        (b"5", "object"),
        (b"null", "object"),
        (b"[]", "object"),
    ],
    ids=lambda value: repr(value[:30]) if isinstance(value, bytes) else "",
)
def test_bodies_that_are_not_usable_json(client: httpx.Client, body: bytes, says: str) -> None:
    assert says in refused(client.post(TERMS, content=body, headers=JSON), 400, 900532)
    assert len(client.get(TERMS).json()["paymentTerms"]) == 4


@pytest.mark.parametrize(
    ("path", "body", "field", "code"),
    [
        (TERMS, {"code": "a"}, "description", 900532),
        (TERMS, {"description": "a"}, "code", 900532),
        (TERMS, {"code": 5, "description": "d"}, "code", 900532),
        (TERMS, {"code": None, "description": "d"}, "code", 900532),
        (TERMS, {"code": "", "description": "d"}, "code", 900532),
        (TERMS, {"code": ["a"], "description": "d"}, "code", 900532),
        (CENTERS, {"shortName": "a", "name": "b", "active": "yes"}, "active", 900912),
        (CENTERS, {"shortName": "a", "name": "b", "active": None}, "active", 900912),
        (CENTERS, {"shortName": "a", "name": "b", "nmae": "c"}, "nmae", 900912),
    ],
)
def test_bodies_that_do_not_fit_the_spec(client: httpx.Client, path: str, body: Any, field: str, code: int) -> None:
    refused(client.post(path, json=body), 400, code, field)


def test_unknown_fields_are_refused_on_create_and_kept_on_update(client: httpx.Client) -> None:
    refused(client.post(TERMS, json={**TERM, "colour": "red"}), 400, 900532, "colour")
    extra = {"code": "10N", "description": "d", "colour": {"deep": [1, 2.50]}}
    assert client.put(TERMS + "10N", json=extra).json() == extra
    assert b'"deep":[1,2.5]' in client.get(TERMS + "10N").content


@pytest.mark.parametrize(("policy", "kept"), [("keep", True), ("ignore", False)])
def test_unknown_fields_can_be_switched(sandbox: SandboxFactory, connect: Connect, policy: str, kept: bool) -> None:
    settings = {"unknown_fields_on_create": policy, "unknown_fields_on_update": policy}
    client = connect(sandbox("lagerkoll", settings=settings))
    assert ("colour" in client.post(TERMS, json={**TERM, "colour": "red"}).json()) is kept
    assert ("colour" in client.put(TERMS + "10N", json={"colour": "red"}).json()) is kept
    strict = connect(sandbox("lagerkoll", settings={"unknown_fields_on_update": "refuse"}))
    refused(strict.put(TERMS + "10N", json={"colour": "red"}), 400, 900533, "colour")


def test_the_second_reading_of_the_spec_counts_too(
    box: Sandbox, client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stricter(pydantic.BaseModel):
        code: str = pydantic.Field(max_length=3)

    engine: Engine = box.app.engine
    monkeypatch.setattr(engine.validator, "models", SimpleNamespace(PaymentTermCreate=Stricter))
    refused(client.post(TERMS, json={"code": "long", "description": "d"}), 400, 900532, "code")
    assert client.post(TERMS, json={"code": "ok", "description": "d"}).status_code == 200


@pytest.mark.parametrize("since", ["abc", "", "1.5", "1_0", " 1", "٣", "9" * 30, "9" * 5000])
def test_a_cursor_that_is_no_number(client: httpx.Client, since: str) -> None:
    refused(client.get(TERMS, params={"since": since}), 400, 900531, "since")


def test_a_cursor_given_twice(client: httpx.Client) -> None:
    refused(client.get(TERMS + "?since=1&since=2"), 400, 900531, "since")


def test_a_negative_cursor_gives_everything(client: httpx.Client) -> None:
    assert len(client.get(TERMS, params={"since": -5}).json()["paymentTerms"]) == 4


def test_a_query_that_is_not_utf8(client: httpx.Client) -> None:
    refused(client.get(TERMS + "?since=%FF"), 400, 900531)


def test_unknown_query_parameters_are_ignored_unless_switched(
    client: httpx.Client, sandbox: SandboxFactory, connect: Connect
) -> None:
    assert client.get(TERMS + "?foo=1").status_code == 200
    strict = connect(sandbox("lagerkoll", settings={"unknown_query_parameters": "refuse"}))
    refused(strict.get(TERMS + "?foo=1"), 400, 900531, "foo")


@pytest.mark.parametrize("number", ["abc", "1.0", "9223372036854775808", "-9223372036854775809"])
def test_an_id_that_is_no_64_bit_number(client: httpx.Client, number: str) -> None:
    refused(client.get(CENTERS + number), 400, 900911, "cost_center")


def test_a_body_above_the_limit(sandbox: SandboxFactory, connect: Connect) -> None:
    client = connect(sandbox("lagerkoll", settings={"body_limit": "200"}))
    refused(client.post(TERMS, json={"code": "a", "description": "x" * 2_000_000}), 413, 900532)
    assert client.post(TERMS, json={"code": "a", "description": "x" * 100}).status_code == 200


def test_the_status_of_errors_can_be_switched(sandbox: SandboxFactory, connect: Connect) -> None:
    for status in (200, 400, 500):
        client = connect(sandbox("lagerkoll", quota=(1, 60), settings={"error_status": str(status)}))
        refused(client.get(TERMS + "?since=x"), status, 900531, "since")
        refused(client.get(TERMS), 429, 900429)


def test_a_bug_of_the_sandbox_is_an_envelope_and_a_logged_traceback(
    box: Sandbox, client: httpx.Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("the bug")

    monkeypatch.setattr(box.app.engine.rules, "before", broken)
    with caplog.at_level(logging.ERROR, "erp_sandbox"):
        text = refused(client.get(TERMS), 500, 900101)
    assert "the bug" not in text
    assert "RuntimeError: the bug" in caplog.text


def test_half_a_request_does_nothing(box: Sandbox, client: httpx.Client) -> None:
    host, port = box.base_url.removeprefix("http://").split(":")
    head = f"POST {TERMS} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 500\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in box.logins[0].items())
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(head.encode() + b"\r\n" + json.dumps(TERM).encode())
    assert len(client.get(TERMS).json()["paymentTerms"]) == 4
    assert [request.method for request in box.requests] == ["GET"]


def test_every_answer_fits_the_spec(box: Sandbox, client: httpx.Client) -> None:
    import jsonschema_rs

    def check(schema: str, value: Any) -> None:
        document = box.spec.document
        jsonschema_rs.validate(
            {"$ref": f"#/components/schemas/{schema}", "components": document["components"]},
            value,
            validate_formats=False,
        )
        assert set(value) == set(document["components"]["schemas"][schema]["properties"])

    check("PaymentTermsResponse", client.get(TERMS).json())
    check("PaymentTermsResponse", client.get(TERMS + "10N").json())
    check("PaymentTerm", client.post(TERMS, json=TERM).json())
    check("CostCentersResponse", client.get(CENTERS).json())
    check("CostCenter", client.post(CENTERS, json={"shortName": "a", "name": "b"}).json())
    check("Error", client.get(TERMS + "?since=x").json())


def test_what_a_client_never_sends_back_is_not_looked_at_where_it_comes_all_the_same() -> None:
    schema = {"properties": {"$id": {"type": "string", "x-omit": True}, "Name": {"type": "string"}}}
    assert without_read_only(Spec({}), schema, {}, {"$id": "1", "Name": "Nut"}) == {"Name": "Nut"}
