"""`make release-notes`: changelog fragments from the verdict, written once and never over a person's."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scripts.diff.change import Change, Level
from scripts.diff.fragments import write_fragments
from scripts.release_notes import main
from tests.pipeline.scratch import ROOT, Scratch

GAINED = Change(Level.MINOR, "`Order` gained `discount`", "added")
LOST = Change(Level.MAJOR, "`Order` lost `total`", "removed")
QUOTA = Change(Level.PATCH, "the client keeps to 100 requests in 60 seconds (was 200 requests in 60 seconds)")
WORDING = Change(Level.PATCH, "the documentation of `Order` reads differently", "")


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*"))}


def test_each_change_becomes_one_sentence_in_a_file_of_its_own(tmp_path: Path) -> None:
    done = write_fragments(tmp_path, [LOST, QUOTA, GAINED, WORDING])
    assert texts(tmp_path) == {
        "+order-gained-discount-06e2a853.added.md": "`Order` gained `discount`.\n",
        "+order-lost-total-2a985abf.removed.md": "`Order` lost `total`.\n",
        "+the-client-keeps-to-100-requests-in-60-seconds-w-df16497b.changed.md": (
            "The client keeps to 100 requests in 60 seconds (was 200 requests in 60 seconds).\n"
        ),
    }
    assert len(done.written) == 3


def test_a_second_time_nothing_happens(tmp_path: Path) -> None:
    write_fragments(tmp_path, [GAINED])
    before = texts(tmp_path)
    done = write_fragments(tmp_path, [GAINED])
    assert (done.written, len(done.kept), done.removed, texts(tmp_path)) == ([], 1, [], before)


def test_what_a_person_has_made_of_it_stays(tmp_path: Path) -> None:
    (path,) = write_fragments(tmp_path, [GAINED]).written
    path.write_text("Orders have a discount now, in per cent.\n", "utf-8")
    write_fragments(tmp_path, [GAINED])
    write_fragments(tmp_path, [])
    assert texts(tmp_path) == {path.name: "Orders have a discount now, in per cent.\n"}


def test_what_is_no_longer_a_change_goes_and_fragments_of_people_stay(tmp_path: Path) -> None:
    own = tmp_path / "+first-release.added.md"
    own.write_text("First release.\n", "utf-8")
    write_fragments(tmp_path, [GAINED, LOST])
    done = write_fragments(tmp_path, [LOST])
    assert [path.name for path in done.removed] == ["+order-gained-discount-06e2a853.added.md"]
    assert texts(tmp_path).keys() == {own.name, "+order-lost-total-2a985abf.removed.md"}


def test_the_types_are_those_of_the_changelog() -> None:
    types = {
        one["directory"] for one in tomllib.loads((ROOT / "towncrier.toml").read_text())["tool"]["towncrier"]["type"]
    }
    used = {
        word
        for path in (ROOT / "scripts" / "diff").glob("*.py")
        for word in re.findall(r', "(\w+ed)"\)', path.read_text("utf-8"))
    }
    assert used == {"removed", "added", "fixed"}
    assert {*used, Change(Level.PATCH, "").type} <= types


def test_from_a_spec_to_the_changelog_of_what_users_install(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scratch = Scratch(tmp_path / "repository")
    changes = scratch.root / "overlays/lagerkoll/changes"
    before = texts(changes)
    scratch.edit("specs/lagerkoll/openapi.yaml", "requests: 200", "requests: 100")
    scratch.generate("lagerkoll")
    assert main([], scratch.root) == 0
    (name,) = texts(changes).keys() - before.keys()
    assert f"written: overlays/lagerkoll/changes/{name}" in capsys.readouterr().out
    assert not scratch.git("status", "--porcelain", "generated/*/changes", "overlays/simutek_gks4")

    command = ["-m", "towncrier", "build", "--draft", "--version", "0.1.1", "--date", "2026-01-31"]
    places = ["--config", str(ROOT / "towncrier.toml"), "--dir", str(scratch.root / "overlays/lagerkoll")]
    done = subprocess.run([sys.executable, *command, *places], capture_output=True, text=True, check=True)
    assert "### Changed\n\n- The client keeps to 100 requests in 60 seconds (was 200 requests" in done.stdout

    for path in (scratch.root / "sandbox/changes").glob("*"):
        path.unlink()
    assert main([], scratch.root) == 0
    printed = capsys.readouterr()
    assert printed.err == "erp-sandbox has changed (patch): tell it in sandbox/changes/\n"
    assert printed.out == "since v1: 1 fragments were there already\n"

    assert main(["--base", "nowhere"], scratch.root) == 2
    assert "there is no revision 'nowhere'" in capsys.readouterr().err
