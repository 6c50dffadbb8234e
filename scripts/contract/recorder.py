"""Recording: a case through the real client, against the sandbox or the vendor, into a cassette without secrets."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve

from erp_sandbox import Sandbox
from scripts.contract.against_spec import Contract
from scripts.contract.case import CASSETTES, Case, Suite
from scripts.contract.cassette import Cassette, Exchange, recorded, write
from scripts.contract.running import FakeClock, Run, recording, run
from scripts.contract.secrecy import masked, survivors


class RecordError(Exception):
    """Nothing was written for a case; the message says why."""


def cassette_path(suite: Suite, case: Case, folder: Path = CASSETTES) -> Path:
    """Where the cassette of a case is."""
    return folder / suite.vendor / f"{case.file}.yaml"


def record_from_sandbox(suite: Suite, case: Case, contract: Contract, folder: Path = CASSETTES) -> bool:
    """Record a case from a fresh sandbox whose clock stands still; returns whether the file changed.

    Raises:
        RecordError: the call did not come to what the case says, or a secret would have been written.
    """
    with Sandbox(suite.vendor, clock="fixed", seed=0, settings=case.settings) as sandbox:
        for fault in case.faults:
            sandbox.faults.add(fault.operation, fault.kind, **fault.options)
        secrets = {name: value[::-1] if case.rejected else value for name, value in sandbox.credentials.items()}
        arguments = {name: secrets[name] for name in suite.login_of(case)}
        exchanges, done = _recorded(suite, case, {**arguments, "base_url": sandbox.base_url}, FakeClock())
        moved = _moved(exchanges, sandbox.base_url, contract.base_url)
    return _write(suite, case, contract, Cassette(origin="sandbox", exchanges=moved), secrets, done, folder)


def record_live(suite: Suite, case: Case, contract: Contract, folder: Path = CASSETTES) -> list[str]:
    """Record a case from the vendor, with the credentials in the environment; returns where it differs from the spec.

    Raises:
        RecordError: the call failed, or a secret would have been written.
        ConfigurationError: credentials are missing (`erp_client_runtime.errors`).
    """
    prefix = f"{suite.vendor.upper()}_"
    secrets = {
        argument: os.environ[prefix + argument.upper()]
        for login in suite.logins
        for argument in login
        if os.environ.get(prefix + argument.upper())
    }
    address = os.environ.get(f"{prefix}BASE_URL") or contract.base_url
    exchanges, done = _recorded(suite, case, {"base_url": address}, None)
    cassette = Cassette(origin="live", exchanges=_moved(exchanges, address.rstrip("/"), contract.base_url))
    _write(suite, case, contract, cassette, secrets, done, folder)
    return [f"{one.method} {one.uri}: {problem}" for one in cassette.exchanges for problem in contract.problems(one)]


def _recorded(
    suite: Suite, case: Case, arguments: dict[str, Any], clock: FakeClock | None
) -> tuple[list[Exchange], Run]:
    with recording() as cassette:
        done = run(suite, case, arguments, clock)
    return recorded(cassette.requests, cassette.responses), done


def _write(
    suite: Suite,
    case: Case,
    contract: Contract,
    cassette: Cassette,
    secrets: Mapping[str, str],
    done: Run,
    folder: Path,
) -> bool:
    problems = (
        done.differences(case) if cassette.origin == "sandbox" else case.expected.differences(done.result, done.error)
    )
    if problems:
        raise RecordError(f"{case.file}: {'; '.join(problems)}")
    clean = masked(cassette, contract.login_headers, secrets)
    if left := survivors(clean, contract.login_headers, secrets.values()):
        raise RecordError(f"{case.file}: not written, because it would hold a secret: {'; '.join(left)}")
    return write(cassette_path(suite, case, folder), clean)


def _moved(exchanges: list[Exchange], address: str, base_url: str) -> list[Exchange]:
    """The exchanges as if the sandbox were at the vendor's address."""

    def moved(text: str) -> str:
        return text.replace(address, base_url)

    return [
        evolve(
            one,
            uri=moved(one.uri),
            response_headers={
                name: [moved(value) for value in values] for name, values in one.response_headers.items()
            },
            response_body=one.response_body.replace(address.encode(), base_url.encode()),
        )
        for one in exchanges
    ]
