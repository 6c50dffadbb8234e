"""`python -m scripts.generate`: what it writes, leaves alone, refuses and says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scripts import generate
from scripts.generator.problems import GenerationError
from tests.pipeline.tiny import document, operation, reading, ref

ROOT = Path(generate.__file__).resolve().parent.parent
TEXT = {"type": "string"}


def spec_file(folder: Path, spec: dict[str, Any]) -> Path:
    """A document as a file."""
    path = folder / "openapi.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(spec), encoding="utf-8")
    return path


def run(spec: Path, out: Path, *more: str) -> int:
    """The command for a single document."""
    return generate.main(["--spec", str(spec), "--out", str(out), "--name", "tiny", *more])


def tree(folder: Path) -> dict[str, bytes]:
    """All files of a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def repository(root: Path, *vendors: str) -> Path:
    """A folder like the repository, with a small spec for each vendor."""
    (root / "LICENSE").write_text("Do what you like.\n")
    for vendor in vendors:
        spec_file(root / "specs" / vendor, reading({"a": TEXT}))
        names = {"distribution": f"{vendor}-api", "package": f"{vendor}_api", "client": "SomeAPI", "overlay": vendor}
        (root / "specs" / vendor / "generator.yaml").write_text(json.dumps(names))
    return root


def test_what_lies_in_the_repository_is_up_to_date() -> None:
    assert generate.main(["--check"]) == 0


def test_the_same_document_gives_the_same_bytes_wherever_and_whenever(tmp_path: Path) -> None:
    spec = ROOT / "tests/pipeline/golden/openapi.yaml"
    trees = []
    for seed, folder in (("0", ROOT), ("4711", tmp_path)):
        out = tmp_path / f"out{seed}"
        command = [sys.executable, "-m", "scripts.generate", "--spec", str(spec), "--out", str(out), "--name", "tiny"]
        path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")]), str(ROOT / "runtime/src")])
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
        trees.append(tree(out))
    assert trees[0] == trees[1]
    assert len(trees[0]) > 15


def test_files_that_stay_the_same_are_not_touched_and_the_others_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    spec = document({"/a": {"get": operation("get", ref("A"))}}, {"A": {"type": "object", "properties": {"a": TEXT}}})
    run(spec_file(tmp_path, spec), out)
    for path in out.rglob("*.*"):
        os.utime(path, (1, 1))
    capsys.readouterr()
    assert run(tmp_path / "openapi.yaml", out) == 0
    assert capsys.readouterr().out == "up to date\n"
    spec["components"]["schemas"]["A"]["properties"]["b"] = TEXT
    assert run(spec_file(tmp_path, spec), out) == 0
    touched = {path.name for path in out.rglob("*.*") if path.is_file() and path.stat().st_mtime > 1}
    assert touched == {"a.py"}


def test_check_writes_nothing_names_what_is_out_of_date_and_the_cure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    spec = spec_file(tmp_path, reading({"a": TEXT}))
    assert run(spec, out, "--check") == 1
    assert not out.exists()
    run(spec, out)
    assert run(spec, out, "--check") == 0
    (out / "src/tiny/models/thing.py").write_text("# changes made here are lost.\n")
    (out / "src/tiny/models/old.py").write_text("# changes made here are lost.\n")
    before = tree(out)
    capsys.readouterr()
    assert run(spec, out, "--check") == 1
    assert tree(out) == before
    told = capsys.readouterr().err
    assert "models/thing.py" in told
    assert "models/old.py (no longer made)" in told
    assert "run: python -m scripts.generate --spec" in told


def test_what_is_no_longer_made_is_deleted(tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(spec_file(tmp_path, reading({"a": {"type": "object", "properties": {"b": TEXT}}})), out)
    assert (out / "src/tiny/models/thing_a.py").exists()
    (out / "src/tiny/__pycache__").mkdir()
    (out / "src/tiny/__pycache__/x.pyc").write_bytes(b"")
    run(spec_file(tmp_path, reading({"a": TEXT})), out)
    assert not (out / "src/tiny/models/thing_a.py").exists()
    assert (out / "src/tiny/__pycache__/x.pyc").exists()


@pytest.mark.parametrize("name", ["src/tiny/extra.py", "README.md", "notes.txt"])
def test_a_folder_with_files_of_somebody_is_not_touched(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    (out / name).parent.mkdir(parents=True)
    (out / name).write_text("written by hand\n")
    before = tree(out)
    assert run(spec_file(tmp_path, reading({"a": TEXT})), out) == 1
    assert tree(out) == before
    assert f"{name}: was not generated" in capsys.readouterr().err


def test_a_document_with_a_mistake_leaves_everything_as_it_was(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    run(spec_file(tmp_path, reading({"a": TEXT})), out)
    before = tree(out)
    assert run(spec_file(tmp_path, reading({"a": {"type": "string", "format": "binary"}})), out) == 1
    assert tree(out) == before
    told = capsys.readouterr().err
    assert "nothing was written: 1 problem(s)" in told
    assert "#/components/schemas/Thing/properties/a: binary content within JSON" in told


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("a: 1\na: 2\n", "openapi.yaml:2: /a: a key that this mapping has already"),
        ("[]", "no mapping"),
        ("a: [", "YAML"),
        ("openapi: 3.1.0\n", "title"),
        ("\xff", "not UTF-8"),
    ],
)
def test_a_file_that_is_no_document_is_refused(
    tmp_path: Path, content: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "openapi.yaml"
    path.write_bytes(content.encode("latin-1"))
    assert run(path, tmp_path / "out") == 1
    assert word in capsys.readouterr().err


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path / "nowhere.yaml", tmp_path / "out") == 1
    assert "nowhere.yaml:1: /: the file does not exist" in capsys.readouterr().err


def test_a_strangers_document_need_not_be_written_as_specs_are(tmp_path: Path) -> None:
    path = tmp_path / "openapi.yaml"
    text = """
        openapi: 3.1.0
        info: {title: no, version: 1.0.0, description: 2026-11-21}
        paths:
          /thing:
            get:
              operationId: get_thing
              responses: {200: {description: yes, content: {application/json: {schema: {type: string}}}}}
    """
    path.write_text(text, encoding="utf-8")
    assert run(path, tmp_path / "out") == 0
    assert "title" not in (tmp_path / "out/src/tiny/__init__.py").read_text()
    assert "the no." in (tmp_path / "out/src/tiny/__init__.py").read_text()


def test_a_vendors_document_has_to_be_plain_to_every_reader(tmp_path: Path) -> None:
    root = repository(tmp_path, "one")
    path = root / "specs/one/openapi.yaml"
    path.write_text(path.read_text().replace('"200"', "200"))
    with pytest.raises(GenerationError, match=r'one/openapi\.yaml:1: .*/200: a key that is not text; write "200"'):
        generate.generate_vendors(root, "one", check=False)


def test_all_vendors_or_one_and_the_sandboxs_share(tmp_path: Path) -> None:
    root = repository(tmp_path, "one", "two")
    assert generate.generate_vendors(root, "one", check=False) == 0
    assert (root / "generated/one/LICENSE").read_text() == "Do what you like.\n"
    assert not (root / "generated/two").exists()
    assert generate.generate_vendors(root, None, check=True) == 1
    assert generate.generate_vendors(root, None, check=False) == 0
    sandbox = root / "sandbox/src/erp_sandbox"
    assert json.loads((sandbox / "_specs/two.json").read_text())["info"]["title"] == "Tiny API"
    assert (sandbox / "_models/two.py").exists()
    assert generate.generate_vendors(root, None, check=True) == 0
    for name in ("openapi.yaml", "generator.yaml"):
        (root / "specs/two" / name).unlink()
    assert generate.generate_vendors(root, None, check=True) == 1
    assert generate.generate_vendors(root, None, check=False) == 0
    assert not (sandbox / "_models/two.py").exists()
    assert not (sandbox / "_specs/two.json").exists()


def test_a_mistake_in_one_vendors_spec_writes_nothing_for_the_others(tmp_path: Path) -> None:
    root = repository(tmp_path, "one", "two")
    spec_file(root / "specs/two", reading({"a": {"type": "string", "x-odd": 1}}))
    with pytest.raises(GenerationError):
        generate.generate_vendors(root, None, check=False)
    assert not (root / "generated").exists()


def test_a_strangers_file_in_one_package_leaves_the_others_alone_too(tmp_path: Path) -> None:
    root = repository(tmp_path, "one", "two")
    (root / "generated/two").mkdir(parents=True)
    (root / "generated/two/mine.py").write_text("")
    with pytest.raises(GenerationError, match=r"two/mine\.py"):
        generate.generate_vendors(root, None, check=False)
    assert not (root / "generated/one").exists()


@pytest.mark.parametrize(
    ("key", "value"), [("package", "no name"), ("distribution", "No_Name"), ("client", "1"), ("more", "x")]
)
def test_names_that_cannot_be_used_are_refused(tmp_path: Path, key: str, value: str) -> None:
    root = repository(tmp_path, "one")
    path = root / "specs/one/generator.yaml"
    path.write_text(json.dumps({**json.loads(path.read_text()), key: value}))
    with pytest.raises(GenerationError, match=key):
        generate.generate_vendors(root, "one", check=False)


def test_every_file_says_first_who_made_it_and_how_to_make_it_again(tmp_path: Path) -> None:
    root = repository(tmp_path, "one")
    generate.generate_vendors(root, "one", check=False)
    for path in (root / "generated/one").rglob("*.*"):
        if path.is_file():
            first = path.read_text().splitlines()[0]
            assert "Made by `make generate` from specs/one/openapi.yaml; changes made here are lost." in first, path


def test_options_that_belong_together_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        generate.main(["--spec", "x.yaml"])
    assert "belong together" in capsys.readouterr().err
