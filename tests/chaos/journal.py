"""What the workers did, as they saw it: one file for each process, a line when a call begins and one when it ends.

Each line is one write, so that what a process had noted is there even if it is killed.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import define

from erp_client_runtime.errors import DecodeError
from tests.chaos.steps import End, Step, is_wrong, told

OF_TOKENS = "token request to "
"""What the messages of errors begin with that are about a token, and not about the call."""


class Journal:
    """Written by one process, whose threads and tasks are its slots."""

    def __init__(self, path: str) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def begin(self, slot: str, number: int, vendor: str, step: Step) -> None:
        self.note(
            call=[slot, number], vendor=vendor, do=step.do, resource=step.resource, record=step.record, value=step.value
        )

    def end(self, slot: str, number: int, step: Step, end: End) -> None:
        line: dict[str, Any] = {"end": [slot, number], "how": "done", "wrong": is_wrong(step, end)}
        if end.cancelled:
            line["how"] = "cancelled"
        elif end.error is not None:
            line["answered"] = answered(step, end.error)
            line |= {"how": told(end.error), "text": str(end.error)[:300]}
        self.note(**line)

    def note(self, **line: Any) -> None:
        os.write(self._file, json.dumps({"at": time.monotonic(), **line}).encode() + b"\n")

    def close(self) -> None:
        os.close(self._file)


def answered(step: Step, error: Exception) -> bool:
    """Whether the error of a write says that it was done: the answer to it came, with something odd in it.

    To a creation, whatever is odd, since else it would be ambiguous. To anything else, which may be repeated without
    harm, only if it is an answer of the vendor and not, say, a web page. Never if it is the token that could not be
    read, before anything was sent.
    """
    if not isinstance(error, DecodeError) or str(error).startswith(OF_TOKENS):
        return False
    return step.do == "create" or error.path != ""


@define
class Call:
    """One call as its worker saw it.

    `how` is `done`, `cancelled`, the class of an error, or empty if it never ended.
    """

    slot: str
    vendor: str
    do: str
    resource: str
    record: str
    value: str
    began: float
    ended: float | None = None
    how: str = ""
    answered: bool = False
    wrong: bool = False
    text: str = ""

    @property
    def surely_done(self) -> bool:
        return self.how == "done" or self.answered

    @property
    def nobody_knows(self) -> bool:
        """Whether it may have been done or not: its end says so, or it has none."""
        return not self.surely_done and self.how in ("", "cancelled", "AmbiguousWriteError")


@define
class Account:
    """What one process noted.

    Attributes:
        calls: Its calls, in the order in which they began.
        samples: What it used at moments while it ran.
        left: What it had left at its end; None if it was killed.
    """

    calls: list[Call]
    samples: list[dict[str, Any]]
    left: dict[str, Any] | None


def read(path: Path) -> Account:
    """What a process noted. Of a line that it was killed over nothing is left."""
    account = Account([], [], None)
    open_calls: dict[tuple[str, int], Call] = {}
    for line in _lines(path):
        at = line.pop("at")
        if "call" in line:
            slot, number = line.pop("call")
            call = open_calls[slot, number] = Call(slot, **line, began=at)
            account.calls.append(call)
        elif "end" in line:
            slot, number = line.pop("end")
            call = open_calls.pop((slot, number))
            call.ended = at
            for name, value in line.items():
                setattr(call, name, value)
        elif "sample" in line:
            account.samples.append(line["sample"])
        else:
            account.left = line["left"]
    return account


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as file:
        for line in file:
            if line.endswith(b"\n"):
                yield json.loads(line)
