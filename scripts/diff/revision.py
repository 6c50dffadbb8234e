"""An earlier state of the repository, as files in a folder."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from attrs import frozen

FOLDERS = ("specs", "runtime", "sandbox", "generated", "overlays")
"""What packages are made of."""


class RevisionError(Exception):
    """An earlier state cannot be read; the message says why and what to do."""


@frozen
class Revision:
    """A state of the repository in git.

    Attributes:
        name: How it was named: a tag, a branch, a hash.
        commit: The hash it stands for.
    """

    name: str
    commit: str


def find_revision(root: Path, name: str | None = None) -> Revision:
    """The revision of this name; without one the newest tag, which is the last release, or `HEAD` before the first.

    Raises:
        RevisionError: there is no such revision, no repository, or no git.
    """
    if name is None:
        tags = _git(root, "tag", "--merged", "HEAD", "--sort=-creatordate").decode().split()
        name = tags[0] if tags else "HEAD"
    elif name.startswith("-"):
        raise RevisionError(f"{name!r} is no revision; name a tag, a branch or a commit")
    commit = _git(root, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}").decode().strip()
    return Revision(name, commit)


def extract(root: Path, revision: Revision, folder: Path) -> None:
    """Write what packages are made of, as it was, into an empty folder.

    Raises:
        RevisionError: git cannot give it.
    """
    there = _git(root, "ls-tree", "-z", "--name-only", revision.commit).decode().split("\0")
    wanted = [name for name in FOLDERS if name in there]
    if not wanted:
        raise RevisionError(f"{revision.name} has none of {', '.join(FOLDERS)}; name a revision that has packages")
    archive = _git(root, "archive", "--format=tar", revision.commit, *wanted)
    with tarfile.open(fileobj=io.BytesIO(archive)) as packed:
        packed.extractall(folder, filter="data")


def _git(root: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except OSError as error:
        raise RevisionError(f"git cannot be run ({error}); install it") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip() or f"there is no revision {arguments[-1].split('^')[0]!r}"
        raise RevisionError(f"{said}; name a tag, a branch or a commit of this repository")
    return done.stdout
