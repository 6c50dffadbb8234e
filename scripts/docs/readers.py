"""Finds the reader of a vendor: the module `scripts.docs.<vendor>` with its function `read(page, blocks)`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

from scripts.docs.blocks import Block
from scripts.docs.facts import Facts
from scripts.docs.page import blocks, form_of

Reader = Callable[[str, Sequence[Block]], Facts]


class NoReaderError(LookupError):
    """Nobody has written a reader for this vendor; the message says where one belongs."""


class PageError(ValueError):
    """The page is such that no reader could read it; the message says why."""


def serves_markdown(vendor: str) -> bool:
    """Whether the pages of a vendor are served as Markdown too, under their address with `.md`."""
    return bool(getattr(_module(vendor), "SERVES_MARKDOWN", False))


def reader(vendor: str) -> Reader:
    """The reader of a vendor.

    Raises:
        NoReaderError: there is none.
    """
    found = getattr(_module(vendor), "read", None)
    if found is None:
        raise NoReaderError(
            f"no reader for the pages of {vendor!r}: write scripts/docs/{vendor}.py with read(page, blocks)"
        )
    read: Reader = found
    return read


def _module(vendor: str) -> ModuleType | None:
    place = Path(__file__).parent / f"{vendor}.py"
    return importlib.import_module(f"scripts.docs.{vendor}") if vendor.isidentifier() and place.exists() else None


def read_page(vendor: str, page: str, content: str, name: str = "") -> Facts:
    """The facts of a page.

    Args:
        vendor: Whose page it is.
        page: Its id in `sources.yaml`.
        content: The page, in any form.
        name: Name of its file, whose ending tells the form; without one the content tells it.

    Raises:
        NoReaderError: there is no reader for this vendor.
        PageError: the page cannot be read.
    """
    read = reader(vendor)
    try:
        return read(page, blocks(content, form_of(content, name)))
    except RecursionError as error:
        raise PageError("the page is nested too deeply to be read; save it with the browser as text") from error
