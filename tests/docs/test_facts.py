"""Facts: one order whatever order they come in, a JSON form that comes back as it went, and hashes of wording."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.docs.facts import Auth, Facts, Field, Operation, Parameter, Unread, digest
from scripts.docs.facts_json import FactsError, dumps, from_json, to_json, to_lock

FULL = Facts(
    "things",
    "https://api.example/v1/things/",
    [
        Operation("Add", "POST", "", digest("adds"), (), [Field("name", "string", ["POST"])]),
        Operation(
            "Get",
            "GET",
            "/{id:.+}",
            parameters=[Parameter("id"), Parameter(None, "1", ["<=9"])],
            statuses={"200": None},
        ),
        Operation("Listed", path="/others"),
    ],
    {"Thing": [Field("name", "string"), Field("id", "long", access="R")]},
    {"2": digest("b"), "1": None},
    {"404": digest("gone")},
    [Field("errorCode", "number")],
    {"requests": 5, "per": 60, "header": "Retry-After"},
    [Auth("headers", ["b", "a"]), Auth("oauth2 client_credentials", (), "https://api.example/token", 600)],
    {"Basics": digest("hello"), "Errors": None},
    [Unread.of("Basics", "a line", "What is this")],
)


def test_json_comes_back_as_it_went_with_and_without_what_is_empty() -> None:
    assert from_json(to_json(FULL)) == FULL
    assert from_json(to_lock(FULL)) == FULL


def test_what_the_page_leaves_open_comes_back_from_the_lock_as_well() -> None:
    bare = Facts(
        "things",
        operations=[Operation(None, "GET")],
        classes={"Empty": []},
        unread=[Unread.of(None, "a line under no heading", "Hello"), Unread.of("Basics", "a line of signs", "–")],  # noqa: RUF001 - a dash
    )

    assert from_json(to_lock(bare)) == bare


def test_order_on_the_page_makes_no_difference() -> None:
    chance = random.Random(1)
    again = from_json(to_json(FULL))
    data = to_json(FULL)
    for part in ("operations", "auth", "unread"):
        chance.shuffle(data[part])
    data["classes"]["Thing"].reverse()

    assert from_json(data) == again
    assert dumps(to_json(from_json(data))) == dumps(to_json(again))


def test_the_wording_of_what_is_unread_is_shown_and_not_stored() -> None:
    assert "What is this" in dumps(to_json(FULL))
    assert "What is this" not in dumps(to_lock(FULL))


def test_one_fact_stands_on_one_line() -> None:
    lines = dumps(to_lock(FULL)).splitlines()

    assert '      {"field": "id", "type": "long", "access": "R"},' in lines
    assert '    "1": null,' in lines


def test_paths_are_joined_with_the_base_by_one_slash() -> None:
    get, add = (next(one for one in FULL.operations if one.title == title) for title in ("Get", "Add"))

    assert FULL.full_path(get) == "/v1/things/{id}"
    assert FULL.full_path(add) == "/v1/things/"
    assert FULL.full_path(Operation("x", "GET", "/v1/things/{id}")) == "/v1/things/{id}"
    assert FULL.full_path(Operation("x")) is None
    assert Facts("p").full_path(get) == "/{id}"


def test_sections_that_can_be_cited_are_headings_titles_and_classes() -> None:
    assert FULL.cited() == {"Basics", "Errors", "Get", "Add", "Listed", "Classes/Thing"}


@pytest.mark.parametrize(
    "data", [[], {"page": 3}, {"page": "a", "operations": [{"method": 3}]}, {"page": "a", "limits": []}]
)
def test_json_of_another_shape_is_refused(data: object) -> None:
    with pytest.raises(FactsError, match="not the JSON form of facts"):
        from_json(data)


@given(st.lists(st.text(st.characters(categories=["L", "Nd"]), min_size=1), min_size=1), st.data())
def test_a_hash_depends_on_words_and_not_on_what_stands_between_them(words: list[str], data: st.DataObject) -> None:
    between = st.sampled_from([" ", "  ", "\n", ", ", " **", "\u00a0", " – ", "; "])  # noqa: RUF001 - a dash
    written = "".join(word + data.draw(between) for word in words)

    assert digest(written) == digest(" ".join(words))


def test_a_hash_tells_words_apart_and_there_is_none_without_words() -> None:
    assert digest("Only with POST") != digest("Only with PUT")
    assert digest("50 %") != digest("50")
    assert digest(" – ") is None  # noqa: RUF001 - a dash
