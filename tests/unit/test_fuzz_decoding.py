"""Any bytes as the answer of any operation of any vendor: a result, differences that are reported, or a DecodeError.

And the same whichever way it was decoded: plainly, compiled, or page by page.
"""

from __future__ import annotations

import copy
import importlib
import json
import pickle
import pkgutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from erp_client_runtime import layout as layouts
from erp_client_runtime import results
from erp_client_runtime.composites import Array, ModelCodec, Ref
from erp_client_runtime.decoding import Decoding, Drift, Kind
from erp_client_runtime.errors import DecodeError, NotFoundError
from erp_client_runtime.layout import layout_of
from erp_client_runtime.model import ReadModel
from erp_client_runtime.operation import Operation
from erp_client_runtime.pages import Page
from erp_client_runtime.response import Headers, RawResponse

ROOT = Path(__file__).resolve().parents[2]
VENDORS = sorted(folder.name for folder in (ROOT / "specs").iterdir() if folder.is_dir())


def operations() -> Iterator[Operation[Any]]:
    for vendor in VENDORS:
        package = importlib.import_module(f"{vendor}_api.resources")
        for module in pkgutil.iter_modules(package.__path__):
            found = vars(importlib.import_module(f"{package.__name__}.{module.name}")).values()
            yield from (one for one in found if isinstance(one, Operation))


OPERATIONS = list(operations())
MODELS = {one.result.model for one in OPERATIONS if hasattr(one.result, "model")}
LISTS = [one for one in OPERATIONS if isinstance(one.result, results.Items)]


class Raw(str):
    """A piece of JSON as it is written."""

    __slots__ = ()


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-3, 12),
    TEXTS,
    st.integers(0, 50).map(str),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(
        ["", "0000-00-00", "2026-03-01", "2026-02-30", "2026-03-01T12:00:00Z", "12,50", "1e999999", "true"]
    ),
    st.sampled_from(
        [10**400, 2**63, -(2**63) - 1, Raw("1e999999999"), Raw("-0"), Raw("0.10"), Raw("1E+2"), Raw("12.50")]
    ),
    st.sampled_from(
        [Raw('"\\ud800"'), Raw("NaN"), Raw("-Infinity"), Raw("1e" + "9" * 20), Raw('{"a":1,"a":2}'), Raw("01")]
    ),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=6,
)


def model_in(codec: Any) -> type[ReadModel] | None:
    """The class of the objects that a codec reads, or those of which it reads lists."""
    item = codec.item if isinstance(codec, Array) else codec
    return item.cls if isinstance(item, ModelCodec | Ref) else None


def objects(model: type[ReadModel], level: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Objects with the documented names of a model, and with values that do or do not belong there."""
    values: dict[str, st.SearchStrategy[Any]] = {}
    for plan in layout_of(model).plans:
        value = ANYTHING if level else st.one_of(SCALARS, ANYTHING)
        inner = model_in(plan.codec)
        if inner is not None and level < 2:
            nested = objects(inner, level + 1)
            value = st.one_of(st.lists(nested, max_size=2), nested, value) if level < 2 else value
        for name in (plan.wire_name, *plan.wire.aliases):
            values[name] = value
    known = st.lists(st.sampled_from(list(values)), max_size=6, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: values[name] for name in names})
    )
    return st.builds(lambda fields, more: {**more, **fields}, known, st.dictionaries(TEXTS, SCALARS, max_size=1))


def bodies(operation: Operation[Any]) -> st.SearchStrategy[Any]:
    """What an answer may hold: what is documented, something like it, or anything."""
    result: Any = operation.result
    model = getattr(result, "model", None)
    if model is None:
        return ANYTHING
    one = objects(model)
    many = st.lists(st.one_of(one, one, SCALARS), max_size=3)
    wrapper = getattr(result, "_wrapper", None)
    name = getattr(wrapper, "items", None) or "items"
    around = st.builds(
        lambda items, since, more: {**more, name: items, "since": since},
        many,
        SCALARS,
        st.dictionaries(st.one_of(TEXTS, st.sampled_from(["total", "errorCode", "data"])), SCALARS, max_size=2),
    )
    return st.one_of(one, many, around, around, ANYTHING)


def written(value: Any) -> str:
    """A value as JSON, with the pieces that are none of Python's."""
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(key)}:{written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(written, value)) + "]"
    return json.dumps(value)


def damaged(content: bytes, place: float, how: str, what: bytes) -> bytes:
    at = int(place * len(content))
    match how:
        case "cut":
            return content[:at]
        case "insert":
            return content[:at] + what + content[at:]
        case "replace":
            return content[:at] + what + content[at + len(what) :]
        case "twice":
            return content + content
        case _:
            return content


def contents(operation: Operation[Any]) -> st.SearchStrategy[bytes]:
    damage = st.tuples(
        st.floats(0, 1),
        st.sampled_from(["", "", "", "cut", "insert", "replace", "twice"]),
        st.one_of(
            st.binary(min_size=1, max_size=3), st.sampled_from([b"\xef\xbb\xbf", b"\\u0000", b'"', b"[[[", b"<html>"])
        ),
    )
    encodings = st.sampled_from(["utf-8", "utf-8", "utf-8", "utf-8", "utf-16", "latin-1", "utf-8-sig"])
    made = st.builds(
        lambda body, how, encoding: damaged(written(body).encode(encoding, "replace"), *how),
        bodies(operation),
        damage,
        encodings,
    )
    return st.one_of(made, made, made, st.binary(max_size=40), st.just(b"[" * 2_000), st.just(b'{"a":' * 2_000))


TYPES = st.sampled_from(
    [
        *(["application/json"] * 4),
        *("application/json; charset=utf-16", "application/json; charset=latin-1", "application/problem+json"),
        *(
            "text/html",
            "text/plain",
            "application/pdf",
            "application/octet-stream",
            "",
            "x; charset=zlib",
            "; charset=",
        ),
    ]
)
ARGUMENTS = {"term_id": "30N", "cost_center_id": "1", "customer_number": "1", "id": 7}


class Outcome:
    """What became of an answer."""

    def __init__(self, operation: Operation[Any], content: bytes, content_type: str, *, strict: bool) -> None:
        headers = Headers([("Content-Type", content_type)] if content_type else [])
        self.decoding = Decoding(operation.name, strict)
        self.error: DecodeError | NotFoundError | None = None
        self.result: Any = None
        names = [parameter.name for parameter in operation.parameters]
        arguments: Mapping[str, object] = {name: ARGUMENTS.get(name, "30N") for name in names}
        try:
            self.result = operation.result.decode(RawResponse(200, headers, content), self.decoding, arguments)
        except (DecodeError, NotFoundError) as error:
            self.error = error

    @property
    def drifts(self) -> list[Drift]:
        return self.decoding.events

    def told(self) -> Any:
        """All that can be told apart, as text: 1.1 and 1.10, true and 1, null and absent."""
        if self.error is not None:
            return type(self.error), str(self.error), getattr(self.error, "path", None)
        result = list(self.result) if isinstance(self.result, Page) else self.result
        cursor = self.result.cursor if isinstance(self.result, Page) else None
        hidden = [(one._absent, one._received) for one in models_in(self.result)]
        return repr(result), cursor, hidden, [(*repr_of(drift), repr(drift.value)) for drift in self.drifts]


def repr_of(drift: Drift) -> tuple[Any, ...]:
    return drift.kind, drift.model, drift.path, drift.expected, drift.found, drift.count


def models_in(result: Any) -> list[ReadModel]:
    if isinstance(result, ReadModel):
        return [result]
    return [one for one in result if isinstance(one, ReadModel)] if isinstance(result, Page) else []


_fast: dict[layouts.Layout, Any] = {}


@contextmanager
def decoding_fast(fast: bool) -> Iterator[None]:
    """Have all classes decode the fast way, or the plain one, however many objects were decoded before."""
    known = [one for model in MODELS for one in layouts_in(model, set())]
    before = [(one, one.decode, one.compiled) for one in known]
    try:
        for one in known:
            if fast and one not in _fast:
                one.compile()
                _fast[one] = one.decode
            one.decode, one.compiled = (_fast[one] if fast else one.decode_plainly), fast
        yield
    finally:
        for one, decode, compiled in before:
            one.decode, one.compiled = decode, compiled


def layouts_in(model: type[ReadModel], seen: set[type[ReadModel]]) -> Iterator[layouts.Layout]:
    """The layout of a class, and those of the classes in it."""
    if model in seen:
        return
    seen.add(model)
    yield layout_of(model)
    for plan in layout_of(model).plans:
        inner = model_in(plan.codec)
        if inner is not None:
            yield from layouts_in(inner, seen)


def check_events(drifts: list[Drift]) -> None:
    for drift in drifts:
        assert drift.kind in get_args(Kind)
        assert drift.count >= 1
        assert drift.expected
        assert drift.found
        text = str(drift.value)
        assert len(text) < 12 or text not in repr(drift)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_any_bytes_are_a_result_or_a_decode_error(operation: Operation[Any]) -> None:
    @given(contents(operation), TYPES)
    @settings(max_examples=15)
    def check(content: bytes, content_type: str) -> None:
        with decoding_fast(False):
            lenient = Outcome(operation, content, content_type, strict=False)
            strict = Outcome(operation, content, content_type, strict=True)
        with decoding_fast(True):
            assert Outcome(operation, content, content_type, strict=False).told() == lenient.told()
            assert Outcome(operation, content, content_type, strict=True).told() == strict.told()
        check_events(lenient.drifts)
        if lenient.error is not None:
            # It names the operation, keeps the first bytes, and strict cannot be more lenient.
            assert strict.error is not None
            assert operation.name in str(lenient.error)
            assert lenient.error.body_start == content[:500]
        elif lenient.drifts:
            assert isinstance(strict.error, DecodeError)
            assert strict.error.path == lenient.drifts[0].path
        else:
            assert strict.told() == lenient.told()
        check_results(lenient)

    check()


def check_results(outcome: Outcome) -> None:
    """What was decoded can be shown, copied, pickled and sent back as it came."""
    repr(outcome.result)
    for model in models_in(outcome.result):
        again = pickle.loads(pickle.dumps(model))
        assert repr(again) == repr(copy.deepcopy(model)) == repr(model)
        if any(drift.kind == "irregular_json" for drift in outcome.drifts):
            continue  # no JSON can say it exactly
        assert again.to_json() == model.to_json()


@pytest.mark.parametrize("operation", LISTS, ids=lambda one: one.name)
def test_a_long_page_is_the_same_whichever_way_it_is_decoded(operation: Operation[Any]) -> None:
    result: Any = operation.result
    name = result._wrapper.items
    elements = st.lists(st.one_of(objects(result.model), objects(result.model), SCALARS), min_size=1, max_size=4)

    @given(elements, st.integers(0, 3), st.sampled_from(["", "", "", "cut", "insert"]), st.floats(0, 1))
    @settings(max_examples=8)
    def check(items: list[Any], extra: int, how: str, place: float) -> None:
        one = written(items)[1:-1]
        many = ",".join([one] * (1 + results._LONG // len(one)))
        content = f'{{"since":5,"extra{extra}":[1],"{name}":[{many}]}}' if name and extra else f"[{many}]"
        if name and not extra:
            content = f'{{"{name}":[{many}],"since":"x"}}'
        body = damaged(content.encode(), place, how, b"\xc3")
        for strict in (False, True):
            with decoding_fast(False):
                plain = Outcome(operation, body, "application/json", strict=strict).told()
            with decoding_fast(True):
                assert Outcome(operation, body, "application/json", strict=strict).told() == plain

    check()
