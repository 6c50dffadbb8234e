"""`python -m scripts.docs_draft --vendor V FILE_OR_URL`: drafts the part of a spec that describes a page.

The fragment is printed, to be merged into `specs/V/openapi.yaml`. Everything that only a person can say is a marker
`<<fill in: …>>`, which `make check` finds as long as it is there. Exit status: 0 there is a draft, 2 the page or the
spec could not be read.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.docs.coverage import described
from scripts.docs.draft import draft
from scripts.docs.lock import LockError, completed, load
from scripts.docs.readers import read_page
from scripts.docs_read import UNREAD, page_content
from scripts.specs.folder import SpecError
from scripts.specs.source import SPECS

_CURE = "python -m scripts.docs_read shows what it makes of it"


class DraftError(Exception):
    """There is nothing to draft; the message says why."""


def main(arguments: Sequence[str] | None = None, root: Path = SPECS) -> int:
    """Run the command.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.docs_draft", description="Draft the part of a spec that describes a page."
    )
    parser.add_argument("--vendor", required=True, help="whose page it is")
    parser.add_argument(
        "--page", help="its id in sources.yaml; otherwise the name of the file, or the end of the address"
    )
    parser.add_argument("page_file", metavar="FILE_OR_URL", help="HTML, Markdown (.md) or text (.txt)")
    chosen = parser.parse_args(arguments)
    try:
        content, name = page_content(chosen.vendor, chosen.page_file)
        page = chosen.page or Path(name).stem
        facts = read_page(chosen.vendor, page, content, name)
        for known in load(chosen.vendor, root):
            if known.id == page:
                facts = completed(known, facts)
        if not (facts.operations or facts.classes or facts.error_codes):
            raise DraftError(f"its reader finds no operation, class or error code on the page; {_CURE}")
        print(draft(facts, described(chosen.vendor, root)), end="")
    except (*UNREAD, LockError, SpecError, DraftError) as error:
        print(f"nothing was drafted: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
