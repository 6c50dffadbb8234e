"""Peers in processes of their own: long-lived, each told "one round" and giving one value.

A worker is a module of `benchmarks/peers/` that ends in `serve(...)` (benchmarks/peers/serve.py), run by the peers'
Python (`benchmarks.environment`):

    with workers() as worker:
        openai = worker("calls", "openai", "300")   # the module, then what it is told on its command line
        yield compared(..., peers={"openai": openai})

Nothing is started before the first round; a worker that cannot start or ends early raises `WorkerError`, which
`compared` turns into a peer that is missing.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from benchmarks import environment
from scripts.build import ROOT
from scripts.environments import Environment

_LIMIT = 120.0  # seconds that a round may take, and the start


class WorkerError(Exception):
    """A worker could not start, ended, failed or took too long; the message says which, and why."""


class Worker:
    """One process, started by the first round; calling it runs a round and gives its value.

    Args:
        command: Its command line, or what gives it when the worker is first needed.
        limit: Seconds that its start, or a round, may take.
    """

    def __init__(self, command: Callable[[], list[str]], limit: float = _LIMIT) -> None:
        self._command = command
        self._limit = limit
        self._process: subprocess.Popen[str] | None = None
        self._errors = tempfile.TemporaryFile("w+", encoding="utf-8")  # noqa: SIM115 - closed by `close`

    def __call__(self) -> Any:
        """Run a round.

        Raises:
            WorkerError: There is no value.
            UnavailableError: The environment of the peers could not be made.
        """
        if self._process is None:
            self._process = subprocess.Popen(
                self._command(),
                cwd=ROOT,
                env=Environment.variables(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._errors,
                text=True,
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        late = threading.Timer(self._limit, self._process.kill)
        late.start()
        try:
            self._process.stdin.write("round\n")
            self._process.stdin.flush()
            line = self._process.stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            late.cancel()
        if not line:
            raise WorkerError(self._last_words())
        return json.loads(line)

    def _last_words(self) -> str:
        assert self._process is not None
        code = self._process.wait()
        self._errors.seek(0)
        lines = self._errors.read().strip().splitlines()
        return lines[-1] if lines else f"the worker ended with exit code {code} (took longer than {self._limit:g} s?)"

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._errors.close()


@contextmanager
def workers() -> Iterator[Callable[..., Worker]]:
    """Gives what makes workers; they all end with the block.

    An argument that has to be made first is given as a function, which is called when the worker is first needed.
    """
    with ExitStack() as made:

        def worker(module: str, *arguments: str | Callable[[], str]) -> Worker:
            def command() -> list[str]:
                words = [argument if isinstance(argument, str) else argument() for argument in arguments]
                return [environment.python(), "-m", f"benchmarks.peers.{module}", *words]

            one = Worker(command)
            made.callback(one.close)
            return one

        yield worker
