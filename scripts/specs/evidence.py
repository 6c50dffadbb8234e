"""How each part of a spec is known: which nodes must say it, which take it from above, whether it is said completely.

docs/specs.md says the same in words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from attrs import field, frozen

from scripts.specs.nodes import Node, resolve, walk
from scripts.specs.source import Source

REASONED = frozenset({"inferred", "assumed"})
"""Levels that are our own conclusions and need `because`."""

OWN = frozenset({"server", "path_item", "operation", "security_scheme", "quota", "error_code"})
"""Nodes that must carry evidence of their own, wherever they stand."""

OWN_AS_COMPONENT = frozenset({"schema", "parameter", "response", "header", "request_body"})
"""Nodes that must carry it when they have a name in `components`, and otherwise take it from the nearest node above."""

CARRIERS = OWN | OWN_AS_COMPONENT | {"property"}
"""Nodes that may carry evidence."""


@frozen
class Known:
    """A node and how it is known.

    Attributes:
        node: The node.
        evidence: Its `x-evidence`, its own or that of the node it takes it from; None if there is none, which is a
            finding.
        inherited_from: The node that says it; None if it says it itself, or if nothing does.
    """

    node: Node
    evidence: Mapping[str, Any] | None = field(repr=False)
    inherited_from: Node | None = None


def evidence_nodes(spec: Mapping[str, Any]) -> Iterator[Known]:
    """Every node that has evidence or ought to have, with what holds for it.

    A node that is only a `$ref` is known as its target is.
    """
    for node in walk(spec):
        if node.kind in CARRIERS:
            yield _known(spec, node)


def must_own(node: Node) -> bool:
    """Whether the node must carry evidence itself."""
    return node.kind in OWN or (node.kind in OWN_AS_COMPONENT and node.component)


def _known(spec: Mapping[str, Any], node: Node) -> Known:
    own = _own(spec, node)
    if own is not None or must_own(node):
        return Known(node, own)
    above = node.parent
    while above is not None:
        if above.kind in CARRIERS:
            evidence = _own(spec, above)
            if evidence is not None:
                return Known(node, evidence, above)
        above = above.parent
    return Known(node, None)


def _own(spec: Mapping[str, Any], node: Node) -> Mapping[str, Any] | None:
    try:
        found = resolve(spec, node.value).get("x-evidence")
    except LookupError:
        return None
    return found if isinstance(found, Mapping) else None


def check_evidence(source: Source, pages: frozenset[str] | None) -> None:
    """Add a finding for every node that does not say how it is known, and for every `x-evidence` that says too little.

    Args:
        source: The spec.
        pages: Ids of the pages in sources.yaml; None if that file could not be read.
    """
    for known in evidence_nodes(source.data):
        node = known.node
        if known.evidence is None and must_own(node):
            source.complain(
                node.pointer,
                f"does not say how this {_NAMES.get(node.kind, node.kind)} is known; "
                "add x-evidence: {level: …, source: …, section: …}",
            )
        if "x-evidence" in node.value:
            _check_one(source, node, pages)


_NAMES = {
    "path_item": "path",
    "security_scheme": "security scheme",
    "error_code": "error code",
    "request_body": "request body",
}


def lacks_reason(evidence: Mapping[str, Any]) -> str:
    """What is wrong with evidence that is our own conclusion and does not say why; empty if nothing is."""
    if evidence.get("level") not in REASONED or "because" in evidence:
        return ""
    return f"`{evidence['level']}` is our own conclusion; add because: with the reason"


def _check_one(source: Source, node: Node, pages: frozenset[str] | None) -> None:
    evidence = node.value["x-evidence"]
    at = (*node.pointer, "x-evidence")
    if not isinstance(evidence, Mapping) or not isinstance(evidence.get("level"), str):
        return  # the check of the extensions says so
    level, page = evidence.get("level"), evidence.get("source")
    if "$ref" in node.value and not node.is_schema:
        source.complain(at, "beside a `$ref` this is ignored; say it at the node that is referred to")
    if reason := lacks_reason(evidence):
        source.complain(at, reason)
    if level not in REASONED:
        source.findings.extend(
            source.finding(at, f"`{level}` needs `{name}`: where it can be read")
            for name in ("source", "section")
            if name not in evidence
        )
        if "because" in evidence:
            source.complain((*at, "because"), f"`{level}` needs no reason; leave `because` out or say inferred")
    if isinstance(page, str) and pages is not None and page not in pages:
        source.complain(
            (*at, "source"),
            f"no page `{page}` in sources.yaml; add it there, or name one of {', '.join(sorted(pages)) or 'none yet'}",
        )
