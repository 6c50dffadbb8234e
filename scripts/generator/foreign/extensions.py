"""Extensions of others mean nothing here; ours keep their meaning where they have the right form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scripts.generator.document import Node, join
from scripts.generator.problems import Problem
from scripts.specs import nodes
from scripts.specs.evidence import lacks_reason
from scripts.specs.extensions import EXTENSIONS, extension_problems

_OF_ANYBODY = frozenset({"x-enum-varnames"})
"""Those that generators of others use as well."""


def keep_ours(root: Node, notes: list[Problem]) -> bool:
    """Take all extensions out but those of ours that are well formed.

    Returns:
        Whether the document has any of ours.
    """
    kept = False
    for node in list(nodes.walk(root)):
        value: Any = node.value
        for name in [name for name in value if name.startswith("x-") and name not in EXTENSIONS]:
            del value[name]
        for name, reason in list(_unusable(node)):
            if name in value:
                notes.append(Problem(join("#", *node.pointer, name), f"is not used: {reason}"))
                del value[name]
        kept = kept or any(name in value for name in EXTENSIONS.keys() - _OF_ANYBODY)
        if node.kind == "root":
            _without_extensions(value.get("paths"))
        elif node.kind == "operation":
            _without_extensions(value.get("responses"))
    return kept


def _unusable(node: nodes.Node) -> Iterator[tuple[str, str]]:
    """Those of ours that cannot be what they are, with the reason."""
    wrong = {str(pointer[len(node.pointer)]): reason for pointer, reason in extension_problems(node)}
    yield from wrong.items()
    value = node.value
    if "x-evidence" in value and "x-evidence" not in wrong and (reason := lacks_reason(value["x-evidence"])):
        yield "x-evidence", reason
    if "x-enum-varnames" in value and "x-enum-varnames" not in wrong:
        values = value.get("enum")
        if not isinstance(values, list) or len(value["x-enum-varnames"]) != len({*map(repr, values)} - {"None"}):
            yield "x-enum-varnames", "there is not one name for each value"


def _without_extensions(mapping: Any) -> None:
    for name in [name for name in mapping if name.startswith("x-")] if isinstance(mapping, dict) else ():
        del mapping[name]
