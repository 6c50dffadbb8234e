"""A strict reader of small PDFs: every place in the table of objects, every length and every reference has to be right.

It shares no code with the sandbox's writer and stops at anything it does not expect.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj\n", re.DOTALL)
_TEXT = re.compile(rb"\((?P<text>(?:[^()\\]|\\.)*)\) Tj", re.DOTALL)
_ESCAPE = re.compile(rb"\\(?:([0-7]{3})|(.))", re.DOTALL)


@dataclass(frozen=True)
class PDF:
    """What was found: the document's title, and the texts of each page in the order in which they are drawn."""

    title: str
    pages: list[list[str]]

    @property
    def text(self) -> str:
        return "\n".join(text for page in self.pages for text in page)


def read_pdf(data: bytes) -> PDF:
    assert data.startswith(b"%PDF-1."), data[:20]
    assert data.endswith(b"%%EOF\n")
    tail = re.search(rb"trailer\n<< (.*) >>\nstartxref\n(\d+)\n%%EOF\n\Z", data, re.DOTALL)
    assert tail is not None
    objects = _objects(data, int(tail[2]))
    size = re.search(rb"/Size (\d+)", tail[1])
    assert size is not None
    assert int(size[1]) == len(objects) + 1
    catalog = objects[_reference(tail[1], b"Root")]
    assert b"/Type /Catalog" in catalog
    tree = objects[_reference(catalog, b"Pages")]
    kids = re.search(rb"/Kids \[([0-9 R]*)\] /Count (\d+)", tree)
    assert kids is not None
    numbers = [int(number) for number in re.findall(rb"(\d+) 0 R", kids[1])]
    assert len(numbers) == int(kids[2])
    return PDF(_title(objects[_reference(tail[1], b"Info")]), [_page(objects, number) for number in numbers])


def _objects(data: bytes, table: int) -> dict[int, bytes]:
    """Bodies by number, each read at the place that the table gives."""
    lines = data[table:].split(b"\n")
    assert lines[0] == b"xref"
    first, count = (int(number) for number in lines[1].split())
    assert first == 0
    entries = lines[2 : 2 + count]
    assert entries[0] == b"0000000000 65535 f "
    assert lines[2 + count] == b"trailer"
    found: dict[int, bytes] = {}
    for number, entry in enumerate(entries[1:], 1):
        assert re.fullmatch(rb"\d{10} 00000 n ", entry), entry
        body = _OBJECT.match(data, int(entry[:10]))
        assert body is not None, f"no object at {int(entry[:10])}"
        assert int(body[1]) == number
        found[number] = body[2]
    return found


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/%s (\d+) 0 R" % name, body)
    assert found is not None, name
    return int(found[1])


def _title(info: bytes) -> str:
    found = re.search(rb"/Title <FEFF([0-9A-F]*)>", info)
    assert found is not None
    return bytes.fromhex(found[1].decode("ascii")).decode("utf-16-be")


def _page(objects: dict[int, bytes], number: int) -> list[str]:
    page = objects[number]
    assert b"/Type /Page " in page
    for font in re.findall(rb"/F\d (\d+) 0 R", page):
        assert b"/Encoding /WinAnsiEncoding" in objects[int(font)]
    content = re.fullmatch(
        rb"<< /Length (\d+) >>\nstream\n(.*)endstream", objects[_reference(page, b"Contents")], re.DOTALL
    )
    assert content is not None
    assert len(content[2]) == int(content[1])
    return [_ESCAPE.sub(_unescaped, found["text"]).decode("cp1252") for found in _TEXT.finditer(content[2])]


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8)]) if found[1] else found[2]
