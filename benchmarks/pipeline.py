"""What generating a package costs: time and memory for documents of 10, 100 and 1,000 operations.

    python -m benchmarks.pipeline [OPERATIONS …]

Each size runs in processes of its own; counted is the time of the processor, the formatter's included. What one more
operation costs (`/op`) is what a size takes more than a single operation does.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

_SIZES = (10, 100, 1000)
_ROUNDS = 3
_ONE = "--one"


class Cost(NamedTuple):
    """What one size costs.

    Attributes:
        operations: Operations of the document.
        models: Its schemas.
        files: Files of the package.
        cpu: Seconds of the processor, those of the formatter included.
        memory: The most memory that the process had, in MB.
    """

    operations: int
    models: int
    files: int
    cpu: float
    memory: float


def main(arguments: list[str]) -> int:
    """Print the table; or, in a process of its own, measure one size."""
    if arguments[:1] == [_ONE]:
        print(json.dumps(_measured(int(arguments[1]), Path(arguments[2]))))
        return 0
    sizes = [int(size) for size in arguments] or list(_SIZES)
    costs = [median(size) for size in [1, *sizes]]
    floor = costs[0]
    print(f"{'operations':>10}{'models':>8}{'files':>7}{'CPU s':>8}{'peak MB':>9}{'ms/op':>8}{'KB/op':>8}")
    for cost in costs:
        more = max(cost.operations - floor.operations, 1)
        time_each, memory_each = (cost.cpu - floor.cpu) / more * 1000, (cost.memory - floor.memory) / more * 1024
        print(
            f"{cost.operations:>10,}{cost.models:>8,}{cost.files:>7,}{cost.cpu:>8.2f}{cost.memory:>9.0f}"
            f"{time_each:>8.1f}{memory_each:>8.0f}",
            flush=True,
        )
    return 0


def median(operations: int) -> Cost:
    """The costs of a size, each the median of several processes."""
    rounds = []
    for _ in range(_ROUNDS):
        with tempfile.TemporaryDirectory(prefix="bench-pipeline-") as folder:
            command = [sys.executable, "-m", "benchmarks.pipeline", _ONE, str(operations), folder]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            rounds.append(Cost(*json.loads(done.stdout.splitlines()[-1])))
    cpu, memory = (statistics.median(values) for values in zip(*((one.cpu, one.memory) for one in rounds), strict=True))
    return rounds[0]._replace(cpu=cpu, memory=memory)


def _measured(operations: int, folder: Path) -> Cost:
    from scripts import generate
    from tests.pipeline.synthetic import make_document

    models = max(operations * 4 // 5, 8)
    spec, out = folder / "openapi.json", folder / "package"
    spec.write_text(json.dumps(make_document(operations, models)), encoding="utf-8")
    started = time.process_time()
    with (folder / "log").open("w") as log:
        sys.stdout, sys.stderr, before = log, log, (sys.stdout, sys.stderr)
        try:
            if generate.main(["--spec", str(spec), "--out", str(out), "--name", "everything"]) != 0:
                raise SystemExit((folder / "log").read_text())
        finally:
            sys.stdout, sys.stderr = before
    formatter = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time() - started + formatter.ru_utime + formatter.ru_stime
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Cost(operations, models, sum(path.is_file() for path in out.rglob("*")), cpu, memory)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
