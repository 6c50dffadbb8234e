"""The Lagerkoll client against its sandbox: what everybody does, from creation to deletion."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import httpx
import httpx2
import pytest

from erp_sandbox import Sandbox
from lagerkoll import AsyncLagerkoll, Lagerkoll
from lagerkoll.errors import NotFoundError
from lagerkoll.models import CostCenterCreate, PaymentTermUpdate

STRANGE_CODES = ["30 N", "a/b", "/", "50%", "%2F", "å ä ö", "🧾", "a\r\nb", "a?b#c", "a+b", "...", "x" * 500]


def test_a_payment_term_lives_from_creation_to_deletion(client: Lagerkoll) -> None:
    terms = client.payment_terms
    created = terms.create(code="45N", description="45 days net")
    assert (created.code, created.description) == ("45N", "45 days net")
    assert terms.get("45N") == created
    created.description = "45 days"
    assert terms.update("45N", created).description == "45 days"
    assert terms.update("45N", code="45N", description="six weeks").description == "six weeks"
    assert terms.update("45N", PaymentTermUpdate(code="45N", description="soon")).description == "soon"
    assert terms.change("45N", description="45").description == "45"
    assert [term.code for term in terms.iterate() if term.description == "45"] == ["45N"]
    assert terms.delete("45N") is None  # type: ignore[func-returns-value]  # that it returns nothing is the promise
    with pytest.raises(NotFoundError) as caught:
        terms.get("45N")
    assert caught.value.operation == "get_payment_term"


def test_a_cost_center_lives_from_creation_to_deletion(client: Lagerkoll, vendor: Sandbox) -> None:
    centers = client.cost_centers
    created = centers.create(CostCenterCreate(short_name="LAB", name="Laboratory"))
    assert created.active is True
    assert created.id is not None
    assert b'"active":true' in vendor.requests[-1].body.replace(b" ", b"")
    created.active = False
    assert centers.update(created.id, created).active is False
    assert centers.change(created.id, name="Lab").name == "Lab"
    assert centers.get(created.id).name == "Lab"
    centers.delete(created.id)
    with pytest.raises(NotFoundError):
        centers.get(created.id)


def test_only_what_changed_comes_after_a_cursor(client: Lagerkoll) -> None:
    everything = client.payment_terms.changes(0)
    assert len(everything.items) == len(client.payment_terms.list())
    client.payment_terms.create(code="45N", description="45 days net")
    changed, cursor = client.payment_terms.changes(everything.cursor)
    assert [term.code for term in changed] == ["45N"]
    assert client.payment_terms.changes(cursor) == ([], cursor)


async def test_the_asynchronous_client_does_the_same(vendor: Sandbox) -> None:
    async with AsyncLagerkoll(base_url=vendor.base_url, **vendor.logins[1]) as client:
        terms = client.payment_terms
        cursor = (await terms.list()).cursor
        created = await terms.create(code="45N", description="45 days net")
        assert await terms.get("45N") == created
        assert (await terms.change("45N", description="45")).description == "45"
        assert (await terms.update("45N", code="45N", description="46")).description == "46"
        changed, cursor = await terms.changes(cursor)
        assert [term.code for term in changed] == ["45N"]
        assert "45N" in [term.code async for term in terms.iterate()]
        await terms.delete("45N")
        with pytest.raises(NotFoundError):
            await terms.get("45N")
    assert {request.credential for request in vendor.requests} == {"user_id+user_token+store"}


@pytest.mark.parametrize("code", STRANGE_CODES)
def test_a_code_may_hold_anything(client: Lagerkoll, code: str) -> None:
    client.payment_terms.create(code=code, description="strange")
    assert client.payment_terms.get(code).code == code
    assert client.payment_terms.change(code, description="stranger").description == "stranger"
    client.payment_terms.delete(code)
    with pytest.raises(NotFoundError):
        client.payment_terms.get(code)


@pytest.mark.parametrize("library", [httpx, httpx2])
def test_a_client_of_the_users_own_is_used_and_left_open(vendor: Sandbox, library: Any) -> None:
    with library.Client(
        cookies={"session": "theirs"},
        auth=("user", "password"),
        headers={"api_key": "another", "X-Theirs": "yes"},
        follow_redirects=True,
        base_url="https://elsewhere.example",
        params={"debug": "1"},
    ) as http:
        with Lagerkoll(base_url=vendor.base_url, http_client=http, **vendor.logins[0]) as client:
            assert len(client.payment_terms.list()) > 0
        request = vendor.requests[-1]
        assert not {"cookie", "authorization", "x-theirs"} & set(request.headers)
        assert request.headers["api_key"] == vendor.logins[0]["api_key"]
        assert request.query == "since=0"
        assert not http.is_closed


async def test_an_asynchronous_client_of_the_users_own_is_used(vendor: Sandbox) -> None:
    async with httpx2.AsyncClient() as http:
        client = AsyncLagerkoll(base_url=vendor.base_url, http_client=http, **vendor.logins[0])
        assert len(await client.payment_terms.list()) > 0


def test_one_asynchronous_client_serves_several_event_loops(vendor: Sandbox) -> None:
    client = AsyncLagerkoll(base_url=vendor.base_url, **vendor.logins[0])

    async def count() -> int:
        return len(await client.payment_terms.list())

    assert asyncio.run(count()) == asyncio.run(count())


def test_one_client_serves_many_threads(client: Lagerkoll) -> None:
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            client.payment_terms.create(code=f"T{number}", description="parallel")
            assert client.payment_terms.get(f"T{number}").code == f"T{number}"
        except Exception as error:  # noqa: BLE001 - reported by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len([term for term in client.payment_terms.list() if term.description == "parallel"]) == 20


async def test_one_client_serves_many_tasks(vendor: Sandbox) -> None:
    async with AsyncLagerkoll(base_url=vendor.base_url, **vendor.logins[0]) as client:
        created = await asyncio.gather(
            *(client.payment_terms.create(code=f"T{number}", description="parallel") for number in range(20))
        )
    assert {term.code for term in created} == {f"T{number}" for number in range(20)}
