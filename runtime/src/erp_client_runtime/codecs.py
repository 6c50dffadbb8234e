"""The codecs that generated models and operations name, in one place.

A codec turns one kind of JSON value into its Python value and back, see `Codec`.
"""

from __future__ import annotations

from erp_client_runtime.choices import any_of, union
from erp_client_runtime.codec import Codec
from erp_client_runtime.composites import array, mapping, ref
from erp_client_runtime.enums import OpenIntEnum, OpenStrEnum
from erp_client_runtime.numbers import DECIMAL, DECIMAL_TEXT, INT32, INT64, INTEGER, NUMBER
from erp_client_runtime.scalars import ANY, BOOLEAN, TEXT, const, enumeration
from erp_client_runtime.times import BINARY_BASE64, DATE, DATE_PREFIX, DATETIME, EPOCH_MILLIS, UUID

__all__ = [
    "ANY",
    "BINARY_BASE64",
    "BOOLEAN",
    "DATE",
    "DATETIME",
    "DATE_PREFIX",
    "DECIMAL",
    "DECIMAL_TEXT",
    "EPOCH_MILLIS",
    "INT32",
    "INT64",
    "INTEGER",
    "NUMBER",
    "TEXT",
    "UUID",
    "Codec",
    "OpenIntEnum",
    "OpenStrEnum",
    "any_of",
    "array",
    "const",
    "enumeration",
    "mapping",
    "ref",
    "union",
]
