"""The whole output for one document that has one of everything, byte for byte.

After a change that is meant:  UPDATE_GOLDEN=1 python -m pytest tests/pipeline/test_generate_golden.py
and read the difference. The expected files end in `.expected`, so that no tool takes them for code of this repository.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from attrs import evolve

from scripts.generator.load import read_document
from scripts.generator.render import package_files
from tests.pipeline.tiny import names

GOLDEN = Path(__file__).parent / "golden"
EXPECTED = GOLDEN / "package"
SUFFIX = ".expected"


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """The files of the golden package."""
    golden = evolve(
        names("golden_api"), vendor="golden", client="GoldenAPI", overlay="golden", source="specs/golden/openapi.yaml"
    )
    made = package_files(read_document(GOLDEN / "openapi.yaml"), golden)
    if os.environ.get("UPDATE_GOLDEN"):
        for old in EXPECTED.rglob(f"*{SUFFIX}"):
            old.unlink()
        for name, text in made.items():
            path = EXPECTED / f"{name}{SUFFIX}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return made


def test_the_golden_package_has_the_expected_files(files: dict[str, str]) -> None:
    expected = {str(path.relative_to(EXPECTED)).removesuffix(SUFFIX) for path in EXPECTED.rglob(f"*{SUFFIX}")}
    assert set(files) == expected


def test_the_golden_package_is_as_expected(files: dict[str, str]) -> None:
    for name, text in files.items():
        assert text == (EXPECTED / f"{name}{SUFFIX}").read_text(encoding="utf-8"), name
