"""The result of a watch, as Markdown for people and as JSON for machines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from scripts.docs.described import Described, Part
from scripts.docs.differences import WORDING
from scripts.docs.holes import CLOSED, Hole
from scripts.docs.watch import ABSENT, CHANGED, UNCHANGED, Change, Watched
from scripts.specs.source import pointer_text

_MANY = 6
"""How many nodes a line of the report names."""


def markdown(pages: Sequence[Watched]) -> str:
    """The report for people."""
    counts = Counter(page.state for page in pages)
    summary = ", ".join(f"{count} {state}" for state, count in sorted(counts.items()))
    lines = ["# The documentation of the vendors against the lock", "", f"{_pages(len(pages))}: {summary}."]
    shown = [page for page in pages if page.state not in (UNCHANGED, ABSENT)]
    if not shown:
        lines += ["", "Nothing has changed."]
    for page in shown:
        lines += ["", f"## {page.vendor}: {page.page.id}", "", f"<{page.page.url}>, in the lock since {page.page.date}"]
        lines += ["", f"**{page.state}**: {page.note}"] if page.note else []
        if page.changes:
            lines += ["", "### What changed", *(line for one in page.changes for line in _change(page.spec, one))]
        if page.holes:
            lines += ["", "### What the spec need no longer guess", ""]
            lines += [_hole(page.spec, one) for one in page.holes]
        if page.state == CHANGED:
            lines += [
                "",
                f"After the spec follows: `make docs-accept VENDOR={page.vendor} PAGE={page.page.id}`",
            ]
    return "\n".join(lines) + "\n"


def _pages(count: int) -> str:
    return f"{count} page{'s' if count != 1 else ''}"


def _change(spec: Described, one: Change) -> Iterator[str]:
    difference = one.difference
    yield ""
    yield f"- **{difference.kind}**: {difference.place}"
    if difference.kind not in WORDING and (difference.before or difference.after):
        yield f"  - {_values(difference.before, difference.after)}"
    if difference.note:
        yield f"  - {difference.note}"
    if difference.place.section is not None:
        yield f"  - section: {difference.place.section}"
    yield f"  - for users: {one.effect.level} ({one.effect.reason})"
    yield f"  - in the spec: {_nodes(spec, one.parts) if one.parts else 'nowhere'}"
    if one.citing:
        yield f"  - citing the section: {_nodes(spec, one.citing)}"


def _values(before: str | None, after: str | None) -> str:
    if before is None:
        return f"now: {after}"
    return f"before: {before}; now: {after}" if after is not None else f"before: {before}"


def _nodes(spec: Described, parts: Sequence[Part]) -> str:
    named = ", ".join(f"`{pointer_text(part.pointer)}` (line {spec.line(part.pointer)})" for part in parts[:_MANY])
    return f"{named} and {len(parts) - _MANY} more" if len(parts) > _MANY else named


def _hole(spec: Described, one: Hole) -> str:
    levels = ", ".join(sorted({part.level for part in one.parts}))
    told = f"agrees with what the spec has as {levels}" if one.kind == CLOSED else f"{one.why} ({levels})"
    return f"- **{one.kind}**: {one.says}; {told}: {_nodes(spec, one.parts)}"


def as_json(pages: Sequence[Watched]) -> dict[str, Any]:
    """The report for machines."""
    return {
        "pages": [
            {
                "vendor": page.vendor,
                "page": page.page.id,
                "url": page.page.url,
                "state": page.state,
                "note": page.note,
                "changes": [_change_json(page.spec, one) for one in page.changes],
                "holes": [
                    {"kind": one.kind, "says": one.says, "why": one.why, "nodes": _nodes_json(page.spec, one.parts)}
                    for one in page.holes
                ],
            }
            for page in pages
        ]
    }


def _change_json(spec: Described, one: Change) -> dict[str, Any]:
    difference = one.difference
    wording = difference.kind in WORDING
    return {
        "kind": difference.kind,
        "subject": str(difference.place),
        "section": difference.place.section,
        "before": None if wording else difference.before,
        "after": None if wording else difference.after,
        "note": difference.note,
        "effect": {"level": one.effect.level, "reason": one.effect.reason},
        "nodes": _nodes_json(spec, one.parts),
        "citing": _nodes_json(spec, one.citing),
    }


def _nodes_json(spec: Described, parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [
        {
            "file": spec.source.file,
            "line": spec.line(part.pointer),
            "pointer": pointer_text(part.pointer),
            "level": part.evidence.get("level"),
        }
        for part in parts
    ]
