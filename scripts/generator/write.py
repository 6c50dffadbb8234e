"""Putting files in place: only those that differ, and nothing that somebody wrote by hand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from attrs import frozen

from scripts.files import write_whole
from scripts.generator.problems import GenerationError, Problem

MARK = "changes made here are lost."
"""What the first line of every generated file ends with."""

# Made by installing, building or running the package, not by anybody's hand.
_LEFTOVERS = ("__pycache__", ".mypy_cache", ".ruff_cache", "dist", "build")


@frozen
class Difference:
    """What has to be done to a folder so that it holds exactly the wanted files."""

    changed: list[str]
    stale: list[str]


def compare(folder: Path, files: Mapping[str, str]) -> Difference:
    """How a folder differs from the wanted files."""
    changed = [name for name, text in files.items() if _content(folder / name) != text.encode()]
    return Difference(sorted(changed), sorted(set(_existing(folder)) - files.keys()))


def refuse_foreign(folder: Path, files: Mapping[str, str]) -> None:
    """Make sure that a folder can be one, and holds nothing that would be lost.

    Raises:
        GenerationError: there is a file in its place, or files in it differ from the wanted ones and were not
            generated.
    """
    if taken := [place for place in (folder, *folder.parents) if place.exists() and not place.is_dir()]:
        raise GenerationError([Problem(str(taken[0]), "is a file, where a folder is needed; name another one")])
    difference = compare(folder, files)
    foreign = [
        Problem(str(folder / name), "was not generated; move it elsewhere, generated folders hold nothing else")
        for name in [*difference.changed, *difference.stale]
        if name != "LICENSE" and _content(folder / name) is not None and not _is_generated(folder / name)
    ]
    if foreign:
        raise GenerationError(foreign)


def write(folder: Path, files: Mapping[str, str]) -> Difference:
    """Make a folder hold exactly the wanted files; see `refuse_foreign` first."""
    difference = compare(folder, files)
    for name in difference.changed:
        write_whole(folder / name, files[name])
    for name in difference.stale:
        (folder / name).unlink()
        _remove_empty(folder, (folder / name).parent)
    return difference


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _existing(folder: Path) -> list[str]:
    found = []
    for path in folder.rglob("*"):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(part in _LEFTOVERS or part.endswith(".egg-info") for part in parts):
            found.append("/".join(parts))
    return found


def _is_generated(path: Path) -> bool:
    with path.open("rb") as file:
        return MARK.encode() in file.readline()


def _remove_empty(folder: Path, inner: Path) -> None:
    while inner != folder and not any(inner.iterdir()):
        inner.rmdir()
        inner = inner.parent
