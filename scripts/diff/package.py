"""What a package says of itself in its `pyproject.toml`, and what of it matters to who installs it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import frozen
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from scripts.diff.change import Change, Level
from scripts.diff.names import listed

_VERSION = re.compile(r"""^__version__ = ["'](.+)["']$""", re.MULTILINE)


class PackageError(Exception):
    """A package cannot be read; the message says why."""


@frozen
class Package:
    """A package in a folder.

    Attributes:
        folder: Where it is.
        project: The `[project]` table.
        version: Its version.
        version_file: Where its version is written, relative to the folder.
    """

    folder: Path
    project: Mapping[str, Any]
    version: Version
    version_file: str

    @classmethod
    def read(cls, folder: Path) -> Package:
        """Read what a folder says.

        Raises:
            PackageError: there is no readable `pyproject.toml`, or no version.
        """
        try:
            settings = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
            project = settings["project"]
            path = "pyproject.toml"
            text = project.get("version")
            if text is None:
                path = settings["tool"]["hatch"]["version"]["path"]
                found = _VERSION.search((folder / path).read_text("utf-8"))
                text = found[1] if found else ""
            return cls(folder, project, Version(text), path)
        except KeyError as error:
            raise PackageError(f"{folder / 'pyproject.toml'}: lacks {error}") from error
        except (OSError, tomllib.TOMLDecodeError, InvalidVersion) as error:
            raise PackageError(f"{folder}: no name and version can be read there: {error}") from error

    @property
    def name(self) -> str:
        """What pip installs."""
        return str(canonicalize_name(self.project["name"]))

    @property
    def requirements(self) -> dict[str, Requirement]:
        """What it depends on, by name."""
        return {canonicalize_name(one.name): one for one in map(Requirement, self.project.get("dependencies", ()))}

    def contents(self) -> dict[str, bytes]:
        """Everything that is imported, its version apart."""
        return {
            path.relative_to(self.folder).as_posix(): _VERSION.sub("", path.read_text("utf-8")).encode()
            if path.suffix == ".py"
            else path.read_bytes()
            for path in sorted(self.folder.glob("src/**/*"))
            if path.is_file() and "__pycache__" not in path.parts
        }


def compare_packages(old: Package, new: Package) -> Iterator[Change]:
    """What is different for who installs a package, dependencies on packages of ours apart."""
    before, now = str(old.project.get("requires-python")), str(new.project.get("requires-python"))
    if before != now:
        yield Change(Level.MAJOR, f"needs Python {now} (was {before})")
    for words, was, is_ in (
        ("the command", _keys(old, "scripts"), _keys(new, "scripts")),
        ("the extra", _keys(old, "optional-dependencies"), _keys(new, "optional-dependencies")),
        ("the entry", _entries(old), _entries(new)),
    ):
        if gone := sorted(was - is_):
            yield Change(Level.MAJOR, f"{words} {listed(gone)} is gone", "removed")
        if came := sorted(is_ - was):
            yield Change(Level.MINOR, f"{words} {listed(came)} is new", "added")


def compare_requirements(
    old: Package, new: Package, ours: Mapping[str, tuple[Version | None, Level]]
) -> Iterator[Change]:
    """What is different about what a package depends on.

    Args:
        old: The package before.
        new: The package now.
        ours: Packages of ours: the version that users may have, and how much its changes since then ask of them.
    """
    for name in dict.fromkeys([*old.requirements, *new.requirements]):
        was, is_ = old.requirements.get(name), new.requirements.get(name)
        if was is None or is_ is None:
            words = f"needs `{is_}`" if is_ is not None else f"no longer needs `{name}`"
            yield Change(Level.MINOR if is_ is not None else Level.PATCH, words)
        elif was.specifier != is_.specifier:
            version, level = ours.get(name, (None, Level.MINOR))
            shut_out = version is None or not is_.specifier.contains(version)
            kind = "" if level is Level.PATCH else "changed"
            yield Change(level if shut_out else Level.PATCH, f"works with `{is_}` (was `{was}`)", kind)


def _keys(package: Package, table: str) -> set[str]:
    return set(package.project.get(table, {}))


def _entries(package: Package) -> set[str]:
    groups = package.project.get("entry-points", {})
    return {name for entries in groups.values() for name in entries}
