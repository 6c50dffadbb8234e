"""ERP XT's reader, on pages of our own making: German and Polish, HTML and text, members indented or not."""

from __future__ import annotations

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.docs.facts import Auth, Facts, Field, digest
from scripts.docs.readers import read_page
from tests.docs.erp_xt_pages import (
    RESOURCES,
    STATUSES,
    HelpPage,
    Row,
    Section,
    as_html,
    as_text,
    general_html,
    general_text,
)

PAGE = HelpPage()
FORMS = ("html", "flat html", "text", "indented text", "markdown", "indented markdown")


def read(page: HelpPage, form: str, seed: int = 0) -> Facts:
    indented = form in ("html", "indented text", "indented markdown")
    if "html" in form:
        return read_page("comarch_erp_xt", "bikes", as_html(page, seed, indented=indented), "bikes.html")
    markdown = "markdown" in form
    content = as_text(page, seed, indented=indented, markdown=markdown)
    return read_page("comarch_erp_xt", "bikes", content, "bikes.md" if markdown else "bikes.txt")


@pytest.mark.parametrize("language", ["de", "pl"])
@pytest.mark.parametrize("form", FORMS)
def test_a_page_gives_requests_with_their_fields(form: str, language: str) -> None:
    facts = read(HelpPage(language), form)

    assert facts.base_url == f"https://app.erpxt.{language}/api2/public"
    assert {(call.title, call.method, call.path) for call in facts.operations} == {
        ("ALLE RÄDER LESEN", "GET", "/bikes"),
        ("ALLE RÄDER LESEN", "GET", "/bikes/{id}"),
        ("RAD ANLEGEN", "POST", "/bikes"),
        ("RAD ABGEBEN", "DELETE", "/bikes/{id}"),
    }
    by_call = {(call.method, call.path): call for call in facts.operations}
    listed, one = by_call["GET", "/bikes"], by_call["GET", "/bikes/{id}"]
    assert listed.response_fields == one.response_fields
    assert [field.field for field in listed.response_fields] == [
        "$id", "Address", "Address.$id", "Address.City", "Address.Street", "Id", "Items", "Items[].$id",
        "Items[].ProductId", "Items[].Quantity", "Number", "Status",
    ]  # fmt: skip
    assert [field.accepted for field in listed.response_fields if field.field == "Status"] == [("0", "1", "2")]
    assert by_call["POST", "/bikes"].request_fields == (
        Field("Items", None, (), ("POST",), description_hash=digest("Teile")),
        Field("Items[].ProductId", None, ("POST",), description_hash=digest("Teil")),
        Field("Number", None, ("POST",), description_hash=digest("Nummer am Rahmen")),
        Field("PaymentTypeId", None, ("POST",), description_hash=digest("wie bezahlt wird")),
        Field("Status", None, (), ("POST",), None, None, ("0", "1"), digest("0 steht 1 fährt ohne Angabe steht es")),
    )
    assert facts.unread == ()


@given(form=st.sampled_from(FORMS), seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=150)
def test_form_order_and_broken_cells_change_no_fact(form: str, seed: int) -> None:
    assert read(PAGE, form, seed) == read(PAGE, "markdown")


def _with_rows(*rows: Row) -> HelpPage:
    return HelpPage(sections=(Section("RAD LESEN", "Liest.", (("GET", "/bikes"),), rows),))


def test_without_an_indent_a_name_that_could_be_inside_or_outside_is_unread() -> None:
    items = Row("Items", "Teile", members=(Row("$id", "Nummer"), Row("ProductId", "Teil"), Row("Colour", "Farbe")))
    page = _with_rows(Row("$id", "Nummer"), items)

    flat, indented = read(page, "text"), read(page, "indented text")

    assert [item.reason for item in flat.unread] == ["whether `Colour` belongs to the object or list above it"]
    assert "Items[].Colour" not in [field.field for field in flat.operations[0].response_fields]
    assert "Items[].Colour" in [field.field for field in indented.operations[0].response_fields]


def test_a_new_name_between_members_is_a_member() -> None:
    items = Row("Items", "Teile", members=(Row("$id", "Nummer"), Row("Colour", "Farbe"), Row("ProductId", "Teil")))

    facts = read(_with_rows(Row("$id", "Nummer"), items, Row("Number", "Nummer")), "text")

    assert [field.field for field in facts.operations[0].response_fields] == [
        "$id", "Items", "Items[].$id", "Items[].Colour", "Items[].ProductId", "Number",
    ]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_what_becomes_required_is_the_only_change(form: str) -> None:
    rows = tuple(evolve(row, required=True, note="") if row.name == "Status" else row for row in PAGE.sections[1].rows)
    sections = (PAGE.sections[0], evolve(PAGE.sections[1], rows=rows, notes=()), PAGE.sections[2])
    before, after = read(PAGE, form), read(evolve(PAGE, sections=sections), form)

    changed = [(old, new) for old, new in zip(before.operations, after.operations, strict=True) if old != new]
    assert len(changed) == 1
    fields = {field.field: field for field in changed[0][1].request_fields}
    assert fields["Status"].required_on == ("POST",)
    assert fields["Status"].optional_on == ()


@pytest.mark.parametrize("content", [general_text(), general_html()], ids=["text", "html"])
def test_the_general_page_gives_resources_statuses_and_sections(content: str) -> None:
    facts = read_page("comarch_erp_xt", "general", content)

    assert facts.base_url == "https://app.erpxt.de/api2/public"
    assert {(call.title, call.method, call.path) for call in facts.operations} == {
        (name, None, path) for path, name in RESOURCES.items()
    }
    assert facts.statuses == {code: digest(" ".join(texts)) for code, texts in STATUSES.items()}
    assert set(facts.sections) == {"Server", "Methods", "Resources", "Statuses", "Remarks"}
    assert facts.unread == ()
    assert facts == read_page("comarch_erp_xt", "general", general_text())


def test_the_page_about_tokens_gives_the_login() -> None:
    content = (
        "# Marken\n\n## So geht es\n\nPOST https://app.erpxt.de/api2/public/token\n\n"
        "Im Kopf steht Authorization: Basic, im Formular grant_type=client_credentials.\n\n"
        "Eine Marke lebt 10 Minuten.\n"
    )

    facts = read_page("comarch_erp_xt", "token", content, "token.md")

    url = "https://app.erpxt.de/api2/public/token"
    assert facts.auth == (Auth("oauth2 client_credentials", ("Authorization", "grant_type"), url, 600),)


def test_a_table_of_fields_without_a_request_is_unread() -> None:
    content = "RAD LESEN\n\nParameter | Beschreibung |\n---|---|\nId | Nummer |\n"

    facts = read_page("comarch_erp_xt", "bikes", content, "bikes.txt")

    assert [(item.section, item.reason) for item in facts.unread] == [
        ("RAD LESEN", "a table of fields without a request")
    ]


@pytest.mark.parametrize("answer", ["Nein1", "Nein1)", "Nein 1", "Nein\u00b9", "Nein1,2"])
def test_digits_at_an_answer_lead_to_the_footnote(answer: str) -> None:
    content = (
        "RAD ANLEGEN\n\n[POST] https://app.erpxt.de/api2/public/bikes\n\n"
        "Parameter | Beschreibung | Ist der Parameter obligatorisch? |\n"
        f"Name | wie es heißt | {answer} |\nColour | Farbe | vielleicht |\n\n1) sonst heißt es Rad\n"
    )

    facts = read_page("comarch_erp_xt", "bikes", content, "bikes.txt")

    name = next(field for field in facts.operations[0].request_fields if field.field == "Name")
    assert name == Field("Name", None, (), ("POST",), description_hash=digest("wie es heißt sonst heißt es Rad"))
    assert [item.reason for item in facts.unread] == ["whether `Colour` is required"]


def test_a_sample_in_text_gives_types_whatever_its_values() -> None:
    content = (
        "RAD LESEN\n\n[GET] https://app.erpxt.de/api2/public/bikes\n\nParameter | Beschreibung |\n---|---|\n"
        'Id | Nummer |\nName | wie es heißt |\n\n[\n{{\n"Id": {},\n"Name": "{}",\n"Lock": null\n}}\n]\n'
    )

    first, second = (
        read_page("comarch_erp_xt", "bikes", content.format(*values), "bikes.txt") for values in ((7, "a"), (81, "bc"))
    )

    assert first == second
    (call,) = first.operations
    assert [(field.field, field.type) for field in call.response_fields] == [
        ("Id", "number"),
        ("Lock", None),
        ("Name", "string"),
    ]


def test_a_request_to_another_place_is_unread() -> None:
    content = "RAD LESEN\n\n[GET] https://elsewhere.example/bikes\n"

    facts = read_page("comarch_erp_xt", "bikes", content, "bikes.txt")

    assert facts.operations == ()
    assert [item.reason for item in facts.unread] == ["a request to another place than the API"]
