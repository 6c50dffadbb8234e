"""A spec has what its pages say, or the lock says why not; and what it calls documented stands on a page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attrs import evolve

from scripts import docs_coverage
from scripts.docs.coverage import coverage
from scripts.specs.folder import vendors
from tests.docs.lagerkoll_pages import CALLS, CLASSES, Call, ResourcePage
from tests.docs.shelves import SOURCES, VENDOR, lay_out, replaced

PAGE = ResourcePage()
(SHELF, ROWS), *OTHERS = CLASSES


def findings(root: Path) -> list[str]:
    return [f"{one.file.rpartition('/')[2]} {one.problem}" for one in coverage(VENDOR, root).findings]


def row(*cells: str) -> ResourcePage:
    return evolve(PAGE, classes=((SHELF, (*ROWS, cells)), *OTHERS))


def changed_row(name: str, column: int, value: str) -> ResourcePage:
    rows = tuple((*one[:column], value, *one[column + 1 :]) if one[0] == name else one for one in ROWS)
    return evolve(PAGE, classes=((SHELF, rows), *OTHERS))


def test_a_spec_that_has_all_that_its_page_says_has_no_findings(tmp_path: Path) -> None:
    (page,) = coverage(VENDOR, lay_out(tmp_path)).pages

    assert findings(tmp_path) == []
    assert page.covered + len(page.waived) == len(page.matches)
    assert len(page.waived) == 9


UNCOVERED: dict[str, tuple[ResourcePage, list[str]]] = {
    "an operation": (
        evolve(PAGE, calls=(*CALLS, Call("Count shelves", "GET", "/count", "How many"))),
        ["operation GET /v1/shelves/count", "header Accept: application/json of GET /v1/shelves/count"],
    ),
    "a moved operation": (
        evolve(PAGE, calls=(*CALLS[:-1], evolve(CALLS[-1], path="/{shelf_id}/gone"))),
        ["operation DELETE /v1/shelves/{shelf_id}/gone"],
    ),
    "a parameter": (
        evolve(
            PAGE, calls=(evolve(CALLS[0], parameters=(*CALLS[0].parameters, ("sort", "", "label", ""))), *CALLS[1:])
        ),
        ["parameter sort of GET /v1/shelves/", "parameter sort of GET /v1/shelves/: default"],
    ),
    "a default": (
        evolve(PAGE, calls=(evolve(CALLS[0], parameters=(("since", "", "7", ""), CALLS[0].parameters[1])), *CALLS[1:])),
        ["parameter since of GET /v1/shelves/: default` (7); the spec has 0"],
    ),
    "an accepted value": (
        evolve(
            PAGE,
            calls=(evolve(CALLS[0], parameters=(CALLS[0].parameters[0], ("hall", "", "all", "all,west"))), *CALLS[1:]),
        ),
        ["parameter hall of GET /v1/shelves/: values` (all, west); the spec does not have west"],
    ),
    "a field": (
        row("depth", "double", "", "", "", "", "", "R"),
        ["field ShelfDto.depth", "field ShelfDto.depth: type"],
    ),
    "a type": (changed_row("id", 1, "String"), ["field ShelfDto.id: type` (string); the spec has integer"]),
    "a required field": (changed_row("hall", 4, "Post"), ["field ShelfDto.hall: required` (POST); the spec does not"]),
    "a read-only field": (changed_row("hall", 7, "R"), ["field ShelfDto.hall: access` (R); the spec sends it"]),
    "a class": (
        evolve(PAGE, classes=(*CLASSES, ("HallDto", (("place", "String", "", "", "", "", "", "R"),)))),
        ["class HallDto", "field HallDto.place"],
    ),
    "an error code": (evolve(PAGE, codes=(*PAGE.codes, ("907702", "Fell over"))), ["error code 907702"]),
    "a limit": (evolve(PAGE, requests=60), ["limit requests` (60); the spec has 90"]),
    "a base URL": (evolve(PAGE, base="https://else.example/v1/shelves/"), ["base URL` (https://else.example"]),
}


@pytest.mark.parametrize("name", UNCOVERED)
def test_what_a_page_says_and_the_spec_does_not_is_found(name: str, tmp_path: Path) -> None:
    page, expected = UNCOVERED[name]

    found = findings(lay_out(tmp_path, page))

    for text in expected:
        assert any(f"`{text}" in one for one in found), found
    assert all("mend the spec, or waive it" in one or "claims to be documented" in one for one in found)


UNFOUNDED: dict[str, tuple[ResourcePage, str]] = {
    "an operation": (evolve(PAGE, calls=CALLS[:-1]), "have no section `Delete shelf`"),
    "a field": (
        evolve(PAGE, classes=((SHELF, tuple(one for one in ROWS if one[0] != "locked")), *OTHERS)),
        "openapi.yaml claims to be documented",
    ),
    "an error code": (evolve(PAGE, codes=PAGE.codes[:1]), "openapi.yaml claims to be documented"),
    "a login": (evolve(PAGE, open=True), "have no section `General/Headers`"),
    "a quota": (evolve(PAGE, requests=60), "openapi.yaml claims to be documented"),
    "a class": (evolve(PAGE, classes=CLASSES[:1]), "have no section `Classes/ShelvesResponseDto`"),
}


@pytest.mark.parametrize("name", UNFOUNDED)
def test_what_a_spec_calls_documented_and_no_page_says_is_found(name: str, tmp_path: Path) -> None:
    page, expected = UNFOUNDED[name]

    assert any(expected in one for one in findings(lay_out(tmp_path, page)))


CLAIMS: dict[str, Callable[[str], str]] = {
    "a server": replaced("url: https://capi.lagerkoll.com", "url: https://other.example"),
    "a path": replaced(
        "x-evidence: {level: inferred, source: shelves, section: Get shelf, because: joined with one slash}",
        "x-evidence: {level: documented, source: shelves, section: Get shelf}\n    get:\n      operationId: x\n"
        "  /v1/bins:\n    x-evidence: {level: documented, source: shelves, section: Get shelf}",
    ),
    "a parameter": replaced("- name: hall", "- name: aisle"),
    "a header": replaced("Retry-After:", "X-Wait:"),
    "a response": replaced(
        "x-evidence: {level: inferred, source: shelves, section: Get shelves, because: no status is shown}",
        "x-evidence: {level: documented, source: shelves, section: Get shelves}",
    ),
    "a field": replaced("        locked: {type: [boolean, ", "        closed: {type: [boolean, "),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_claims_of_every_kind_of_node_are_checked(name: str, tmp_path: Path) -> None:
    found = findings(lay_out(tmp_path, spec=CLAIMS[name]))

    assert any("claims to be documented, and the facts of page `shelves` do not say it" in one for one in found), found


def test_a_waiver_is_for_what_it_names_and_has_to_be_needed(tmp_path: Path) -> None:
    waived = SOURCES + '      "error code 907702": nobody meets it\n      "error code 1": long gone\n'
    page = evolve(PAGE, codes=(*PAGE.codes, ("907702", "Fell over")))

    assert findings(lay_out(tmp_path, page, sources=waived)) == [
        "sources.yaml waives nothing that the page says; take it out"
    ]


def test_a_finding_leads_to_the_line_where_it_is_mended(tmp_path: Path) -> None:
    root = lay_out(tmp_path, evolve(PAGE, requests=60))

    finding = next(one for one in coverage(VENDOR, root).findings if "limit requests" in one.problem)

    lines = (root / VENDOR / "openapi.yaml").read_text("utf-8").splitlines()
    assert lines[finding.line - 1] == "x-quota:"


def test_the_check_prints_findings_alone_and_fails_if_there_are_any(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = lay_out(tmp_path / "good"), lay_out(tmp_path / "bad", evolve(PAGE, requests=60))

    assert docs_coverage.main(["--check"], good) == 0
    assert capsys.readouterr() == (f"pages: {VENDOR}: all in order\n", "")
    assert docs_coverage.main(["--check"], bad) == 1
    out, err = capsys.readouterr()
    assert out == f"pages: {VENDOR}: 2 findings\n"
    assert "the spec has 90" in err


def test_the_command_prints_facts_and_levels_of_every_vendor(capsys: pytest.CaptureFixture[str]) -> None:
    docs_coverage.main([])

    out = capsys.readouterr().out
    for vendor in vendors():
        assert f"{vendor}\n  page " in out
    assert out.count("nodes: ") == len(vendors())
    assert "facts  covered  waived  missing  unread" in out


@pytest.mark.parametrize("broken", ["openapi.yaml", "sources.yaml", "facts/shelves.json"])
def test_what_cannot_be_read_is_an_error_that_names_the_file(
    broken: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = lay_out(tmp_path)
    (root / VENDOR / broken).write_text("[", "utf-8")

    assert docs_coverage.main([], root) == 2
    assert broken in capsys.readouterr().err


def test_a_vendor_that_is_not_there_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs_coverage.main(["--vendor", "nobody"], lay_out(tmp_path)) == 2
    assert "nobody" in capsys.readouterr().err
