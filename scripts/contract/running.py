"""Making the call of a case: with a clock that only waits move, and requests that vcrpy answers or records."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from attrs import define, field
from vcr import VCR
from vcr.persisters.filesystem import CassetteNotFoundError
from vcr.record_mode import RecordMode

from erp_client_runtime.tokens import MemoryTokens
from scripts.contract.case import Case, Suite
from scripts.contract.matching import login_matcher, same_body, same_negotiation
from scripts.contract.secrecy import placeholder

MATCH_ON = ("method", "uri", "same_body", "same_negotiation", "same_login")
"""What makes a request the recorded one; the URL includes the query."""

REPLAY: dict[str, Any] = {
    "record_mode": "none",
    "match_on": MATCH_ON,
    "decode_compressed_response": True,
    "allow_playback_repeats": False,
}
"""Settings of vcrpy for replaying."""

_KEYS = itertools.count()


class FakeClock:
    """Stands still until somebody sleeps, and remembers how long each sleep was."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        """Seconds since an arbitrary start."""
        return self.now

    def wall(self) -> float:
        """Seconds since 1970: noon of 2026-01-01 in UTC, plus what was slept."""
        return 1_767_268_800.0 + self.now

    def random(self) -> float:
        """Always the middle."""
        return 0.5

    def sleep(self, seconds: float) -> None:
        """Wait without waiting."""
        self.waits.append(seconds)
        self.now += seconds

    async def sleep_async(self, seconds: float) -> None:
        """The same, awaited."""
        self.sleep(seconds)


@define
class Run:
    """What happened.

    Attributes:
        result: What the call returned.
        error: What it raised instead.
        waits: Seconds of each wait.
        drift: Kinds of drift that were reported.
    """

    result: Any = None
    error: Exception | None = None
    waits: list[float] = field(factory=list)
    drift: list[str] = field(factory=list)

    def differences(self, case: Case) -> list[str]:
        """What is not as the case says."""
        problems = case.expected.differences(self.result, self.error)
        if tuple(self.waits) != case.waits:
            problems.append(f"waited {self.waits} instead of {list(case.waits)}")
        if tuple(self.drift) != case.drift:
            problems.append(f"reported the drift {self.drift} instead of {list(case.drift)}")
        return problems


def placeholders(suite: Suite, case: Case) -> dict[str, str]:
    """Constructor arguments for replaying: what stands in the cassettes."""
    address = {} if suite.base_url is None else {"base_url": suite.base_url}
    return {argument: placeholder(argument) for argument in suite.login_of(case)} | address


def run(suite: Suite, case: Case, arguments: dict[str, Any], clock: FakeClock | None = None) -> Run:
    """Make the call with a new synchronous client that has no token yet.

    Args:
        suite: The vendor.
        case: The case.
        arguments: Arguments of the client.
        clock: Its clock, with which it gets a quota of its own; None for real time.
    """
    done = Run()
    # In real time the vendor counts, and so must all cases together.
    own_quota = {} if clock is None else {"quota_key": _fresh()}
    with suite.client(on_drift=_noting(done), **own_quota, **case.options, **arguments) as client:
        if clock is not None:
            client.clock = clock
        client.use_tokens(MemoryTokens())
        try:
            step = case.call(client)
            if isinstance(step, Generator):
                step = _through(step)
            done.result = step
        except Exception as error:  # noqa: BLE001 - whatever it is, it is compared with what is expected
            done.error = error
    done.waits = [] if clock is None else clock.waits
    return done


async def run_async(suite: Suite, case: Case, arguments: dict[str, Any], clock: FakeClock) -> Run:
    """The same with the asynchronous client."""
    done = Run()
    async with suite.async_client(on_drift=_noting(done), quota_key=_fresh(), **case.options, **arguments) as client:
        client.clock = clock
        client.use_tokens(MemoryTokens())
        try:
            step = case.call(client)
            done.result = await (_through_async(step) if isinstance(step, Generator) else step)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is compared with what is expected
            done.error = error
    done.waits = clock.waits
    return done


def _through(steps: Generator[Any, Any, Any]) -> Any:
    """Run a generator whose yields are results already; what it returns."""
    result = None
    while True:
        try:
            result = steps.send(result)
        except StopIteration as end:
            return end.value


async def _through_async(steps: Generator[Any, Any, Any]) -> Any:
    """Run a generator whose yields are to be awaited; what it returns."""
    result, error = None, None
    while True:
        try:
            step = steps.send(result) if error is None else steps.throw(error)
        except StopIteration as end:
            return end.value
        result, error = None, None
        try:
            result = await step if inspect.isawaitable(step) else step
        except Exception as raised:  # noqa: BLE001 - thrown into the generator, which decides
            error = raised


def _noting(done: Run) -> Any:
    return lambda drift: done.drift.append(drift.kind)


def _fresh() -> str:
    """A key under which nothing has been counted yet: cases must not wait for each other's quota."""
    return f"contract-{next(_KEYS)}"


def register(vcr: VCR, login_headers: dict[str, str]) -> None:
    """Teach vcrpy the matchers that `REPLAY` names."""
    vcr.register_matcher("same_body", same_body)
    vcr.register_matcher("same_negotiation", same_negotiation)
    vcr.register_matcher("same_login", login_matcher(frozenset(login_headers)))


@contextmanager
def replaying(path: Path, login_headers: dict[str, str]) -> Iterator[Any]:
    """Answer every request from a cassette, and none that is not in it; gives vcrpy's cassette."""
    vcr = VCR()
    register(vcr, login_headers)
    with vcr.use_cassette(str(path), **REPLAY) as cassette:
        yield cassette


class _Nowhere:
    """Keeps nothing: what was recorded is taken from the cassette itself, and masked before it is written."""

    @staticmethod
    def load_cassette(cassette_path: str, serializer: Any) -> Any:
        raise CassetteNotFoundError

    @staticmethod
    def save_cassette(cassette_path: str, cassette_dict: Any, serializer: Any) -> None:
        return


@contextmanager
def recording() -> Iterator[Any]:
    """Let every request through and record it in memory; gives vcrpy's cassette."""
    vcr = VCR()
    vcr.register_persister(_Nowhere)
    with vcr.use_cassette("memory", record_mode=RecordMode.ALL) as cassette:
        yield cassette


def unused(cassette: Any) -> list[str]:
    """Exchanges of vcrpy's cassette that no request has used."""
    return [
        f"{request.method} {request.uri}"
        for index, request in enumerate(cassette.requests)
        if not cassette.play_counts[index]
    ]
