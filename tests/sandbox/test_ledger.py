"""The ledger says what arrived, when it ended and what it wrote; in memory within bounds, in a file completely."""

from __future__ import annotations

import json
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

from erp_sandbox import ConfigurationError, Sandbox, SandboxError
from erp_sandbox.ledger import Ledger, LedgerFile, RecordedRequest
from erp_sandbox.pytest import SandboxFactory
from erp_sandbox.store import Written
from tests.sandbox.support import TERMS, Connect, HandClock

TERM = {"code": "45N", "description": "45 days net"}
FACTS: dict[str, Any] = {
    "operation": "x", "method": "GET", "path": "/x", "query": "", "status": 200, "credential": None, "arrived": 0.0,
    "fault": None, "processed": True, "changes": (),
}  # fmt: skip


def entry(body: bytes = b"") -> dict[str, Any]:
    return {**FACTS, "headers": {"accept": "*/*"}, "body": body}


def test_every_change_is_named(box: Sandbox, client: httpx.Client) -> None:
    client.post(TERMS, json=TERM)
    client.post(TERMS, json=TERM)
    client.put(TERMS + "45N", json={"description": "new"})
    client.get(TERMS + "45N")
    client.delete(TERMS + "45N")
    client.delete(TERMS + "45N")
    seen = [(r.operation, r.processed, r.wrote, [c.change for c in r.changes]) for r in box.requests]
    assert seen == [
        ("create_payment_term", True, True, ["created"]),
        ("create_payment_term", False, False, []),
        ("update_payment_term", True, True, ["changed"]),
        ("get_payment_term", True, False, []),
        ("delete_payment_term", True, True, ["deleted"]),
        ("delete_payment_term", False, False, []),
    ]
    assert box.requests[0].changes == (Written("payment_terms", "45N", "created"),)


def test_numbers_of_new_elements_are_named(box: Sandbox, client: httpx.Client) -> None:
    client.post("/v1/costcenters/", json={"shortName": "A", "name": "a"})
    newest = box.elements("cost_centers")[-1]["id"]
    assert box.requests[-1].changes == (Written("cost_centers", str(newest), "created"),)


@pytest.mark.parametrize(
    ("kind", "options", "status", "processed"),
    [
        ("drop_before", {}, None, False),
        ("drop_after", {}, None, True),
        ("status", {"status": 503}, 503, False),
        ("truncated", {}, 200, True),
        ("slow", {"seconds": 0.01}, 200, True),
    ],
)
def test_a_fault_and_whether_the_write_happened(
    box: Sandbox, client: httpx.Client, kind: str, options: dict[str, Any], status: int | None, processed: bool
) -> None:
    box.faults.add("create_payment_term", kind, **options)
    with suppress(httpx.TransportError):
        client.post(TERMS, json=TERM)
    request = box.requests[0]
    assert (request.status, request.fault, request.processed, request.wrote) == (status, kind, processed, processed)


def test_a_request_ends_when_its_answer_has_been_sent(box: Sandbox, client: httpx.Client) -> None:
    box.faults.add("*", "slow", seconds=0.1)
    client.get(TERMS)
    client.get(TERMS)
    deadline = time.monotonic() + 5
    while box.requests[1].ended is None and time.monotonic() < deadline:
        time.sleep(0.001)
    slow, quick = box.requests
    assert slow.ended is not None
    assert quick.ended is not None
    assert slow.ended - slow.arrived >= 0.1
    assert 0 <= quick.ended - quick.arrived < slow.ended - slow.arrived
    assert (slow.number, quick.number) == (1, 2)


def test_dropped_and_broken_off_requests_end_too(box: Sandbox, client: httpx.Client) -> None:
    box.faults.add("*", "drop_after")
    box.faults.add("*", "slow", seconds=60)
    for _ in range(2):
        with pytest.raises(httpx.TransportError):
            client.get(TERMS, timeout=0.1)
    deadline = time.monotonic() + 5
    while any(r.ended is None for r in box.requests) and time.monotonic() < deadline:
        time.sleep(0.001)
    assert [r.ended is not None for r in box.requests] == [True, True]


def test_the_oldest_requests_are_forgotten_first() -> None:
    ended: list[RecordedRequest] = []
    ledger = Ledger(ended.append, size=3, limit=100)
    for _ in range(5):
        ledger.add(**entry())
    assert [r.number for r in ledger.requests()] == [3, 4, 5]
    ledger.add(**entry(b"x" * 80))
    ledger.add(**entry(b"y" * 80))
    assert [r.number for r in ledger.requests()] == [7]
    for number in range(1, 8):
        ledger.end(number, number / 10)
    assert [(r.number, r.ended) for r in ended] == [(n, n / 10) for n in range(1, 8)], "forgotten is not lost to a file"
    assert [len(r.body) for r in ended[-2:]] == [0, 80], "what is forgotten keeps no body, however long it takes"
    assert ledger.requests()[0].ended == 0.7
    for _ in range(2):
        ledger.add(**entry())
    assert [r.number for r in ledger.requests()] == [7, 8, 9], "what was forgotten takes no room"


def test_a_request_that_ends_after_a_reset_does_not_end_another() -> None:
    ledger = Ledger()
    old = ledger.add(**entry())
    ledger.clear()
    new = ledger.add(**entry())
    ledger.end(old, 1.0)
    assert [(r.number, r.ended) for r in ledger.requests()] == [(new, None)]
    ledger.end(new, 2.0)
    assert ledger.requests()[0].ended == 2.0


def test_a_part_of_the_ledger() -> None:
    ledger = Ledger(size=4)
    for _ in range(6):
        ledger.add(**entry())
    assert [r.number for r in ledger.after(0, 2)] == [3, 4]
    assert [r.number for r in ledger.after(4, 9)] == [5, 6]
    assert ledger.after(6, 9) == ledger.after(99, 9) == Ledger().after(0, 9) == []


def test_sixteen_threads_lose_nothing(sandbox: SandboxFactory, tmp_path: Path) -> None:
    with LedgerFile(tmp_path / "ledger.jsonl") as file:
        box = sandbox("lagerkoll", quota=None, ledger_file=file)
        box.faults.add("*", "drop_after", rate=0.1)
        outcomes: list[list[str]] = []

        def create(worker: int) -> None:
            mine = []
            with httpx.Client(base_url=box.base_url, headers=box.logins[0], verify=False) as client:
                for index in range(25):
                    code = f"{worker}-{index}"
                    try:
                        mine.append(f"{code} {client.post(TERMS, json={'code': code, 'description': 'd'}).status_code}")
                    except httpx.TransportError:
                        mine.append(f"{code} lost")
            outcomes.append(mine)

        threads = [threading.Thread(target=create, args=(worker,)) for worker in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        box.stop()
    requests = box.requests
    assert [r.number for r in requests] == list(range(1, 401))
    assert all(r.ended is not None and r.ended >= r.arrived for r in requests)
    created = {c.key: r.status for r in requests for c in r.changes}
    assert len(created) == 400
    for line in (line for mine in outcomes for line in mine):
        code, outcome = line.split()
        assert str(created[code]) == {"lost": "None"}.get(outcome, outcome)
    assert 10 < sum(r.fault == "drop_after" for r in requests) < 90
    written = [json.loads(line) for line in (tmp_path / "ledger.jsonl").read_text().splitlines()]
    assert sorted(written, key=lambda line: int(line["number"])) == box.ledger()


def test_what_leaves_the_sandbox_holds_no_secret(sandbox: SandboxFactory, tmp_path: Path) -> None:
    with LedgerFile(tmp_path / "ledger.jsonl") as file:
        box = sandbox("simutek_gks4", ledger_file=file)
        form = {"grant_type": "client_credentials", **box.credentials}
        token = httpx.post(str(box.token_url), data=form).json()["access_token"]
        url = f"{box.base_url}/api/v1/customers"
        assert httpx.get(url, headers={"Authorization": f"Bearer {token}"}).status_code == 200
        httpx.get(f"{url}/{token}?key={token}&secret={box.credentials['client_secret']}")
        box.stop()
    text = (tmp_path / "ledger.jsonl").read_text()
    assert len(text.splitlines()) == 3
    assert json.dumps(box.ledger()) == "[" + ", ".join(text.splitlines()) + "]"
    for secret in (token, *box.credentials.values()):
        assert secret not in text
    assert box.ledger()[2]["path"].endswith("/customers/***")
    assert box.ledger()[2]["query"] == "key=***&secret=***"
    assert list(box.ledger()[0]) == [
        "vendor", "number", "operation", "method", "path", "query", "status", "credential", "arrived", "ended", "fault",
        "processed", "wrote", "changes",
    ]  # fmt: skip


def test_a_file_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="cannot write the ledger"):
        LedgerFile(tmp_path).__enter__()
    file = LedgerFile(tmp_path / "x")
    with pytest.raises(SandboxError, match="is not open"):
        file.write({})


def test_a_file_that_could_not_be_completed_says_so() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs a device that is always full")
    file = LedgerFile("/dev/full").__enter__()
    file.write({"a": 1})
    file.write({"a": 2})
    with pytest.raises(SandboxError, match=r"is not complete: .*space"):
        file.__exit__(None, None, None)


def test_equal_headers_are_kept_once_and_a_reset_keeps_nothing(sandbox: SandboxFactory, connect: Connect) -> None:
    box = sandbox("lagerkoll", quota=None, clock=HandClock())
    client = connect(box)
    for _ in range(20):
        client.get(TERMS)
    shared = [request.headers["user-agent"] for request in box.requests]
    assert all(value is shared[0] for value in shared), "equal header values are kept once"
    box.reset()
    assert box.requests == ()
    assert box.ledger() == []
