"""From a name to wheels that work, for two made-up vendors and without any change in what serves all vendors."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from scripts import docs_coverage, new_vendor
from scripts.environments import Environment
from scripts.generate import generate_vendors
from scripts.new_vendor import NewVendor
from tests.pipeline.made_up import KEYS, ROOT, TOKEN, files, fill_in
from tests.pipeline.scratch import here

pytestmark = [pytest.mark.install, pytest.mark.timeout(600)]

# What commands leave behind.
SCRATCH = {"build", "dist", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}


class Tree:
    """A copy of the repository with two more vendors, brought as far as wheels."""

    def __init__(self, root: Path) -> None:
        # Without what is made while working, which others may be making right now.
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "dist"))
        self.root = root
        self.site = root / "build" / "site"
        self.before = files(root)
        laid_out = []
        for vendor in (KEYS, TOKEN):
            named = ("--title", vendor.title, "--class", vendor.client, "--login", vendor.login)
            output = here(new_vendor.main, root, vendor.name, *named)
            laid_out += [root / line.removeprefix("written: ") for line in output.splitlines() if "written: " in line]
        fill_in(root, laid_out)
        for vendor in (KEYS, TOKEN):
            self.run("-m", "scripts.check_specs", "--vendor", vendor.name)
            here(docs_coverage.main, root / "specs", "--check", "--vendor", vendor.name)
            with redirect_stdout(StringIO()):
                assert generate_vendors(root, vendor.name, check=False) == 0
        self.run("-m", "scripts.public_api")
        self.run("-m", "scripts.build")
        # As good as installed: entry points are found beside the packages.
        for wheel in (root / "dist").glob("*.whl"):
            with zipfile.ZipFile(wheel) as archive:
                archive.extractall(self.site)
        for vendor in (KEYS, TOKEN):
            self.run("-m", "scripts.record", "--vendor", vendor.name)

    def run(self, *arguments: str) -> str:
        """Run Python in the tree, with the tree's own packages; gives what it prints."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        path = os.pathsep.join([str(self.site), str(self.root)])
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env={**kept, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @property
    def new(self) -> list[str]:
        """The files that have come, those that are built apart."""
        return [path for path in files(self.root) if path not in self.before and path.split("/")[0] not in SCRATCH]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Tree:
    return Tree(tmp_path_factory.mktemp("new-vendor") / "repository")


def test_nothing_that_serves_all_vendors_changes(tree: Tree) -> None:
    now = files(tree.root)
    changed = {path for path, content in tree.before.items() if now.get(path) != content}
    assert changed == {"pyproject.toml", "sandbox/pyproject.toml"}
    for path in tree.new:
        assert KEYS.name in path or TOKEN.name in path


def test_tests_that_are_there_take_the_vendors_in(tree: Tree) -> None:
    """Gate, replay by both clients, the house rules, READMEs that run: none of them has a list of vendors."""
    output = tree.run(
        *("-m", "pytest", "-p", "no:cacheprovider", "-v", "--tb=short"),
        *("-k", f"{KEYS.name} or {TOKEN.name} or the_workspace or names_none"),
        *("tests/contract", "tests/unit/test_house.py", "tests/unit/test_layers.py"),
        *("tests/sandbox/test_models.py", "tests/sandbox/test_examples.py"),
    )
    assert "test_the_workspace_knows_every_package PASSED" in output
    for vendor in (KEYS, TOKEN):
        passed = set(re.findall(rf"::(test_\w+)\[\S*{vendor.name}\S*\] PASSED", output))
        assert passed >= {
            "test_every_operation_has_a_success_and_an_error",
            "test_requests_and_answers_agree_with_the_spec",
            "test_no_secret_is_written_down",
            "test_synchronous_client_does_what_the_case_says",
            "test_asynchronous_client_does_the_same_with_the_same_file",
            "test_a_package_has_licence_readme_and_types",
            "test_a_vendor_knows_no_other_vendor",
            "test_the_package_holds_what_the_spec_gives",
            "test_what_a_readme_shows_runs",
        }


def test_lint_and_types_have_nothing_to_say(tree: Tree) -> None:
    code = [path for path in tree.new if path.endswith(".py") and "/_models/" not in path]
    tree.run("-m", "ruff", "check", "--no-cache", *code)
    tree.run("-m", "ruff", "format", "--no-cache", "--check", *code)
    tree.run("-m", "mypy", "--cache-dir", os.devnull, *code)


def test_installed_from_the_wheels_both_clients_reach_the_sandbox_installed_beside_them(
    tree: Tree, tmp_path: Path
) -> None:
    environment = Environment(tmp_path / "environment", tree.root / "dist")
    environment.install("erp-sandbox", KEYS.distribution, TOKEN.distribution)
    for vendor in (KEYS, TOKEN):
        with sandbox(environment, vendor) as settings:
            program = CALLS.format(module=vendor.name, client=vendor.client)
            assert environment.output("python", "-c", program, **settings).split() == ["Nyare", "404"]


CALLS = """
import asyncio
from {module} import Async{client}, {client}
from {module}.errors import NotFoundError

with {client}() as client:
    customer = client.customers.create(name="Ny")
    client.customers.change(customer.id, name="Nyare")
    print(client.customers.get(customer.id).name)

async def delete():
    async with Async{client}() as client:
        await client.customers.delete(customer.id)
        try:
            await client.customers.get(customer.id)
        except NotFoundError as error:
            print(error.status)

asyncio.run(delete())
"""


@contextmanager
def sandbox(environment: Environment, vendor: NewVendor) -> Iterator[dict[str, str]]:
    """Run an installed sandbox; gives the environment variables with which its client finds it."""
    process = environment.start("erp-sandbox", "serve", "--vendor", vendor.name, "--port", "0", "--json")
    assert process.stdout is not None
    try:
        ready = json.loads(process.stdout.readline())
        settings = ready["credentials"] | {name: ready[name] for name in ("base_url", "token_url") if ready[name]}
        yield {f"{vendor.name}_{name}".upper(): value for name, value in settings.items()}
    finally:
        process.terminate()
        process.communicate(timeout=20)
