"""What cases can expect and say, beyond what the cases of this repository show."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from attrs import evolve

from scripts.contract.case import Case, Document, Returns, everything, load_suite

PDF = Document(b"%PDF-", b"%%EOF", (b"INV 7",))


def test_document_of_the_right_form_is_accepted() -> None:
    assert PDF.differences(b"%PDF-1.4 ... (INV 7) ... %%EOF\r\n", None) == []


@pytest.mark.parametrize(
    ("result", "problem"),
    [
        (b"PDF (INV 7) %%EOF", "begin with b'PDF (INV 7) %%EOF' and not with b'%PDF-'"),
        (b"%PDF-1.4 (INV 7)", "end with b'%PDF-1.4 (INV 7)' and not with b'%%EOF'"),
        (b"%PDF-1.4 (INV 8) %%EOF", "without b'INV 7'"),
        ("%PDF-1.4 (INV 7) %%EOF", "a str instead of bytes"),
        (None, "a NoneType instead of bytes"),
    ],
)
def test_other_document_is_told_without_showing_all_of_it(result: object, problem: str) -> None:
    (found,) = PDF.differences(result, None)

    assert found.endswith(problem)


def test_error_in_place_of_a_document_is_told() -> None:
    assert PDF.differences(None, ValueError("no")) == ["raised ValueError: no"]


async def test_everything_gathers_what_either_client_iterates() -> None:
    async def elements() -> AsyncIterator[int]:
        yield 1
        yield 2

    assert everything(iter([1, 2])) == [1, 2]
    assert await everything(elements()) == [1, 2]


def test_corrections_of_a_case_are_in_the_names_of_the_spec() -> None:
    suite = evolve(load_suite("lagerkoll"), spec_names={"unit_of_measurement": "UnitOfMeasurment"})
    names = {"create_thing.unit_of_measurement": "Unit", "list_things.page_size": "size"}
    options = {"operation_paths": {"list_things": "/all"}, "wire_names": names, "strict": True}
    case = Case("x", "x", str, Returns(None), options=options)

    found = suite.corrections(case)

    assert found.operation_paths == {"list_things": "/all"}
    assert found.wire_names == {"create_thing.UnitOfMeasurment": "Unit", "list_things.page_size": "size"}
