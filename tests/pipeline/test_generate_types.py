"""Generated packages pass the type checker and the linter at their strictest, and so does only correct use of them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from scripts import generate
from scripts.generator.foreign.package import foreign_package
from scripts.generator.load import read_document
from scripts.generator.render import package_files
from scripts.generator.write import write
from tests.pipeline.synthetic import make_document
from tests.pipeline.test_generate_golden import GOLDEN, HARBOUR
from tests.pipeline.tiny import body, document, names, operation, path_parameter, reading, ref

ROOT = Path(generate.__file__).resolve().parent.parent
TEXT = {"type": "string"}

USES = """
from __future__ import annotations

from decimal import Decimal
from typing import assert_type

from golden_api import AsyncTiny, Tiny
from harbour_api import AsyncHarbourAPI, HarbourAPI
from golden_api.models import DocumentModel, Kind, Level, Shelf, ShelfCreate, ShelfUpdate

from harbour_api.models import Berth, Cargo, CargoWrite, Flag, Ship, ShipCreate, ShipUpdate


def right(client: Tiny) -> None:
    shelf = client.shelves.get("a")
    assert_type(shelf, Shelf)
    assert_type(shelf.code, str)
    assert_type(shelf.width, Decimal | None)
    assert_type(shelf.level, Level | None)
    assert_type(shelf.labels, dict[str, int | None] | None)
    assert_type(client.shelves.list(since=3)[0], Shelf)
    assert_type(client.shelves.changes(3).items, list[Shelf])
    assert_type(client.shelves.create(code="a", kind=Kind.OPEN, active=False), Shelf)
    assert_type(client.shelves.create(ShelfCreate(code="a", kind=Kind.OPEN)), Shelf)
    client.shelves.update("a", shelf)
    client.shelves.update("a", ShelfUpdate(note=None))
    client.shelves.update("a", width=Decimal(1), note=None)
    assert_type(client.documents.print(1), bytes)
    assert_type(client.documents.count(), int)
    client.documents.update(1, d="x")
    for item in client.shelves.iterate():
        assert_type(item, Shelf)


async def right_too(client: AsyncTiny) -> None:
    assert_type(await client.shelves.get("a"), Shelf)
    assert_type(await client.shelves.create(code="a", kind=Kind.OPEN), Shelf)
    async for item in client.shelves.iterate():
        assert_type(item, Shelf)


def right_in_the_harbour(client: HarbourAPI) -> None:
    assert_type(client.ships.create(name="a", flag=7, flags=[Flag.HOME, 7], cargo=[CargoWrite(goods="tea")]), int)
    assert_type(client.ships.create(ShipCreate(name="a", flag=Flag.HOME)), int)
    ship = client.ships.get(7)
    assert_type(ship.flag, Flag | None)
    assert_type(ship.flags, list[Flag] | None)
    client.ships.update(7, ship)
    client.ships.update(7, ShipUpdate(name=None, flag=7))
    client.ships.update(7, name=None, flag=7, arrival=None, cargo=[])
    client.ships.change(7, flag=7, cargo=[Cargo(goods="tea")])
    assert_type(client.ships.print(7, design=3), bytes)
    assert_type(client.berths.list(page=2, page_size=10)[0], Berth)
    for item in client.ships.iterate(filter="x", skip=5, top=10):
        assert_type(item, Ship)


async def right_in_the_harbour_too(client: AsyncHarbourAPI) -> None:
    assert_type(await client.ships.create(name="a"), int)
    async for item in client.berths.iterate(page_size=10):
        assert_type(item, Berth)


def wrong_in_the_harbour(client: HarbourAPI) -> None:
    ShipUpdate(id=7)  # type: ignore[call-arg]
    client.ships.update(7, id=7, name=None, flag=7, arrival=None, cargo=[])  # type: ignore[call-overload]
    client.ships.update("7", ShipUpdate())  # type: ignore[call-overload]
    client.ships.create(name="a", flag="x")  # type: ignore[call-overload]


def wrong(client: Tiny, document: DocumentModel) -> None:
    client.shelves.get(1)  # type: ignore[arg-type]
    client.shelves.create(code="a")  # type: ignore[call-overload]
    client.shelves.create(ShelfCreate(code="a", kind=Kind.OPEN), code="a")  # type: ignore[call-overload]
    client.shelves.create(code="a", kind=Kind.OPEN, width=1.5)  # type: ignore[call-overload]
    client.shelves.update("a", document)  # type: ignore[call-overload]
    client.shelves.update("a", note="x")  # type: ignore[call-overload]
    client.shelves.list(3)  # type: ignore[call-arg]
    ShelfCreate(code="a")  # type: ignore[call-arg]
    document.odd  # type: ignore[attr-defined]  # noqa: B018
"""


def packages(folder: Path) -> list[Path]:
    """Packages of everything, of names that are taken, and of large documents of others."""
    taken = [
        *("self", "options", "body", "extra_fields", "from_dict", "field", "ref", "wire", "dt", "class"),
        *("list", "str", "int", "dict", "type", "id", "date", "datetime", "decimal", "uuid"),
    ]
    odd = {name: {"type": "array", "items": {"type": "string", "format": "date"}} for name in taken}
    spec = reading(odd, required=["list"])
    spec["components"]["schemas"]["Odd"] = {"type": "object", "properties": odd, "required": ["self", "id"]}
    spec["paths"]["/thing"]["post"] = operation("list", requestBody=body(ref("Odd")))
    query = [{"name": name, "in": "query", "schema": {"type": "array", "items": TEXT}} for name in (*taken, "fields")]
    spec["paths"]["/other"] = {"get": {**operation("print", parameters=query), "x-method": "dict"}}
    used = ("changes", "current", "body_from", "changes_from", "insist_on")  # in the body of `change`
    either = {"type": "object", "properties": dict.fromkeys(used, TEXT)}
    spec["components"]["schemas"]["Either"] = either
    spec["paths"]["/others/{id}"] = {
        "parameters": [path_parameter("id")],
        "get": {**operation("get", ref("Either")), "operationId": "get_other", "tags": ["others"]},
        "put": {
            **operation("update", ref("Either"), requestBody=body(ref("Either"))),
            "operationId": "update_other",
            "tags": ["others"],
        },
    }
    clash = document(
        {"/thing": {"get": operation("get", ref("Things"))}}, {"Things": spec["components"]["schemas"]["Thing"]}
    )
    found = {"golden_api": read_document(GOLDEN / "openapi.yaml"), "odd_api": spec, "clash_api": clash}
    for package, one in found.items():
        write(folder / package, package_files(one, names(package)))
    write(folder / "harbour_api", package_files(read_document(HARBOUR.document), HARBOUR.names))
    large = {"everything_old": make_document(72, 60, 1, "3.0.3"), "everything_new": make_document(72, 60, 2, "3.1.0")}
    for package, one in large.items():
        write(folder / package, foreign_package(one, names(package)).files)
    return [folder / package / "src" for package in (*found, "harbour_api", *large)]


def test_generated_packages_pass_mypy_strict_and_the_repositorys_ruff(tmp_path: Path) -> None:
    sources = packages(tmp_path)
    (tmp_path / "uses.py").write_text(USES)
    config = tmp_path / "mypy.ini"
    path = ":".join(map(str, [ROOT / "runtime/src", *sources]))
    config.write_text(f"[mypy]\nstrict = True\nwarn_unreachable = True\nmypy_path = {path}\ncache_dir = /dev/null\n")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--config-file",
        str(config),
        *map(str, sources),
        str(tmp_path / "uses.py"),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr

    for arguments in (["check", "--quiet"], ["format", "--check", "--quiet"]):
        ruff = [sys.executable, "-m", "ruff", *arguments, "--no-cache", "--config", str(ROOT / "pyproject.toml")]
        ruff += ["--config", 'lint.isort.known-first-party = ["erp_client_runtime"]']
        done = subprocess.run([*ruff, *map(str, sources)], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
