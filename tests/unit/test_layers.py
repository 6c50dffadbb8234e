"""Who may know whom: what docs/architecture.md draws is what the source imports, and no vendor in what serves all."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
VENDORS = sorted(folder.name for folder in (ROOT / "specs").iterdir() if folder.is_dir())
DIAGRAM = (ROOT / "docs" / "architecture.md").read_text("utf-8").split("```mermaid\n")[1].split("```")[0]
LAYERS = dict(re.findall(r'^ +(\w+)\["(.+)"\]$', DIAGRAM, re.MULTILINE))
ARROWS = set(re.findall(r"^ +(\w+) --> (\w+)$", DIAGRAM, re.MULTILINE))
# Programs that use everything; nothing uses them.
FREE = {"benchmarks", "examples", "tests"}
SANDBOX = ROOT / "sandbox" / "src" / "erp_sandbox"


def files(layer: str) -> list[Path]:
    """The modules of a layer; `*` stands for every name, apart from files that are a layer of their own."""
    places = {place for place in ROOT.glob(LAYERS[layer]) if place.is_dir() or "*" not in LAYERS[layer] or alone(place)}
    found = [file for place in places for file in ([place] if place.is_file() else place.rglob("*.py"))]
    assert found, f"docs/architecture.md: {LAYERS[layer]} has no modules"
    return sorted(found)


def alone(file: Path) -> bool:
    return file.relative_to(ROOT).as_posix() not in LAYERS.values()


@cache
def imported(file: Path) -> frozenset[str]:
    """The modules that a file imports, at its top or anywhere else; `from a import b` gives `a` and `a.b`."""
    return frozenset(names_in(ast.walk(ast.parse(file.read_text("utf-8"))), file))


def imported_at_once(file: Path) -> set[str]:
    """Those that it imports at its top, which is when it is imported itself."""
    return names_in(ast.parse(file.read_text("utf-8")).body, file)


def names_in(nodes: Iterable[ast.AST], file: Path) -> set[str]:
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}:{node.lineno}: relative, so nobody sees what it imports"
            names |= {f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def module_name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[parts.index("src") + 1 :] if "src" in parts else parts).removesuffix(".__init__")


OWNERS = {module_name(file): layer for layer in LAYERS for file in files(layer)}


def arrows(layer: str) -> Iterator[tuple[str, str]]:
    for file in files(layer):
        for name in imported(file):
            if OWNERS.get(name, layer) != layer:
                yield layer, OWNERS[name]


def packages(file: Path) -> set[str]:
    """Those of our top-level packages that a file imports."""
    return {name.partition(".")[0] for name in imported(file)} & {name.partition(".")[0] for name in OWNERS}


def test_the_diagram_is_read_whole() -> None:
    drawn = [line for line in DIAGRAM.splitlines() if line.strip()][1:]
    assert len(drawn) == len(LAYERS) + len(ARROWS)
    assert {end for arrow in ARROWS for end in arrow} == LAYERS.keys()


def test_every_module_belongs_to_one_layer() -> None:
    ours = {
        file
        for top in sorted(path for path in ROOT.iterdir() if path.is_dir() and path.name[0] != ".")
        if top.name not in FREE | {"build", "dist"}
        for file in top.rglob("*.py")
    }
    drawn = [file for layer in LAYERS for file in files(layer)]
    assert sorted(ours) == sorted(drawn)


def test_the_diagram_has_exactly_the_arrows_of_the_source() -> None:
    found = {arrow for layer in LAYERS for arrow in arrows(layer)}
    assert found - ARROWS == set(), "missing in docs/architecture.md"
    assert ARROWS - found == set(), "drawn in docs/architecture.md, and nothing needs it"


@pytest.mark.parametrize(
    ("layer", "known"),
    [
        ("runtime", set()),
        ("sandbox", set()),
        ("generated", {"runtime"}),
        ("overlays", {"generated", "runtime"}),
        ("surface", set()),
        # What is checked must not be what checks.
        ("specs", {"runtime"}),
    ],
)
def test_a_layer_knows_only_those_below_it(layer: str, known: set[str]) -> None:
    assert {below for _, below in arrows(layer)} <= known


def test_there_are_no_circles_among_layers() -> None:
    TopologicalSorter({layer: {below for _, below in arrows(layer)} for layer in LAYERS}).prepare()


def test_there_are_no_circles_among_modules() -> None:
    modules = {module_name(file): file for layer in LAYERS for file in files(layer)}
    graph = {
        name: {used for used in imported_at_once(file) if used in modules and used != name}
        for name, file in modules.items()
    }
    TopologicalSorter(graph).prepare()


@pytest.mark.parametrize("vendor", VENDORS)
def test_a_vendor_knows_no_other_vendor(vendor: str) -> None:
    own = {"erp_client_runtime", f"{vendor}_api"}
    for file in (ROOT / "generated" / vendor).rglob("*.py"):
        assert packages(file) <= own
    for file in (ROOT / "overlays" / vendor).rglob("*.py"):
        assert packages(file) <= own | {vendor}


def test_nothing_uses_what_is_free_to_use_everything() -> None:
    using = [
        str(file) for layer in LAYERS for file in files(layer) if {n.partition(".")[0] for n in imported(file)} & FREE
    ]
    assert using == []


def public(package: str) -> set[str]:
    """The modules that a package declares public."""
    settings = tomllib.loads((ROOT / package / "pyproject.toml").read_text("utf-8"))
    return set(settings["tool"]["public-api"]["modules"])


@pytest.mark.parametrize("layer", ["generated", "overlays"])
def test_packages_use_only_what_the_runtime_declares_public(layer: str) -> None:
    prefix = "erp_client_runtime."
    used = {
        name.removeprefix(prefix)
        for file in files(layer)
        for name in imported(file)
        if name.startswith(prefix) and name in OWNERS
    }
    assert used - public("runtime") == set(), "say in runtime/pyproject.toml that it is public, or do without"


def test_what_the_generator_writes_uses_only_what_the_runtime_declares_public() -> None:
    written = {
        name
        for file in (ROOT / "scripts" / "generator").rglob("*")
        if file.suffix in {".py", ".jinja"}
        for name in re.findall(r"\berp_client_runtime\.([a-z_]+)", file.read_text("utf-8"))
    }
    assert written - public("runtime") == set(), "say in runtime/pyproject.toml that it is public, or do without"


def test_rules_of_vendors_use_only_what_the_sandbox_declares_public() -> None:
    prefix = "erp_sandbox."
    used = {
        name.removeprefix(prefix)
        for file in (SANDBOX / "vendors").rglob("*.py")
        for name in imported(file)
        if name.startswith(prefix) and name in OWNERS and not name.startswith(f"{prefix}vendors")
    }
    assert used - public("sandbox") == set(), "say in sandbox/pyproject.toml that it is public, or do without"


@pytest.mark.parametrize("folder", ["runtime/src", "scripts", "sandbox/src/erp_sandbox"])
def test_what_serves_all_vendors_names_none(folder: str) -> None:
    words = re.compile("|".join(vendor.replace("_", "[ _-]?") for vendor in VENDORS), re.IGNORECASE)
    # Readers of vendors' pages; rules of vendors, and what is made from their specs.
    theirs = {ROOT / "scripts" / "docs", *(SANDBOX / name for name in ("vendors", "_specs", "_models"))}
    naming = [
        str(file.relative_to(ROOT))
        for file in sorted((ROOT / folder).rglob("*"))
        if file.suffix in {".py", ".jinja"} and theirs.isdisjoint(file.parents)
        if words.search(file.read_text("utf-8"))
    ]
    assert naming == []
