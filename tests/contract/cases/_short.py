"""Short forms for what cases say often."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from scripts.contract.case import Case, Expected, Fault

Steps = Generator[Any, Any, Any]
"""A call of several steps: yields each, and gets its result back."""


def case(operation: str, name: str, call: Callable[[Any], Any], expected: Expected, **more: Any) -> Case:
    """A case of origin `sandbox` unless `more` says otherwise."""
    return Case(
        **{"operation": operation, "name": name, "origin": "sandbox", "call": call, "expected": expected, **more}
    )


def answers(operation: str, body: str | bytes, **options: Any) -> tuple[Fault, ...]:
    """The sandbox answers the next call of an operation with this."""
    return (Fault(operation, "body", {"body": body.encode() if isinstance(body, str) else body, **options}),)


def refuses(operation: str, status: int, **options: Any) -> tuple[Fault, ...]:
    """The sandbox answers the next call of an operation with an error of this status."""
    return (Fault(operation, "status", {"status": status, **options}),)


def html(operation: str) -> tuple[Fault, ...]:
    """The sandbox answers the next call of an operation with a page, under a status of success."""
    return (Fault(operation, "html"),)


def again_after(seconds: float, read: Callable[[Any], Any]) -> Callable[[Any], Steps]:
    """A call, and the same some time later."""

    def steps(client: Any) -> Steps:
        yield read(client)
        client.clock.now += seconds
        return (yield read(client))

    return steps
