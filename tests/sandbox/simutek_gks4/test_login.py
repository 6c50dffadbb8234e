"""Logging in to Simutek GKS4, as its documentation has it and as it may be meant."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.simutek_gks4.support import CUSTOMERS, log_in, problem
from tests.sandbox.support import HandClock, Open


class TestLogin:
    def test_token_and_api_are_where_the_documentation_has_them(self, served: Open) -> None:
        box, client = served.pair()
        assert box.token_url == box.base_url + "/connect/token"
        assert set(box.credentials) == {"client_id", "client_secret"}
        assert client.get(CUSTOMERS).status_code == 200

    @pytest.mark.parametrize(
        ("form", "fields"),
        [
            ("full", {"token_type": "Bearer", "expires_in": 900}),
            ("text", {"token_type": "Bearer", "expires_in": "900"}),
            ("no_lifetime", {"token_type": "Bearer"}),
            ("bare", {}),
        ],
    )
    def test_the_answer_has_a_lifetime_or_not(self, sandbox: SandboxFactory, form: str, fields: dict[str, Any]) -> None:
        box = sandbox("simutek_gks4", token_ttl=900, settings={"login_answer": form})
        answer = log_in(box).json()
        assert answer.pop("access_token")
        assert answer == fields

    def test_the_secret_belongs_into_the_form(self, sandbox: SandboxFactory) -> None:
        box = sandbox("simutek_gks4")
        assert log_in(box, client_secret="wrong").json() == {"error": "invalid_client"}
        assert log_in(box, client_secret="wrong").status_code == 400
        assert box.token_url is not None
        pair = (box.credentials["client_id"], box.credentials["client_secret"])
        assert httpx.post(box.token_url, data={"grant_type": "client_credentials"}, auth=pair).status_code == 400
        assert httpx.post(box.token_url, json={"grant_type": "client_credentials"}).status_code == 400
        assert log_in(box, grant_type="password").json() == {"error": "unsupported_grant_type"}

    @pytest.mark.parametrize(
        ("form", "media_type", "begins"),
        [
            ("oauth", "application/json", '{"error":'),
            ("text", "text/plain; charset=utf-8", "The login failed"),
            ("html", "text/html; charset=utf-8", "<!DOCTYPE html>"),
            ("empty", None, ""),
        ],
    )
    def test_a_refused_login_has_any_form(
        self, sandbox: SandboxFactory, form: str, media_type: str | None, begins: str
    ) -> None:
        box = sandbox("simutek_gks4", settings={"refused_login_status": "401", "refused_login_body": form})
        answer = log_in(box, client_secret="wrong")
        assert (answer.status_code, answer.headers.get("content-type")) == (401, media_type)
        assert answer.text.startswith(begins)
        assert (answer.text == "") is (form == "empty")

    def test_a_scope_is_ignored_refused_or_required(self, sandbox: SandboxFactory) -> None:
        assert log_in(sandbox("simutek_gks4"), scope="gks").status_code == 200
        refusing = sandbox("simutek_gks4", settings={"scope": "refuse"})
        assert log_in(refusing, scope="gks").json() == {"error": "invalid_scope"}
        assert log_in(refusing).status_code == 200
        requiring = sandbox("simutek_gks4", settings={"scope": "require"})
        assert log_in(requiring).json() == {"error": "invalid_scope"}
        assert log_in(requiring, scope="gks").status_code == 200

    def test_a_token_ends_at_its_time_or_before(self, served: Open) -> None:
        clock = HandClock()
        box, client = served.pair(token_ttl=60, clock=clock)
        clock.seconds = 59
        assert client.get(CUSTOMERS).status_code == 200
        clock.seconds = 60
        refused = client.get(CUSTOMERS)
        assert "authorization must be sent" in problem(refused, 401)
        assert refused.headers["www-authenticate"] == "Bearer"
        renewed = served.client(box)
        box.revoke_tokens()
        assert renewed.get(CUSTOMERS).status_code == 401
        assert httpx.get(box.base_url + CUSTOMERS).status_code == 401
