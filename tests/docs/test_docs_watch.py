"""A watch tells what changed, which nodes of the spec that concerns, what it would be for users, what it closes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from scripts.docs import watch as watching
from scripts.docs.facts import Facts
from scripts.docs.facts_json import dumps
from scripts.docs.fetch import Copy, FetchError
from scripts.docs.lock import Page, load
from scripts.docs_watch import main
from tests.docs.lagerkoll_pages import CALLS, CLASSES, FORMS, STRIPPED, Call, ResourcePage, rendered
from tests.docs.shelves import SOURCES, VENDOR, lay_out, replaced

PAGE = ResourcePage()
(SHELF, ROWS), *OTHERS = CLASSES


@pytest.fixture
def watch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """`watch(page) -> (exit code, the page in the report)`: what becomes of a page whose old form is in the lock."""

    def run(page: ResourcePage | str | None, *, form: str = "html", seed: int = 1, **layout: Any) -> tuple[int, Any]:
        number = len(list(tmp_path.iterdir()))
        root = lay_out(tmp_path / f"specs{number}", **layout)
        copies = tmp_path / f"pages{number}"
        copies.mkdir()
        if isinstance(page, ResourcePage):
            page, name = rendered(page, form, seed)
            (copies / name).write_text(page, "utf-8")
        elif page is not None:
            (copies / "shelves.html").write_text(page, "utf-8")
        code = main(["--vendor", VENDOR, "--pages", str(copies), "--json"], root)
        out = capsys.readouterr().out
        return code, json.loads(out)["pages"][0] if out else None

    return run


def effects(page: Any) -> dict[tuple[str, str], str]:
    return {(one["kind"], one["subject"]): one["effect"]["level"] for one in page["changes"]}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(8))
def test_a_page_in_any_form_and_order_is_unchanged(form: str, seed: int, watch: Any) -> None:
    code, page = watch(PAGE, form=form, seed=seed)

    assert (code, page["state"], page["changes"], page["holes"]) == (0, "unchanged", [], [])


def test_a_change_names_the_nodes_that_are_it_and_those_that_cite_its_section(watch: Any) -> None:
    rows = tuple(one if one[0] != "hall" else (*one[:7], "R") for one in ROWS)

    code, page = watch(evolve(PAGE, classes=((SHELF, rows), *OTHERS)))

    assert code == 1
    (change,) = page["changes"]
    assert (change["kind"], change["subject"]) == ("access changed", "field ShelfDto.hall")
    assert (change["before"], change["after"], change["section"]) == ("R,W", "R", "Classes/ShelfDto")
    assert change["effect"] == {"level": "major", "reason": "it can no longer be written"}
    assert {(one["pointer"], one["level"]) for one in change["nodes"]} == {
        ("/components/schemas/Shelf/properties/hall", "documented"),
        ("/components/schemas/ShelfCreate/properties/hall", "assumed"),
        ("/components/schemas/ShelfUpdate/properties/hall", "documented"),
    }
    assert {one["pointer"] for one in change["citing"]} == {
        "/components/schemas/Shelf",
        "/components/schemas/ShelfCreate",
        "/components/schemas/ShelfUpdate",
    }
    assert all(one["file"].endswith("openapi.yaml") and one["line"] > 1 for one in change["nodes"])


def _rows(*more: tuple[str, ...], without: str = "", **changed: tuple[int, str]) -> ResourcePage:
    rows = []
    for one in ROWS:
        if one[0] in changed:
            column, value = changed[one[0]]
            one = (*one[:column], value, *one[column + 1 :])
        rows += [one] if one[0] != without else []
    return evolve(PAGE, classes=((SHELF, (*rows, *more)), *OTHERS))


def _list(**changes: Any) -> ResourcePage:
    return evolve(PAGE, calls=(evolve(CALLS[0], **changes), *CALLS[1:]))


EFFECTS: dict[str, tuple[ResourcePage, tuple[str, str], str]] = {
    "one more call": (
        evolve(PAGE, calls=(*CALLS, Call("Count", "GET", "/count", "How many"))),
        ("operation added", "operation GET /v1/shelves/count"),
        "minor",
    ),
    "one call less": (
        evolve(PAGE, calls=CALLS[:-1]),
        ("operation removed", "operation DELETE /v1/shelves/{shelf_id}"),
        "major",
    ),
    "another address": (
        evolve(PAGE, calls=(*CALLS[:-1], evolve(CALLS[-1], path="/{shelf_id}/gone"))),
        ("operation moved", "operation DELETE /v1/shelves/{shelf_id}/gone"),
        "patch",
    ),
    "one more field": (
        _rows(("depth", "double", "", "", "", "", "", "R,W")),
        ("field added", "field ShelfDto.depth"),
        "minor",
    ),
    "one more field to give": (
        _rows(("depth", "double", "", "", "Post", "", "", "R,W")),
        ("field added", "field ShelfDto.depth"),
        "major",
    ),
    "one field less": (_rows(without="locked"), ("field removed", "field ShelfDto.locked"), "major"),
    "another name": (_rows(label=(0, "title")), ("field renamed", "field ShelfDto.title"), "major"),
    "another type": (_rows(id=(1, "String")), ("field retyped", "field ShelfDto.id"), "major"),
    "to be given": (_rows(hall=(4, "Post")), ("required changed", "field ShelfDto.hall"), "major"),
    "to be given no longer": (_rows(label=(4, "")), ("required changed", "field ShelfDto.label"), "minor"),
    "to be written too": (_rows(id=(7, "R,W")), ("access changed", "field ShelfDto.id"), "minor"),
    "another default": (
        _list(parameters=(("since", "", "1", ""), CALLS[0].parameters[1])),
        ("default changed", "parameter since of GET /v1/shelves/"),
        "minor",
    ),
    "fewer values": (
        _list(parameters=(CALLS[0].parameters[0], ("hall", "Only this hall", "all", "all,north"))),
        ("accepted values changed", "parameter hall of GET /v1/shelves/"),
        "major",
    ),
    "more values": (
        _list(parameters=(CALLS[0].parameters[0], ("hall", "Only this hall", "all", "all,north,south,west"))),
        ("accepted values changed", "parameter hall of GET /v1/shelves/"),
        "minor",
    ),
    "one more parameter": (
        _list(parameters=(*CALLS[0].parameters, ("sort", "By what", "label", ""))),
        ("parameter added", "parameter sort of GET /v1/shelves/"),
        "minor",
    ),
    "one more code": (
        evolve(PAGE, codes=(*PAGE.codes, ("907702", "Fell over"))),
        ("error code added", "error code 907702"),
        "minor",
    ),
    "another limit": (evolve(PAGE, requests=60), ("limit changed", "limit requests"), "patch"),
    "other words": (
        _list(description="Shelves of every hall and yard"),
        ("wording changed", "operation GET /v1/shelves/"),
        "patch",
    ),
}


@pytest.mark.parametrize("name", EFFECTS)
def test_what_a_change_would_be_for_users(name: str, watch: Any) -> None:
    page, change, level = EFFECTS[name]

    code, found = watch(page)

    assert code == 1
    assert effects(found) == {change: level}


def test_what_clients_do_not_have_cannot_break_them(watch: Any) -> None:
    def without_locked(text: str) -> str:
        return text.replace('        locked: {type: [boolean, "null"]}\n', "")

    _, page = watch(_rows(without="locked"), spec=without_locked)

    assert effects(page) == {("field removed", "field ShelfDto.locked"): "none"}


def test_what_the_spec_says_already_is_no_change_for_users(watch: Any) -> None:
    def with_depth(text: str) -> str:
        return text.replace("        locked: {", '        depth: {type: [number, "null"]}\n        locked: {')

    _, page = watch(_rows(("depth", "double", "", "", "", "", "", "R,W")), spec=with_depth)

    (change,) = page["changes"]
    assert change["effect"] == {"level": "none", "reason": "the spec says so already"}


def test_a_hole_that_a_page_closes_is_told(watch: Any) -> None:
    page = evolve(
        PAGE, calls=(CALLS[0], evolve(CALLS[1], parameters=(("shelf_id", "Number of the shelf", "", ""),)), *CALLS[2:])
    )

    code, found = watch(page)

    assert code == 1
    (hole,) = found["holes"]
    assert hole["kind"] == "documented now"
    assert hole["says"] == "parameter shelf_id of GET /v1/shelves/{shelf_id}"
    assert [(one["pointer"], one["level"]) for one in hole["nodes"]] == [
        ("/paths/~1v1~1shelves~1{shelf_id}/parameters/0", "assumed")
    ]


def test_a_guess_that_a_page_contradicts_is_told(watch: Any) -> None:
    page = _list(parameters=(("since", "", "2026", ""), CALLS[0].parameters[1]))

    _, found = watch(page)

    assert [(one["kind"], one["says"], one["why"]) for one in found["holes"]] == [
        ("contradiction", "parameter since of GET /v1/shelves/: default 2026", "the spec has 0")
    ]


def _hidden(root: Path) -> None:
    """As if the page had not shown yet how a shelf is put up."""
    path = root / VENDOR / "facts" / "shelves.json"
    data = json.loads(path.read_text("utf-8"))
    data["operations"] = [
        {"title": "our words: putting up"} if one["title"] == "Add shelf" else one for one in data["operations"]
    ]
    path.write_text(dumps(data), "utf-8")
    sources = root / VENDOR / "sources.yaml"
    sources.write_text(SOURCES.replace("    waived:", "    by_hand: [operations]\n    waived:"), "utf-8")


def _guessing(text: str) -> str:
    start, end = text.index("    post:\n"), text.index("  /v1/shelves/{shelf_id}:\n")
    guess = text[start:end].replace(
        "x-evidence: {level: documented, source: shelves, section: Add shelf}",
        'x-evidence: {level: assumed, source: shelves, section: "our words: putting up", because: not shown}',
    )
    moved = f"  /v1/newshelves:\n    x-evidence: {{level: assumed, because: not shown}}\n{guess}"
    text = text[:start] + text[end:]
    text = text.replace("  /v1/shelves/{shelf_id}:\n", f"{moved}  /v1/shelves/{{shelf_id}}:\n", 1)
    return text.replace("responses: &one", "responses: &created").replace(
        "responses: *one", "responses: {2XX: {description: Moved., content: {application/json: {}}}}"
    )


def test_an_operation_that_was_guessed_is_recognised_when_the_page_shows_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = lay_out(tmp_path / "specs", spec=_guessing)
    _hidden(root)
    content, name = rendered(PAGE, "html", 3)
    (tmp_path / name).write_text(content, "utf-8")

    assert main(["--pages", str(tmp_path), "--json"], root) == 1

    (page,) = json.loads(capsys.readouterr().out)["pages"]
    (change,) = page["changes"]
    assert (change["kind"], change["before"], change["after"]) == (
        "operation now shown",
        '"our words: putting up"',
        "POST /v1/shelves/",
    )
    assert change["note"].startswith("takes: label; answers: id, label, locked")
    assert change["effect"]["level"] == "minor"
    holes = {(one["kind"], one["says"]): one["why"] for one in page["holes"]}
    assert holes["contradiction", "operation POST /v1/shelves/"] == "the spec has POST /v1/newshelves"


def test_a_page_that_says_nothing_any_more_is_unreadable_and_not_empty(watch: Any) -> None:
    code, page = watch("<html><body><p>We have a new portal.</p></body></html>")

    assert (code, page["state"], page["changes"]) == (1, "unreadable", [])
    assert "none of the 101 facts of the lock is found in it; has its layout changed?" in page["note"]


@pytest.mark.parametrize(("access", "level"), [("R,W", "major"), ("R", "minor")])
def test_one_more_field_of_what_an_update_sends_has_to_be_named_by_who_names_them(
    watch: Any, access: str, level: str
) -> None:
    more = _rows(("depth", "double", "", "", "", "", "", access))
    _, page = watch(more, spec=lambda text: text.replace("x-method: move", "x-method: update"))

    assert effects(page)["field added", "field ShelfDto.depth"] == level


def test_another_status_for_too_many_requests_is_no_change_of_the_pace(watch: Any) -> None:
    content, _ = rendered(PAGE, "html")
    _, page = watch(content.replace("429", "503"))

    (level,) = [one["effect"] for one in page["changes"] if one["subject"] == "limit status"]
    assert level == {"level": "minor", "reason": "clients learn in another way that they are too fast"}


def test_a_page_that_nobody_could_read_is_told_with_the_reason(watch: Any) -> None:
    code, page = watch("<div>" * 20_000)

    assert (code, page["state"]) == (1, "unreadable")
    assert page["note"] == "the page is nested too deeply to be read; save it with the browser as text"


def test_a_reader_that_stumbles_does_not_hide_the_other_pages(watch: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*args: object) -> Facts:
        raise IndexError("words of the page")

    monkeypatch.setattr(watching, "read_page", stumble)

    code, page = watch(PAGE)

    assert (code, page["state"]) == (1, "unreadable")
    assert page["note"] == "its reader fails with IndexError; python -m scripts.docs_read shows where"


def test_a_vendor_without_a_reader_does_not_hide_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay_out(tmp_path / "specs")
    (root / VENDOR).rename(root / "acme")
    lay_out(root)
    content, name = rendered(PAGE, "html")
    for vendor in ("acme", VENDOR):
        (tmp_path / "pages" / vendor).mkdir(parents=True)
        (tmp_path / "pages" / vendor / name).write_text(content, "utf-8")

    assert main(["--pages", str(tmp_path / "pages")], root) == 2
    out = capsys.readouterr().out
    assert "2 pages: 1 no reader, 1 unchanged." in out
    assert "write scripts/docs/acme.py" in out


def test_a_copy_without_headings_and_urls_is_not_taken_for_a_page_that_lost_everything(watch: Any) -> None:
    _, page = watch(STRIPPED(PAGE, 1))

    assert ("limit changed", "limit requests") not in effects(page)
    assert any(one["kind"] == "not understood" for one in page["changes"])


def test_a_page_without_a_copy_is_not_judged(watch: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sources = SOURCES + SOURCES.removeprefix("pages:\n").replace("id: shelves", "id: bins").partition("    waived")[0]
    root = lay_out(tmp_path / "specs", sources=sources)
    (root / VENDOR / "facts" / "bins.json").write_text('{"page": "bins"}', "utf-8")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "shelves.md").write_text(rendered(PAGE, "markdown")[0], "utf-8")

    assert main(["--pages", str(tmp_path / "pages")], root) == 0
    assert "2 pages: 1 no copy, 1 unchanged." in capsys.readouterr().out


def test_copies_may_lie_in_a_folder_for_each_vendor(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "specs")
    (tmp_path / "pages" / VENDOR).mkdir(parents=True)
    (tmp_path / "pages" / VENDOR / "shelves.txt").write_text(rendered(PAGE, "text")[0], "utf-8")

    assert main(["--pages", str(tmp_path / "pages")], root) == 0


@pytest.mark.parametrize(
    ("files", "problem"),
    [
        ((), "has no page of lagerkoll; a copy is called <page-id>.{html,md,txt}"),
        (("bins.html",), "has no page of lagerkoll"),
        (("shelves.html", "shelves.md"), "are the same page; keep one"),
    ],
)
def test_copies_that_cannot_be_used_are_an_error(
    files: tuple[str, ...], problem: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = lay_out(tmp_path / "specs")
    copies = tmp_path / "pages"
    copies.mkdir()
    for name in files:
        (copies / name).write_text("x", "utf-8")

    assert main(["--pages", str(copies)], root) == 2
    assert problem in capsys.readouterr().err


def test_a_copy_that_two_vendors_could_have_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "api.html").write_text("x", "utf-8")
    page = Page("api", "API", "https://docs.example", "2026-11-21", "page", (), Facts("api"))

    with pytest.raises(watching.WatchError, match="could be of one and of two; put it into a folder two/"):
        watching.from_folder(tmp_path, ["one", "two"], [("one", page), ("two", page)])


def test_a_vendor_or_folder_that_is_not_there_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay_out(tmp_path / "specs")

    assert main(["--vendor", "nobody"], root) == 2
    assert main(["--pages", str(tmp_path / "none")], root) == 2
    assert "is no folder" in capsys.readouterr().err


class _Web:
    """Instead of the web: pages by address, or why there is none."""

    def __init__(self, answer: Copy | FetchError) -> None:
        self.answer = answer
        self.asked: list[tuple[str, bool]] = []

    def __enter__(self) -> _Web:
        return self

    def __exit__(self, *args: object) -> None:
        return

    def page(self, url: str, *, markdown: bool) -> Copy:
        self.asked.append((url, markdown))
        if isinstance(self.answer, FetchError):
            raise self.answer
        return self.answer


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (Copy(*rendered(PAGE, "html", 5)), 0, "1 page: 1 unchanged.\n\nNothing has changed."),
        (
            FetchError("https://docs.example/shelves is gone: status 404", gone=True),
            1,
            "status 404; 29 nodes of the spec",
        ),
        (
            FetchError("https://docs.example/robots.txt asks programs to leave it alone", forbidden=True),
            1,
            "**unreadable**: https://docs.example/robots.txt asks programs",
        ),
        (FetchError("https://docs.example/shelves cannot be reached: ReadTimeout"), 2, "**unreachable**: https://docs"),
    ],
)
def test_pages_are_looked_for_where_the_lock_says(
    answer: Copy | FetchError,
    code: int,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    web = _Web(answer)
    monkeypatch.setattr("scripts.docs_watch.Fetcher", lambda: web)

    assert main([], lay_out(tmp_path)) == code
    assert words in capsys.readouterr().out
    assert web.asked == [("https://docs.example/shelves", False)]


def test_the_report_for_people_says_what_where_and_what_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = lay_out(tmp_path / "specs")
    content, name = rendered(evolve(PAGE, requests=60), "text", 2)
    (tmp_path / name).write_text(content, "utf-8")

    assert main(["--pages", str(tmp_path)], root) == 1

    spec = (root / VENDOR / "openapi.yaml").read_text("utf-8").splitlines()
    assert capsys.readouterr().out.split("\n\n", 4)[4] == (
        "### What changed\n\n"
        "- **limit changed**: limit requests\n"
        "  - before: 90; now: 60\n"
        "  - for users: patch (clients keep the new pace unless the user sets one)\n"
        f"  - in the spec: `/x-quota` (line {spec.index('x-quota:') + 1})\n\n"
        "After the spec follows: `make docs-accept VENDOR=lagerkoll PAGE=shelves`\n"
    )


def test_a_watch_changes_no_file(tmp_path: Path) -> None:
    root = lay_out(tmp_path / "specs")
    content, name = rendered(evolve(PAGE, requests=60), "text", 2)
    (tmp_path / name).write_text(content, "utf-8")
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    main(["--pages", str(tmp_path)], root)

    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_no_wording_of_a_page_is_in_a_report(watch: Any) -> None:
    _, page = watch(evolve(_list(description="Zebras graze here"), codes=(("900001", "Giraffes"), PAGE.codes[1])))

    assert page["changes"]
    assert "ebra" not in json.dumps(page)
    assert "iraffe" not in json.dumps(page)


def test_the_lock_of_this_test_is_one_that_can_be_loaded(tmp_path: Path) -> None:
    (page,) = load(VENDOR, lay_out(tmp_path, spec=replaced("Shelves", "Shelves")))

    assert page.waived
    assert page.facts.operations
