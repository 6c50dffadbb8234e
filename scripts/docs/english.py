"""The singular of an English noun, for names in drafts; a person looks at them, so the common cases are enough."""

from __future__ import annotations

import re

_IRREGULAR = {
    "people": "person",
    "children": "child",
    "men": "man",
    "women": "woman",
    "feet": "foot",
    "indices": "index",
    "matrices": "matrix",
    "vertices": "vertex",
    "criteria": "criterion",
    "shelves": "shelf",
    "halves": "half",
    "leaves": "leaf",
    "knives": "knife",
    "lives": "life",
    "wolves": "wolf",
    "axes": "axis",
    "analyses": "analysis",
    "bases": "basis",
    "caches": "cache",
    "movies": "movie",
    "news": "news",
    "series": "series",
    "species": "species",
    "gas": "gas",
    "bus": "bus",
    "plus": "plus",
}
_ENDINGS = (
    (r"(ss|us|is)$", r"\1"),  # no plural: address, status, analysis
    (r"ies$", "y"),
    (r"(ss|sh|ch|x|zz)es$", r"\1"),  # addresses, branches, boxes
    (r"(?<![ao])(us)es$", r"\1"),  # statuses, but houses and clauses
    (r"s$", ""),
)


def singular(name: str) -> str:
    """A name in snake_case or of one word, with its last word in the singular if it is a plural: `price_lists`."""
    before, joint, last = name.rpartition("_")
    if last in _IRREGULAR:
        return f"{before}{joint}{_IRREGULAR[last]}"
    for ending, single in _ENDINGS:
        found, changed = re.subn(ending, single, last)
        if changed and found:
            return f"{before}{joint}{found}"
    return name
