"""A page as blocks, whatever form it came in: HTML, Markdown, or the text that some extraction made of it.

White space, invisible characters, navigation, scripts, inline markup and repeated lines are gone. Readers see nothing
else than what is left.
"""

from __future__ import annotations

import re
from typing import Literal

from scripts.docs.blocks import Block, unglued, with_samples
from scripts.docs.page_html import html_blocks
from scripts.docs.page_text import text_blocks

Form = Literal["html", "markdown", "text"]


def form_of(content: str, name: str = "") -> Form:
    """The form of a page, by the ending of its file's name, otherwise by what it looks like."""
    ending = name.rpartition(".")[2].lower()
    if ending in ("html", "htm"):
        return "html"
    if ending in ("md", "markdown"):
        return "markdown"
    if ending == "txt":
        return "text"
    if re.search(r"<(!doctype|html|body|table|div|p|h[1-6])\b", content[:5000], re.IGNORECASE):
        return "html"
    return "markdown" if re.search(r"^(#{1,6} |```)", content, re.MULTILINE) else "text"


def blocks(content: str, form: Form) -> list[Block]:
    """The blocks of a page."""
    found = html_blocks(content) if form == "html" else text_blocks(content, markdown=form == "markdown")
    return list(with_samples(unglued(found)))
