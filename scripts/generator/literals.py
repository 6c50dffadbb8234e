"""Values of the document as Python literals."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from scripts.generator.problems import fail
from scripts.generator.typed import Typed


def quoted(text: str) -> str:
    """A string literal as the formatter writes it."""
    literal = repr(str(text))
    return f'"{literal[1:-1]}"' if literal[0] == "'" and '"' not in literal else literal


def prose(text: str) -> str:
    """A literal of a text that may not fit one line; the formatter joins the pieces that do."""
    pieces = textwrap.wrap(text, 96, drop_whitespace=False, break_long_words=False, break_on_hyphens=False)
    return " ".join(map(quoted, pieces)) or quoted(text)


def default_of(typed: Typed, value: Any, pointer: str, members: Mapping[str, str]) -> str:
    """The expression of a default.

    Args:
        typed: The type of the field or argument.
        value: The default as the document has it.
        pointer: Where it stands.
        members: Of an enum, the names of its members by the text of their values.

    Raises:
        GenerationError: the value does not fit the type.
    """
    if value is None and typed.nullable:
        return "None"
    name = typed.annotation
    plain: Any = {"str": str, "int": int, "bool": bool, "float": (int, float)}.get(name)
    if plain is not None and isinstance(value, plain) and isinstance(value, bool) == (name == "bool"):
        return quoted(value) if isinstance(value, str) else repr(value)
    if name == "Decimal" and isinstance(value, int | float | str) and not isinstance(value, bool):
        return f'Decimal("{Decimal(str(value))}")'
    if name.startswith("Literal[") and name == f"Literal[{quoted(value) if isinstance(value, str) else value!r}]":
        return name[8:-1]
    if str(value) in members:
        return f"{name}.{members[str(value)]}"
    raise fail(pointer, f"this default does not fit the type ({name}), or is not supported for it")
