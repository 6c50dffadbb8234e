"""Two made-up vendors, and what a person would fill in for them."""

from __future__ import annotations

import re
from pathlib import Path

from scripts import new_vendor
from scripts.new_vendor import NewVendor

ROOT = Path(new_vendor.__file__).resolve().parent.parent
MARKER = re.compile(r"<<fill in: (.*?)>>")
FILLED = {
    "host, and the path that all operations begin with": "api.kontor.example/v2",
    "its address": "https://kontor.example/docs",
    "address of its documentation": "https://kontor.example/docs",
    "the day you read it, as 2026-01-31": "2026-01-31",
    "name of the header": "X-Kontor-Key",
    "basic or form, how the client says who it is": "basic",
    "host and path where tokens are had": "api.kontor.example/v2/token",
}
KEYS = NewVendor("kontor_nord", "Kontor Nord", "KontorNord", "keys")
# A class whose order among others is not the same with and without regard to case.
TOKEN = NewVendor("a_kontor", "Ä & K's Kontor 365", "ATlas", "token")


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def fill_in(root: Path, paths: list[Path]) -> None:
    """What a person does with the markers."""
    for path in paths:
        text = path.read_text("utf-8")
        path.write_text(MARKER.sub(lambda found: FILLED.get(found[1], "as the page has it"), text), "utf-8")
