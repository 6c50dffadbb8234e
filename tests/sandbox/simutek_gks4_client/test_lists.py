"""Lists of the Simutek GKS4 client: both forms, and pages."""

from __future__ import annotations

from typing import Any

import pytest

from erp_client_runtime import Drift
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from simutek_gks4 import AsyncSimutekGKS4, SimutekGKS4
from simutek_gks4.errors import DecodeError
from tests.sandbox.clients import calls, login, without_tokens
from tests.sandbox.simutek_gks4_client.support import Connect


@pytest.mark.parametrize("form", ["array", "envelope"])
def test_a_list_may_stand_alone_or_in_an_object(sandbox: SandboxFactory, connect: Connect, form: str) -> None:
    client = connect(sandbox("simutek_gks4", settings={"list_form": form}), allow_assumed=True, strict=True)
    assert [one.number for one in client.customers.list()] == [one.number for one in client.customers.iterate()]
    assert len(client.customers.list()) == 10
    assert list(client.customers.list(name="nobody at all")) == []


@pytest.mark.parametrize(
    ("settings", "arguments", "numbers", "requests"),
    [
        ({}, {}, 250, 6),  # five full pages, and an empty one
        ({}, {"page_size": 100}, 250, 4),  # the last page has the usual size, so it need not be the last
        ({}, {"page_size": 60}, 250, 5),
        ({}, {"page": 4}, 100, 3),
        ({}, {"page": 9}, 0, 1),
        ({"page_beyond_end": "last"}, {}, 250, 6),
        ({"page_beyond_end": "last"}, {"page_size": 100}, 250, 4),
        ({"page_parameters": "ignore"}, {}, 50, 2),
        ({"page_parameters": "ignore"}, {"page_size": 100}, 50, 2),
        ({"page_parameters": "ignore_size"}, {"page_size": 100}, 250, 6),
        ({"page_parameters": "ignore_size"}, {"page_size": 20}, 250, 6),
        ({"list_form": "envelope"}, {"page_size": 60}, 250, 5),
    ],
)
async def test_pages_are_read_to_their_end(
    sandbox: SandboxFactory,
    connect: Connect,
    settings: dict[str, str],
    arguments: dict[str, Any],
    numbers: int,
    requests: int,
) -> None:
    vendor = sandbox("simutek_gks4", settings={"seed_customers": "250", **settings})
    found = [one.number for one in connect(vendor, allow_assumed=True).customers.iterate(**arguments)]
    assert (len(found), len(set(found))) == (numbers, numbers)
    assert calls(vendor, "list_customers") == requests
    async with without_tokens(AsyncSimutekGKS4(**login(vendor, allow_assumed=True))) as client:
        assert [one.number async for one in client.customers.iterate(**arguments)] == found


def test_a_page_that_repeats_is_reported(sandbox: SandboxFactory, connect: Connect) -> None:
    drifts: list[Drift] = []
    vendor = sandbox("simutek_gks4", settings={"seed_customers": "60", "page_parameters": "ignore"})
    assert len(list(connect(vendor, allow_assumed=True, on_drift=drifts.append).customers.iterate())) == 50
    assert [drift.kind for drift in drifts] == ["repeated_page"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>Sign in</html>",
        b"42",
        b'{"items": [], "others": [{"name": "A"}], "more": [{"name": "B"}]}',
        b'{"total": 3}',
        b'{"items": ["K1"]}',
    ],
)
def test_a_list_that_is_none_is_an_error(vendor: Sandbox, client: SimutekGKS4, body: bytes) -> None:
    vendor.faults.add("list_customers", "body", body=body, times=2)
    for read in (client.customers.list, lambda: list(client.customers.iterate())):
        with pytest.raises(DecodeError) as caught:
            read()
        assert caught.value.body_start == body
