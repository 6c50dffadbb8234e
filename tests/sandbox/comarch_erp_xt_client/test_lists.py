"""Lists of the Comarch ERP XT client: options and pages."""

from __future__ import annotations

from typing import Any

import pytest

from comarch_erp_xt import ComarchERPXT
from comarch_erp_xt.errors import BadRequestError, InvalidArgumentError
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.clients import calls
from tests.sandbox.comarch_erp_xt_client.support import Connect


def test_options_choose_sort_and_page(client: ComarchERPXT, vendor: Sandbox) -> None:
    def names(**options: Any) -> list[str | None]:
        return [one.name for one in client.products.list(**options)]

    everything = names()
    assert vendor.requests[-1].query == ""
    first = sorted(name for name in everything if name)[0]
    assert names(filter=f"Name eq '{first}'") == [first]
    assert vendor.requests[-1].query.startswith("%24filter=Name%20eq%20%27")
    assert names(orderby="Name") == sorted(name for name in everything if name)
    assert names(orderby="Name desc", skip=1, top=2) == sorted((n for n in everything if n), reverse=True)[1:3]
    assert first in names(fts=f"'{first[:5].upper()}'")
    with pytest.raises(BadRequestError, match="filter"):
        names(filter="what")


IGNORED = {"query_options": "ignore", "page_parameters": "ignore"}


@pytest.mark.parametrize(
    ("settings", "arguments", "found", "requests"),
    [
        ({}, {}, 25, 1),
        ({}, {"top": 10}, 25, 3),
        ({}, {"top": 5}, 25, 6),
        ({}, {"top": 100}, 25, 2),
        ({}, {"top": 10, "skip": 20}, 5, 2),
        ({}, {"top": 10, "skip": 100}, 0, 1),
        ({"list_limit": "7"}, {"top": 10}, 25, 4),
        (IGNORED, {"top": 10}, 25, 2),
        (IGNORED, {"top": 100}, 25, 2),
        (IGNORED, {}, 25, 1),
    ],
)
def test_pages_are_read_to_their_end(
    sandbox: SandboxFactory,
    connect: Connect,
    settings: dict[str, str],
    arguments: dict[str, Any],
    found: int,
    requests: int,
) -> None:
    vendor = sandbox("comarch_erp_xt", settings={"seed_products": "25", **settings})
    ids = [one.id for one in connect(vendor).products.iterate(**arguments)]
    assert (len(ids), len(set(ids))) == (found, found)
    assert calls(vendor, "list_products") == requests


@pytest.mark.parametrize("arguments", [{"top": 0}, {"skip": -1}, {"top": "5"}, {"top": True}, {"filter": 5}])
def test_options_that_cannot_be_are_refused(client: ComarchERPXT, vendor: Sandbox, arguments: dict[str, Any]) -> None:
    for call in (client.products.list, lambda **given: list(client.products.iterate(**given))):
        with pytest.raises(InvalidArgumentError, match=next(iter(arguments))):
            call(**arguments)
    assert vendor.requests == ()
