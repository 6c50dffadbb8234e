"""Creations whose answers get lost: what was written is there once, or its creator knows that nobody knows."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from erp_client_runtime.errors import AmbiguousWriteError, BadRequestError, ConflictError, DecodeError, ERPClientError
from erp_sandbox import Sandbox
from tests.sandbox.writes import WITH_KEYS, WITHOUT_KEYS, Creation

# What is done before the answer is lost, and what is not.
DONE: dict[str, dict[str, Any]] = {
    "dropped": {"kind": "drop_after"},
    "cut short": {"kind": "truncated"},
    "slow": {"kind": "slow", "seconds": 5},
    "slow body": {"kind": "slow_body", "seconds": 5},
    "gateway timeout": {"kind": "status", "status": 504, "envelope": False, "processed": True},
    "web page": {"kind": "html", "processed": True},
    "web page 502": {"kind": "html", "status": 502, "processed": True},
}
NOT_DONE: dict[str, dict[str, Any]] = {
    "dropped": {"kind": "drop_before"},
    "bad gateway": {"kind": "status", "status": 502, "envelope": False},
    "unknown error": {"kind": "status", "status": 520, "envelope": False},
    "web page": {"kind": "html"},
}
# All at once and 10 % of the calls, of look-ups too. A call meets the first that its chance hits.
FAULTS: tuple[dict[str, Any], ...] = (
    {"kind": "drop_after", "rate": 0.02},
    {"kind": "drop_before", "rate": 0.01},
    {"kind": "truncated", "rate": 0.0075},
    {"kind": "truncated", "cut": "json", "rate": 0.0075},
    {"kind": "html", "rate": 0.005},
    {"kind": "html", "status": 502, "processed": True, "rate": 0.005},
    {"kind": "status", "status": 503, "envelope": False, "rate": 0.005},
    {"kind": "status", "status": 504, "envelope": False, "processed": True, "rate": 0.005},
    {"kind": "status", "status": 520, "envelope": False, "rate": 0.005},
    {"kind": "status", "status": 500, "rate": 0.005},
    {"kind": "status", "status": 429, "retry_after": "1", "rate": 0.005},
    {"kind": "slow", "seconds": 3, "rate": 0.002},
    {"kind": "slow_body", "seconds": 3, "rate": 0.002},
    {"kind": "duplicate", "rate": 0.01},
    {"kind": "stale_answer", "rate": 0.002},
    {"kind": "foreign_answer", "rate": 0.002},
)
# How many things each test creates: 1,000 take it two seconds.
CREATIONS = int(os.environ.get("CREATIONS", "170"))
# Of what has no body, nothing can be cut short or slow.
OF_BODIES = ("cut short", "slow body")


@pytest.fixture(params=WITH_KEYS, ids=str)
def creation(request: pytest.FixtureRequest) -> Creation:
    found: Creation = request.param
    return found


@pytest.fixture
def box(creation: Creation) -> Iterator[Sandbox]:
    with Sandbox(creation.vendor, quota=None) as box:
        yield box


@pytest.fixture
def client(creation: Creation, box: Sandbox) -> Iterator[Any]:
    with creation.open(box, timeout=0.5) as client:
        yield client


@pytest.mark.parametrize("fault", DONE)
def test_what_was_done_is_found_and_is_the_result(creation: Creation, box: Sandbox, client: Any, fault: str) -> None:
    box.faults.add(creation.operation, **DONE[fault])
    result = creation.create(client, "K 1")
    assert creation.right(box, "K 1", result)
    assert creation.calls(box) == 1
    looks = 0 if fault in OF_BODIES and not creation.tells else 1
    assert creation.calls(box, creation.look_up) == looks


@pytest.mark.parametrize("fault", NOT_DONE)
def test_what_was_not_done_is_ambiguous_and_not_repeated(
    creation: Creation, box: Sandbox, client: Any, fault: str
) -> None:
    box.faults.add(creation.operation, **NOT_DONE[fault])
    with pytest.raises(AmbiguousWriteError, match=r"There is none with \w+='K 1'") as caught:
        creation.create(client, "K 1")
    assert caught.value.found == "nothing"
    assert creation.stored(box, "K 1") == []
    assert (creation.calls(box), creation.calls(box, creation.look_up)) == (1, 3)


def test_one_that_was_there_before_is_the_result_if_it_is_the_same(
    creation: Creation, box: Sandbox, client: Any
) -> None:
    before = creation.create(client, "K 1")
    box.faults.add(creation.operation, **NOT_DONE["bad gateway"])
    after = creation.create(client, "K 1")
    assert after == before
    assert creation.right(box, "K 1", after)


def test_one_that_was_there_before_is_named_with_what_differs(creation: Creation, box: Sandbox, client: Any) -> None:
    creation.create(client, "K 1")
    box.faults.add(creation.operation, **NOT_DONE["bad gateway"])
    with pytest.raises(AmbiguousWriteError, match="it differs in") as caught:
        creation.create_other(client, "K 1")
    assert (caught.value.found, caught.value.differing) == ("different", (creation.other,))
    assert len(creation.stored(box, "K 1")) == 1


def test_a_refusal_of_one_that_exists_is_what_the_vendor_says() -> None:
    for creation, settings in ((WITH_KEYS[0], {}), (WITH_KEYS[1], {}), (WITH_KEYS[2], {"codes_unique": "yes"})):
        with Sandbox(creation.vendor, quota=None, settings=settings) as box, creation.open(box) as client:
            creation.create(client, "K 1")
            with pytest.raises((ConflictError, BadRequestError)):
                creation.create(client, "K 1")
            assert creation.calls(box, creation.look_up) == 0


def test_several_with_the_same_code_and_content_cannot_be_told_apart() -> None:
    creation = WITH_KEYS[2]
    with Sandbox(creation.vendor, quota=None) as box, creation.open(box) as client:
        creation.create(client, "K 1")
        box.faults.add(creation.operation, "drop_after")
        with pytest.raises(AmbiguousWriteError, match="2 of those") as caught:
            creation.create(client, "K 1")
        assert caught.value.found == "equal"


def test_a_look_up_that_fails_is_told(creation: Creation, box: Sandbox, client: Any) -> None:
    box.faults.add(creation.operation, "drop_after")
    box.faults.add(creation.look_up, "html", times=None)
    with pytest.raises(AmbiguousWriteError, match=f"Looking with {creation.look_up}") as caught:
        creation.create(client, "K 1")
    assert caught.value.found is None
    assert len(creation.stored(box, "K 1")) == 1


def test_a_look_up_survives_what_any_read_survives(creation: Creation, box: Sandbox, client: Any) -> None:
    box.faults.add(creation.operation, "drop_after")
    for kind, options in (("drop_before", {}), ("status", {"status": 429, "retry_after": "1"})):
        box.faults.add(creation.look_up, kind, **options)
    assert creation.right(box, "K 1", creation.create(client, "K 1"))


@pytest.mark.parametrize("creation", WITHOUT_KEYS, ids=str)
@pytest.mark.parametrize("fault", DONE)
def test_without_a_key_what_was_done_is_ambiguous_at_once(
    creation: Creation, box: Sandbox, client: Any, fault: str
) -> None:
    box.faults.add(creation.operation, **DONE[fault])
    if fault in OF_BODIES and not creation.tells:
        creation.create(client, "K 1")
    else:
        with pytest.raises(AmbiguousWriteError, match="look with a read") as caught:
            creation.create(client, "K 1")
        assert caught.value.found is None
    assert len(creation.stored(box, "K 1")) == 1
    assert {request.operation for request in box.requests} <= {creation.operation, "token"}


@pytest.mark.parametrize("creation", WITHOUT_KEYS, ids=str)
@pytest.mark.parametrize("fault", NOT_DONE)
def test_without_a_key_what_was_not_done_is_ambiguous_at_once(
    creation: Creation, box: Sandbox, client: Any, fault: str
) -> None:
    box.faults.add(creation.operation, **NOT_DONE[fault])
    with pytest.raises(AmbiguousWriteError, match="look with a read"):
        creation.create(client, "K 1")
    assert creation.stored(box, "K 1") == []
    assert {request.operation for request in box.requests} <= {creation.operation, "token"}


# Many at once


def check(creation: Creation, box: Sandbox, ends: dict[str, Any]) -> None:
    """Each is there once, or its creator has an error that says what is known."""
    missed = 0
    stored = Counter(element[creation.key] for element in box.elements(creation.resource))
    for name, end in ends.items():
        there = stored[name]
        assert there <= 1, f"{name} was written {there} times"
        if isinstance(end, AmbiguousWriteError):
            missed += there
        elif isinstance(end, DecodeError):
            # It says where in the answer, which came: that of another request.
            assert (there, end.path != "") == (1, True)
        elif isinstance(end, ERPClientError):
            assert there == 0, f"{name} is there, and its creator was told {end!r}"
        else:
            assert there == 1, f"{name} is lost, and its creator was told {end!r}"
    tried = [request for request in box.requests if request.operation == creation.operation]
    lost = sum(request.fault == "drop_after" and request.processed for request in tried)
    assert lost > 0, "nothing was tried"
    if creation.look_up:
        assert creation.calls(box, creation.look_up) > 0
        # All are found, but for those where something goes wrong with the look-ups as well.
        assert missed <= lost
    else:
        assert missed >= lost


def plan(box: Sandbox) -> None:
    """Have about one call in ten go wrong."""
    for fault in FAULTS:
        box.faults.add("*", **fault)
    if box.token_url is not None:
        box.faults.add("*", "expired_token", rate=0.005)
        box.faults.add("token", "status", status=503, rate=0.1)


@pytest.mark.parametrize("creation", [*WITH_KEYS, *WITHOUT_KEYS], ids=str)
def test_under_faults_threads_create_each_once_or_know_that_nobody_knows(creation: Creation) -> None:
    ends: dict[str, Any] = {}
    with Sandbox(creation.vendor, quota=None, seed=3) as box, creation.open(box, timeout=1.5) as client:
        plan(box)

        def create(number: int) -> None:
            name = f"T{number}"
            try:
                ends[name] = creation.create(client, name)
            except ERPClientError as error:
                ends[name] = error

        with ThreadPoolExecutor(8) as threads:
            list(threads.map(create, range(CREATIONS)))
        assert len(ends) == CREATIONS
        check(creation, box, ends)


@pytest.mark.parametrize("creation", [*WITH_KEYS, *WITHOUT_KEYS], ids=str)
async def test_under_faults_tasks_create_each_once_or_know_that_nobody_knows(creation: Creation) -> None:
    ends: dict[str, Any] = {}
    with Sandbox(creation.vendor, quota=None, seed=3) as box:
        plan(box)
        async with creation.open(box, asynchronous=True, timeout=1.5) as client:
            slots = asyncio.Semaphore(16)

            async def create(number: int) -> None:
                name = f"T{number}"
                async with slots:
                    try:
                        ends[name] = await creation.create(client, name)
                    except ERPClientError as error:
                        ends[name] = error

            await asyncio.gather(*(create(number) for number in range(CREATIONS)))
        assert len(ends) == CREATIONS
        check(creation, box, ends)
