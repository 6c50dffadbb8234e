"""Checks every spec: `python -m scripts.check_specs [--vendor v]`. docs/specs.md says what is checked.

Every finding is shown with its file and line; a marker that `python -m scripts.new_vendor` has left to be filled in is
one wherever it is, not in `specs/` alone. Exit code 1 if there is any, 2 if there is nothing to check.
"""

from __future__ import annotations

import argparse
import sys

from scripts.docs import lock
from scripts.specs.folder import check_folder, vendors
from scripts.specs.markers import unfilled
from scripts.specs.source import ROOT, SPECS


def main(arguments: list[str] | None = None) -> int:
    """Check the specs that the command line names, all of them if it names none."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.check_specs", description="Check the specs; docs/specs.md says what for."
    )
    parser.add_argument("--vendor", help="check this one alone")
    chosen = parser.parse_args(arguments)
    existing = vendors(SPECS)
    if not existing or chosen.vendor not in (None, *existing):
        print(
            f"no spec of {chosen.vendor or 'any vendor'} in {SPECS}: there are {', '.join(existing) or 'none'}",
            file=sys.stderr,
        )
        return 2
    names = [chosen.vendor] if chosen.vendor else existing
    findings = [
        text
        for name in names
        for text in (*map(str, (*check_folder(SPECS / name), *lock.check(SPECS / name))), *unfilled(ROOT, name))
    ]
    for text in findings:
        print(text, file=sys.stderr)
    print(
        f"specs: {', '.join(names)}: {len(findings)} findings"
        if findings
        else f"specs: {', '.join(names)}: all in order"
    )
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
