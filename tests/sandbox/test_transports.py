"""What docs/transports.md shows for httpx2 runs as it stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from erp_sandbox.pytest import SandboxFactory

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = re.findall(r"^```python\n(.*?)^```$", (ROOT / "docs/transports.md").read_text("utf-8"), re.M | re.S)[0]


def test_the_example_makes_a_hundred_calls_at_once(sandbox: SandboxFactory) -> None:
    vendor = sandbox("lagerkoll", quota=None)
    login = {f"LAGERKOLL_{name.upper()}": value for name, value in vendor.logins[0].items()}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", EXAMPLE],
        env={**os.environ, **login, "LAGERKOLL_BASE_URL": vendor.base_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stderr, done.stdout) == ("", f"{100 * len(vendor.elements('payment_terms'))}\n")
    assert len(vendor.requests) == 100
