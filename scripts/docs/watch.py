"""Compares the pages of vendors, as they are now, with the lock: what changed, where specs have it, what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from scripts.docs.compare import compare
from scripts.docs.coverage import described
from scripts.docs.described import Described, Part
from scripts.docs.differences import Difference
from scripts.docs.effects import Effect, effect, removed_values
from scripts.docs.facts import Facts
from scripts.docs.fetch import Copy, Fetcher, FetchError
from scripts.docs.holes import Hole, holes
from scripts.docs.lock import PARTS, Page, completed, load
from scripts.docs.matching import COVERED, match
from scripts.docs.places import parts_of
from scripts.docs.readers import NoReaderError, PageError, read_page, reader, serves_markdown
from scripts.docs.statements import Call, Place, comparable, statements
from scripts.specs.source import SPECS

UNCHANGED, CHANGED, GONE, UNREADABLE = "unchanged", "changed", "gone", "unreadable"
UNREACHABLE, ABSENT, UNKNOWN = "unreachable", "no copy", "no reader"
_ENDINGS = ("html", "md", "txt")

Source = Callable[[str, Page], Copy]
"""How a page of a vendor is had: raises FetchError if it cannot be, and LookupError if there is no copy of it."""


class WatchError(Exception):
    """Nothing can be watched; the message says why and what to do."""


@frozen
class Change:
    """One thing that changed.

    Attributes:
        difference: What.
        effect: What it would be for users.
        parts: Nodes of the spec that are what changed.
        citing: Nodes of the spec that cite the section in which it changed.
    """

    difference: Difference
    effect: Effect
    parts: tuple[Part, ...] = field(default=(), repr=False)
    citing: tuple[Part, ...] = field(default=(), repr=False)


@frozen
class Watched:
    """What became of a page.

    Attributes:
        vendor: Whose page it is.
        page: The page, as it is in the lock.
        state: `unchanged`, `changed`, `gone`, `unreadable`, `unreachable`, `no copy`, or `no reader`.
        spec: The spec, which tells lines of nodes.
        note: Why it could not be compared; empty if it was.
        changes: What changed.
        holes: What the spec need no longer guess.
    """

    vendor: str
    page: Page
    state: str
    spec: Described = field(repr=False, eq=False)
    note: str = ""
    changes: tuple[Change, ...] = ()
    holes: tuple[Hole, ...] = ()


def watch(vendors: Iterable[str], source: Source, root: Path = SPECS) -> Iterator[Watched]:
    """What became of every page of some vendors, one page after the other.

    Args:
        vendors: Whose pages to look at.
        source: How a page is had.
        root: The folder of the specs.

    Raises:
        LockError: a lock cannot be used.
        SpecError: a spec cannot be read.
    """
    for vendor in vendors:
        spec = described(vendor, root)
        for page in load(vendor, root):
            yield watched(vendor, page, spec, source)


def watched(vendor: str, page: Page, spec: Described, source: Source) -> Watched:
    """What became of one page."""
    try:
        reader(vendor)
        copy = source(vendor, page)
    except NoReaderError as error:
        return Watched(vendor, page, UNKNOWN, spec, str(error))
    except FetchError as error:
        note = f"{error}; {len(spec.citing(page.id))} nodes of the spec cite it" if error.gone else str(error)
        state = GONE if error.gone else UNREADABLE if error.forbidden else UNREACHABLE
        return Watched(vendor, page, state, spec, note)
    except LookupError as error:
        return Watched(vendor, page, ABSENT, spec, str(error.args[0]))
    try:
        read = read_page(vendor, page.id, copy.content, copy.name)
    except PageError as error:
        return Watched(vendor, page, UNREADABLE, spec, str(error))
    except Exception as error:  # noqa: BLE001 - a reader that stumbles over one page must not hide all others
        note = f"its reader fails with {type(error).__name__}; python -m scripts.docs_read shows where"
        return Watched(vendor, page, UNREADABLE, spec, note)
    if _says_nothing(page.facts, read):
        note = (
            f"none of the {len(list(statements(page.facts)))} facts of the lock is found in it; has its layout "
            "changed? Then its reader has to follow"
        )
        return Watched(vendor, page, UNREADABLE, spec, note)
    new = completed(page, read)
    if new.base_url is None and new.operations:
        # Some copies leave the line with it out; what the operations say tells whether anything moved.
        new = evolve(new, base_url=page.facts.base_url)
    by_hand = [part for part in PARTS if page.is_by_hand(part)]
    differences = compare(page.facts, new, by_hand, _guesses(spec, page))
    changes = tuple(_change(spec, page, new, one) for one in differences)
    found = tuple(holes(spec, page.id, page.facts, new, differences)) if differences else ()
    return Watched(vendor, page, CHANGED if changes else UNCHANGED, spec, "", changes, found)


def _guesses(spec: Described, page: Page) -> dict[str, tuple[str, str]]:
    """Method and path that the spec has for the operations of which the lock knows neither."""
    found = {}
    for one in page.facts.operations:
        if one.path is None and one.title is not None:
            operations = spec.operations(Call.of(page.facts, one), page.id)
            if len(operations) == 1:
                _, path, method = operations[0].pointer
                found[one.title] = (str(method).upper(), comparable(f"{spec.server_path}{path}"))
    return found


def _says_nothing(old: Facts, new: Facts) -> bool:
    known = {str(one) for one in statements(old)}
    return bool(known) and known.isdisjoint(str(one) for one in statements(new))


def _change(spec: Described, page: Page, new: Facts, one: Difference) -> Change:
    places: list[Place] = [one.place, *([one.was] if one.was is not None else [])]
    parts: dict[tuple[str | int, ...], Part] = {}
    for place in places:
        for part in parts_of(spec, place, page.id):
            parts.setdefault(part.pointer, part)
    citing = {
        part.pointer: part
        for place in places
        if place.section is not None
        for part in spec.citing(page.id, place.section)
        if part.pointer not in parts
    }
    found = tuple(parts.values())
    judged = effect(spec, page.id, one, found)
    if judged.level != "none" and _is_told(spec, page, new, one):
        judged = Effect("none", "the spec says so already")
    return Change(one, judged, found, tuple(citing.values()))


# What a difference is about, by its kind; of what was added, everything that the page says of it.
_ATTRIBUTES = {
    "field retyped": ("type", "format", "nullable"),
    "parameter retyped": ("type", "format", "nullable"),
    "required changed": ("required", "optional"),
    "access changed": ("access",),
    "default changed": ("default",),
    "accepted values changed": ("values",),
    "parameter moved": ("in",),
    "base URL changed": ("",),
    "limit changed": ("",),
    "operation added": ("",),
    "operation moved": ("",),
}


def _is_told(spec: Described, page: Page, new: Facts, one: Difference) -> bool:
    """Whether the spec has already what the page says now."""
    added = one.kind.endswith(" added")
    wanted = _ATTRIBUTES.get(one.kind)
    if one.after is None or not (added or wanted) or removed_values(one):
        return False
    said = [
        match(spec, page.id, other)
        for other in statements(new)
        if other.place == one.place and (wanted is None or other.attribute in wanted)
    ]
    return bool(said) and all(other.state == COVERED for other in said)


def from_folder(folder: Path, vendors: Sequence[str], pages: Iterable[tuple[str, Page]]) -> Source:
    """Pages from a folder: `<page-id>.html`, `.md` or `.txt`, or the same in a folder per vendor.

    Args:
        folder: The folder.
        vendors: Whose pages are looked at.
        pages: All of their pages.

    Raises:
        WatchError: there is no such folder, nothing in it is a page, or it is not clear whose page a file is.
    """
    if not folder.is_dir():
        raise WatchError(f"{folder} is no folder")
    found: dict[tuple[str, str], Path] = {}
    owners: dict[Path, str] = {}
    for vendor, page in pages:
        for place in (folder / vendor, folder):
            copies = [path for ending in _ENDINGS if (path := place / f"{page.id}.{ending}").is_file()]
            if len(copies) > 1:
                raise WatchError(f"{' and '.join(map(str, copies))} are the same page; keep one")
            if copies:
                if owners.setdefault(copies[0], vendor) != vendor:
                    raise WatchError(
                        f"{copies[0]} could be of {owners[copies[0]]} and of {vendor}; put it into a folder "
                        f"{vendor}/, or give --vendor"
                    )
                found[vendor, page.id] = copies[0]
                break
    if not found:
        raise WatchError(
            f"{folder} has no page of {', '.join(vendors)}; a copy is called <page-id>.{{{','.join(_ENDINGS)}}}"
        )

    def source(vendor: str, page: Page) -> Copy:
        path = found.get((vendor, page.id))
        if path is None:
            raise LookupError(f"no copy in {folder}")
        try:
            return Copy(path.read_text("utf-8-sig"), path.name)
        except (OSError, UnicodeDecodeError) as error:
            raise FetchError(f"{path} cannot be read: {error}") from None

    return source


def from_web(fetcher: Fetcher) -> Source:
    """Pages from where `sources.yaml` says that they are."""

    def source(vendor: str, page: Page) -> Copy:
        return fetcher.page(page.url, markdown=serves_markdown(vendor))

    return source
