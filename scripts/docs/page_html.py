"""The blocks of a page in HTML: without navigation and scripts; tables that only lay something out are lines."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from scripts.docs.blocks import Block, Line, Sample, Table, clean, leading

_NOT_CONTENT = (
    "script, style, noscript, template, svg, iframe, button, input, select, nav, footer, aside, dialog, "
    "[role=navigation], [role=banner], [role=contentinfo], [role=search], [aria-hidden=true]"
)
_BREAKS = re.compile(
    "address|article|blockquote|body|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|form|header|hr|html"
    "|li|main|ol|p|section|summary|ul"
)


def html_blocks(content: str) -> list[Block]:
    """The blocks of a page in HTML, JSON in lines not yet as samples."""
    tree = LexborHTMLParser(content)
    for node in tree.css(_NOT_CONTENT):
        node.decompose()
    body = tree.css_first("main") or tree.css_first("[role=main]") or tree.css_first("article") or tree.body
    walk = _Walk()
    if body is not None:
        walk.into(body)
    walk.end_line()
    return walk.found


class _Walk:
    """Goes through the nodes of a page and collects blocks."""

    def __init__(self) -> None:
        self.found: list[Block] = []
        self._text: list[str] = []
        self._level = 0

    def into(self, node: LexborNode) -> None:
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag == "-text":
                self._text.append(child.text_content or "")
            elif tag == "table":
                self._table(child)
            elif tag == "pre":
                self.end_line()
                self.found.append(Sample(_preformatted(child)))
            elif re.fullmatch(r"h[1-6]", tag):
                self.end_line()
                self._level = int(tag[1])
                self.into(child)
                self.end_line()
                self._level = 0
            elif _BREAKS.fullmatch(tag):
                self.end_line()
                self.into(child)
                self.end_line()
            elif not tag.startswith(("-", "_", "!")):
                self.into(child)

    def end_line(self) -> None:
        if text := clean("".join(self._text)):
            self.found.append(Line(text, self._level))
        self._text.clear()

    def _table(self, node: LexborNode) -> None:
        self.end_line()
        rows = [row for row in node.css("tr") if _owner(row) == node.mem_id]
        cells = [[cell for cell in row.iter() if cell.tag in ("td", "th")] for row in rows]
        inside = [one for one in node.css("table, h1, h2, h3, h4, h5, h6, pre") if one.mem_id != node.mem_id]
        if inside or max(map(len, cells), default=0) < 2:
            # Only lays something out.
            for row in cells:
                for cell in row:
                    self.into(cell)
                    self.end_line()
            return
        texts = [tuple(clean(_cell_text(cell)) for cell in row) for row in cells if row]
        indents = tuple(_indent(row[0]) for row in cells[1:] if row)
        self.found.append(Table(texts[0], tuple(texts[1:]), indents, exact=True))


def _owner(row: LexborNode) -> int | None:
    """Which table a row belongs to."""
    above = row.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return above.mem_id if above is not None else None


def _cell_text(cell: LexborNode) -> str:
    inside = _Walk()
    inside.into(cell)
    inside.end_line()
    return " ".join(block.text for block in inside.found if isinstance(block, Line | Sample))


def _preformatted(node: LexborNode) -> str:
    for line_break in node.css("br"):
        line_break.replace_with("\n")
    return (node.text(deep=True) or "").strip()


def _indent(cell: LexborNode) -> int:
    """How far a cell is indented: by spaces that do not break, by a bullet, or by a style."""
    text = cell.text(deep=True) or ""
    style = " ".join(one.attributes.get("style") or "" for one in (cell, *cell.css("[style]")))
    styled = re.search(r"(?:padding-left|margin-left|text-indent):\s*(\d+)", style)
    return leading(text.lstrip("\n\t\r ")) + (int(styled[1]) if styled else 0)
