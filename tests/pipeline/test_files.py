"""Everything that is written is written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.contract.cassette import Cassette
from scripts.contract.cassette import write as write_cassette
from scripts.files import write_whole
from scripts.generator.write import write as write_package


def cassette(path: Path) -> None:
    write_cassette(path, Cassette(origin="sandbox", exchanges=[]))


def package(path: Path) -> None:
    write_package(path.parent, {path.name: "new"})


def plain(path: Path) -> None:
    write_whole(path, "new")


@pytest.mark.parametrize("write", [cassette, package, plain])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, write: Callable[[Path], None]
) -> None:
    def full(self: Path, target: Any) -> Path:
        raise OSError("no space left")

    path = tmp_path / "file"
    path.write_text("old")
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space left"):
        write(path)
    assert [one.name for one in tmp_path.iterdir()] == ["file"]
    assert path.read_text() == "old"


def test_a_file_is_put_into_folders_that_do_not_exist_yet_for_everybody_to_read(tmp_path: Path) -> None:
    path = tmp_path / "a/b/file"
    write_whole(path, "tvålpåse\n")
    assert path.read_bytes() == "tvålpåse\n".encode()
    assert path.stat().st_mode & 0o777 == 0o644
