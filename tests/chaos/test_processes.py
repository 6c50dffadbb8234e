"""Several processes with one quota, some of them killed, and a Redis that dies in between."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.run import check, running
from tests.unit.runtime.quota_support import redis_server, until

QUOTAS = {"lagerkoll": (60, 1.0), "simutek_gks4": (60, 1.0), "comarch_erp_xt": (60, 1.0)}
# For minutes, the limit that is documented; the other vendors document none.
LONG_QUOTAS = {"lagerkoll": (200, 60.0), "simutek_gks4": (100, 1.0), "comarch_erp_xt": (100, 1.0)}
CALLS = 1_200, 40_000
KILLS = 3, 20
DOWN = 0.3, 0.45  # of the calls: when Redis is killed, and when it is started again


@pytest.mark.timeout(3600)
def test_no_write_is_lost_or_doubled_and_no_quota_exceeded(long: bool, seed: str, tmp_path: Path) -> None:
    quotas = LONG_QUOTAS if long else QUOTAS
    chance = random.Random(seed)
    with redis_server(0) as redis:
        settings: dict[str, dict[str, Any]] = {
            "lagerkoll": {"quota_store": redis.url},
            "simutek_gks4": {"quota_store": redis.url, "token_store": redis.url},
            "comarch_erp_xt": {
                "quota_store": f"file:{tmp_path / 'quota'}",
                "token_store": f"file:{tmp_path / 'tokens'}",
            },
        }
        for name, quota in quotas.items():
            settings[name]["quota"] = quota
        with running(tmp_path, seed, quotas, settings, (2, 3)) as run:
            until(lambda: redis.has_run_for(2), 10)  # else it is taken for one that was started again
            for _ in range(3):
                run.start()

            def replace() -> None:
                alive = [number for number, process in enumerate(run.processes) if process.poll() is None]
                run.kill(chance.choice(alive))
                run.start()

            def start_again() -> None:
                redis.start()
                started.append(time.monotonic())

            started: list[float] = []
            plan: list[tuple[float, Callable[[], None]]] = [(DOWN[0], redis.kill), (DOWN[1], start_again)]
            plan += [(chance.uniform(0.05, 0.9), replace) for _ in range(KILLS[long])]
            for share, event in [*sorted(plan, key=lambda event: event[0]), (1.0, run.stop)]:
                run.wait_for_calls(int(share * CALLS[long]), 1800 if long else 100)
                event()
            run.wait(120)
    check(run)
    for vendor in run.vendors:
        after = [r for r in vendor.ledger if r["processed"] and r["arrived"] > started[0] + 1.2 * vendor.quota[1]]
        assert after, f"{vendor.name} was not used any more after the store was there again"
