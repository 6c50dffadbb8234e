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


@frozen
class Gap:
    """Nodes that are known in the same way and for the same reason."""

    level: str
    reason: str
    nodes: list[str]


def gaps_of(document: Document) -> list[Gap]:
    """Everything that the document marks as not documented, the weakest first; nodes with the same reason together."""
    grouped: dict[tuple[int, str, str], list[str]] = {}
    for kind, pointer, node in walk(document.root):
        if not isinstance(node, dict) or "x-evidence" not in node:
            continue
        evidence = Evidence(**node["x-evidence"])
        if evidence.level == "documented":
            continue
        order = list(_WORDS).index(evidence.level)
        reason = texts.sentence(evidence.because or f"shown in {texts.place(evidence)}")
        nodes = grouped.setdefault((order, evidence.level, reason), [])
        label = _label(kind, pointer, node)
        if label not in nodes:
            nodes.append(label)
    return [
        Gap(_WORDS[level], reason[0].upper() + reason[1:], nodes)
        for (order, level, reason), nodes in sorted(grouped.items(), key=lambda entry: entry[0][0])
    ]


def _label(kind: str, pointer: str, node: dict[str, object]) -> str:
    parts = pointer_parts(pointer)
    if parts[:1] == ["paths"]:
        where = f"`{parts[2].upper()} {parts[1]}`" if len(parts) > 2 and parts[2] in METHODS else f"path `{parts[1]}`"
        match kind:
            case "path_item" | "operation":
                return where
            case "parameter":
                return f"parameter `{node.get('name', parts[-1])}` of {where}"
            case "request_body":
                return f"body of {where}"
            case "response":
                return f"answer {parts[-1]} of {where}"
        return f"{kind.replace('_', ' ')} in {where}"
    if parts[:2] == ["components", "schemas"]:
        names = [part for before, part in itertools.pairwise(parts) if before == "properties"]
        return "`" + ".".join([parts[2], *names]) + "`"
    if parts[:1] == ["components"] and len(parts) > 3:
        return _inside(kind, parts)
    return f"{kind.replace('_', ' ')} `{parts[-1]}`"


def _inside(kind: str, parts: list[str]) -> str:
    """A node within a component that is no schema: itself has no name that anybody would know."""
    owner = f"{_OWNERS.get(parts[1], parts[1])} `{parts[2]}`"
    names = [part for before, part in itertools.pairwise(parts) if before == "properties"]
    if names:
        return f"`{'.'.join(names)}` of {owner}"
    if "headers" in parts[3:-1]:
        return f"header `{parts[parts.index('headers', 3) + 1]}` of {owner}"
    if kind == "schema" and parts[1] in ("responses", "requestBodies"):
        return f"body of {owner}"
    return f"{kind.replace('_', ' ')} of {owner}"
