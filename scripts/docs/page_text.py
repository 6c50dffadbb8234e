"""The blocks of a page in Markdown, or of the text that some extraction made of one."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from scripts.docs.blocks import INVISIBLE, Block, Line, Sample, Table, clean, leading

_FENCE = re.compile(r"\s*(```+|~~~+)")
_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_RULE = re.compile(r"[\s|:+-]*-{2,}[\s|:+-]*")
_LONGEST_CELL = 20
"""Lines that one row of a table may take in a text copy."""
_LONGEST_HEADER = 3
"""Lines that its header may take; a bar of navigation has pipes too, and the next that ends a line is far away."""


def text_blocks(content: str, *, markdown: bool) -> list[Block]:
    """The blocks of a page in Markdown or plain text, JSON in lines not yet as samples."""
    lines = content.translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").split("\n")
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
            if not rows and length > _LONGEST_HEADER:
                return None
            begins.append(at)
            rows.append(" ".join(lines[at : at + length]))
            at += length
    if len(rows) < 2 and not ruled:
        return None
    opened = rows[0].lstrip().startswith("|")
    cells = [_cells(row, opened=opened) for row in rows]
    texts = [tuple(clean(_plain(cell) if markdown else html.unescape(cell)) for cell in row) for row in cells]
    indents = tuple(
        leading(re.sub(r"&nbsp;|&emsp;", "\u00a0", row[0].removeprefix(" ") if opened else row[0])) for row in cells[1:]
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
