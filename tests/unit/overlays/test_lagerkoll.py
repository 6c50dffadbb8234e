"""What the hand-written package adds: a choice between two sets of credentials, settings from the environment."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

import lagerkoll.errors
import lagerkoll.models
from lagerkoll import AsyncLagerkoll, Lagerkoll
from lagerkoll.errors import ConfigurationError

VARIABLES = ("STORE", "API_KEY", "USER_ID", "USER_TOKEN", "BASE_URL")


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(f"LAGERKOLL_{name}", raising=False)


class Recorder:
    """Keeps the requests that a client sends."""

    def __init__(self) -> None:
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(200, json={"paymentTerms": [], "since": 1})


def sent_headers(**settings: Any) -> httpx.Headers:
    recorder = Recorder()
    with httpx.Client(transport=httpx.MockTransport(recorder)) as http:
        Lagerkoll(**settings, http_client=http, quota=None).payment_terms.list()
    return recorder.requests[0].headers


def test_an_api_key_goes_out_with_the_store_and_nothing_of_the_other_scheme() -> None:
    headers = sent_headers(store="4711", api_key="k-1")
    assert (headers["store"], headers["api_key"]) == ("4711", "k-1")
    assert not {"user_id", "user_token", "authorization", "cookie"} & set(headers)


def test_a_person_goes_out_with_id_token_and_store() -> None:
    headers = sent_headers(store="4711", user_id="anna", user_token="t-1")
    assert (headers["store"], headers["user_id"], headers["user_token"]) == ("4711", "anna", "t-1")
    assert "api_key" not in headers


def test_the_user_agent_names_this_package_and_its_version() -> None:
    user_agent = sent_headers(store="s", api_key="k")["user-agent"]
    assert user_agent.startswith(f"lagerkoll/{lagerkoll.__version__} erp-client-runtime/")


def test_everything_can_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAGERKOLL_STORE", "4711")
    monkeypatch.setenv("LAGERKOLL_API_KEY", "k-1")
    monkeypatch.setenv("LAGERKOLL_BASE_URL", "https://sandbox.example")
    recorder = Recorder()
    with httpx.Client(transport=httpx.MockTransport(recorder)) as http:
        Lagerkoll(http_client=http).payment_terms.list()
    request = recorder.requests[0]
    assert str(request.url) == "https://sandbox.example/v1/payment_terms/?since=0"
    assert (request.headers["store"], request.headers["api_key"]) == ("4711", "k-1")


def test_a_scheme_given_as_arguments_beats_the_other_one_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAGERKOLL_USER_ID", "anna")
    monkeypatch.setenv("LAGERKOLL_USER_TOKEN", "t-1")
    headers = sent_headers(store="4711", api_key="k-1")
    assert "api_key" in headers
    assert "user_id" not in headers


@pytest.mark.parametrize("make", [Lagerkoll, AsyncLagerkoll])
def test_no_credentials_at_all_are_asked_for_by_name_and_place(make: Callable[..., object]) -> None:
    with pytest.raises(ConfigurationError) as caught:
        make()
    message = str(caught.value)
    for hint in ("api_key", "LAGERKOLL_API_KEY", "user_token", "LAGERKOLL_USER_TOKEN", "where the API was activated"):
        assert hint in message


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"api_key": "k-1"}, "LAGERKOLL_STORE"),
        ({"store": "4711", "user_id": "anna"}, "LAGERKOLL_USER_TOKEN"),
        ({"store": "4711", "user_token": "t-1"}, "LAGERKOLL_USER_ID"),
    ],
)
def test_a_missing_part_is_named_with_its_variable(given: dict[str, Any], missing: str) -> None:
    with pytest.raises(ConfigurationError, match=missing):
        Lagerkoll(**given)


def test_two_sets_of_credentials_are_refused_without_showing_them() -> None:
    with pytest.raises(ConfigurationError) as caught:
        Lagerkoll(store="4711", api_key="canary-1", user_id="anna", user_token="canary-2")
    assert "exactly one" in str(caught.value)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize("value", ["", " ", "a\r\nb: c", "å", "k\x00"])
def test_a_value_that_cannot_be_a_header_is_refused_without_showing_it(value: str) -> None:
    with pytest.raises(ConfigurationError, match="api_key") as caught:
        Lagerkoll(store="4711", api_key=f"canary{value}" if value.strip() else value)
    assert "canary" not in str(caught.value)


def test_nothing_that_can_be_printed_shows_a_secret() -> None:
    client = Lagerkoll(store="4711", api_key="canary-1")
    copy = client.with_options(timeout=1)
    assert "canary" not in f"{client!r} {client} {copy!r} {vars(client)!r}"
    with pytest.raises(TypeError):
        pickle.dumps(client)
    client.close()


def test_models_and_errors_can_be_had_from_this_package() -> None:
    import erp_client_runtime.errors
    import lagerkoll_api.models

    assert set(lagerkoll.models.__all__) == set(lagerkoll_api.models.__all__)
    assert lagerkoll.models.PaymentTerm is lagerkoll_api.models.PaymentTerm
    assert lagerkoll.errors.NotFoundError is erp_client_runtime.errors.NotFoundError
    assert set(dir(lagerkoll.models)) >= {"PaymentTerm", "CostCenter"}
    with pytest.raises(AttributeError, match="Nonsense"):
        lagerkoll.models.Nonsense  # noqa: B018 - the look-up is what fails


def test_the_overlay_stays_thin() -> None:
    folder = Path(lagerkoll.__file__).parent
    assert sum(len(file.read_text().splitlines()) for file in folder.glob("*.py")) < 150
