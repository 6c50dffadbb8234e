"""The main job from beginning to end (`make demo`).

Specs become packages, packages wheels, the wheels go into a fresh environment, and a program runs on top: it is
examples/lagerkoll_tour.py; it talks to a sandbox that answers one call with 429 and one GET with 503.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import generate
from scripts.build import ROOT, build
from scripts.environments import Environment

_FAULTS = ("list_payment_terms:status=429,retry_after=1*1", "get_payment_term:status=503*1")


@contextmanager
def step(number: int, title: str) -> Iterator[None]:
    """Say what happens now, and how long it took."""
    print(f"[{number}/4] {title}", flush=True)
    started = time.monotonic()
    yield
    print(f"      done in {time.monotonic() - started:.1f} s", flush=True)


@contextmanager
def sandbox(environment: Environment, vendor: str) -> Iterator[dict[str, str]]:
    """Run a sandbox; gives the environment variables with which a client finds it."""
    faults = [argument for fault in _FAULTS for argument in ("--fault", fault)]
    process = environment.start("erp-sandbox", "serve", "--vendor", vendor, "--port", "0", "--json", *faults)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the sandbox did not start: exit code {process.wait()}")
        ready = json.loads(line)
        prefix = vendor.upper()
        # One set of credentials: a client refuses two.
        yield {
            f"{prefix}_BASE_URL": ready["base_url"],
            f"{prefix}_STORE": ready["credentials"]["store"],
            f"{prefix}_API_KEY": ready["credentials"]["api_key"],
        }
    finally:
        process.terminate()
        process.communicate(timeout=20)


def main() -> int:
    """Do all of it; the exit code is 1 if anything went wrong."""
    with tempfile.TemporaryDirectory(prefix="erp-clients-demo-") as folder:
        with step(1, "specs -> packages"):
            generate.main([])
        with step(2, "packages -> wheels"):
            for wheel in build():
                print(f"      {wheel.relative_to(ROOT)}")
        with step(3, "wheels -> a fresh environment"):
            environment = Environment(Path(folder) / "environment")
            environment.install("lagerkoll", "erp-sandbox")
        with step(4, "examples/lagerkoll_tour.py against a sandbox"), sandbox(environment, "lagerkoll") as settings:
            print(f"      Lagerkoll is played at {settings['LAGERKOLL_BASE_URL']}, where two calls will fail:")
            print(*(f"      {fault}" for fault in _FAULTS), "", sep="\n", flush=True)
            tour = str(ROOT / "examples" / "lagerkoll_tour.py")
            try:
                environment.run("python", tour, "--repeats", str(len(_FAULTS)), **settings)
            except subprocess.CalledProcessError as error:
                print(f"the tour failed with exit code {error.returncode}", file=sys.stderr)
                return 1
    print("all went well")
    return 0


if __name__ == "__main__":
    sys.exit(main())
