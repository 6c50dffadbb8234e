"""Whether a spec and the lock of its pages say the same: what the pages state is in the spec, and the other way round.

What a spec leaves out on purpose is waived at the page in `sources.yaml`, by the name of the statement (`*` stands for
anything) and with the reason:

    waived:
      "header Accept: application/xml of *": only JSON is offered; neither root nor element names of XML are shown
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from attrs import field, frozen

from scripts.docs.claims import unfounded
from scripts.docs.described import Described
from scripts.docs.lock import Page, load
from scripts.docs.matching import CONTRADICTED, COVERED, Match, match
from scripts.docs.statements import statements
from scripts.specs.folder import SpecError
from scripts.specs.source import SPECS, Finding, Source, read_yaml


@frozen
class PageCoverage:
    """How much of a page is in the spec.

    Attributes:
        page: The page.
        matches: What the spec has of every statement.
        waived: The names of the statements that are left out on purpose, with the reason.
        unused: Waivers that waive nothing.
    """

    page: Page
    matches: tuple[Match, ...] = field(repr=False)
    waived: Mapping[str, str] = field(repr=False)
    unused: tuple[str, ...] = ()

    @property
    def covered(self) -> int:
        """How many statements are in the spec."""
        return sum(one.state == COVERED for one in self.matches)

    @property
    def missing(self) -> tuple[Match, ...]:
        """What is neither in the spec nor waived."""
        return tuple(one for one in self.matches if one.state != COVERED and str(one.statement) not in self.waived)


@frozen
class Coverage:
    """How a spec and its pages fit.

    Attributes:
        vendor: Whose spec it is.
        pages: Its pages.
        levels: How many nodes of the spec are known in which way.
        findings: Everything that does not fit, in the order of files and lines.
    """

    vendor: str
    pages: tuple[PageCoverage, ...]
    levels: Mapping[str, int]
    findings: tuple[Finding, ...]


def described(vendor: str, root: Path = SPECS) -> Described:
    """A vendor's spec, ready to be asked.

    Raises:
        SpecError: it cannot be read.
    """
    source = read_yaml(root / vendor / "openapi.yaml")
    if source.data is None or source.findings:
        raise SpecError("\n".join(map(str, source.findings)))
    return Described(source)


def coverage(vendor: str, root: Path = SPECS) -> Coverage:
    """How a vendor's spec and its pages fit.

    Raises:
        LockError: the lock cannot be used.
        SpecError: the spec cannot be read.
    """
    spec, pages = described(vendor, root), load(vendor, root)
    sources = read_yaml(root / vendor / "sources.yaml")
    found = tuple(_page(spec, page) for page in pages)
    findings = [
        *(finding for index, one in enumerate(found) for finding in _findings(spec, sources, index, one)),
        *unfounded(spec, {page.id: page.facts for page in pages}),
    ]
    return Coverage(vendor, found, _levels(spec), tuple(sorted(findings, key=lambda one: (one.file, one.line))))


def _page(spec: Described, page: Page) -> PageCoverage:
    matches = tuple(match(spec, page.id, one) for one in statements(page.facts))
    waived: dict[str, str] = {}
    used = set()
    for one in matches:
        if one.state != COVERED:
            for pattern, reason in page.waived.items():
                if _fits(str(one.statement), pattern):
                    waived.setdefault(str(one.statement), reason)
                    used.add(pattern)
    return PageCoverage(page, matches, waived, tuple(pattern for pattern in page.waived if pattern not in used))


def _fits(name: str, pattern: str) -> bool:
    """Whether a waiver means a statement; only `*` is special, since names hold brackets and question marks."""
    return fnmatchcase(name, pattern.replace("[", "[[]").replace("?", "[?]"))


def _findings(spec: Described, sources: Source, index: int, one: PageCoverage) -> Sequence[Finding]:
    found = []
    for lacking in one.missing:
        said = f"page `{one.page.id}` says `{lacking.statement}`"
        if value := ", ".join(lacking.statement.value):
            said = f"{said} ({value})"
        cure = "mend the spec, or waive it at the page in sources.yaml with the reason"
        if lacking.state == CONTRADICTED:
            found.append(spec.source.finding(lacking.parts[0].pointer, f"{said}; {lacking.why}; {cure}"))
        else:
            found.append(sources.finding(("pages", index, "id"), f"{said}; {lacking.why}; {cure}"))
    found += [
        sources.finding(("pages", index, "waived", pattern), "waives nothing that the page says; take it out")
        for pattern in one.unused
    ]
    return found


def _levels(spec: Described) -> Mapping[str, int]:
    """How many nodes are known in which way; what aliases repeat counts once."""
    found: dict[int, str] = {}
    for pointer, known in spec.known.items():
        if known.evidence is not None:
            found.setdefault(spec.line(pointer), str(known.evidence.get("level")))
    return Counter(found.values())
