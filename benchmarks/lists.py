"""What it takes to go through a long list, and how much of it is there at a time.

The sandbox holds the objects, in this process; who goes through them is in another one, and its time and memory count.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

from benchmarks import environment
from benchmarks.measure import Effort, Row, at_most, in_turns, ratio_at_most
from benchmarks.workers import workers
from comarch_erp_xt import ComarchERPXT
from erp_sandbox.rules import Resource
from erp_sandbox.sandbox import Sandbox
from erp_sandbox.settings import Settings
from erp_sandbox.vendors.comarch_erp_xt import ComarchERPXTRules

_FEW, _MANY = 2000, 100_000
_STOCK = "stock generator"


class _Products(ComarchERPXTRules):
    """The vendor, with so many products to start with."""

    def __init__(self, count: int) -> None:
        self._count = count

    def resources(self, settings: Settings, chance: random.Random) -> Mapping[str, Resource]:
        found = dict(super().resources(settings, chance))
        one = found["products"].seeds[0]
        many = [{**one, "Id": number, "ProductCode": f"P-{number}"} for number in range(1, self._count + 1)]
        return {**found, "products": replace(found["products"], seeds=many)}


def rows(effort: Effort) -> Iterator[Row]:
    """Time for each object, memory, and requests until the first object."""
    many = _MANY // 10 if effort.quick else _MANY
    with (
        Sandbox(rules=_Products(_FEW), quota=None) as short,
        Sandbox(rules=_Products(many), quota=None) as long,
        workers() as worker,
    ):
        # Both have the same logins: they have the same seed.
        login = short.logins[0]
        place = login["client_id"], login["client_secret"], short.base_url, long.base_url

        needed = {"ours": worker("lists", "ours", *place), "floor": worker("lists", "httpx", *place)}
        values, missing = in_turns(needed, {_STOCK: worker("lists", "stock", *place, _stock)}, rounds=1)
        each, before, after = ({who: rounds[0][place] for who, rounds in values.items()} for place in range(3))
        yield Row.of(
            f"each of {many:,} objects",
            "µs",
            each["ours"],
            each["floor"],
            "pages of JSON by httpx.Client, no objects made",
            peers={_STOCK: each[_STOCK]} if _STOCK in each else {},
            missing=missing,
        )
        memory = f"the same process after {_FEW:,} objects"
        yield Row.of("… memory at its most", "MB", after["ours"], before["ours"], memory, goals=[ratio_at_most(1.05)])
        yield Row.of("… requests for the first", "", _requests_for_the_first(short), goals=[at_most(1)])


def _stock() -> str:
    return str(environment.stock("comarch_erp_xt"))


def _requests_for_the_first(vendor: Sandbox) -> int:
    before = len(vendor.requests)
    with ComarchERPXT(base_url=vendor.base_url, **vendor.logins[0]) as client:
        next(client.products.iterate(top=10))
    return sum(request.operation == "list_products" for request in vendor.requests[before:])
