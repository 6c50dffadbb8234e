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
from scripts.contract.masking import known_secrets, masked
from scripts.contract.running import FakeClock, Run, recording, run
from scripts.contract.secrecy import survivors


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
    with Sandbox(
        suite.vendor,
        clock="fixed",
        seed=0,
        settings=case.settings,
        **suite.corrections(case)._asdict(),
    ) as sandbox:
        if case.fault is not None:
            sandbox.faults.add(case.operation, case.fault.kind, **case.fault.options)
        secrets = {name: value[::-1] if case.rejected else value for name, value in sandbox.credentials.items()}
        arguments = {name: secrets[name] for name in suite.login_of(case)}
        addresses = _addresses(contract, sandbox.base_url, sandbox.token_url)
        exchanges, done = _recorded(suite, case, {**arguments, **addresses}, FakeClock())
        moved = _moved(exchanges, addresses, contract)
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
    addresses = _addresses(contract, os.environ.get(f"{prefix}BASE_URL"), os.environ.get(f"{prefix}TOKEN_URL"))
    exchanges, done = _recorded(suite, case, addresses, None)
    cassette = Cassette(origin="live", exchanges=_moved(exchanges, addresses, contract))
    _write(suite, case, contract, cassette, secrets, done, folder)
    own = contract.corrected(*suite.corrections(case))
    return [f"{one.method} {one.uri}: {problem}" for one in cassette.exchanges for problem in own.problems(one)]


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
    known = known_secrets(cassette, secrets)
    clean = masked(cassette, contract.login_headers, known)
    if left := survivors(clean, contract.login_headers, known.values()):
        raise RecordError(f"{case.file}: not written, because it would hold a secret: {'; '.join(left)}")
    return write(cassette_path(suite, case, folder), clean)


def _addresses(contract: Contract, base_url: str | None, token_url: str | None) -> dict[str, str]:
    """Arguments of the client that say where the vendor is; what is None is where the contract says."""
    found = {"base_url": (base_url or contract.base_url).rstrip("/")}
    if contract.token_endpoint is not None and token_url:
        found["token_url"] = token_url
    return found


def _moved(exchanges: list[Exchange], addresses: Mapping[str, str], contract: Contract) -> list[Exchange]:
    """The exchanges as if the sandbox, or whatever was called, were at the address in the contract."""
    pairs = [(addresses["base_url"], contract.base_url)]
    if contract.token_endpoint is not None and "token_url" in addresses:
        # First: both may begin in the same way.
        pairs.insert(0, (addresses["token_url"], contract.token_endpoint.url))

    def moved(text: str) -> str:
        for address, known in pairs:
            text = text.replace(address, known)
        return text

    def moved_bytes(content: bytes) -> bytes:
        for address, known in pairs:
            content = content.replace(address.encode(), known.encode())
        return content

    return [
        evolve(
            one,
            uri=moved(one.uri),
            response_headers={
                name: [moved(value) for value in values] for name, values in one.response_headers.items()
            },
            response_body=moved_bytes(one.response_body),
        )
        for one in exchanges
    ]
