"""The base of all generated models: attrs classes that declare their fields with `wire(...)` and do nothing themselves.

    @define(kw_only=True, repr=False, on_setattr=mark_present)
    class PaymentTerm(ReadModel):
        code: str | None = field(default=None, metadata=wire("code", TEXT, nullable=True))

`ReadModel`: what the vendor returns. Every field may be None; whether it was null or missing is remembered, so that
sending the object back neither adds nor loses anything. `WriteModel`: what is made by hand and sent. Fields that are
not given are `UNSET` and not sent; None sends null.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, Self

from attrs import define, field
from attrs import fields as attrs_fields
from msgspec import UNSET, UnsetType

from erp_client_runtime.body import body_from, changes_from
from erp_client_runtime.decoding import Decoding
from erp_client_runtime.encoding import encode_json
from erp_client_runtime.errors import InvalidArgumentError
from erp_client_runtime.layout import METADATA, Wire, layout_of
from erp_client_runtime.parsing import parse_json

if TYPE_CHECKING:
    from attrs import Attribute

    from erp_client_runtime.codec import Codec
    from erp_client_runtime.decoding import At

__all__ = [
    "UNSET",
    "Model",
    "ReadModel",
    "UnsetType",
    "WriteModel",
    "body_from",
    "changes_from",
    "encode_json",
    "mark_present",
    "wire",
]


def wire(
    name: str,
    codec: Codec[Any],
    *,
    required: bool = False,
    nullable: bool = False,
    read_only: bool = False,
    aliases: tuple[str, ...] = (),
    omit: bool = False,
) -> dict[str, Any]:
    """Metadata of a field.

    Args:
        name: The vendor's name.
        codec: How it is read and written.
        required: Reading: its absence is reported. Writing: it has to be given.
        nullable: Whether null is documented. Reading: otherwise reported. Writing: otherwise refused.
        read_only: The vendor sets it; a program need not give it, even where the whole object is written.
        aliases: Other spellings that are accepted when reading.
        omit: Never sent.
    """
    return {
        METADATA: Wire(
            name, codec, required=required, nullable=nullable, read_only=read_only, aliases=aliases, omit=omit
        )
    }


def mark_present(instance: Any, attribute: Attribute[Any], value: Any) -> Any:
    """Hook for attrs: what a program sets, None included, is sent back, and no longer as it came."""
    name = attribute.name
    absent = instance._absent
    if absent is None:
        absent = frozenset(layout_of(type(instance)).by_name)
    # Replaced, not changed: copies of the instance share them.
    object.__setattr__(instance, "_absent", absent - {name})
    received = instance._received
    if received and name in received:
        object.__setattr__(instance, "_received", {key: raw for key, raw in received.items() if key != name})
    return value


@define(kw_only=True)
class Model:
    """An object that the vendor sends or takes.

    Attributes:
        extra_fields: Fields that are not documented, by the vendor's names; sent as they are.
    """

    extra_fields: dict[str, Any] = field(factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The object as it is sent: the vendor's names, and values of JSON's types (numbers exact, as Decimal).

        Raises:
            InvalidArgumentError: a value cannot be sent; the message names class and field.
        """
        try:
            return self._to_wire(type(self).__name__)
        except RecursionError:
            raise InvalidArgumentError(f"this {type(self).__name__} is nested too deeply, or holds itself") from None

    def to_json(self) -> bytes:
        """The object as it is sent, as JSON.

        Raises:
            InvalidArgumentError: a value cannot be sent; the message names class and field.
        """
        content = layout_of(type(self)).encode_fast(self)
        return encode_json(self.to_dict()) if content is None else content

    @recursive_repr()
    def __repr__(self) -> str:
        # Not that of attrs, which begins with the fields of the base.
        names = [one.name for one in attrs_fields(type(self)) if one.repr and one.name != "extra_fields"]
        names += ["extra_fields"] if self.extra_fields else []
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    def _to_wire(self, at: str) -> dict[str, Any]:
        raise NotImplementedError


@define(kw_only=True, repr=False, on_setattr=mark_present)
class ReadModel(Model):
    """An object as the vendor returns it."""

    # Names of the fields that the answer did not have; None for an object made by hand, where None means absent.
    _absent: frozenset[str] | None = field(init=False, default=None, eq=False, repr=False)
    # By field, what came where something drifted: the value, or UNSET for a list or an object that holds it itself.
    _received: dict[str, Any] | None = field(init=False, default=None, eq=False, repr=False)

    @classmethod
    def from_dict(cls, mapping: Mapping[str, Any], *, strict: bool = False) -> Self:
        """Read an object in the vendor's form.

        Args:
            mapping: The object, as a JSON parser gives it; exact numbers as Decimal, a float by its shortest digits.
            strict: Whether to raise where it differs from the documentation; else what does not fit stays as it is.

        Raises:
            DecodeError: it differs and `strict` is set, or it is nested too deeply.
            InvalidArgumentError: it is no mapping.
        """
        if not isinstance(mapping, Mapping):
            raise InvalidArgumentError(f"{cls.__name__}.from_dict takes a dict, not a {type(mapping).__name__}")
        return cls._from_root(dict(mapping), Decoding(f"{cls.__name__}.from_dict", strict))

    @classmethod
    def from_json(cls, content: bytes, *, strict: bool = False) -> Self:
        """Read an object from JSON in the vendor's form.

        Raises:
            DecodeError: it is no JSON object, or it differs from the documentation and `strict` is set.
        """
        decoding = Decoding(f"{cls.__name__}.from_json", strict)
        value = parse_json(content, decoding)
        if not isinstance(value, dict):
            raise decoding.error(f"expected an object, found {'null' if value is None else type(value).__name__}")
        return cls._from_root(value, decoding)

    def with_changes(self, **fields: Any) -> Self:
        """A copy with the given fields set; those that are `UNSET` stay as they are.

        Raises:
            InvalidArgumentError: there is nothing to change, a name is not a field, or a value cannot be sent.
        """
        changes = changes_from(type(self), **fields)
        changed = copy(self)
        object.__setattr__(changed, "extra_fields", dict(self.extra_fields))
        for name, value in changes.items():
            setattr(changed, name, value)
        return changed

    def _to_wire(self, at: str) -> dict[str, Any]:
        return layout_of(type(self)).encode_read(self, at)

    @classmethod
    def _from_wire(cls, value: dict[str, Any], decoding: Decoding, at: At) -> Self:
        decoded: Self = layout_of(cls).decode(value, decoding, at)
        return decoded

    @classmethod
    def _from_root(cls, value: dict[str, Any], decoding: Decoding) -> Self:
        try:
            return cls._from_wire(value, decoding, None)
        except RecursionError:
            raise decoding.error("nested too deeply to be a real answer") from None


@define(kw_only=True, repr=False)
class WriteModel(Model):
    """An object made to be sent."""

    def _to_wire(self, at: str) -> dict[str, Any]:
        return layout_of(type(self)).encode_write(self, at)
