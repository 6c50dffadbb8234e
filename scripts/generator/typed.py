"""A type in Python: annotation, codec, imports; and those that a schema without parts can have."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import evolve, frozen

from scripts.generator.parse import ClassName

CODECS = "erp_client_runtime.codecs"
_PAYLOADS = "erp_client_runtime.payloads"


@frozen
class Typed:
    """A schema in Python.

    Attributes:
        annotation: The type of a value, null aside.
        codec: Expression of the codec.
        nullable: Whether null is a value.
        imports: Import lines that the codec needs.
        types: Import lines that the annotation needs besides.
        model: The class, if it is one model.
        elements: Of an array, what it holds.
        wider: The type of a value that may be sent, null aside, where more may be sent than is read; else None.
    """

    annotation: str
    codec: str
    nullable: bool = False
    imports: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    model: ClassName | None = None
    elements: Typed | None = None
    wider: str | None = None

    @property
    def is_single(self) -> bool:
        """Whether it is surely neither a list nor an object."""
        return self.model is None and self.codec.partition("(")[0] not in ("array", "mapping", "any_of", "union")

    @property
    def optional(self) -> str:
        """The annotation, with None where null is a value."""
        return with_none(self.annotation) if self.nullable else self.annotation

    @property
    def sent(self) -> str:
        """The type of a value that is sent, null aside."""
        return self.wider or self.annotation

    @property
    def optional_sent(self) -> str:
        """As `sent`, with None where null is a value."""
        return with_none(self.sent) if self.nullable else self.sent


def with_none(annotation: str) -> str:
    """The annotation of a value that may be None."""
    return annotation if annotation in ("Any", "None") or annotation.endswith("| None") else f"{annotation} | None"


def _scalar(annotation: str, codec: str, *types: str) -> Typed:
    return Typed(annotation, codec, imports=frozenset({f"from {CODECS} import {codec}"}), types=frozenset(types))


_DT = "import datetime as dt"
_TEXT = _scalar("str", "TEXT")
ANY = evolve(_scalar("Any", "ANY", "from typing import Any"), nullable=True)
_DECIMAL = "from decimal import Decimal"
FILE = Typed(
    "bytes | File",
    "FILE",
    imports=frozenset({f"from {_PAYLOADS} import FILE"}),
    types=frozenset({f"from {_PAYLOADS} import File"}),
)
FORMATS: Mapping[tuple[str, str], Typed] = {
    ("string", "date"): _scalar("dt.date", "DATE", _DT),
    ("string", "date-time"): _scalar("dt.datetime", "DATETIME", _DT),
    ("string", "uuid"): _scalar("uuid.UUID", "UUID", "import uuid"),
    ("string", "byte"): _scalar("bytes", "BINARY_BASE64"),
    ("string", "decimal"): _scalar("Decimal", "DECIMAL_TEXT", _DECIMAL),
    ("number", "decimal"): _scalar("Decimal", "DECIMAL", _DECIMAL),
    ("integer", "int32"): _scalar("int", "INT32"),
    ("integer", "int64"): _scalar("int", "INT64"),
    ("integer", "decimal"): _scalar("Decimal", "DECIMAL", _DECIMAL),
}
TYPES: Mapping[str, Typed] = {
    "string": _TEXT,
    "integer": _scalar("int", "INTEGER"),
    "number": _scalar("float", "NUMBER"),
    "boolean": _scalar("bool", "BOOLEAN"),
}
WIRE: Mapping[str, Typed] = {
    "date-prefix": _scalar("dt.date", "DATE_PREFIX", _DT),
    "epoch-millis": _scalar("dt.datetime", "EPOCH_MILLIS", _DT),
    "decimal-string": _scalar("Decimal", "DECIMAL_TEXT", _DECIMAL),
}
