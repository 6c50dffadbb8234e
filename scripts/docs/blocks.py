"""What is left of a page for its reader: lines, tables and samples, in the order of the page."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

import attrs


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


def clean(text: str) -> str:
    """A text with white space collapsed, invisible characters removed, and raised digits and ligatures made plain."""
    text = unicodedata.normalize("NFKC", text).translate(INVISIBLE)
    return " ".join(text.split())


INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"), None)


def leading(text: str) -> int:
    """How far a text is indented, by white space or a bullet."""
    found = re.match(r"[\s\u00a0\u2003]*(?:[-–•·>]\s+)?", text)  # noqa: RUF001 - dashes that bullets are made of
    return found.end() if found else 0


def unglued(found: Sequence[Block]) -> Iterator[Block]:
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
