"""The table of all rows for people, and the same as JSON for programs."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.measure import Row

# What decides about our own numbers, beside Python.
_LIBRARIES = ("attrs", "httpx", "httpcore", "httpx2", "msgspec", "pydantic")
# A pinned version, and in the comments below it that requirements.in asks for it.
_ASKED_FOR = r"^([\w.-]+)==([\w.]+).*\n(?:    # .*\n)*?    #.* -r .*$"


def machine(requirements: Path) -> dict[str, Any]:
    """What the numbers depend on: processor, cores, load, Python, system, and the version of all libraries.

    Args:
        requirements: The pinned versions of the peers, each with what asked for it: a file, or just another package.
    """
    pinned = requirements.read_text(encoding="utf-8")
    return {
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "system": platform.platform(),
        "libraries": {name: metadata.version(name) for name in _LIBRARIES},
        "peers": dict(re.findall(_ASKED_FOR, pinned, re.MULTILINE)),
    }


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    entries = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [entry.partition(":")[2].strip() for entry in entries if entry.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def head(about: Mapping[str, Any]) -> str:
    """The first lines of the table: the machine, the versions, and how to read the rows."""
    libraries, peers = (
        ", ".join(f"{name} {version}" for name, version in about[key].items()) for key in ("libraries", "peers")
    )
    return (
        f"{about['python']} on {about['processor']}, {about['cores']} cores, load {about['load']}, {about['system']}\n"
        f"ours with {libraries}\n"
        f"peers: {peers}\n\n"
        "Medians of rounds taken in turns; times are those of the processor unless said otherwise.\n"
        "In brackets: ours as a multiple of it; for the floor also the difference."
    )


def line(row: Row, known: Container[str] = ()) -> str:
    """A row of the table, and below it the peers, and what has to be known unless rows above have said so."""
    text = f"{row.measure:<30}{_number(row.ours):>9} {row.unit:<6}"
    if row.floor is not None and row.over is not None:
        marks = [_share(row.ratio), f"{'+' if row.over > 0 else ''}{_number(row.over)}"]
        text += f" floor {_number(row.floor)} ({', '.join(mark for mark in marks if mark)})"
    text += "".join(f"  [{goal.text}: {'met' if goal.met else 'MISSED'}]" for goal in row.targets)
    lines = [text.rstrip()]
    if row.peers:
        each = (f"{name} {_number(value)} ({_share(row.ratios.get(name))})" for name, value in row.peers.items())
        lines.append("  ".join(each).replace(" ()", ""))
    for reason in dict.fromkeys(row.missing.values()):
        names = sorted(name for name, why in row.missing.items() if why == reason)
        lines.append(f"{', '.join(names)} could not be measured: {reason}")
    if row.floor_is and row.floor_is not in known:
        lines.append(f"floor: {row.floor_is}")
    if row.note and row.note not in known:
        lines.append(row.note)
    return "\n      ".join(lines)


def document(about: Mapping[str, Any], rows: Mapping[str, Sequence[Row]], failed: Mapping[str, str]) -> dict[str, Any]:
    """Everything as one JSON object.

    Args:
        about: The machine.
        rows: The rows, by the name of their module.
        failed: Why a module ended before its last row, by its name.
    """
    return {
        "machine": dict(about),
        "rows": [{"module": name, **asdict(row)} for name, some in rows.items() for row in some],
        "failed": dict(failed),
    }


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.3g}"


def _share(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}x"
