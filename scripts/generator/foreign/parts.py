"""Schemas that are referred to where they have no name (`$defs`, parts of others) become components.

Where they stood, a reference to the component takes their place.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from scripts.generator.document import Node, walk
from scripts.specs.source import escaped, pointer_parts

_SCHEMAS = "#/components/schemas/"
# What stands where OpenAPI knows of nothing (`definitions`) may be meant as one.
_SCHEMAS_OR_UNKNOWN = ("schema", "property", "other")


def give_names(root: Node) -> dict[str, str]:
    """Make components of all schemas that are referred to and are none.

    Returns:
        Where they were, by the pointers of where they are now.
    """
    kinds = {pointer: kind for kind, pointer, _ in walk(root)}
    references = [node for kind, _, node in walk(root) if kind in ("schema", "property") and "$ref" in node]
    wanted: dict[str, list[Node]] = {}
    for node in references:
        target = _plain(node["$ref"])
        node["$ref"] = target
        if isinstance(target, str) and kinds.get(target) in _SCHEMAS_OR_UNKNOWN and not _is_component(target):
            wanted.setdefault(target, []).append(node)
    moved: dict[str, str] = {}
    # The innermost first, so that what holds them moves with references in their places.
    for target in sorted(wanted, key=lambda one: (-len(pointer_parts(one)), one)):
        holder, key, content = _place(root, target)
        if not isinstance(content, dict):
            continue  # leads nowhere, which the check of the references says
        schemas = root.setdefault("components", {}).setdefault("schemas", {})
        name = _free(_words(target), schemas)
        schemas[name] = content
        reference = f"{_SCHEMAS}{escaped(name)}"
        holder[key] = {"$ref": reference}
        moved[reference] = target
        for node in wanted[target]:
            node["$ref"] = reference
    return moved


def _plain(reference: Any) -> Any:
    """A reference without the percent signs that it has as a part of a URL."""
    return unquote(reference) if isinstance(reference, str) and reference.startswith("#/") else reference


def _is_component(target: str) -> bool:
    return target.startswith(_SCHEMAS) and len(pointer_parts(target)) == 3


def _place(root: Node, target: str) -> tuple[Any, Any, Any]:
    """The node that holds a place, the place in it, and what is there; None if there is no such place."""
    holder: Any = None
    key: Any = None
    node: Any = root
    for part in pointer_parts(target):
        holder = node
        key = int(part) if isinstance(node, list) and part.isdecimal() else part
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            return None, None, None
    return holder, key, node


def _words(target: str) -> str:
    """A name that tells where a schema was."""
    parts = [part for part in pointer_parts(target) if part not in ("components", "schemas", "$defs", "definitions")]
    kept = [part for part in parts if part not in ("properties", "items", "content", "schema", "paths", "responses")]
    return "_".join(filter(None, re.split(r"\W+", "_".join(kept or parts)))) or "Part"


def _free(name: str, taken: Node) -> str:
    candidate, number = name, 2
    while candidate in taken:
        candidate, number = f"{name}_{number}", number + 1
    return candidate
