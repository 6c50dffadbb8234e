"""A page as blocks, whatever form it came in: HTML, Markdown, or the text that some extraction made of it.

White space, invisible characters, navigation, scripts, inline markup and repeated lines are gone. What is left is a
list of lines, tables and samples, in the order of the page. Readers see nothing else.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import attrs
from selectolax.lexbor import LexborHTMLParser, LexborNode

Form = Literal["html", "markdown", "text"]


@attrs.frozen
class Line:
    """A heading or a line of prose.

    Attributes:
        text: What it says, white space collapsed.
        level: 1 to 6 for a heading that is marked as one, otherwise 0.
    """

    text: str
    level: int = 0


@attrs.frozen
class Table:
    """A table.

    Attributes:
        header: The cells of its first row.
        rows: The cells of the others.
        indents: For each row, how far its first cell is indented.
        exact: Whether a cell stands in its column for certain; text copies drop empty cells.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    indents: tuple[int, ...]
    exact: bool

    def lines(self) -> Iterator[Line]:
        """The rows as lines, for a table that only lays something out."""
        for row in (self.header, *self.rows):
            if text := " ".join(cell for cell in row if cell):
                yield Line(text)


@attrs.frozen
class Sample:
    """JSON, or code, that stands on the page as an example.

    Attributes:
        text: As it stands there.
    """

    text: str


Block = Line | Table | Sample


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
    found = _html_blocks(content) if form == "html" else _text_blocks(content, markdown=form == "markdown")
    return list(with_samples(_unglued(found)))


def clean(text: str) -> str:
    """A text with white space collapsed, invisible characters removed, and raised digits and ligatures made plain."""
    text = unicodedata.normalize("NFKC", text).translate(_INVISIBLE)
    return " ".join(text.split())


_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)

# HTML

_NOT_CONTENT = (
    "script, style, noscript, template, svg, iframe, button, input, select, nav, footer, aside, dialog, "
    "[role=navigation], [role=banner], [role=contentinfo], [role=search], [aria-hidden=true]"
)
_BREAKS = re.compile(
    "address|article|blockquote|body|br|caption|center|dd|details|div|dl|dt|fieldset|figcaption|figure|form|header|hr|html"
    "|li|main|ol|p|section|summary|ul"
)


def _html_blocks(content: str) -> list[Block]:
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
    return _leading(text.lstrip("\n\t\r ")) + (int(styled[1]) if styled else 0)


def _leading(text: str) -> int:
    found = re.match(r"[\s\u00a0\u2003]*(?:[-–•·>]\s+)?", text)  # noqa: RUF001 - dashes that bullets are made of
    return found.end() if found else 0


# Markdown and text

_FENCE = re.compile(r"\s*(```+|~~~+)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")
_LONGEST_CELL = 20
"""Lines that one row of a table may take in a text copy."""


def _text_blocks(content: str, *, markdown: bool) -> list[Block]:
    lines = content.translate(_INVISIBLE).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
    found: list[Block] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if fence := _FENCE.match(line):
            end = next((no for no in range(at + 1, len(lines)) if lines[no].strip().startswith(fence[1])), len(lines))
            found.append(Sample("\n".join(lines[at + 1 : end]).strip()))
            at = end + 1
        elif heading := _HEADING.match(line) if markdown else None:
            if text := clean(_plain(heading[2])):
                found.append(Line(text, len(heading[1])))
            at += 1
        elif "|" in line and (table := _table(lines, at, markdown=markdown)):
            found.append(table[0])
            at = table[1]
        else:
            if text := clean(_plain(line) if markdown else html.unescape(line)):
                found.append(Line(text))
            at += 1
    return found


def _table(lines: Sequence[str], start: int, *, markdown: bool) -> tuple[Table, int] | None:
    """The table that begins at a line with pipes, and the line after it; None if it is a line with a pipe in it."""
    rows: list[str] = []
    begins: list[int] = []
    ruled = False
    at = start
    piped = [line.rstrip() for line in lines[start : start + 40] if "|" in line]
    closed = 2 * sum(line.endswith("|") for line in piped) >= len(piped)
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
        elif rows and _RULE.fullmatch(line):
            if len(rows) > 1:
                # The row above it is the header of the next table.
                at = begins.pop()
                rows.pop()
                break
            ruled = True
            at += 1
        elif "|" not in line:
            break
        else:
            length = _row_length(lines, at) if closed else 1
            begins.append(at)
            rows.append(" ".join(lines[at : at + length]))
            at += length
    if len(rows) < 2 and not ruled:
        return None
    opened = rows[0].lstrip().startswith("|")
    cells = [_cells(row, opened=opened) for row in rows]
    texts = [tuple(clean(_plain(cell) if markdown else html.unescape(cell)) for cell in row) for row in cells]
    indents = tuple(
        _leading(re.sub(r"&nbsp;|&emsp;", "\u00a0", row[0].removeprefix(" ") if opened else row[0]))
        for row in cells[1:]
    )
    return Table(texts[0], tuple(texts[1:]), indents, exact=False), at


def _row_length(lines: Sequence[str], at: int) -> int:
    """How many lines a row takes: where rows end with a pipe, one that does not goes on in the next line."""
    for length in range(1, _LONGEST_CELL + 1):
        if at + length > len(lines):
            break
        if lines[at + length - 1].rstrip().endswith("|"):
            return length
    return 1


def _cells(row: str, *, opened: bool) -> list[str]:
    text = row.rstrip()
    if opened:
        text = text.lstrip().removeprefix("|")
    return re.split(r"(?<!\\)\|", text.removesuffix("|"))


def _plain(text: str) -> str:
    """A line of Markdown without its markup."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", " ", text)
    text = re.sub(r"\[([^\]]*)\]\(([^)]*)\)", r"\1", text)
    text = re.sub(r"^\s*(?:>\s*)+", "", text)
    text = re.sub(r"<br\s*/?>", " ", text)
    text = re.sub(r"</?[a-zA-Z][^<>]*>", "", text)
    text = re.sub(r"(\*\*|__|`+)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<!\w)([*_])(?=\S)([^*_]+?)(?<=\S)\1(?!\w)", r"\2", text)
    text = re.sub(r"^\s*[*+-]\s+", "", text)
    return html.unescape(re.sub(r"\\([\\`*_{}\[\]()#+.!|<>~-])", r"\1", text))


# Both


def _unglued(found: Sequence[Block]) -> Iterator[Block]:
    """Without a line that only repeats the one before, as some extractions do."""
    before: Block | None = None
    for block in found:
        if not isinstance(block, Line) or block != before:
            yield block
        before = block


def with_samples(found: Iterable[Block]) -> Iterator[Block]:
    """The blocks, with JSON that stands in lines, on one or over several, as a sample."""
    left = deque(found)
    while left:
        block = left.popleft()
        length = _sample_length(block, left)
        if length is None:
            yield block
        else:
            lines = [block, *(left.popleft() for _ in range(length))]
            yield Sample("\n".join(line.text for line in lines if isinstance(line, Line)))


def _sample_length(block: Block, following: Iterable[Block]) -> int | None:
    """How many lines more the JSON takes that begins in a block; None if none begins there."""
    if not isinstance(block, Line) or not _JSON.match(block.text):
        return None
    text = block.text
    for length, after in enumerate((None, *following)):
        if after is not None:
            if not isinstance(after, Line):
                return None
            text = f"{text}\n{after.text}"
        if text.rstrip()[-1] in "}]" and _is_json(text):
            return length
    return None


_JSON = re.compile(r"\{\s*(?:[\"}]|$)|\[\s*(?:[\[{\"\d\]-]|$)")


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict | list)
    except ValueError:
        return False
