"""The tables of a quota in a file: what is kept about each key, and how it is asked and changed."""

from __future__ import annotations

import os
import sqlite3
from typing import NamedTuple

from erp_client_runtime.quota_backend import Asker

APPLICATION = 0x45525051  # tells our files from other databases
VERSION = 1
UNUSED_FOR = 60.0  # seconds for which counts are kept beyond the time for which they matter
SCHEMA = (
    "CREATE TABLE counted (key TEXT PRIMARY KEY, generation INTEGER, safe INTEGER, paused REAL, settling REAL, "
    "keep REAL, last REAL, forget REAL) WITHOUT ROWID",
    "CREATE TABLE permit (key TEXT, id TEXT, ends REAL, PRIMARY KEY (key, id)) WITHOUT ROWID",
    "CREATE INDEX permit_ends ON permit (key, ends)",
    "CREATE TABLE waiting (key TEXT, process TEXT, since REAL, until REAL, PRIMARY KEY (key, process)) WITHOUT ROWID",
    f"PRAGMA application_id = {APPLICATION}",
    f"PRAGMA user_version = {VERSION}",
)


class Counted(NamedTuple):
    """What is known about a key beside its permits.

    Attributes:
        generation: Made anew with each set of counts.
        safe: Whether nobody could send when these counts began, or when it was found that others got lost.
        paused: Until when the vendor wants nobody to send.
        settling: Until when nobody sends, since counts got lost.
        keep: The longest window anyone asked for.
        last: When the key was used last.
        forget: When all this does not matter any more.
    """

    generation: int
    safe: int
    paused: float
    settling: float
    keep: float
    last: float
    forget: float


def entered(db: sqlite3.Connection, asker: Asker, now: float) -> Counted:
    """What is known about a key, made if need be, and brought up to now."""
    key, known, window = asker.key, asker.generation, asker.window
    row = db.execute(
        "SELECT generation, safe, paused, settling, keep, last, forget FROM counted WHERE key = ?", (key,)
    ).fetchone()
    if row is None:
        _forget(db, now)
        generation = int.from_bytes(os.urandom(6), "big") | 1
        counted = Counted(generation, 0, 0.0, 0.0, window, now, 0.0)
    else:
        counted = Counted(*row)
        if counted.last > now:
            counted = _moved(db, key, counted, counted.last - now)
    if known and known != counted.generation and not counted.safe:
        # What this process has sent before is not in here, and others may have sent, too.
        counted = counted._replace(safe=1, settling=now + max(window, counted.keep))
    forget = max(counted.forget, counted.settling, now + 2 * window + asker.hold + UNUSED_FOR)
    counted = counted._replace(keep=max(counted.keep, window), last=now, forget=forget)
    db.execute("INSERT OR REPLACE INTO counted VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (key, *counted))
    return counted


def _moved(db: sqlite3.Connection, key: str, counted: Counted, back: float) -> Counted:
    """The machine was started anew, and its clock, too: nothing is known of the time in between."""
    db.execute("UPDATE permit SET ends = ends - ? WHERE key = ?", (back, key))
    db.execute("DELETE FROM waiting WHERE key = ?", (key,))
    return counted._replace(
        paused=counted.paused - back, settling=counted.settling - back, forget=counted.forget - back
    )


def _forget(db: sqlite3.Connection, now: float) -> None:
    """Remove what does not matter any more."""
    for table in ("permit", "waiting"):
        db.execute(f"DELETE FROM {table} WHERE key IN (SELECT key FROM counted WHERE forget < ?)", (now,))  # noqa: S608 - names from here
    db.execute("DELETE FROM counted WHERE forget < ?", (now,))


def used(db: sqlite3.Connection, key: str, now: float, window: float, requests: int) -> tuple[int, list[float]]:
    """How many requests are under way, and when those ended that count: the ends of the last ones, ascending."""
    if not requests:
        return 0, []
    rows = db.execute(
        "SELECT ends FROM permit WHERE key = ? AND ends > ? ORDER BY ends DESC LIMIT ?", (key, now - window, requests)
    ).fetchall()
    ends = [row[0] for row in reversed(rows)]
    ended = sum(end <= now for end in ends)
    return len(ends) - ended, ends[:ended]


def ahead(db: sqlite3.Connection, asker: Asker, now: float, since: float) -> int:
    """How many processes have one who waits for longer, and who is not overdue."""
    found: int = db.execute(
        "SELECT count(*) FROM waiting WHERE key = ? AND process != ? AND since < ? AND until > ?",
        (asker.key, asker.process, since, now),
    ).fetchone()[0]
    return found


def holds(db: sqlite3.Connection, key: str, permit: str) -> bool:
    """Whether a permit is there."""
    return db.execute("SELECT 1 FROM permit WHERE key = ? AND id = ?", (key, permit)).fetchone() is not None


def put(db: sqlite3.Connection, key: str, permit: str, ends: float) -> None:
    """Note when the request of a permit ended, or will have ended."""
    db.execute("INSERT OR REPLACE INTO permit VALUES (?, ?, ?)", (key, permit, ends))
