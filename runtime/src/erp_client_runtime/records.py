"""Pages at speed: from the bytes of an answer to models, without a dict for each object in between.

For a class whose objects come in numbers, the JSON parser is told the fields and fills a record per object, which
becomes the model. The fields are the documented ones and those that were met on pages before, since what a vendor adds
is on all objects from then on. An object with anything else in it (a field never seen, another JSON type) is read by
`Layout.decode`; and the whole answer is read in the ordinary way if it is not JSON as it should be. What is right is
defined there: here is nothing but a shorter way to the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import msgspec
from msgspec import UNSET, Raw, UnsetType

from erp_client_runtime.compiled import Absences, built, draft_of, fitting, odd
from erp_client_runtime.composites import Array, ModelCodec, Ref
from erp_client_runtime.decoding import Decoding
from erp_client_runtime.errors import DecodeError
from erp_client_runtime.layout import FieldPlan, Layout, layout_of
from erp_client_runtime.parsing import charset_of, check_content_type, is_utf8

if TYPE_CHECKING:
    from erp_client_runtime.codec import Codec
    from erp_client_runtime.decoding import At
    from erp_client_runtime.model import ReadModel
    from erp_client_runtime.response import RawResponse
    from erp_client_runtime.wrapper import Anywhere, Wrapper

# As many records may fail, and one more of 16 objects, before records are no longer tried on a page.
_TRIALS = 8

_Finish: TypeAlias = "Callable[[Any, Decoding, At], Any]"

_array = msgspec.json.Decoder(list[Raw]).decode
_object = msgspec.json.Decoder(dict[str, Raw]).decode
_value = msgspec.json.Decoder(float_hook=Decimal).decode

# Not JSON as it should be, or not the documentation when strict: the ordinary way finds the words for it.
_NOT_FOR_US = (DecodeError, msgspec.DecodeError, UnicodeDecodeError, InvalidOperation, RecursionError)


def read_page(
    response: RawResponse, decoding: Decoding, wrapper: Wrapper | Anywhere, model: type[ReadModel]
) -> tuple[list[Any], Any] | None:
    """The objects and the cursor of an answer; None if it is to be read in the ordinary way, as if nothing was done."""
    if not is_utf8(charset_of(response)):
        return None
    layout = layout_of(model)
    if not _can_be_told(layout):
        return None
    found = Decoding(decoding.operation, decoding.strict, response=response)
    try:
        reader = layout.reader
        if reader is None or reader.outdated:
            reader = layout.reader = Reader(model)
        value = _split(response.content, wrapper.items)
        if value is None:
            return None
        check_content_type(response, found)
        elements, at = wrapper.elements(value, found)
        objects = reader.read(elements, found, at)
        cursor = wrapper.rest(value, found)
    except _NOT_FOR_US:
        return None
    decoding.response = response
    decoding.adopt(found)
    return objects, cursor


def _split(content: bytes, items: str | None) -> Any:
    """An answer whose items are still bytes; None if it has another form."""
    first = content[:16].lstrip()[:1]
    if items is None:
        return _array(content) if first == b"[" else None
    if first != b"{":
        return None
    fields = _object(content)
    array = fields.pop(items, None)
    if array is None or bytes(memoryview(array)[:1]) != b"[":
        return None
    return {**{name: _value(raw) for name, raw in fields.items()}, items: _array(array)}


class Reader:
    """Reads the objects of one class.

    Args:
        model: The class.
    """

    __slots__ = ("_codec", "_decode", "_finish", "_strangers")

    def __init__(self, model: type[ReadModel]) -> None:
        self._codec = ModelCodec(model)
        self._strangers: list[tuple[Layout, int]] = []
        record, self._finish = self._record(layout_of(model), ())
        self._decode = msgspec.json.Decoder(record, float_hook=Decimal).decode

    @property
    def outdated(self) -> bool:
        """Whether fields have come that are not documented and that the records do not have."""
        return any(len(layout.strangers) != known for layout, known in self._strangers)

    def read(self, elements: list[Raw], decoding: Decoding, at: At) -> list[Any]:
        """The objects; where one is not as the records are, what `Array` makes of it."""
        decode, finish = self._decode, self._finish
        read: list[Any] = []
        others = 0
        for index, raw in enumerate(elements):
            if others < _TRIALS + index // 16:
                try:
                    read.append(finish(decode(raw), decoding, (at, index)))
                    continue
                except msgspec.ValidationError:
                    others += 1
            value = _value(raw)
            decoded = self._codec.decode(value, decoding, (at, index))
            read.append(value if decoded is None else decoded)
        return read

    def _record(self, layout: Layout, around: tuple[type[Any], ...]) -> tuple[Any, _Finish]:
        """The class of the records for a layout, and what makes a model of one.

        Args:
            layout: The layout.
            around: Classes whose records are being made. Objects within objects of the same class are read as dicts.
        """
        around = (*around, layout.cls)
        strangers = list(layout.strangers)
        self._strangers.append((layout, len(strangers)))
        names: dict[str, Any] = {
            "Draft": draft_of(layout.cls),
            "UNSET": UNSET,
            "absences": Absences(layout),
            "cls": layout.cls,
            "finish_all": _finish_all,
            "odd": odd,
        }
        fields = []
        lines = ["def finish(record, decoding, at):", " model = Draft()", " absent = 0", " received = None"]
        for index, plan in enumerate(layout.plans):
            kind = self._checked_type(plan.codec, around, index, names)
            wire_type = Any if kind is None else kind | None | UnsetType if plan.nullable else kind | UnsetType
            fields.append((f"f{index}", wire_type, msgspec.field(default=UNSET, name=plan.wire_name)))
            lines += _field(index, plan, layout.name, kind is not None, names)
        lines.append(" extra = {}")
        for index, name in enumerate(filter(_is_simple, strangers)):
            fields.append((f"x{index}", Any, msgspec.field(default=UNSET, name=name)))
            lines += _stranger(f"record.x{index}", name, layout.name)
        lines += [
            " model._absent = absences[absent][1]",
            " model.extra_fields = extra",
            " model._received = received",
            " model.__class__ = cls",
            " return model",
        ]
        # Records hold no cycles, so the garbage collector need not know them.
        record = msgspec.defstruct(layout.name, fields, forbid_unknown_fields=True, gc=False)
        return record, built("finish", lines, names)

    def _checked_type(self, codec: Codec[Any], around: tuple[type[Any], ...], index: int, names: dict[str, Any]) -> Any:
        """The type of a field that the parser checks; None if what it holds is looked at afterwards."""
        if codec.exact in (str, int, bool):
            return codec.exact
        if codec.bounds is not None:
            return Annotated[int, msgspec.Meta(ge=codec.bounds[0], le=codec.bounds[1])]
        item = codec.item if isinstance(codec, Array) and not codec.nullable else codec
        if isinstance(item, ModelCodec | Ref) and item.cls not in around and _can_be_told(layout_of(item.cls)):
            record, names[f"finish{index}"] = self._record(layout_of(item.cls), around)
            return record if item is codec else list[record]  # type: ignore[valid-type]  # a type made at run time
        return None


def _can_be_told(layout: Layout) -> bool:
    """Whether the JSON parser can be told all names of the fields."""
    return all(_is_simple(plan.wire_name) for plan in layout.plans)


def _is_simple(name: str) -> bool:
    """Whether the JSON parser takes this name of a field: it wants none that JSON would have to escape."""
    return name.isprintable() and '"' not in name and "\\" not in name


def _field(index: int, plan: FieldPlan, model: str, checked: bool, names: dict[str, Any]) -> Iterator[str]:
    """The lines for one field, as in `compiled`; what they refer to is added to `names`."""
    names[f"plan{index}"] = plan
    place = f"(at, {plan.wire_name!r}, {model!r})"
    absent = f"model.{plan.name} = None; absent |= {1 << index}"
    if plan.wire.required:
        absent += f"; decoding.drift('missing_field', {place}, None, plan{index}.codec.expected)"
    if checked and f"finish{index}" not in names:
        yield f" raw = model.{plan.name} = record.f{index}"
        yield f" if raw is UNSET: {absent}"
        return
    yield f" raw = record.f{index}"
    if checked:
        call = "finish_all(finish%d, raw" if isinstance(plan.codec, Array) else "finish%d(raw"
        yield f" if raw is UNSET: {absent}"
        yield f" elif raw is None: model.{plan.name} = None"
        yield " else:"
        yield "  before = decoding.count"
        yield f"  model.{plan.name} = {call % index}, decoding, {place})"
        yield f"  if decoding.count != before: received = {{**(received or {{}}), {plan.name!r}: UNSET}}"
        return
    branches = [*fitting(index, plan, names), ("raw is UNSET", absent)]
    yield from (f" {'elif' if number else 'if'} {test}: {action}" for number, (test, action) in enumerate(branches))
    yield f" else: model.{plan.name}, received = odd(plan{index}, raw, decoding, {place}, received)"


def _stranger(value: str, name: str, model: str) -> Iterator[str]:
    """The lines for a field that is not documented and may be there all the same."""
    yield f" if {value} is not UNSET:"
    yield f"  extra[{name!r}] = {value}"
    yield f"  decoding.drift('unknown_field', (at, {name!r}, {model!r}), {value}, 'no such field')"


def _finish_all(finish: _Finish, records: list[Any], decoding: Decoding, at: At) -> list[Any]:
    return [finish(record, decoding, (at, index)) for index, record in enumerate(records)]
