"""One process with threads and tasks under all faults: what it uses does not grow with what it does."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.chaos.invariants import growth
from tests.chaos.run import check, running

QUOTA = (100, 1.0)
CALLS = 2_000, 50_000
# From third to third are 670 calls in a short run and 17,000 in a long one, where 120 bytes left by each would be seen.
MOST_BYTES = 2 * 1024 * 1024
MOST_OBJECTS = 5_000  # at times 2,000 more or fewer, by the calls that are under way


@pytest.mark.timeout(3600)
def test_memory_connections_threads_and_tasks_stay_the_same(long: bool, seed: str, tmp_path: Path) -> None:
    quotas = dict.fromkeys(("lagerkoll", "simutek_gks4", "comarch_erp_xt"), QUOTA)
    settings = {name: {"quota": QUOTA} for name in quotas}
    calls = CALLS[long]
    with running(tmp_path, seed, quotas, settings, (5, 12)) as run:
        began = time.monotonic()
        run.start(calls)
        run.wait(3100)
        print(f"{time.monotonic() - began:.0f} s")
    check(run)
    (account,) = run.accounts
    assert len(account.calls) >= calls
    gained, objects = growth(account)
    print(f"{gained / 1024:.0f} KiB and {objects} objects more in the last third of the calls than in the second")
    assert gained < MOST_BYTES
    assert objects < MOST_OBJECTS
