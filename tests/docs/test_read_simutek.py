"""Simutek's reader, on pages of our own making: OpenAPI in Markdown, rendered text and HTML, descriptions."""

from __future__ import annotations

import json

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from scripts.docs.facts import Auth, Facts, Field, Parameter, digest
from scripts.docs.readers import read_page
from tests.docs.simutek_pages import CALLS, FAILURES, Call, descriptions, markdown, rendered_html, rendered_text

FORMS = {"api.md": markdown, "api.txt": rendered_text, "api.html": rendered_html}


def read(name: str, seed: int = 0, *, calls: tuple[Call, ...] = CALLS, host: str = "") -> Facts:
    return read_page("simutek_gks4", "api", FORMS[name](seed, calls=calls, host=host), name)


@pytest.mark.parametrize("name", FORMS)
def test_a_page_gives_operations_with_parameters_fields_and_statuses(name: str) -> None:
    facts = read(name)

    assert {(call.title, call.method, call.path) for call in facts.operations} == {
        (call.summary, call.method.upper(), call.path) for call in CALLS
    }
    moor, find, listed = (
        next(one for one in facts.operations if one.title == title)
        for title in ("Moor a boat", "Find a boat", "List boats")
    )
    assert moor.request_fields == (
        Field("berth", "object"),
        Field("berth.depth", "number", default="2", description_hash=digest("Metres of water. Default is 2.")),
        Field("berth.row", "string", ("POST",), description_hash=digest("Which pier it is.")),
        Field(
            "flag",
            "string",
            accepted=("fi", "no", "se"),
            description_hash=digest("Whose it is. Accepted values: se, no, fi"),
        ),
        Field("name", "string", ("POST",), description_hash=digest("What is painted on it.")),
        Field("number", "string | null", ("POST",), description_hash=digest("Its number in the harbour.")),
    )
    assert moor.headers == ("Content-type: application/json",)
    assert moor.statuses == {code: digest(text) for code, text in (("200", "It lies there now."), *FAILURES)}
    assert moor.response_fields == ()
    (number,) = find.parameters
    assert number == Parameter("number", None, (), digest("The number of the boat."), "string", True, "path")
    assert [field.field for field in find.response_fields] == [
        "berth", "berth.depth", "berth.row", "flag", "name", "number",
    ]  # fmt: skip
    assert [(one.name, one.type, one.default, one.allowed) for one in listed.parameters] == [
        ("name", "string", None, ()),
        ("page", "integer", "1", (">=1",)),
        ("pageSize", "integer", "50", ("<=100",)),
    ]
    assert facts.unread == ()


@pytest.mark.parametrize("name", FORMS)
def test_a_page_gives_login_and_sections(name: str) -> None:
    facts = read(name)

    url = "https://id.simutek.se/connect/token"
    assert facts.auth == (Auth("oauth2 client_credentials", ("client_id", "client_secret", "grant_type"), url),)
    assert facts.sections == {
        "Introduktion": digest("Det här handlar om båtar i hamnen."),
        "Autentisering och auktorisering": digest("Logga in med OAuth 2.0 och skicka med en nyckel."),
        "Exempel på hämtning av åtkomsttoken": None,
        "Headers": digest("Skicka Authorization med varje anrop. Bearer …"),
        "Dokumentation": None,
    }
    assert facts.base_url is None


@pytest.mark.parametrize("name", FORMS)
def test_a_host_is_the_base_url_once_the_page_shows_one(name: str) -> None:
    assert read(name, host="https://gks.example").base_url == "https://gks.example"


def _outline(facts: Facts) -> Facts:
    """The facts without what a rendered answer does not show: it is a sample there, and a schema in Markdown."""
    return evolve(
        facts, operations=[evolve(call, response_fields=_names(call.response_fields)) for call in facts.operations]
    )


def _names(fields: tuple[Field, ...]) -> list[Field]:
    return [Field(field.field) for field in fields]


@given(name=st.sampled_from(sorted(FORMS)), seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=150)
def test_form_order_samples_and_examples_change_no_fact(name: str, seed: int) -> None:
    assert _outline(read(name, seed)) == _outline(read("api.md"))


@given(name=st.sampled_from(["api.txt", "api.html"]), seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=50)
def test_rendered_forms_agree_in_answers_too(name: str, seed: int) -> None:
    assert read(name, seed) == read("api.txt")


def test_descriptions_alone_name_nothing_and_are_unread() -> None:
    facts = read_page("simutek_gks4", "api", descriptions(), "api.txt")

    assert facts.operations == ()
    unread = {item.hash for item in facts.unread}
    assert {digest(one.description) for call in CALLS for one in call.queries} <= unread
    assert {digest(text) for call in CALLS for _, text in call.statuses} <= unread
    assert facts.auth == read("api.md").auth
    assert facts.sections == read("api.md").sections


def test_a_new_operation_is_the_only_change() -> None:
    sail = Call("Sail away", "post", "/api/v1/boats/{number}/sail", (("204", "Gone."),))

    for name in FORMS:
        before, after = read(name), read(name, calls=(*CALLS, sail))
        assert {call.title for call in after.operations} - {call.title for call in before.operations} == {"Sail away"}
        assert evolve(after, operations=before.operations) == before, name


def test_fields_of_the_same_name_that_the_sample_does_not_tell_apart_are_unread() -> None:
    content = (
        "Dokumentation\nMoor\npost\n/api/v1/boats\nBody\nrowstringRequired\nA pier.\nResponses\n200\nDone.\n"
        'POST /api/v1/boats HTTP/1.1\n{"berth": {"row": "a"}, "other": {"row": "b"}}\n200\nNo content\n'
    )

    facts = read_page("simutek_gks4", "api", content, "api.txt")

    assert [item.reason for item in facts.unread] == ["which of the fields `row` this is"]


def test_an_openapi_document_may_say_its_types_in_any_way_of_openapi() -> None:
    schemas = {
        "Base": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer", "format": "int64"}}},
        "Row": {
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {"properties": {"note": {"type": "string", "nullable": True}}},
            ]
        },
        "Order": {
            "type": "object",
            "properties": {
                "rows": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}},
                "to": {"anyOf": [{"$ref": "#/components/schemas/Base"}, {"type": "null"}]},
                "state": {"type": "string", "enum": ["open", "done"], "default": "open", "readOnly": True},
                "parent": {"$ref": "#/components/schemas/Order"},
            },
        },
    }
    document = {
        "openapi": "3.0.3",
        "paths": {
            "/v1/orders": {
                "parameters": [
                    {"name": "size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 9}}
                ],
                "get": {
                    "responses": {
                        "200": {
                            "description": "Here.",
                            "content": {
                                "application/json": {
                                    "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Order"}}
                                }
                            },
                        }
                    },
                },
            }
        },
        "components": {"schemas": schemas},
    }
    content = f"# API\n\n## Dokumentation\n\n## List orders\n\n```json\n{json.dumps(document)}\n```\n"

    (call,) = read_page("simutek_gks4", "api", content, "api.md").operations

    assert call.title == "List orders"
    assert [(one.name, one.allowed) for one in call.parameters] == [("size", ("<=9", ">=1"))]
    fields = {field.field: field for field in call.response_fields}
    assert fields["[].rows"].type == "array"
    assert (fields["[].rows[].id"].type, fields["[].rows[].id"].format) == ("integer", "int64")
    assert fields["[].rows[].note"].type == "string | null"
    assert fields["[].to"].type == "object | null"
    assert fields["[].parent.parent"].type == "object"
    assert "[].parent.parent.parent" not in fields
    assert fields["[].state"] == Field("[].state", "string", access="R", default="open", accepted=("done", "open"))
