"""`make spec-diff`: one verdict for each package, from a revision to what is on disk, and whether versions say so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.spec_diff import main
from tests.pipeline.scratch import Scratch

SPEC = "specs/lagerkoll/openapi.yaml"
OVERLAY = "overlays/lagerkoll/src/lagerkoll/_version.py"
_FIELD = """
        description:
          type: [string, "null"]
          description: Text of the term.
"""
_MORE = """        discount:
          type: [number, "null"]
          description: Per cent.
"""
READ_FIELD = (f"{_FIELD}\n    PaymentTermCreate:", f"{_FIELD}{_MORE}\n    PaymentTermCreate:")
UPDATE_FIELD = (f"{_FIELD}\n    PaymentTermsResponse:", f"{_FIELD}{_MORE}\n    PaymentTermsResponse:")

SHELVES = """
  /v1/shelves/{name}:
    x-evidence: {level: documented, source: cost-centers, section: General/Basics}
    parameters:
      - {name: name, in: path, required: true, description: Its name., schema: {type: string}}
    get:
      operationId: get_shelf
      x-method: get
      tags: [shelves]
      summary: Get a shelf.
      x-evidence: {level: documented, source: cost-centers, section: General/Basics}
      x-retry: safe
      responses: {2XX: {description: Nothing.}}

  /v1/costcenters/:"""


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Scratch:
    return Scratch(tmp_path_factory.mktemp("spec-diff") / "repository")


@pytest.fixture
def scratch(released: Scratch) -> Scratch:
    released.git("tag", "-f", "v1", released.git("rev-list", "--max-parents=0", "HEAD").strip())
    released.reset()
    return released


def version(scratch: Scratch, spec: str, overlay: str) -> None:
    scratch.edit(SPEC, "version: 0.1.0", f"version: {spec}")
    scratch.edit(OVERLAY, "0.1.0", overlay)


def packages(scratch: Scratch, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, dict[str, Any]]:
    capsys.readouterr()
    main(["--json", *options], scratch.root)
    return {one["name"]: one for one in json.loads(capsys.readouterr().out)["packages"]}


def test_nothing_has_changed(scratch: Scratch, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], scratch.root) == 0
    assert capsys.readouterr().out.endswith("0 of 8 packages changed\n")


def test_a_change_without_its_version_fails_and_says_where_to_write_which(
    scratch: Scratch, capsys: pytest.CaptureFixture[str]
) -> None:
    scratch.edit(SPEC, *READ_FIELD)
    scratch.generate("lagerkoll")
    assert main([], scratch.root) == 1
    printed = capsys.readouterr()
    assert "lagerkoll-api 0.1.0 -> 0.1.0: minor\n  minor: `PaymentTerm` gained `discount`\n" in printed.out
    assert "lagerkoll 0.1.0 -> 0.1.0: minor\n  minor: `PaymentTerm` gained `discount`\n" in printed.out
    assert "erp-sandbox 0.1.0 -> 0.1.0: patch\n  patch: something inside is done in another way\n" in printed.out
    assert printed.err.splitlines() == [
        "erp-sandbox 0.1.0 has patch changes since v1; write 0.1.1 or later in sandbox/pyproject.toml",
        f"lagerkoll-api 0.1.0 has minor changes since v1; "
        f"write 0.1.1 or later in {SPEC} (info.version), then: make generate",
        f"lagerkoll 0.1.0 has minor changes since v1; write 0.1.1 or later in {OVERLAY}",
    ]


def test_with_its_versions_it_passes(scratch: Scratch) -> None:
    scratch.edit(SPEC, *READ_FIELD)
    version(scratch, "0.1.1", "0.1.1")
    scratch.edit("sandbox/pyproject.toml", 'version = "0.1.0"', 'version = "0.1.1"')
    scratch.generate("lagerkoll")
    assert main([], scratch.root) == 0


def test_what_calls_need_in_python_counts_though_the_spec_only_gained_something(
    scratch: Scratch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Updating sends the whole object, so that a field more has to be given by everyone who names the fields."""
    scratch.edit(SPEC, *UPDATE_FIELD)
    scratch.generate("lagerkoll")
    found = packages(scratch, capsys)["lagerkoll-api"]
    assert (found["verdict"], found["needed"]) == ("major", "0.2.0")
    assert [change["words"] for change in found["changes"]] == [
        "`PaymentTerms.update` needs `discount`",
        "`PaymentTermUpdate` gained `discount`",
    ]


def test_what_calls_need_and_what_went_with_another_method_is_told_beside_other_major_changes(
    scratch: Scratch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A change that breaks callers must not hide another one of the same resource that no line of the spec tells."""
    scratch.edit(SPEC, *UPDATE_FIELD)
    scratch.edit(
        SPEC, "      x-method: delete\n      tags: [payment_terms]", "      x-method: drop\n      tags: [payment_terms]"
    )
    scratch.edit(
        SPEC, "      x-method: update\n      tags: [cost_centers]", "      x-method: put\n      tags: [cost_centers]"
    )
    scratch.generate("lagerkoll")
    found = packages(scratch, capsys)["lagerkoll-api"]
    assert [change["words"] for change in found["changes"] if change["level"] == "major"] == [
        "`payment_terms.delete` is called `payment_terms.drop` now",
        "`cost_centers.update` is called `cost_centers.put` now",
        "`CostCenters.change` is gone",
        "`PaymentTerms.update` needs `discount`",
    ]


def test_a_resource_that_is_new_is_told_once(scratch: Scratch, capsys: pytest.CaptureFixture[str]) -> None:
    scratch.edit(SPEC, "tags:\n  - name", "tags:\n  - name: shelves\n    description: Shelves.\n  - name")
    scratch.edit(SPEC, "\n  /v1/costcenters/:", SHELVES)
    scratch.generate("lagerkoll")
    found = packages(scratch, capsys)["lagerkoll-api"]
    assert [change["words"] for change in found["changes"]] == ["`shelves.get` is new"]


def test_an_overlay_has_to_allow_what_it_works_with(scratch: Scratch, capsys: pytest.CaptureFixture[str]) -> None:
    scratch.edit(SPEC, *UPDATE_FIELD)
    version(scratch, "0.2.0", "0.2.0")
    scratch.edit("sandbox/pyproject.toml", 'version = "0.1.0"', 'version = "0.1.1"')
    scratch.generate("lagerkoll")
    assert main([], scratch.root) == 1
    assert capsys.readouterr().err == (
        "lagerkoll needs `lagerkoll-api<0.2,>=0.1`, and lagerkoll-api is 0.2.0; "
        "write `lagerkoll-api>=0.2,<0.3` in overlays/lagerkoll/pyproject.toml\n"
    )
    scratch.edit("overlays/lagerkoll/pyproject.toml", "lagerkoll-api>=0.1,<0.2", "lagerkoll-api>=0.2,<0.3")
    assert main([], scratch.root) == 0


def test_a_package_that_was_not_made_again_is_found(scratch: Scratch, capsys: pytest.CaptureFixture[str]) -> None:
    version(scratch, "0.1.1", "0.1.1")
    assert main([], scratch.root) == 1
    assert (
        "generated/lagerkoll/pyproject.toml says 0.1.0 and its spec 0.1.1; run: make generate"
        in capsys.readouterr().err
    )


def test_a_version_does_not_go_back(scratch: Scratch, capsys: pytest.CaptureFixture[str]) -> None:
    scratch.edit("runtime/pyproject.toml", 'version = "0.1.0"', 'version = "0.0.9"')
    assert main([], scratch.root) == 1
    assert "erp-client-runtime 0.0.9 had 0.1.0 in v1; write 0.1.0 or later" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "old", "new", "verdict", "words"),
    [
        (
            "runtime/src/erp_client_runtime/pages.py",
            "class Page",
            "class Pages",
            "major",
            "`Page` is gone",
        ),
        (
            "runtime/src/erp_client_runtime/redaction.py",
            "from __future__",
            "# Thought about again.\nfrom __future__",
            "patch",
            "something inside is done in another way",
        ),
        ("runtime/pyproject.toml", ">=3.11", ">=3.12", "major", "needs Python >=3.12 (was >=3.11)"),
        (
            "runtime/pyproject.toml",
            "attrs>=24.2",
            "attrs>=25.1",
            "minor",
            "works with `attrs>=25.1` (was `attrs>=24.2`)",
        ),
        ("runtime/README.md", "#", "##", "none", ""),
    ],
)
def test_a_package_that_is_written_by_hand(
    scratch: Scratch, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str, verdict: str, words: str
) -> None:
    scratch.edit(path, old, new)
    found = packages(scratch, capsys)["erp-client-runtime"]
    assert found["verdict"] == verdict
    assert words in [change["words"] for change in found["changes"]] or not words


def test_who_needs_a_runtime_that_may_break_callers_may_break_them_too(
    scratch: Scratch, capsys: pytest.CaptureFixture[str]
) -> None:
    scratch.edit("runtime/pyproject.toml", ">=3.11", ">=3.12")
    scratch.edit("runtime/pyproject.toml", 'version = "0.1.0"', 'version = "0.2.0"')
    scratch.edit("overlays/lagerkoll/pyproject.toml", "runtime>=0.1,<0.2", "runtime>=0.2,<0.3")
    found = packages(scratch, capsys)["lagerkoll"]
    assert found["verdict"] == "major"
    assert (
        found["changes"][0]["words"] == "works with `erp-client-runtime<0.3,>=0.2` (was `erp-client-runtime<0.2,>=0.1`)"
    )


def test_a_package_that_is_new_has_nothing_to_say_and_one_that_is_gone_has(
    scratch: Scratch, capsys: pytest.CaptureFixture[str]
) -> None:
    scratch.git("rm", "-rq", "overlays/lagerkoll", "generated/lagerkoll", "specs/lagerkoll")
    scratch.commit("Without a vendor")
    scratch.git("tag", "v2")
    gone = packages(scratch, capsys, "--base", "v1")["lagerkoll"]
    assert [change["words"] for change in gone["changes"]] == ["the package is gone"]
    scratch.git("checkout", "-q", "v1", "--", ".")
    assert main(["--base", "v2"], scratch.root) == 0
    assert "lagerkoll-api 0.1.0: new\n" in capsys.readouterr().out
    scratch.git("tag", "-d", "v2")


def test_without_a_name_the_base_is_the_newest_tag_and_head_before_there_is_one(
    scratch: Scratch, capsys: pytest.CaptureFixture[str]
) -> None:
    scratch.edit(SPEC, *READ_FIELD)
    scratch.generate("lagerkoll")
    scratch.commit("A field more")
    assert main([], scratch.root) == 1
    assert capsys.readouterr().out.startswith("since v1 (")
    scratch.git("tag", "-d", "v1")
    assert main([], scratch.root) == 0
    assert capsys.readouterr().out.startswith("since HEAD (")


def test_machines_get_the_place_in_the_spec(scratch: Scratch, capsys: pytest.CaptureFixture[str]) -> None:
    scratch.edit(SPEC, *READ_FIELD)
    scratch.generate("lagerkoll")
    assert packages(scratch, capsys)["lagerkoll-api"] == {
        "name": "lagerkoll-api",
        "folder": "generated/lagerkoll",
        "verdict": "minor",
        "before": "0.1.0",
        "version": "0.1.0",
        "needed": "0.1.1",
        "changes": [
            {
                "level": "minor",
                "words": "`PaymentTerm` gained `discount`",
                "type": "added",
                "pointer": "/components/schemas/PaymentTerm/properties/discount",
            }
        ],
        "findings": [
            f"lagerkoll-api 0.1.0 has minor changes since v1; "
            f"write 0.1.1 or later in {SPEC} (info.version), then: make generate"
        ],
    }


@pytest.mark.parametrize("base", ["nowhere", "-x", "HEAD:specs"])
def test_a_base_that_cannot_be_read_is_an_error_of_its_own(
    scratch: Scratch, capsys: pytest.CaptureFixture[str], base: str
) -> None:
    assert main([f"--base={base}"], scratch.root) == 2
    assert "name a tag, a branch or a commit" in capsys.readouterr().err


def test_a_folder_without_git_is_one_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([], tmp_path) == 2
    assert "not a git repository" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("path", "old", "new", "says"),
    [
        (SPEC, "openapi: 3.1.0", "openapi: [", "not valid YAML"),
        (SPEC, "version: 0.1.0", "version: first", "info.version is 'first'; write it as 1.2.3"),
        ("runtime/pyproject.toml", 'version = "0.1.0"', "", "lacks 'version'"),
        (
            SPEC,
            "- {api_key: [], store: []}",
            "- 7",
            "mend what `python -m scripts.check_specs --vendor lagerkoll`",
        ),
        ("runtime/src/erp_client_runtime/pages.py", "class Page", "class class", "pages.py, line"),
        ("runtime/pyproject.toml", '"auth", ', '"author", ', "names erp_client_runtime.author"),
    ],
)
def test_so_is_a_package_that_cannot_be_read(
    scratch: Scratch, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str, says: str
) -> None:
    scratch.edit(path, old, new)
    assert main([], scratch.root) == 2
    assert says in capsys.readouterr().err
