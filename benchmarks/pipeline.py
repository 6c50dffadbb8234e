"""What generating packages costs, for the vendors' documents and for synthetic ones of any size.

Each is generated in a process of its own, in a folder of its own, and then once more: nothing may be written again.
Counted is the time of the processor, the formatter's included.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stdout
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Effort, Row, at_most, in_turns
from benchmarks.memory import most_memory
from scripts.build import ROOT

_ROUNDS = 3
_SIZES = (10, 100, 1000)
_STOCK = "stock generator"


class _Cost(NamedTuple):
    """What one document costs.

    Attributes:
        seconds: Of the processor.
        memory: The most that the process had, in MB.
        files: Files of the package.
        again: How many of them were written by a second generation that changed nothing.
    """

    seconds: float
    memory: float
    files: int
    again: int


def rows(effort: Effort) -> Iterator[Row]:
    """Seconds for each vendor and each size, and what a second generation writes."""
    files = again = 0
    vendors = sorted(folder.parent.name for folder in (ROOT / "specs").glob("*/openapi.yaml"))
    sizes = _SIZES[:2] if effort.quick else _SIZES
    for what in [*vendors, *map(str, sizes)]:
        # The stock generator cannot read the synthetic documents: they have what it stumbles over.
        peers = {} if what.isdecimal() else {_STOCK: partial(_stock, what)}
        values, missing = in_turns({"ours": partial(_ours, what)}, peers, rounds=effort.rounds(_ROUNDS))
        costs = values.pop("ours")
        yield Row.of(
            f"{int(what):,} operations" if what.isdecimal() else what,
            "s",
            [cost.seconds for cost in costs],
            peers={name: [cost.seconds for cost in others] for name, others in values.items()},
            missing=missing,
            note=f"{costs[0].files:,} files; {max(cost.memory for cost in costs):,.0f} MB at its most",
        )
        files, again = files + costs[0].files, again + max(cost.again for cost in costs)
    yield Row.of("… files written again", "", again, goals=[at_most(0)], note=f"of {files:,} that had not changed")


def _ours(what: str) -> _Cost:
    with tempfile.TemporaryDirectory(prefix="bench-pipeline-") as folder:
        command = [sys.executable, "-m", __name__, what, folder]
        done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{what} was not generated: {done.stderr.strip()[-500:]}")
        return _Cost(*json.loads(done.stdout))


def _stock(vendor: str) -> _Cost:
    with tempfile.TemporaryDirectory(prefix="bench-pipeline-") as folder:
        generator, out = Path(sys.executable).with_name("openapi-python-client"), Path(folder) / "package"
        spec = ROOT / "specs" / vendor / "openapi.yaml"
        command = [
            str(word) for word in (generator, "generate", "--meta", "none", "--path", spec, "--output-path", out)
        ]
        before = _seconds(resource.RUSAGE_CHILDREN)
        done = subprocess.run(command, check=False, capture_output=True, text=True)
        seconds = _seconds(resource.RUSAGE_CHILDREN) - before
        if done.returncode:
            raise RuntimeError(f"{vendor} was not generated: exit code {done.returncode}")
        return _Cost(seconds, 0, sum(path.is_file() for path in out.rglob("*")), 0)


def _document(what: str, folder: Path) -> Path:
    """A vendor's document, or a synthetic one of so many operations."""
    if not what.isdecimal():
        return ROOT / "specs" / what / "openapi.yaml"
    from tests.pipeline.synthetic import make_document

    spec = folder / "openapi.json"
    spec.write_text(json.dumps(make_document(int(what), max(int(what) * 4 // 5, 8))), encoding="utf-8")
    return spec


def _measured(what: str, folder: Path) -> _Cost:
    """Generate twice, in this process, which does nothing else."""
    before = time.process_time()
    spec = _document(what, folder)
    making = time.process_time() - before
    # Here, since loading the generator is a part of what it costs.
    from scripts.generate import generate_foreign, generate_vendors

    if what.isdecimal():
        out = folder / "package"

        def generate() -> None:
            generate_foreign(spec, out, "everything", check=False, skip=False)
    else:
        out = folder / "generated" / what
        shutil.copytree(spec.parent, folder / "specs" / what)
        shutil.copy(ROOT / "LICENSE", folder)

        def generate() -> None:
            generate_vendors(folder, what, check=False)

    generate()
    seconds = time.process_time() - making + _seconds(resource.RUSAGE_CHILDREN)
    memory, files = most_memory(), [path for path in folder.rglob("*") if path.is_file() and path.parent != folder]
    for path in files:
        os.utime(path, (0, 0))
    generate()
    again = sum(path.stat().st_mtime_ns != 0 for path in files)
    return _Cost(seconds, memory, sum(path.is_file() for path in out.rglob("*")), again)


def _seconds(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def _main(what: str, folder: str) -> None:
    with redirect_stdout(sys.stderr):
        cost = _measured(what, Path(folder))
    print(json.dumps(cost))


if __name__ == "__main__":
    _main(*sys.argv[1:])
