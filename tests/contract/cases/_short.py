"""Short forms for what cases say often."""

from __future__ import annotations

from collections.abc import Callable, Generator
from operator import attrgetter
from typing import Any

from scripts.contract.case import Fault, everything

Steps = Generator[Any, Any, Any]
"""A call of several steps: yields each, and gets its result back."""

Call = Callable[[Any], Any]
"""What a case does with a client."""


def answers(body: str | bytes, **options: Any) -> Fault:
    """The sandbox answers with this."""
    return Fault("body", {"body": body.encode() if isinstance(body, str) else body, **options})


def refuses(status: int, **options: Any) -> Fault:
    """The sandbox answers with an error of this status."""
    return Fault("status", {"status": status, **options})


HTML = Fault("html")
"""The sandbox answers with a page, under a status of success."""


def again_after(seconds: float, read: Call) -> Call:
    """A call, and the same some time later."""

    def steps(client: Any) -> Steps:
        yield read(client)
        client.clock.now += seconds
        return (yield read(client))

    return steps


def values(resource: str, name: str, /, **arguments: Any) -> Call:
    """A call for one field of each element of one page."""
    of = attrgetter(resource)

    def steps(client: Any) -> Steps:
        return [getattr(element, name) for element in (yield of(client).list(**arguments))]

    return steps


def all_values(resource: str, name: str, /, **arguments: Any) -> Call:
    """A call for one field of each element of all pages."""
    of = attrgetter(resource)

    def steps(client: Any) -> Steps:
        return [getattr(element, name) for element in (yield everything(of(client).iterate(**arguments)))]

    return steps
