"""What a token endpoint may do: trouble, delays, and answers in any form."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from erp_client_runtime import Drift
from erp_client_runtime.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    DecodeError,
    ERPClientError,
    RateLimitError,
    ServerError,
    TimeoutError,  # noqa: A004 - the name under which users import it
    TransportError,
)
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.clients import calls
from tests.sandbox.tokens_client.support import Scene


def test_a_good_token_serves_on_while_the_endpoint_is_down(scene: Scene) -> None:
    client = scene.client()
    scene.read(client)
    scene.box.faults.add("token", "status", status=503, times=None)
    scene.hand.seconds = 560.0
    scene.read(client)
    scene.read(client)
    assert scene.tokens == 2  # not with every call
    scene.hand.seconds = 601.0
    with pytest.raises(ServerError, match="token request"):
        scene.read(client)
    scene.box.faults.clear()
    scene.read(client)


@pytest.mark.parametrize("kind", ["503", "drop_before", "drop_after"])
def test_an_endpoint_in_trouble_is_asked_again(scene: Scene, kind: str) -> None:
    fault = ("status", {"status": 503}) if kind == "503" else (kind, {})
    scene.box.faults.add("token", fault[0], **fault[1], times=2)
    scene.write(scene.client())
    assert (scene.tokens, calls(scene.box, scene.writing)) == (3, 1)
    scene.box.faults.add("token", fault[0], **fault[1], times=None)
    with pytest.raises((ServerError, TransportError), match="token request") as caught:
        scene.write(scene.client(max_retries=1))
    # Nothing was written, and the error does not leave that open.
    assert not isinstance(caught.value, AmbiguousWriteError)
    assert getattr(caught.value, "sent", False) is False
    assert (scene.tokens, calls(scene.box, scene.writing)) == (5, 1)


def test_an_endpoint_that_is_asked_too_often_is_given_the_time_it_wants(scene: Scene) -> None:
    scene.box.faults.add("token", "status", status=429, retry_after=20, times=2)
    scene.read(scene.client())
    assert (scene.tokens, 40.0 <= scene.hand.seconds < 60.0) == (3, True)
    scene.box.faults.add("token", "status", status=429, retry_after=86400)
    with pytest.raises(RateLimitError, match="token request"):
        scene.read(scene.client())


def test_a_slow_endpoint_is_a_timeout(start: Callable[..., Scene]) -> None:
    scene = start()
    scene.box.faults.add("token", "slow", seconds=5, times=None)
    with pytest.raises(TimeoutError, match="token request"):
        scene.read(scene.client(timeout=0.1, max_retries=0))


ANSWERS: dict[str, tuple[int, bytes, str, type[ERPClientError], str]] = {
    "refused": (400, b'{"error": "invalid_client"}', "application/json", AuthenticationError, "client_secret"),
    "refused in words": (
        403,
        b'{"Message": "blocked"}',
        "application/json",
        AuthenticationError,
        "in its own words: 'blocked'",
    ),
    "refused as a page": (401, b"<html>no</html>", "text/html", AuthenticationError, "web page"),
    "refused without words": (400, b"", "application/json", AuthenticationError, "token_url"),
    "nothing there": (404, b"", "application/json", AuthenticationError, "404.*token_url"),
    "elsewhere": (302, b"", "text/html", AuthenticationError, "redirects are not followed"),
    "a page": (200, b"<html>Sign in</html>", "text/html", DecodeError, "HTML.*token_url"),
    "nothing": (200, b"", "application/json", DecodeError, "empty.*token_url"),
    "no token": (200, b'{"expires": 600, "id_token": "secret-0"}', "application/json", DecodeError, "no access_token"),
    "null": (200, b'{"access_token": null}', "application/json", DecodeError, "null where the token belongs"),
    "empty token": (200, b'{"access_token": ""}', "application/json", DecodeError, "an empty text"),
    "strange token": (200, '{"access_token": "secret-ä"}'.encode(), "application/json", DecodeError, "cannot be sent"),
    "a line": (200, b'{"access_token": "secret\\r\\nX: y"}', "application/json", DecodeError, "cannot be sent"),
    "an array": (200, b'["secret-0"]', "application/json", DecodeError, "array"),
    "cut off": (200, b'{"access_token": "secret-0', "application/json", DecodeError, "cut off"),
    "an error with 200": (200, b'{"error": "invalid_scope"}', "application/json", AuthenticationError, "invalid_scope"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_without_a_usable_token_says_so_and_what_to_check(scene: Scene, name: str) -> None:
    status, body, content_type, kind, told = ANSWERS[name]
    scene.box.faults.add("token", "body", status=status, body=body, content_type=content_type, times=None)
    with pytest.raises(kind, match=f"token request.*{told}") as caught:
        scene.write(scene.client())
    assert caught.value.operation == scene.writing
    assert scene.tokens == 1
    assert calls(scene.box, scene.writing) == 0
    assert "secret-" not in str(caught.value)
    assert b"secret-" not in getattr(caught.value, "body_start", b"")


@pytest.mark.parametrize(
    ("fields", "lifetime", "drift"),
    [
        ('"expires_in": 100', 100, None),
        ('"expires_in": "100"', 100, "number_as_text"),
        ('"expires_in": 100.5', 100.5, None),
        ('"expires_in": null', 600, "null"),
        ('"expires_in": "soon"', 600, "bad_value"),
        ('"expires_in": true', 600, "wrong_type"),
        ('"expires_in": 1e99', 600, "bad_value"),
        ('"expires_in": 1893456000', 600, "bad_value"),
        ('"expires_in": 0', 0, "bad_value"),
        ('"expires_in": -5', 0, "bad_value"),
        ('"token_type": "Bearer"', 600, None),
    ],
)
def test_the_lifetime_may_come_in_any_form(scene: Scene, fields: str, lifetime: float, drift: str | None) -> None:
    drifts: list[Drift] = []
    client = scene.client(on_drift=drifts.append)
    scene.read(other := scene.client())
    token = scene.box.requests[-1].headers["authorization"].removeprefix("Bearer ")
    assert other is not client
    scene.box.faults.add("token", "body", body=f'{{"access_token": "{token}", {fields}}}'.encode(), times=None)
    scene.read(client)
    assert [one.kind for one in drifts] == ([] if drift is None else [drift])
    before = scene.tokens
    scene.hand.seconds += 0.89 * lifetime
    scene.read(client)
    assert scene.tokens == before + (lifetime == 0)


@pytest.mark.parametrize(
    ("vendor", "setting"),
    [
        ("comarch_erp_xt", {"token_lifetime_field": "expires"}),
        ("comarch_erp_xt", {"token_lifetime_field": "expires_in"}),
        ("comarch_erp_xt", {"token_lifetime_field": "both"}),
        ("comarch_erp_xt", {"token_lifetime_field": "neither"}),
        ("simutek_gks4", {"login_answer": "full"}),
        ("simutek_gks4", {"login_answer": "text"}),
        ("simutek_gks4", {"login_answer": "no_lifetime"}),
        ("simutek_gks4", {"login_answer": "bare"}),
    ],
)
def test_the_forms_of_an_answer_that_vendors_may_have(
    sandbox: SandboxFactory, vendor: str, setting: dict[str, str]
) -> None:
    told = not {"neither", "no_lifetime", "bare"} & set(setting.values())
    scene = Scene(vendor, sandbox, settings=setting, token_ttl=100 if told else None)
    with scene.client() as client:
        for seconds, tokens in ((0.0, 1), (89.0, 1), (91.0, 2 if told else 1), (541.0 if not told else 182.0, None)):
            scene.hand.seconds = seconds
            scene.read(client)
            assert tokens in (None, scene.tokens)
    assert scene.tokens == (3 if told else 2)
