"""Requests and answers as the network has them, and what a fault does to an answer on its way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from erp_sandbox.faults import Fault


@dataclass(frozen=True)
class Request:
    """A request as it arrived; `body` is None if it was longer than the limit. Header names are in lower case."""

    method: str
    raw_path: str
    query: str
    headers: Mapping[str, list[str]]
    body: bytes | None
    arrived: float


@dataclass(frozen=True)
class Outcome:
    """What goes back.

    Attributes:
        status, headers, body: The answer.
        drop: Close the connection and send nothing.
        cut: Send only so many bytes of the body, then close the connection; None for all.
        delay: Seconds to wait before anything is sent.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    drop: bool = False
    cut: int | None = None
    delay: float = 0.0


DROPPED = Outcome(0, (), b"", drop=True)


def damaged(outcome: Outcome, fault: Fault | None) -> Outcome:
    """The answer after the network has had its way with it."""
    if fault is None:
        return outcome
    if fault.kind == "drop_after":
        return replace(outcome, drop=True)
    if fault.kind == "slow":
        return replace(outcome, delay=fault.seconds)
    if fault.kind == "truncated" and outcome.body:
        half = len(outcome.body) // 2
        if fault.cut == "length":
            return replace(outcome, cut=half)
        headers = tuple((name, str(half) if name == "Content-Length" else value) for name, value in outcome.headers)
        return replace(outcome, body=outcome.body[:half], headers=headers)
    return outcome
