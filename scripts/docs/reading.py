"""What the readers of all vendors share: wording, values and samples, turned into parts of facts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from scripts.docs.facts import Field, digest

_KINDS = ((bool, "boolean"), (int | float, "number"), (str, "string"), (list, "array"), (dict, "object"))
_LITERAL = re.compile(r"[-+]?\d+([.,]\d+)?|true|false|null|\"[^\"]*\"|'[^']*'", re.IGNORECASE)
_WORD = r"[^\s,;|=]{1,40}"
_LIST = re.compile(rf"{_WORD}(?:\s*[,;|]\s*{_WORD}|\s+(?:or|and|oder|und|lub|i|eller|och)\s+{_WORD})+")
_NUMBERED = re.compile(r"(?<![\w.,])(\d+)(?:\s*=|\s+[-–—]|\s*[–—](?!\d)|-(?=[^\W\d]))")  # noqa: RUF001 - dashes of pages
_RANGE = re.compile(r"-?\d+\s*(?:-|–|—|\.\.|to|bis|do)\s*-?\d+")  # noqa: RUF001 - dashes of pages


def wording(lines: Iterable[str]) -> str | None:
    """The hash of lines of prose; a line that comes again, as in some copies, counts once."""
    return digest("\n".join(dict.fromkeys(lines)))


def is_literal(text: str) -> bool:
    """Whether a text is a value and not words: a number, a truth value, null, something in quotes."""
    return _LITERAL.fullmatch(text) is not None


def listed(text: str) -> tuple[str, ...]:
    """The values that a cell lists: `a, b or c`, `1 = open, 2 = closed`, `1-100`, or one; empty if it is prose."""
    if numbered := numbers(text):
        return numbered
    if _RANGE.fullmatch(text):
        low, high = re.findall(r"(?<!\d)-?\d+", re.sub(r"\s+|(?<=\d)-(?=\d)|[–—]|\.\.", " ", text))  # noqa: RUF001
        return f">={low}", f"<={high}"
    if _LIST.fullmatch(text):
        return tuple(re.split(r"\s*[,;|]\s*|\s+(?:or|and|oder|und|lub|i|eller|och)\s+", text))
    return (text,) if re.fullmatch(_WORD, text) else ()


def numbers(text: str) -> tuple[str, ...]:
    """The numbers of an enumeration within prose: `0 – open, 1 – closed`; empty if there are not two."""  # noqa: RUF002
    found = tuple(dict.fromkeys(_NUMBERED.findall(text)))
    return found if len(found) > 1 else ()


def sample_fields(text: str) -> tuple[Field, ...] | None:
    """The fields that a JSON sample shows, with the types of their values; None if it is no JSON."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    found: dict[str, str | None] = {}
    _collect(value, "", found)
    return tuple(Field(name, kind) for name, kind in found.items())


def _collect(value: object, name: str, found: dict[str, str | None]) -> None:
    kind = next((kind for python, kind in _KINDS if isinstance(value, python)), None)
    if name and not name.endswith("[]"):
        found[name] = found.get(name) or kind
    if isinstance(value, dict):
        for key, inner in value.items():
            _collect(inner, f"{name}.{key}" if name else key, found)
    elif isinstance(value, list):
        for inner in value:
            _collect(inner, f"{name}[]", found)


_DEFAULT = re.compile(r"\bdefaults?(?:\s+(?:value\s+)?(?:is|to|:)|\s*:)\s*['\"]?([\w-]+)", re.IGNORECASE)
_MAXIMUM = re.compile(r"\bmax(?:imum)?\.?\s*:?\s*(?:is\s+)?(\d+)", re.IGNORECASE)
_MINIMUM = re.compile(r"\b(?:starting (?:from|at)|min(?:imum)?\.?\s*:?(?:\s+is)?)\s*(\d+)", re.IGNORECASE)
_ACCEPTED = re.compile(rf"\b(?:accepted|allowed|possible) values\s*(?:are|:)\s*({_LIST.pattern})", re.IGNORECASE)


def said_about(description: str) -> tuple[str | None, tuple[str, ...]]:
    """The default, and the values and limits, that an English description states in words."""
    default, accepted = _DEFAULT.search(description), _ACCEPTED.search(description)
    limits = ((_MINIMUM.search(description), ">="), (_MAXIMUM.search(description), "<="))
    values = listed(accepted[1].rstrip(".")) if accepted else ()
    return default[1] if default else None, (*values, *(f"{sign}{limit[1]}" for limit, sign in limits if limit))
