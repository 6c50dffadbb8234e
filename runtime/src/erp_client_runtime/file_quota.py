"""A quota that the processes of one machine share, in a file (SQLite).

Counts are in a database with write-ahead log, changed in short exclusive transactions. The clock is the monotonic one
of the machine, read while nobody else can write, so that it never runs backwards from one change to the next, unless
the machine was started anew: then everything is moved as if no time had passed meanwhile.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from erp_client_runtime import quota_tables as tables
from erp_client_runtime.errors import StoreError
from erp_client_runtime.quota_backend import OVERDUE, Answer, Asker
from erp_client_runtime.quota_rule import waits

T = TypeVar("T")

_PATIENCE = 2.0  # seconds to wait for others to finish writing
_inherited: list[sqlite3.Connection] = []
"""Connections that a parent process had at a fork: to close them, too, is not allowed."""


class FileQuota:
    """A store of quotas in a file of this machine. Not on a network drive: there, SQLite cannot lock.

    Args:
        path: Where the file is or shall be; its folder exists.
        clock: Seconds that all processes of this machine count alike.

    Attributes:
        path: Where the file is.
    """

    def __init__(self, path: str | os.PathLike[str], *, clock: Callable[[], float] = time.monotonic) -> None:
        self.path = Path(path).expanduser().absolute()
        self._clock = clock
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._identity: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """What errors call it."""
        return f"file:{self.path}"

    def __repr__(self) -> str:
        return f"<FileQuota {self.path}>"

    # What can be asked of it

    def take(self, asker: Asker, permit: str, requests: int, ages: Sequence[float], behind: int) -> Answer:
        """Take a permit if it is the asker's turn; see `QuotaBackend`."""

        def work(db: sqlite3.Connection, now: float, counted: tables.Counted) -> Answer:
            key = asker.key
            db.execute("DELETE FROM permit WHERE key = ? AND ends <= ?", (key, now - counted.keep))
            in_flight, ends = tables.used(db, key, now, asker.window, requests)
            first = max(now, counted.paused, counted.settling)
            limit, since = (requests, asker.window), now - ages[0]
            ahead = tables.ahead(db, asker, now, since)
            if waits(ends, in_flight, now, first, limit, ahead, 1)[0] <= 0.0 or tables.holds(db, key, permit):
                tables.put(db, key, permit, now + asker.hold)
                times = [0.0]
                if behind:
                    since = now - ages[1]
                    times += waits(ends, in_flight + 1, now, first, limit, tables.ahead(db, asker, now, since), behind)
            else:
                times = waits(ends, in_flight, now, first, limit, ahead, behind + 1)
            db.execute("DELETE FROM waiting WHERE key = ? AND process = ?", (key, asker.process))
            comes = times[1:2] if times[0] == 0.0 else times[:1]
            for wait in comes:
                db.execute("INSERT INTO waiting VALUES (?, ?, ?, ?)", (key, asker.process, since, now + wait + OVERDUE))
            return Answer(counted.generation, max(0.0, counted.paused - now), max(0.0, counted.settling - now), times)

        return self._change(asker, work)

    def finish(self, asker: Asker, permit: str, *, sent: bool) -> None:
        """Give a permit back; see `QuotaBackend`."""

        def work(db: sqlite3.Connection, now: float, counted: tables.Counted) -> None:
            if sent:
                tables.put(db, asker.key, permit, now)
            else:
                db.execute("DELETE FROM permit WHERE key = ? AND id = ?", (asker.key, permit))

        self._change(asker, work)

    def leave(self, asker: Asker) -> None:
        """Give up the process's place in the order."""
        self._change(
            asker,
            lambda db, *_: db.execute("DELETE FROM waiting WHERE key = ? AND process = ?", (asker.key, asker.process)),
        )

    def pause(self, asker: Asker, seconds: float) -> None:
        """Let nobody with the same key send for some seconds."""
        self._change(
            asker,
            lambda db, now, _: db.execute(
                "UPDATE counted SET paused = max(paused, ?), forget = max(forget, ?) WHERE key = ?",
                (now + seconds, now + seconds + tables.UNUSED_FOR, asker.key),
            ),
        )

    def after_fork(self) -> None:
        """Forget the connection without closing it: it is the parent's."""
        self._lock = threading.Lock()
        if self._connection is not None:
            _inherited.append(self._connection)
            self._connection = None

    def close(self) -> None:
        """Close the file; the next use opens it."""
        with self._lock:
            self._close()

    # How it is done

    def _change(self, asker: Asker, work: Callable[[sqlite3.Connection, float, tables.Counted], T]) -> T:
        """Do something while nobody else writes.

        Raises:
            StoreError: the file cannot be used. Nothing was changed.
        """
        problem = None
        with self._lock:
            try:
                db = self._opened()
                db.execute("BEGIN IMMEDIATE")
                try:
                    now = self._clock()
                    result = work(db, now, tables.entered(db, asker, now))
                    db.execute("COMMIT")
                except BaseException:
                    db.rollback()
                    raise
                return result
            except (sqlite3.Error, OSError) as error:
                problem = error
                # Whatever is wrong with it, the next use looks anew.
                self._close()
            except StoreError:
                self._close()
                raise
        raise self._error(problem)

    def _opened(self) -> sqlite3.Connection:
        if self._connection is not None:
            try:
                found = self.path.stat()
            except FileNotFoundError:
                found = None
            # Others will use the file that is there now, or make one.
            if found is not None and (found.st_dev, found.st_ino) == self._identity:
                return self._connection
            self._close()
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        descriptor = os.open(self.path, flags, 0o600)
        try:
            found = os.fstat(descriptor)
        finally:
            os.close(descriptor)
        if sys.platform != "win32" and found.st_mode & 0o077:
            raise StoreError(
                f"the quota store {self.name} can be used by others than its owner (mode {found.st_mode & 0o777:o}): "
                f"make it private with chmod 600 {self.path}"
            )
        db = sqlite3.connect(
            f"{self.path.as_uri()}?mode=rw", _PATIENCE, isolation_level=None, check_same_thread=False, uri=True
        )
        try:
            self._set_up(db)
        except BaseException:
            db.close()
            raise
        self._connection, self._identity = db, (found.st_dev, found.st_ino)
        return db

    def _set_up(self, db: sqlite3.Connection) -> None:
        db.execute("BEGIN")  # one look: in between, another process may make the tables
        self._check(db)
        db.execute("COMMIT")
        _use_write_ahead_log(db)
        # What is in the log survives the end of any process; only at a crash of the machine can the last of it be lost.
        db.execute("PRAGMA synchronous = NORMAL")
        db.execute("BEGIN IMMEDIATE")
        if not self._check(db):
            for statement in tables.SCHEMA:
                db.execute(statement)
        db.execute("COMMIT")

    def _check(self, db: sqlite3.Connection) -> bool:
        """Whether the tables are there.

        Raises:
            StoreError: others are.
        """
        application, version = (
            db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if (application, version) == (tables.APPLICATION, tables.VERSION):
            return True
        if application or version or db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]:
            raise StoreError(
                f"the quota store {self.name} is a database of another program or version: name a file of its own"
            )
        return False

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _error(self, error: Exception | None) -> StoreError:
        if isinstance(error, OSError):
            cause, cure = error.strerror or str(error), "check the path, and that its folder exists and can be written"
        elif isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            cause, cure = f"another program has locked it for {_PATIENCE:g} s", "find out which one"
        elif isinstance(error, sqlite3.OperationalError):
            cause, cure = str(error), "check the free space on the disk, and that file and folder can be written"
        else:
            cause = str(error)
            cure = f"delete {self.path}, with -wal and -shm, if it is ours (only counts are lost), or name another path"
        return StoreError(f"the quota store {self.name} cannot be used ({cause}): {cure}")


def _use_write_ahead_log(db: sqlite3.Connection) -> None:
    """Switch it on; SQLite does not wait by itself for others that do so at the same moment."""
    ends = time.monotonic() + _PATIENCE
    while True:
        try:
            db.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > ends:
                raise
            time.sleep(0.01)
