"""Ids as text, so that 52 and "52" are the same: vendors and programs write them in both ways."""

from __future__ import annotations

_LONGEST = 60


def id_text(value: object) -> str:
    """An id as text."""
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return int.__repr__(value)
    return str(value)


def shown_id(value: object) -> str:
    """An id for a message: clipped, and with quotes where it is text."""
    text = id_text(value)[:_LONGEST]
    return repr(text) if isinstance(value, str) else text
