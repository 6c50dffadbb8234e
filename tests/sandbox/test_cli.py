"""The command: one line of JSON when ready, words otherwise, exit 2 and a clear line for a mistake, a clean end."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from erp_sandbox import Sandbox
from erp_sandbox.cli import main
from erp_sandbox.rules import vendors
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
    arguments = ("--port", "0", "--quota", "none", "--seed", "5", "--clock", "fixed")
    with serving("--vendor", "lagerkoll", *arguments) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().strip() for _ in range(4)]
        assert lines[0].startswith("Lagerkoll customer API: sandbox at http://127.0.0.1:")
        assert lines[1] == f"export LAGERKOLL_BASE_URL={lines[0].rpartition(' ')[2]}"
        assert lines[3].startswith("export LAGERKOLL_API_KEY=")


def test_all_vendors_at_once_each_with_what_concerns_it() -> None:
    options = {
        "--set": ("on_missing_delete=succeed", "seed_customers=3"),
        "--fault": ("token:status=503*9", "list_customers:status=500,envelope=no*9"),
        "--operation-path": ("create_sales_order=/api/v1/orders",),
        "--wire-name": ("create_sales_order.customer_number=buyer",),
    }
    given = [text for option, values in options.items() for value in values for text in (option, value)]
    with serving("--vendor", "all", "--port", "0", "--json", *given) as process:
        assert process.stdout is not None
        ready = {entry["vendor"]: entry for entry in (json.loads(process.stdout.readline()) for _ in vendors())}
        assert list(ready) == list(vendors())
        lagerkoll, simutek = ready["lagerkoll"], ready["simutek_gks4"]
        login = {name: lagerkoll["credentials"][name] for name in ("store", "api_key")}
        assert httpx.delete(lagerkoll["base_url"] + TERMS + "none", headers=login).status_code == 204
        assert httpx.post(simutek["token_url"]).status_code == 503


def test_corrections_of_guessed_paths_and_names() -> None:
    with serving(
        "--vendor",
        "simutek_gks4",
        "--port=0",
        "--json",
        "--operation-path=create_sales_order=/api/v1/orders",
        "--wire-name=create_sales_order.customer_number=buyer",
        "--wire-name=list_customers.pageSize=take",
    ) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert ready["token_url"] == ready["base_url"] + "/connect/token"
        assert list(ready["credentials"]) == ["client_id", "client_secret"]
        form = {"grant_type": "client_credentials", **ready["credentials"]}
        token = httpx.post(ready["token_url"], data=form).json()["access_token"]
        with httpx.Client(base_url=ready["base_url"], headers={"Authorization": f"Bearer {token}"}) as client:
            found = client.get("/api/v1/customers", params={"take": 2}).json()
            assert len(found) == 2
            assert client.post("/api/v1/orders", json={"buyer": found[0]["number"]}).status_code == 200
            assert client.post("/api/v1/salesorders", json={"buyer": found[0]["number"]}).status_code == 404


def test_faults_by_script_control_and_a_ledger_for_all_vendors(tmp_path: Path) -> None:
    script, ledger = tmp_path / "faults.toml", tmp_path / "ledger.jsonl"
    script.write_text(
        """
        [[fault]]
        operation = "list_payment_terms"
        kind = "html"
        [[fault]]
        operation = "*"
        kind = "status"
        status = 503
        after = 1
        """
    )
    given = ("--fault-script", str(script), "--ledger", str(ledger), "--control", "--seed", "4")
    with serving("--vendor", "all", "--port", "0", "--json", *given) as process:
        assert process.stdout is not None
        ready = {entry["vendor"]: entry for entry in (json.loads(process.stdout.readline()) for _ in vendors())}
        lagerkoll = ready["lagerkoll"]
        assert list(lagerkoll)[-2:] == ["control_url", "control_token"]
        assert len({entry["control_token"] for entry in ready.values()}) == len(ready)
        login = {name: lagerkoll["credentials"][name] for name in ("store", "api_key")}
        answers = [httpx.get(lagerkoll["base_url"] + TERMS, headers=login) for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 503, 200]
        httpx.post(ready["simutek_gks4"]["token_url"])
        for entry in ready.values():
            headers = {"Authorization": f"Bearer {entry['control_token']}"}
            left = httpx.get(entry["control_url"] + "/faults", headers=headers).json()["fault"]
            assert [fault["kind"] for fault in left] == ([] if entry is lagerkoll else ["status"])
        os.kill(process.pid, signal.SIGTERM)
        assert process.communicate(timeout=10) == ("", "")
    lines = [json.loads(line) for line in ledger.read_text().splitlines()]
    assert [(line["vendor"], line["number"], line["status"], line["fault"]) for line in lines] == [
        ("lagerkoll", 1, 200, "html"),
        ("lagerkoll", 2, 503, "status"),
        ("lagerkoll", 3, 200, None),
        ("simutek_gks4", 1, 400, None),
    ]


def test_control_in_words() -> None:
    with serving("--vendor", "lagerkoll", "--port", "0", "--control") as process:
        assert process.stdout is not None
        lines: list[str] = []
        while not lines or "stop with" not in lines[-1]:
            lines.append(process.stdout.readline().strip())
        assert lines[-3].startswith("control it at http://127.0.0.1:")
        token = lines[-2].removeprefix("with the header Authorization: Bearer ")
        url = lines[-3].removeprefix("control it at ")
        assert httpx.get(url, headers={"Authorization": f"Bearer {token}"}).status_code == 200


def test_open_points_are_shown_where_they_mean_something(capsys: pytest.CaptureFixture[str]) -> None:
    expected = {
        "lagerkoll": {"on_duplicate", "on_changed_write_once"},
        "simutek_gks4": {"on_duplicate"},
        "comarch_erp_xt": set(),
    }
    for vendor, names in expected.items():
        assert main(["open-points", "--vendor", vendor]) == 0
        out = capsys.readouterr().out
        assert {name for name in ("on_duplicate", "on_changed_write_once") if f"--set {name}=" in out} == names


def test_every_setting_in_the_readme_is_there() -> None:
    readme = (Path(__file__).parents[2] / "sandbox" / "README.md").read_text()
    table = readme.partition("| what may happen | vendor | setting |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`(\w+)(?:=\d+)?`", table))
    known = {point.name for vendor in vendors() for point in Sandbox(vendor).open_points}
    assert len(named) > 20
    assert named <= known


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
        (
            ["--vendor", "lagerkoll", "--fault-script", "/not/there"],
            "cannot read the fault script /not/there",
        ),
        (["--vendor", "lagerkoll", "--port", "0", "--ledger", "/does/not/exist"], "cannot write the ledger"),
        (["--vendor", "lagerkoll", "--fault", "html"], "malformed fault 'html': write OPERATION:KIND"),
        (["--vendor", "all", "--fault", "nope:html"], "no operation 'nope' for a fault: there are *"),
        (
            ["--vendor", "lagerkoll", "--fault", "*:html=99"],
            "is 200 to 599, not 99; write OPERATION:KIND",
        ),
        (["--vendor", "lagerkoll", "--set", "update_mode"], "malformed setting 'update_mode': write name=value"),
        (["--vendor", "lagerkoll", "--set", "update_mode=x"], "use merge, replace"),
        (["--vendor", "all", "--set", "nothing=x"], "unknown setting 'nothing'"),
        (["--vendor", "lagerkoll", "--wire-name", "x"], "malformed correction 'x': write --wire-name NAME=VALUE"),
        (["--vendor", "lagerkoll", "--operation-path", "nope=/x"], "no operation 'nope' to correct: there are create_"),
        (["--vendor", "all", "--operation-path", "nope=/x"], "no operation 'nope' to correct"),
        (["--vendor", "lagerkoll", "--token-ttl", "0"], "at least 1 second"),
        (["--vendor", "lagerkoll", "--host", "999.1.1.1", "--port", "0"], "choose another --host, such as 127.0.0.1"),
        (["--rules", "/does/not/exist.py"], "cannot read rules from /does/not/exist.py: there is no such file"),
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


@pytest.mark.parametrize("arguments", [["faults"], ["open-points", "--vendor", "all"]])
def test_a_reader_that_has_read_enough_is_no_error(arguments: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run([COMMAND, *arguments], stdout=writing, stderr=subprocess.PIPE, check=False, timeout=60)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_output_that_cannot_be_written_is_exit_2() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([COMMAND, "faults"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr == b"erp-sandbox: cannot write the output: No space left on device; send it somewhere else\n"


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
