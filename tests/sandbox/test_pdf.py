"""The PDF writer of the sandbox: what goes in comes out again, and other programs can read it."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from erp_sandbox import pdf
from tests.sandbox.pdf_reader import read_pdf

_COLUMNS = (pdf.Column("Product", 295), pdf.Column("Quantity", 100, right=True), pdf.Column("Net", 100, right=True))


def test_a_document_has_heading_lines_table_and_totals_in_this_order() -> None:
    data = pdf.document("Invoice 7", ["Customer", "Town"], _COLUMNS, [["Screw", "2", "5.00"]], [("Total", "5.95 EUR")])
    read = read_pdf(data)
    assert read.title == "Invoice 7"
    assert read.pages == [
        [
            "Invoice 7",
            "Customer",
            "Town",
            "Product",
            "Quantity",
            "Net",
            "Screw",
            "2",
            "5.00",
            "Total: 5.95 EUR",
            "1 / 1",
        ]
    ]


def test_a_document_needs_no_table() -> None:
    assert read_pdf(pdf.document("Letter", ["Hello"])).pages == [["Letter", "Hello", "1 / 1"]]


@pytest.mark.parametrize(
    "text",
    [
        "(one) parenthesis ) more (",
        "back\\slash \\( \\101",
        "Müller & Söhne, Straße",
        "100 € • „so“ …",
        "100 % 'quoted'",
    ],
)
def test_texts_arrive_as_they_were(text: str) -> None:
    read = read_pdf(pdf.document(text, [text], _COLUMNS, [[text, "1", "2"]]))
    assert read.title == text
    assert [read.pages[0][0], read.pages[0][1], read.pages[0][5]] == [text] * 3


def test_what_the_font_does_not_have_is_a_question_mark_and_stays_in_the_title() -> None:
    read = read_pdf(pdf.document("Łódź 雪", ["Łódź 雪"]))
    assert read.pages[0][1] == "?ód? ?"
    assert read.title == "Łódź 雪"


def test_half_of_a_surrogate_pair_and_control_characters_do_no_harm() -> None:
    read = read_pdf(pdf.document("a\ud800b", ["a\r\nb\x00c\x85d"]))
    assert read.pages[0][1] == "a  b c d"


def test_the_text_is_ascii_in_the_file() -> None:
    data = pdf.document("Größe (€)", ["ä"])
    contents = re.findall(rb"stream\n(.*?)endstream", data, re.DOTALL)
    assert contents
    assert all(content.isascii() for content in contents)
    assert b"(Gr\\366\\337e \\(\\200\\))" in contents[0]


def test_a_long_table_goes_on_with_its_heading_on_the_next_page() -> None:
    rows = [[f"Product {n}", "1", "2.00"] for n in range(120)]
    read = read_pdf(pdf.document("Invoice", [], _COLUMNS, rows, [("Total", "240.00")]))
    assert len(read.pages) == 3
    assert [page[-1] for page in read.pages] == ["1 / 3", "2 / 3", "3 / 3"]
    assert [text for page in read.pages for text in page if text.startswith("Product ")] == [row[0] for row in rows]
    assert all(page[:3] == ["Product", "Quantity", "Net"] for page in read.pages[1:])
    assert "Total: 240.00" in read.pages[-1]


def test_nothing_is_drawn_outside_the_page_or_over_the_next_column() -> None:
    rows = [["W" * 500, "9" * 50, "i" * 500]] * 60
    data = pdf.document("W" * 500, ["m" * 900], _COLUMNS, rows)
    places = re.findall(rb"1 0 0 1 ([\d.-]+) ([\d.-]+) Tm", data)
    assert len(places) > 180
    assert all(50 <= float(x) <= 545 and 30 <= float(y) <= 800 for x, y in places)
    read = read_pdf(data)
    assert all(text.endswith("…") for text in read.pages[0][:2])
    assert {float(x) for x, _ in places} == {50.0} | {float(x) for x, _ in places if 345 <= float(x) < 545}


def test_numbers_end_where_their_column_ends() -> None:
    data = pdf.document("x", [], _COLUMNS, [["a", "1", "2"], ["a", "1111", "2"]])
    places = dict(re.findall(rb"1 0 0 1 ([\d.]+) [\d.]+ Tm \((1|1111)\) Tj", data))
    left = {text: float(x) for x, text in places.items()}
    # A digit is 0.556 of the size (9) wide.
    assert left[b"1"] - left[b"1111"] == pytest.approx(3 * 0.556 * 9, abs=0.02)


def test_a_row_must_fit_the_columns() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        pdf.document("x", [], _COLUMNS, [["one"]])


def test_the_same_content_is_the_same_bytes() -> None:
    def make() -> bytes:
        return pdf.document("Invoice 7", ["ä"], _COLUMNS, [["Screw", "2", "5.00"]] * 80, [("Total", "1")])

    assert make() == make()


def test_another_reader_understands_it_too() -> None:
    data = pdf.document("Rechnung (7) \\ €", ["Bücher & Söhne"], _COLUMNS, [["Screw", "2", "5.00"]] * 80)
    read = pypdf.PdfReader(io.BytesIO(data), strict=True)
    assert read.metadata is not None
    assert (read.metadata.title, len(read.pages)) == ("Rechnung (7) \\ €", 2)
    assert read.pages[0].extract_text().splitlines()[:2] == ["Rechnung (7) \\ €", "Bücher & Söhne"]
    assert sum(page.extract_text().count("Screw") for page in read.pages) == 80
