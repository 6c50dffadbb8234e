"""A process that works at several vendors from threads and tasks at once: `python -m tests.chaos.worker '{…}'`.

Its plan: `name`, `seed`, `journal` (file), `calls` (the most, None for no limit), `slots` ([threads, tasks] at each
vendor) and `vendors` (constructor arguments of the clients). SIGTERM has it begin no more calls.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, ExitStack, suppress
from itertools import count
from pathlib import Path
from typing import Any

from comarch_erp_xt import AsyncComarchERPXT, ComarchERPXT
from erp_client_runtime.errors import StoreError
from lagerkoll import AsyncLagerkoll, Lagerkoll
from simutek_gks4 import AsyncSimutekGKS4, SimutekGKS4
from tests.chaos.journal import Journal
from tests.chaos.steps import End, Step, cancel_after, first, life_at, options

CLIENTS: dict[str, tuple[type[Any], type[Any]]] = {
    "lagerkoll": (Lagerkoll, AsyncLagerkoll),
    "simutek_gks4": (SimutekGKS4, AsyncSimutekGKS4),
    "comarch_erp_xt": (ComarchERPXT, AsyncComarchERPXT),
}
SAMPLES = 20
LEAVE = 3.0  # seconds for threads to end
REST = 0.1  # seconds after an error of a store, which costs no time


def used() -> dict[str, int]:
    """What the process has at this moment."""
    return {
        "sockets": sum(file.startswith("socket:") for file in open_files()),
        "threads": threading.active_count(),
        "bytes": int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE"),
        "objects": len(gc.get_objects()),
    }


def open_files() -> Iterator[str]:
    """What the process has open; other threads open and close files meanwhile."""
    for file in list(Path("/proc/self/fd").iterdir()):
        with suppress(FileNotFoundError):
            yield str(file.readlink())


class Worker:
    """The process: its plan, its journal, and how far it is."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.journal = Journal(plan["journal"])
        self._calls = count(1)
        self._stopped = False
        self.begun = 0

    def stop(self, *_: object) -> None:
        self._stopped = True

    def goes_on(self) -> bool:
        most = self.plan["calls"]
        return not self._stopped and (most is None or self.begun < most)

    def chance(self, slot: str) -> random.Random:
        return random.Random(f"{self.plan['seed']}:{slot}")

    def begin(self) -> int:
        self.begun = next(self._calls)
        return self.begun

    # Threads

    def in_thread(self, vendor: str, slot: str, client: Any) -> None:
        chance = self.chance(slot)
        life = life_at(vendor, slot, chance)
        step = next(life)
        while self.goes_on():
            number, given = self.begin(), options(chance)
            self.journal.begin(slot, number, vendor, step)
            end = self._call(step, client, given)
            self.journal.end(slot, number, step, end)
            if isinstance(end.error, StoreError):
                time.sleep(REST)
            step = life.send(end)

    @staticmethod
    def _call(step: Step, client: Any, given: Any) -> End:
        try:
            result = step.call(client, given)
            return End(first(result) if hasattr(result, "__next__") else result)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is noted
            return End(error=error)

    # Tasks

    async def in_task(self, vendor: str, slot: str, client: Any) -> None:
        chance = self.chance(slot)
        life = life_at(vendor, slot, chance)
        step = next(life)
        while self.goes_on():
            number, given = self.begin(), options(chance)
            self.journal.begin(slot, number, vendor, step)
            end = await self._await(step, client, given, cancel_after(chance))
            self.journal.end(slot, number, step, end)
            if isinstance(end.error, StoreError):
                await asyncio.sleep(REST)
            step = life.send(end)

    @staticmethod
    async def _await(step: Step, client: Any, given: Any, patience: float | None) -> End:
        async def call() -> Any:
            result = step.call(client, given)
            if not hasattr(result, "__anext__"):
                return await result
            found: list[Any] = []
            async for element in result:
                found.append(element)
                if len(found) == 7:
                    break
            return found

        task = asyncio.create_task(call())
        await asyncio.wait({task}, timeout=patience)
        if not task.done():
            task.cancel()
            await asyncio.wait({task})
        if task.cancelled():
            return End(cancelled=True)
        error = task.exception()
        if error is None:
            return End(task.result())
        if not isinstance(error, Exception):
            raise error
        return End(error=error)

    # All of it

    def work(self) -> None:
        name, slots = self.plan["name"], self.plan["slots"]
        with ExitStack() as open_clients:
            threads = []
            for vendor, (many, _) in slots.items():
                client = open_clients.enter_context(CLIENTS[vendor][0](**self.settings(vendor)))
                for number in range(many):
                    given = (vendor, f"{name}-S{number}", client)
                    threads.append(threading.Thread(target=self.in_thread, args=given))
            for thread in threads:
                thread.start()
            asyncio.run(self.tasks())
            for thread in threads:
                thread.join()

    async def tasks(self) -> None:
        name, slots = self.plan["name"], self.plan["slots"]
        async with AsyncExitStack() as open_clients:
            tasks = []
            for vendor, (_, many) in slots.items():
                client = await open_clients.enter_async_context(CLIENTS[vendor][1](**self.settings(vendor)))
                tasks += [
                    asyncio.create_task(self.in_task(vendor, f"{name}-A{number}", client)) for number in range(many)
                ]
            sampling = asyncio.create_task(self.sample())
            await asyncio.gather(*tasks)
            sampling.cancel()
            await asyncio.wait({sampling})
        others = asyncio.all_tasks() - {asyncio.current_task()}
        self.journal.note(sample={"calls": self.begun, "tasks": len(others), **used()})

    async def sample(self) -> None:
        """Note what is used, again and again."""
        every = (self.plan["calls"] or 20 * SAMPLES) / SAMPLES
        while True:
            before = self.begun
            while self.begun < before + every:
                await asyncio.sleep(0.05)
            gc.collect()
            self.journal.note(sample={"calls": self.begun, "tasks": len(asyncio.all_tasks()), **used()})

    def settings(self, vendor: str) -> dict[str, Any]:
        found: dict[str, Any] = self.plan["vendors"][vendor]
        return found


def settled(before: dict[str, int]) -> dict[str, int]:
    """What the process has when nothing of its clients is left: their stores' threads end when nobody needs them."""
    ends = time.monotonic() + LEAVE
    while True:
        gc.collect()
        after = used()
        if after["threads"] <= before["threads"] or time.monotonic() > ends:
            return after
        time.sleep(0.05)


def main(plan: dict[str, Any]) -> None:
    before = used()
    worker = Worker(plan)
    signal.signal(signal.SIGTERM, worker.stop)
    worker.work()
    after = settled(before)
    worker.journal.note(left={name: after[name] - before[name] for name in ("sockets", "threads")})
    worker.journal.close()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
