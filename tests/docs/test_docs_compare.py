"""What changed on a page is told by meaning, whatever form it comes in, and nothing is told that did not change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.docs.compare import compare
from scripts.docs.facts import Auth, Facts, Field, Operation, Parameter, digest
from scripts.docs.readers import read_page
from tests.docs.lagerkoll_pages import CALLS, CLASSES, FORMS, Call, ResourcePage, rendered

PAGE = ResourcePage()


def read(page: ResourcePage, form: str = "html", seed: int = 0) -> Facts:
    content, name = rendered(page, form, seed, base=True)
    return read_page("lagerkoll", "shelves", content, name)


def with_call(of: str, /, **changes: Any) -> ResourcePage:
    return evolve(PAGE, calls=tuple(evolve(one, **changes) if one.title == of else one for one in CALLS))


def with_row(field: str, column: int, value: str) -> ResourcePage:
    def changed(row: tuple[str, ...]) -> tuple[str, ...]:
        return (*row[:column], value, *row[column + 1 :]) if row[0] == field else row

    (name, rows), *others = CLASSES
    return evolve(PAGE, classes=((name, tuple(map(changed, rows))), *others))


(SHELF, SHELF_ROWS), *OTHER_CLASSES = CLASSES
COUNT = Call("Count shelves", "GET", "/count", "How many there are")
DEPTH = ("depth", "Double", "How deep it is", "", "", "", "", "R,W")
CHANGES: dict[str, tuple[ResourcePage, set[tuple[str, str]]]] = {
    "operation added": (
        evolve(PAGE, calls=(*CALLS, COUNT)),
        {("operation added", "operation GET /v1/shelves/count")},
    ),
    "operation removed": (
        evolve(PAGE, calls=CALLS[:-1]),
        {("operation removed", "operation DELETE /v1/shelves/{shelf_id}")},
    ),
    "operation moved": (
        with_call("Move shelf", path="/{shelf_id : .+}/place"),
        {("operation moved", "operation PUT /v1/shelves/{shelf_id}/place")},
    ),
    "method changed": (
        with_call("Move shelf", method="PATCH"),
        {("operation moved", "operation PATCH /v1/shelves/{shelf_id}/hall")},
    ),
    "section renamed": (
        with_call("Add shelf", title="Put up shelf"),
        {("section renamed", "operation POST /v1/shelves/")},
    ),
    "field added": (
        evolve(PAGE, classes=((SHELF, (*SHELF_ROWS, DEPTH)), *OTHER_CLASSES)),
        {("field added", "field ShelfDto.depth")},
    ),
    "field removed": (
        evolve(PAGE, classes=((SHELF, SHELF_ROWS[:-1]), *OTHER_CLASSES)),
        {("field removed", "field ShelfDto.locked")},
    ),
    "field renamed": (with_row("label", 0, "title"), {("field renamed", "field ShelfDto.title")}),
    "field retyped": (with_row("id", 1, "String"), {("field retyped", "field ShelfDto.id")}),
    "required changed": (with_row("hall", 4, "Post"), {("required changed", "field ShelfDto.hall")}),
    "access changed": (with_row("hall", 7, "R"), {("access changed", "field ShelfDto.hall")}),
    "parameter added": (
        with_call("Get shelf", parameters=(("depth", "How much of it", "1", ""),)),
        {("parameter added", "parameter depth of GET /v1/shelves/{shelf_id}")},
    ),
    "default changed": (
        with_call("Get shelves", parameters=(("since", "", "1", ""), CALLS[0].parameters[1])),
        {("default changed", "parameter since of GET /v1/shelves/")},
    ),
    "accepted values changed": (
        with_call("Get shelves", parameters=(CALLS[0].parameters[0], ("hall", "Only this hall", "all", "all,north"))),
        {("accepted values changed", "parameter hall of GET /v1/shelves/")},
    ),
    "class added": (
        evolve(PAGE, classes=(*CLASSES, ("HallDto", (("place", "String", "", "", "", "", "", "R"),)))),
        {("class added", "class HallDto")},
    ),
    "class renamed": (
        evolve(PAGE, classes=(("Shelf", SHELF_ROWS), *OTHER_CLASSES)),
        {("class renamed", "class Shelf")},
    ),
    "error code added": (
        evolve(PAGE, codes=(*PAGE.codes, ("907702", "Shelf fell over"))),
        {("error code added", "error code 907702")},
    ),
    "error code removed": (evolve(PAGE, codes=PAGE.codes[:1]), {("error code removed", "error code 907701")}),
    "meaning of a code": (
        evolve(PAGE, codes=(PAGE.codes[0], ("907701", "Nothing is locked, be calm"))),
        {("wording changed", "error code 907701")},
    ),
    "limit changed": (evolve(PAGE, requests=60), {("limit changed", "limit requests")}),
    "base URL changed": (
        evolve(PAGE, base="https://capi.lagerkoll.com/v2/shelves/"),
        {("base URL changed", "base URL")},
    ),
    "wording of an operation": (
        with_call("Add shelf", description="Puts up a shelf and paints it"),
        {("wording changed", "operation POST /v1/shelves/")},
    ),
    "wording of a section": (
        evolve(PAGE, basics=("Encode whatever goes into an address, and send Latin 1.",)),
        {("wording changed", "section General/Basics")},
    ),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", CHANGES)
def test_each_change_is_told_by_its_meaning_and_nothing_else(name: str, form: str) -> None:
    page, expected = CHANGES[name]

    found = compare(read(PAGE), read(page, form, seed=7))

    assert {(one.kind, str(one.place)) for one in found} == expected


@pytest.mark.parametrize("form", FORMS)
def test_a_cell_that_a_copy_may_have_moved_is_told_all_the_same(form: str) -> None:
    (found,) = compare(read(PAGE), read(with_row("hall", 5, "north,south"), form))

    if form in ("html", "markdown"):
        assert (found.kind, str(found.place)) == ("accepted values changed", "field ShelfDto.hall")
    else:  # empty cells are gone, so that its column is not certain
        assert (found.kind, found.place.section) in {
            ("not understood", "Classes/ShelfDto"),
            ("wording changed", "Classes/ShelfDto"),
        }


@given(form=st.sampled_from(sorted(FORMS)), seed=st.integers(0, 2**32))
@settings(max_examples=150)
def test_form_order_samples_and_noise_are_no_change(form: str, seed: int) -> None:
    assert compare(read(PAGE), read(PAGE, form, seed)) == []


def test_what_a_class_gains_is_not_told_again_for_every_sample_that_shows_it() -> None:
    shelf = {"label": "text", "id": "number", "locked": "flag", "depth": "number"}
    calls = tuple(evolve(one, gives=shelf) if one.gives and "since" not in one.gives else one for one in CALLS)
    page = evolve(PAGE, calls=calls, classes=((SHELF, (*SHELF_ROWS, DEPTH)), *OTHER_CLASSES))

    (found,) = compare(read(PAGE), read(page))

    assert str(found.place) == "field ShelfDto.depth"
    assert "also in samples: response field depth of POST /v1/shelves/" in found.note


def test_a_field_that_may_have_been_renamed_is_told_with_the_other_name() -> None:
    gone, came = compare(read(PAGE), read(with_row("locked", 0, "closed")))

    assert (gone.kind, str(gone.place), gone.note) == (
        "field removed",
        "field ShelfDto.locked",
        "perhaps it is now called closed, which is described alike",
    )
    assert (came.kind, came.note) == ("field added", "perhaps it was called locked, which was described alike")


def test_a_field_takes_what_is_within_it_along() -> None:
    old = Facts("p", operations=[Operation("Get", "GET", "/a", response_fields=[Field("id")])])
    new = Facts(
        "p",
        operations=[
            Operation(
                "Get", "GET", "/a", response_fields=[Field("id"), Field("at"), Field("at.city"), Field("at.road")]
            )
        ],
    )

    assert [str(one.place) for one in compare(old, new)] == ["response field at of GET /a"]
    assert [one.kind for one in compare(new, old)] == ["field removed"]


HIDDEN = Facts(
    "p",
    operations=[
        Operation("our name", parameters=[Parameter(None, default="50", description_hash=digest("how many"))]),
        Operation("other name", statuses={"200": None}),
    ],
)
SHOWN = Facts(
    "p",
    operations=[
        Operation("List", "GET", "/things", parameters=[Parameter("size", "50", description_hash=digest("how many"))]),
        Operation("Make", "POST", "/things", request_fields=[Field("name"), Field("size")]),
    ],
)


def test_operations_and_parameters_that_are_shown_for_the_first_time_are_recognised() -> None:
    found = {(one.kind, str(one.place)): one for one in compare(HIDDEN, SHOWN, by_hand=["operations"])}

    assert ("operation now shown", "operation GET /things") in found
    assert found["name now shown", "parameter size of GET /things"].after == "size"
    make = found["operation now shown", "operation POST /things"]
    assert make.before == '"other name"'
    assert make.note == "takes: name, size"
    assert not any(kind in ("operation added", "operation removed", "field added") for kind, _ in found)


def test_an_operation_without_a_path_is_recognised_by_what_the_spec_takes_it_for() -> None:
    old = Facts("p", operations=[Operation("first"), Operation("second")])
    new = Facts("p", operations=[Operation("A", "GET", "/a"), Operation("B", "GET", "/b")])

    found = compare(old, new, guesses={"first": ("GET", "/b"), "second": ("GET", "/a")})

    assert {(one.before, str(one.place.call)) for one in found} == {('"first"', "GET /b"), ('"second"', "GET /a")}


def test_a_page_that_no_longer_shows_a_path_has_not_lost_the_operation() -> None:
    (found,) = compare(
        Facts("p", operations=[Operation("Get", "GET", "/a")]), Facts("p", operations=[Operation("Get")])
    )

    assert found.kind == "operation no longer shown"


def test_wording_is_not_compared_with_what_a_person_wrote() -> None:
    old = Facts("p", operations=[Operation("Get", "GET", "/a")], error_codes={"1": None})
    new = Facts(
        "p",
        operations=[Operation("Get", "GET", "/a", description_hash=digest("words"))],
        error_codes={"1": digest("more words")},
        sections={"New": digest("words")},
    )

    assert compare(old, new, by_hand=["operations", "error_codes", "sections"]) == []
    assert [one.kind for one in compare(old, new)] == ["wording changed", "wording changed", "section added"]


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        (lambda old: evolve(old, auth=[*old.auth, Auth("headers", ["token"])]), ["login added"]),
        (lambda old: evolve(old, auth=old.auth[1:]), ["login removed"]),
        (lambda old: evolve(old, auth=[evolve(old.auth[0], lifetime=9), *old.auth[1:]]), ["login changed"]),
        (lambda old: evolve(old, limits={}), ["limit changed"] * 4),
        (lambda old: evolve(old, error_fields=old.error_fields[1:]), ["field removed"]),
        (lambda old: evolve(old, statuses={"503": None}), ["status added"]),
    ],
)
def test_logins_limits_error_fields_and_statuses_are_compared(
    change: Callable[[Facts], Facts], kinds: list[str]
) -> None:
    old = read(PAGE)

    assert [one.kind for one in compare(old, change(old))] == kinds


def test_what_can_no_longer_be_read_is_told() -> None:
    page = evolve(
        PAGE, classes=((SHELF, (*SHELF_ROWS, ("odd", "String", "", "", "", "", "", "whenever"))), *CLASSES[1:])
    )

    found = compare(read(PAGE), read(page))

    assert all(one.kind in ("field added", "not understood") for one in found)
    assert found
