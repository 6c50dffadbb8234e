"""Writes a fragment of a spec in the style of `specs/`: evidence and short schemas on one line, all else on its own."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

_PLAIN = re.compile(r"[A-Za-z/$][\w ./{}-]*|[1-5]XX")
_PLAIN_IN_FLOW = re.compile(r"[A-Za-z/$][\w ./-]*")
_NOT_TEXT = re.compile(r"(?:true|false|null|yes|no|on|off|y|n|~)", re.IGNORECASE)
_LONGEST = 150


class Flow(dict[str, Any]):
    """A mapping that is written on one line: `{level: documented, source: main}`."""


class Spaced(dict[str, Any]):
    """A mapping with an empty line between its entries."""


class Comment(str):
    """A line that says something to people; as a value of a mapping, under a key of its own."""

    __slots__ = ()


def dump(node: Mapping[str, Any]) -> str:
    """A mapping as YAML."""
    return "\n".join(_mapping(node, "")) + "\n"


def _mapping(node: Mapping[str, Any], indent: str) -> Iterator[str]:
    for number, (key, value) in enumerate(node.items()):
        if number and isinstance(node, Spaced):
            yield ""
        if isinstance(value, Comment):
            yield from (f"{indent}# {line}" for line in value.splitlines())
        else:
            yield from _entry(f"{indent}{_scalar(key)}:", value, indent)


def _entry(head: str, value: Any, indent: str) -> Iterator[str]:
    if isinstance(value, Flow) and len(head) + len(line := _flow(value)) < _LONGEST:
        yield f"{head} {line}"
    elif isinstance(value, Mapping):
        if value:
            yield head
            yield from _mapping(value, f"{indent}  ")
        else:
            yield f"{head} {{}}"
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        yield head
        for one in value:
            yield from _item(one, f"{indent}  ")
    else:
        yield f"{head} {_flow(value)}"


def _item(one: Any, indent: str) -> Iterator[str]:
    if isinstance(one, Flow) or not isinstance(one, Mapping):
        yield f"{indent}- {_flow(one)}"
        return
    lines = list(_mapping(one, f"{indent}  "))
    yield f"{indent}- {lines[0].lstrip()}"
    yield from lines[1:]


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_scalar(key, flow=True)}: {_flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value, flow=True)


def _scalar(value: Any, *, flow: bool = False) -> str:
    if not isinstance(value, str):
        return json.dumps(value)
    plain = (_PLAIN_IN_FLOW if flow else _PLAIN).fullmatch(value) and not value.endswith(" ")
    return value if plain and not _NOT_TEXT.fullmatch(value) else json.dumps(value, ensure_ascii=False)
