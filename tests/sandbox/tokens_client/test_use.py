"""Tokens are fetched once, renewed in time, and once when one is refused: one promise, every vendor."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from erp_client_runtime.errors import AuthenticationError, ERPClientError
from tests.sandbox.clients import calls
from tests.sandbox.tokens_client.support import MANY, Scene


def test_one_token_serves_until_it_ends_and_the_next_is_fetched_before(start: Callable[..., Scene]) -> None:
    scene = start(token_ttl=1)
    client = scene.client()
    for seconds, tokens in ((0.0, 1), (0.5, 1), (0.89, 1), (0.91, 2), (1.8, 2), (1.82, 3), (60.0, 4)):
        scene.hand.seconds = seconds
        scene.read(client)
        assert scene.tokens == tokens
    assert 401 not in [request.status for request in scene.box.requests]


def test_a_token_of_ten_minutes_is_renewed_in_its_last_one(scene: Scene) -> None:
    client = scene.client()
    for seconds, tokens in ((0.0, 1), (539.0, 1), (541.0, 2)):
        scene.hand.seconds = seconds
        scene.read(client)
        assert scene.tokens == tokens


@pytest.mark.parametrize("how", ["revoked", "ended"])
def test_a_token_that_is_refused_is_renewed_once_and_the_call_repeated(scene: Scene, how: str) -> None:
    client = scene.client()
    scene.read(client)
    for number, (call, operation) in enumerate(((scene.read, scene.reading), (scene.write, scene.writing)), start=2):
        if how == "revoked":
            scene.box.revoke_tokens()
        else:
            scene.box.faults.add(operation, "expired_token")
        call(client)
        assert [request.status for request in scene.box.requests[-3:]] == [401, 200, 200]
        assert scene.tokens == number


def test_a_second_refusal_is_an_error_that_says_where_to_look(scene: Scene) -> None:
    scene.box.faults.add(scene.writing, "status", status=401, times=None)
    with pytest.raises(AuthenticationError, match=r"fresh token was refused, too.*token_url=.*base_url=") as caught:
        scene.write(scene.client())
    assert (caught.value.status, caught.value.operation) == (401, scene.writing)
    assert (calls(scene.box, scene.writing), scene.tokens) == (2, 2)


def test_403_is_not_a_matter_of_the_token(scene: Scene) -> None:
    scene.box.faults.add(scene.reading, "status", status=403)
    with pytest.raises(ERPClientError, match="403"):
        scene.read(scene.client())
    assert scene.tokens == 1


@pytest.mark.parametrize("how", ["nothing yet", "ended", "revoked"])
def test_many_threads_fetch_one_token(scene: Scene, how: str) -> None:
    client = scene.client()
    begin(scene, client, how)
    before, failures = scene.tokens, list[Exception]()
    barrier = threading.Barrier(MANY)

    def work() -> None:
        barrier.wait()
        try:
            scene.read(client)
        except Exception as error:  # noqa: BLE001 - reported by the assertion below
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert scene.tokens == before + 1


@pytest.mark.parametrize("how", ["nothing yet", "ended", "revoked"])
async def test_many_tasks_fetch_one_token(scene: Scene, how: str) -> None:
    async with scene.async_client() as client:
        if how != "nothing yet":
            await scene.read(client)
        begin(scene, None, how)
        before = scene.tokens
        await asyncio.gather(*(scene.read(client) for _ in range(MANY)))
    assert scene.tokens == before + 1


def begin(scene: Scene, client: Any, how: str) -> None:
    """Bring the token that a client has into a state."""
    # Slow enough for all to find that there is none.
    scene.box.faults.add("token", "slow", seconds=0.2, times=None)
    if how != "nothing yet" and client is not None:
        scene.read(client)
    if how == "ended":
        scene.hand.seconds += 601.0
    if how == "revoked":
        scene.box.revoke_tokens()
