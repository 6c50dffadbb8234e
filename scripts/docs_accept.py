"""`python -m scripts.docs_accept --vendor V --page ID [--file FILE]`: puts what a page says now into the lock.

For the time after a person has looked at what `make docs-watch` reports. The change of the facts is shown as it is
written; the commit is where it is reviewed. Exit status: 0 the lock says what the page says, 2 nothing was written.
"""

from __future__ import annotations

import argparse
import datetime
import difflib
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.docs import lock
from scripts.docs.readers import read_page
from scripts.docs_read import UNREAD, page_content
from scripts.specs.source import SPECS


def main(arguments: Sequence[str] | None = None, root: Path = SPECS) -> int:
    """Run the command.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.docs_accept", description="Put what a page says now into the lock."
    )
    parser.add_argument("--vendor", required=True, help="whose page it is")
    parser.add_argument("--page", required=True, help="its id in sources.yaml")
    parser.add_argument("--file", help="a copy of the page; otherwise it is fetched from its address")
    chosen = parser.parse_args(arguments)
    try:
        place = chosen.file or lock.address(chosen.vendor, chosen.page, root)
        content, name = page_content(chosen.vendor, place)
        facts = read_page(chosen.vendor, chosen.page, content, name)
        accepted = lock.accept(chosen.vendor, chosen.page, facts, today=datetime.date.today(), root=root)
    except (*UNREAD, lock.LockError) as error:
        print(f"nothing was written: {error}", file=sys.stderr)
        return 2
    for line in difflib.unified_diff(
        accepted.before.splitlines(), accepted.after.splitlines(), "before", "after", lineterm="", n=1
    ):
        print(line)
    if accepted.kept:
        print(f"kept as written by hand, since the page does not show it: {', '.join(accepted.kept)}")
    if accepted.dropped:
        print(f"written by hand, and not on the page: {', '.join(accepted.dropped)}")
        print("they are no longer in the lock; if they still hold, write them in again, and name the part in `by_hand`")
    if facts.unread:
        print(f"not read, see `python -m scripts.docs_read`: {len(facts.unread)} parts of the page")
    print(f"{chosen.vendor}/{chosen.page}: accepted")
    return 0


if __name__ == "__main__":
    sys.exit(main())
