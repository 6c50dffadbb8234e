"""The environment of the peers: made when first needed, again when benchmarks/requirements.txt has changed.

It holds what `requirements.txt` pins and the wheels of our own packages as they are now, so that both sides import from
the same place under the same conditions. No development tool is in it: with those around, httpx imports more than
users pay for. What generators make of documents lies beside it, under `build/bench`.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from scripts.build import ROOT, build
from scripts.environments import Environment

FOLDER = ROOT / "build/bench"
REQUIREMENTS = ROOT / "benchmarks/requirements.txt"

_VENV = FOLDER / "venv"


class UnavailableError(Exception):
    """The peers could not be set up; the message says why."""


def python() -> str:
    """The path of the peers' Python, with our current packages installed; made, or not, once in a run.

    Raises:
        UnavailableError: The environment could not be made: the package registry cannot be reached, for instance.
    """
    program = _made()
    if isinstance(program, UnavailableError):
        raise program
    return str(program)


@cache
def _made() -> Path | UnavailableError:
    program = _VENV / "bin/python"
    try:
        with _once("peers", f"{sys.version}\n{_digest([REQUIREMENTS])}") as due:
            if due:
                print(f"setting up {_VENV} (once; a minute or two)", file=sys.stderr, flush=True)
                shutil.rmtree(_VENV, ignore_errors=True)
                _run([sys.executable, "-m", "venv", _VENV])
                _run([program, "-m", "pip", "install", "-qq", "--only-binary", ":all:", "-r", REQUIREMENTS])
        wheels = build(FOLDER / "wheels")
        with _once("ours", _digest(wheels)) as due:
            if due:
                _run([program, "-m", "pip", "install", "-qq", "--no-deps", "--no-index", "--force-reinstall", *wheels])
    except UnavailableError as error:
        return error
    return program


@cache
def stock(vendor: str) -> Path:
    """The folder that holds `stock_<vendor>`: what openapi-python-client by itself makes of a vendor's document.

    Raises:
        UnavailableError: It could not be made.
    """
    folder = _emptied(f"stock/{vendor}")
    (folder / "config.yaml").write_text("post_hooks: []\n", encoding="utf-8")
    generator = Path(sys.executable).with_name("openapi-python-client")
    spec = ROOT / "specs" / vendor / "openapi.yaml"
    command = [generator, "generate", "--meta", "none", "--path", spec, "--config", "config.yaml"]
    _run([*command, "--output-path", f"stock_{vendor}"], folder)
    return _compiled(folder)


@cache
def ours(operations: int, models: int) -> Path:
    """The folder that holds `everything`: what our generator makes of a synthetic document.

    Raises:
        UnavailableError: It could not be made.
    """
    folder = _emptied(f"ours/{models}")
    make = (
        "import json; from tests.pipeline.synthetic import make_document; "
        f"print(json.dumps(make_document({operations}, {models})))"
    )
    spec = folder / "openapi.json"
    spec.write_text(_run([sys.executable, "-c", make], ROOT), encoding="utf-8")
    out = folder / "package"
    _run([sys.executable, "-m", "scripts.generate", "--spec", spec, "--out", out, "--name", "everything"], ROOT)
    return _compiled(out / "src")


def _digest(files: Iterable[Path]) -> str:
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@contextmanager
def _once(stamp: str, content: str) -> Iterator[bool]:
    """Whether something has to be done, which it is not if it was done with the same content; noted if it succeeds."""
    file = _VENV / stamp
    due = not file.exists() or file.read_text(encoding="utf-8") != content
    yield due
    if due:
        file.write_text(content, encoding="utf-8")


def _emptied(name: str) -> Path:
    folder = FOLDER / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _compiled(folder: Path) -> Path:
    """With the bytecode of every module, as an installation would have it."""
    _run([sys.executable, "-m", "compileall", "-q", folder])
    return folder


def _run(command: Iterable[object], folder: Path | None = None) -> str:
    words = [str(word) for word in command]
    done = subprocess.run(words, cwd=folder, env=Environment.variables(), capture_output=True, text=True, check=False)
    if done.returncode:
        lines = [line for line in (done.stderr or done.stdout).splitlines() if any(map(str.isalnum, line))]
        raise UnavailableError(f"{' '.join(words[:4])} … failed: {lines[-1].strip() if lines else 'no output'}")
    return done.stdout
