"""The login of the Simutek GKS4 client; what tokens do in general is tested for all vendors together."""

from __future__ import annotations

import pytest

from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from simutek_gks4 import SimutekGKS4
from simutek_gks4.errors import AuthenticationError, ConfigurationError
from tests.sandbox.clients import login, without_tokens
from tests.sandbox.simutek_gks4_client.support import Connect


def test_the_credentials_go_into_the_form_and_nowhere_else(vendor: Sandbox, client: SimutekGKS4) -> None:
    client.customers.get("50%")
    token, call = vendor.requests
    assert token.body.decode() == (
        f"grant_type=client_credentials&client_id={vendor.credentials['client_id']}"
        f"&client_secret={vendor.credentials['client_secret']}"
    )
    assert "authorization" not in token.headers
    assert call.headers["authorization"].startswith("Bearer ")


@pytest.mark.parametrize(
    ("setting", "scope", "works"),
    [("ignore", None, True), ("ignore", "gks", True), ("require", "gks", True), ("require", None, False)],
)
def test_a_scope_is_sent_if_there_is_one(
    sandbox: SandboxFactory, connect: Connect, setting: str, scope: str | None, works: bool
) -> None:
    vendor = sandbox("simutek_gks4", settings={"scope": setting})
    client = connect(vendor, scope=scope)
    if works:
        client.customers.get("50%")
    else:
        with pytest.raises(AuthenticationError, match=r"invalid_scope.*scope="):
            client.customers.get("50%")
    assert (b"scope=gks" in vendor.requests[0].body) == (scope is not None)


def test_settings_come_from_the_environment_and_what_is_missing_is_named(
    vendor: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigurationError, match="SIMUTEK_GKS4_CLIENT_ID"):
        SimutekGKS4(base_url=vendor.base_url)
    with pytest.raises(ConfigurationError, match="SIMUTEK_GKS4_CLIENT_SECRET"):
        SimutekGKS4(base_url=vendor.base_url, client_id="only one of two")
    with pytest.raises(ConfigurationError, match=r"base_url.*SIMUTEK_GKS4_BASE_URL"):
        SimutekGKS4(**vendor.credentials)
    for name, value in login(vendor, scope="gks").items():
        monkeypatch.setenv(f"SIMUTEK_GKS4_{name.upper()}", value)
    with without_tokens(SimutekGKS4()) as client:
        assert client.customers.get("50%").number == "50%"
    assert b"scope=gks" in vendor.requests[0].body
