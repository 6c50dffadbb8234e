"""What drafts are made of: markers, evidence, names, types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from scripts.docs.spec_yaml import Flow
from scripts.specs.letters import plain

# What pages call a type, in lower case, and how a spec writes it. Other words are for a person to judge.
_WRITTEN = (
    (("string", "text"), "string", None),
    (("long", "int64"), "integer", "int64"),
    (("int", "int32"), "integer", "int32"),
    (("integer", "short"), "integer", None),
    (("boolean", "bool"), "boolean", None),
    (("number", "double", "float"), "number", None),
    (("decimal", "bigdecimal"), "number", "decimal"),
    (("object",), "object", None),
)
_TYPES: Mapping[str, Mapping[str, str]] = {
    word: {"type": kind, "format": form} if form else {"type": kind} for words, kind, form in _WRITTEN for word in words
}


def fill_in(what: str) -> str:
    """A marker for what a person has to write."""
    return f"<<fill in: {what}>>"


def evidence(page: str, level: str, section: str | None, because: str | None = None) -> Flow:
    """An `x-evidence`."""
    found = Flow(level=level, source=page, section=section or fill_in("section of the page"))
    if because is not None:
        found["because"] = because
    return found


def schema_of(written: str | None, form: str | None, name: str) -> dict[str, Any]:
    """The schema of a type as a page calls it; a marker if it says none, or one that means nothing for certain."""
    words = (written or "").removesuffix("| null").strip()
    if not words:
        return {"type": fill_in(f"type of {name}, which the page does not show")}
    found = dict(_TYPES.get(words) or {"type": fill_in(f"type of {name}; the page calls it {words}")})
    return {**found, "format": form} if form else found


def snake(text: str) -> str:
    """A name in snake_case."""
    name = "_".join(_words(text)) or "operation"
    return name if name[0].isalpha() else f"n{name}"


def pascal(text: str) -> str:
    """A name in PascalCase."""
    return "".join(word.capitalize() for word in _words(text))


def _words(text: str) -> Sequence[str]:
    split = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", plain(text))
    return [word.lower() for word in re.findall(r"[^\W_]+", split)]
