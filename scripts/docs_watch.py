"""What changed on the vendors' pages: `python -m scripts.docs_watch [--vendor v] [--pages DIR] [--json]`.

Fetches the pages, one at a time, or reads copies of them (`DIR/<page-id>.html`, `.md`, `.txt`), and compares what they
say with the lock. What robots.txt forbids is not fetched. Nothing is written but the report and, in `build/docs`, what
was fetched. Exit code 0 nothing has changed, 1 something has, or a page is gone, unreadable or forbidden, 2 not every
page could be looked at.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from scripts.docs.fetch import Fetcher
from scripts.docs.lock import LockError, load
from scripts.docs.report import as_json, markdown
from scripts.docs.watch import ABSENT, UNCHANGED, UNKNOWN, UNREACHABLE, WatchError, from_folder, from_web, watch
from scripts.specs.folder import SpecError, vendors
from scripts.specs.source import SPECS


def main(arguments: list[str] | None = None, root: Path = SPECS) -> int:
    """Watch the pages of the vendors that the command line names, of all if it names none."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.docs_watch",
        description="What changed on the vendors' pages; docs/when-the-docs-change.md says what to do then.",
    )
    parser.add_argument("--vendor", help="whose pages; otherwise those of all")
    parser.add_argument("--pages", type=Path, metavar="DIR", help="read copies from this folder, fetch nothing")
    parser.add_argument("--json", action="store_true", help="print the report for machines")
    chosen = parser.parse_args(arguments)
    names = [chosen.vendor] if chosen.vendor else vendors(root)
    try:
        pages = [(vendor, page) for vendor in names for page in load(vendor, root)]
        if chosen.pages is not None:
            found = list(watch(names, from_folder(chosen.pages, names, pages), root))
        else:
            with Fetcher() as fetcher:
                found = list(watch(names, from_web(fetcher), root))
    except (LockError, SpecError, WatchError) as error:
        print(f"nothing was watched: {error}", file=sys.stderr)
        return 2
    print(json.dumps(as_json(found), ensure_ascii=False, indent=2) if chosen.json else markdown(found), end="")
    states = {page.state for page in found}
    if states & {UNREACHABLE, UNKNOWN}:
        return 2
    return 1 if states - {UNCHANGED, ABSENT} else 0


if __name__ == "__main__":
    sys.exit(main())
