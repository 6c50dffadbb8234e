"""`make spec-diff`: what has changed since a revision, for users of each package, and the version that says so.

    python -m scripts.spec_diff [--base REV] [--json]

Specs are compared by meaning, packages by their public names. The revision is the newest tag, which is the last
release; before the first release it is `HEAD`. Exit status: 0 all is well, 1 a version does not say what has changed,
2 something cannot be read.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scripts.diff.change import Change
from scripts.diff.package import PackageError
from scripts.diff.revision import Revision, RevisionError, extract, find_revision
from scripts.diff.verdicts import Verdict, judge
from scripts.specs.source import pointer_text
from scripts.surface.source import SurfaceError

ROOT = Path(__file__).resolve().parent.parent


class DiffError(Exception):
    """Nothing can be compared; the message says why."""


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the command.

    Args:
        arguments: Those of the command line if None.
        root: The repository.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m scripts.spec_diff", description="What has changed, for users.")
    parser.add_argument("--base", help="tag, branch or commit to compare with; the newest tag, or HEAD without one")
    parser.add_argument("--json", action="store_true", help="for machines, with the place of each change in its spec")
    options = parser.parse_args(arguments)
    try:
        revision, found = verdicts(root, options.base)
    except DiffError as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(_data(revision, found), indent=2, ensure_ascii=False) if options.json else _text(revision, found))
    findings = [finding for one in found for finding in one.findings]
    for finding in findings:
        print(finding, file=sys.stderr)
    return 1 if findings else 0


def verdicts(root: Path, base: str | None = None) -> tuple[Revision, list[Verdict]]:
    """The verdicts on all packages of a repository, since a revision.

    Args:
        root: The repository.
        base: Name of the revision; the newest tag, or HEAD if None.

    Raises:
        DiffError: the revision or a package cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="spec-diff-") as folder:
        try:
            revision = find_revision(root, base)
            extract(root, revision, Path(folder))
            return revision, judge(Path(folder), root, revision.name)
        except (RevisionError, PackageError, SurfaceError, SyntaxError) as error:
            raise DiffError(str(error)) from error


def _text(revision: Revision, found: Sequence[Verdict]) -> str:
    changed = [one for one in found if one.changes or one.before is None]
    lines = [f"since {revision.name} ({revision.commit[:10]}): {len(changed)} of {len(found)} packages changed"]
    for one in changed:
        lines += ["", _heading(one), *(f"  {change.level.word}: {change.words}" for change in one.changes)]
    return "\n".join(lines)


def _heading(one: Verdict) -> str:
    if one.before is None:
        return f"{one.name} {one.version}: new"
    return f"{one.name} {one.before} -> {one.version or 'gone'}: {one.level.word}"


def _data(revision: Revision, found: Sequence[Verdict]) -> dict[str, Any]:
    return {
        "base": {"name": revision.name, "commit": revision.commit},
        "packages": [
            {
                "name": one.name,
                "folder": one.folder,
                "verdict": one.level.word,
                "before": None if one.before is None else str(one.before),
                "version": None if one.version is None else str(one.version),
                "needed": None if one.needed is None else str(one.needed),
                "changes": [_change(change) for change in one.changes],
                "findings": one.findings,
            }
            for one in found
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    pointer = pointer_text(change.pointer) if change.pointer else None
    return {"level": change.level.word, "words": change.words, "type": change.type or None, "pointer": pointer}


if __name__ == "__main__":
    sys.exit(main())
