"""The Comarch ERP XT client against its sandbox: what everybody does, from creation to deletion."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from comarch_erp_xt import AsyncComarchERPXT, ComarchERPXT
from comarch_erp_xt.errors import AmbiguousWriteError, InvalidArgumentError, NotFoundError
from erp_client_runtime import Drift
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.clients import calls, login, without_tokens
from tests.sandbox.comarch_erp_xt.support import MISSING
from tests.sandbox.comarch_erp_xt_client.support import RESOURCES, Connect, new


@pytest.mark.parametrize("resource", RESOURCES)
def test_an_element_lives_from_creation_to_deletion(
    client: ComarchERPXT, parties: dict[str, Any], product: int, resource: str
) -> None:
    methods: Any = getattr(client, resource)
    model, fields, change = new(resource, parties, product)
    first, second = methods.create(**fields), methods.create(model)
    assert type(first) is type(second) is int
    read = methods.get(first)
    assert read.id == first
    simple = {name: value for name, value in fields.items() if name != "items"}
    assert {name: getattr(read, name) for name in simple} == simple
    assert methods.change(first, **change) is None
    assert {name: getattr(methods.get(first), name) for name in change} == change
    for name, value in change.items():
        setattr(read, name, value)
    assert methods.update(first, read) is None
    changed = methods.get(first)
    assert changed == read
    assert {first, second} <= {one.id for one in methods.list()} == {one.id for one in methods.iterate()}
    assert methods.delete(first) is None
    for call in (methods.get, methods.delete, lambda number: methods.change(number, **change)):
        with pytest.raises(NotFoundError) as caught:
            call(first)
        assert (caught.value.status, caught.value.code) == (404, MISSING)
    with pytest.raises(NotFoundError):
        methods.update(first, changed)
    assert second in {one.id for one in methods.list()}


@pytest.mark.parametrize("resource", RESOURCES)
async def test_the_asynchronous_client_does_the_same(
    vendor: Sandbox, parties: dict[str, Any], product: int, resource: str
) -> None:
    model, fields, change = new(resource, parties, product)
    async with without_tokens(AsyncComarchERPXT(**login(vendor, strict=True, allow_assumed=True))) as client:
        methods: Any = getattr(client, resource)
        first, second = await methods.create(**fields), await methods.create(model)
        await methods.change(first, **change)
        read = await methods.get(first)
        assert {name: getattr(read, name) for name in change} == change
        await methods.update(first, read)
        found = [one.id async for one in methods.iterate(top=1)]
        assert found == [one.id for one in await methods.list()]
        assert {first, second} <= set(found)
        if resource in ("invoices", "proformas"):
            assert (await methods.print(first)).startswith(b"%PDF")
        await methods.delete(first)
        with pytest.raises(NotFoundError):
            await methods.get(first)
        assert len(await client.custom_prints.list()) > 0


def test_update_takes_the_whole_as_keywords_too(client: ComarchERPXT, vendor: Sandbox, product: int) -> None:
    whole: dict[str, Any] = {
        "name": "Nut",
        "description": None,
        "product_code": "N",
        "unit_of_measurement": "ST",
        "rate": 8,
        "sale_net_price": Decimal("1.10"),
        "sale_gross_price": None,
    }
    client.products.update(product, **whole)
    assert vendor.requests[-1].status == 204
    assert (client.products.get(product).name, client.products.get(product).rate) == ("Nut", 8)
    del whole["rate"]
    with pytest.raises(InvalidArgumentError, match=r"rate.*change"):
        client.products.update(product, **whole)


def test_a_creation_may_answer_with_an_object(sandbox: SandboxFactory, connect: Connect) -> None:
    drifts: list[Drift] = []
    client = connect(sandbox("comarch_erp_xt", settings={"value_form": "object"}), on_drift=drifts.append)
    created = client.customers.create(name="Anna")
    assert client.customers.get(created).name == "Anna"
    assert [drift.kind for drift in drifts] == ["wrong_type"]


@pytest.mark.parametrize("body", [b"", b"null", b"true", b"[7]", b"<html>", b'{"Message": "no"}', b'"new"'])
def test_a_creation_that_does_not_tell_the_id_is_not_lost_and_not_repeated(
    vendor: Sandbox, connect: Connect, body: bytes
) -> None:
    vendor.faults.add("create_customer", "body", body=body)
    with pytest.raises(AmbiguousWriteError, match="look with a read") as caught:
        connect(vendor).customers.create(name="Anna")
    assert (caught.value.status, caught.value.body_start) == (200, body)
    assert calls(vendor, "create_customer") == 1
