"""A scratch repository: what packages are made of, in git, with a tag for the last release."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from scripts.diff.revision import FOLDERS
from scripts.generate import generate_vendors

ROOT = Path(__file__).resolve().parent.parent.parent


def here(main: Callable[[list[str], Path], int], root: Path, *arguments: str, code: int = 0) -> str:
    """Run a command that can be told where the repository is, without starting Python again; gives what it prints."""
    with redirect_stdout(io.StringIO()) as said, redirect_stderr(said):
        assert main(list(arguments), root) == code, said.getvalue()
    return said.getvalue()


class Scratch:
    """A copy of the repository's packages and specs, released as `v1`.

    Args:
        root: A folder that does not exist yet.
        everything: Whether to copy the rest too, so that its commands run there.
    """

    def __init__(self, root: Path, *, everything: bool = False) -> None:
        self.root = root
        ignored = shutil.ignore_patterns(".*", "__pycache__", "build", "dist")
        if everything:
            shutil.copytree(ROOT, root, ignore=ignored)
        else:
            for folder in FOLDERS:
                shutil.copytree(ROOT / folder, root / folder, ignore=ignored)
            shutil.copy(ROOT / "LICENSE", root)
        self.git("init", "-q")
        self.commit("Release")
        self.git("tag", "v1")

    def git(self, *arguments: str) -> str:
        """Run git, as nobody in particular and without anyone's settings."""
        who = ("-c", "user.name=a", "-c", "user.email=a@example.invalid", "-c", "core.hooksPath=/dev/null")
        command = ["git", "-C", str(self.root), *who, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        return done.stdout

    def commit(self, message: str) -> None:
        """Commit everything."""
        self.git("add", "--all", "--force")
        self.git("commit", "-q", "--no-gpg-sign", "-m", message)

    def reset(self) -> None:
        """Back to the release."""
        self.git("reset", "-q", "--hard", "v1")
        self.git("clean", "-fdxq")

    def edit(self, path: str, old: str, new: str) -> None:
        """Change a text in a file, wherever it stands there."""
        file = self.root / path
        text = file.read_text("utf-8")
        assert old in text, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new), "utf-8")

    def generate(self, vendor: str) -> None:
        """Make the package of a vendor again."""
        with redirect_stdout(io.StringIO()):
            generate_vendors(self.root, vendor, check=False)
