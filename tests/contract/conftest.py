"""Sets up vcrpy for replaying: cassettes by case, matchers, nothing recorded, no network."""

from __future__ import annotations

import os
from typing import Any

import pytest
from vcr import VCR

from scripts.contract.against_spec import Contract
from scripts.contract.case import CASSETTES, Case, Suite, load_suite, suites
from scripts.contract.recorder import cassette_path
from scripts.contract.running import REPLAY, register
from scripts.specs.folder import load_spec

SUITES = {vendor: load_suite(vendor) for vendor in suites()}
CONTRACTS = {vendor: Contract(load_spec(vendor), suite.base_url) for vendor, suite in SUITES.items()}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test with `suite` and `case` runs once for each cassette; one with `suite` alone once for each vendor."""
    if "case" in metafunc.fixturenames:
        pairs = [
            (suite, case)
            for suite in SUITES.values()
            for case in suite.cases
            # Recordings from a real account are there when somebody with an account has made them.
            if case.origin != "live" or cassette_path(suite, case).is_file()
        ]
        metafunc.parametrize(("suite", "case"), pairs, ids=[f"{suite.vendor}-{case.file}" for suite, case in pairs])
    elif "suite" in metafunc.fixturenames:
        metafunc.parametrize("suite", SUITES.values(), ids=SUITES.keys())


def pytest_recording_configure(config: pytest.Config, vcr: VCR) -> None:
    """Every vendor's login headers take part in the comparison."""
    register(vcr, {name: argument for one in CONTRACTS.values() for name, argument in one.login_headers.items()})


@pytest.fixture
def contract(suite: Suite) -> Contract:
    """The vendor's spec."""
    return CONTRACTS[suite.vendor]


@pytest.fixture
def vcr_config() -> dict[str, Any]:
    """For pytest-recording."""
    return REPLAY


@pytest.fixture
def vcr_cassette_dir() -> str:
    """For pytest-recording."""
    return str(CASSETTES)


@pytest.fixture
def default_cassette_name(suite: Suite, case: Case) -> str:
    """For pytest-recording: the path of the case's cassette below its directory, without its suffix."""
    return f"{suite.vendor}/{case.file}"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own credentials and addresses take no part."""
    for name in [name for name in os.environ if name.startswith(tuple(f"{vendor.upper()}_" for vendor in SUITES))]:
        monkeypatch.delenv(name)
