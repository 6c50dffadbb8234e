"""The file in which processes share tokens: who may read it, what can be wrong with it, and what a crash leaves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from filelock import FileLock

from erp_client_runtime import file_tokens
from erp_client_runtime.errors import StoreError
from erp_client_runtime.file_tokens import FileTokens
from erp_client_runtime.token_backend import StoredToken
from tests.unit.runtime.flow_support import FakeClock

CANARY = "canary-token"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="modes and owners of files")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tokens"


@pytest.fixture
def store(path: Path) -> FileTokens:
    return FileTokens(path)


def keep(store: FileTokens, value: str = CANARY, left: float = 600.0) -> None:
    number = store.take("key", "a", 30.0, refused=kept(store) or "").number
    store.put("key", "a", number, StoredToken(value, left, 0.0))


def kept(store: FileTokens) -> str | None:
    token = store.take("key", "b", 0.0, "").token
    return None if token is None else token.value


def fails(store: FileTokens) -> str:
    """What the error says; it names the store, shows no token and leaves the file as it is."""
    before = store.path.read_bytes() if store.path.is_file() else b""
    with pytest.raises(StoreError, match=f"the token store file:{store.path}") as caught:
        keep(store)
    assert caught.value.__cause__ is None
    assert "canary" not in str(caught.value)
    if before:
        assert store.path.read_bytes() == before
    return str(caught.value)


def test_only_its_owner_can_read_it(store: FileTokens, path: Path) -> None:
    before = os.umask(0)
    try:
        keep(store)
    finally:
        os.umask(before)
    assert {file.name for file in path.parent.iterdir()} == {"tokens", "tokens.lock"}
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o777])
def test_a_file_that_others_can_use_is_refused(store: FileTokens, path: Path, mode: int) -> None:
    keep(store)
    path.chmod(mode)
    assert f"(mode {mode:o}): make it private with chmod 600 {path}" in fails(store)
    path.chmod(0o600)
    assert kept(store) == CANARY


def test_a_file_of_another_user_is_refused(store: FileTokens, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store)
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    assert "belongs to another user" in fails(store)


def test_a_link_is_not_followed(store: FileTokens, path: Path) -> None:
    target = path.parent / "target"
    target.write_bytes(b"not ours")
    path.symlink_to(target)
    assert "check the path" in fails(store)
    assert target.read_bytes() == b"not ours"


def test_a_folder_or_a_pipe_in_its_place_is_an_error(store: FileTokens, path: Path) -> None:
    os.mkfifo(path)
    assert "is no file" in fails(store)
    path.unlink()
    path.mkdir()
    assert "is no file" in fails(store)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    assert "check the path, that its folder exists" in fails(FileTokens(tmp_path / "none" / "tokens"))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"canary",
        b'{"version": 1, "accounts": {"key": {"token": {"value": "canary',
        b'{"version": 1, "accounts": {"key": {"token": {"value": "canary"}}}}',
        b'{"version": 2, "accounts": {}}',
        b"[" * 100_000,
        b"\xff\xfe",
    ],
)
def test_a_damaged_file_is_an_error_until_it_is_deleted(store: FileTokens, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)
    assert f"delete {path}" in fails(store)
    path.unlink()
    keep(store)
    assert kept(store) == CANARY


def test_a_lock_that_is_held_for_long_is_an_error(
    store: FileTokens, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_tokens, "_PATIENCE", 0.05)
    with FileLock(f"{path}.lock", mode=0o600):
        assert "another program has locked it" in fails(store)
    keep(store)
    assert kept(store) == CANARY


@pytest.mark.parametrize("moment", ["Path.replace", "os.fsync"])
def test_a_crash_in_the_middle_of_writing_leaves_the_old_one(store: FileTokens, path: Path, moment: str) -> None:
    keep(store, "token-old")
    program = f"""
        import os, signal
        from pathlib import Path
        from erp_client_runtime.file_tokens import FileTokens
        from erp_client_runtime.token_backend import StoredToken
        store = FileTokens({str(path)!r})
        number = store.take("key", "c", 0.0, "token-none").number
        {moment} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        store.put("key", "c", 9, StoredToken("token-new", 600.0, 0.0))
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], timeout=20, check=False)
    assert ended.returncode == -signal.SIGKILL
    assert Path(f"{path}.new").exists()
    assert kept(store) == "token-old"
    keep(store, "token-newer")
    assert kept(store) == "token-newer"
    assert not Path(f"{path}.new").exists()


def test_a_disk_that_is_full_leaves_the_old_one(store: FileTokens, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(store, "token-old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert "No space left on device" in fails(store)
    monkeypatch.undo()
    assert kept(store) == "token-old"
    assert not Path(f"{path}.new").exists()


def test_what_lies_in_the_place_of_the_new_file_is_not_written_to(store: FileTokens, path: Path) -> None:
    target = path.parent / "target"
    target.write_bytes(b"not ours")
    Path(f"{path}.new").symlink_to(target)
    keep(store)
    assert target.read_bytes() == b"not ours"
    assert kept(store) == CANARY


def test_a_clock_that_is_set_back_by_more_than_it_allows_for_has_the_token_fetched_anew(path: Path) -> None:
    clock = FakeClock()
    store = FileTokens(path, clock=lambda: clock.now)
    keep(store)
    clock.now -= 4.0
    assert kept(store) == CANARY
    clock.now -= 2.0
    assert kept(store) is None
    assert store.take("key", "c", 30.0, "").number
    clock.now += 3600.0
    assert kept(store) is None


def test_accounts_that_nobody_uses_are_forgotten(path: Path) -> None:
    clock = FakeClock()
    store = FileTokens(path, clock=lambda: clock.now)
    keep(store, left=100.0)
    clock.now += 2 * 86_400.0
    store.take("other", "a", 30.0, "")
    assert set(json.loads(path.read_bytes())["accounts"]) == {"other"}
