"""Enums that accept what the vendor adds later.

class Kind(OpenStrEnum):
    INVOICE = "invoice"

Kind("invoice") is Kind.INVOICE
Kind("something new").known  # False; it keeps the value
"""

from __future__ import annotations

from enum import Enum
from typing import Self


class OpenEnum(Enum):
    """What both kinds share."""

    @property
    def known(self) -> bool:
        """Whether the value is one of the documented ones."""
        return self._value_ in type(self)._value2member_map_

    def __repr__(self) -> str:
        if self.known:
            return f"<{type(self).__name__}.{self._name_}: {self._value_!r}>"
        return f"<{type(self).__name__} {self._value_!r}, not documented>"


class OpenStrEnum(str, OpenEnum):
    """An enum of texts. Members equal their text; one that is not documented becomes a member without a name."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        # Not kept anywhere, so that a vendor's endless new values do not fill the memory.
        member = str.__new__(cls, value)
        member._name_ = member._value_ = str.__str__(value)
        return member

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str) -> str:
        return str.__format__(self, format_spec)


class OpenIntEnum(int, OpenEnum):
    """An enum of integers. Members equal their number; one that is not documented becomes a member without a name."""

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, int) or isinstance(value, bool):
            return None
        member = int.__new__(cls, value)
        member._value_ = int(value)
        member._name_ = int.__repr__(value)
        return member

    def __str__(self) -> str:
        return int.__repr__(self)

    def __format__(self, format_spec: str) -> str:
        return int.__format__(self, format_spec)
