"""One run: sandboxes, processes that work at them, and what is known of it afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.chaos import invariants, journal
from tests.chaos.vendors import Vendor, serving
from tests.unit.runtime.quota_support import until

START = 30.0  # seconds for a process to start, at most, on a busy machine
PATIENCE = 1.0
# For what a client waits longer than a test can.
HASTE = {"timeout": PATIENCE, "default_pause": 0.2, "quota_timeout": 600, "allow_assumed": True}


class Run:
    """Sandboxes and the processes that work at them.

    Args:
        folder: For journals, ledgers and everything else.
        seed: What decides all chances.
        vendors: The sandboxes.
        settings: Options of the clients, by vendor.
        slots: (threads, tasks) of each process at each vendor.
    """

    def __init__(
        self,
        folder: Path,
        seed: str,
        vendors: list[Vendor],
        settings: dict[str, dict[str, Any]],
        slots: tuple[int, int],
    ) -> None:
        self.vendors = vendors
        self.slots = slots
        self.processes: list[subprocess.Popen[bytes]] = []
        self.killed = 0
        self._noted: list[int] = []  # bytes of each journal that were looked at
        self._ends = 0
        self._folder, self._seed = folder, seed
        self._settings = {vendor.name: {**vendor.login, **HASTE, **settings.get(vendor.name, {})} for vendor in vendors}

    def start(self, calls: int | None = None) -> None:
        """Start a process that works until it is stopped, or for so many calls."""
        number = len(self.processes)
        plan = {
            "name": f"P{number}",
            "seed": f"{self._seed}:{number}",
            "journal": str(self._journal(number)),
            "calls": calls,
            "slots": {vendor.name: self.slots for vendor in self.vendors},
            "vendors": self._settings,
        }
        command = [sys.executable, "-W", "error", "-m", "tests.chaos.worker", json.dumps(plan)]
        self._journal(number).touch()
        self._noted.append(0)
        self.processes.append(subprocess.Popen(command))

    def wait_for_calls(self, calls: int, seconds: float) -> None:
        """Wait until so many calls have ended, in all processes together, and each process has begun one."""
        until(lambda: self._ended() >= calls and all(self._noted), seconds)

    def _ended(self) -> int:
        for number, noted in enumerate(self._noted):
            with self._journal(number).open("rb") as file:
                file.seek(noted)
                new = file.read()
            self._noted[number] += len(new)
            self._ends += new.count(b'"end":')
        return self._ends

    def _journal(self, number: int) -> Path:
        return self._folder / f"{number}.journal"

    def stop(self) -> None:
        """Have all processes begin no more calls."""
        self.wait_for_calls(0, START)
        for process in self.processes:
            process.terminate()

    def kill(self, number: int) -> None:
        """SIGKILL, as the kernel does when there is no memory left."""
        self.processes[number].kill()
        self.killed += 1

    def wait(self, seconds: float) -> None:
        """Wait until all have ended by themselves, and look at what they left at the vendors."""
        ends = time.monotonic() + seconds
        for process in self.processes:
            process.wait(max(0.1, ends - time.monotonic()))
        assert Counter(process.returncode for process in self.processes) == Counter(
            {0: len(self.processes) - self.killed, -9: self.killed}
        )
        for vendor in self.vendors:
            vendor.look()

    @property
    def accounts(self) -> list[journal.Account]:
        return [journal.read(self._journal(number)) for number in range(len(self.processes))]


@contextmanager
def running(
    folder: Path,
    seed: str,
    quotas: dict[str, tuple[int, float]],
    settings: dict[str, dict[str, Any]],
    slots: tuple[int, int],
) -> Iterator[Run]:
    """A run for a `with` block; after it, the ledgers are there."""
    with serving(quotas, seed, folder) as vendors:
        run = Run(folder, seed, vendors, settings, slots)
        try:
            yield run
        finally:
            for process in run.processes:
                process.kill()
                process.wait()


def check(run: Run) -> str:
    """Check everything that must hold, and give the figures."""
    accounts = run.accounts
    calls = invariants.calls_of(accounts)
    threads, tasks = (count * len(run.vendors) for count in run.slots)
    ends = Counter(call.how or "never ended" for call in calls)
    lines = [f"{len(calls)} calls by {len(run.processes)} processes, {run.killed} of them killed: {_shown(ends)}"]
    for vendor in run.vendors:
        faults = Counter(request["fault"] for request in vendor.ledger if request["fault"])
        lines.append(f"{vendor.name}: {len(vendor.ledger)} requests, {faults.total()} faults: {_shown(faults)}")
    print("\n".join(lines))  # before anything of it fails
    invariants.check_ends(calls, run.killed * (threads + tasks))
    invariants.check_leaks(accounts, threads, tasks)
    for vendor in run.vendors:
        invariants.check_ledger(vendor)
        invariants.check_answers(vendor, calls)
        records = invariants.check_writes(vendor, calls)
        most = invariants.check_quota(vendor, calls)
        lines.append(f"{vendor.name}: at most {most} of {vendor.quota[0]} in {vendor.quota[1]:g} s, {records} records")
        print(lines[-1])
    return "\n".join(lines)


def _shown(counts: Counter[Any]) -> str:
    return ", ".join(f"{name} {times}" for name, times in counts.most_common())
