"""The lock: what the pages in `specs/<vendor>/sources.yaml` said when a person last looked.

Each page has an entry there and its facts in `specs/<vendor>/facts/<page>.json`. `read: page` means that a reader made
them, `read: transcribed` that a person did, because no copy of the page was at hand. `by_hand` names the parts of a
page that was read which that copy of it does not show.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import attrs

from scripts.docs.facts import Facts
from scripts.docs.facts_json import FactsError, dumps, from_json, to_lock
from scripts.docs.statements import statements
from scripts.files import write_whole
from scripts.specs.source import SPECS, Finding, Source, read_yaml, shown

FACTS = "facts"
"""The folder of the facts, beside `sources.yaml`."""

PARTS = tuple(part.name for part in attrs.fields(Facts) if part.name not in ("page", "unread"))
"""What `by_hand` may name."""


class LockError(Exception):
    """The lock cannot be used; the message says why and what to do."""


@attrs.frozen
class Page:
    """A page of the documentation, as it is in the lock.

    Attributes:
        id: What a spec's `source` names.
        title: Its title.
        url: Where it is.
        date: The day it was read or transcribed, `2026-11-21`.
        read: `page` or `transcribed`.
        by_hand: Parts of the facts that the copy which was read does not show.
        facts: What it said.
        waived: Statements of the page that the spec leaves out on purpose, each with the reason; `*` stands for
            anything in their names.
    """

    id: str
    title: str
    url: str
    date: str
    read: str
    by_hand: tuple[str, ...]
    facts: Facts
    waived: Mapping[str, str] = attrs.field(factory=dict)

    def is_by_hand(self, part: str) -> bool:
        """Whether a part of the facts (`operations`, `base_url`) comes from a person and not from a reader."""
        return self.read == "transcribed" or part in self.by_hand


@attrs.frozen
class Accepted:
    """What accepting a page has changed.

    Attributes:
        before: The lock's facts before, as text; empty if there were none.
        after: And now.
        kept: Parts that the page does not show and that stay as a person has written them.
        dropped: What a person has written in the other parts and the page does not show.
    """

    before: str
    after: str
    kept: tuple[str, ...]
    dropped: tuple[str, ...]


def facts_path(folder: Path, page: str) -> Path:
    """Where the facts of a page are kept."""
    return folder / FACTS / f"{page}.json"


def load(vendor: str, root: Path = SPECS) -> list[Page]:
    """The pages of a vendor, in the order of `sources.yaml`.

    Raises:
        LockError: there is no such vendor, or a file of the lock is missing or wrong.
    """
    folder = root / vendor
    return [
        Page(
            entry["id"],
            entry["title"],
            entry["url"],
            entry["date"],
            entry["read"],
            tuple(entry.get("by_hand", ())),
            _facts(folder, entry["id"]),
            entry.get("waived", {}),
        )
        for entry in _entries(folder, _sources(folder))
    ]


def address(vendor: str, page: str, root: Path = SPECS) -> str:
    """Where a page is on the web.

    Raises:
        LockError: the lock knows no such page, or cannot be used.
    """
    sources = _sources(root / vendor)
    entries = _entries(root / vendor, sources)
    return str(entries[_index(sources, entries, page)]["url"])


def accept(vendor: str, page: str, read: Facts, *, today: datetime.date, root: Path = SPECS) -> Accepted:
    """Put what a reader has found on a page into the lock, after a person has looked at it.

    Parts that a person has taken over by hand, and that the page does not show, are kept. A part of which it shows
    anything is that of the page, as a whole: what is missing there may have been removed.

    Args:
        vendor: Whose page it is.
        page: Its id.
        read: What the reader found.
        today: The day it was read.
        root: The folder of the specs.

    Raises:
        LockError: the lock knows no such page, or cannot be used; nothing was written.
    """
    folder = root / vendor
    sources = _sources(folder)
    entries = _entries(folder, sources)
    index = _index(sources, entries, page)
    entry, path = entries[index], facts_path(folder, page)
    before = _facts(folder, page) if path.exists() else Facts(page)
    hand = PARTS if entry["read"] == "transcribed" else tuple(entry.get("by_hand", ()))
    merged, kept = _completed(attrs.evolve(read, page=page), before, hand)
    text = dumps(to_lock(merged))
    old = path.read_text("utf-8") if path.exists() else ""
    result = Accepted(old, text, kept, _dropped(before, merged, hand))
    lines = (folder / "sources.yaml").read_text("utf-8").splitlines()
    _rewrite(lines, sources, index, {"date": today.isoformat(), "read": "page", "by_hand": kept})
    write_whole(path, text)
    write_whole(folder / "sources.yaml", "\n".join(lines) + "\n")
    return result


def completed(page: Page, read: Facts) -> Facts:
    """What a reader has found on a page, with the parts that a person has taken over and that it does not show."""
    return _completed(read, page.facts, [part for part in PARTS if page.is_by_hand(part)])[0]


def _completed(read: Facts, before: Facts, hand: Iterable[str]) -> tuple[Facts, tuple[str, ...]]:
    kept = tuple(part for part in hand if not getattr(read, part) and getattr(before, part))
    return attrs.evolve(read, **{part: getattr(before, part) for part in kept}), kept


def _dropped(before: Facts, now: Facts, hand: Iterable[str]) -> tuple[str, ...]:
    """The names of what parts by hand held and what is there no more."""
    parts = {part: getattr(before, part) for part in ("base_url", *hand)}
    written = attrs.evolve(Facts(before.page), **parts)
    still = {str(one.place) for one in statements(now)}
    # Of an operation that is gone, its fields are as well.
    gone = [one.place for one in statements(written) if str(one.place) not in still]
    calls = {place.call for place in gone if place.part == "operation"}
    return tuple(dict.fromkeys(str(one) for one in gone if one.part == "operation" or one.call not in calls))


def check(folder: Path) -> list[Finding]:
    """Every page whose facts are missing or wrong, every part by hand that is none, and all facts without a page."""
    sources = read_yaml(folder / "sources.yaml")
    sources.findings.clear()  # these are found by the check of the folder
    entries = sources.data.get("pages") if isinstance(sources.data, Mapping) else None
    pages = {
        entry["id"]: index
        for index, entry in enumerate(entries if isinstance(entries, list) else ())
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str)
    }
    for page, index in pages.items():
        try:
            _facts(folder, page)
        except LockError as error:
            sources.complain(("pages", index, "id"), str(error))
        by_hand = entries[index].get("by_hand") if isinstance(entries, list) else None
        for number, part in enumerate(by_hand if isinstance(by_hand, list) else ()):
            if part not in PARTS:
                problem = f"`{part}` is no part of facts; the parts are {', '.join(PARTS)}"
                sources.complain(("pages", index, "by_hand", number), problem)
    for path in sorted((folder / FACTS).glob("*")):
        if path.suffix != ".json" or path.stem not in pages:
            sources.complain(("pages",), f"{shown(path)} belongs to no page here; remove it, or add the page")
    return sources.findings


def _facts(folder: Path, page: str) -> Facts:
    path = facts_path(folder, page)
    try:
        facts = from_json(json.loads(path.read_text("utf-8")))
    except FileNotFoundError:
        raise LockError(f"{shown(path)} does not exist; read the page with make docs-accept, or write it") from None
    except (OSError, ValueError, FactsError) as error:
        raise LockError(f"{shown(path)}: {error}") from None
    if facts.page != page:
        raise LockError(f'{shown(path)}: "page" is {facts.page!r}; it has to be {page!r}, as the file is called')
    if any(item.text for item in facts.unread):
        raise LockError(f"{shown(path)}: `unread` holds wording of the page; leave out `text`, the hash is enough")
    return facts


def _sources(folder: Path) -> Source:
    if not folder.is_dir():
        raise LockError(f"no vendor {folder.name!r} in {shown(folder.parent)}")
    return read_yaml(folder / "sources.yaml")


def _entries(folder: Path, sources: Source) -> list[dict[str, Any]]:
    entries = sources.data.get("pages") if isinstance(sources.data, Mapping) else None
    needed = ("id", "title", "url", "date", "read")
    if sources.findings or not isinstance(entries, list):
        raise LockError("\n".join(map(str, sources.findings)) or f"{sources.file}: no list `pages`")
    for entry in entries:
        missing = [name for name in needed if not isinstance(entry, Mapping) or not isinstance(entry.get(name), str)]
        if missing:
            raise LockError(f"{sources.file}: a page without {', '.join(missing)}; make check says more")
    return entries


def _index(sources: Source, entries: list[dict[str, Any]], page: str) -> int:
    for index, entry in enumerate(entries):
        if entry["id"] == page:
            return index
    known = ", ".join(entry["id"] for entry in entries) or "none"
    raise LockError(f"{sources.file}: no page {page!r} there, only {known}; add its id, title, url, date and read")


def _rewrite(lines: list[str], sources: Source, index: int, values: Mapping[str, str | tuple[str, ...]]) -> None:
    """Change values of a page in the lines of `sources.yaml`; whatever else stands there, comments too, stays."""
    after = sources.lines["pages", index, "read"]
    if after == sources.lines["pages", index, "url"]:
        raise LockError(f"{sources.file}:{after}: a page with everything on one line; write a line for each key")
    indent = re.match(r"[ -]*", lines[after - 1])
    for key, value in values.items():
        text = f"[{', '.join(value)}]" if isinstance(value, tuple) else value
        at = sources.lines.get(("pages", index, key))
        if at is not None:
            lines[at - 1] = re.sub(r"^([ -]*\w+:\s*).*?(\s+#.*)?$", rf"\g<1>{text}\g<2>", lines[at - 1])
            if not value:
                del lines[at - 1]
        elif value and indent:
            lines.insert(after, f"{' ' * len(indent[0])}{key}: {text}")
