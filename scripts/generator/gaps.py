"""The list of what the documentation leaves open, from the evidence of every node; for the package's README."""

from __future__ import annotations

import itertools

from attrs import frozen

from erp_client_runtime.operation import Evidence
from scripts.generator import texts
from scripts.generator.document import Document, walk
from scripts.specs.nodes import METHODS
from scripts.specs.source import pointer_parts

_WORDS = {
    "assumed": "Assumed",
    "inferred": "Inferred",
    "example": "Known from an example only",
    "observed": "Observed at the live API",
}
_OWNERS = {
    "headers": "header",
    "parameters": "parameter",
    "pathItems": "path",
    "requestBodies": "request body",
    "responses": "response",
    "securitySchemes": "security scheme",
}

_PARTS = {"parameters": "parameter", "requestBody": "body", "responses": "answer"}


@frozen
class Gap:
    """Nodes that are known in the same way and for the same reason, in words."""

    level: str
    reason: str
    nodes: list[str]


@frozen
class _Label:
    """A node in words: what it is, what it is called, and where it stands; any of them may be empty."""

    what: str
    name: str = ""
    where: str = ""


def gaps_of(document: Document) -> list[Gap]:
    """Everything that the document marks as not documented, the weakest first; nodes with the same reason together."""
    grouped: dict[tuple[int, str, str], list[_Label]] = {}
    for kind, pointer, node in walk(document.root):
        if not isinstance(node, dict) or "x-evidence" not in node:
            continue
        evidence = Evidence(**node["x-evidence"])
        if evidence.level == "documented":
            continue
        order = list(_WORDS).index(evidence.level)
        reason = texts.sentence(evidence.because or f"shown in {texts.place(evidence)}")
        grouped.setdefault((order, evidence.level, reason), []).append(_label(kind, pointer, node))
    return [
        Gap(_WORDS[level], reason[0].upper() + reason[1:], _in_words(labels))
        for (order, level, reason), labels in sorted(grouped.items(), key=lambda entry: entry[0][0])
    ]


def _in_words(labels: list[_Label]) -> list[str]:
    """The labels as text: what is at several places once, with the places; what is at one place together."""
    places: dict[tuple[str, str], list[str]] = {}
    for label in dict.fromkeys(labels):
        places.setdefault((label.what, label.name), []).append(label.where)
    names: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for (what, name), where in places.items():
        names.setdefault((what, tuple(where)), []).append(name)
    return [_phrase(what, called, [one for one in where if one]) for (what, where), called in names.items()]


def _phrase(what: str, names: list[str], where: list[str]) -> str:
    plural = f"{what}s" if len(names) > 1 and what else what
    place = f"of {_listed(where)}" if where else ""
    return " ".join(part for part in (plural, _listed([name for name in names if name]), place) if part)


def _listed(words: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _label(kind: str, pointer: str, node: dict[str, object]) -> _Label:
    parts = pointer_parts(pointer)
    if parts[:1] == ["paths"]:
        at_path = len(parts) < 3 or parts[2] not in METHODS
        where = f"`{parts[1]}`" if at_path else f"`{parts[2].upper()} {parts[1]}`"
        match kind:
            case "path_item":
                return _Label("path", where)
            case "operation":
                return _Label("", where)
            case "parameter":
                return _Label("parameter", f"`{node.get('name', parts[-1])}`", where)
            case "request_body":
                return _Label("body", where=where)
            case "response":
                return _Label("answer", parts[-1], where)
        return _within(kind, parts[2:] if at_path else parts[3:], where)
    if parts[:2] == ["components", "schemas"]:
        return _Label("", "`" + ".".join([parts[2], *_properties(parts)]) + "`")
    if parts[:1] == ["components"] and len(parts) > 3:
        return _inside(kind, parts)
    if parts[:1] == ["servers"]:
        return _Label("the server" if parts[-1] == "0" else f"server {int(parts[-1]) + 1}")
    name = str(node.get("name", parts[-1])) if kind == "parameter" else parts[-1]
    return _Label(kind.replace("_", " "), f"`{name}`")


def _properties(parts: list[str]) -> list[str]:
    return [part for before, part in itertools.pairwise(parts) if before == "properties"]


def _within(kind: str, parts: list[str], where: str) -> _Label:
    """A node within an operation or a path: itself has no name that anybody would know."""
    owner = _PARTS.get(parts[0], parts[0])
    names = _properties(parts)
    if names:
        return _Label(f"`{'.'.join(names)}` in the {owner}", where=where)
    if "headers" in parts[:-1]:
        return _Label(f"header `{parts[parts.index('headers') + 1]}`", where=where)
    what = "form" if kind == "schema" else kind.replace("_", " ")
    return _Label(f"{what} of the {owner}", where=where)


def _inside(kind: str, parts: list[str]) -> _Label:
    """A node within a component that is no schema: itself has no name that anybody would know."""
    owner = f"{_OWNERS.get(parts[1], parts[1])} `{parts[2]}`"
    names = _properties(parts)
    if names:
        return _Label(f"`{'.'.join(names)}`", where=owner)
    if "headers" in parts[3:-1]:
        return _Label(f"header `{parts[parts.index('headers', 3) + 1]}`", where=owner)
    if kind == "schema" and parts[1] in ("responses", "requestBodies"):
        return _Label("body", where=owner)
    return _Label(kind.replace("_", " "), where=owner)
