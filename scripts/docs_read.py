"""`python -m scripts.docs_read --vendor V FILE_OR_URL`: prints what a page of documentation says, as JSON facts.

The page may be HTML, Markdown or a text copy. What the reader could not place stands under `unread`. Exit status: 0 the
page was read, 1 it was and something is unread, 2 it could not be read at all.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.docs.facts_json import dumps, to_json
from scripts.docs.fetch import FetchError, fetch_page
from scripts.docs.readers import NoReaderError, PageError, read_page, serves_markdown

UNREAD = (OSError, UnicodeDecodeError, NoReaderError, PageError, FetchError)
"""What is raised if a page cannot be read."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Returns:
        The exit status.
    """
    parser = argparse.ArgumentParser(
        prog="python -m scripts.docs_read", description="Print what a page of documentation says, as JSON facts."
    )
    parser.add_argument("--vendor", required=True, help="whose page it is")
    parser.add_argument("--page", help="its id; otherwise the name of the file, or the end of the address")
    parser.add_argument("page_file", metavar="FILE_OR_URL", help="HTML, Markdown (.md) or text (.txt)")
    chosen = parser.parse_args(arguments)
    try:
        content, name = page_content(chosen.vendor, chosen.page_file)
        facts = read_page(chosen.vendor, chosen.page or Path(name).stem, content, name)
    except UNREAD as error:
        print(f"the page was not read: {error}", file=sys.stderr)
        return 2
    print(dumps(to_json(facts)), end="")
    return 1 if facts.unread else 0


def page_content(vendor: str, place: str) -> tuple[str, str]:
    """A page and the name of its file, whose ending tells the form.

    Args:
        vendor: Whose page it is.
        place: A file, or an address on the web.

    Raises:
        OSError: the file cannot be read.
        UnicodeDecodeError: the file is not UTF-8.
        FetchError: the address does not answer with a page.
    """
    if place.startswith(("http://", "https://")):
        return fetch_page(place, markdown=serves_markdown(vendor))
    return Path(place).read_text("utf-8-sig"), Path(place).name


if __name__ == "__main__":
    sys.exit(main())
