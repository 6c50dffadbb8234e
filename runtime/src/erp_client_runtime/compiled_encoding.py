"""Encoding at speed: for each model class a function that makes its JSON object, made of its layout as in `compiled`.

It knows only objects as documented and made of values that can be sent. With all else (a value of another type, one
that did not fit when it was read, fields that are not documented) it gives up: then `Layout.encode_read` and
`encode_write`, which define what is right, do the work or find the words for what is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from msgspec import UNSET

from erp_client_runtime.compiled import built
from erp_client_runtime.composites import Array, ModelCodec, Ref
from erp_client_runtime.layout import FieldPlan, Layout, layout_of

# By the type whose instances need no decoding, what has to hold for them to be sent as they are.
_SENT_AS_THEY_ARE = {
    str: "type(value) is str and value.isascii()",
    int: "type(value) is int",
    bool: "type(value) is bool",
    Decimal: "type(value) is Decimal and value.is_finite()",
}


def encoder(layout: Layout) -> Callable[[Any], dict[str, Any]]:
    """The function that makes JSON objects of the models of a layout.

    It raises TypeError, or InvalidArgumentError for a made-up place, for a model that it does not know to encode.
    """
    read = hasattr(layout.cls, "_absent")
    names: dict[str, Any] = {"Decimal": Decimal, "UNSET": UNSET, "encode_all": _encode_all, "encode_one": _encode_one}
    lines = ["def encode(model):", " encoded = {}"]
    lines.append(" if model.extra_fields: raise TypeError")
    if read:
        lines += [" if model._received: raise TypeError", " absent = model._absent"]
    for index, plan in enumerate(layout.plans):
        lines += _read_field(index, plan, names) if read else _written_field(index, plan, names)
    lines.append(" return encoded")
    encode: Callable[[Any], dict[str, Any]] = built("encode", lines, names)
    return encode


def _read_field(index: int, plan: FieldPlan, names: dict[str, Any]) -> Iterator[str]:
    if plan.wire.omit:
        return
    yield f" value = model.{plan.name}"
    yield from _value(index, plan, names)
    yield " elif value is None:"
    yield f"  if absent is not None and {plan.name!r} not in absent: encoded[{plan.wire_name!r}] = None"
    yield f" elif value is not UNSET: encoded[{plan.wire_name!r}] = send{index}(value, '')"


def _written_field(index: int, plan: FieldPlan, names: dict[str, Any]) -> Iterator[str]:
    yield f" value = model.{plan.name}"
    if plan.wire.required:
        yield " if value is UNSET: raise TypeError"
    if plan.wire.omit:
        return
    yield from _value(index, plan, names)
    if plan.nullable:
        yield f" elif value is None: encoded[{plan.wire_name!r}] = None"
    else:
        yield " elif value is None: raise TypeError"
    yield f" elif value is not UNSET: encoded[{plan.wire_name!r}] = send{index}(value, '')"


def _value(index: int, plan: FieldPlan, names: dict[str, Any]) -> Iterator[str]:
    """The lines for a value that is no null, the last one without what follows where it is another."""
    codec = plan.codec
    names[f"send{index}"] = codec.encode
    key = repr(plan.wire_name)
    item = codec.item if isinstance(codec, Array) and not codec.nullable else codec
    if codec.exact in _SENT_AS_THEY_ARE:
        yield f" if {_SENT_AS_THEY_ARE[codec.exact]}: encoded[{key}] = value"
    elif codec.bounds is not None:
        least, most = codec.bounds
        yield f" if type(value) is int and {least} <= value <= {most}: encoded[{key}] = value"
    elif isinstance(item, ModelCodec | Ref):
        names[f"item{index}"] = item
        many = item is not codec
        test = "type(value) is list" if many else "value is not None and value is not UNSET"
        yield f" if {test}: encoded[{key}] = encode_{'all' if many else 'one'}(value, item{index})"
    else:
        yield " if False: pass"


def _encode_one(model: Any, codec: ModelCodec[Any] | Ref) -> dict[str, Any]:
    if type(model) is not codec.cls:
        raise TypeError
    return layout_of(codec.cls).encoder(model)


def _encode_all(models: list[Any], codec: ModelCodec[Any] | Ref) -> list[dict[str, Any]]:
    cls = codec.cls
    encode = layout_of(cls).encoder
    for model in models:
        if type(model) is not cls:
            raise TypeError
    return [encode(model) for model in models]
