"""Who may know whom: overlay -> generated -> runtime, the sandbox none of these, and no vendor in what serves all."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
VENDORS = sorted(folder.name for folder in (ROOT / "specs").iterdir())
RUNTIME = {"erp_client_runtime"}
GENERATED = {f"{vendor}_api" for vendor in VENDORS}
OURS = RUNTIME | GENERATED | set(VENDORS) | {"erp_sandbox"}


def imported(folder: Path) -> set[str]:
    """The top-level packages that the modules of a folder import."""
    names = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module is not None:
                names.add(node.module.partition(".")[0])
    return names


def test_the_runtime_knows_none_of_the_others() -> None:
    assert imported(ROOT / "runtime" / "src") & OURS == RUNTIME


def test_the_sandbox_knows_none_of_the_others() -> None:
    assert imported(ROOT / "sandbox" / "src") & OURS == {"erp_sandbox"}


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_generated_package_knows_only_the_runtime(vendor: str) -> None:
    assert imported(ROOT / "generated" / vendor) & OURS == RUNTIME | {f"{vendor}_api"}


@pytest.mark.parametrize("vendor", VENDORS)
def test_an_overlay_knows_only_its_generated_package_and_the_runtime(vendor: str) -> None:
    assert imported(ROOT / "overlays" / vendor) & OURS == RUNTIME | {f"{vendor}_api", vendor}


def test_the_check_of_the_specs_knows_neither_the_generator_nor_the_contract() -> None:
    modules = {
        name
        for file in (ROOT / "scripts" / "specs").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        for name in (
            [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    }
    ours = {f"{name}." for name in modules if f"{name}.".startswith("scripts.")}
    assert [name for name in sorted(ours) if not name.startswith("scripts.specs.")] == []


@pytest.mark.parametrize("folder", ["runtime/src", "scripts"])
def test_what_serves_all_vendors_names_none(folder: str) -> None:
    words = re.compile("|".join(vendor.replace("_", "[ _-]?") for vendor in VENDORS), re.IGNORECASE)
    page_readers = ROOT / "scripts" / "docs"
    naming = [
        str(file.relative_to(ROOT))
        for file in (ROOT / folder).rglob("*.py")
        if not file.is_relative_to(page_readers) and words.search(file.read_text("utf-8"))
    ]
    assert naming == []
