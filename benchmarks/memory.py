"""How much memory a process has had."""

from __future__ import annotations

import resource
from pathlib import Path

_STATUS = Path("/proc/self/status")


def most_memory() -> float:
    """The most memory that this process has had since its start, in MB."""
    # On Linux ru_maxrss begins with that of the process that started this one, which may be a large one.
    if _STATUS.exists():
        with _STATUS.open(encoding="ascii") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
