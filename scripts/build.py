"""Build the wheels of every package into dist/ (`make build`).

The same sources give the same bytes: the file times in a wheel are fixed, not those of the checkout.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
# The start of 2020: any fixed time that zip archives can express would do.
_FILE_TIME = "1577836800"


def packages() -> list[Path]:
    """The folders of all packages, those that others depend on first."""
    return [
        ROOT / "runtime",
        ROOT / "sandbox",
        *sorted((ROOT / "generated").glob("*/")),
        *sorted((ROOT / "overlays").glob("*/")),
    ]


def build(dist: Path = DIST) -> list[Path]:
    """Build all wheels; `dist` holds exactly them afterwards, or what it held before if anything fails.

    Raises:
        RuntimeError: A build failed; its output is in the message.
    """
    dist.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=dist.parent, prefix=".wheels-") as folder:
        for package in packages():
            built = subprocess.run(
                [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", folder],
                cwd=package,
                env={**os.environ, "SOURCE_DATE_EPOCH": _FILE_TIME},
                capture_output=True,
                text=True,
                check=False,
            )
            if built.returncode:
                raise RuntimeError(f"the wheel of {package.relative_to(ROOT)} could not be built:\n{built.stderr}")
        shutil.rmtree(dist, ignore_errors=True)
        dist.mkdir()
        for wheel in Path(folder).glob("*.whl"):
            shutil.move(wheel, dist / wheel.name)
    return sorted(dist.glob("*.whl"))


def main() -> int:
    """Build and list the wheels."""
    for wheel in build():
        print(f"{wheel.relative_to(ROOT)}  {wheel.stat().st_size / 1024:.0f} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
