"""What the general part of Lagerkoll's pages says in prose: the limit, and who sends which headers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scripts.docs.facts import Auth

_CREDENTIAL = re.compile(r"([A-Za-z][\w-]*)\s*:\s*<<[^<>]*>>")
_MEDIA_TYPE = re.compile(r"(accept|content-type)\s*:", re.IGNORECASE)
_WAY = re.compile(r"\d+\)")
_COUNT = r"\d{1,3}(?:[ .,']\d{3})+|\d+"  # thousands may be set apart
_LIMIT = re.compile(
    rf"requests per (?P<unit>second|minute|hour|day)\D*(?P<after>{_COUNT})"
    rf"|(?P<before>{_COUNT}) requests per (?P<unit2>second|minute|hour|day)",
    re.IGNORECASE,
)
_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
_EXCEEDED = re.compile(r"(?:code|status) (?P<status>\d{3})\b.*?header\W+(?P<header>[\w-]+)", re.IGNORECASE)


def limits(lines: Sequence[str]) -> tuple[dict[str, int | str], list[str]]:
    """The limits that lines state, and the lines without their number: that has changed once if it has changed."""
    found: dict[str, int | str] = {}
    left: list[str] = []
    for line in lines:
        if limit := _LIMIT.search(line):
            count = limit["after"] or limit["before"]
            unit = (limit["unit"] or limit["unit2"]).lower()
            found |= {"requests": int(re.sub(r"\D", "", count)), "per": _SECONDS[unit]}
            left.append(line.replace(count, "…"))
            continue
        if exceeded := _EXCEEDED.search(line):
            found |= {"status": int(exceeded["status"]), "header": exceeded["header"]}
        left.append(line)
    return found, left


def logins(lines: Sequence[str]) -> tuple[list[Auth], list[str], list[str]]:
    """The ways to log in that lines describe.

    Returns:
        The ways; the lines of prose; and the headers of which it is not said with which others they belong together.
    """
    names = [name for line in lines for name in _CREDENTIAL.findall(line)]
    prose = [line for line in lines if not _CREDENTIAL.search(line) and not (names and _MEDIA_TYPE.match(line))]
    ways = dict.fromkeys(_spoken(line) for line in prose if _WAY.match(line))
    if not names:
        return [], prose, []
    if not ways:
        return [Auth("headers", names)], prose, sorted(names)
    found = [Auth("headers", [name for name in names if name.lower() in way]) for way in ways]
    lost = sorted(set(names).difference(*(way.names for way in found)))
    return [way for way in found if way.names], prose, lost


def _spoken(line: str) -> str:
    """A line in which `API-key` and `store-id` are written as headers are."""
    return re.sub(r"[-\s]", "_", line.lower())
