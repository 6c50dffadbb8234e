"""A page becomes a fragment of a spec in which only what a person has to say is missing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from attrs import evolve

from scripts.docs.draft import draft
from scripts.docs.english import singular
from scripts.docs.facts import Facts, Field, Operation, Parameter
from scripts.docs.readers import read_page
from scripts.docs.spec_yaml import Comment, Flow, Spaced, dump
from scripts.docs_draft import main
from scripts.specs.folder import check_folder
from scripts.specs.markers import markers
from tests.docs.erp_xt_pages import HelpPage, as_html
from tests.docs.lagerkoll_pages import CALLS, Call, ResourcePage, rendered
from tests.docs.shelves import SOURCES, VENDOR, lay_out
from tests.docs.simutek_pages import markdown

PAGE = ResourcePage()
HEAD: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Drafted", "version": "0.1.0"},
    "security": [{"key": []}],
}


def facts(page: ResourcePage = PAGE) -> Facts:
    content, name = rendered(page, "html", 4)
    return read_page("lagerkoll", "shelves", content, name)


def whole(fragment: str, page: str) -> str:
    """A spec around a fragment, with what a spec needs besides."""
    evidence = {"level": "documented", "source": page, "section": "Start"}
    around = {
        **HEAD,
        "servers": [{"url": "https://api.example", "x-evidence": evidence}],
    }
    scheme = {"type": "apiKey", "in": "header", "name": "key", "x-evidence": evidence}
    assert "x-error-codes:\n" not in fragment or "  codes:\n" in fragment
    text = fragment.replace("x-error-codes:\n", "x-error-codes:\n  code: errorCode\n")
    schemes = yaml.safe_dump({"securitySchemes": {"key": scheme}})
    indented = "".join(f"  {line}\n" for line in schemes.splitlines())
    return yaml.safe_dump(around) + text.replace("\ncomponents:\n", f"\ncomponents:\n{indented}")


def checked(folder: Path, fragment: str, page: str) -> list[str]:
    folder.mkdir(parents=True)
    (folder / "facts").mkdir()
    (folder / "facts" / f"{page}.json").write_text(f'{{"page": "{page}"}}', "utf-8")
    (folder / "sources.yaml").write_text(SOURCES.partition("    waived")[0].replace("shelves", page), "utf-8")
    (folder / "generator.yaml").write_text(
        "distribution: drafted-api\npackage: drafted_api\nclient: Drafted\noverlay: drafted\n", "utf-8"
    )
    (folder / "openapi.yaml").write_text(whole(fragment, page), "utf-8")
    return [one.problem for one in check_folder(folder) if one.file.endswith("openapi.yaml")]


DRAFTED: dict[str, tuple[str, Facts]] = {
    "resource page": ("shelves", facts()),
    "help page": ("bikes", read_page("comarch_erp_xt", "bikes", as_html(HelpPage()), "bikes.html")),
    "OpenAPI blocks": ("api", read_page("simutek_gks4", "api", markdown(host="https://api.example"), "api.md")),
}


@pytest.mark.parametrize("name", DRAFTED)
def test_only_what_a_person_has_to_say_is_missing(name: str, tmp_path: Path) -> None:
    page, found = DRAFTED[name]
    fragment = draft(found)

    problems = checked(tmp_path / "drafted", fragment, page)

    assert len(problems) > 10
    assert [one for one in problems if not one.startswith("not filled in: ")] == []
    assert sum(1 for _ in markers(fragment)) > 10


def test_operations_get_the_names_that_clients_have_everywhere() -> None:
    paths = yaml.safe_load(draft(facts()))["paths"]

    assert {
        (path, method): (one["operationId"], one["x-method"], one["x-retry"])
        for path, item in paths.items()
        for method, one in item.items()
        if method in ("get", "post", "put", "delete")
    } == {
        ("/v1/shelves/", "get"): ("list_shelves", "list", "safe"),
        ("/v1/shelves/", "post"): ("create_shelf", "create", "never"),
        ("/v1/shelves/{shelf_id}", "get"): ("get_shelf", "get", "safe"),
        ("/v1/shelves/{shelf_id}", "delete"): ("delete_shelf", "delete", "safe"),
        ("/v1/shelves/{shelf_id}/hall", "put"): ("update_hall", "update", "safe"),
    }


@pytest.mark.parametrize(
    ("plural", "single"),
    [
        *(("payment_terms", "payment_term"), ("currencies", "currency"), ("series", "series"), ("people", "person")),
        *(
            ("addresses", "address"),
            ("statuses", "status"),
            ("boxes", "box"),
            ("branches", "branch"),
            ("prizes", "prize"),
        ),
        *(("warehouses", "warehouse"), ("purchases", "purchase"), ("licenses", "license"), ("responses", "response")),
        *(("shelves", "shelf"), ("drives", "drive"), ("address", "address"), ("status", "status"), ("basis", "basis")),
        *(("data", "data"), ("s", "s"), ("price_lists", "price_list"), ("", "")),
    ],
)
def test_names_of_one_thing_are_singulars(plural: str, single: str) -> None:
    assert singular(plural) == single


def test_words_beyond_ascii_make_names_too() -> None:
    found = Facts("p", operations=[Operation("Größe ändern", "POST", "/größen"), Operation("x", "POST", "/größen/neu")])
    paths = yaml.safe_load(draft(found))["paths"]

    assert [item["post"]["operationId"] for item in paths.values()] == ["create_groessen", "create_neu"]


def test_a_page_that_says_nothing_is_no_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.html").write_text("<p>We have moved.</p>", "utf-8")

    assert main(["--vendor", VENDOR, str(tmp_path / "page.html")], lay_out(tmp_path / "specs")) == 2

    said = capsys.readouterr()
    assert said.out == ""
    assert "nothing was drafted: its reader finds no operation, class or error code on the page" in said.err


def test_schemas_come_from_the_tables_of_classes_one_for_each_use() -> None:
    schemas = yaml.safe_load(draft(facts()))["components"]["schemas"]

    assert set(schemas) == {"Error", "Shelf", "ShelfCreate", "ShelfUpdate", "ShelvesResponse"}
    read, create = schemas["Shelf"], schemas["ShelfCreate"]
    assert read["x-evidence"] == {"level": "documented", "source": "shelves", "section": "Classes/ShelfDto"}
    assert {name: one["type"] for name, one in read["properties"].items()} == {
        "id": ["integer", "null"],
        "label": ["string", "null"],
        "hall": ["string", "null"],
        "locked": ["boolean", "null"],
    }
    assert read["properties"]["id"]["format"] == "int64"
    assert read["properties"]["id"]["readOnly"] is True
    assert create["required"] == ["label"]
    assert "id" not in create["properties"]
    assert schemas["ShelvesResponse"]["properties"]["shelves"]["x-evidence"]["level"] == "inferred"


def test_parameters_have_the_defaults_and_values_of_the_page() -> None:
    parameters = yaml.safe_load(draft(facts()))["paths"]["/v1/shelves/"]["get"]["parameters"]

    schemas = {one["name"]: one["schema"] for one in parameters}
    assert schemas["since"] == {"type": "integer", "default": 0}
    assert schemas["hall"] == {"type": "string", "default": "all", "enum": ["all", "north", "south"]}
    assert {one["x-evidence"]["level"] for one in parameters} == {"inferred"}


def test_what_the_page_does_not_show_is_not_made_up() -> None:
    found = Facts(
        "p",
        operations=[
            Operation("Hidden"),
            Operation("List", "GET", "/things", parameters=[Parameter(None, allowed=["<=100", ">=1"])]),
        ],
    )

    text = draft(found)

    assert "# Not in it, since the page does not show method and path: Hidden\n" in text
    (parameter,) = yaml.safe_load(text)["paths"]["/things"]["get"]["parameters"]
    assert parameter["name"] == "<<fill in: its name, which the page does not show>>"
    assert parameter["schema"]["type"].startswith("<<fill in: ")
    assert (parameter["schema"]["minimum"], parameter["schema"]["maximum"]) == (1, 100)


def test_what_is_within_a_field_becomes_a_schema_of_its_own() -> None:
    taken = [
        Field("Items", "array", ["POST"]),
        Field("Items[].Id", "long"),
        Field("At", "object"),
        Field("At.City", "string"),
    ]
    found = Facts("p", operations=[Operation("Add", "POST", "/orders", request_fields=taken)])

    schemas = yaml.safe_load(draft(found))["components"]["schemas"]

    assert schemas["OrderCreate"]["properties"]["Items"]["items"] == {"$ref": "#/components/schemas/OrderItemCreate"}
    assert schemas["OrderCreate"]["properties"]["At"]["$ref"] == "#/components/schemas/OrderAtCreate"
    assert schemas["OrderCreate"]["required"] == ["Items"]
    assert schemas["OrderItemCreate"]["properties"]["Id"]["format"] == "int64"


def test_a_list_that_is_the_whole_answer_is_an_array() -> None:
    given = [Field("[].Id", "number")]
    found = Facts("p", operations=[Operation("List", "GET", "/orders", response_fields=given)])

    answer = yaml.safe_load(draft(found))["paths"]["/orders"]["get"]["responses"]["2XX"]

    assert answer["content"]["application/json"]["schema"] == {
        "type": "array",
        "items": {"$ref": "#/components/schemas/Order"},
    }


def test_only_what_the_spec_lacks_is_drafted_and_what_it_has_in_common_is_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = lay_out(tmp_path / "specs")
    page = evolve(
        PAGE,
        calls=(*CALLS, Call("Count shelves", "GET", "/count", "How many", gives={"count": "number"})),
        codes=(*PAGE.codes, ("907702", "Fell over")),
    )
    content, name = rendered(page, "text", 6)
    (tmp_path / name).write_text(content, "utf-8")
    (root / VENDOR / "sources.yaml").write_text(
        SOURCES.replace("    waived", "    by_hand: [base_url]\n    waived"), "utf-8"
    )

    assert main(["--vendor", VENDOR, str(tmp_path / name)], root) == 0

    drafted = yaml.safe_load(capsys.readouterr().out)
    assert list(drafted["paths"]) == ["/v1/shelves/count"]
    assert drafted["paths"]["/v1/shelves/count"]["get"]["responses"]["default"] == {
        "$ref": "#/components/responses/Error"
    }
    assert list(drafted["x-error-codes"]["codes"]) == ["907702"]
    assert drafted["tags"] == [{"name": "count", "description": "<<fill in: what they are, and what identifies one>>"}]


@pytest.mark.parametrize(("vendor", "file"), [("nobody", "page.html"), (VENDOR, "none.html"), (VENDOR, "latin.html")])
def test_a_page_that_cannot_be_read_is_an_error(
    vendor: str, file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "page.html").write_text("<p>x</p>", "utf-8")
    (tmp_path / "latin.html").write_bytes("<p>ä</p>".encode("latin-1"))

    assert main(["--vendor", vendor, str(tmp_path / file)], lay_out(tmp_path / "specs")) == 2
    assert capsys.readouterr().err.startswith("nothing was drafted: ")


def test_yaml_is_in_the_style_of_the_specs_and_says_what_was_meant() -> None:
    node = {
        "#": Comment("First line\nsecond"),
        "text": "yes",
        "list": ["a b", "a, b", 7, None, True],
        "empty": {},
        "map": Spaced({"200": Flow(why="a: b", ref=Flow({"$ref": "#/x"})), "2XX": [Flow(a=1), {"b": "c", "d": ["e"]}]}),
    }

    text = dump(node)

    assert text == (
        '# First line\n# second\ntext: "yes"\nlist: [a b, "a, b", 7, null, true]\nempty: {}\nmap:\n'
        '  "200": {why: "a: b", ref: {$ref: "#/x"}}\n\n  2XX:\n    - {a: 1}\n    - b: c\n      d: [e]\n'
    )
    assert yaml.safe_load(text) == {key: value for key, value in node.items() if key != "#"}
