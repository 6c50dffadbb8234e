"""Fresh virtual environments with nothing but our wheels and what those need, as a user would make them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from scripts.build import DIST, ROOT


class Environment:
    """A virtual environment of its own.

    Args:
        folder: Where to make it; must not exist.
        wheels: The folder with our wheels.
    """

    def __init__(self, folder: Path, wheels: Path = DIST) -> None:
        self.folder = folder
        self.wheels = wheels
        self.bin = folder / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)

    def install(self, *distributions: str) -> None:
        """Install distributions of ours; what they depend on beyond our own comes from the package registry."""
        self.run("python", "-m", "pip", "install", "-qq", "--find-links", str(self.wheels), *distributions)

    def run(self, program: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        """Run a program of the environment to its end, with more environment variables; what it prints is shown.

        Raises:
            subprocess.CalledProcessError: It ended with another exit code than 0.
        """
        return subprocess.run(self.command(program, *arguments), env=self.variables(**settings), text=True, check=True)

    def output(self, program: str, *arguments: str, **settings: str) -> str:
        """Run a program of the environment and give what it prints."""
        command = self.command(program, *arguments)
        return subprocess.run(
            command, env=self.variables(**settings), text=True, check=True, stdout=subprocess.PIPE
        ).stdout

    def start(self, program: str, *arguments: str) -> subprocess.Popen[str]:
        """Start a program of the environment; its standard output can be read line by line."""
        command = self.command(program, *arguments)
        return subprocess.Popen(command, env=self.variables(), text=True, stdout=subprocess.PIPE)

    def command(self, program: str, *arguments: str) -> list[str]:
        """The command line of a program of the environment."""
        return [str(self.bin / program), *arguments]

    @staticmethod
    def variables(**settings: str) -> dict[str, str]:
        """Our own environment variables, without those that would let the checkout or an account shine through."""
        vendors = tuple(f"{folder.name.upper()}_" for folder in (ROOT / "specs").iterdir())
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("PYTHONPATH", "VIRTUAL_ENV") and not name.startswith(vendors)
        }
        return kept | settings
