"""Faults happen to the operation they are planned for, as often as planned, and really on the wire."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from erp_sandbox import ConfigurationError, Sandbox
from erp_sandbox.faults import Faults
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.support import TERMS, Connect, HandClock, refused

TERM = {"code": "45N", "description": "45 days net"}


def test_a_status_for_the_next_calls_of_one_operation(box: Sandbox, client: httpx.Client) -> None:
    box.faults.add("get_payment_term", "status", status=503, times=2, retry_after=7)
    assert client.get(TERMS).status_code == 200
    for _ in range(2):
        response = client.get(TERMS + "10N")
        refused(response, 503, 900531)
        assert response.headers["retry-after"] == "7"
    assert client.get(TERMS + "10N").status_code == 200
    assert [request.fault for request in box.requests] == [None, "status", "status", None]
    assert box.faults.pending() == ()


@pytest.mark.parametrize(
    ("status", "code"), [(401, 900001), (429, 900429), (499, 900532), (520, 900532), (500, 900532)]
)
def test_a_planned_status_has_the_code_that_fits(box: Sandbox, client: httpx.Client, status: int, code: int) -> None:
    box.faults.add("create_payment_term", "status", status=status)
    refused(client.post(TERMS, json=TERM), status, code)
    assert client.get(TERMS + "45N").json()["paymentTerms"] == []


def test_a_status_without_the_envelope(box: Sandbox, client: httpx.Client) -> None:
    box.faults.add("*", "status", status=502, envelope=False)
    response = client.get(TERMS)
    assert (response.status_code, response.content) == (502, b"")
    assert "content-type" not in response.headers


@pytest.mark.parametrize("status", [200, 502])
def test_a_page_where_json_is_expected(box: Sandbox, client: httpx.Client, status: int) -> None:
    box.faults.add("*", "html", status=status)
    response = client.get(TERMS)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert response.text.startswith("<!DOCTYPE html>")


def test_an_answer_that_ends_before_its_length(box: Sandbox, client: httpx.Client) -> None:
    box.faults.add("create_payment_term", "truncated")
    with pytest.raises(httpx.RemoteProtocolError, match=r"incomplete|without sending complete"):
        client.post(TERMS, json=TERM)
    assert client.get(TERMS + "45N").json()["paymentTerms"] == [TERM]
    assert [request.status for request in box.requests] == [200, 200]


def test_an_answer_whose_json_ends_early(box: Sandbox, client: httpx.Client) -> None:
    whole = client.get(TERMS).content
    box.faults.add("*", "truncated", cut="json")
    response = client.get(TERMS)
    assert int(response.headers["content-length"]) == len(response.content) == len(whole) // 2
    assert whole.startswith(response.content)


@pytest.mark.parametrize(("kind", "stored"), [("drop_before", []), ("drop_after", [TERM])])
def test_a_dropped_connection(box: Sandbox, client: httpx.Client, kind: str, stored: list[Any]) -> None:
    box.faults.add("create_payment_term", kind)
    with pytest.raises(httpx.RemoteProtocolError, match="disconnected without sending a response"):
        client.post(TERMS, json=TERM)
    assert client.get(TERMS + "45N").json()["paymentTerms"] == stored
    assert [request.status for request in box.requests] == [None, 200]


def test_a_dropped_request_uses_no_quota(sandbox: SandboxFactory, connect: Connect) -> None:
    box = sandbox("lagerkoll", quota=(1, 60))
    box.faults.add("*", "drop_before")
    client = connect(box)
    with pytest.raises(httpx.RemoteProtocolError):
        client.get(TERMS)
    assert client.get(TERMS).status_code == 200


def test_a_slow_answer(box: Sandbox, client: httpx.Client) -> None:
    box.faults.add("*", "slow", seconds=0.1)
    begun = time.monotonic()
    assert client.get(TERMS).status_code == 200
    assert time.monotonic() - begun >= 0.1


def test_any_answer_at_all(box: Sandbox, client: httpx.Client) -> None:
    box.faults.add(
        "list_payment_terms",
        "body",
        status=302,
        body=b"\xef\xbb\xbf{}",
        content_type="text/plain",
        headers={"Location": "http://other.example/"},
    )
    response = client.get(TERMS)
    assert (response.status_code, response.content) == (302, b"\xef\xbb\xbf{}")
    assert response.headers["location"] == "http://other.example/"
    assert response.headers["content-type"] == "text/plain"
    box.faults.add("list_payment_terms", "body")
    assert client.get(TERMS).content == b""


def test_faults_follow_the_login_except_the_dropped_connection(box: Sandbox) -> None:
    box.faults.add("*", "html", times=None)
    refused(httpx.get(box.base_url + TERMS), 401, 900001)


@pytest.mark.parametrize("times", [1, 2, None])
def test_a_request_that_is_not_let_in_leaves_the_fault_to_the_next(
    sandbox: SandboxFactory, connect: Connect, times: int | None
) -> None:
    clock = HandClock()
    box = sandbox("lagerkoll", quota=(1, 60), clock=clock)
    client = connect(box)
    client.get(TERMS)
    box.faults.add("*", "drop_after", times=times)
    refused(client.get(TERMS), 429, 900429)
    assert [fault.kind for fault in box.faults.pending()] == ["drop_after"]
    for clock.seconds in (60, 120):
        if times == 1 and clock.seconds == 120:
            assert client.get(TERMS).status_code == 200
            continue
        with pytest.raises(httpx.RemoteProtocolError):
            client.get(TERMS)
    assert bool(box.faults.pending()) is (times is None)


def test_a_rate_hits_the_same_calls_every_time() -> None:
    def hits() -> list[bool]:
        faults = Faults(["x"], seed=3)
        faults.add_text("x:html@0.3")
        return [faults.take("x") is not None for _ in range(200)]

    assert hits() == hits()
    assert 30 < sum(hits()) < 90


def test_faults_are_played_in_the_order_planned() -> None:
    faults = Faults(["x", "y"])
    for text in ("x:status=503*2", "*:html", "x:drop_after"):
        faults.add_text(text)
    taken = [faults.take(operation) for operation in ("x", "y", "x", "x", "x", "x")]
    kinds = [fault.kind if fault else None for fault in taken]
    assert kinds == ["status", "html", "status", "drop_after", None, None]


def test_faults_as_text(tmp_path: Path) -> None:
    faults = Faults(["get_x", "token"])
    (tmp_path / "body").write_bytes(b"\xff")
    assert faults.add_text("get_x:status=503,retry_after=2*3") == faults.add(
        "get_x", "status", status=503, retry_after=2, times=3
    )
    assert faults.add_text("*:html") == faults.add("*", "html")
    assert faults.add_text("*:html*1") == faults.add("*", "html", times=1)
    assert faults.add_text("get_x:truncated=json") == faults.add("get_x", "truncated", cut="json")
    assert faults.add_text("get_x:slow=0.5@0.1") == faults.add("get_x", "slow", seconds=0.5, rate=0.1, times=None)
    assert faults.add_text("get_x:slow=0.5@0.1") == faults.add("get_x", "slow", seconds=0.5, rate=0.1)
    assert faults.add_text("get_x:slow=0.5*2@0.1") == faults.add("get_x", "slow", seconds=0.5, rate=0.1, times=2)
    assert faults.add_text("get_x:status=500,envelope=no") == faults.add("get_x", "status", status=500, envelope=False)
    assert faults.add_text(f"token:body=302,header=Location: http://a.example/,file={tmp_path / 'body'}") == faults.add(
        "token", "body", status=302, headers={"Location": "http://a.example/"}, body=b"\xff"
    )


@pytest.mark.parametrize(
    "text",
    [
        "", "html", "get_x", "get_x:", ":html", "get_x:html*", "get_x:html*0", "get_x:html*x", "get_x:html@",
        "get_x:html@2", "get_x:status", "get_x:status=abc", "get_x:status=99", "get_x:status=600", "get_x:drop_after=1",
        "get_x:html,colour=red", "get_x:html,seconds=1", "get_x:nothing", "get_y:html", "get_x:truncated=half",
        "get_x:slow=-1", "get_x:slow=nan",
        "get_x:status=500,envelope=maybe", "get_x:body,file=/does/not/exist", "get_x:status=503,retry_after=ü",
    ],
)  # fmt: skip
def test_a_malformed_fault_is_refused_with_the_reason(text: str) -> None:
    faults = Faults(["get_x"])
    with pytest.raises(ConfigurationError, match=r"fault|header"):
        faults.add_text(text)
    assert faults.pending() == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("*:body,header=Foo", "write header=Name: value"),
        ("*:body,header=: x", "write header=Name: value"),
        ("*:body,header=Foo: 1,header=foo: 2", "foo is given twice; write OPERATION:KIND"),
        ("*:status=503,status=502", "status is given twice; write OPERATION:KIND"),
        ("*:body,body=a,body=b", "body is given twice"),
        ("*:html,times=2*3", "times is given twice"),
    ],
)
def test_a_fault_that_says_too_little_or_something_twice_is_refused_with_the_form(text: str, says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        Faults(["x"]).add_text(text)


def test_several_headers_of_a_fault() -> None:
    fault = Faults(["x"]).add_text("*:body,header=Foo: 1,header=Bar: http://a.example/:b")
    assert fault.headers == {"Foo": "1", "Bar": "http://a.example/:b"}


def test_a_rate_alone_concerns_every_call_that_it_hits() -> None:
    faults = Faults(["x"], seed=3)
    faults.add("x", "html", rate=0.5)
    assert sum(faults.take("x") is not None for _ in range(100)) > 30


def test_header_values_of_a_fault_cannot_hold_line_breaks() -> None:
    with pytest.raises(ConfigurationError, match="'x' of a fault holds characters"):
        Faults(["a"]).add("a", "body", headers={"x": "1\r\ny: 2"})


def test_a_token_that_ends_with_the_call_that_carries_it(sandbox: SandboxFactory) -> None:
    box = sandbox("simutek_gks4")
    form = {"grant_type": "client_credentials", **box.credentials}
    token = httpx.post(str(box.token_url), data=form).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{box.base_url}/api/v1/customers/nobody"
    box.faults.add("get_customer", "expired_token")
    assert [httpx.get(url, headers=headers).status_code for _ in range(2)] == [401, 401]
    token = httpx.post(str(box.token_url), data=form).json()["access_token"]
    assert httpx.get(url, headers={"Authorization": f"Bearer {token}"}).status_code == 404
    for without, operation in ((box, "token"), (sandbox("lagerkoll"), "*")):
        with pytest.raises(ConfigurationError, match="operations that carry a token"):
            without.faults.add(operation, "expired_token")
