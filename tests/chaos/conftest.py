"""Options of the chaos tests: how long, and with which chances."""

from __future__ import annotations

import secrets

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="chaos for minutes, with chances of its own each time")
    parser.addoption("--chaos-seed", help="the chances of an earlier run; it printed them")


@pytest.fixture
def long(pytestconfig: pytest.Config) -> bool:
    # Where these tests are not named on the command line, there are no such options.
    return bool(pytestconfig.getoption("--long", default=False))


@pytest.fixture
def seed(pytestconfig: pytest.Config, long: bool) -> str:
    """The same each time for short runs, so that one that fails fails for everyone."""
    given = pytestconfig.getoption("--chaos-seed", default=None)
    seed = given or (secrets.token_hex(4) if long else "1")
    print(f"replay with --chaos-seed={seed}{' --long' if long else ''}")
    return str(seed)
