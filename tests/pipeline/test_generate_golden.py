"""The whole output for two documents that have one of everything, byte for byte.

After a change that is meant:  UPDATE_GOLDEN=1 python -m pytest tests/pipeline/test_generate_golden.py
and read the difference. The expected files end in `.expected`, so that no tool takes them for code of this repository.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from attrs import evolve, frozen

from scripts.generator.load import Names, read_document
from scripts.generator.render import package_files
from tests.pipeline.tiny import names

GOLDEN = Path(__file__).parent / "golden"
SUFFIX = ".expected"


@frozen
class Golden:
    """A document and the package that is expected of it."""

    document: Path
    expected: Path
    names: Names


EVERYTHING = Golden(
    GOLDEN / "openapi.yaml",
    GOLDEN / "package",
    evolve(
        names("golden_api"), vendor="golden", client="GoldenAPI", overlay="golden", source="specs/golden/openapi.yaml"
    ),
)
"""Static credentials, a cursor, every type of field."""

HARBOUR = Golden(
    GOLDEN / "harbour.yaml",
    GOLDEN / "harbour",
    evolve(
        names("harbour_api"),
        vendor="harbour",
        client="HarbourAPI",
        overlay="harbour",
        source="specs/harbour/openapi.yaml",
        fields={"$id": "answer_number", "Lenght": "length"},
    ),
)
"""Tokens, pages, ids in bodies, documents in Base64."""


@pytest.fixture(scope="module", params=[EVERYTHING, HARBOUR], ids=lambda golden: golden.names.vendor)
def golden(request: pytest.FixtureRequest) -> tuple[Golden, dict[str, str]]:
    """A golden package, and the files that are made of its document now."""
    found: Golden = request.param
    made = package_files(read_document(found.document), found.names)
    if os.environ.get("UPDATE_GOLDEN"):
        for old in found.expected.rglob(f"*{SUFFIX}"):
            old.unlink()
        for name, text in made.items():
            path = found.expected / f"{name}{SUFFIX}"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return found, made


def test_the_golden_package_has_the_expected_files(golden: tuple[Golden, dict[str, str]]) -> None:
    found, files = golden
    expected = {str(path.relative_to(found.expected)) for path in found.expected.rglob(f"*{SUFFIX}")}
    assert {f"{name}{SUFFIX}" for name in files} == expected


def test_the_golden_package_is_as_expected(golden: tuple[Golden, dict[str, str]]) -> None:
    found, files = golden
    for name, text in files.items():
        assert text == (found.expected / f"{name}{SUFFIX}").read_text(encoding="utf-8"), name
