"""The object around the items of a list: where it holds the array and the cursor, and what else is documented."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from msgspec import UNSET

from erp_client_runtime.codec import decode_with
from erp_client_runtime.decoding import describe, path_text
from erp_client_runtime.errors import InvalidArgumentError
from erp_client_runtime.layout import Wire, by_alias

if TYPE_CHECKING:
    from erp_client_runtime.decoding import At, Decoding

_MOST_NAMES = 20


class Wrapper:
    """What stands around the items.

    Args:
        items: Field that holds the array; None if the answer itself is the array.
        cursor: Field that holds the cursor for the next call; None if there is none.
        others: The other documented fields. They are checked and go to nobody.
    """

    __slots__ = ("_cursor", "_others", "items")

    def __init__(self, items: str | None, cursor: Wire | None, others: Sequence[Wire]) -> None:
        self.items = items
        self._cursor = cursor
        self._others = others

    def elements(self, value: Any, decoding: Decoding) -> tuple[list[Any], At]:
        """The array as it came, and its place.

        Null is reported and taken as empty; so is its absence where another documented field shows that this is the
        right answer.

        Raises:
            DecodeError: there is none, or it is taken as empty and `decoding` is strict.
        """
        if self.items is None:
            if type(value) is list:
                return value, None
            if value is None:
                decoding.drift("null", None, None, "an array")
                return [], None
            raise decoding.error(f"expected an array, found {describe(value)}")
        if type(value) is list:
            decoding.drift("wrong_type", None, value, f"an object with the array {self.items}")
            return value, None
        if type(value) is not dict:
            raise decoding.error(f"expected an object with the array {self.items}, found {describe(value)}")
        at: At = (None, self.items)
        elements = value.get(self.items)
        if type(elements) is list:
            return elements, at
        if self.items not in value and not self._has_documented(value):
            # Taken as empty, this would tell a program that mirrors to delete all it has.
            raise decoding.error(
                f"expected an object with the array {self.items}, found {describe(value)} and none that is documented, "
                "as an error under a status of success"
            )
        if elements is None:
            decoding.drift("null" if self.items in value else "missing_field", at, None, "an array")
            return [], at
        raise decoding.error(f"expected an array, found {describe(elements)}", at)

    def rest(self, value: Any, decoding: Decoding) -> Any:
        """Check everything else.

        Returns:
            The cursor; None if there is none that can be sent.

        Raises:
            DecodeError: something differs from the documentation and `decoding` is strict.
        """
        if type(value) is not dict:
            return self._read_cursor({}, decoding)
        cursor = self._read_cursor(value, decoding)
        self._check_others(value, decoding)
        return cursor

    def _has_documented(self, value: dict[str, Any]) -> bool:
        """Whether any documented field beside the array is there."""
        wires = self._others if self._cursor is None else (self._cursor, *self._others)
        return any(_field(wire, value)[1] is not UNSET for wire in wires)

    def _read_cursor(self, value: dict[str, Any], decoding: Decoding) -> Any:
        """The cursor. Reported even where it may be missing or null: whoever needs it has to know."""
        wire = self._cursor
        if wire is None:
            return None
        name, raw = _field(wire, value)
        at: At = (None, name)
        if raw is UNSET or raw is None:
            decoding.drift("missing_field" if raw is UNSET else "null", at, None, f"a cursor ({wire.codec.expected})")
            return None
        before = decoding.count
        cursor = decode_with(wire.codec, raw, decoding, at)
        if cursor is None:
            return None
        try:
            wire.codec.text(cursor, name)
        except InvalidArgumentError:
            if decoding.count == before:
                decoding.drift("bad_value", at, raw, "a cursor that can be sent")
            return None
        return cursor

    def _check_others(self, value: dict[str, Any], decoding: Decoding) -> None:
        used = {self.items}
        if self._cursor is not None:
            used.add(_field(self._cursor, value)[0])
        for wire in self._others:
            name, raw = _field(wire, value)
            used.add(name)
            if raw is UNSET:
                if wire.required:
                    decoding.drift("missing_field", (None, name), None, wire.codec.expected)
            elif raw is not None or not wire.nullable:
                decode_with(wire.codec, raw, decoding, (None, name))
        for key, inner in value.items():
            if key not in used:
                decoding.drift("unknown_field", (None, key), inner, "no such field")


class Anywhere:
    """What stands around the items where the documentation does not tell: nothing, or an object, of any fields.

    It has the interface of `Wrapper`.
    """

    __slots__ = ()
    items: str | None = None

    def elements(self, value: Any, decoding: Decoding) -> tuple[list[Any], At]:
        """The array as it came, and its place. In an object it is the only array of objects that is not empty.

        Raises:
            DecodeError: there is none or several, or it is null and `decoding` is strict.
        """
        if type(value) is list:
            return value, None
        if value is None:
            decoding.drift("null", None, None, "an array")
            return [], None
        expected = "expected an array, or an object with exactly one array of objects"
        if type(value) is not dict:
            raise decoding.error(f"{expected}, found {describe(value)}")
        arrays = [name for name, inner in value.items() if _may_be_items(inner)]
        filled = [name for name in arrays if value[name]] or arrays[:1]
        if len(filled) == 1:
            return value[filled[0]], (None, filled[0])
        if filled:
            raise decoding.error(f"{expected}, found several: {_names(filled)}")
        raise decoding.error(f"{expected}, found {describe(value)}: {_names(value)}")

    def rest(self, value: Any, decoding: Decoding) -> None:
        """Everything else may be anything; there is no cursor."""


def _may_be_items(value: Any) -> bool:
    """Whether a value is an array of objects, or an empty one."""
    return type(value) is list and (not value or any(type(element) is dict for element in value))


def _names(names: Collection[str]) -> str:
    shown = [path_text((None, name)) for name in islice(names, _MOST_NAMES)]
    return ", ".join([*shown, "…"] if len(names) > _MOST_NAMES else shown) or "no field"


def _field(wire: Wire, value: dict[str, Any]) -> tuple[str, Any]:
    """The name under which an object has a field, and what is there: `UNSET` if nothing is."""
    return (wire.name, value[wire.name]) if wire.name in value else by_alias(wire, value)
