"""Everything that is shown as code is run: the example program, and the Python blocks of the READMEs."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from erp_sandbox import Sandbox
from erp_sandbox.rules import vendors

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = ROOT / "examples" / "order_to_invoice.py"
READMES = [ROOT / "README.md", *sorted(ROOT.glob("*/README.md")), *sorted(ROOT.glob("overlays/*/README.md"))]
BLOCKS = [
    pytest.param(block, id=f"{readme.relative_to(ROOT).parent}-{number}")
    for readme in READMES
    for number, block in enumerate(re.findall(r"^```python\n(.*?)^```", readme.read_text(), re.MULTILINE | re.DOTALL))
]


def settings(vendor: Sandbox) -> dict[str, str]:
    """The arguments with which a client finds and enters the sandbox."""
    addresses = {"base_url": vendor.base_url, **({"token_url": vendor.token_url} if vendor.token_url else {})}
    return {**vendor.logins[0], **addresses}


@pytest.fixture
def boxes() -> Iterator[dict[str, Sandbox]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(Sandbox(name)) for name in vendors()}


def run(boxes: dict[str, Sandbox], *arguments: str) -> subprocess.CompletedProcess[str]:
    variables = {
        f"{name}_{argument}".upper(): value for name, box in boxes.items() for argument, value in settings(box).items()
    }
    return subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def run_program(boxes: dict[str, Sandbox], folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    files = ("--state", str(folder / "state.json"), "--pdf", str(folder / "invoice.pdf"))
    return run(boxes, str(PROGRAM), *files, *arguments)


def written(boxes: dict[str, Sandbox]) -> dict[str, int]:
    """How many elements there are of what the program writes."""
    resources = {
        "simutek_gks4": ("customers", "sales_orders"),
        "comarch_erp_xt": ("customers", "payment_types", "products", "proformas", "invoices"),
    }
    return {f"{name} {one}": len(boxes[name].elements(one)) for name, those in resources.items() for one in those}


def test_the_program_survives_a_429_an_expired_token_and_a_503(boxes: dict[str, Sandbox], tmp_path: Path) -> None:
    before = written(boxes)
    boxes["lagerkoll"].faults.add("list_payment_terms", "status", status=429, retry_after=0)
    boxes["simutek_gks4"].faults.add("create_sales_order", "expired_token")
    boxes["comarch_erp_xt"].faults.add("get_invoice", "status", status=503)
    done = run_program(boxes, tmp_path, "--repeats", "3")
    assert done.returncode == 0, done.stdout + done.stderr
    assert not any(box.faults.pending() for box in boxes.values())
    table = done.stdout[done.stdout.index("system ") :]
    for call in ("list_payment_terms", "create_sales_order", "get_invoice"):
        assert re.search(rf"{call} +200 +2 ", table)
    assert (tmp_path / "invoice.pdf").read_bytes().startswith(b"%PDF-")
    added = {name: count - before[name] for name, count in written(boxes).items()}
    assert added == {
        **dict.fromkeys(added, 1),
        "comarch_erp_xt products": 2,
    }


def test_amounts_arrive_to_the_last_digit(boxes: dict[str, Sandbox], tmp_path: Path) -> None:
    done = run_program(boxes, tmp_path)
    assert "410.75 EUR net" in done.stdout, done.stderr
    lines = boxes["comarch_erp_xt"].elements("invoices")[-1]["Items"]
    assert [(str(line["Quantity"]), str(line["ProductCurrencyNetPrice"])) for line in lines] == [
        ("2500", "0.0648"),
        ("12.5", "19.90"),
    ]


def test_a_second_run_orders_and_invoices_nothing_again(boxes: dict[str, Sandbox], tmp_path: Path) -> None:
    assert run_program(boxes, tmp_path).returncode == 0
    first = written(boxes)
    again = run_program(boxes, tmp_path)
    assert again.returncode == 0, again.stderr
    assert written(boxes) == first
    assert "0 payment terms and 0 cost centers changed" in again.stdout


@pytest.mark.parametrize(
    ("vendor", "fault", "told"),
    [
        ("simutek_gks4", {"operation": "create_sales_order", "kind": "status", "status": 422}, "nothing is done twice"),
        ("comarch_erp_xt", {"operation": "get_invoice", "kind": "status", "status": 403}, "nothing is done twice"),
        ("comarch_erp_xt", {"operation": "token", "kind": "status", "status": 400, "times": 9}, "client_secret"),
    ],
    ids=["refused write", "forbidden", "token refused"],
)
def test_the_program_says_what_went_wrong_and_can_go_on(
    boxes: dict[str, Sandbox], tmp_path: Path, vendor: str, fault: dict[str, Any], told: str
) -> None:
    boxes[vendor].faults.add(**fault)
    failed = run_program(boxes, tmp_path)
    assert failed.returncode == 1
    assert told in failed.stderr
    assert "Traceback" not in failed.stderr
    json.loads((tmp_path / "state.json").read_text())
    boxes[vendor].faults.clear()
    assert run_program(boxes, tmp_path).returncode == 0


@pytest.mark.parametrize(("kind", "written_once"), [("drop_after", True), ("drop_before", False)])
def test_a_write_whose_outcome_nobody_knows_waits_for_a_person(
    boxes: dict[str, Sandbox], tmp_path: Path, kind: str, written_once: bool
) -> None:
    orders, state = "simutek_gks4 sales_orders", tmp_path / "state.json"
    before = written(boxes)[orders]
    boxes["simutek_gks4"].faults.add("create_sales_order", kind)
    for told in ("Nobody knows whether this was done: create_sales_order", "look whether an earlier run did this"):
        stopped = run_program(boxes, tmp_path)
        assert stopped.returncode == 1
        assert told in stopped.stderr
        assert "Traceback" not in stopped.stderr
    assert written(boxes)[orders] == before + written_once
    memory = json.loads(state.read_text())
    assert memory.pop("PO-7781/B in Simutek") == "under way"
    state.write_text(json.dumps({**memory, **({"PO-7781/B in Simutek": None} if written_once else {})}))
    assert run_program(boxes, tmp_path).returncode == 0
    assert written(boxes)[orders] == before + 1


def test_the_program_fails_if_nothing_had_to_be_survived(boxes: dict[str, Sandbox], tmp_path: Path) -> None:
    done = run_program(boxes, tmp_path, "--repeats", "3")
    assert done.returncode == 1
    assert "3 calls were to be repeated, 0 were" in done.stderr


@pytest.mark.parametrize("block", BLOCKS)
def test_what_a_readme_shows_runs(block: str, boxes: dict[str, Sandbox], tmp_path: Path) -> None:
    shown = next((box for name, box in boxes.items() if f"from {name} import" in block), boxes["lagerkoll"])
    for name, value in settings(shown).items():
        block = block.replace(f'{name}="…"', f"{name}={value!r}")
    file = tmp_path / "test_shown.py"
    file.write_text(block)
    arguments = ("-m", "pytest", "-q", str(file)) if "def test_" in block else (str(file),)
    done = run(boxes, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr
