"""`python -m scripts.new_vendor`: what it lays out, what is then found by the check of the specs, what it refuses."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path

import pytest

from scripts import new_vendor
from scripts.docs.coverage import coverage
from scripts.files import write_whole
from scripts.new_vendor import LayoutError, NewVendor, class_name, lay_out
from scripts.specs.folder import check_folder
from scripts.specs.markers import unfilled
from tests.pipeline.made_up import KEYS, MARKER, ROOT, TOKEN, files, fill_in

BOTH = pytest.mark.parametrize("vendor", [KEYS, TOKEN], ids=["keys", "token"])


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """What of the repository is read when a vendor is laid out."""
    for name in ("LICENSE", "pyproject.toml", "sandbox/pyproject.toml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def findings(root: Path, vendor: NewVendor) -> list[str]:
    return [*map(str, check_folder(root / "specs" / vendor.name)), *unfilled(root, vendor.name)]


class TestMarkers:
    @BOTH
    def test_each_is_named_with_file_line_and_cure_and_nothing_else_is_found(
        self, empty: Path, vendor: NewVendor
    ) -> None:
        paths = lay_out(vendor, empty)
        wanted = sorted(
            (f"{path.as_posix()}:{number}", words)
            for path in paths
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
            for words in MARKER.findall(line)
        )
        assert len({path for path, _ in wanted}) > 25
        found = [
            re.fullmatch(r"(\S+:\d+): .*?not filled in: (.*); write it over the marker .*", text)
            for text in findings(empty, vendor)
        ]
        assert sorted((one[1], one[2]) for one in found if one is not None) == wanted
        assert None not in found

    @BOTH
    def test_without_them_the_skeleton_is_in_order(self, empty: Path, vendor: NewVendor) -> None:
        fill_in(empty, lay_out(vendor, empty))
        assert findings(empty, vendor) == []
        found = coverage(vendor.name, empty / "specs")
        assert list(map(str, found.findings)) == []
        assert found.pages[0].covered > 30

    def test_one_does_not_hide_what_is_wrong_elsewhere(self, empty: Path) -> None:
        lay_out(KEYS, empty)
        spec = empty / "specs" / KEYS.name / "openapi.yaml"
        spec.write_text(spec.read_text("utf-8").replace("x-method: get\n", "x-method: import\n"), "utf-8")
        assert [text for text in findings(empty, KEYS) if "not filled in" not in text and "Python language" in text]

    def test_half_a_one_is_found(self, empty: Path) -> None:
        fill_in(empty, lay_out(KEYS, empty))
        readme = empty / "overlays" / KEYS.name / "README.md"
        readme.write_text(readme.read_text("utf-8") + "<<fill in the rest\n", "utf-8")
        (found,) = findings(empty, KEYS)
        assert "not filled in: the rest" in found


class TestRefusal:
    @pytest.mark.parametrize(
        "there",
        [
            "specs/kontor_nord/notes.txt",
            "overlays/kontor_nord/README.md",
            "generated/kontor_nord/README.md",
            "sandbox/src/erp_sandbox/vendors/kontor_nord.py",
            "sandbox/src/erp_sandbox/_specs/kontor_nord.json",
            "tests/contract/cases/kontor_nord.py",
            "tests/contract/cassettes/kontor_nord/get/it.yaml",
        ],
    )
    def test_what_is_there_is_named_and_kept(self, empty: Path, there: str, capsys: pytest.CaptureFixture[str]) -> None:
        (empty / there).parent.mkdir(parents=True)
        (empty / there).write_text("mine")
        before = files(empty)
        assert new_vendor.main(["kontor_nord", "--title", "Kontor Nord"], empty) == 2
        (named,) = re.findall(r"kontor_nord: (\S+) exists already", capsys.readouterr().err)
        assert there.startswith(named)
        assert files(empty) == before

    @pytest.mark.parametrize("file", ["pyproject.toml", "sandbox/pyproject.toml"])
    def test_a_line_that_is_there_is_named(self, empty: Path, file: str) -> None:
        lay_out(KEYS, empty)
        for path in empty.iterdir():
            if path.is_dir() and path.name != "sandbox":
                shutil.rmtree(path)
        shutil.rmtree(empty / "sandbox" / "src")
        other = {"pyproject.toml": "sandbox/pyproject.toml", "sandbox/pyproject.toml": "pyproject.toml"}[file]
        shutil.copy(ROOT / other, empty / other)
        before = files(empty)
        with pytest.raises(LayoutError, match=rf"{re.escape(file)}: there is a line `kontor.nord = .*` already"):
            lay_out(KEYS, empty)
        assert files(empty) == before

    @pytest.mark.parametrize(
        ("name", "title", "client", "says"),
        [
            ("Kontor", "Kontor", "Kontor", "lower-case words"),
            ("kontor-nord", "Kontor", "Kontor", "lower-case words"),
            ("../kontor", "Kontor", "Kontor", "lower-case words"),
            ("k" * 31, "Kontor", "Kontor", "30 characters"),
            ("import", "Kontor", "Kontor", "taken"),
            ("all", "Kontor", "Kontor", "taken"),
            ("kontor_api", "Kontor", "Kontor", "taken"),
            ("kontor", "", "Kontor", "the title ''"),
            ("kontor", 'Kontor "Nord"', "Kontor", "without quotes"),
            ("kontor", "Kontor\nNord", "Kontor", "one line"),
            ("kontor", "<<fill in: it>>", "Kontor", "brackets"),
            ("kontor", "Kontor", "kontor", "the class 'kontor'"),
            ("kontor", "Kontor", "AsyncKontor", "none of them Async"),
            ("kontor", "None", "None", "is a word of Python"),
            ("kontor", "True", "True", "is a word of Python"),
            ("kontor", "Static Headers", "StaticHeaders", "clients are made of"),
            ("kontor", "Kontor", "Unpack", "clients are made of"),
            ("kontor", "Ångström", "Ångström", "say it with --class"),
        ],
    )
    def test_names_that_cannot_be_used(self, name: str, title: str, client: str, says: str) -> None:
        with pytest.raises(LayoutError, match=re.escape(says)):
            NewVendor(name, title, client, "keys")

    @pytest.mark.parametrize("name", ["yaml", "json", "erp_sandbox"])
    def test_names_of_modules(self, empty: Path, name: str) -> None:
        with pytest.raises(LayoutError, match="which Python finds here already"):
            lay_out(NewVendor(name, "Kontor", "Kontor", "keys"), empty)

    def test_a_file_that_cannot_be_written_undoes_the_others(
        self, empty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        before = files(empty)
        folders = {path for path in empty.rglob("*") if path.is_dir()}

        def full(path: Path, text: str) -> None:
            if path == empty / "sandbox" / "pyproject.toml" and KEYS.name in text:
                raise OSError("no space left")
            write_whole(path, text)

        monkeypatch.setattr(new_vendor, "write_whole", full)
        assert new_vendor.main([KEYS.name, "--title", KEYS.title], empty) == 2
        assert "nothing was written: no space left" in capsys.readouterr().err
        assert files(empty) == before
        assert {path for path in empty.rglob("*") if path.is_dir()} == folders


def test_lists_stay_in_the_order_of_the_alphabet(empty: Path) -> None:
    for name in ("zz_last", "aa_first", "mm_middle"):
        lay_out(NewVendor(name, "Kontor", "Kontor", "keys"), empty)
    root = tomllib.loads((empty / "pyproject.toml").read_text("utf-8"))["tool"]
    sources = [name for name in root["uv"]["sources"] if not name.startswith("erp-")]
    assert sources == sorted(sources)
    assert {"zz-last", "zz-last-api", "aa-first", "mm-middle-api"} <= set(sources)
    for top in ("generated", "overlays"):
        paths = [path for path in root["mypy"]["mypy_path"] if path.startswith(top)]
        assert paths == sorted(paths)
        assert f"{top}/mm_middle/src" in paths
    sandbox = tomllib.loads((empty / "sandbox" / "pyproject.toml").read_text("utf-8"))["project"]
    rules = sandbox["entry-points"]["erp_sandbox.vendors"]
    assert list(rules) == sorted(rules)
    assert rules["aa_first"] == "erp_sandbox.vendors.aa_first:KontorRules"


def test_lines_stay_short_however_long_the_names_are(empty: Path) -> None:
    longest = NewVendor("k" * 30, "K" * 30, "K" * 30, "token")
    code = [path for path in lay_out(longest, empty) if path.suffix == ".py"]
    assert len(code) == 7
    assert [
        f"{path.name}:{number}"
        for path in code
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if len(line) > 120
    ] == []


def test_the_class_follows_from_the_title() -> None:
    assert class_name("Kontor nord 365, e.V.") == "KontorNord365EV"
    assert class_name("ERP XT") == "ERPXT"
