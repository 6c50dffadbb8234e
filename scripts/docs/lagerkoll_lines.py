"""The lines of a resource page of Lagerkoll as they were meant: some copies break them, or join what belongs apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scripts.docs.blocks import Block, Line, Table, with_samples
from scripts.docs.lagerkoll_tables import flat_tables

_METHOD = re.compile(r"(GET|POST|PUT|PATCH|DELETE)", re.IGNORECASE)
URL = re.compile(rf"{_METHOD.pattern}?\s*Url\s*:\s*(\S.*)?", re.IGNORECASE)
"""The line that says where a call is sent: `GETUrl: /{id}`."""
BASE = re.compile(r"base\s*-?\s*url\s*:?\s*(https?://\S+)?", re.IGNORECASE)
"""The line that says what paths are relative to."""
_WITH_LABEL = re.compile(r"((?:body|success?full response|headers):)\s*(\S.*)", re.IGNORECASE)
"""A label with what belongs below it on the same line."""

_LABELS = {
    "general": re.compile(r"general:?", re.IGNORECASE),
    "basics": re.compile(r"basics:?", re.IGNORECASE),
    "headers": re.compile(r"headers:?", re.IGNORECASE),
    "errors": re.compile(r"errors:?", re.IGNORECASE),
    "parameters": re.compile(r"valid parameters:?", re.IGNORECASE),
    "request": re.compile(r"body:?", re.IGNORECASE),
    "response": re.compile(r"success?full? response:?", re.IGNORECASE),
    "classes": re.compile(r"classes:?", re.IGNORECASE),
}


def label_of(text: str) -> str | None:
    """What a line is the label of (`request`, `classes`, …); None if it is none."""
    return next((label for label, pattern in _LABELS.items() if pattern.fullmatch(text)), None)


def whole(found: Sequence[Block]) -> list[Block]:
    """The blocks with method and URL on one line, flat tables as tables, and tables for layout as lines."""
    lines: list[Block] = []
    for block in found:
        if isinstance(block, Table) and not _known(block):
            lines.extend(block.lines())
        elif isinstance(block, Line) and (both := _WITH_LABEL.fullmatch(block.text)):
            lines.extend((Line(both[1], block.level), Line(both[2])))
        else:
            lines.append(block)
    joined: list[Block] = []
    for block in flat_tables(list(with_samples(lines))):
        if isinstance(block, Line) and joined and isinstance(before := joined[-1], Line):
            split_method = _METHOD.fullmatch(before.text) and re.match(r"url\s*:", block.text, re.IGNORECASE)
            url = URL.fullmatch(before.text)
            split_path = url and not url[2] and block.text.startswith("/")
            base = BASE.fullmatch(before.text)
            split_base = base and not base[1] and block.text.startswith("http")
            if split_method or split_path or split_base:
                joined[-1] = Line(f"{before.text} {block.text}", before.level)
                continue
        joined.append(block)
    return joined


def _known(table: Table) -> bool:
    return {cell.lower() for cell in table.header[:2]} in (
        {"code", "description"},
        {"parameter", "description"},
        {"field", "type"},
    )
