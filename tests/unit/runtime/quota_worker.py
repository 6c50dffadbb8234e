"""A process that calls as fast as the quota lets it, from threads, tasks or both: `python -m … '{…}'`.

It ends when a file is there. Each worker (thread or task) says in a header which one it is.
"""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from pathlib import Path
from typing import Any

import httpx

from erp_client_runtime import shared_quota
from lagerkoll import AsyncLagerkoll, Lagerkoll


def limits(how: str) -> httpx.Limits:
    """Connections: `many`, `few` (two for all workers) or `cold` (a new one for each request)."""
    if how == "few":
        return httpx.Limits(max_connections=2)
    return httpx.Limits(max_keepalive_connections=0 if how == "cold" else 100)


def by_threads(name: str, count: int, stop: Path, connections: str, options: dict[str, Any]) -> None:
    def work(number: int) -> None:
        worker = client.with_options(headers={"X-Worker": f"{name}-thread-{number}"})
        while not stop.exists():
            worker.payment_terms.list()

    with httpx.Client(limits=limits(connections), timeout=30) as http, Lagerkoll(http_client=http, **options) as client:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()


async def by_tasks(name: str, count: int, stop: Path, connections: str, options: dict[str, Any]) -> None:
    async def work(number: int) -> None:
        worker = client.with_options(headers={"X-Worker": f"{name}-task-{number}"})
        while not stop.exists():
            await worker.payment_terms.list()

    async with (
        httpx.AsyncClient(limits=limits(connections), timeout=30) as http,
        AsyncLagerkoll(http_client=http, **options) as client,
    ):
        await asyncio.gather(*(work(number) for number in range(count)))


def main(
    name: str, threads: int, tasks: int, stop: Path, connections: str, grace: float | None, options: dict[str, Any]
) -> None:
    if grace is not None:
        shared_quota._GRACE = grace
    in_threads = threading.Thread(target=by_threads, args=(name, threads, stop, connections, options))
    in_threads.start()
    if tasks:
        asyncio.run(by_tasks(name, tasks, stop, connections, options))
    in_threads.join()


if __name__ == "__main__":
    given = json.loads(sys.argv[1])
    main(**{**given, "stop": Path(given["stop"])})
