"""Measure the clients against floors and peers in one run (`make bench`).

    python -m benchmarks [--only imports,calls] [--quick] [--json FILE]

Exit code: 0 everything was measured; 1 something could not be (what could is shown nevertheless); 2 wrong usage. A
target that is missed is shown, and is no error: how fast a machine is decides about it too.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

from benchmarks import report
from benchmarks.environment import FOLDER, REQUIREMENTS, UnavailableError
from benchmarks.measure import Effort, Row

MODULES = ("imports", "calls", "clients", "decoding", "throughput", "quota", "lists", "pipeline")

Rows = Callable[[Effort], Iterator[Row]]


def main(arguments: list[str]) -> int:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure against floors and peers.")
    parser.add_argument("--only", default="", metavar="NAMES", help=f"some of {','.join(MODULES)}")
    parser.add_argument("--quick", action="store_true", help="fewer rounds: rough numbers soon")
    parser.add_argument("--json", type=Path, default=FOLDER.with_name("bench.json"), metavar="FILE")
    asked = parser.parse_args(arguments)
    names = [name for name in asked.only.split(",") if name] or MODULES
    if unknown := set(names) - set(MODULES):
        parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(MODULES)}")
    return run({name: _late(name) for name in names}, Effort(asked.quick), asked.json)


def run(measures: Mapping[str, Rows], effort: Effort, file: Path) -> int:
    """Show the rows of all measures as they come, and write them to a JSON file.

    Args:
        measures: What gives the rows, by name.
        effort: How thorough to be.
        file: Where to write the JSON.

    Returns:
        1 if a measure failed or a peer is missing, else 0.
    """
    about = report.machine(REQUIREMENTS)
    rows: dict[str, list[Row]] = {name: [] for name in measures}
    failed: dict[str, str] = {}
    print(report.head(about), flush=True)
    for name, measure in measures.items():
        print(f"\n{name}", flush=True)
        started = time.monotonic()
        try:
            for row in measure(effort):
                known = {text for above in rows[name] for text in (above.floor_is, above.note)}
                print(report.line(row, known), flush=True)
                rows[name].append(row)
        except Exception as error:  # noqa: BLE001 - the other measures are still wanted
            failed[name] = f"{type(error).__name__}: {error}"
            if not isinstance(error, UnavailableError):
                traceback.print_exc()
            print(f"{name} FAILED: {failed[name]}", flush=True)
        print(f"({time.monotonic() - started:.0f} s)", flush=True)
    file.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report.document(about, rows, failed), indent=1, ensure_ascii=False)
    file.write_text(text + "\n", encoding="utf-8")
    every = [row for some in rows.values() for row in some]
    goals = [goal for row in every for goal in row.targets]
    missing = sorted({name for row in every for name in row.missing})
    print(f"\n{sum(goal.met for goal in goals)} of {len(goals)} targets met; {file}")
    if failed:
        print(f"not measured to the end: {', '.join(failed)}")
    if missing:
        print(f"peers not measured: {', '.join(missing)}")
    return 1 if failed or missing else 0


def _late(name: str) -> Rows:
    """The rows of a module, which is imported when they are wanted: one that cannot be must not stop the others."""

    def rows(effort: Effort) -> Iterator[Row]:
        found: Rows = import_module(f"benchmarks.{name}").rows
        return found(effort)

    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
