"""The file in which processes share a quota: what can be wrong with it, and who may use it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from erp_client_runtime.errors import StoreError
from erp_client_runtime.file_quota import FileQuota
from tests.unit.runtime.quota_support import asker, in_threads


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "quota"


@pytest.fixture
def store(path: Path) -> Iterator[FileQuota]:
    made = FileQuota(path)
    yield made
    made.close()


def take(
    store: FileQuota,
    permit: str = "1",
    *,
    requests: int = 1,
    window: float = 30.0,
    generation: int = 0,
) -> float:
    return store.take(asker("key", window=window, generation=generation), permit, requests, [0.0], 0).waits[0]


def ask_one_of(stores: list[FileQuota], number: int) -> float:
    return take(stores[number], str(number), requests=5)


def fails(store: FileQuota) -> str:
    """What the error says; it names the store, and the next use after the cure is well."""
    with pytest.raises(StoreError, match=f"file:{store.path}") as caught:
        take(store)
    assert caught.value.__cause__ is None
    return str(caught.value)


def test_only_its_owner_can_read_it(store: FileQuota, path: Path) -> None:
    take(store)
    assert {file.stat().st_mode & 0o777 for file in path.parent.iterdir()} == {0o600}


def test_a_file_that_others_can_use_is_refused(store: FileQuota, path: Path) -> None:
    path.touch(0o644)
    path.chmod(0o644)
    assert f"chmod 600 {path}" in fails(store)
    path.chmod(0o600)
    assert take(store) == 0.0


@pytest.mark.parametrize("content", [b"this is no database, and longer than the head of one" * 50, b"{}"])
def test_a_damaged_file_is_an_error_until_it_is_deleted(store: FileQuota, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o600)
    told = fails(store)
    assert f"delete {path}" in told
    assert "if it is ours" in told  # the path may be that of somebody else's file
    path.unlink()
    assert take(store) == 0.0


def test_damage_in_the_middle_is_an_error(store: FileQuota, path: Path) -> None:
    for number in range(200):
        take(store, str(number), requests=1000)
    store.close()
    path.write_bytes(path.read_bytes()[:4096] + os.urandom(3 * 4096))
    assert "delete" in fails(store)
    path.unlink()
    assert take(store) == 0.0


def test_a_database_of_something_else_is_left_alone(store: FileQuota, path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE invoice (id)")
    db.close()
    path.chmod(0o600)
    before = path.read_bytes()
    assert "another program" in fails(store)
    assert path.read_bytes() == before


def test_a_folder_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    assert "folder" in fails(FileQuota(tmp_path / "missing" / "quota"))
    assert "folder" in fails(FileQuota(tmp_path))


def test_a_locked_file_is_an_error_and_then_good_again(
    store: FileQuota, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("erp_client_runtime.file_quota._PATIENCE", 0.1)
    take(store, "0", requests=5)
    store.close()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    started = time.monotonic()
    assert "locked" in fails(store)
    assert time.monotonic() - started < 1.0
    other.rollback()
    other.close()
    assert take(store, requests=5) == 0.0


def test_a_full_disk_is_an_error(path: Path) -> None:
    program = f"""
        import resource, signal
        from erp_client_runtime.errors import StoreError
        from tests.unit.runtime.quota_support import asker
        from erp_client_runtime.file_quota import FileQuota
        store = FileQuota({str(path)!r})
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        try:
            for number in range(1000):
                store.take(asker("key"), str(number), 10_000, [0.0], 0)
        except StoreError as error:
            print(error)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=30)
    assert "free space" in done.stdout
    assert str(path) in done.stdout


def test_a_file_that_was_deleted_is_noticed_and_nobody_sends_for_a_window(store: FileQuota, path: Path) -> None:
    known = store.take(asker("key", window=5.0), "1", 3, [0.0], 0).generation
    for file in path.parent.iterdir():
        file.unlink()
    other = FileQuota(path)  # a process that started later
    assert take(other, "2", requests=3, window=5.0) == 0.0
    answer = store.take(asker("key", window=5.0, generation=known), "3", 3, [0.0], 0)
    assert answer.settling == answer.waits[0] == pytest.approx(5.0, abs=0.5)
    assert take(other, "4", requests=3, window=5.0) > 4.0
    other.close()


def test_what_does_not_matter_any_more_is_removed(path: Path) -> None:
    now = [1000.0]
    store = FileQuota(path, clock=lambda: now[0])
    for number in range(50):
        store.take(asker(f"key{number}"), "1", 1, [0.0], 0)
        store.take(asker(f"key{number}", "b"), "2", 1, [0.0], 0)
        now[0] += 40.0
    store.close()
    db = sqlite3.connect(path)
    counts = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("counted", "permit", "waiting")]
    db.close()
    assert max(counts) < 10


def test_a_holder_that_was_killed_gives_its_place_back(store: FileQuota, path: Path) -> None:
    program = f"""
        import time
        from tests.unit.runtime.quota_support import asker
        from erp_client_runtime.file_quota import FileQuota
        store = FileQuota({str(path)!r})
        store.take(asker("key", "dead", window=0.3, hold=0.3), "dead", 1, [0.0], 0)
        print("taken", flush=True)
        time.sleep(60)
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"taken\n"
        assert take(store, window=0.3) > 0.0
        process.send_signal(signal.SIGKILL)
    time.sleep(0.6)
    assert take(store, window=0.3) == 0.0


def test_a_forked_child_opens_the_file_anew(store: FileQuota) -> None:
    take(store, "1", requests=3)
    child = os.fork()
    if child == 0:
        signal.alarm(5)
        store.after_fork()
        os._exit(0 if take(store, "2", requests=3) == 0.0 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert take(store, "3", requests=3) == 0.0
    assert take(store, "4", requests=3) > 0.0


def test_processes_that_make_the_file_at_the_same_moment_all_can(tmp_path: Path) -> None:
    for attempt in range(30):  # only some of them hit the moment
        stores = [FileQuota(tmp_path / f"quota{attempt}") for _ in range(8)]
        waits = in_threads(partial(ask_one_of, stores), 8)
        for store in stores:
            store.close()
        assert all(isinstance(wait, float) for wait in waits), waits
        assert waits.count(0.0) == 5
