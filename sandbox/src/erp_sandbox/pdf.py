"""Small real PDFs: a heading, some lines, a table over as many pages as it needs, totals.

The same content gives the same bytes, and the text in them is not compressed, so that tests and people can read it.
Fonts are the built-in Helvetica; characters outside WinAnsi (Windows-1252) come out as question marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

# A4 in points; the origin is at the lower left.
_WIDTH, _HEIGHT = 595, 842
_LEFT, _RIGHT, _TOP, _BOTTOM = 50, 545, 790, 60
_SIZE, _HEADING, _STEP = 9, 16, 14
_GAP = 6
_REGULAR, _BOLD = "F1", "F2"

# Widths of Helvetica's characters from the space to the tilde, in thousandths of the size (Adobe's metrics file).
_WIDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
_OTHER_WIDTH = 556


@dataclass(frozen=True)
class Column:
    """A column of the table: its heading, its width in points (495 are there for all), and where its text stands."""

    heading: str
    width: int
    right: bool = False


@dataclass
class _Page:
    operators: list[str] = field(default_factory=list)

    def text(self, x: float, y: float, text: str, font: str = _REGULAR, size: int = _SIZE) -> None:
        self.operators.append(f"BT /{font} {size} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm {_literal(text)} Tj ET")

    def rule(self, y: float) -> None:
        self.operators.append(f"0.5 w {_LEFT} {y:.2f} m {_RIGHT} {y:.2f} l S")


class _Writer:
    """Fills pages from the top; a line that does not fit any more begins a new one."""

    def __init__(self) -> None:
        self.pages = [_Page()]
        self.y = float(_TOP)

    def down(self, step: int = _STEP) -> None:
        self.y -= step

    def fits(self, step: int = _STEP) -> bool:
        return self.y - step >= _BOTTOM

    def turn(self) -> None:
        self.pages.append(_Page())
        self.y = float(_TOP)

    def line(self, text: str, font: str = _REGULAR, size: int = _SIZE) -> None:
        if not self.fits():
            self.turn()
        self.pages[-1].text(_LEFT, self.y, _cut(text, _RIGHT - _LEFT, size), font, size)
        self.down()

    def row(self, columns: Sequence[Column], cells: Sequence[str], font: str = _REGULAR) -> None:
        x = float(_LEFT)
        for column, cell in zip(columns, cells, strict=True):
            text = _cut(cell, column.width - _GAP, _SIZE)
            self.pages[-1].text(
                x + (column.width - _GAP - _width(text, _SIZE) if column.right else 0), self.y, text, font
            )
            x += column.width
        self.down()

    def heading(self, columns: Sequence[Column]) -> None:
        self.row(columns, [column.heading for column in columns], _BOLD)
        self.pages[-1].rule(self.y + _STEP - 4)


def document(
    heading: str,
    lines: Sequence[str],
    columns: Sequence[Column] = (),
    rows: Sequence[Sequence[str]] = (),
    totals: Sequence[tuple[str, str]] = (),
) -> bytes:
    """A PDF of one page or more.

    Args:
        heading: What stands at the top, in large type; also the document's title.
        lines: Text below it, one line each. What is too long for a line is cut, and says so by an ellipsis.
        columns: Columns of the table, repeated on each page; none for no table.
        rows: A text for each column, for each line of the table.
        totals: Labels and values below the table.

    Returns:
        The file; it begins with `%PDF`.

    Raises:
        ValueError: A row has more or fewer texts than there are columns.
    """
    writer = _Writer()
    writer.pages[-1].text(_LEFT, writer.y, _cut(heading, _RIGHT - _LEFT, _HEADING), _BOLD, _HEADING)
    writer.down(2 * _STEP)
    for line in lines:
        writer.line(line)
    writer.down()
    if columns:
        if not writer.fits(2 * _STEP):
            writer.turn()
        writer.heading(columns)
        for row in rows:
            if not writer.fits():
                writer.turn()
                writer.heading(columns)
            writer.row(columns, row)
        writer.down(_STEP // 2)
    for label, value in totals:
        writer.line(f"{label}: {value}", _BOLD)
    for number, page in enumerate(writer.pages, 1):
        page.text(_LEFT, _BOTTOM - 2 * _STEP, f"{number} / {len(writer.pages)}")
    return _file(heading, [("\n".join(page.operators) + "\n").encode("ascii") for page in writer.pages])


def _width(text: str, size: int) -> float:
    thousandths = sum(_WIDTHS[ord(c) - 32] if " " <= c <= "~" else _OTHER_WIDTH for c in text)
    return thousandths * size / 1000


def _cut(text: str, width: float, size: int) -> str:
    """The text, shortened if it is too wide; line breaks and other control characters are spaces."""
    text = "".join(c if c.isprintable() else " " for c in text)
    used, fitting = 0.0, 0
    for character in text:
        used += _width(character, size)
        if used > width:
            return text[:fitting] + "…"
        # The ellipsis is as wide as the type is high.
        fitting += used <= width - size
    return text


def _literal(text: str) -> str:
    """A string of a content stream in ASCII."""
    pieces = []
    for byte in text.encode("cp1252", "replace"):
        if byte in b"()\\":
            pieces.append("\\" + chr(byte))
        elif 32 <= byte < 127:
            pieces.append(chr(byte))
        else:
            pieces.append(f"\\{byte:03o}")
    return f"({''.join(pieces)})"


def _objects(title: str, contents: Sequence[bytes]) -> Iterator[bytes]:
    """The bodies of all objects, numbered from 1; a page is followed by its content."""
    first_page = 6
    kids = " ".join(f"{first_page + 2 * n} 0 R" for n in range(len(contents)))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /{} /Encoding /WinAnsiEncoding >>"
    yield b"<< /Type /Catalog /Pages 2 0 R >>"
    yield f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode("ascii")
    yield font.format("Helvetica").encode("ascii")
    yield font.format("Helvetica-Bold").encode("ascii")
    # Other than on a page, text here is UTF-16 and not bound to WinAnsi.
    yield f"<< /Title <FEFF{title.encode('utf-16-be', 'replace').hex().upper()}> >>".encode("ascii")
    for n, content in enumerate(contents):
        yield (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_WIDTH} {_HEIGHT}] "
            f"/Resources << /Font << /{_REGULAR} 3 0 R /{_BOLD} 4 0 R >> >> /Contents {first_page + 2 * n + 1} 0 R >>"
        ).encode("ascii")
        yield b"<< /Length %d >>\nstream\n%sendstream" % (len(content), content)


def _file(title: str, contents: Sequence[bytes]) -> bytes:
    """Header, objects, the table of their places, and where that table begins."""
    # The second line tells programs which move files that this one is not text.
    data = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(_objects(title, contents), 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    for place in places:
        data += b"%010d 00000 n \n" % place
    data += b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(places) + 1, table)
    return bytes(data)
