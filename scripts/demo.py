"""The main job from beginning to end (`make demo`).

Specs become packages, packages wheels, the wheels go into a fresh environment, and a program runs on top, against
sandboxes that fail now and then: examples/demo.toml says which.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from scripts import generate
from scripts.build import ROOT, build
from scripts.environments import Environment

EXAMPLES = ROOT / "examples"
RESULTS = ROOT / "build" / "demo"


@contextmanager
def step(number: int, title: str) -> Iterator[None]:
    """Say what happens now, and how long it took."""
    print(f"[{number}/4] {title}", flush=True)
    started = time.monotonic()
    yield
    print(f"      done in {time.monotonic() - started:.1f} s", flush=True)


@contextmanager
def sandbox(environment: Environment, vendor: str, plan: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Run a sandbox; gives the environment variables with which a client finds it."""
    faults = [argument for fault in plan["faults"] for argument in ("--fault", fault)]
    process = environment.start("erp-sandbox", "serve", "--vendor", vendor, "--port", "0", "--json", *faults)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the sandbox for {vendor} did not start: exit code {process.wait()}")
        ready = json.loads(line)
        print(f"      {vendor} is played at {ready['base_url']}, with faults:")
        print(*(f"        {fault}" for fault in plan["faults"]), sep="\n", flush=True)
        settings = {name: ready["credentials"][name] for name in plan["login"]}
        settings |= {name: ready[name] for name in ("base_url", "token_url") if ready[name]}
        yield {f"{vendor}_{name}".upper(): value for name, value in settings.items()}
    finally:
        process.terminate()
        process.communicate(timeout=20)


def main() -> int:
    """Do all of it; the exit code is 1 if anything went wrong."""
    plan = tomllib.loads((EXAMPLES / "demo.toml").read_text("utf-8"))
    arguments = [argument.replace("{results}", str(RESULTS)) for argument in plan["arguments"]]
    shutil.rmtree(RESULTS, ignore_errors=True)
    RESULTS.mkdir(parents=True)
    with tempfile.TemporaryDirectory(prefix="erp-clients-demo-") as folder:
        with step(1, "specs -> packages"):
            if generate.main([]):
                return 1
        with step(2, "packages -> wheels"):
            for wheel in build():
                print(f"      {wheel.relative_to(ROOT)}")
        with step(3, "wheels -> a fresh environment"):
            environment = Environment(Path(folder) / "environment")
            environment.install("erp-sandbox", *plan["install"])
        with step(4, f"examples/{plan['program']} against sandboxes"), ExitStack() as running:
            settings: dict[str, str] = {}
            for vendor, part in plan["vendors"].items():
                settings |= running.enter_context(sandbox(environment, vendor, part))
            print(flush=True)
            try:
                environment.run("python", str(EXAMPLES / plan["program"]), *arguments, **settings)
            except subprocess.CalledProcessError as error:
                print(f"{plan['program']} failed with exit code {error.returncode}", file=sys.stderr)
                return 1
    print(f"all went well; what the program wrote is in {RESULTS.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
