"""Requests and answers as the network has them, and what a fault does to an answer on its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime

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
        spread: Seconds over which the body is sent in pieces.
        twice: Send all of it twice, one right behind the other.
        number: Place of the request in the ledger.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    drop: bool = False
    cut: int | None = None
    delay: float = 0.0
    spread: float = 0.0
    twice: bool = False
    number: int = 0


DROPPED = Outcome(0, (), b"", drop=True)


def damaged(outcome: Outcome, fault: Fault | None) -> Outcome:
    """The answer after the network, or the vendor's clock, has had its way with it."""
    if fault is None:
        return outcome
    if fault.kind == "drop_after":
        return replace(outcome, drop=True)
    if fault.kind == "slow":
        return replace(outcome, delay=fault.seconds)
    if fault.kind == "slow_body":
        return replace(outcome, spread=fault.seconds)
    if fault.kind == "duplicate":
        return replace(outcome, twice=True)
    if fault.kind == "wrong_clock" and fault.date:
        return _with_header(outcome, "Date", lambda date: _shifted(date, fault.date))
    if fault.kind == "truncated" and outcome.body:
        half = len(outcome.body) // 2
        if fault.cut == "length":
            return replace(outcome, cut=half)
        return replace(_with_header(outcome, "Content-Length", lambda _: str(half)), body=outcome.body[:half])
    return outcome


def _with_header(outcome: Outcome, name: str, change: Callable[[str], str]) -> Outcome:
    headers = tuple((key, change(value) if key == name else value) for key, value in outcome.headers)
    return replace(outcome, headers=headers)


def _shifted(date: str, seconds: float) -> str:
    return format_datetime(parsedate_to_datetime(date) + timedelta(seconds=seconds), usegmt=True)
