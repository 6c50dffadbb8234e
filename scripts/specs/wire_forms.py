"""The forms of `x-wire`, and the types of a schema that each of them fits; docs/specs.md has examples."""

from __future__ import annotations

from collections.abc import Mapping

WIRE_FORMS: Mapping[str, frozenset[str]] = {
    "date-prefix": frozenset({"string"}),
    "epoch-millis": frozenset({"integer"}),
    "decimal-string": frozenset({"string", "number"}),
}
"""The types by form; what a form is in Python is the generator's business."""
