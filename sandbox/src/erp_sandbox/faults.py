"""Faults as data: what shall go wrong with which calls of which operation, and when.

The kinds are in `fault_kinds`, the text of `--fault` in `fault_text`, script files in `fault_script`.
"""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, fields
from math import inf, isfinite
from pathlib import Path
from threading import Lock
from typing import Any

from erp_sandbox.errors import ConfigurationError
from erp_sandbox.fault_kinds import ANY, EXPIRED_TOKEN, TOKEN, WHEN, check_kind
from erp_sandbox.fault_script import faults_of, read_script
from erp_sandbox.fault_text import parse

_TEN_YEARS = 315_576_000
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"(?:[!-~](?:[ \t!-~]*[!-~])?)?")
_FRAMING = ("content-length", "transfer-encoding")
_TEXTS = ("operation", "kind", "cut", "content_type")
_YES_NO = ("envelope", "processed")


@dataclass(frozen=True)
class Fault:
    """One thing that shall go wrong; `erp-sandbox faults` says more of each kind and option.

    Attributes:
        operation: operationId, `token`, or `*` for every operation of the spec.
        kind: One of `fault_kinds.KINDS`.
        times: How many calls it concerns; None for all of them, which is what a rate alone means.
        rate: Chance of each call to be concerned, above 0 to 1.
        after: So many calls of these operations pass first, counted from when it was planned.
        at, until: Seconds of the sandbox's clock, from when it was planned, between which it happens.
        status: Status of the answer, 200 to 599; required for `status`, else 200.
        retry_after: Value of `Retry-After` as it shall be sent.
        envelope: False leaves the body of a `status` fault empty.
        processed: For an answer that stands in place of the right one: whether the call is processed all the same.
        cut: `length` (fewer bytes than Content-Length says, then closed) or `json` (the JSON ends early, the length is
            right).
        seconds: How long `slow` waits and `slow_body` takes.
        date: Seconds by which the Date header of `wrong_clock` is ahead.
        lifetime: Whole seconds by which the stated lifetime of a token is too long.
        body, content_type, headers: The answer of `body`.
    """

    operation: str
    kind: str
    times: int | None = 1
    rate: float = 1.0
    after: int = 0
    at: float = 0.0
    until: float = inf
    status: int = 200
    retry_after: str | None = None
    envelope: bool = True
    processed: bool = False
    cut: str = "length"
    seconds: float = 1.0
    date: float = 0.0
    lifetime: int = 0
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._check_types()
        if self.times is not None and self.times < 1:
            raise ConfigurationError(f"a fault happens at least once, not {self.times} times")
        if not 0 < self.rate <= 1:
            raise ConfigurationError(f"the rate of a fault is above 0 and at most 1, not {self.rate}")
        if self.after < 0:
            raise ConfigurationError(f"a fault happens after 0 calls or more, not {self.after}")
        if not 0 <= self.at < inf or not self.at < self.until:
            raise ConfigurationError(
                f"a fault begins at 0 seconds or later and before it ends, not {self.at} to {self.until}"
            )
        if not 200 <= self.status <= 599:
            raise ConfigurationError(f"the status of a fault is 200 to 599, not {self.status}")
        if self.cut not in ("length", "json"):
            raise ConfigurationError(f"a fault cuts length or json, not {self.cut!r}")
        if not 0 <= self.seconds <= 3600:
            raise ConfigurationError(f"a slow fault takes 0 to 3600 seconds, not {self.seconds}")
        if not (abs(self.date) <= _TEN_YEARS and abs(self.lifetime) <= _TEN_YEARS):
            raise ConfigurationError(f"a fault's clock is wrong by at most {_TEN_YEARS} seconds (ten years)")
        sent = {**self.headers, "content-type": self.content_type, "retry-after": self.retry_after or ""}
        for name, value in sent.items():
            if not (_NAME.fullmatch(name) and _VALUE.fullmatch(value)):
                raise ConfigurationError(f"the header {name!r} of a fault holds characters that no header can hold")
            if name.lower() in _FRAMING:
                raise ConfigurationError(f"the header {name} of a fault is up to the server")

    def _check_types(self) -> None:
        """Options come from scripts and requests, too: nothing may fail later, while a call is answered."""
        wholes = {"after": self.after, "status": self.status, "lifetime": self.lifetime}
        numbers = {"rate": self.rate, "at": self.at, "until": self.until, "seconds": self.seconds, "date": self.date}
        right = {
            **{name: type(value) is int for name, value in wholes.items()},
            **{name: type(value) in (int, float) for name, value in numbers.items()},
            **{name: isinstance(getattr(self, name), str) for name in _TEXTS},
            **{name: isinstance(getattr(self, name), bool) for name in _YES_NO},
            "times": self.times is None or type(self.times) is int,
            "body": isinstance(self.body, bytes),
            "headers": isinstance(self.headers, Mapping)
            and all(isinstance(part, str) for pair in self.headers.items() for part in pair),
        }
        if wrong := [name for name, fits in right.items() if not fits]:
            raise ConfigurationError(
                f"the option {wrong[0]} of a fault cannot be {getattr(self, wrong[0])!r}; `erp-sandbox faults` lists"
                " the options"
            )

    def options(self) -> dict[str, Any]:
        """What was said of it, as data that JSON can hold; `body` as text."""
        said = {f.name: getattr(self, f.name) for f in fields(self)}
        plain = {f.name: f.default for f in fields(self)} | {"headers": {}}
        shown = {name: value for name, value in said.items() if name in ("operation", "kind") or value != plain[name]}
        if self.body:
            shown["body"] = self.body.decode("utf-8", "backslashreplace")
        return shown


@dataclass
class _Planned:
    """A fault, how many calls it will still concern, when it was planned, and what its chances are."""

    fault: Fault
    left: int | None
    began: float
    seed: str
    seen: Counter[str] = field(default_factory=Counter)
    chances: dict[str, random.Random] = field(default_factory=dict)

    def meets(self, operation: str, now: float) -> bool:
        """Count a call that has just arrived; whether the fault happens to it.

        Each operation has chances of its own, so that its n-th call meets the same faults whatever else is called.
        """
        fault = self.fault
        if fault.operation != operation and (fault.operation != ANY or operation == TOKEN):
            return False
        self.seen[operation] += 1
        if fault.rate < 1:
            if operation not in self.chances:
                self.chances[operation] = random.Random(f"{self.seed}:{operation}")  # noqa: S311 - it must repeat
            if self.chances[operation].random() >= fault.rate:
                return False
        return self.seen.total() > fault.after and fault.at <= now - self.began < fault.until


class Faults:
    """The faults that are still to happen. Safe to change while the sandbox runs.

    A call meets one fault at most: the first, in the order planned, that is for it.

    Args:
        operations: Names that a fault may be for.
        seed: Makes faults with a rate happen at the same calls every time.
        clock: Seconds, never going back.
    """

    def __init__(self, operations: Collection[str], seed: int = 0, clock: Callable[[], float] = time.monotonic) -> None:
        self.operations = frozenset(operations)
        self._seed = seed
        self._clock = clock
        self._lock = Lock()
        self._planned: list[_Planned] = []
        self._spent: tuple[int, _Planned] | None = None
        self._count = 0

    def add(self, operation: str, kind: str, **options: Any) -> Fault:
        """Plan a fault; options are the attributes of `Fault`, and those that the kind does not have are refused.

        With `rate` and without `times` it concerns every call that the chance hits, else one call.

        Raises:
            ConfigurationError: Unknown operation, kind or option, or a value out of range.
        """
        fault = self.checked(operation, kind, **options)
        self.plan([fault])
        return fault

    def add_text(self, text: str) -> Fault:
        """Plan a fault given as text, see `fault_text.FORM`.

        Raises:
            ConfigurationError: The text does not have the form, or says something that cannot be.
        """
        operation, kind, options = parse(text)
        return self.add(operation, kind, **options)

    def add_script(self, path: str | Path) -> tuple[Fault, ...]:
        """Plan all faults of a script file, see `fault_script`; `at` and `until` count from now.

        Raises:
            ConfigurationError: The file cannot be read, or a fault cannot be; then none is planned.
        """
        found = faults_of(self, read_script(Path(path)), str(path), Path(path).parent)
        self.plan(found)
        return tuple(found)

    def checked(self, operation: str, kind: str, **options: Any) -> Fault:
        """The fault that `add` would plan, without planning it.

        Raises:
            ConfigurationError: As of `add`.
        """
        if operation != ANY and operation not in self.operations:
            raise ConfigurationError(
                f"no operation {operation!r} for a fault: there are *, {', '.join(sorted(self.operations))}"
            )
        allowed = {"headers" if name == "header" else name for name in check_kind(kind).options} - {"file"} | set(WHEN)
        if unknown := sorted(set(options) - allowed):
            raise ConfigurationError(
                f"the fault {kind} has no {', '.join(unknown)}: it takes {', '.join(sorted(allowed))}"
            )
        if kind == EXPIRED_TOKEN and (TOKEN not in self.operations or operation == TOKEN):
            raise ConfigurationError("the fault expired_token is for operations that carry a token")
        if kind == "status" and "status" not in options:
            raise ConfigurationError("the fault status needs a status, such as status=503")
        if kind == "wrong_clock" and not {"date", "lifetime"} & set(options):
            raise ConfigurationError("the fault wrong_clock needs a date or a lifetime, such as date=-3600")
        if "lifetime" in options and operation != TOKEN:
            raise ConfigurationError("the lifetime of the fault wrong_clock is for the operation token alone")
        if "rate" in options:
            options.setdefault("times", None)
        if options.get("retry_after") is not None:
            options["retry_after"] = str(options["retry_after"])
        return Fault(operation, kind, **options)

    def plan(self, faults: Iterable[Fault]) -> None:
        """Plan faults that were checked, all at the same moment."""
        with self._lock:
            now = self._clock()
            for fault in faults:
                self._planned.append(_Planned(fault, fault.times, now, f"{self._seed}:{self._count}"))
                self._count += 1

    def take(self, operation: str) -> Fault | None:
        """The fault for a call of this operation that has just arrived, and one time less of it."""
        with self._lock:
            now = self._clock()
            self._forget_the_past(now)
            # Every fault counts every call, so that no chance depends on what another fault does.
            met = [planned for planned in self._planned if planned.meets(operation, now)]
            if not met:
                return None
            chosen = met[0]
            self._spent = (self._planned.index(chosen), chosen)
            if chosen.left is not None:
                chosen.left -= 1
                if chosen.left == 0:
                    self._planned.remove(chosen)
            return chosen.fault

    def put_back(self, fault: Fault) -> None:
        """Undo the last `take`: the fault was not played after all, and has its place again."""
        with self._lock:
            if self._spent is None or self._spent[1].fault is not fault:
                return
            place, planned = self._spent
            self._spent = None
            if planned.left is not None:
                planned.left += 1
                if planned.left == 1:
                    self._planned.insert(place, planned)

    def pending(self) -> tuple[Fault, ...]:
        """Faults that have not happened as often as they should, and whose time is not over."""
        with self._lock:
            self._forget_the_past(self._clock())
            return tuple(planned.fault for planned in self._planned)

    def described(self) -> list[dict[str, Any]]:
        """The same as data, each with `left`: how many calls it will still concern, None for all of them."""
        with self._lock:
            self._forget_the_past(self._clock())
            return [{**planned.fault.options(), "left": planned.left} for planned in self._planned]

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._planned.clear()
            self._spent = None
            self._count = 0

    def _forget_the_past(self, now: float) -> None:
        self._planned = [p for p in self._planned if not isfinite(p.fault.until) or now - p.began < p.fault.until]
