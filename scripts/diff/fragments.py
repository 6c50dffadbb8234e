"""Changelog fragments from changes: one sentence in one file, whose name tells whether a person has worked on it since.

The name ends with a hash of the sentence that was written. A file that still has it is ours: it goes when the change
goes. Any other is a person's, and is never touched.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from attrs import define, field

from scripts.diff.change import Change
from scripts.files import write_whole

_OURS = re.compile(r"\+[\w-]*-([0-9a-f]{8})\.\w+\.md")


@define
class Written:
    """What was done in a folder of fragments.

    Attributes:
        written: Files that are new.
        kept: Files that are there already, as we or a person wrote them.
        removed: Files of ours for what is no longer a change.
    """

    written: list[Path] = field(factory=list)
    kept: list[Path] = field(factory=list)
    removed: list[Path] = field(factory=list)


def write_fragments(folder: Path, changes: Iterable[Change]) -> Written:
    """Bring the fragments of a package in line with its changes; a second time does nothing.

    Raises:
        OSError: a file cannot be written or removed.
    """
    done = Written()
    wanted = {folder / _name(change): _sentence(change) for change in changes if change.type}
    for path, text in wanted.items():
        if path.exists():
            done.kept.append(path)
        else:
            write_whole(path, text)
            done.written.append(path)
    for path in sorted(folder.glob("+*.md")):
        if path not in wanted and _is_ours(path):
            path.unlink()
            done.removed.append(path)
    return done


def _sentence(change: Change) -> str:
    return f"{change.words[0].upper()}{change.words[1:]}.\n"


def _name(change: Change) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", change.words.lower()).strip("-")[:48].rstrip("-")
    return f"+{words}-{_digest(_sentence(change))}.{change.type}.md"


def _is_ours(path: Path) -> bool:
    matched = _OURS.fullmatch(path.name)
    return matched is not None and matched[1] == _digest(path.read_text("utf-8"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:8]
