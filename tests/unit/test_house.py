"""What every package has in common: files, versions that fit together, declared dependencies, changelog fragments."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent.parent
VENDORS = sorted(folder.name for folder in (ROOT / "specs").iterdir() if folder.is_dir())
HAND_WRITTEN = ["runtime", "sandbox", *(f"overlays/{vendor}" for vendor in VENDORS)]
PACKAGES = [*HAND_WRITTEN, *(f"generated/{vendor}" for vendor in VENDORS)]


DOCS = sorted((ROOT / "docs").glob("*.md"))


def read_toml(path: str) -> dict[str, Any]:
    return tomllib.loads((ROOT / path).read_text("utf-8"))


def project(folder: str) -> dict[str, Any]:
    """The `[project]` table of a package."""
    table: dict[str, Any] = read_toml(f"{folder}/pyproject.toml")["project"]
    return table


def source(folder: str) -> Path:
    """The folder that is imported."""
    (init,) = (ROOT / folder / "src").glob("*/__init__.py")
    return init.parent


def version(folder: str) -> Version:
    """The version of a package: in its pyproject.toml, or in the module that this one names."""
    if "version" in project(folder):
        return Version(project(folder)["version"])
    return Version(importlib.import_module(f"{source(folder).name}._version").__version__)


def ranges(folder: str) -> dict[str, Requirement]:
    """The dependencies of a package by name."""
    return {canonicalize_name(item.name): item for item in map(Requirement, project(folder)["dependencies"])}


def next_breaking(current: Version) -> str:
    """The first version that may break callers; before 1.0 the second number says so."""
    return f"{current.major + 1}.0.0" if current.major else f"0.{current.minor + 1}.0"


@pytest.mark.parametrize("folder", PACKAGES)
def test_a_package_has_licence_readme_and_types(folder: str) -> None:
    assert (ROOT / folder / "LICENSE").read_text("utf-8") == (ROOT / "LICENSE").read_text("utf-8")
    assert (ROOT / folder / "README.md").stat().st_size > 200
    assert (source(folder) / "py.typed").exists()
    settings = project(folder)
    assert (settings["license"], settings["license-files"], settings["readme"]) == ("MIT", ["LICENSE"], "README.md")


@pytest.mark.parametrize("folder", PACKAGES)
def test_a_package_declares_what_it_imports_and_nothing_else(folder: str) -> None:
    imported = {
        name.partition(".")[0]
        for file in source(folder).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    needed = {canonicalize_name(name) for name in imported - sys.stdlib_module_names - {source(folder).name}}
    extras = {
        canonicalize_name(Requirement(item).name)
        for items in project(folder).get("optional-dependencies", {}).values()
        for item in items
    }
    assert ranges(folder).keys() == needed - extras
    assert extras <= needed


@pytest.mark.parametrize("vendor", VENDORS)
def test_the_version_of_a_generated_package_is_that_of_its_spec(vendor: str) -> None:
    spec = yaml.safe_load((ROOT / "specs" / vendor / "openapi.yaml").read_text("utf-8"))
    folder = f"generated/{vendor}"
    package = importlib.import_module(source(folder).name)
    assert project(folder)["version"] == package.__version__ == spec["info"]["version"]


def test_the_runtime_says_one_version() -> None:
    package = importlib.import_module(source("runtime").name)
    assert project("runtime")["version"] == package.__version__


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_overlay_says_one_version_also_to_the_vendor(vendor: str) -> None:
    folder = f"overlays/{vendor}"
    package = importlib.import_module(source(folder).name)
    assert read_toml(f"{folder}/pyproject.toml")["tool"]["hatch"]["version"]["path"].endswith("/_version.py")
    clients: list[Any] = [item for name in package.__all__ if inspect.isclass(item := getattr(package, name))]
    assert len(clients) == 2
    assert {client.user_agent for client in clients} == {f"{project(folder)['name']}/{version(folder)}"}
    assert package.__version__ == str(version(folder))


@pytest.mark.parametrize(
    ("folder", "needed"),
    [
        *((f"generated/{vendor}", "runtime") for vendor in VENDORS),
        *((f"overlays/{vendor}", "runtime") for vendor in VENDORS),
        *((f"overlays/{vendor}", f"generated/{vendor}") for vendor in VENDORS),
    ],
)
def test_a_range_holds_the_version_at_hand_and_ends_before_the_next_that_may_break(folder: str, needed: str) -> None:
    allowed = ranges(folder)[canonicalize_name(project(needed)["name"])].specifier
    assert allowed.contains(version(needed))
    assert not allowed.contains(next_breaking(version(needed)))


def test_the_workspace_knows_every_package() -> None:
    tools = read_toml("pyproject.toml")["tool"]
    assert sorted(tools["uv"]["sources"]) == sorted(project(folder)["name"] for folder in PACKAGES)
    assert sorted(tools["mypy"]["mypy_path"]) == sorted(["examples", *(f"{folder}/src" for folder in PACKAGES)])


def test_every_hand_written_package_tells_its_changes() -> None:
    for folder in HAND_WRITTEN:
        assert (ROOT / folder / "CHANGELOG.md").exists() or any((ROOT / folder / "changes").glob("*.md")), folder


def test_every_fragment_has_a_known_type_and_belongs_to_a_hand_written_package() -> None:
    places = {ROOT / folder / "changes" for folder in HAND_WRITTEN}
    types = {item["directory"] for item in read_toml("towncrier.toml")["tool"]["towncrier"]["type"]}
    fragments = [
        path
        for top in ("runtime", "sandbox", "overlays", "generated")
        for path in (ROOT / top).rglob("changes/*")
        if path.is_file()
    ]
    name = re.compile(r"(\d+|\+[\w-]+)\.(\w+)\.md")
    for path in fragments:
        matched = name.fullmatch(path.name)
        assert path.parent in places, f"{path}: changes of a generated package are told in those of the overlay"
        assert matched is not None, f"{path}: not `<issue>.<type>.md` or `+<words>.<type>.md`"
        assert matched[2] in types, f"{path}: `{matched[2]}` is not one of {', '.join(sorted(types))}"
        assert path.read_text("utf-8").strip(), f"{path}: empty"


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", *(f"docs/{path.name}" for path in DOCS)])
def test_a_page_names_only_what_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    folder = (ROOT / page).parent
    links = {link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link}
    assert [link for link in sorted(links) if not (folder / link).exists()] == []
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|\$ )make ([a-z-]+)", text)) - targets == set()
    commands = set(re.findall(r"python -m (scripts\.[a-z_.]*[a-z])", text))
    assert [name for name in sorted(commands) if not (ROOT / f"{name.replace('.', '/')}.py").exists()] == []
