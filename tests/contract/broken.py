"""Cassettes to be broken: copies of a vendor's, changed one at a time, each judged with its own case alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve

from scripts.contract.against_spec import Contract
from scripts.contract.case import CASSETTES, Suite, load_suite
from scripts.contract.cassette import Cassette, Exchange, Headers, read, write
from scripts.specs.folder import load_spec

CANARY = "canary-6f1d0c5e"

Change = Callable[[Exchange], Exchange]


class Copy:
    """The cassettes of a vendor below a folder of their own."""

    def __init__(self, folder: Path, vendor: str) -> None:
        self.folder = folder
        self.suite = load_suite(vendor)
        self.contract = _contract(vendor)
        shutil.copytree(CASSETTES / vendor, folder / vendor)

    def path(self, file: str) -> Path:
        return self.folder / self.suite.vendor / f"{file}.yaml"

    def only(self, file: str, **changes: Any) -> Suite:
        """The suite with the case of this cassette alone, changed."""
        cases = [evolve(case, **changes) for case in self.suite.cases if case.file == file]
        assert cases, f"no case has the cassette {file}"
        return evolve(self.suite, cases=tuple(cases))

    def problems(self, rule: Callable[..., list[str]], file: str | None = None, *more: Any) -> list[str]:
        """What a rule of the gate finds in this cassette, or in all of them together."""
        return rule(self.suite if file is None else self.only(file), self.contract, self.folder, *more)

    def change(self, file: str, change: Callable[[Cassette], Cassette]) -> None:
        assert write(self.path(file), change(read(self.path(file)))), "the change changed nothing"

    def change_first(self, file: str, change: Change) -> None:
        """Change the first exchange of a cassette."""
        self.change(file, lambda one: evolve(one, exchanges=[change(one.exchanges[0]), *one.exchanges[1:]]))


@cache
def _contract(vendor: str) -> Contract:
    return Contract(load_spec(vendor), load_suite(vendor).base_url)


def with_headers(one: Exchange, **headers: list[str]) -> Exchange:
    changed: Headers = {**one.request_headers, **headers}
    return evolve(one, request_headers=changed)


def with_answer(content: bytes) -> Change:
    return lambda one: evolve(one, response_body=content)
