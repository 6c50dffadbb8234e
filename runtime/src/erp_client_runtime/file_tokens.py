"""Tokens that the processes of one machine share, in a file (JSON) that only its owner can read.

A change is made under a lock (`<path>.lock`): the whole content goes into a new file, which takes the place of the old
one in a single step. Whoever dies in the middle leaves the old one. The tokens are not encrypted.
"""

from __future__ import annotations

import os
import stat
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec
from filelock import FileLock, Timeout

from erp_client_runtime.errors import StoreError
from erp_client_runtime.token_backend import StoredToken, TokenAnswer

T = TypeVar("T")

_PATIENCE = 2.0  # seconds to wait for others to finish writing
_POLL = 0.01
_CLOCK_BACK = 5.0  # seconds by which the clock may be set back without notice
_UNUSED_FOR = 86_400.0  # seconds after which an account without a token is forgotten
_VERSION = 1


class _Kept(msgspec.Struct):
    value: str
    since: float
    ends: float
    margin: float

    def __repr__(self) -> str:
        return "<_Kept>"


class _Lease(msgspec.Struct):
    holder: str
    number: int
    since: float
    ends: float


class _Account(msgspec.Struct):
    last: int = 0  # number that was given out last
    newest: int = 0  # number of the newest token there ever was
    used: float = 0.0
    token: _Kept | None = None
    lease: _Lease | None = None


class _Content(msgspec.Struct):
    version: int
    accounts: dict[str, _Account]


class FileTokens:
    """A store of tokens in a file of this machine. Not on a network drive: locks may not work there.

    Args:
        path: Where the file is or shall be; its folder exists.
        clock: Seconds since 1970.

    Attributes:
        path: Where the file is.
    """

    def __init__(self, path: str | os.PathLike[str], *, clock: Callable[[], float] = time.time) -> None:
        self.path = Path(path).expanduser().absolute()
        self._clock = clock
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """What errors call it."""
        return f"file:{self.path}"

    def __repr__(self) -> str:
        return f"<FileTokens {self.path}>"

    # What can be asked of it

    def take(self, key: str, holder: str, hold: float, refused: str) -> TokenAnswer:
        """Get the token, or the right to fetch one; see `TokenBackend`."""

        def work(content: _Content, now: float) -> tuple[TokenAnswer, bool]:
            account = content.accounts.setdefault(key, _Account())
            if account.token is not None and account.token.value == refused:
                account.token = None
            kept, token = account.token, None
            if kept is not None and kept.since - _CLOCK_BACK <= now < kept.ends:
                token = StoredToken(kept.value, kept.ends - now, kept.margin)
                if token.left > token.margin:
                    return TokenAnswer(token, 0), False
            lease = account.lease
            if lease is not None and lease.holder != holder and lease.since - _CLOCK_BACK <= now < lease.ends:
                return TokenAnswer(token, 0), False
            account.last = max(account.last, account.newest) + 1
            account.lease = _Lease(holder, account.last, now, now + hold)
            account.used = now
            return TokenAnswer(token, account.last), True

        return self._change(work)

    def put(self, key: str, holder: str, number: int, token: StoredToken) -> None:
        """Keep a token; see `TokenBackend`."""

        def work(content: _Content, now: float) -> tuple[None, bool]:
            account = content.accounts.setdefault(key, _Account())
            if number > account.newest:
                account.newest, account.used = number, now
                account.token = _Kept(token.value, now, now + token.left, token.margin)
            _give_back(account, holder, number)
            return None, True

        self._change(work)

    def release(self, key: str, holder: str, number: int) -> None:
        """Give back the right to fetch; see `TokenBackend`."""

        def work(content: _Content, _: float) -> tuple[None, bool]:
            account = content.accounts.get(key)
            return None, account is not None and _give_back(account, holder, number)

        self._change(work)

    def after_fork(self) -> None:
        """Forget who is using it: those threads are the parent's."""
        self._lock = threading.Lock()

    def close(self) -> None:
        """Nothing is open between uses."""

    # How it is done

    def _change(self, work: Callable[[_Content, float], tuple[T, bool]]) -> T:
        """Do something while nobody else writes; it says whether anything is different.

        Raises:
            StoreError: the file cannot be used. It is as it was.
        """
        try:
            self.path.parent.stat()  # or the lock would make the folder, for others to read
            with self._lock, FileLock(f"{self.path}.lock", mode=0o600).acquire(_PATIENCE, _POLL):
                content = self._read()
                now = self._clock()
                result, different = work(content, now)
                if different:
                    self._write(content, now)
                return result
        except Timeout:
            cause, cure = f"another program has locked it for {_PATIENCE:g} s", "find out which one"
        except OSError as error:
            cause = error.strerror or type(error).__name__
            cure = "check the path, that its folder exists and can be written, and the free space on the disk"
        except NotImplementedError:
            cause, cure = "there are no locks on this file system", "use a local disk"
        raise StoreError(f"the token store {self.name} cannot be used ({cause}): {cure}")

    def _read(self) -> _Content:
        # Without O_NONBLOCK, a named pipe in its place would have us wait for ever.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            descriptor = os.open(self.path, flags)
        except FileNotFoundError:
            return _Content(_VERSION, {})
        try:
            self._check(os.fstat(descriptor))
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                data = file.read()
        finally:
            os.close(descriptor)
        try:
            content = msgspec.json.decode(data, type=_Content)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            content = None
        if content is None or content.version != _VERSION:
            # What is wrong with it is not told: that might show a part of a token.
            raise StoreError(
                f"the token store {self.name} is damaged, or a file of another program or version: delete "
                f"{self.path} if it is ours (only tokens are lost, others will be fetched), or name another path"
            )
        return content

    def _check(self, found: os.stat_result) -> None:
        if not stat.S_ISREG(found.st_mode):
            raise StoreError(f"the token store {self.name} is no file: name the path of one")
        if sys.platform == "win32":
            return
        if found.st_uid != os.geteuid():
            raise StoreError(
                f"the token store {self.name} belongs to another user (id {found.st_uid}): delete it, or name a path "
                "of your own"
            )
        if found.st_mode & 0o077:
            raise StoreError(
                f"the token store {self.name} can be used by others than its owner (mode {found.st_mode & 0o777:o}): "
                f"make it private with chmod 600 {self.path}; whoever could read it may have its tokens"
            )

    def _write(self, content: _Content, now: float) -> None:
        content.accounts = {
            key: account
            for key, account in content.accounts.items()
            if now < account.used + _UNUSED_FOR or (account.token is not None and now < account.token.ends)
        }
        new = Path(f"{self.path}.new")
        new.unlink(missing_ok=True)  # left behind by a process that died here
        descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.encode(content))
                file.flush()
                os.fsync(descriptor)
            new.replace(self.path)
        except BaseException:
            new.unlink(missing_ok=True)
            raise


def _give_back(account: _Account, holder: str, number: int) -> bool:
    if account.lease is None or (account.lease.holder, account.lease.number) != (holder, number):
        return False
    account.lease = None
    return True
