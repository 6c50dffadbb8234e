"""Faults as data: what shall go wrong with the next calls of which operation.

As text (`--fault`): `OPERATION:KIND[=VALUE][,OPTION=VALUE…][*TIMES][@RATE]`, for example
`get_payment_term:status=503,retry_after=2*2`.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from erp_sandbox.errors import ConfigurationError

ANY = "*"
FORM = "OPERATION:KIND[=VALUE][,OPTION=VALUE...][*TIMES][@RATE], such as get_payment_term:status=503,retry_after=2*2"

_TEXT = re.compile(r"(?P<operation>[^:]+):(?P<rest>.+?)(?:\*(?P<times>[0-9]{1,9}))?(?:@(?P<rate>[0-9.]{1,20}))?")

# The option that `KIND=VALUE` sets, and all options that a kind takes.
_KINDS: Mapping[str, tuple[str | None, frozenset[str]]] = {
    "status": ("status", frozenset({"status", "retry_after", "envelope"})),
    "html": ("status", frozenset({"status"})),
    "truncated": ("cut", frozenset({"cut"})),
    "drop_before": (None, frozenset()),
    "drop_after": (None, frozenset()),
    "slow": ("seconds", frozenset({"seconds"})),
    "body": ("status", frozenset({"status", "body", "content_type", "headers"})),
}


@dataclass(frozen=True)
class Fault:
    """One thing that shall go wrong.

    Attributes:
        operation: operationId, `token`, or `*` for every operation of the spec.
        kind: `status` (an error of the vendor with this status), `html` (a page where JSON is expected), `truncated`
            (processed, but the answer is cut), `drop_before` (connection closed, nothing processed), `drop_after`
            (processed, then connection closed without an answer), `slow` (answered after so many seconds), `body` (any
            answer at all, nothing processed).
        times: How many calls it concerns; None for all of them, which is what a rate alone means.
        rate: Chance of each call to be concerned, 0 to 1.
        status: Status of the answer, 200 to 599; required for `status`, else 200.
        retry_after: Value of `Retry-After` as it shall be sent.
        envelope: False leaves the body of a `status` fault empty.
        cut: `length` (fewer bytes than Content-Length says, then closed) or `json` (the JSON ends early, the length is
            right).
        seconds: How long `slow` waits.
        body, content_type, headers: The answer of `body`.
    """

    operation: str
    kind: str
    times: int | None = 1
    rate: float = 1.0
    status: int = 200
    retry_after: str | None = None
    envelope: bool = True
    cut: str = "length"
    seconds: float = 1.0
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.times is not None and self.times < 1:
            raise ConfigurationError(f"a fault happens at least once, not {self.times} times")
        if not 0 < self.rate <= 1:
            raise ConfigurationError(f"the rate of a fault is above 0 and at most 1, not {self.rate}")
        if not 200 <= self.status <= 599:
            raise ConfigurationError(f"the status of a fault is 200 to 599, not {self.status}")
        if self.cut not in ("length", "json"):
            raise ConfigurationError(f"a fault cuts length or json, not {self.cut!r}")
        if not 0 <= self.seconds <= 3600:
            raise ConfigurationError(f"a slow fault takes 0 to 3600 seconds, not {self.seconds}")
        for name, value in {
            **self.headers,
            "content-type": self.content_type,
            "retry-after": self.retry_after or "",
        }.items():
            if not (name + value).isascii() or "\r" in name + value or "\n" in name + value:
                raise ConfigurationError(f"the header {name!r} of a fault holds characters that no header can hold")


@dataclass
class _Planned:
    """A fault and how many calls it will still concern."""

    fault: Fault
    left: int | None


class Faults:
    """The faults that are still to happen. Safe to change while the sandbox runs.

    Args:
        operations: Names that a fault may be for.
        seed: Makes faults with a rate happen at the same calls every time.
    """

    def __init__(self, operations: Collection[str], seed: int = 0) -> None:
        self._operations = frozenset(operations)
        self._seed = seed
        self._lock = Lock()
        self.clear()

    def add(self, operation: str, kind: str, **options: Any) -> Fault:
        """Plan a fault; options are the attributes of `Fault`, and those that the kind does not have are refused.

        With `rate` and without `times` it concerns every call that the chance hits, else one call.

        Raises:
            ConfigurationError: Unknown operation, kind or option, or a value out of range.
        """
        if operation != ANY and operation not in self._operations:
            raise ConfigurationError(
                f"no operation {operation!r} for a fault: there are *, {', '.join(sorted(self._operations))}"
            )
        if kind not in _KINDS:
            raise ConfigurationError(f"no fault {kind!r}: there are {', '.join(_KINDS)}")
        allowed = _KINDS[kind][1] | {"times", "rate"}
        if unknown := sorted(set(options) - allowed):
            raise ConfigurationError(
                f"the fault {kind} has no {', '.join(unknown)}: it takes {', '.join(sorted(allowed))}"
            )
        if kind == "status" and "status" not in options:
            raise ConfigurationError("the fault status needs a status, such as status=503")
        if "rate" in options:
            options.setdefault("times", None)
        if options.get("retry_after") is not None:
            options["retry_after"] = str(options["retry_after"])
        fault = Fault(operation, kind, **options)
        with self._lock:
            self._planned.append(_Planned(fault, fault.times))
        return fault

    def take(self, operation: str) -> Fault | None:
        """The fault for a call of this operation that has just arrived, and one time less of it."""
        with self._lock:
            for planned in self._planned:
                fault = planned.fault
                if fault.operation != operation and (fault.operation != ANY or operation == "token"):
                    continue
                if fault.rate < 1 and self._random.random() >= fault.rate:
                    continue
                if planned.left is not None:
                    planned.left -= 1
                    if planned.left == 0:
                        self._planned.remove(planned)
                return fault
        return None

    def put_back(self, fault: Fault) -> None:
        """Undo a `take`: the fault was not played after all, and is the first again."""
        with self._lock:
            for planned in self._planned:
                if planned.fault is fault:
                    if planned.left is not None:
                        planned.left += 1
                    return
            self._planned.insert(0, _Planned(fault, 1))

    def pending(self) -> tuple[Fault, ...]:
        """Faults that have not happened as often as they should."""
        with self._lock:
            return tuple(planned.fault for planned in self._planned)

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        with self._lock:
            self._planned: list[_Planned] = []
            self._random = random.Random(self._seed)  # noqa: S311 - chances that repeat are the point

    def add_text(self, text: str) -> Fault:
        """Plan a fault given as text, see `FORM`.

        Raises:
            ConfigurationError: The text does not have the form, or says something that cannot be.
        """
        match = _TEXT.fullmatch(text)
        if match is None:
            raise ConfigurationError(f"malformed fault {text!r}: write {FORM}")
        operation, rest, times, rate = match["operation"], match["rest"], match["times"], match["rate"]
        kind, *pairs = rest.split(",")
        kind, equals, value = kind.partition("=")
        if kind not in _KINDS:
            raise ConfigurationError(f"no fault {kind!r} in {text!r}: there are {', '.join(_KINDS)}")
        main = _KINDS[kind][0]
        if equals:
            if main is None:
                raise ConfigurationError(f"malformed fault {text!r}: {kind} takes no value")
            pairs.insert(0, f"{main}={value}")
        options: dict[str, Any] = {}
        for pair in pairs:
            name, equals, value = pair.partition("=")
            if not equals or name not in _READERS:
                raise ConfigurationError(
                    f"malformed fault {text!r}: {pair!r} is not one of {', '.join(_READERS)} with a value; write {FORM}"
                )
            _read_option(options, name, value, text)
        if times:
            _read_option(options, "times", times, text)
        if rate:
            _read_option(options, "rate", rate, text)
        return self.add(operation, kind, **options)


def _read_option(options: dict[str, Any], name: str, value: str, text: str) -> None:
    """Put one option of a fault's text into `options`."""
    into, key = options, {"file": "body"}.get(name, name)
    if name == "header":
        key, colon, value = (part.strip() for part in value.partition(":"))
        if not key or not colon:
            raise ConfigurationError(
                f"malformed fault {text!r}: a header has a name and a value; write header=Name: value"
            )
        into = options.setdefault("headers", {})
    if key.lower() in map(str.lower, into):
        raise ConfigurationError(f"malformed fault {text!r}: {key} is given twice; write {FORM}")
    try:
        if name == "file":
            into[key] = Path(value).read_bytes()
        else:
            into[key] = _READERS[name](value)
    except (ValueError, OSError) as error:
        raise ConfigurationError(
            f"malformed fault {text!r}: {name}={value} cannot be read ({error}); write {FORM}"
        ) from None


def _yes_or_no(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError("yes or no")
    return text == "yes"


_READERS: Mapping[str, Callable[[str], Any]] = {
    "status": int,
    "retry_after": str,
    "envelope": _yes_or_no,
    "cut": str,
    "seconds": float,
    "content_type": str,
    "body": str.encode,
    "file": str,
    "header": str,
    "times": int,
    "rate": float,
}
