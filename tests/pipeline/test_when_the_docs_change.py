"""From a changed page to a release, as docs/when-the-docs-change.md tells it, in a copy of the repository."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts import docs_accept, docs_watch, release_notes, spec_diff
from scripts.specs.folder import load_spec
from tests.pipeline.scratch import ROOT, Scratch, here
from tests.pipeline.story_pages import cost_centers, payment_terms, simutek

CHECKS = ("tests/contract/test_gate.py", "tests/contract/test_replay.py", "tests/unit/test_house.py")
NO_BODY = '      "header Content-type: application/json of DELETE *": there is no body that it could describe\n'


class Story(Scratch):
    """A copy of the repository whose lock says what our own pages say, and copies of what they say after a change."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "repository", everything=True)
        self.pages = folder / "pages"
        for changed in (False, True):
            titles = self._titles()
            self._page("lagerkoll", "payment-terms.html", payment_terms(changed=changed))
            self._page("lagerkoll", "cost-centers.html", cost_centers(changed=changed, titles=titles))
            self._page("simutek_gks4", "api.md", simutek(changed=changed))
            if not changed:
                self.accept("lagerkoll", "payment-terms.html", "cost-centers.html")
                self.accept("simutek_gks4", "api.md")
                self._know_of_the_sales_order()
                self.commit("The lock")
                self.git("tag", "-f", "v1")

    def _titles(self) -> list[str]:
        paths = load_spec("lagerkoll", self.root / "specs")["paths"]
        one = paths["/v1/costcenters/{cost_center}"]
        operations = (paths["/v1/costcenters/"]["post"], one["put"], one["delete"])
        return [operation["x-evidence"]["section"] for operation in operations]

    def _page(self, vendor: str, name: str, text: str) -> None:
        (self.pages / vendor).mkdir(parents=True, exist_ok=True)
        (self.pages / vendor / name).write_text(text, "utf-8")

    def _know_of_the_sales_order(self) -> None:
        """What a person wrote into the lock of an operation of which the page shows a title alone."""
        title = '{"title": "Dokumentation: create a sales order"}'
        self.edit("specs/simutek_gks4/facts/api.json", '"operations": [\n', f'"operations": [\n    {title},\n')
        self.edit("specs/simutek_gks4/sources.yaml", "    read: page\n", "    read: page\n    by_hand: [operations]\n")

    def run(self, *arguments: str, code: int = 0) -> str:
        """Run Python in the copy, with the copy's own packages; gives what it prints."""
        sources = [path for top in ("runtime", "sandbox", "generated/*", "overlays/*") for path in self.root.glob(top)]
        path = os.pathsep.join(map(str, [self.root, *(folder / "src" for folder in sources)]))
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env={**kept, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def command(self, name: str, *arguments: str, code: int = 0) -> str:
        """Run one of the project's commands."""
        return self.run("-m", f"scripts.{name}", *arguments, code=code)

    def here(self, main: Callable[[list[str], Path], int], *arguments: str, code: int = 0, root: str = ".") -> str:
        """Run a command that can be told where the repository is in this process."""
        return here(main, self.root / root, *arguments, code=code)

    def watch(self, vendor: str, code: int) -> str:
        """What `docs_watch` says of the pages."""
        return self.here(docs_watch.main, "--vendor", vendor, "--pages", str(self.pages), code=code, root="specs")

    def accept(self, vendor: str, *names: str) -> None:
        """Take over what pages say, as after a person has looked."""
        for name in names:
            place = ("--vendor", vendor, "--page", Path(name).stem, "--file", str(self.pages / vendor / name))
            self.here(docs_accept.main, *place, root="specs")

    def check(self, vendor: str) -> None:
        """What `make check` says of a spec and its pages."""
        self.command("check_specs", "--vendor", vendor)
        self.command("docs_coverage", "--check", "--vendor", vendor)

    def verdict(self, name: str, code: int) -> dict[str, Any]:
        """What `spec_diff` says of a package."""
        text = self.here(spec_diff.main, "--json", code=code)
        found = json.loads(text[: text.rindex("\n}") + 2])["packages"]
        (one,) = (package for package in found if package["name"] == name)
        assert isinstance(one, dict)
        return one

    def test(self, vendor: str) -> None:
        """Replay the vendor's cassettes through both clients, hold them against the spec, and look at the packages."""
        output = self.run("-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", f"{vendor} or workspace", *CHECKS)
        assert re.search(r"\d\d+ passed", output), output


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Story:
    return Story(tmp_path_factory.mktemp("story"))


@pytest.fixture
def story(released: Story) -> Story:
    released.reset()
    return released


@pytest.mark.timeout(300)
def test_a_field_more_an_operation_less_another_name_and_another_limit(story: Story) -> None:
    told = story.watch("lagerkoll", 1)
    for change in (
        "**operation removed**: operation DELETE /v1/payment_terms/{term_id}",
        "**field added**: field PaymentTerm.graceDays",
        "perhaps it is now called externalReference",
        "**limit changed**: limit requests\n  - before: 200; now: 100",
        "`/x-quota`",
    ):
        assert change in told

    follow_lagerkoll(story)
    story.accept("lagerkoll", "payment-terms.html", "cost-centers.html")
    story.check("lagerkoll")
    assert "Nothing has changed." in story.watch("lagerkoll", 0)

    story.generate("lagerkoll")
    before = story.verdict("lagerkoll", 1)
    assert (before["verdict"], before["needed"]) == ("major", "0.2.0")
    assert [change["words"] for change in before["changes"]] == [
        "`payment_terms.delete` is gone",
        "`CostCenter.external_id` is called `external_reference` now",
        "`CostCenterUpdate.external_id` is called `external_reference` now",
        "`PaymentTerm` gained `grace_days`",
        "the client keeps to 100 requests in 60 seconds (was 200 requests in 60 seconds)",
    ]

    raise_versions(story, "lagerkoll", "0.2")
    story.generate("lagerkoll")
    story.command("public_api")
    assert story.verdict("lagerkoll", 0)["findings"] == []

    notes = story.here(release_notes.main)
    assert notes.count("written: overlays/lagerkoll/changes/") == 5
    draft = ("build", "--draft", "--config", "towncrier.toml", "--dir", "overlays/lagerkoll", "--version", "0.2.0")
    assert "### Removed\n\n- `payment_terms.delete` is gone." in story.run("-m", "towncrier", *draft)

    follow_in_cases(story)
    recorded = story.command("record", "--vendor", "lagerkoll")
    assert "lagerkoll: list_cost_centers/changes changed\n" in recorded
    assert recorded.endswith(" 0 failed\n")
    story.test("lagerkoll")


def follow_lagerkoll(story: Story) -> None:
    """What a person writes: the four changes, in the spec, and one waiver that waives nothing any more."""
    file = story.root / "specs/lagerkoll/openapi.yaml"
    text = file.read_text("utf-8")
    deleting = re.compile(
        r"    delete:\n      operationId: delete_payment_term\n.*?responses: &deleted\n(.*?)\n\n", re.DOTALL
    )
    (found,) = deleting.finditer(text)
    text = deleting.sub("\n", text).replace("responses: *deleted\n", f"responses: &deleted\n{found[1]}\n")
    text = text.replace("requests: 200", "requests: 100").replace("externalId:", "externalReference:")
    field = '        description:\n          type: [string, "null"]\n          description: Text of the term.\n'
    text = text.replace(
        f"{field}\n    PaymentTermCreate:",
        f'{field}        graceDays:\n          type: [integer, "null"]\n          format: int64\n'
        "          readOnly: true\n          description: Days of grace after the last day.\n\n    PaymentTermCreate:",
    )
    file.write_text(text, "utf-8")
    sources = story.root / "specs/lagerkoll/sources.yaml"
    sources.write_text(sources.read_text("utf-8").replace(NO_BODY, "", 1), "utf-8")


def follow_in_cases(story: Story) -> None:
    """The sandbox's seeds, the cases, and the cassettes that came from the page's examples."""
    story.edit("sandbox/src/erp_sandbox/vendors/lagerkoll.py", "externalId", "externalReference")
    cases = "tests/contract/cases/lagerkoll.py"
    story.edit(cases, "external_id", "external_reference")
    story.edit(cases, "payment_terms.delete(term.code)", "payment_terms.get(term.code)")
    for file in sorted((story.root / cases).parent.glob("*lagerkoll*.py")):
        file.write_text(without_cases(file.read_text("utf-8"), "delete_payment_term"), "utf-8")
    cassettes = story.root / "tests/contract/cassettes/lagerkoll"
    shutil.rmtree(cassettes / "delete_payment_term")
    for path in cassettes.rglob("*.yaml"):
        text = path.read_text("utf-8")
        if "origin: docs" in text:
            path.write_text(text.replace("externalId", "externalReference"), "utf-8")


def without_cases(text: str, operation: str) -> str:
    """A module of cases without those of an operation."""
    lines = text.splitlines(keepends=True)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and ast.unparse(node).startswith(f"Case({operation!r}, "):
            assert node.end_lineno is not None
            lines[node.lineno - 1 : node.end_lineno] = [""] * (node.end_lineno - node.lineno + 1)
    return "".join(lines)


def raise_versions(story: Story, vendor: str, version: str) -> None:
    """Write the versions that `spec_diff` asks for."""
    end = f"0.{int(version.removeprefix('0.')) + 1}"
    story.edit(f"specs/{vendor}/openapi.yaml", "version: 0.1.0", f"version: {version}.0")
    story.edit(f"overlays/{vendor}/src/{vendor}/_version.py", "0.1.0", f"{version}.0")
    story.edit(f"overlays/{vendor}/pyproject.toml", "-api>=0.1,<0.2", f"-api>={version},<{end}")
    story.edit("sandbox/pyproject.toml", 'version = "0.1.0"', 'version = "0.1.1"')


@pytest.mark.timeout(300)
def test_a_page_that_starts_to_show_what_was_guessed(story: Story) -> None:
    told = story.watch("simutek_gks4", 1)
    for change in (
        "**operation now shown**: operation POST /api/v1/sales-orders",
        "**contradiction**: operation POST /api/v1/sales-orders; the spec has POST /api/v1/salesorders (assumed)",
        "**documented now**: request field purchaseOrderNumber of POST /api/v1/sales-orders",
        "the spec has guessed noteFromCustomer (assumed)",
    ):
        assert change in told

    follow_simutek(story)
    story.accept("simutek_gks4", "api.md")
    story.check("simutek_gks4")
    assert "Nothing has changed." in story.watch("simutek_gks4", 0)

    story.generate("simutek_gks4")
    words = [change["words"] for change in story.verdict("simutek-gks4", 1)["changes"]]
    assert words[:3] == [
        "`SalesOrderCreate.note_from_customer` is called `comment` now",
        "`sales_orders.create` runs without being allowed first",
        "`sales_orders.create` is sent to `POST /api/v1/sales-orders` now (was `POST /api/v1/salesorders`)",
    ]
    assert "`SalesOrderCreate` is documented now (was assumed)" in words

    raise_versions(story, "simutek_gks4", "0.2")
    story.generate("simutek_gks4")
    story.command("public_api")
    assert story.verdict("simutek-gks4", 0)["findings"] == []
    notes = story.here(release_notes.main)
    assert re.search(r"written: overlays/simutek_gks4/changes/\+sales-orders-create-runs-\S+\.fixed\.md", notes)

    cases = "tests/contract/cases/simutek_gks4.py"
    story.edit(cases, "note_from_customer=", "comment=")
    story.edit(cases, '"create_sales_order.note_from_customer": "comment"', '"create_sales_order.comment": "remark"')
    assert story.command("record", "--vendor", "simutek_gks4").endswith(" 0 failed\n")
    story.test("simutek_gks4")


def follow_simutek(story: Story) -> None:
    """What a person writes: the path, the name of a field, and that all of it is documented."""
    file = story.root / "specs/simutek_gks4/openapi.yaml"
    text = file.read_text("utf-8").replace("/api/v1/salesorders:", "/api/v1/sales-orders:")
    text = text.replace("noteFromCustomer:", "comment:")
    guess = re.compile(
        r'level: assumed\n(\s+source: api\n\s+section: "Dokumentation: create a sales order"\n)\s+because: .*\n'
    )
    text, count = guess.subn(r"level: documented\n\1", text)
    assert count == 3
    file.write_text(text, "utf-8")


def test_the_weekly_watch_needs_nothing_but_github_and_make() -> None:
    text = (ROOT / ".github/workflows/docs-watch.yml").read_text("utf-8")
    (job,) = yaml.safe_load(text)["jobs"].values()
    assert [step["uses"] for step in job["steps"] if "uses" in step] == ["actions/checkout@v4"]
    commands = "\n".join(step["run"] for step in job["steps"] if "run" in step)
    assert "://" not in text
    assert {"docs-watch"} == set(re.findall(r"make --silent ([a-z-]+)", commands))
    assert set(re.findall(r"\bgh (\w+ \w+)", commands)) == {"issue list", "issue comment", "issue create"}
    for step in job["steps"]:
        subprocess.run(["bash", "-n"], input=step.get("run", ""), text=True, check=True)
