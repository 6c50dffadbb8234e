"""What importing a client costs, in an environment as users have it.

With development tools around, httpx imports more than users pay for, which would make its floor too high. Counted is
the time of the processor: files come out of the cache, and a new process suffers most from what else the machine does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Row, compared
from scripts.build import build
from scripts.environments import Environment

_ROUNDS = 25
_FLOOR = "import httpx, attrs"


def rows() -> Iterator[Row]:
    """Cold imports, each in a new interpreter."""
    with TemporaryDirectory(prefix="erp-clients-bench-") as folder:
        build()
        environment = Environment(Path(folder) / "venv")
        environment.install("lagerkoll")
        for what in ("lagerkoll", "lagerkoll, httpx", "lagerkoll.models, lagerkoll_api.resources.payment_terms, httpx"):
            label = "import for a call" if "resources" in what else f"import {what}"
            yield compared(
                label,
                "ms",
                _importing(environment, f"import {what}"),
                _importing(environment, _FLOOR),
                _FLOOR,
                rounds=_ROUNDS,
            )


def _importing(environment: Environment, statement: str) -> Callable[[], float]:
    code = f"import time; t = time.process_time(); {statement}; print(time.process_time() - t)"
    return lambda: float(environment.output("python", "-c", code)) * 1000
