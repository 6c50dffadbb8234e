"""What a model class says about its fields, made ready for decoding and encoding when the class is first used.

Generated classes only declare; all that happens to them happens here, so it can become faster without generating anew.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import TYPE_CHECKING, Any

from attrs import fields as attrs_fields
from msgspec import UNSET, MsgspecError

from erp_client_runtime.codec import Codec, refused
from erp_client_runtime.encoding import encode_plain, plain
from erp_client_runtime.errors import InvalidArgumentError

if TYPE_CHECKING:
    from erp_client_runtime.decoding import At, Decoding
    from erp_client_runtime.model import Model, ReadModel
    from erp_client_runtime.records import Reader

METADATA = "erp_client_runtime.wire"
"""Key in the metadata of an attrs field."""

_KEPT_SETS = 64
_KEPT_STRANGERS = 8
_WORTH_COMPILING = 200


class Wire:
    """How a field of an object looks on the wire; see `model.wire`."""

    __slots__ = ("aliases", "codec", "name", "nullable", "omit", "read_only", "required")

    def __init__(
        self,
        name: str,
        codec: Codec[Any],
        *,
        required: bool = False,
        nullable: bool = False,
        read_only: bool = False,
        aliases: tuple[str, ...] = (),
        omit: bool = False,
    ) -> None:
        self.name = name
        self.codec = codec
        self.required = required
        self.nullable = nullable
        self.read_only = read_only
        self.aliases = aliases
        self.omit = omit


def _setter(cls: type[Any], name: str) -> Callable[[Any, Any], None]:
    """What sets a slot past the hooks of attrs. On the class, the name of a slot is its descriptor."""
    setter: Callable[[Any, Any], None] = getattr(cls, name).__set__
    return setter


class FieldPlan:
    """One field: its two names, and what `wire` says."""

    __slots__ = ("codec", "decode", "name", "nullable", "wire", "wire_name")

    def __init__(self, name: str, wire: Wire) -> None:
        self.name = name
        self.wire = wire
        self.wire_name = wire.name
        self.codec = wire.codec
        self.decode = wire.codec.decode
        self.nullable = wire.nullable


class Layout:
    """All fields of one model class.

    Attributes:
        compiled: Whether `decode` is fast.
        reader: What reads whole pages of the objects, once made.
        strangers: Fields that are not documented and that objects had all the same, some of them.
    """

    __slots__ = (
        "_absent_sets",
        "_aliased",
        "_encoder",
        "_omitted",
        "_rows",
        "_seen",
        "_sent",
        "_set_absent",
        "_set_extra",
        "_set_received",
        "by_name",
        "cls",
        "compiled",
        "decode",
        "name",
        "plans",
        "reader",
        "strangers",
        "wire_names",
    )

    def __init__(self, cls: type[Model]) -> None:
        self.cls = cls
        self.name = cls.__name__
        self.plans = [
            FieldPlan(attribute.name, attribute.metadata[METADATA])
            for attribute in attrs_fields(cls)
            if METADATA in attribute.metadata
        ]
        self._rows = [
            (plan.wire_name, plan.codec.exact, plan.nullable, _setter(cls, plan.name), plan) for plan in self.plans
        ]
        self.by_name = {plan.name: plan for plan in self.plans}
        self.wire_names = {plan.wire_name: plan for plan in self.plans}
        self._aliased = [plan for plan in self.plans if plan.wire.aliases]
        self._omitted = frozenset(plan.wire_name for plan in self.plans if plan.wire.omit)
        self._absent_sets: dict[tuple[str, ...], frozenset[str]] = {}
        self._seen = 0
        self._sent = 0
        self._encoder: Callable[[Any], dict[str, Any]] | None = None
        self.compiled = False
        self.reader: Reader | None = None
        self.strangers: dict[str, None] = {}
        self.decode: Callable[[dict[str, Any], Decoding, At], Any] = self._decode_first
        self._set_extra = _setter(cls, "extra_fields")
        if hasattr(cls, "_absent"):
            self._set_absent = _setter(cls, "_absent")
            self._set_received = _setter(cls, "_received")

    def _decode_first(self, value: dict[str, Any], decoding: Decoding, at: At) -> Any:
        """As `decode_plainly`; when so many objects have come that it is worth it, something faster takes its place."""
        self._seen += 1
        if self._seen >= _WORTH_COMPILING:
            self.compile()
        return self.decode_plainly(value, decoding, at)

    def compile(self) -> None:
        """Make `decode` fast from now on. It takes as long as decoding hundreds of objects plainly."""
        # Not loaded for a program that reads a few objects.
        from erp_client_runtime.compiled import decoder

        self.decode = decoder(self)
        self.compiled = True

    def decode_plainly(self, value: dict[str, Any], decoding: Decoding, at: At) -> Any:
        """A `ReadModel` from an object as it came; see `Codec.decode`. What `decode` does has to be equal."""
        model = object.__new__(self.cls)
        absent: tuple[str, ...] = ()
        received: dict[str, Any] | None = None
        found = 0
        get = value.get
        for name, exact, nullable, set_field, plan in self._rows:
            raw = get(name, UNSET)
            if raw is UNSET and plan.wire.aliases:
                name, raw = by_alias(plan.wire, value)
            if type(raw) is exact or (raw is None and nullable):
                found += 1
                set_field(model, raw)
                continue
            if raw is UNSET:
                absent += (plan.name,)
                if plan.wire.required:
                    decoding.drift("missing_field", (at, name, self.name), None, plan.codec.expected)
                set_field(model, None)
                continue
            found += 1
            before = decoding.count
            set_field(model, plan.decode(raw, decoding, (at, name, self.name)))
            if decoding.count != before:
                # Single values are kept; lists and objects, which a program may change in place, only marked.
                received = received or {}
                received[plan.name] = UNSET if isinstance(raw, (dict, list)) else raw
        self._set_extra(model, {} if found == len(value) else self.undocumented(value, decoding, at))
        self._set_absent(model, self.absent_set(absent))
        self._set_received(model, received)
        return model

    def undocumented(self, value: dict[str, Any], decoding: Decoding, at: At) -> dict[str, Any]:
        """The fields of an object that are not documented, each reported."""
        used: Container[str] = self._used_by(value) if self._aliased else self.wire_names
        extra = {key: inner for key, inner in value.items() if key not in used}
        for key, inner in extra.items():
            decoding.drift("unknown_field", (at, key, self.name), inner, "no such field")
            if len(self.strangers) < _KEPT_STRANGERS and not any(key in plan.wire.aliases for plan in self._aliased):
                self.strangers[key] = None
        return extra

    def _used_by(self, value: dict[str, Any]) -> set[str]:
        """The names under which fields are documented or, by an alias, found in an object."""
        used = set(self.wire_names)
        for plan in self._aliased:
            name = plan.wire_name if plan.wire_name in value else by_alias(plan.wire, value)[0]
            used.add(name)
            # The same under another spelling is no field of its own: sent back, it would undo a change.
            used.update(alias for alias in plan.wire.aliases if alias in value and value[alias] == value[name])
        return used

    def absent_set(self, absent: tuple[str, ...]) -> frozenset[str]:
        """Names of fields as a set; the objects of a list mostly lack the same fields and share one."""
        known = self._absent_sets.get(absent)
        if known is None:
            known = frozenset(absent)
            if len(self._absent_sets) < _KEPT_SETS:
                self._absent_sets[absent] = known
        return known

    def encode_fast(self, model: Model) -> bytes | None:
        """The object to be sent as JSON; None if `encode_read` or `encode_write` has to look at it field by field."""
        self._sent += 1
        if self._sent < _WORTH_COMPILING:
            return None
        try:
            return encode_plain(self.encoder(model))
        except (InvalidArgumentError, ValueError, TypeError, RecursionError, MsgspecError):
            # Said there, with the place.
            return None

    @property
    def encoder(self) -> Callable[[Any], dict[str, Any]]:
        """What makes the JSON object of a model that holds nothing but values as documented; see `compiled`."""
        if self._encoder is None:
            from erp_client_runtime.compiled_encoding import encoder

            self._encoder = encoder(self)
        return self._encoder

    def encode_read(self, model: ReadModel, at: str) -> dict[str, Any]:
        """The object to be sent back: what was there when it was read, as it came, and what has been set since."""
        absent, received = model._absent, model._received or {}
        encoded: dict[str, Any] = {}
        for plan in self.plans:
            if plan.wire.omit:
                continue
            name = plan.name
            value = getattr(model, name)
            if name in received:
                raw = received[name]
                encoded[plan.wire_name] = plan.codec.encode_drifted(value, f"{at}.{name}") if raw is UNSET else raw
            elif value is None:
                if absent is not None and name not in absent:
                    encoded[plan.wire_name] = None
            elif value is not UNSET:
                encoded[plan.wire_name] = plan.codec.encode(value, f"{at}.{name}")
        encoded = self._with_extra(encoded, model, at)
        if self._omitted and model.extra_fields:
            # What is never sent is not sent within undocumented objects either: it is on all objects of an answer.
            encoded.update((key, _without(self._omitted, encoded[key])) for key in model.extra_fields)
        return encoded

    def encode_write(self, model: Model, at: str) -> dict[str, Any]:
        """The object to be sent: every field that is set, each checked."""
        encoded: dict[str, Any] = {}
        for plan in self.plans:
            value = getattr(model, plan.name)
            place = f"{at}.{plan.name}"
            if value is UNSET:
                if plan.wire.required:
                    raise InvalidArgumentError(f"{place} is required: {plan.codec.expected}")
            elif plan.wire.omit:
                continue
            elif value is None:
                if not plan.nullable:
                    cure = "" if plan.wire.required else "leave it out to not send it"
                    raise refused(place, value, plan.codec.expected, cure)
                encoded[plan.wire_name] = None
            else:
                encoded[plan.wire_name] = plan.codec.encode(value, place)
        return self._with_extra(encoded, model, at)

    def _with_extra(self, encoded: dict[str, Any], model: Model, at: str) -> dict[str, Any]:
        extra = model.extra_fields
        if not extra:
            return encoded
        if not isinstance(extra, dict):
            raise refused(f"{at}.extra_fields", extra, "a dict")
        for key in extra:
            plan = self.wire_names.get(key)
            if plan is not None:
                raise InvalidArgumentError(
                    f"{at}.extra_fields holds {key!r}, which is a field of its own: set {plan.name} instead"
                )
        encoded.update(plain(extra, f"{at}.extra_fields"))
        return encoded


def _without(names: frozenset[str], value: Any) -> Any:
    """A JSON value without the fields of some names, on any level."""
    if isinstance(value, dict):
        return {key: _without(names, inner) for key, inner in value.items() if key not in names}
    if isinstance(value, list):
        return [_without(names, inner) for inner in value]
    return value


def by_alias(wire: Wire, value: dict[str, Any]) -> tuple[str, Any]:
    """The name under which an object has a field that it does not have under its own, and the value."""
    for alias in wire.aliases:
        if alias in value:
            return alias, value[alias]
    return wire.name, UNSET


_layouts: dict[type[Any], Layout] = {}


def layout_of(cls: type[Model]) -> Layout:
    """The layout of a class, made at first use."""
    layout = _layouts.get(cls)
    if layout is None:
        layout = _layouts[cls] = Layout(cls)
    return layout
