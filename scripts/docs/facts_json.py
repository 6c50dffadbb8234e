"""The JSON form of facts: everything for the screen; for the lock without what is empty and without any wording."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs
import msgspec

from scripts.docs.facts import Facts

# What maps a name to nothing means something there: a code without words, a class without a field.
_NAMED = ("classes", "error_codes", "statuses", "sections")


class FactsError(ValueError):
    """The JSON is not that of facts; the message says where it is not."""


def to_json(facts: Facts) -> dict[str, Any]:
    """The facts as JSON values, with every key and with the wording of what is unread: for the screen."""
    data: dict[str, Any] = json.loads(json.dumps(attrs.asdict(facts)))
    return data


def to_lock(facts: Facts) -> dict[str, Any]:
    """The facts as the lock stores them: without what is empty, and without any wording."""
    data: dict[str, Any] = _filled(to_json(facts))
    for item in data.get("unread", ()):
        item.pop("text", None)
    return data


def from_json(data: object) -> Facts:
    """The facts that `to_json` or `to_lock` wrote.

    Raises:
        FactsError: the JSON has another shape; the message says where.
    """
    try:
        found = msgspec.convert(data, Facts, strict=True)
    except msgspec.ValidationError as error:
        raise FactsError(f"not the JSON form of facts: {error}") from error
    facts: Facts = _in_one_order(found)
    return facts


def _in_one_order(value: Any) -> Any:
    """The same made again, as msgspec leaves out what puts attributes in order."""
    if isinstance(value, tuple):
        return tuple(_in_one_order(one) for one in value)
    if isinstance(value, dict):
        return {key: _in_one_order(one) for key, one in value.items()}
    if attrs.has(type(value)):
        return type(value)(**{one.name: _in_one_order(getattr(value, one.name)) for one in attrs.fields(type(value))})
    return value


def _filled(value: Any) -> Any:
    """The value without what is None or empty; what maps a name to nothing (a code without words) stays."""
    if isinstance(value, list):
        return [_filled(one) for one in value]
    if isinstance(value, dict):
        filled = {key: one for key, one in value.items() if one not in (None, [], {})}
        return {key: _named(one) if key in _NAMED else _filled(one) for key, one in filled.items()}
    return value


def _named(value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _filled(one) for name, one in value.items()}


def dumps(data: Mapping[str, Any]) -> str:
    """JSON of facts with one fact on a line, so that people can review a change of it."""
    return _laid_out(data, "") + "\n"


def _laid_out(value: Any, indent: str) -> str:
    if not isinstance(value, dict | list) or not value:
        return json.dumps(value, ensure_ascii=False)
    deeper = indent + "  "
    if isinstance(value, dict):
        lines = (
            f"{deeper}{json.dumps(key, ensure_ascii=False)}: {_laid_out(one, deeper)}" for key, one in value.items()
        )
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    if not any(isinstance(one, dict) for one in value):
        return json.dumps(value, ensure_ascii=False)
    return "[\n" + ",\n".join(deeper + _element(one, deeper) for one in value) + f"\n{indent}]"


def _element(value: Any, indent: str) -> str:
    """A fact in a list: on one line, unless it is an operation with parts."""
    is_operation = isinstance(value, dict) and not value.keys().isdisjoint(("title", "path"))
    has_parts = is_operation and any(isinstance(one, dict | list) for one in value.values())
    return _laid_out(value, indent) if has_parts else json.dumps(value, ensure_ascii=False)
