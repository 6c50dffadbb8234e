"""The Python interface and the fixture: starting, stopping, in-process use, options that cannot be, imports."""

from __future__ import annotations

import ast
import importlib.metadata
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

import erp_sandbox
from erp_sandbox import ConfigurationError, Sandbox, SandboxError
from erp_sandbox.pytest import SandboxFactory
from erp_sandbox.rules import vendors
from tests.sandbox.support import TERMS, Connect, HandClock

SOURCE = Path(erp_sandbox.__file__).parent


def test_start_and_stop_leave_no_thread_and_no_port() -> None:
    before = threading.active_count()
    with Sandbox("lagerkoll") as box:
        port = int(box.base_url.rpartition(":")[2])
        assert threading.active_count() == before + 1
        assert httpx.get(box.base_url + TERMS, headers=box.logins[0]).status_code == 200
    assert threading.active_count() == before
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    with pytest.raises(SandboxError, match="no address"):
        _ = box.base_url


def test_state_survives_a_restart() -> None:
    box = Sandbox("lagerkoll")
    with box:
        httpx.delete(box.base_url + TERMS + "10N", headers=box.logins[0])
    with box:
        assert len(httpx.get(box.base_url + TERMS, headers=box.logins[0]).json()["paymentTerms"]) == 3
        with pytest.raises(SandboxError, match="started already"):
            box.start()


def test_open_connections_and_slow_answers_do_not_delay_the_stop(box: Sandbox, client: httpx.Client) -> None:
    client.get(TERMS)
    box.faults.add("*", "slow", seconds=60)
    errors: list[Exception] = []

    def call() -> None:
        try:
            httpx.get(box.base_url + TERMS, headers=box.logins[0])
        except httpx.HTTPError as error:
            errors.append(error)

    thread = threading.Thread(target=call)
    thread.start()
    while len(box.requests) < 2:
        time.sleep(0.001)
    begun = time.monotonic()
    box.stop()
    assert time.monotonic() - begun < 1
    thread.join()
    assert isinstance(errors[0], httpx.RemoteProtocolError)


def test_many_threads_see_one_consistent_state(box: Sandbox) -> None:
    def create(number: int) -> None:
        with httpx.Client(base_url=box.base_url, headers=box.logins[0]) as client:
            for index in range(10):
                assert client.post(TERMS, json={"code": f"{number}-{index}", "description": "d"}).status_code == 200

    threads = [threading.Thread(target=create, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(box.elements("payment_terms")) == 54
    assert len(box.requests) == 50


@pytest.mark.parametrize("look", [lambda box: box.elements("payment_terms"), Sandbox.revoke_tokens])
def test_nothing_is_looked_at_or_revoked_in_the_middle_of_a_request(
    sandbox: SandboxFactory, connect: Connect, look: Callable[[Sandbox], Any]
) -> None:
    answering, go_on = threading.Event(), threading.Event()

    class Clock(HandClock):
        def now(self) -> datetime:
            answering.set()
            assert go_on.wait(10)
            return super().now()

    box = sandbox("lagerkoll", clock=Clock())
    call = threading.Thread(target=connect(box).get, args=(TERMS,))
    call.start()
    assert answering.wait(10)
    looking = threading.Thread(target=look, args=(box,))
    looking.start()
    looking.join(0.05)
    waited = looking.is_alive()
    go_on.set()
    looking.join()
    call.join()
    assert waited


async def test_the_application_works_without_a_server() -> None:
    box = Sandbox("lagerkoll")
    transport = httpx.ASGITransport(app=box.app)
    async with httpx.AsyncClient(transport=transport, base_url="http://sandbox", headers=box.logins[0]) as client:
        assert len((await client.get(TERMS)).json()["paymentTerms"]) == 4
        assert (await client.get(TERMS + "60%2F2%25")).json()["paymentTerms"][0]["code"] == "60/2%"
        box.faults.add("*", "drop_after")
        with pytest.raises(ConnectionResetError, match="planned by a fault"):
            await client.get(TERMS)


def test_the_ledger_holds_what_arrived(box: Sandbox, client: httpx.Client) -> None:
    client.post(TERMS + "?x=1", json={"code": "a/b", "description": "d"}, headers={"x-test": "yes"})
    client.get(TERMS + "a%2Fb")
    client.get("/nowhere")
    post, get, lost = box.requests
    assert (post.operation, post.method, post.path, post.query, post.status) == (
        "create_payment_term",
        "POST",
        TERMS,
        "x=1",
        200,
    )
    assert post.headers["x-test"] == "yes"
    assert post.body == b'{"code":"a/b","description":"d"}'
    assert (get.operation, get.path, get.credential) == ("get_payment_term", TERMS + "a%2Fb", "api_key+store")
    assert (lost.operation, lost.status, lost.credential) == (None, 404, None)
    assert post.arrived <= get.arrived <= lost.arrived


def test_options_that_cannot_be() -> None:
    with pytest.raises(ConfigurationError, match=r"unknown vendor 'nobody': there are .*lagerkoll"):
        Sandbox("nobody")
    with pytest.raises(ConfigurationError, match="by credential or by store, not by 'user'"):
        Sandbox("lagerkoll", quota_by="user")
    with pytest.raises(ConfigurationError, match="unknown clock 'slow'"):
        Sandbox("lagerkoll", clock="slow")
    with pytest.raises(ConfigurationError, match="unknown setting 'nothing': there are"):
        Sandbox("lagerkoll", settings={"nothing": "x"})
    with pytest.raises(ConfigurationError, match="update_mode cannot be 'x': use merge, replace"):
        Sandbox("lagerkoll", settings={"update_mode": "x"})
    for limit in ("0", "-1", "x", "1" * 20):
        with pytest.raises(ConfigurationError, match=r"body_limit cannot be .* whole number"):
            Sandbox("lagerkoll", settings={"body_limit": limit})
    with pytest.raises(ConfigurationError, match="at least 1 second"):
        Sandbox("lagerkoll", token_ttl=0)


def test_a_port_in_use_says_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SandboxError, match="choose another --port"):
        Sandbox("lagerkoll", port=taken.getsockname()[1]).start()


def test_the_fixture_stops_what_it_started(tmp_path: Path) -> None:
    test = tmp_path / "test_it.py"
    test.write_text(
        "from erp_sandbox.pytest import sandbox\n"
        "boxes = []\n"
        "def test_starts_two(sandbox):\n"
        "    boxes.extend([sandbox('lagerkoll', quota=None), sandbox('lagerkoll', seed=1)])\n"
        "    assert boxes[0].base_url != boxes[1].base_url\n"
        "def test_both_are_stopped():\n"
        "    assert all('not started' in repr(box) for box in boxes) and len(boxes) == 2\n"
    )
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-p",
        "no:asyncio",
        str(test),
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "2 passed" in done.stdout


def test_importing_the_package_loads_neither_server_nor_validation() -> None:
    heavy = ("uvicorn", "starlette", "pydantic", "jsonschema_rs", "asyncio")
    script = f"import sys, erp_sandbox; print([name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = erp_sandbox.nothing


def imported(file: Path) -> set[str]:
    """Top-level names of everything that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names


def test_the_sandbox_is_a_reading_of_its_own() -> None:
    forbidden = {"erp_client_runtime", "scripts", "yaml", *vendors(), *(f"{vendor}_api" for vendor in vendors())}
    for file in SOURCE.rglob("*.py"):
        assert not imported(file) & forbidden, file


def test_the_core_names_no_vendor() -> None:
    core = [file for file in SOURCE.glob("*.py") if file.name not in ("__init__.py", "pytest.py")]
    assert len(core) > 15
    for file in core:
        assert not [vendor for vendor in vendors() if vendor in file.read_text("utf-8").lower()], file


def test_every_entry_point_names_its_vendor() -> None:
    for entry in importlib.metadata.entry_points(group="erp_sandbox.vendors"):
        assert entry.load().vendor == entry.name


@pytest.mark.parametrize("vendor", vendors())
def test_every_open_point_says_why_and_offers_its_default(vendor: str) -> None:
    for point in Sandbox(vendor).open_points:
        assert len(point.why) > 20
        assert point.level in ("inferred", "assumed")
        assert not point.choices or point.default in point.choices


def test_a_decision_without_a_switch_has_one_value() -> None:
    assert Sandbox("lagerkoll", settings={"accept_xml": "refuse"}).setting("accept_xml") == "refuse"
    with pytest.raises(ConfigurationError, match="accept_xml cannot be 'accept': use refuse"):
        Sandbox("lagerkoll", settings={"accept_xml": "accept"})


def test_clients_of_two_sandboxes_do_not_share_logins(sandbox: SandboxFactory) -> None:
    one, two = sandbox("lagerkoll", seed=1), sandbox("lagerkoll", seed=2)
    assert httpx.get(one.base_url + TERMS, headers=two.logins[0]).status_code == 401
