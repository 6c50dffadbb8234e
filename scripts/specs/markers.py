"""Markers: `<<fill in: what>>` stands in a vendor's files wherever only a person can say what belongs there.

`python -m scripts.new_vendor` lays them out, and the check of the specs finds those that are left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scripts.specs.source import Finding, Pointer, Source, shown

_MARKER = re.compile(r"<<fill in\b:?\s*(.*?)\s*(?:>>|$)")
# Where a vendor has files besides those that are read as YAML.
_PLACES = (
    "specs/{vendor}/facts/*.json",
    "overlays/{vendor}/**/*",
    "sandbox/src/erp_sandbox/vendors/{vendor}*.py",
    "tests/contract/cases/{vendor}*.py",
    "tests/contract/cases/_{vendor}*.py",
)
_TEXTS = frozenset({".json", ".md", ".py", ".toml", ".yaml"})


def markers(text: str) -> Iterator[tuple[int, str]]:
    """Line (from 1) and words of every marker in a text."""
    for number, line in enumerate(text.splitlines(), 1):
        yield from ((number, found[1]) for found in _MARKER.finditer(line))


def check_markers(source: Source, path: Path) -> None:
    """Add a finding for every marker in a file of `specs/`; other findings in its line come of it and are dropped."""
    try:
        found = list(markers(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError):
        return  # found when it was read
    lines = {number for number, _ in found}
    source.findings[:] = [finding for finding in source.findings if finding.line not in lines]
    places: dict[int, Pointer] = {}
    for pointer in _marked(source.data, ()):
        places.setdefault(source.lines[pointer], pointer)
    source.findings += [
        Finding(source.file, number, places.get(number, ()), _problem(words)) for number, words in found
    ]


def unfilled(root: Path, vendor: str) -> list[str]:
    """Every marker in a vendor's facts and its files outside `specs/`, with file, line and cure.

    Args:
        root: The repository.
        vendor: Folder name of the vendor.
    """
    paths = sorted({path for place in _PLACES for path in root.glob(place.format(vendor=vendor))})
    return [
        f"{shown(path)}:{number}: {_problem(words)}"
        for path in paths
        if path.suffix in _TEXTS and path.is_file()
        for number, words in markers(path.read_text("utf-8"))
    ]


def _marked(value: Any, pointer: Pointer) -> Iterator[Pointer]:
    """The nodes that are a text with a marker; those in comments are none."""
    if isinstance(value, str) and _MARKER.search(value):
        yield pointer
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in below:
        yield from _marked(item, (*pointer, key))


def _problem(words: str) -> str:
    return f"not filled in: {words}; write it over the marker `<<fill in: …>>`"
