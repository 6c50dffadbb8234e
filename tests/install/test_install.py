"""What users get: the wheels in a fresh environment without any development tool, and a call from there."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import pytest

from scripts.build import build, packages
from scripts.environments import Environment

pytestmark = [pytest.mark.install, pytest.mark.timeout(600)]


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    # Not dist/, which belongs to whoever works here.
    return build(tmp_path_factory.mktemp("wheels") / "dist")


@pytest.fixture(scope="module")
def environment(wheels: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Environment:
    environment = Environment(tmp_path_factory.mktemp("install") / "environment", wheels[0].parent)
    environment.install("lagerkoll")
    return environment


def installed(environment: Environment) -> set[str]:
    listing = environment.output("python", "-m", "pip", "list", "--format", "json")
    return {distribution["name"] for distribution in json.loads(listing)} - {"pip", "setuptools"}


def test_a_client_brings_three_libraries_and_what_those_need(environment: Environment) -> None:
    ours = {"lagerkoll", "lagerkoll-api", "erp-client-runtime"}
    libraries = {"attrs", "httpx", "msgspec"}
    of_httpx = {"anyio", "certifi", "h11", "httpcore", "idna", "sniffio", "typing_extensions"}
    brought = installed(environment)
    assert ours | libraries <= brought
    assert brought <= ours | libraries | of_httpx


def test_pip_finds_nothing_broken(environment: Environment) -> None:
    assert environment.output("python", "-m", "pip", "check").strip() == "No broken requirements found."


def test_every_wheel_carries_its_readme_and_licence_and_is_marked_as_typed(wheels: list[Path]) -> None:
    assert len(wheels) == len(packages())
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
            metadata = archive.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode()
        header, _, readme = metadata.partition("\n\n")
        assert "License-Expression: MIT" in header, wheel.name
        assert re.search(r"^# \S", readme, re.MULTILINE), wheel.name
        assert any(name.endswith("/licenses/LICENSE") for name in names), wheel.name
        assert any(name.endswith("/py.typed") for name in names), wheel.name


def test_the_same_sources_give_the_same_bytes(wheels: list[Path], tmp_path: Path) -> None:
    again = build(tmp_path / "dist")
    assert {wheel.name: wheel.read_bytes() for wheel in again} == {wheel.name: wheel.read_bytes() for wheel in wheels}


CALL = """
import sys
from lagerkoll import Lagerkoll
from lagerkoll.errors import NotFoundError
from lagerkoll.models import PaymentTerm

with Lagerkoll() as client:
    term = client.payment_terms.create(code="45N", description="45 days net")
    assert isinstance(term, PaymentTerm), term
    client.payment_terms.delete("45N")
    try:
        client.payment_terms.get("45N")
    except NotFoundError as error:
        print(term.code, error.operation)
"""


def test_a_call_from_the_fresh_environment_reaches_the_sandbox(environment: Environment) -> None:
    # The sandbox runs from the development environment: the fresh one holds nothing but the client.
    from erp_sandbox import Sandbox

    with Sandbox("lagerkoll") as sandbox:
        settings = {"LAGERKOLL_BASE_URL": sandbox.base_url}
        settings |= {f"LAGERKOLL_{name.upper()}": sandbox.credentials[name] for name in ("store", "api_key")}
        assert environment.output("python", "-c", CALL, **settings).split() == ["45N", "get_payment_term"]


def test_the_sandbox_installs_beside_its_specs_and_starts(wheels: list[Path], tmp_path: Path) -> None:
    environment = Environment(tmp_path / "environment", wheels[0].parent)
    environment.install("erp-sandbox")
    assert not {name for name in installed(environment) if name.startswith(("lagerkoll", "erp-client"))}
    process = environment.start("erp-sandbox", "serve", "--vendor", "lagerkoll", "--port", "0", "--json")
    assert process.stdout is not None
    try:
        ready = json.loads(process.stdout.readline())
    finally:
        process.terminate()
        process.communicate(timeout=20)
    assert ready["vendor"] == "lagerkoll"
    assert set(ready["credentials"]) == {"store", "api_key", "user_id", "user_token"}
