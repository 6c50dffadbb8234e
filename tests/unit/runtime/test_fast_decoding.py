"""The fast ways of decoding are only faster: objects and reports are those of the plain way, whatever comes."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from attrs import define, field
from attrs import fields as attrs_fields
from hypothesis import given
from hypothesis import strategies as st

from erp_client_runtime import layout, records, results
from erp_client_runtime.codecs import (
    ANY,
    DATE_PREFIX,
    DECIMAL_TEXT,
    INT32,
    INT64,
    NUMBER,
    TEXT,
    array,
    const,
    mapping,
    ref,
)
from erp_client_runtime.decoding import Decoding, Drift
from erp_client_runtime.encoding import encode_json
from erp_client_runtime.errors import DecodeError, InvalidArgumentError
from erp_client_runtime.layout import Layout, layout_of
from erp_client_runtime.model import UNSET, Model, ReadModel, mark_present, wire
from erp_client_runtime.results import Items, Wire
from erp_client_runtime.times import _Recent
from tests.unit.runtime.sample_models import (
    PARTY_BY_KIND,
    PARTY_BY_SHAPE,
    Company,
    Invoice,
    InvoiceCreate,
    InvoiceUpdate,
    Line,
    LineCreate,
    Order,
    OrderItem,
    Person,
    Status,
    answer,
    kinds,
    lenient,
    strict,
)

THIS = __name__


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Parcel(ReadModel):
    """The codecs that the other samples do not have."""

    weight: Any = field(default=None, metadata=wire("weight", NUMBER, required=True))
    pieces: Any = field(default=None, metadata=wire("pieces", INT32, nullable=True, aliases=("count", "piecesCount")))
    value: Any = field(default=None, metadata=wire("value", DECIMAL_TEXT))
    kind: Any = field(default=None, metadata=wire("kind", const("parcel"), required=True))
    note: Any = field(default=None, metadata=wire("note", ANY, aliases=("remark",)))
    sender: Any = field(default=None, metadata=wire("sender", PARTY_BY_KIND))
    receiver: Any = field(default=None, metadata=wire("receiver", PARTY_BY_SHAPE, nullable=True))
    order: Any = field(default=None, metadata=wire("order", ref("tests.unit.runtime.sample_models", "Order")))
    lines: Any = field(
        default=None,
        metadata=wire("lines", array(ref("tests.unit.runtime.sample_models", "OrderItem"), nullable=True)),
    )
    by_name: Any = field(
        default=None, metadata=wire("byName", mapping(ref("tests.unit.runtime.sample_models", "Line")))
    )
    inner: Any = field(default=None, metadata=wire("inner", ref(THIS, "Parcel"), nullable=True))


MODELS: list[type[ReadModel]] = [Invoice, Line, Order, OrderItem, Parcel]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NUMBERS = st.one_of(
    st.integers(-3, 10),
    st.integers(),
    st.sampled_from([2**31, -(2**31), -(2**31) - 1, 2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 10**40]),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.sampled_from([Decimal("5.0"), Decimal("1E+2"), Decimal("0.10")]),
)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    NUMBERS,
    TEXTS,
    NUMBERS.map(str),
    st.sampled_from(["", "0000-00-00", "2026-03-01", "2026-02-30", "2026-03-01T12:00:00", "2026-W01-1", "20260301"]),
    st.sampled_from(["2026-03-01T12:00:00Z", "2026-03-01T" + "9" * 50, "open", "new", "parcel", "true", "1e999999999"]),
)


def names_of(cls: type[Model]) -> list[str]:
    """All names under which an object may have documented fields."""
    return [name for plan in layout_of(cls).plans for name in (plan.wire_name, *plan.wire.aliases)]


ALL_NAMES = st.sampled_from(sorted({name for cls in MODELS for name in names_of(cls)} | {"company", "person"}))
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.one_of(ALL_NAMES, ALL_NAMES, TEXTS), inner, max_size=6)
    ),
    max_leaves=12,
)


def fitting(cls: type[Model], depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that are mostly as documented, so that the fast ways are walked to their end."""
    likely = {
        "text": st.one_of(TEXTS, st.none()),
        "an integer": st.integers(0, 50),
        "a number": NUMBERS,
        "true or false": st.booleans(),
    }

    def values(plan: Any) -> st.SearchStrategy[Any]:
        item = getattr(plan.codec, "item", plan.codec)
        if hasattr(item, "cls") and depth < 2:
            objects = fitting(item.cls, depth + 1)
            return st.lists(objects, max_size=3) if item is not plan.codec else objects
        return next((values for start, values in likely.items() if plan.codec.expected.startswith(start)), SCALARS)

    return st.fixed_dictionaries({}, optional={plan.wire_name: values(plan) for plan in layout_of(cls).plans})


def documents(cls: type[Model]) -> st.SearchStrategy[dict[str, Any]]:
    some = st.dictionaries(st.sampled_from(names_of(cls)), ANYTHING, max_size=3)
    unknown = st.dictionaries(TEXTS, ANYTHING, max_size=1)
    shuffled = st.builds(lambda *parts: dict(kv for part in parts for kv in part.items()), unknown, fitting(cls), some)
    return st.one_of(fitting(cls), fitting(cls), shuffled, st.dictionaries(ALL_NAMES, ANYTHING, max_size=8))


# Made once: to make strategies takes longer than to draw from them.
DOCUMENTS = {cls: documents(cls) for cls in MODELS}
CASES = st.sampled_from(MODELS).flatmap(lambda cls: st.tuples(st.just(cls), DOCUMENTS[cls]))


def told(value: Any) -> Any:
    """Everything there is to a decoded value, hidden state included, in which 1, 1.0 and true differ."""
    if isinstance(value, ReadModel):
        shown = [one.name for one in attrs_fields(type(value)) if one.name not in ("_absent", "_received")]
        known = value._absent, told(value._received)
        return type(value), [(name, told(getattr(value, name))) for name in shown], known
    if isinstance(value, dict):
        return sorted((key, told(inner)) for key, inner in value.items())
    if isinstance(value, list):
        return [told(inner) for inner in value]
    return type(value), repr(value)


def outcome(decode: Any, strict: bool) -> tuple[Any, list[Drift] | str]:
    """What decoding comes to: value and reports, or the error."""
    decoding = Decoding("get", strict)
    try:
        # Only the order of several unknown fields in one object may differ.
        return told(decode(decoding)), sorted(decoding.events, key=lambda event: (event.path, event.kind))
    except DecodeError as error:
        return None, f"{error} {error.path} {error.body_start!r}"


PLAIN: dict[type[Any], Layout] = {}
FAST: dict[type[Any], Layout] = {}


@contextmanager
def using(layouts: dict[type[Any], Layout]) -> Iterator[None]:
    """Decode with these layouts, nested objects included."""
    before = layout._layouts
    layout._layouts = layouts
    try:
        yield
    finally:
        layout._layouts = before


@pytest.fixture(scope="module", autouse=True)
def _compiled_or_never() -> None:
    for cls in (*MODELS, Company, Person, InvoiceCreate, InvoiceUpdate, LineCreate):
        FAST[cls], PLAIN[cls] = Layout(cls), Layout(cls)
        FAST[cls]._sent = layout._WORTH_COMPILING
        if issubclass(cls, ReadModel):
            FAST[cls].compile()
        PLAIN[cls].decode = PLAIN[cls].decode_plainly


@given(CASES, st.booleans())
def test_compiled_decoding_gives_the_objects_and_reports_of_the_plain_one(
    case: tuple[type[ReadModel], dict[str, Any]], strict: bool
) -> None:
    cls, document = case
    with using(PLAIN):
        expected = outcome(lambda decoding: cls._from_wire(document, decoding, (None, 0)), strict)
    with using(FAST):
        assert outcome(lambda decoding: cls._from_wire(document, decoding, (None, 0)), strict) == expected


@pytest.mark.parametrize("layouts", [PLAIN, FAST])
def test_null_under_another_spelling_is_as_documented_as_under_its_own(layouts: dict[type[Any], Layout]) -> None:
    with using(layouts):
        assert Invoice.from_dict({"id": 1, "unitOfMeasurment": None}, strict=True).to_dict() == {
            "id": 1,
            "unitOfMeasurement": None,
        }


PAGES = st.sampled_from(MODELS).flatmap(
    lambda cls: st.tuples(st.just(cls), st.lists(st.one_of(DOCUMENTS[cls], DOCUMENTS[cls], ANYTHING), max_size=5))
)
AROUND = st.sampled_from(
    [
        b"%s",
        b" \n%s ",
        b'{"items": %s}',
        b'{"since": 5, "items": %s, "total": 3}',
        b'{"items": %s, "items": [], "since": "6"}',
        b'{"items": 1, "items": %s, "since": null, "new": {}}',
        b'{"other": %s}',
        b'{"items": {"items": %s}}',
        b'[%s, {"lines": "\xff"}]',
        b'[{"price": 1E99999999999999999999}, %s]',
        b'[{"productCode": "\\ud800"}, %s]',
        b'[{"id": 1, "id": "2", "id": 3, "price": "x", "price": 1}, %s]',
        b"[%s}",
        b"\xef\xbb\xbf%s",
    ]
)
RESULTS = {
    cls: (
        Items(cls),
        Items(cls, items="items", cursor=Wire("since", INT64), others=(Wire("total", INT64, required=True),)),
        Items(cls, anywhere=True),
    )
    for cls in MODELS
}
CONTENT_TYPES = st.sampled_from(["application/json", None, "text/html", "application/json; charset=iso-8859-1"])


@given(PAGES, AROUND, st.integers(0, 2), CONTENT_TYPES, st.booleans())
def test_a_page_read_by_records_is_the_page_read_plainly(
    page: tuple[type[ReadModel], list[Any]], around: bytes, which: int, content_type: str | None, strict: bool
) -> None:
    cls, documents = page
    result = RESULTS[cls][which]
    response = answer(around.replace(b"%s", encode_json(documents)), content_type)

    def decode(decoding: Decoding) -> Any:
        decoded = result.decode(response, decoding, {})
        return [list(decoded), decoded.cursor]

    with using(PLAIN):
        expected = outcome(decode, strict)
    with using(FAST), pytest.MonkeyPatch.context() as patched:
        patched.setattr(results, "_LONG", 0)
        assert outcome(decode, strict) == expected


def sent(model: Model) -> bytes | str:
    """What a model is sent as, by the plain way; or what is wrong with it."""
    try:
        return encode_json(model.to_dict())
    except InvalidArgumentError as error:
        return str(error)


@given(CASES)
def test_what_was_read_is_written_fast_as_it_is_written_plainly(case: tuple[type[ReadModel], dict[str, Any]]) -> None:
    with using(FAST):
        model = case[0].from_dict(case[1])
        assert layout_of(case[0]).encode_fast(model) in (None, sent(model))


VALUES = st.one_of(
    st.none(),
    st.just(UNSET),
    TEXTS,
    st.sampled_from(["\ud800", "ä", "RE-2026", "1E-7", ":-0", Decimal("NaN"), Decimal("-0.0"), Decimal("-0.5")]),
    st.sampled_from([5, 0, -1, True, 2.5, 2**70, Decimal("1E+3"), Decimal("1E-9"), Decimal("12.50"), Decimal("0E+2")]),
    st.sampled_from([Status.OPEN, Status("new"), "open", date(2026, 3, 1), ["x"], [Line(price=Decimal(1))], [None]]),
    st.sampled_from([[LineCreate(product="P")], [LineCreate(product="P", price=1.5)], [Line(product=5)]]),  # type: ignore[arg-type]  # mistakes
)
MADE = st.one_of(
    *(
        st.fixed_dictionaries(
            {"number": VALUES} if cls is InvoiceCreate else {},
            optional={
                **{plan.name: VALUES for plan in Layout(cls).plans if (cls, plan.name) != (InvoiceCreate, "number")},
                "extra_fields": st.just({"new": 1}),
            },
        ).map(lambda fields, cls=cls: cls(**fields))  # type: ignore[misc]  # any of the classes
        for cls in (Invoice, InvoiceCreate, InvoiceUpdate, Line)
    )
)


@given(MADE)
def test_what_was_made_by_hand_is_written_fast_as_it_is_written_plainly(model: Model) -> None:
    with using(FAST):
        expected = sent(model)
        fast = layout_of(type(model)).encode_fast(model)
        assert fast in (None, expected)


def test_models_as_documented_are_written_without_the_plain_way(monkeypatch: pytest.MonkeyPatch) -> None:
    with using(FAST):
        invoice = Items(Invoice).decode(answer(page_of(1)), lenient(), {})[0]
        made = InvoiceCreate(number="RE-2026", lines=[LineCreate(product="P", price=Decimal("1.10"))])
        monkeypatch.setattr(Layout, "encode_read", None)
        monkeypatch.setattr(Layout, "encode_write", None)
        assert invoice.to_json().startswith(b'{"id":5,"total":3,"invoiceDate":"2026-03-01","status":"paid","lines":[{')
        assert made.to_json() == (b'{"invoiceNumber":"RE-2026","paid":true,"lines":[{"productCode":"P","price":1.10}]}')


def test_a_page_nested_too_deeply_for_records_is_the_error_that_it_is_plainly() -> None:
    content = b'[{"lines": ' + b'[{"subLines": ' * 3000 + b"1" + b"}]" * 3000 + b"}]"
    with using(FAST), pytest.raises(DecodeError, match="nested too deeply"):
        Items(Invoice).decode(answer(content), lenient(), {})


def page_of(number: int, **odd: Any) -> bytes:
    """Invoices as documented but for one, which has other fields besides."""
    lines = [{"productCode": "P", "price": Decimal("1.50"), "subLines": [{"price": 2}]}] * 3
    invoice = {"id": 5, "invoiceDate": "2026-03-01", "status": "paid", "lines": lines, "tags": ["x"], "total": 3}
    return encode_json([*([invoice] * number), invoice | odd])


def test_a_page_as_documented_is_read_without_the_plain_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard of the speed: no clock, but the proof which way is gone."""
    ways: list[str] = []
    with using({}):
        for cls in (Invoice, Line):
            layout_of(cls).compile()
            layout_of(cls).decode = noting("a dict", ways, layout_of(cls).decode)
        monkeypatch.setattr(Layout, "decode_plainly", noting("plainly", ways, Layout.decode_plainly))
        page = Items(Invoice).decode(answer(page_of(300)), lenient(), {})
        # Lines within lines are read as dicts, since a class is not read within itself.
        assert (len(page), page[0].day, ways) == (301, date(2026, 3, 1), ["a dict"] * 301 * 3)
        ways.clear()
        Items(Invoice).decode(answer(page_of(300, new=1)), lenient(), {})
        assert ways == ["a dict"] * (301 * 3 + 1 + 3)


def noting(what: str, notes: list[str], action: Callable[..., Any]) -> Callable[..., Any]:
    """A function that does the same and notes each call."""

    def noted(*given: Any) -> Any:
        notes.append(what)
        return action(*given)

    return noted


def test_a_class_is_compiled_when_many_of_its_objects_have_come_and_not_before() -> None:
    with using({}):
        Line.from_dict({"price": 1})
        assert not layout_of(Line).compiled
        lines = Invoice.from_dict({"lines": [{"price": number} for number in range(500)]}).lines
        assert layout_of(Line).compiled
        assert not layout_of(Invoice).compiled
    assert lines == [Line(price=Decimal(number)) for number in range(500)]
    assert {type(line) for line in lines} == {Line}


def test_what_was_decoded_fast_behaves_as_what_was_made_by_hand() -> None:
    with using(FAST):
        line = Line.from_dict({"productCode": "P"})
        line.price = None
        assert line.to_dict() == {"productCode": "P", "price": None}
        assert pickle.loads(pickle.dumps(line)) == copy.deepcopy(line) == line == Line(product="P")


def test_a_class_of_the_users_own_stays_what_it_is() -> None:
    class Mine(Line):
        """With room for more."""

    with using({}):
        layout_of(Mine).compile()
        mine = Mine.from_dict({"productCode": "P"})
        mine.note = "n"  # type: ignore[attr-defined]  # what a class without slots is for
        assert (type(mine), mine.product, vars(mine)) == (Mine, "P", {"note": "n"})


def test_a_new_field_on_all_objects_makes_only_the_first_page_slow() -> None:
    line = {"productCode": "P", "colour": "red", "price": 1}
    content = encode_json([{"id": 1, "new": None, "lines": [line], "unitOfMeasurment": "kg"}] * 400)
    ways: list[str] = []
    with using({}):
        layout_of(Invoice).compile()
        layout_of(Line).compile()
        first, again, unknown = lenient(), lenient(), lenient()
        Items(Invoice).decode(answer(content), first, {})
        for cls in (Invoice, Line):
            layout_of(cls).decode = noting(cls.__name__, ways, layout_of(cls).decode)
        page = Items(Invoice).decode(answer(content.replace(b',"unitOfMeasurment":"kg"', b"")), again, {})
        assert ways == []
        assert (page[399].extra_fields, page[399].lines) == (
            {"new": None},
            [Line(product="P", price=Decimal(1), extra_fields={"colour": "red"})],
        )
        assert kinds(again) == kinds(first) == [("unknown_field", "[0].lines[0].colour"), ("unknown_field", "[0].new")]
        assert [event.count for event in again.events] == [400, 400]
        # What is another spelling of a documented field is never taken for a new one.
        Items(Invoice).decode(answer(content.replace(b'"new"', b'"unitOfMeasurement":"g","new"')), unknown, {})
        assert set(layout_of(Invoice).strangers) == {"new"}
        assert set(ways) == {"Invoice", "Line"}


def test_where_most_objects_have_something_new_records_are_no_longer_tried() -> None:
    # Of its own: what was undocumented once is known ever after.
    @define(kw_only=True, repr=False, on_setattr=mark_present)
    class Fresh(ReadModel):
        product: str | None = field(default=None, metadata=wire("productCode", TEXT, nullable=True))

    reader = records.Reader(Fresh)
    raws = [msgspec.Raw(b'{"productCode": "P", "new": %d}' % number) for number in range(1600)]
    tried: list[str] = []
    reader._decode = noting("record", tried, reader._decode)
    assert [line.extra_fields["new"] for line in reader.read(raws, lenient(), None)] == list(range(1600))
    assert len(tried) < 120


def test_a_field_whose_name_the_parser_does_not_take_is_read_all_the_same() -> None:
    @define(kw_only=True, repr=False, on_setattr=mark_present)
    class Odd(ReadModel):
        inches: int | None = field(default=None, metadata=wire('12"', INT64))

    with using({}), pytest.MonkeyPatch.context() as patched:
        patched.setattr(results, "_LONG", 0)
        layout_of(Odd).compile()
        page = Items(Odd).decode(answer(b'[{"12\\"": 5}]'), strict(), {})
        assert [one.inches for one in page] == [5]


def test_dates_are_remembered_but_not_without_end() -> None:
    recent = _Recent(DATE_PREFIX._read)
    for day in range(3000):
        recent[(date(2000, 1, 1) + timedelta(day)).isoformat()]
    recent["2026-03-01T" + "x" * 1000]
    assert recent["tomorrow"] is None
    assert 0 < len(recent) <= 1000
    assert max(map(len, recent)) == 10
