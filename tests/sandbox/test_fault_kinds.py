"""Each kind of fault does on the wire what `erp-sandbox faults` says of it."""

from __future__ import annotations

import asyncio
import socket
import time
from email.utils import parsedate_to_datetime
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
import pytest

from erp_sandbox import ConfigurationError, Sandbox
from erp_sandbox.cli import main
from erp_sandbox.connection import Connection
from erp_sandbox.fault_kinds import KINDS, WHEN
from erp_sandbox.fault_text import parse
from erp_sandbox.faults import Faults
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.support import TERMS, HandClock, refused

TERM = {"code": "45N", "description": "45 days net"}
CENTERS = "/v1/costcenters/"


def codes(box: Sandbox) -> list[str]:
    return [term["code"] for term in box.elements("payment_terms")]


def raw_pieces(box: Sandbox, path: str, until: int, *headers: str) -> list[bytes]:
    """Everything that the server sends on one connection until it holds so many answers, in the pieces that came."""
    target = urlsplit(box.base_url)
    assert target.hostname is not None
    assert target.port is not None
    login = (f"{name}: {value}" for name, value in box.logins[0].items())
    head = [f"GET {path} HTTP/1.1", f"Host: {target.netloc}", *login, *headers, "", ""]
    pieces: list[bytes] = []
    with socket.create_connection((target.hostname, target.port), timeout=10) as connection:
        connection.sendall("\r\n".join(head).encode())
        while (found := b"".join(pieces)).count(b"HTTP/1.1 200") < until or not found.endswith(b"}"):
            pieces.append(connection.recv(65536))
            assert pieces[-1], found
    return pieces


@pytest.mark.parametrize(
    ("kind", "options", "status"),
    [("status", {"status": 504}, 504), ("html", {"status": 502}, 502), ("body", {"body": b"lost"}, 200)],
)
@pytest.mark.parametrize("processed", [True, False])
def test_an_answer_in_place_of_the_right_one_may_come_after_the_write(
    box: Sandbox, client: httpx.Client, kind: str, options: dict[str, Any], status: int, processed: bool
) -> None:
    box.faults.add("create_payment_term", kind, **options, processed=processed)
    assert client.post(TERMS, json=TERM).status_code == status
    assert ("45N" in codes(box)) is processed
    assert [(r.status, r.processed, r.wrote) for r in box.requests] == [(status, processed, processed)]


def test_a_gateway_that_hides_a_refusal_too(box: Sandbox, client: httpx.Client) -> None:
    box.faults.add("create_payment_term", "status", status=504, processed=True, envelope=False)
    assert client.post(TERMS, json={}).status_code == 504
    assert [(r.status, r.fault, r.processed) for r in box.requests] == [(504, "status", False)]


@pytest.mark.parametrize("retry_after", [None, "2", "-1", "99999999999", "soon", "Wed, 21 Oct 2037 07:28:00 GMT"])
def test_too_many_requests_with_and_without_and_with_absurd_retry_after(
    box: Sandbox, client: httpx.Client, retry_after: str | None
) -> None:
    box.faults.add("*", "status", status=429, retry_after=retry_after)
    response = client.get(TERMS)
    refused(response, 429, 900429)
    assert response.headers.get("retry-after") == retry_after


def test_a_body_that_comes_slowly(box: Sandbox, client: httpx.Client) -> None:
    whole = client.get(TERMS).content
    box.faults.add("*", "slow_body", seconds=0.2)
    begun = time.monotonic()
    with client.stream("GET", TERMS) as response:
        head_after = time.monotonic() - begun
        pieces = list(response.iter_raw())
    took = time.monotonic() - begun
    assert took >= 0.2
    assert took - head_after > 0.1  # the head comes at once
    assert len(pieces) > 3
    assert b"".join(pieces) == whole
    # It is noted when the last byte is out, which the client may see first.
    until = time.monotonic() + 5
    while box.requests[-1].ended is None:
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_client_that_leaves_a_slow_body_ends_the_request(box: Sandbox, client: httpx.Client) -> None:
    box.faults.add("*", "slow_body", seconds=60)
    with client.stream("GET", TERMS) as response:
        assert response.status_code == 200
        assert box.requests[0].ended is None
    deadline = time.monotonic() + 5
    while box.requests[0].ended is None and time.monotonic() < deadline:
        time.sleep(0.005)
    assert box.requests[0].ended is not None


def test_an_answer_twice_on_the_wire(box: Sandbox) -> None:
    box.faults.add("*", "duplicate")
    pieces = raw_pieces(box, TERMS, 2)
    assert len(pieces) == 1  # or a quick client would send its next request before the second one is there
    first, second = pieces[0].split(b"HTTP/1.1 200 ")[1:]
    assert first.partition(b"\r\n\r\n")[2] == second.partition(b"\r\n\r\n")[2]
    assert first.lower().count(b"content-length") == second.lower().count(b"content-length") == 1
    assert len(box.requests) == 1


def test_an_answer_twice_on_a_connection_that_is_not_kept(box: Sandbox) -> None:
    box.faults.add("*", "duplicate")
    pieces = raw_pieces(box, TERMS, 2, "Connection: close")
    assert len(pieces) == 1
    assert b"".join(pieces).count(b"HTTP/1.1 200") == 2


def test_what_a_connection_holds_back_leaves_as_one_write() -> None:
    class Transport:
        def __init__(self) -> None:
            self.written: list[bytes] = []

        def write(self, data: bytes) -> None:
            self.written.append(data)

    transport = Transport()
    connection = Connection(cast("asyncio.Transport", transport))
    connection.write(b"a")
    with connection.as_one_write():
        connection.write(b"b")
        connection.write(b"c")
        assert transport.written == [b"a"]
    connection.write(b"d")
    assert transport.written == [b"a", b"bc", b"d"]


def test_an_answer_without_a_body_twice(box: Sandbox, client: httpx.Client) -> None:
    box.faults.add("delete_payment_term", "duplicate")
    assert client.delete(TERMS + "10N").status_code == 204
    assert "10N" not in codes(box)
    assert len(httpx.get(box.base_url + TERMS, headers=box.logins[0]).json()["paymentTerms"]) == 3


def test_the_answer_of_the_call_before(box: Sandbox, client: httpx.Client) -> None:
    box.faults.add("create_payment_term", "stale_answer")
    first = client.post(TERMS, json=TERM).json()  # there is nothing stale yet: the fault waits
    assert len(box.faults.pending()) == 1
    second = client.post(TERMS, json={"code": "46N", "description": "46 days net"})
    assert second.json() == first
    assert codes(box)[-2:] == ["45N", "46N"]
    assert [(r.fault, r.processed) for r in box.requests] == [(None, True), ("stale_answer", True)]
    box.faults.add("create_payment_term", "stale_answer")
    third = client.post(TERMS, json={"code": "47N", "description": "47 days net"})
    assert third.json() != first, "the stale answer is the last right one, not the stale one again"


def test_the_answer_to_another_request(box: Sandbox, client: httpx.Client) -> None:
    terms = client.get(TERMS)
    box.faults.add("*", "foreign_answer", times=None)
    assert client.get(TERMS).json() == terms.json()
    assert client.get(CENTERS).json() == terms.json()
    assert "costCenters" in client.get(TERMS).json()


def test_no_token_comes_as_the_answer_to_another_request(sandbox: SandboxFactory) -> None:
    box = sandbox("simutek_gks4")
    form = {"grant_type": "client_credentials", **box.credentials}
    token = httpx.post(str(box.token_url), data=form).json()["access_token"]
    box.faults.add("*", "foreign_answer")
    answer = httpx.get(f"{box.base_url}/api/v1/customers", headers={"Authorization": f"Bearer {token}"})
    assert isinstance(answer.json(), list)
    assert len(box.faults.pending()) == 1


def test_a_date_that_is_wrong(box: Sandbox, client: httpx.Client) -> None:
    right = parsedate_to_datetime(client.get(TERMS).headers["date"])
    box.faults.add("*", "wrong_clock", date=-86400)
    wrong = parsedate_to_datetime(client.get(TERMS).headers["date"])
    assert 86_390 < (right - wrong).total_seconds() <= 86_400


@pytest.mark.parametrize(("vendor", "field"), [("simutek_gks4", "expires_in"), ("comarch_erp_xt", "expires")])
@pytest.mark.parametrize("lifetime", [3600, -100_000])
def test_a_token_that_lives_otherwise_than_it_says(
    sandbox: SandboxFactory, vendor: str, field: str, lifetime: int
) -> None:
    clock = HandClock()
    box = sandbox(vendor, token_ttl=60, clock=clock)
    box.faults.add("token", "wrong_clock", lifetime=lifetime)
    form, login = {"grant_type": "client_credentials"}, box.credentials
    auth = None if vendor == "simutek_gks4" else (login["client_id"], login["client_secret"])
    answer = httpx.post(str(box.token_url), data=form if auth else {**form, **login}, auth=auth).json()
    assert answer[field] == 60 + lifetime
    operation = next(o for o in box.spec.operations if o.kind == "list" and not any(p.required for p in o.parameters))
    url, headers = box.base_url + operation.path, {"Authorization": f"Bearer {answer['access_token']}"}
    for clock.seconds, status in ((59, 200), (61, 401)):
        assert httpx.get(url, headers=headers).status_code == status


@pytest.mark.parametrize("status", [500, 503])
def test_a_token_endpoint_that_fails(sandbox: SandboxFactory, status: int) -> None:
    box = sandbox("simutek_gks4")
    form = {"grant_type": "client_credentials", **box.credentials}
    box.faults.add_text(f"token:status={status}*2")
    assert [httpx.post(str(box.token_url), data=form).status_code for _ in range(3)] == [status, status, 200]
    assert [(r.operation, r.processed) for r in box.requests] == [("token", False), ("token", False), ("token", True)]


@pytest.mark.parametrize(
    ("operation", "kind", "options", "says"),
    [
        ("x", "wrong_clock", {}, "needs a date or a lifetime"),
        ("x", "wrong_clock", {"lifetime": 5}, "operation token alone"),
        ("x", "wrong_clock", {"date": 1e12}, "at most"),
        ("x", "wrong_clock", {"date": float("nan")}, "at most"),
        ("x", "status", {"status": "503"}, "status of a fault cannot be '503'"),
        ("x", "status", {"status": True}, "cannot be True"),
        ("x", "status", {"status": 503, "processed": "yes"}, "processed of a fault cannot be 'yes'"),
        ("x", "html", {"times": 1.5}, "times of a fault cannot be 1.5"),
        ("x", "html", {"after": -1}, "after 0 calls or more"),
        ("x", "html", {"at": 5, "until": 5}, "before it ends"),
        ("x", "html", {"at": float("inf")}, "before it ends"),
        ("x", "body", {"body": "text"}, "body of a fault cannot be 'text'"),
        ("x", "body", {"headers": {"a": 1}}, "headers of a fault cannot be"),
        ("x", "body", {"headers": {"a b": "1"}}, "no header can hold"),
        ("x", "body", {"headers": {"a": " 1"}}, "no header can hold"),
        ("x", "body", {"headers": {"Content-Length": "1"}}, "up to the server"),
    ],
)
def test_what_a_fault_cannot_be(operation: str, kind: str, options: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        Faults(["x", "token"]).add(operation, kind, **options)


@pytest.mark.parametrize("kind", KINDS)
def test_the_list_of_faults_holds_every_kind_with_working_examples(
    kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["faults"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert kind in lines
    assert KINDS[kind].examples
    for example in KINDS[kind].examples:
        assert f"    e.g. --fault '{example}'" in lines
        assert parse(example)[1] == kind
        assert Faults(["get_x", "token"]).add_text(example).kind == kind
    for option in (*KINDS[kind].options, *WHEN):
        assert any(line.startswith(f"    {option}") for line in lines)
