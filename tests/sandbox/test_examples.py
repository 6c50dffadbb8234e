"""Everything that is shown as code is run: the example programs, and the Python blocks of the READMEs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from erp_sandbox import Sandbox

ROOT = Path(__file__).resolve().parent.parent.parent
TOUR = ROOT / "examples" / "lagerkoll_tour.py"
READMES = [ROOT / "README.md", *sorted(ROOT.glob("*/README.md")), *sorted(ROOT.glob("overlays/*/README.md"))]
BLOCKS = [
    pytest.param(block, id=f"{readme.relative_to(ROOT).parent}-{number}")
    for readme in READMES
    for number, block in enumerate(re.findall(r"^```python\n(.*?)^```", readme.read_text(), re.MULTILINE | re.DOTALL))
]


def environment(vendor: Sandbox) -> dict[str, str]:
    """With what a client finds the sandbox."""
    settings = {f"LAGERKOLL_{name.upper()}": value for name, value in vendor.logins[0].items()}
    return {**os.environ, **settings, "LAGERKOLL_BASE_URL": vendor.base_url}


def run(vendor: Sandbox, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment(vendor), capture_output=True, text=True, timeout=60, check=False)


def test_the_tour_survives_a_429_and_a_503_and_leaves_nothing_behind() -> None:
    with Sandbox("lagerkoll") as vendor:
        before = {resource: vendor.elements(resource) for resource in ("payment_terms", "cost_centers")}
        vendor.faults.add("list_payment_terms", "status", status=429, retry_after=0)
        vendor.faults.add("get_payment_term", "status", status=503)
        done = run(vendor, str(TOUR), "--repeats", "2")
        assert done.returncode == 0, done.stdout + done.stderr
        assert vendor.faults.pending() == ()
        assert {resource: vendor.elements(resource) for resource in before} == before
    table = done.stdout[done.stdout.index("call ") :]
    assert re.search(r"list_payment_terms +200 +2 ", table)
    assert re.search(r"get_payment_term +200 +2 ", table)


@pytest.mark.parametrize(
    "fault",
    [
        {"operation": "create_payment_term", "kind": "drop_after"},
        {"operation": "get_payment_term", "kind": "status", "status": 403},
        {"operation": "update_cost_center", "kind": "body", "body": b'{"active": true}'},
    ],
    ids=lambda fault: fault["kind"],
)
def test_the_tour_says_what_went_wrong_and_fails(fault: dict[str, Any]) -> None:
    with Sandbox("lagerkoll") as vendor:
        vendor.faults.add(**fault)
        done = run(vendor, str(TOUR))
        lost = fault["operation"] == "create_payment_term"  # nobody knows then that there is something to delete
        assert ("45 days/net" in [term["code"] for term in vendor.elements("payment_terms")]) is lost
    assert done.returncode == 1
    assert "went wrong" in done.stderr


def test_the_tour_fails_if_nothing_had_to_be_survived() -> None:
    with Sandbox("lagerkoll") as vendor:
        done = run(vendor, str(TOUR), "--repeats", "2")
    assert done.returncode == 1
    assert "2 calls were to be repeated, 0 were" in done.stderr


@pytest.mark.parametrize("block", BLOCKS)
def test_what_a_readme_shows_runs(block: str, tmp_path: Path) -> None:
    with Sandbox("lagerkoll") as vendor:
        for name, value in vendor.logins[0].items():
            block = block.replace(f'{name}="…"', f"{name}={value!r}")
        file = tmp_path / "test_shown.py"
        file.write_text(block)
        arguments = ("-m", "pytest", "-q", str(file)) if "def test_" in block else (str(file),)
        done = run(vendor, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
