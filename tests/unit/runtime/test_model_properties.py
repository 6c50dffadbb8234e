"""What holds for every answer, whatever a vendor sends."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from erp_client_runtime.codecs import INT64
from erp_client_runtime.decoding import Decoding
from erp_client_runtime.encoding import encode_json
from erp_client_runtime.errors import DecodeError
from erp_client_runtime.results import Items, Page, Wire
from tests.unit.runtime.sample_models import Invoice, Line, answer, lenient, strict

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    DECIMALS,
    TEXTS,
    st.sampled_from(["", "0000-00-00", "2026-03-01", "2026-03-01T12:00:00Z", "12.50", "open", "new", "1e999999999"]),
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=10,
)
LINE_NAMES = st.sampled_from(["productCode", "price", "subLines"])
LINES = st.lists(st.one_of(st.dictionaries(st.one_of(LINE_NAMES, TEXTS), ANYTHING, max_size=4), SCALARS), max_size=3)
INVOICE_NAMES = st.sampled_from(
    [
        "id",
        "invoiceNumber",
        "paid",
        "total",
        "invoiceDate",
        "changedAt",
        "status",
        "unitOfMeasurement",
        "lines",
        "tags",
        "rates",
    ]
)
NOT_SENT_OR_RENAMED = {"$id", "unitOfMeasurment"}
INVOICES = st.builds(
    lambda known, unknown, lines: {**unknown, **known, **lines},
    st.dictionaries(INVOICE_NAMES, ANYTHING, max_size=8),
    st.dictionaries(TEXTS.filter(lambda key: key not in NOT_SENT_OR_RENAMED), ANYTHING, max_size=3),
    st.one_of(st.just({}), st.fixed_dictionaries({"lines": LINES})),
)
FITTING = st.fixed_dictionaries(
    {"id": st.integers()},
    optional={
        "invoiceNumber": st.one_of(st.none(), TEXTS),
        "total": st.one_of(st.none(), DECIMALS),
        "paid": st.booleans(),
        "invoiceDate": st.dates().map(lambda day: day.isoformat()),
        "status": st.sampled_from(["open", "paid"]),
        "tags": st.lists(TEXTS, max_size=3),
        "rates": st.dictionaries(TEXTS, DECIMALS, max_size=3),
        "lines": st.lists(
            st.fixed_dictionaries({}, optional={"productCode": TEXTS, "price": st.one_of(st.none(), DECIMALS)}),
            max_size=3,
        ),
    },
)

decode_exactly = msgspec.json.Decoder(float_hook=Decimal).decode


def exactly(value: Any) -> Any:
    """A value in a form in which 1.1 and 1.10, true and 1, null and absent differ."""
    if isinstance(value, dict):
        return {key: exactly(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [exactly(inner) for inner in value]
    return type(value).__name__, str(value)


@given(INVOICES)
def test_any_object_goes_back_as_it_came(received: dict[str, Any]) -> None:
    as_received = decode_exactly(encode_json(received))
    sent = decode_exactly(Invoice.from_json(encode_json(received)).to_json())
    differing = {key for key in as_received if exactly(sent.get(key, ...)) != exactly(as_received[key])}
    assert sent.keys() == as_received.keys()
    # Single values in lists and mappings are sent in the form of their type, points in time with +00:00 for Z.
    for key in differing & {"tags", "rates", "changedAt"}:
        assert loosely(sent[key]) == loosely(as_received[key])
    assert differing <= {"tags", "rates", "changedAt"}


def loosely(value: Any) -> Any:
    """A value in a form in which numbers, booleans and their texts are the same."""
    if isinstance(value, dict):
        return {key: loosely(inner) for key, inner in sorted(value.items())}
    if isinstance(value, list):
        return [loosely(inner) for inner in value]
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).replace("Z", "+00:00")


@given(FITTING)
def test_an_object_as_documented_goes_back_digit_by_digit(received: dict[str, Any]) -> None:
    content = encode_json(received)
    assert exactly(decode_exactly(Invoice.from_json(content, strict=True).to_json())) == exactly(
        decode_exactly(content)
    )


@given(INVOICES)
def test_lenient_never_raises_and_strict_raises_exactly_when_lenient_reports(received: dict[str, Any]) -> None:
    decoding = Decoding("get_invoice", strict=False)
    Invoice._from_wire(received, decoding, None)
    if decoding.events:
        with pytest.raises(DecodeError) as caught:
            Invoice.from_dict(received, strict=True)
        assert caught.value.path == decoding.events[0].path
    else:
        Invoice.from_dict(received, strict=True)
    for event in decoding.events:
        assert event.expected
        assert event.found
        assert event.count >= 1


@given(ANYTHING)
def test_any_json_as_a_page_is_a_page_or_a_decode_error(received: Any) -> None:
    response = answer(encode_json(received))
    result = Items(Line, items="lines", cursor=Wire("since", INT64), others=(Wire("total", INT64),))
    decoding = lenient()
    try:
        page = result.decode(response, decoding, {})
    except DecodeError:
        with pytest.raises(DecodeError):
            result.decode(response, strict(), {})
    else:
        assert isinstance(list(page), list)
        assert decoding.events


@given(st.binary(max_size=60))
def test_any_bytes_are_a_page_or_a_decode_error(content: bytes) -> None:
    outcome = page_or_error(content)
    if isinstance(outcome, DecodeError):
        assert (outcome.operation, outcome.body_start) == ("get_invoice", content)
    else:
        assert isinstance(outcome, Page)


def page_or_error(content: bytes) -> Page[Line] | DecodeError:
    try:
        return Items(Line).decode(answer(content, None), lenient(), {})
    except DecodeError as error:
        return error
