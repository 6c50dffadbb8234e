"""How many calls a second go through when many are made at once, over a connection of the machine with itself.

The vendor answers from another process and costs next to nothing. The quota is on, and too large to be waited for. How
fast the calls are says what one sees; what they cost the processor says the same on a machine that has other work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from benchmarks.measure import Effort, Row, in_turns
from benchmarks.vendor import vendor
from benchmarks.workers import Worker, workers

_ROUNDS = 5
_CALLS = 600
_USUAL = "httpx"
_OURS_OVER_USUAL = "ours over httpx"
# How, how many at once, and over what.
_CASES = (("tasks", 100, ("httpx", "httpx2", "httpx-aiohttp")), ("threads", 16, ("httpx", "httpx2")))

_Both = tuple[float, float]


def rows(effort: Effort) -> Iterator[Row]:
    """Tasks and threads, over each transport that fits, beside that transport by itself."""
    with vendor() as shop, workers() as worker:
        for how, count, transports in _CASES:

            def one(who: str, transport: str, how: str = how, count: int = count) -> Worker:
                return worker("throughput", who, transport, how, str(count), str(_CALLS), shop.url)

            usual = one("ours", _USUAL)
            for transport in transports:
                first = transport == _USUAL
                ours = usual if first else one("ours", transport)
                peers = {} if first else {_OURS_OVER_USUAL: usual}
                name = f"{count} {how}" if first else f"… over {transport}"
                yield from _measured(name, transport, ours, one("bare", transport), peers, effort.rounds(_ROUNDS))


def _measured(
    name: str,
    transport: str,
    ours: Callable[[], _Both],
    bare: Callable[[], _Both],
    peers: Mapping[str, Callable[[], _Both]],
    rounds: int,
) -> Iterator[Row]:
    values, missing = in_turns({"ours": ours, "floor": bare}, peers, rounds=rounds)
    for place, (measure, unit) in enumerate(((name, "req/s"), ("… processor, each", "µs"))):

        def part(of: str, place: int = place) -> Sequence[float]:
            return [pair[place] for pair in values[of]]

        others = {peer: part(peer) for peer in peers if peer in values}
        floor_is = f"{transport} by itself"
        yield Row.of(measure, unit, part("ours"), part("floor"), floor_is, peers=others, missing=missing)
