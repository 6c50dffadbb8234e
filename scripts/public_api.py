"""`make api`: the public names of every package, one line each, in `docs/api/<package>.txt`.

    python -m scripts.public_api [--check]

A change of what users call shows as a change of these files, where a reviewer sees it. Exit status: 0 all is well,
1 (with --check) a file does not say what the source says, 2 the public names of a package cannot be told.
"""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.build import packages
from scripts.files import write_whole
from scripts.surface.package import Package
from scripts.surface.source import SurfaceError

ROOT = Path(__file__).resolve().parent.parent
API = ROOT / "docs" / "api"
_HEAD = "# Public names of {name}, made by `make api`. A line that goes or changes is a change that users notice.\n"
_CURE = """run: make api
Then read the diff of docs/api: a removed or changed line breaks callers, so undo it or say it in a changelog fragment
and in the version."""


def main(arguments: Sequence[str] | None = None, folders: Sequence[Path] | None = None, out: Path = API) -> int:
    """Run the command.

    Args:
        arguments: Those of the command line if None.
        folders: The packages; those of the repository if None.
        out: Folder of the listings.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m scripts.public_api", description="List the public names.")
    parser.add_argument("--check", action="store_true", help="write nothing; exit status 1 if a file is out of date")
    check = parser.parse_args(arguments).check
    try:
        texts = dict(map(listing, packages() if folders is None else folders))
    except SurfaceError as error:
        print(error, file=sys.stderr)
        return 2
    wanted = {out / f"{name}.txt": text for name, text in texts.items()}
    old = {path: path.read_text("utf-8") for path in sorted(out.glob("*.txt"))}
    changed = [path for path in sorted({*wanted, *old}) if wanted.get(path) != old.get(path)]
    for path in changed:
        if check:
            print(_difference(path, old.get(path, ""), wanted.get(path, "")), file=sys.stderr)
        elif path in wanted:
            write_whole(path, wanted[path])
            print(f"written: {_short(path)}")
        else:
            path.unlink()
            print(f"removed: {_short(path)}")
    if check and changed:
        print(_CURE, file=sys.stderr)
        return 1
    print(f"public names: {len(texts)} packages, {'all in order' if not changed else 'written'}")
    return 0


def listing(folder: Path) -> tuple[str, str]:
    """Name of the package in a folder, and the text of its file.

    Raises:
        SurfaceError: its public names cannot be told.
    """
    package = Package(folder)
    sections = [
        "\n".join([module, *(f"    {line}" for line in lines)]) + "\n" for module, lines in package.lines().items()
    ]
    return package.name, "\n".join([_HEAD.format(name=package.name), *sections])


def _difference(path: Path, old: str, new: str) -> str:
    changes = difflib.unified_diff(_with_modules(old), _with_modules(new), n=0, lineterm="")
    lines = [line for line in changes if not line.startswith(("---", "+++", "@@"))]
    return "\n".join([f"{_short(path)} differs from the source:", *(f"  {line}" for line in lines)])


def _with_modules(text: str) -> list[str]:
    """The lines of a listing, each with its module, so that a line of a diff can be understood alone."""
    module, lines = "", []
    for line in text.splitlines():
        if line.startswith("    "):
            lines.append(f"{module}: {line.strip()}")
        elif line and not line.startswith("#"):
            module = line
            lines.append(line)
    return lines


def _short(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(main())
