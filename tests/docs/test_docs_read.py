"""The command that prints what a page says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scripts.docs_read import main
from tests.docs.lagerkoll_pages import FORMS, STRIPPED, ResourcePage, rendered


@pytest.mark.parametrize("form", FORMS)
def test_facts_of_a_file_are_printed_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    content, name = rendered(ResourcePage(), form)
    (tmp_path / name).write_text(content, "utf-8")

    assert main(["--vendor", "lagerkoll", str(tmp_path / name)]) == 0

    facts = json.loads(capsys.readouterr().out)
    assert list(facts) == [
        "page", "base_url", "operations", "classes", "error_codes", "statuses", "error_fields", "limits", "auth",
        "sections", "unread",
    ]  # fmt: skip
    assert facts["page"] == "shelves"
    assert facts["limits"]["requests"] == 90


def test_what_is_unread_is_printed_with_its_text_and_told_by_the_exit_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "copy.txt").write_text(STRIPPED(ResourcePage(), 1), "utf-8")

    assert main(["--vendor", "lagerkoll", "--page", "shelves", str(tmp_path / "copy.txt")]) == 1

    facts = json.loads(capsys.readouterr().out)
    assert facts["page"] == "shelves"
    assert "Puts up a shelf" in [item["text"] for item in facts["unread"]]


def test_a_page_without_an_ending_is_known_by_what_it_looks_like(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for form in ("html", "markdown", "text"):
        content, _ = rendered(ResourcePage(), form, base=True)
        (tmp_path / "shelves").write_text(content, "utf-8")
        assert main(["--vendor", "lagerkoll", str(tmp_path / "shelves")]) == 0
        found.append(capsys.readouterr().out)

    assert found[0] == found[1] == found[2]


@pytest.mark.parametrize(
    ("vendor", "name"),
    [("lagerkoll", "none.html"), ("nobody", "page.html"), ("lagerkoll", "cut.html"), ("lagerkoll", "deep.html")],
)
def test_a_page_that_cannot_be_read_is_told_with_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], vendor: str, name: str
) -> None:
    (tmp_path / "page.html").write_text("<p>x</p>", "utf-8")
    (tmp_path / "deep.html").write_text("<div>" * 20_000, "utf-8")
    (tmp_path / "cut.html").write_bytes(b"<p>\xff\xfe</p>")

    assert main(["--vendor", vendor, str(tmp_path / name)]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("the page was not read: ")
