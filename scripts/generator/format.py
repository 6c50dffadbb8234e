"""ruff over the files of a package, with settings of its own: the result does not depend on where it is made."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from scripts.generator.problems import fail

# Named, not found: whether an import is one of our packages must not depend on where ruff runs.
_SORTING = ("--config", 'src = ["no-such-folder"]', "--config", 'lint.isort.known-first-party = ["erp_client_runtime"]')
_COMMON = ("--isolated", "--no-cache", "--quiet", "--target-version", "py311", *_SORTING)


def formatted(files: dict[str, str]) -> dict[str, str]:
    """The files, the Python ones with imports sorted and laid out.

    Raises:
        GenerationError: ruff refuses the code, which is then a mistake of the templates.
    """
    with tempfile.TemporaryDirectory(prefix="generate-") as folder:
        root = Path(folder)
        for name, text in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        _ruff(root, "check", "--select", "F,I,UP,RUF022", "--fix", "--line-length", "120")
        _ruff(root, "format", "--line-length", "120")
        return {name: (root / name).read_text(encoding="utf-8") for name in files}


def _ruff(root: Path, command: str, *options: str) -> None:
    # Standing in the folder and naming it in full would show paths of this machine in messages; so it is ".".
    done = subprocess.run(
        [sys.executable, "-m", "ruff", command, *_COMMON, *options, "."],
        cwd=root,
        env={**os.environ, "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise fail("ruff", f"refuses the generated code:\n{done.stdout}{done.stderr}")
