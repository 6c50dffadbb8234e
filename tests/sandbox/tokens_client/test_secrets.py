"""Wrong credentials are named, and no secret is shown or given away."""

from __future__ import annotations

import logging
import pickle
import traceback
from typing import Any

import pytest

from erp_client_runtime.errors import AuthenticationError, ConfigurationError, ERPClientError
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.tokens_client.support import Scene


@pytest.mark.parametrize(
    ("vendor", "setting", "status"),
    [
        *(("simutek_gks4", {"refused_login_body": form}, 400) for form in ("oauth", "text", "empty", "html")),
        ("simutek_gks4", {"refused_login_status": "401"}, 401),
        ("comarch_erp_xt", {"token_refusal": "oauth"}, 401),
        ("comarch_erp_xt", {"token_refusal": "oauth_400"}, 400),
        ("comarch_erp_xt", {"token_refusal": "envelope"}, 400),
        ("comarch_erp_xt", {"token_refusal": "empty"}, 401),
    ],
)
async def test_wrong_credentials_are_named_and_never_shown(
    sandbox: SandboxFactory, vendor: str, setting: dict[str, str], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    scene = Scene(vendor, sandbox, settings=setting)
    caplog.set_level(logging.DEBUG)
    wrong = {"client_id": "someone", "client_secret": "wrong&secret=+%"}
    with scene.client(**wrong) as client, pytest.raises(AuthenticationError, match=r"client_id=.*client_secret") as one:
        scene.read(client)
    async with scene.async_client(**wrong) as other:
        with pytest.raises(AuthenticationError, match=r"client_id=.*client_secret") as two:
            await scene.read(other)
    assert one.value.status == two.value.status == status
    assert scene.tokens == 2
    assert not any(secret in shown(one.value) + caplog.text for secret in (wrong["client_secret"], "wrong%26secret"))


def test_no_secret_is_shown_anywhere(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = scene.client()
    scene.read(client)
    token = scene.box.requests[-1].headers["authorization"].removeprefix("Bearer ")
    basic = scene.box.requests[0].headers.get("authorization", "").removeprefix("Basic ")
    secrets = [secret for secret in (token, basic, scene.box.credentials["client_secret"]) if secret]
    echo = " ".join(secrets).encode()
    errors: list[BaseException] = []
    for operation, call in ((scene.reading, scene.read), (scene.writing, scene.write)):
        for status in (200, 400, 401, 404, 500):
            for content_type in ("text/plain", "application/json", "text/html"):
                body = b'{"Message": "%s", "Code": "%s", "detail": "%s"' % (echo, echo, echo)
                body = body + b"}" if content_type == "application/json" and status != 200 else echo
                fault: dict[str, Any] = {"status": status, "body": body, "content_type": content_type, "headers": {}}
                scene.box.faults.add(operation, "body", times=2 if status == 401 else 1, **fault)
                try:
                    call(client.with_options(max_retries=0))
                except ERPClientError as error:
                    errors.append(error)
                scene.box.faults.clear()
    assert len(errors) > 20
    texts = [shown(error) for error in errors]
    texts += [caplog.text, repr(client), repr(vars(client)), repr(client._shared.auth), repr(client._shared.login)]
    for text in texts:
        assert not [secret for secret in secrets if secret in text]
    with pytest.raises(TypeError):
        pickle.dumps(client._shared.auth)


def shown(error: BaseException) -> str:
    """All that a log or a debugger would show of an error and of what caused it."""
    chain: list[BaseException] = []
    following: BaseException | None = error
    while following is not None:
        chain.append(following)
        following = following.__cause__ or following.__context__
    values = [repr(vars(one)) for one in chain]
    return "".join([*traceback.format_exception(error), *map(repr, chain), *map(str, chain), *values])


@pytest.mark.parametrize("url", ["http://id.example/token", "ftp://id.example", "https://id.example/token#x", "token"])
def test_a_token_url_that_would_give_the_secret_away_is_refused(scene: Scene, url: str) -> None:
    with pytest.raises(ConfigurationError, match="token_url"):
        scene.client(token_url=url)
