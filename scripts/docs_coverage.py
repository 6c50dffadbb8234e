"""How specs and pages fit: `python -m scripts.docs_coverage [--vendor v] [--check]`.

Prints per vendor and page how many facts the lock holds, how many of them the spec has, and which are waived; then how
the nodes of the spec are known, and everything that does not fit. With `--check` only the latter. Exit code 1 if
anything does not fit, 2 if a spec or a lock cannot be read.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from scripts.docs.coverage import Coverage, PageCoverage, coverage
from scripts.docs.lock import LockError
from scripts.specs.folder import SpecError, vendors
from scripts.specs.source import SPECS

_LEVELS = ("documented", "example", "observed", "inferred", "assumed")


def main(arguments: list[str] | None = None, root: Path = SPECS) -> int:
    """Print the coverage of the vendors that the command line names, of all if it names none."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.docs_coverage",
        description="How specs and the pages that they were made from fit; docs/when-the-docs-change.md says more.",
    )
    parser.add_argument("--vendor", help="this one alone")
    parser.add_argument("--check", action="store_true", help="print only what does not fit")
    chosen = parser.parse_args(arguments)
    try:
        found = [coverage(vendor, root) for vendor in ([chosen.vendor] if chosen.vendor else vendors(root))]
    except (LockError, SpecError) as error:
        print(error, file=sys.stderr)
        return 2
    findings = [finding for one in found for finding in one.findings]
    if not chosen.check:
        print("\n\n".join(map(table, found)))
    for finding in findings:
        print(finding, file=sys.stderr)
    if chosen.check:
        names = ", ".join(one.vendor for one in found)
        print(f"pages: {names}: {f'{len(findings)} findings' if findings else 'all in order'}")
    return 1 if findings else 0


def table(one: Coverage) -> str:
    """The coverage of a vendor as a table for people."""
    counts = [_counts(page) for page in one.pages]
    total = [sum(count) for count in zip(*counts, strict=True)]
    rows = [
        ["page", "read", "facts", "covered", "waived", "missing", "unread"],
        *(
            [page.page.id, page.page.read + ("*" if page.page.by_hand else ""), *map(str, count)]
            for page, count in zip(one.pages, counts, strict=True)
        ),
        ["all", "", *map(str, total)],
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if column < 2 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    levels = ", ".join(f"{one.levels[level]} {level}" for level in _LEVELS if one.levels.get(level))
    by_hand = sorted({f"{page.page.id}: {', '.join(page.page.by_hand)}" for page in one.pages if page.page.by_hand})
    hand = f"\n* by hand, since the copy does not show it: {'; '.join(by_hand)}" if by_hand else ""
    return f"{one.vendor}\n" + "\n".join(f"  {line}".rstrip() for line in lines) + f"\n  nodes: {levels}{hand}"


def _counts(page: PageCoverage) -> tuple[int, ...]:
    unread = len(page.page.facts.unread)
    return len(page.matches), page.covered, len(page.waived), len(page.missing), unread


if __name__ == "__main__":
    sys.exit(main())
