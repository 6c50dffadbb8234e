"""Lagerkoll's reader, on pages of our own making: the same page in every form gives the same facts."""

from __future__ import annotations

import json
import re

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.docs.facts import Auth, Facts, Field, Parameter, digest
from scripts.docs.facts_json import to_lock
from scripts.docs.readers import read_page
from tests.docs.lagerkoll_pages import CALLS, FORMS, STRIPPED, Call, ResourcePage, rendered

PAGE = ResourcePage()


def read(page: ResourcePage, form: str, seed: int = 0, *, base: bool | None = True) -> Facts:
    content, name = rendered(page, form, seed, base=base)
    return read_page("lagerkoll", "shelves", content, name)


@pytest.mark.parametrize("form", FORMS)
def test_a_page_gives_operations_with_title_method_path_and_what_they_take_and_answer(form: str) -> None:
    facts = read(PAGE, form)

    calls = {(call.title, call.method, call.path, call.description_hash) for call in facts.operations}
    assert calls == {(call.title, call.method, call.path.replace(" ", ""), digest(call.description)) for call in CALLS}
    move = next(call for call in facts.operations if call.title == "Move shelf")
    assert move.request_fields == (Field("id", "number"), Field("label", "string"), Field("locked", "boolean"))
    assert "Content-type: application/json" in move.headers
    get = next(call for call in facts.operations if call.title == "Get shelf")
    assert Field("shelves[].label", "string") in get.response_fields
    assert facts.full_path(get) == "/v1/shelves/{shelf_id}"


@pytest.mark.parametrize("form", FORMS)
def test_a_page_gives_parameters_classes_codes_limits_and_logins(form: str) -> None:
    facts = read(PAGE, form)

    (listed,) = (call for call in facts.operations if call.title == "Get shelves")
    assert listed.parameters == (
        Parameter("hall", "all", ("all", "north", "south"), digest("only this hall")),
        Parameter("since", "0"),
    )
    assert facts.classes["ShelfDto"] == (
        Field("hall", "string", access="R,W", description_hash=digest("Name of the hall")),
        Field("id", "long", access="R"),
        Field("label", "string", ("POST",), access="R,W", description_hash=digest("Set it only when putting up")),
        Field("locked", "boolean", access="R,W"),
    )
    assert facts.classes["ShelvesResponseDto"] == (
        Field("shelves", "list", access="R"),
        Field("since", "long", access="R"),
    )
    assert facts.error_codes == {"900001": digest("Wrong key"), "907701": digest("Shelf is locked, ask the owner")}
    assert [field.field for field in facts.error_fields] == ["errorCode", "errorField", "errorMessage"]
    assert facts.limits == {"requests": 90, "per": 60, "status": 429, "header": "Retry-After"}
    assert facts.auth == (Auth("headers", ("api_key", "store")), Auth("headers", ("store", "user_id", "user_token")))
    assert set(facts.sections) == {"General/Basics", "General/Headers", "General/Errors"}
    assert facts.unread == ()


@given(form=st.sampled_from(sorted(FORMS)), seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=150)
def test_order_samples_blank_lines_and_navigation_change_no_fact(form: str, seed: int) -> None:
    assert read(PAGE, form, seed) == read(PAGE, "markdown")


@pytest.mark.parametrize("form", ["text", "piped", "outer-piped", "markdown"])
@pytest.mark.parametrize("bar", ["Home | Docs | Log in", "| Home | Docs |", "Home » Docs", "Home | Docs |\nLog in"])
def test_a_bar_of_navigation_above_the_page_is_no_table_that_holds_half_of_it(bar: str, form: str) -> None:
    content, name = rendered(PAGE, form, 3, base=True)
    facts = read_page("lagerkoll", "shelves", f"{bar}\n{content}", name)

    assert evolve(facts, unread=()) == read(PAGE, form, 3)
    assert len(facts.unread) <= 1


@pytest.mark.parametrize("written", ["1 000", "1,000", "1.000", "1\u00a0000", "1'000", "1000"])
def test_a_limit_of_thousands_is_read_as_a_whole(written: str) -> None:
    content, name = rendered(evolve(PAGE, requests=90), "text", 2)
    changed = content.replace("at most 90.", f"at most {written}.")
    assert changed != content

    facts = read_page("lagerkoll", "shelves", changed, name)

    assert facts.limits["requests"] == 1000
    assert facts.sections == read_page("lagerkoll", "shelves", content, name).sections


def test_a_header_of_which_the_prose_says_nothing_is_unread_and_not_dropped() -> None:
    content, name = rendered(PAGE, "text", 2)
    changed = content.replace("api_key:", "secret_word:")
    assert changed != content

    facts = read_page("lagerkoll", "shelves", changed, name)

    assert [(one.reason, one.text) for one in facts.unread] == [("which of the headers belong together", "secret_word")]


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_without_the_base_url_lacks_nothing_else(form: str) -> None:
    without, complete = read(PAGE, form, base=False), read(PAGE, form)

    assert without.base_url is None
    assert evolve(without, base_url=complete.base_url) == complete
    assert complete.base_url == PAGE.base


@pytest.mark.parametrize("form", FORMS)
def test_an_open_resource_has_no_login(form: str) -> None:
    assert read(evolve(PAGE, open=True), form).auth == ()


@pytest.mark.parametrize("form", FORMS)
def test_what_changes_on_the_page_changes_in_the_facts_and_nothing_else_does(form: str) -> None:
    paint = Call("Paint shelf", "POST", "/{shelf_id}/paint", "Paints it")
    before, after = read(PAGE, form), read(evolve(PAGE, requests=30, calls=(*CALLS[1:], paint)), form)

    assert {call.title for call in after.operations} - {call.title for call in before.operations} == {"Paint shelf"}
    assert {call.title for call in before.operations} - {call.title for call in after.operations} == {"Get shelves"}
    assert after.limits == {**before.limits, "requests": 30}
    same = evolve(after, operations=before.operations, limits=before.limits)
    assert same == before


@pytest.mark.parametrize("form", FORMS)
def test_a_new_wording_changes_the_hash_of_its_section_alone(form: str) -> None:
    before, after = read(PAGE, form), read(evolve(PAGE, basics=("Send UTF-8 and encode nothing.",)), form)

    changed = {name for name in before.sections if before.sections[name] != after.sections[name]}
    assert changed == {"General/Basics"}


@pytest.mark.parametrize("seed", range(5))
def test_a_copy_without_headings_and_urls_guesses_neither_operations_nor_classes(seed: int) -> None:
    facts = read_page("lagerkoll", "shelves", STRIPPED(PAGE, seed), "shelves.txt")

    assert facts.operations == ()
    assert facts.classes == {}
    reasons = {item.reason for item in facts.unread}
    assert "an operation whose title, method and path are not shown" in reasons
    assert "a class whose name is not shown" in reasons
    unread = {item.hash for item in facts.unread}
    assert {digest(call.description) for call in CALLS} <= unread
    assert facts.error_codes == read(PAGE, "text").error_codes
    assert facts.limits == read(PAGE, "text").limits


def test_a_copy_without_headings_is_the_same_whatever_its_samples_hold() -> None:
    found = [read_page("lagerkoll", "shelves", STRIPPED(PAGE, seed), "shelves.txt") for seed in range(20)]

    assert all(facts == found[0] for facts in found)


def test_a_cell_that_has_lost_its_column_is_unread_if_it_fits_more_than_one() -> None:
    rows = (("count", "int", "", "", "", "", "7", "R,W"),)
    page = evolve(PAGE, classes=(("ShelfDto", rows),))
    copy, exact = read(page, "piped"), read(page, "html")

    assert [item.reason for item in copy.unread] == ["a cell of `count` whose column is not shown"]
    assert copy.classes["ShelfDto"] == (Field("count", "int", access="R,W"),)
    assert exact.unread == ()


def test_full_cells_keep_their_columns_in_every_form_that_has_columns() -> None:
    rows = (("state", "String", "Where it stands now", "free", "Post", "free,taken", "taken", "R,W"),)
    page = evolve(PAGE, classes=(("ShelfDto", rows),))
    expected = Field("state", "string", ("POST",), (), "R,W", "free", ("free", "taken"), digest("Where it stands now"))

    for form in ("html", "markdown", "piped", "outer-piped"):
        assert read(page, form).classes["ShelfDto"] == (expected,), form


def test_an_operation_whose_url_has_no_title_is_unread() -> None:
    content = (
        "Shelves API\nGeneral:\nBasics:\nHello.\nErrors:\nGETUrl: /x\nHeaders:\nAccept: application/json\nGives x\n"
    )

    facts = read_page("lagerkoll", "shelves", content, "a.txt")

    assert facts.operations == ()
    assert "an operation without title" in {item.reason for item in facts.unread}


def test_method_and_url_may_stand_on_lines_of_their_own() -> None:
    content, name = rendered(PAGE, "text", 3)
    apart = content.replace("Url:", "\nUrl:").replace("Url: /", "Url:\n/")

    assert read_page("lagerkoll", "shelves", apart, name) == read(PAGE, "text", base=False)


def test_a_sample_that_is_no_json_is_unread() -> None:
    content, name = rendered(PAGE, "text", 3)
    first = next(line for line in content.split("\n") if line.startswith(('{"since', '{"shelves')))

    facts = read_page("lagerkoll", "shelves", content.replace(first, "<shelves><shelf/></shelves>"), name)

    assert [item.text for item in facts.unread] == ["<shelves><shelf/></shelves>"]


def test_facts_hold_no_sentence_of_the_page() -> None:
    facts = read(PAGE, "html")
    stored = json.dumps(to_lock(facts))

    sentences = [
        *PAGE.basics,
        *(call.description for call in CALLS),
        *(text for _, text in PAGE.codes),
        "Name of the hall",
    ]
    assert [text for text in sentences if text in stored] == []


def test_prose_between_the_name_of_a_class_and_its_table_is_a_section() -> None:
    content, name = rendered(PAGE, "markdown")

    facts = read_page(
        "lagerkoll", "shelves", content.replace("### ShelfDto\n", "### ShelfDto\n\nWhat stands there."), name
    )

    assert facts.classes == read(PAGE, "markdown").classes
    assert facts.sections["Classes/ShelfDto"] == digest("what stands there")
    assert facts.unread == ()


def test_a_code_or_class_that_comes_twice_with_another_meaning_is_unread() -> None:
    codes = (*PAGE.codes, ("900001", "Something else"), PAGE.codes[1])
    classes = (*PAGE.classes, ("ShelfDto", (("size", "int", "", "", "", "", "", "R"),)), PAGE.classes[1])

    facts = read(evolve(PAGE, codes=codes, classes=classes), "html")

    assert {item.reason for item in facts.unread} == {"a second table for this class", "a second meaning of 900001"}
    assert facts.error_codes == read(PAGE, "html").error_codes
    assert facts.classes == read(PAGE, "html").classes


def test_headers_of_which_it_is_not_said_who_sends_them_are_unread() -> None:
    content, name = rendered(PAGE, "text", 3)
    lines = [line for line in content.split("\n") if not line.startswith(("1)", "2)"))]

    facts = read_page("lagerkoll", "shelves", "\n".join(lines), name)

    assert facts.auth == (Auth("headers", ("api_key", "store", "user_id", "user_token")),)
    assert [item.reason for item in facts.unread] == ["which of the headers belong together"]


@pytest.mark.parametrize("spoken", ["No more than 7 requests per second, please.", "Number of requests per second: 7"])
def test_a_limit_may_be_said_in_other_words_and_units(spoken: str) -> None:
    content, name = rendered(PAGE, "text", 3)
    said = next(line for line in content.split("\n") if "requests per minute" in line)

    facts = read_page("lagerkoll", "shelves", content.replace(said, spoken), name)

    assert (facts.limits["requests"], facts.limits["per"]) == (7, 1)


@pytest.mark.parametrize("seed", range(5))
def test_a_label_may_have_its_content_on_the_same_line(seed: int) -> None:
    content, name = rendered(PAGE, "text", seed)
    joined = re.sub(r"(Body:|response:)\n+(?=\{)", r"\1 ", content)

    assert joined != content
    assert read_page("lagerkoll", "shelves", joined, name) == read(PAGE, "text", base=False)
