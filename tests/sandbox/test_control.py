"""The control endpoint: not there unless asked for, closed to all without its token, and able to do what is listed."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from erp_sandbox import Sandbox, SandboxError
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.support import TERMS, Connect


@contextmanager
def controlling(box: Sandbox) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {box.control_token}"}
    with httpx.Client(base_url=box.control_url, headers=headers, verify=False) as client:
        yield client


@pytest.fixture
def box(sandbox: SandboxFactory) -> Sandbox:
    return sandbox("lagerkoll", quota=None, control=True, clock="fixed")


@pytest.fixture
def control(box: Sandbox) -> Iterator[httpx.Client]:
    with controlling(box) as client:
        yield client


def test_there_is_none_unless_asked_for(sandbox: SandboxFactory) -> None:
    before = threading.active_count()
    box = sandbox("lagerkoll")
    assert threading.active_count() == before + 1
    for name in ("control_url", "control_token"):
        with pytest.raises(SandboxError, match="control=True"):
            getattr(box, name)


def test_it_starts_and_stops_with_the_sandbox() -> None:
    before = threading.active_count()
    box = Sandbox("lagerkoll", control=True)
    with box:
        first = box.control_url, box.control_token
        port = urlsplit(box.control_url).port
        assert box.control_token not in repr(box)
    assert threading.active_count() == before
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    with pytest.raises(SandboxError, match="start it"):
        _ = box.control_url
    with box:
        assert box.control_token != first[1]


def test_it_listens_on_the_loopback_address_whatever_the_sandbox_listens_on(sandbox: SandboxFactory) -> None:
    box = sandbox("lagerkoll", host="0.0.0.0", control=True)
    assert urlsplit(box.control_url).hostname == "127.0.0.1"
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.2", urlsplit(box.control_url).port)) != 0
        assert probe.connect_ex(("127.0.0.2", urlsplit(box.base_url).port)) == 0


def test_it_has_no_path_on_the_vendors_port(box: Sandbox, client: httpx.Client) -> None:
    token = {"Authorization": f"Bearer {box.control_token}"}
    for path in ("/faults", "/ledger", "/reset"):
        assert client.get(path, headers=token).json()["errorMessage"]
    assert [request.operation for request in box.requests] == [None] * 3


@pytest.mark.parametrize("given", [None, "", "Bearer", "Bearer wrong", "basic x", "bearer {token}", "Bearer {token}x"])
@pytest.mark.parametrize(("method", "path"), [("POST", "/reset"), ("GET", "/ledger"), ("GET", "/nowhere")])
def test_nothing_is_done_without_the_token(box: Sandbox, given: str | None, method: str, path: str) -> None:
    box.faults.add("*", "html")
    headers = {} if given is None else {"Authorization": given.format(token=box.control_token)}
    answer = httpx.request(method, box.control_url + path, headers=headers)
    assert answer.status_code == 401
    assert "Authorization: Bearer" in answer.json()["error"]
    assert len(box.faults.pending()) == 1


def test_two_tokens_are_none(box: Sandbox) -> None:
    header = ("Authorization", f"Bearer {box.control_token}")
    assert httpx.get(box.control_url, headers=[header, header]).status_code == 401


def test_it_says_what_there_is(control: httpx.Client) -> None:
    said = control.get("/").json()
    assert said["vendor"] == "lagerkoll"
    for request in said["requests"]:
        method, _, path = request.partition(" ")
        path = path.partition("?")[0].replace("{resource}", "payment_terms")
        assert control.request(method, path).status_code in (200, 400), request


def test_faults_are_planned_listed_and_cleared(client: httpx.Client, control: httpx.Client) -> None:
    fault = {"operation": "*", "kind": "status", "status": 503, "times": 2, "retry_after": 3}
    body = {"operation": "list_payment_terms", "kind": "body", "body": "å", "rate": 0.5, "headers": {"X-A": "1"}}
    added = control.post("/faults", json={"fault": [fault, body]})
    assert added.status_code == 200
    expected = [
        {**fault, "retry_after": "3", "left": 2},
        {**body, "times": None, "left": None},
    ]
    assert added.json() == control.get("/faults").json() == {"fault": expected}
    assert client.get(TERMS).headers["retry-after"] == "3"
    assert control.get("/faults").json()["fault"][0]["left"] == 1
    assert control.delete("/faults").json() == {"fault": []}
    assert client.get(TERMS).status_code == 200


def test_of_several_faults_all_or_none_are_planned(box: Sandbox, control: httpx.Client) -> None:
    right = {"operation": "*", "kind": "html"}
    answer = control.post("/faults", json={"fault": [right, {"operation": "*", "kind": "nope"}]})
    assert answer.status_code == 400
    assert answer.json()["error"].startswith("the body, fault 2: no fault 'nope': there are status")
    assert box.faults.pending() == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b"[]", 'a list "fault"'),
        (b'{"fault": [], "x": 1}', 'a list "fault"'),
        (b'{"fault": [{"operation": "*", "kind": "body", "file": "/etc/passwd"}]}', "has no file"),
        (b'{"fault": [{"operation": "*", "kind": "body", "body": "\\ud800"}]}', "surrogate"),
        (b'{"fault": [{"operation": "*", "kind": "html", "rate": NaN}]}', "NaN"),
        (b'{"fault": [{"operation": "*", "kind": "html", "times": "2"}]}', "times of a fault cannot be '2'"),
        (b'{"fault": [{"operation": "*", "kind": "html", "at": null}]}', "at of a fault cannot be None"),
        (b'{"fault": [{"operation": "*", "kind": "html", "fault": 1}]}', "has no fault"),
        (b'{"fault": [{"operation": "*", "kind": "html", "checked": 1}]}', "has no checked"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(
    box: Sandbox, control: httpx.Client, content: bytes, says: str
) -> None:
    answer = control.post("/faults", content=content)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert says in answer.json()["error"]
    assert box.faults.pending() == ()


def test_a_body_without_end_is_refused(control: httpx.Client) -> None:
    assert control.post("/faults", content=b" " * (1024 * 1024 + 1)).status_code == 413


def test_tokens_are_revoked(sandbox: SandboxFactory) -> None:
    box = sandbox("simutek_gks4", control=True)
    form = {"grant_type": "client_credentials", **box.credentials}
    token = httpx.post(str(box.token_url), data=form).json()["access_token"]
    headers, url = {"Authorization": f"Bearer {token}"}, f"{box.base_url}/api/v1/customers"
    assert httpx.get(url, headers=headers).status_code == 200
    with controlling(box) as control:
        assert control.post("/revoke-tokens").status_code == 200
    assert httpx.get(url, headers=headers).status_code == 401


def test_state_and_ledger_are_seen_and_reset(box: Sandbox, client: httpx.Client, control: httpx.Client) -> None:
    client.post(TERMS, json={"code": "45N", "description": "45 days net"})
    for _ in range(3):
        client.get(TERMS)
    assert control.get("/elements/payment_terms").json() == box.elements("payment_terms")
    lines = control.get("/ledger", params={"after": 0, "limit": 2})
    assert lines.headers["content-type"].startswith("application/x-ndjson")
    first = [json.loads(line) for line in lines.text.splitlines()]
    assert [entry["number"] for entry in first] == [1, 2]
    assert first[0]["changes"] == [{"resource": "payment_terms", "key": "45N", "change": "created"}]
    assert not set(first[0]) & {"headers", "body"}
    rest = control.get("/ledger", params={"after": 2}).text.splitlines()
    assert [json.loads(line)["number"] for line in rest] == [3, 4]
    assert control.post("/reset").status_code == 200
    assert control.get("/ledger").text == ""
    assert len(control.get("/elements/payment_terms").json()) == 4


def test_a_page_of_the_ledger_has_an_end_whatever_is_asked_for(
    client: httpx.Client, control: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erp_sandbox.control._PAGE", 2)
    for _ in range(3):
        client.get(TERMS)
    for query in ("", "?limit=3"):
        assert len(control.get(f"/ledger{query}").text.splitlines()) == 2


def test_a_fixed_clock_is_moved(box: Sandbox, client: httpx.Client, control: httpx.Client) -> None:
    before = client.get(TERMS).headers["date"]
    assert control.get("/clock").json() == {"now": "2026-01-01T00:00:00+00:00", "monotonic": 0.0}
    box.faults.add("*", "html", at=60)
    assert control.post("/clock", json={"advance": 60.5}).json() == {
        "now": "2026-01-01T00:01:00.500000+00:00",
        "monotonic": 60.5,
    }
    after = client.get(TERMS)
    assert after.headers["date"] != before
    assert after.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("said", [{"advance": -1}, {"advance": 1e12}, {"advance": "1"}, {"advance": True}, {}, [], 5])
def test_a_clock_does_not_go_back_or_too_far(box: Sandbox, control: httpx.Client, said: Any) -> None:
    answer = control.post("/clock", json=said)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert box.clock.monotonic() == 0


def test_a_real_clock_is_not_moved(sandbox: SandboxFactory) -> None:
    with controlling(sandbox("lagerkoll", control=True)) as control:
        answer = control.post("/clock", json={"advance": 1})
    assert answer.status_code == 400
    assert "only a fixed clock" in answer.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "status", "says"),
    [
        ("GET", "/nowhere", 404, "GET / lists what there is"),
        ("PUT", "/faults", 405, "GET / lists what there is"),
        ("GET", "/elements/nothing", 400, "there is no resource 'nothing': there are payment_terms"),
        ("GET", "/ledger?after=x", 400, "after is a whole number, not 'x'"),
        ("GET", "/ledger?limit=-1", 400, "limit is a whole number, not '-1'"),
    ],
)
def test_a_wrong_request_is_told_why(control: httpx.Client, method: str, path: str, status: int, says: str) -> None:
    answer = control.request(method, path)
    assert answer.status_code == status
    assert says in answer.json()["error"]


def test_control_and_load_at_the_same_time(box: Sandbox, connect: Connect, control: httpx.Client) -> None:
    stop = threading.Event()
    failed: list[BaseException] = []

    def load(client: httpx.Client) -> None:
        try:
            while not stop.is_set():
                assert client.get(TERMS).status_code in (200, 503)
        except BaseException as error:  # noqa: BLE001 - handed to the test
            failed.append(error)

    threads = [threading.Thread(target=load, args=(connect(box),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(20):
        control.post("/faults", json={"fault": [{"operation": "*", "kind": "status", "status": 503}]})
        assert control.get("/ledger", params={"limit": 5}).status_code == 200
        control.delete("/faults")
        control.post("/reset")
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
