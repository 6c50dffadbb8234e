"""The Lagerkoll client where something is lost on the way: reads are repeated, writes are not done twice."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest

from erp_client_runtime import RawResponse
from erp_sandbox import Sandbox
from lagerkoll import Lagerkoll
from lagerkoll.errors import (
    AmbiguousWriteError,
    BadRequestError,
    ConflictError,
    ConnectError,
    NotFoundError,
    ServerError,
    TimeoutError,  # noqa: A004 - the name under which users import it
    TransportError,
)
from tests.sandbox.clients import calls


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520])
def test_a_read_survives_a_server_in_trouble(vendor: Sandbox, client: Lagerkoll, status: int) -> None:
    vendor.faults.add("get_payment_term", "status", status=status, envelope=False)
    assert client.payment_terms.get("30N").code == "30N"
    assert calls(vendor, "get_payment_term") == 2


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "truncated"])
def test_a_read_survives_a_lost_connection(vendor: Sandbox, client: Lagerkoll, kind: str) -> None:
    vendor.faults.add("get_payment_term", kind)
    assert client.payment_terms.get("30N").code == "30N"
    assert calls(vendor, "get_payment_term") == 2


def test_a_read_gives_up_after_its_retries(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("get_payment_term", "drop_before", times=None)
    with pytest.raises(TransportError) as caught:
        client.payment_terms.get("30N", options={"max_retries": 1})
    assert caught.value.attempts == 2
    assert calls(vendor, "get_payment_term") == 2


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "drop_before"},
        {"kind": "drop_after"},
        {"kind": "truncated"},
        {"kind": "truncated", "cut": "json"},
        {"kind": "html"},
        {"kind": "status", "status": 500, "envelope": False},
        {"kind": "status", "status": 520, "envelope": False},
    ],
    ids=lambda fault: "-".join(str(value) for value in fault.values()),
)
def test_a_create_of_unknown_outcome_is_never_repeated(
    vendor: Sandbox, client: Lagerkoll, fault: dict[str, Any]
) -> None:
    vendor.faults.add("create_cost_center", **fault)
    with pytest.raises(AmbiguousWriteError) as caught:
        client.cost_centers.create(short_name="WS", name="Workshop")
    assert caught.value.__cause__ is not None
    assert calls(vendor, "create_cost_center") == 1


def test_a_create_that_the_vendor_refuses_is_not_ambiguous(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("create_payment_term", "status", status=500)
    with pytest.raises(ServerError) as caught:
        client.payment_terms.create(code="45N", description="45 days net")
    assert (caught.value.code, caught.value.meaning) == ("900532", "the payment term could not be created")
    with pytest.raises(ConflictError):
        client.payment_terms.create(code="30N", description="there already")
    with pytest.raises(BadRequestError) as refused:
        client.payment_terms.create(code="", description="no code")
    assert refused.value.field == "code"


def test_a_create_whose_connection_was_never_made_is_repeated() -> None:
    with Sandbox("lagerkoll") as vendor:
        port = int(vendor.base_url.rpartition(":")[2])
    vendor = Sandbox("lagerkoll", port=port)
    later = threading.Timer(0.3, vendor.start)
    later.start()
    answers: list[RawResponse] = []
    try:
        with Lagerkoll(base_url=f"http://127.0.0.1:{port}", max_retries=50, **vendor.logins[0]) as client:
            client.payment_terms.create(code="45N", description="45", options={"on_response": answers.append})
    finally:
        later.join()
        vendor.stop()
    assert answers[0].attempts > 1
    assert calls(vendor, "create_payment_term") == 1


def test_a_write_of_which_an_earlier_attempt_was_sent_does_not_claim_that_nothing_was(
    vendor: Sandbox, client: Lagerkoll
) -> None:
    vendor.faults.add("delete_payment_term", "drop_after")
    log: list[str] = []

    class StopAfterTheFirst(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            log.append(record.getMessage())
            vendor.stop()

    logger, handler = logging.getLogger("erp_client_runtime"), StopAfterTheFirst(logging.INFO)
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        with pytest.raises(ConnectError) as caught:
            client.payment_terms.delete("30N", options={"max_retries": 1})
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)
    assert log
    assert caught.value.sent


def test_a_create_that_was_one_too_many_is_repeated(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("create_payment_term", "status", status=429, retry_after=0)
    assert client.payment_terms.create(code="45N", description="45 days net").code == "45N"
    assert len([term for term in client.payment_terms.list() if term.code == "45N"]) == 1


def test_a_delete_whose_answer_was_lost_is_done(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("delete_payment_term", "drop_after")
    client.payment_terms.delete("30N")
    assert calls(vendor, "delete_payment_term") == 2
    with pytest.raises(NotFoundError):
        client.payment_terms.delete("30N")


def test_a_slow_answer_is_a_timeout(vendor: Sandbox, client: Lagerkoll) -> None:
    vendor.faults.add("get_payment_term", "slow", seconds=5, times=None)
    with pytest.raises(TimeoutError):
        client.payment_terms.get("30N", options={"timeout": 0.1, "max_retries": 0})
    with pytest.raises(TimeoutError):
        client.payment_terms.get("30N", options={"deadline": 0.2})
