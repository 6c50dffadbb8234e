"""Logging in to Comarch ERP XT, as its documentation has it and as it may be meant."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from tests.sandbox.comarch_erp_xt.support import log_in, refused
from tests.sandbox.support import PLAIN, HandClock, Open


def test_client_credentials_in_the_basic_header_give_a_token_for_ten_minutes(served: Open) -> None:
    response = log_in(served.box())
    assert response.status_code == 200
    assert list(response.json()) == ["access_token", "token_type", "expires"]
    assert response.json()["token_type"] == "bearer"
    assert response.json()["expires"] == 600


@pytest.mark.parametrize(
    ("choice", "fields"),
    [
        ("expires", {"expires": 60}),
        ("expires_in", {"expires_in": 60}),
        ("both", {"expires": 60, "expires_in": 60}),
        ("neither", {}),
    ],
)
def test_the_lifetime_stands_where_it_is_set(served: Open, choice: str, fields: dict[str, int]) -> None:
    answer = log_in(served.box({"token_lifetime_field": choice}, token_ttl=60)).json()
    assert {name: value for name, value in answer.items() if name.startswith("expires")} == fields


def test_the_header_may_lack_its_padding_and_accept_anything(served: Open) -> None:
    box = served.box()
    pair = f"{box.credentials['client_id']}:{box.credentials['client_secret']}"
    padded = base64.b64encode(pair.encode()).decode()
    assert padded.endswith("=")
    for value in (padded, padded.rstrip("=")):
        for accept in ("*/*", "text/html", "application/xml", "nonsense"):
            headers = {"Authorization": f"Basic {value}", "Accept": accept}
            assert log_in(box, auth=None, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("choice", "status", "body"),
    [
        ("oauth", 401, {"error": "invalid_client"}),
        ("oauth_400", 400, {"error": "invalid_client"}),
        ("envelope", 400, {"Message": "The login failed: invalid_client", "Code": None, "Data": None}),
        ("empty", 401, None),
    ],
)
def test_wrong_credentials_are_refused_as_it_is_set(served: Open, choice: str, status: int, body: Any) -> None:
    box = served.box({"token_refusal": choice})
    wrong = log_in(box, auth=(box.credentials["client_id"], "wrong"))
    assert wrong.status_code == status
    assert (wrong.json() if wrong.content else None) == body
    in_the_form = log_in(box, auth=None, data={"grant_type": "client_credentials", **box.credentials})
    assert in_the_form.status_code == status


def test_another_grant_is_refused(served: Open) -> None:
    response = log_in(served.box(), data={"grant_type": "password"})
    assert (response.status_code, response.json()) == (400, {"error": "unsupported_grant_type"})


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer wrong", "Basic abc", "wrong"])
def test_nothing_is_answered_without_a_token(served: Open, token: str) -> None:
    response = httpx.get(f"{served.box().base_url}/products", headers={"Authorization": token}, verify=PLAIN)
    refused(response, 401)


@pytest.mark.parametrize("scheme", ["Basic", "Token", ""])
def test_a_right_token_counts_as_bearer_alone(served: Open, scheme: str) -> None:
    box = served.box()
    token = log_in(box).json()["access_token"]
    for value, status in ((f"{scheme} {token}".strip(), 401), (f"bearer {token}", 200)):
        answer = httpx.get(f"{box.base_url}/products", headers={"Authorization": value}, verify=PLAIN)
        assert answer.status_code == status


def test_a_token_ends_with_its_time_and_when_it_is_revoked(served: Open) -> None:
    clock = HandClock()
    box = served.box(clock=clock)
    client = served.client(box)
    clock.seconds = 599
    assert client.get("products").status_code == 200
    clock.seconds = 600
    refused(client.get("products"), 401)
    fresh = served.client(box)
    box.revoke_tokens()
    refused(fresh.get("products"), 401)
