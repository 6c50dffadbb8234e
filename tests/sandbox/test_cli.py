"""The command: one line of JSON when ready, words otherwise, exit 2 and a clear line for a mistake, a clean end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from erp_sandbox.cli import main
from tests.sandbox.support import TERMS, VENDOR

COMMAND = str(Path(sys.executable).with_name("erp-sandbox"))


@contextmanager
def serving(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The real command in a process of its own, ended by the test or after it."""
    process = subprocess.Popen(
        [COMMAND, "serve", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=10)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serving_with_json_until_a_signal(number: signal.Signals) -> None:
    with serving(
        "--vendor", "lagerkoll", "--port", "0", "--json", "--quota", "3/60", "--token-ttl", "5", "--fault", "*:html*1"
    ) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert list(ready) == ["vendor", "base_url", "token_url", "credentials"]
        assert (ready["vendor"], ready["token_url"]) == ("lagerkoll", None)
        assert set(ready["credentials"]) == {"store", "api_key", "user_id", "user_token"}
        login = {name: ready["credentials"][name] for name in ("store", "api_key")}
        with httpx.Client(base_url=ready["base_url"], headers=login) as client:
            answers = [client.get(TERMS) for _ in range(4)]
            assert [a.status_code for a in answers] == [200, 200, 200, 429]
            assert answers[0].text.startswith("<!DOCTYPE")
            os.kill(process.pid, number)
            out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "", "")


def test_serving_in_words() -> None:
    with serving("--vendor", "all", "--port", "0", "--quota", "none", "--seed", "5", "--clock", "fixed") as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(4)]
        assert lines[0].startswith("Lagerkoll customer API: sandbox at http://127.0.0.1:")
        assert lines[1] == f"export LAGERKOLL_BASE_URL={lines[0].rpartition(' ')[2]}"
        assert lines[3].startswith("export LAGERKOLL_API_KEY=")


def test_a_vendor_in_a_file() -> None:
    with serving("--rules", str(VENDOR), "--port", "0", "--json", "--host", "::1") as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready["base_url"].startswith("http://[::1]:")
        assert ready["token_url"] == ready["base_url"] + "/token"
        assert set(ready["credentials"]) == {"client_id", "client_secret"}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--vendor", "nobody"], "unknown vendor 'nobody': there are"),
        ([], "which vendor?"),
        (
            ["--vendor", "lagerkoll", "--quota", "50"],
            "malformed quota '50': write requests/seconds",
        ),
        (["--vendor", "lagerkoll", "--fault", "html"], "malformed fault 'html': write OPERATION:KIND"),
        (["--vendor", "all", "--fault", "nope:html"], "no operation 'nope' for a fault: there are *"),
        (
            ["--vendor", "lagerkoll", "--fault", "*:html=99"],
            "is 200 to 599, not 99; write OPERATION:KIND",
        ),
        (["--vendor", "lagerkoll", "--set", "update_mode"], "malformed setting 'update_mode': write name=value"),
        (["--vendor", "lagerkoll", "--set", "update_mode=x"], "use merge, replace"),
        (["--vendor", "lagerkoll", "--token-ttl", "0"], "at least 1 second"),
        (["--vendor", "lagerkoll", "--host", "999.1.1.1", "--port", "0"], "cannot listen on 999.1.1.1"),
        (["--rules", "/does/not/exist.py"], "not a Python file"),
    ],
)
def test_a_mistake_is_one_line_and_exit_2(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    assert main(["serve", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("erp-sandbox: ")
    assert says in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments", [["--port", "70000"], ["--port", "x"], ["--quota-by", "user"], ["--seed", "x"], ["--clock", "x"]]
)
def test_an_option_with_a_wrong_value_is_exit_2(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        main(["serve", "--vendor", "lagerkoll", *arguments])
    assert raised.value.code == 2
    assert arguments[0] in capsys.readouterr().err


def test_a_port_in_use_is_exit_2(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--vendor", "lagerkoll", "--port", str(taken.getsockname()[1])]) == 2
    assert "choose another --port, or 0 for a free one" in capsys.readouterr().err


def test_open_points_lists_switches_and_evidence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["open-points", "--vendor", "lagerkoll", "--set", "update_mode=replace"]) == 0
    out = capsys.readouterr().out
    assert "--set update_mode=replace   [assumed]" in out
    assert "* merge: fields that are left out keep their value" in out
    assert "--set on_missing_get=empty   [inferred]" in out
    assert "no switch: accept_xml=refuse   [assumed]" in out
    assert "no switch: other_media_type=refuse   [assumed]" in out
    assert "no switch: error_code_of_unknown_path=general   [assumed]" in out
    assert "--set repeated_query_parameter=refuse   [assumed]" in out
    assert "--set error_code_of_invalid=operation   [assumed]" in out
    assert "--quota-by credential" in out
    assert "documented" in out
    assert "[assumed] components.schemas.CostCenterCreate.properties.active: " in out
