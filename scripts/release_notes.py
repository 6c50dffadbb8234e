"""`make release-notes`: changelog fragments of the packages that users install, from what their specs changed.

    python -m scripts.release_notes [--base REV]

What `python -m scripts.spec_diff` says of an overlay becomes one fragment for each change in its `changes/`. Edit what
can be said better: a fragment is written once, and one that a person has changed is left alone. What changed in the
runtime and the sandbox is told by who changed it. Exit status: 0 done, 2 something cannot be read
or written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.diff.fragments import write_fragments
from scripts.diff.verdicts import Verdict
from scripts.spec_diff import ROOT, DiffError, verdicts


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the command.

    Args:
        arguments: Those of the command line if None.
        root: The repository.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(prog="python -m scripts.release_notes", description="Write changelog fragments.")
    parser.add_argument("--base", help="tag, branch or commit to compare with; the newest tag, or HEAD without one")
    options = parser.parse_args(arguments)
    try:
        revision, found = verdicts(root, options.base)
        kept = _write(root, found)
    except (DiffError, OSError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"since {revision.name}: {kept} fragments were there already")
    return 0


def _write(root: Path, found: Sequence[Verdict]) -> int:
    """Write the fragments; gives how many were there already."""
    kept = 0
    for one in found:
        folder = root / one.folder / "changes"
        if one.folder.startswith("overlays/") and one.version is not None:
            # One that nobody has yet has nothing to tell of what came before.
            done = write_fragments(folder, one.changes if one.before is not None else ())
            for word, paths in (("written", done.written), ("removed", done.removed)):
                for path in paths:
                    print(f"{word}: {path.relative_to(root).as_posix()}")
            kept += len(done.kept)
        elif _untold(one, folder):
            print(f"{one.name} has changed ({one.level.word}): tell it in {one.folder}/changes/", file=sys.stderr)
    return kept


def _untold(one: Verdict, folder: Path) -> bool:
    by_hand = not one.folder.startswith("generated/")
    return by_hand and one.level > 0 and not any(folder.glob("*.md"))


if __name__ == "__main__":
    sys.exit(main())
