"""How differences are told: where, what, how often, and never the value."""

from __future__ import annotations

import pytest

from erp_client_runtime.decoding import At, Decoding, Drift, describe, path_text
from erp_client_runtime.errors import DecodeError
from tests.unit.runtime.sample_models import Invoice, answer, lenient


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (None, ""),
        ((((None, "paymentTerms"), 3), "code", "PaymentTerm"), "paymentTerms[3].code"),
        (((None, 0), 1), "[0][1]"),
        (((None, "a key"), '"quoted"'), '["a key"]["\\"quoted\\""]'),
        ((None, ""), '[""]'),
        ((None, "line\nbreak\ud800"), '["line\\nbreak\\ud800"]'),
    ],
)
def test_a_place_is_told_the_way_a_program_would_reach_it(at: At, expected: str) -> None:
    assert path_text(at) == expected
    path_text(at).encode()


def test_an_endless_key_is_clipped() -> None:
    assert len(path_text((None, "k" * 10_000))) < 100


def test_a_difference_is_reported_once_per_field_with_its_count_and_first_place() -> None:
    decoding = lenient()
    value = {"id": 1, "lines": [{"price": "1"}, {"price": "2"}, {"price": 3, "colour": "red"}]}
    Invoice._from_wire(value, decoding, (None, "invoice"))
    assert decoding.events == [
        Drift(
            "number_as_text",
            "get_invoice",
            "Line",
            "invoice.lines[0].price",
            "a number",
            "text of 1 characters",
            "1",
            2,
        ),
        Drift(
            "unknown_field",
            "get_invoice",
            "Line",
            "invoice.lines[2].colour",
            "no such field",
            "text of 3 characters",
            "red",
        ),
    ]


def test_the_value_is_kept_for_the_program_but_not_shown() -> None:
    decoding = lenient()
    Invoice._from_wire({"id": "7001019999"}, decoding, None)
    (event,) = decoding.events
    assert event.value == "7001019999"
    assert "7001019999" not in repr(event)


def test_strict_raises_at_the_first_difference_with_path_status_and_first_bytes() -> None:
    decoding = Decoding("get_invoice", strict=True, response=answer(b'{"id": "52"}', status=201))
    with pytest.raises(
        DecodeError, match=r"get_invoice: id: expected an integer, found text of 2 characters"
    ) as caught:
        Invoice._from_wire({"id": "52"}, decoding, None)
    error = caught.value
    assert (error.path, error.status, error.body_start, error.operation) == ("id", 201, b'{"id": "52"}', "get_invoice")
    assert decoding.events == []


@pytest.mark.parametrize("value", [None, True, 5, 1.5, "", "text", [], {}, object()])
def test_every_value_can_be_described(value: object) -> None:
    assert describe(value)
