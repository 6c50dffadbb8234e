"""The lock: what pages said is kept, refreshed after a person has looked, and nothing else in its files changes."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest
from attrs import evolve

from scripts.docs import lock
from scripts.docs.facts import Facts, Operation, Unread, digest
from scripts.docs.facts_json import dumps, to_lock
from scripts.docs_accept import main as docs_accept
from scripts.specs.folder import vendors
from scripts.specs.source import SPECS
from tests.docs.lagerkoll_pages import ResourcePage, rendered

TODAY = datetime.date(2027, 1, 31)
SOURCES = """\
# The pages.
pages:
  - id: shelves
    title: Shelves API  # as it stands there
    url: https://docs.example/shelves
    date: 2026-11-21  # a Saturday
    # Nobody had a copy.
    read: transcribed
  - id: bins
    title: Bins API
    url: https://docs.example/bins
    date: 2026-11-21
    read: page
"""
KNOWN = Facts("shelves", "https://api.example/shelves/", limits={"requests": 5})


@pytest.fixture
def specs(tmp_path: Path) -> Path:
    facts = tmp_path / "lagerkoll" / "facts"
    facts.mkdir(parents=True)
    (tmp_path / "lagerkoll" / "sources.yaml").write_text(SOURCES, "utf-8")
    (facts / "shelves.json").write_text(dumps(to_lock(KNOWN)), "utf-8")
    (facts / "bins.json").write_text('{"page": "bins"}\n', "utf-8")
    return tmp_path


def test_pages_are_loaded_with_their_facts(specs: Path) -> None:
    shelves, bins = lock.load("lagerkoll", specs)

    assert (shelves.id, shelves.url, shelves.date) == ("shelves", "https://docs.example/shelves", "2026-11-21")
    assert shelves.facts == KNOWN
    assert shelves.is_by_hand("operations")
    assert not bins.is_by_hand("operations")
    assert lock.address("lagerkoll", "bins", specs) == "https://docs.example/bins"


def test_accepting_keeps_what_a_person_wrote_and_the_page_does_not_show(specs: Path) -> None:
    read = Facts("shelves", operations=[Operation("Get", "GET", "")], limits={"requests": 9})

    accepted = lock.accept("lagerkoll", "shelves", read, today=TODAY, root=specs)

    assert accepted.kept == ("base_url",)
    (shelves, _) = lock.load("lagerkoll", specs)
    assert (shelves.date, shelves.read, shelves.by_hand) == ("2027-01-31", "page", ("base_url",))
    assert shelves.facts == evolve(read, base_url="https://api.example/shelves/")


def test_a_part_by_hand_gives_way_once_the_page_shows_it(specs: Path) -> None:
    lock.accept("lagerkoll", "shelves", Facts("shelves"), today=TODAY, root=specs)
    shown = Facts("shelves", "https://api.example/v2/shelves/", limits={"requests": 5})

    assert lock.accept("lagerkoll", "shelves", shown, today=TODAY, root=specs).kept == ()

    (shelves, _) = lock.load("lagerkoll", specs)
    assert shelves.by_hand == ()
    assert shelves.facts == shown


def test_what_a_person_wrote_and_a_page_that_shows_the_part_leaves_out_is_named(
    specs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    content, name = rendered(ResourcePage(), "html")
    (specs / name).write_text(content, "utf-8")
    by_hand = Facts("shelves", operations=[Operation("Weigh", "GET", "/v1/shelves/weight"), Operation("Odd")])
    (specs / "lagerkoll" / "facts" / "shelves.json").write_text(dumps(to_lock(by_hand)), "utf-8")

    assert docs_accept(["--vendor", "lagerkoll", "--page", "shelves", "--file", str(specs / name)], specs) == 0

    out = capsys.readouterr().out
    assert 'written by hand, and not on the page: operation "Odd", operation GET /v1/shelves/weight\n' in out


def test_what_was_read_before_and_is_gone_from_the_page_goes(specs: Path) -> None:
    lock.accept("lagerkoll", "bins", Facts("bins", "https://api.example/bins/"), today=TODAY, root=specs)
    lock.accept("lagerkoll", "bins", Facts("bins"), today=TODAY, root=specs)

    assert lock.load("lagerkoll", specs)[1].facts == Facts("bins")


def test_accepting_changes_three_lines_and_leaves_comments_alone(specs: Path) -> None:
    lock.accept("lagerkoll", "shelves", Facts("shelves"), today=TODAY, root=specs)

    text = (specs / "lagerkoll" / "sources.yaml").read_text("utf-8")
    changed = SOURCES.replace("date: 2026-11-21  #", "date: 2027-01-31  #")
    changed = changed.replace("read: transcribed", "read: page\n    by_hand: [base_url, limits]")
    assert text == changed


def test_an_entry_on_one_line_is_not_changed(specs: Path) -> None:
    sources = specs / "lagerkoll" / "sources.yaml"
    flow = "  - {id: bins, title: Bins API, url: 'https://docs.example', date: 2026-11-21, read: page}\n"
    sources.write_text(f"pages:\n{flow}", "utf-8")

    with pytest.raises(lock.LockError, match="a line for each key"):
        lock.accept("lagerkoll", "bins", Facts("bins", "https://api.example"), today=TODAY, root=specs)

    assert lock.load("lagerkoll", specs)[0].facts == Facts("bins")


def test_the_lock_stores_hashes_of_what_is_unread_and_no_wording(specs: Path) -> None:
    read = Facts("bins", unread=[Unread.of("Somewhere", "a line under no heading", "A sentence of the page")])

    lock.accept("lagerkoll", "bins", read, today=TODAY, root=specs)

    text = (specs / "lagerkoll" / "facts" / "bins.json").read_text("utf-8")
    assert "sentence" not in text
    assert str(digest("A sentence of the page")) in text
    assert lock.load("lagerkoll", specs)[1].facts == read


def test_a_page_that_the_lock_does_not_know_is_not_accepted(specs: Path) -> None:
    with pytest.raises(lock.LockError, match=r"no page 'boxes' there, only shelves, bins"):
        lock.accept("lagerkoll", "boxes", Facts("boxes"), today=TODAY, root=specs)

    assert not (specs / "lagerkoll" / "facts" / "boxes.json").exists()


def test_a_vendor_or_facts_that_are_missing_are_named(specs: Path) -> None:
    with pytest.raises(lock.LockError, match="no vendor 'nobody'"):
        lock.load("nobody", specs)
    (specs / "lagerkoll" / "facts" / "bins.json").unlink()
    with pytest.raises(lock.LockError, match=r"bins\.json does not exist"):
        lock.load("lagerkoll", specs)


def _findings(specs: Path) -> list[str]:
    return [f"{finding.line} {finding.problem}" for finding in lock.check(specs / "lagerkoll")]


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ('{"page": "other"}', "it has to be 'bins'"),
        ("{", "bins.json: "),
        ('{"page": "bins", "operations": [{"method": 3}]}', "$.operations[0]"),
        ('{"page": "bins", "unread": [{"section": null, "reason": "a", "hash": null, "text": "Hi"}]}', "wording"),
    ],
)
def test_facts_that_cannot_be_used_are_found_at_their_page(specs: Path, facts: str, problem: str) -> None:
    (specs / "lagerkoll" / "facts" / "bins.json").write_text(facts, "utf-8")

    (finding,) = _findings(specs)

    assert finding.startswith("9 ")
    assert problem in finding


def test_pages_without_facts_and_facts_without_pages_are_found(specs: Path) -> None:
    assert _findings(specs) == []
    (specs / "lagerkoll" / "facts" / "bins.json").rename(specs / "lagerkoll" / "facts" / "boxes.json")

    first, second = _findings(specs)

    assert "bins.json does not exist" in first
    assert "boxes.json belongs to no page here" in second


def test_a_part_by_hand_is_a_part_of_facts(specs: Path) -> None:
    sources = specs / "lagerkoll" / "sources.yaml"
    sources.write_text(f"{SOURCES}    by_hand: [limits, wings]\n", "utf-8")

    (finding,) = _findings(specs)

    assert finding.startswith("14 `wings` is no part of facts; the parts are base_url, ")


def test_accepting_a_file_shows_the_change_and_writes_it(specs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content, name = rendered(ResourcePage(), "html")
    (specs / name).write_text(content, "utf-8")

    status = docs_accept(["--vendor", "lagerkoll", "--page", "shelves", "--file", str(specs / name)], specs)

    out = capsys.readouterr().out
    assert status == 0
    assert '-    "requests": 5' in out
    assert '+      "title": "Get shelf",' in out
    assert "lagerkoll/shelves: accepted" in out
    assert len(lock.load("lagerkoll", specs)[0].facts.operations) == 5


@pytest.mark.parametrize("arguments", [["--page", "boxes"], ["--page", "bins", "--file", "no-such-file.html"]])
def test_nothing_is_written_if_there_is_no_such_page(
    specs: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    before = {path: path.read_bytes() for path in specs.rglob("*") if path.is_file()}

    assert docs_accept(["--vendor", "lagerkoll", *arguments], specs) == 2

    assert "nothing was written: " in capsys.readouterr().err
    assert {path: path.read_bytes() for path in specs.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("vendor", vendors())
def test_what_readers_put_into_the_lock_is_written_as_it_would_be_again(vendor: str) -> None:
    for page in (one for one in lock.load(vendor) if one.read == "page"):
        path = lock.facts_path(SPECS / vendor, page.id)
        assert path.read_text("utf-8") == dumps(to_lock(page.facts))
        assert json.loads(path.read_text("utf-8"))["page"] == page.id
