"""What the hand-written packages with a token login add: client credentials, from arguments and the environment."""

from __future__ import annotations

import base64
import importlib
import pickle
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from attrs import frozen

from comarch_erp_xt import AsyncComarchERPXT, ComarchERPXT
from erp_client_runtime.errors import ConfigurationError
from simutek_gks4 import AsyncSimutekGKS4, SimutekGKS4


@frozen
class Vendor:
    name: str
    client: Callable[..., Any]
    async_client: Callable[..., Any]
    call: Callable[[Any], object]
    settings: Mapping[str, Any]
    token_url: str


SIMUTEK = Vendor(
    "simutek_gks4",
    SimutekGKS4,
    AsyncSimutekGKS4,
    lambda client: client.customers.get("K1"),
    {"base_url": "https://gks.example"},
    "https://id.simutek.se/connect/token",
)
ERP_XT = Vendor(
    "comarch_erp_xt",
    ComarchERPXT,
    AsyncComarchERPXT,
    lambda client: client.products.get(1),
    {},
    "https://app.erpxt.de/api2/public/token",
)
VENDORS = pytest.mark.parametrize("vendor", [SIMUTEK, ERP_XT], ids=lambda vendor: vendor.name)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for vendor in (SIMUTEK, ERP_XT):
        for name in ("CLIENT_ID", "CLIENT_SECRET", "SCOPE", "TOKEN_URL", "BASE_URL"):
            monkeypatch.delenv(f"{vendor.name.upper()}_{name}", raising=False)


def sent(vendor: Vendor, **settings: Any) -> tuple[httpx.Request, httpx.Request]:
    """The token request and the request of a call."""
    requests: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        if request.url.path.endswith("/token"):
            return httpx.Response(200, json={"access_token": f"token-of-{vendor.name}", "expires_in": 600})
        return httpx.Response(200, json={})

    with httpx.Client(transport=httpx.MockTransport(answer)) as http, vendor.client(http_client=http, **settings) as c:
        vendor.call(c)
    return requests[0], requests[1]


@VENDORS
def test_a_token_is_had_where_the_vendor_has_it_and_goes_out_as_bearer(vendor: Vendor) -> None:
    token, call = sent(vendor, client_id=f"id-1-{vendor.name}", client_secret="secret-1", **vendor.settings)
    assert (token.method, str(token.url)) == ("POST", vendor.token_url)
    assert token.headers["content-type"] == "application/x-www-form-urlencoded"
    assert call.headers["authorization"].startswith("Bearer ")


def test_simutek_takes_id_and_secret_in_the_form() -> None:
    token, _ = sent(SIMUTEK, client_id="id-2", client_secret="secret&2", **SIMUTEK.settings)
    form = parse_qs(token.content.decode(), strict_parsing=True)
    assert form == {"grant_type": ["client_credentials"], "client_id": ["id-2"], "client_secret": ["secret&2"]}
    assert "authorization" not in token.headers


def test_simutek_sends_a_scope_only_if_there_is_one() -> None:
    token, _ = sent(SIMUTEK, client_id="id-3", client_secret="secret-3", scope="gks", **SIMUTEK.settings)
    assert parse_qs(token.content.decode())["scope"] == ["gks"]


def test_erp_xt_takes_id_and_secret_in_the_header() -> None:
    token, _ = sent(ERP_XT, client_id="id-4", client_secret="secret-4")
    assert parse_qs(token.content.decode()) == {"grant_type": ["client_credentials"]}
    assert token.headers["authorization"] == "Basic " + base64.b64encode(b"id-4:secret-4").decode()


def test_the_token_of_erp_xt_follows_the_base_url() -> None:
    token, call = sent(ERP_XT, client_id="id-5", client_secret="secret-5", base_url="https://other.example/api/")
    assert (str(token.url), str(call.url)) == (
        "https://other.example/api/token",
        "https://other.example/api/products/1",
    )


@VENDORS
def test_everything_can_come_from_the_environment(vendor: Vendor, monkeypatch: pytest.MonkeyPatch) -> None:
    prefix = vendor.name.upper()
    for name, value in {
        "CLIENT_ID": "id-6",
        "CLIENT_SECRET": "secret-6",
        "BASE_URL": "https://sandbox.example",
        "TOKEN_URL": "https://login.example/token",
    }.items():
        monkeypatch.setenv(f"{prefix}_{name}", value)
    token, call = sent(vendor)
    assert str(token.url) == "https://login.example/token"
    assert call.url.host == "sandbox.example"


@VENDORS
@pytest.mark.parametrize("asynchronous", [False, True])
def test_missing_credentials_are_asked_for_by_name_and_place(vendor: Vendor, asynchronous: bool) -> None:
    make = vendor.async_client if asynchronous else vendor.client
    with pytest.raises(ConfigurationError) as caught:
        make(client_id="canary", **vendor.settings)
    assert "client_secret" in str(caught.value)
    assert f"{vendor.name.upper()}_CLIENT_SECRET" in str(caught.value)
    assert "canary" not in str(caught.value)


def test_simutek_asks_for_the_address_that_the_vendor_does_not_name() -> None:
    with pytest.raises(ConfigurationError, match="SIMUTEK_GKS4_BASE_URL"):
        SimutekGKS4(client_id="id", client_secret="secret")


@VENDORS
def test_nothing_that_can_be_printed_shows_a_secret(vendor: Vendor) -> None:
    client = vendor.client(client_id="id", client_secret="canary-1", **vendor.settings)
    copy = client.with_options(timeout=1)
    assert "canary" not in f"{client!r} {client} {copy!r} {vars(client)!r}"
    with pytest.raises(TypeError):
        pickle.dumps(client)
    client.close()


@VENDORS
def test_models_and_errors_can_be_had_from_this_package(vendor: Vendor) -> None:
    import erp_client_runtime.errors

    models = importlib.import_module(f"{vendor.name}.models")
    generated = importlib.import_module(f"{vendor.name}_api.models")
    assert models.Customer is generated.Customer
    assert models.__all__ == generated.__all__
    assert importlib.import_module(f"{vendor.name}.errors").NotFoundError is erp_client_runtime.errors.NotFoundError


@VENDORS
def test_the_overlay_stays_thin(vendor: Vendor) -> None:
    folder = Path(str(importlib.import_module(vendor.name).__file__)).parent
    assert sum(len(file.read_text().splitlines()) for file in folder.glob("*.py")) < 160
