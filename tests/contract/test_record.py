"""Recording changes nothing when nothing changed, writes no secret, and leaves alone what is not its own."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from erp_sandbox import Sandbox
from scripts import record
from scripts.contract.against_spec import Contract
from scripts.contract.case import CASSETTES, Case, Fault, Lists, Succeeds, load_suite, suites
from scripts.contract.cassette import read
from scripts.contract.recorder import RecordError, cassette_path, record_from_sandbox, record_live
from scripts.contract.running import FakeClock, placeholders, replaying, run, run_async, unused
from scripts.specs.folder import load_spec
from tests.contract import gate

VENDOR = "lagerkoll"
SUITE = load_suite(VENDOR)
CONTRACT = Contract(load_spec(VENDOR))
TOUCHED = b"# touched\n"
LISTED = next(case for case in SUITE.cases if case.file == "list_payment_terms/seeded")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.yaml")}


@pytest.mark.parametrize("vendor", suites())
def test_recording_again_gives_the_bytes_of_the_tree_and_leaves_what_is_not_of_the_sandbox_alone(
    vendor: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = {name: content for name, content in _bytes(CASSETTES).items() if name.startswith(f"{vendor}/")}
    assert tree
    for name, content in tree.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content + TOUCHED)

    assert record.main(["--vendor", vendor], tmp_path) == 0

    own = {name for name, content in tree.items() if b"origin: sandbox" in content}
    assert _bytes(tmp_path) == {name: content + (b"" if name in own else TOUCHED) for name, content in tree.items()}
    assert f"{len(own)} cassettes from the sandbox, {len(own)} changed, 0 failed" in capsys.readouterr().out


def test_unchanged_file_is_not_touched(tmp_path: Path) -> None:
    record_from_sandbox(SUITE, LISTED, CONTRACT, tmp_path)
    path = cassette_path(SUITE, LISTED, tmp_path)
    before = path.stat().st_mtime_ns, path.stat().st_ino

    assert not record_from_sandbox(SUITE, LISTED, CONTRACT, tmp_path)
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before


def test_addresses_are_those_of_the_vendor(tmp_path: Path) -> None:
    record_from_sandbox(SUITE, LISTED, CONTRACT, tmp_path)

    content = cassette_path(SUITE, LISTED, tmp_path).read_text("utf-8")
    assert "127.0.0.1" not in content
    assert "https://capi.lagerkoll.com/v1/payment_terms/" in content


def test_vendor_with_an_address_for_each_user_is_recorded_and_replayed_at_the_one_of_its_suite(tmp_path: Path) -> None:
    address = "https://shop.example/api"
    suite = evolve(SUITE, base_url=address, cases=(LISTED,))
    contract = Contract(load_spec(VENDOR), address)

    record_from_sandbox(suite, LISTED, contract, tmp_path)

    (exchange,) = read(cassette_path(suite, LISTED, tmp_path)).exchanges
    assert exchange.uri == f"{address}/v1/payment_terms/?since=0"
    assert gate.deviations(suite, contract, tmp_path) == []
    assert gate.unplayed(suite, contract, tmp_path) == []


def test_case_that_comes_to_something_else_is_not_written(tmp_path: Path) -> None:
    case = evolve(LISTED, expected=Lists([], 0))

    with pytest.raises(RecordError, match="list_payment_terms/seeded: returned"):
        record_from_sandbox(SUITE, case, CONTRACT, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_failed_case_is_named_and_the_others_are_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = evolve(LISTED, name="wrong", expected=Lists([], 0))
    suite = evolve(SUITE, cases=(wrong, LISTED))
    monkeypatch.setattr(record, "load_suite", lambda vendor: suite)

    assert record.main(["--vendor", VENDOR], tmp_path) == 2
    assert list(_bytes(tmp_path)) == [f"{VENDOR}/list_payment_terms/seeded.yaml"]
    assert "list_payment_terms/wrong: returned" in capsys.readouterr().err


def _credentials() -> dict[str, str]:
    return Sandbox(VENDOR, seed=0).credentials


def _reflecting(body: bytes, **headers: str) -> Case:
    """A case in which the vendor answers with this body."""
    fault = Fault("body", {"body": body, "headers": headers})
    return evolve(LISTED, name="reflected", fault=fault, expected=Succeeds(), drift=("unknown_field",))


@pytest.mark.parametrize("compressed", [False, True])
def test_secrets_that_the_vendor_sends_back_are_replaced(tmp_path: Path, compressed: bool) -> None:
    secrets = _credentials()
    key, token = secrets["api_key"], secrets["user_token"]
    body = (
        f'{{"paymentTerms": [{{"echo": ["{key}", "{base64.b64encode(token.encode()).decode()}"]}}], "since": 1}}'
    ).encode()
    headers = {"set-cookie": f"session={key}", "x-request-id": key}
    if compressed:
        body, headers["content-encoding"] = gzip.compress(body), "gzip"
    case = _reflecting(body, **headers)

    record_from_sandbox(SUITE, case, CONTRACT, tmp_path)

    (exchange,) = read(cassette_path(SUITE, case, tmp_path)).exchanges
    assert exchange.response_body == b'{"paymentTerms": [{"echo": ["<API_KEY>", "<USER_TOKEN>"]}], "since": 1}'
    assert exchange.response_headers == {"content-type": ["application/json"]}
    assert exchange.request_headers == {
        "accept": ["application/json"],
        "api_key": ["<API_KEY>"],
        "store": ["<STORE>"],
    }


def test_secret_that_cannot_be_replaced_is_not_written(tmp_path: Path) -> None:
    key = _credentials()["api_key"]
    hidden = base64.b64encode(gzip.compress(f"key {key}".encode())).decode()
    case = _reflecting(f'{{"paymentTerms": [{{"echo": "{hidden}"}}], "since": 1}}'.encode())

    with pytest.raises(RecordError, match="would hold a secret") as raised:
        record_from_sandbox(SUITE, case, CONTRACT, tmp_path)
    assert key not in str(raised.value)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A sandbox that plays the vendor itself, its credentials in the environment."""
    with Sandbox(VENDOR, seed=7) as sandbox:
        for name, value in sandbox.logins[0].items():
            monkeypatch.setenv(f"{VENDOR.upper()}_{name.upper()}", value)
        monkeypatch.setenv(f"{VENDOR.upper()}_BASE_URL", sandbox.base_url)
        yield sandbox


def test_live_recording_reads_and_writes_nothing(
    tmp_path: Path, vendor: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record.main(["--vendor", VENDOR, "--live"], tmp_path) == 0

    assert {request.method for request in vendor.requests} == {"GET"}
    assert sorted(_bytes(tmp_path)) == sorted(
        f"{VENDOR}/{case.file}.yaml" for case in SUITE.cases if case.origin == "live" and not case.writes
    )
    cassette = read(tmp_path / VENDOR / "get_payment_term" / "live.yaml")
    assert cassette.origin == "live"
    assert all(exchange.uri.startswith(f"{CONTRACT.base_url}/") for exchange in cassette.exchanges)
    assert not any(
        value.encode() in content for value in vendor.credentials.values() for content in _bytes(tmp_path).values()
    )
    assert "recorded, no differences from the spec" in capsys.readouterr().out


def test_live_recording_with_writes_cleans_up(tmp_path: Path, vendor: Sandbox) -> None:
    before = vendor.elements("payment_terms"), vendor.elements("cost_centers")

    assert record.main(["--vendor", VENDOR, "--live", "--writes"], tmp_path) == 0

    assert {request.method for request in vendor.requests} == {"GET", "POST", "PUT", "DELETE"}
    assert (vendor.elements("payment_terms"), vendor.elements("cost_centers")) == before


def test_live_recording_cleans_up_after_a_failure_as_well(tmp_path: Path, vendor: Sandbox) -> None:
    before = vendor.elements("payment_terms")
    vendor.faults.add("update_payment_term", "status", status=400)
    case = next(case for case in SUITE.cases if case.writes and case.operation == "update_payment_term")

    with pytest.raises(RecordError, match="BadRequestError"):
        record_live(SUITE, case, CONTRACT, tmp_path)
    assert vendor.elements("payment_terms") == before
    assert list(tmp_path.iterdir()) == []


def test_live_recording_says_where_the_vendor_differs_from_the_spec(
    tmp_path: Path, vendor: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    vendor.faults.add("list_payment_terms", "body", body=b'{"paymentTerms": [{"code": 30}], "since": 1}')

    assert record.main(["--vendor", VENDOR, "--live"], tmp_path) == 1
    assert "answer: body.paymentTerms[0].code" in capsys.readouterr().out


def test_live_recording_without_credentials_names_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert record.main(["--vendor", VENDOR, "--live"], tmp_path) == 2
    assert capsys.readouterr().err.count("LAGERKOLL_API_KEY") == 1
    assert list(tmp_path.iterdir()) == []


async def test_live_recording_is_replayed_through_both_clients(tmp_path: Path, vendor: Sandbox) -> None:
    record.main(["--vendor", VENDOR, "--live"], tmp_path)
    case = next(case for case in SUITE.cases if case.file == "get_cost_center/live")
    path = cassette_path(SUITE, case, tmp_path)
    arguments = {**placeholders(SUITE, case), "base_url": CONTRACT.base_url}

    with replaying(path, CONTRACT.login_headers) as cassette:
        done = run(SUITE, case, arguments, FakeClock())
        assert unused(cassette) == []
    with replaying(path, CONTRACT.login_headers) as cassette:
        done_async = await run_async(SUITE, case, arguments, FakeClock())
        assert unused(cassette) == []

    assert done.result == done_async.result
    assert done.result.id == vendor.elements("cost_centers")[0]["id"]


@pytest.fixture(params=["comarch_erp_xt", "simutek_gks4"])
def token_vendor(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A sandbox that plays a vendor with tokens, what a user has of it in the environment."""
    with Sandbox(request.param, seed=7) as sandbox:
        own = {**sandbox.credentials, "base_url": sandbox.base_url, "token_url": sandbox.token_url}
        for name, value in own.items():
            monkeypatch.setenv(f"{request.param.upper()}_{name.upper()}", value)
        yield sandbox


def test_live_recording_of_a_vendor_with_tokens_holds_the_login_without_its_secrets(
    tmp_path: Path, token_vendor: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    vendor = token_vendor.vendor
    suite = load_suite(vendor)
    contract = Contract(load_spec(vendor), suite.base_url)

    assert record.main(["--vendor", vendor, "--live"], tmp_path) == 0, capsys.readouterr()

    live = [case for case in suite.cases if case.origin == "live" and not case.writes]
    assert sorted(_bytes(tmp_path)) == sorted(f"{vendor}/{case.file}.yaml" for case in live)
    assert gate.deviations(evolve(suite, cases=tuple(live)), contract, tmp_path) == []
    for case in live:
        exchanges = read(cassette_path(suite, case, tmp_path)).exchanges
        assert contract.called_by(exchanges[0]) == "token"
        assert b'"<ACCESS_TOKEN>"' in exchanges[0].response_body
    given = [request.headers.get("authorization", "").encode() for request in token_vendor.requests]
    secrets = [value.encode() for value in token_vendor.credentials.values()]
    tokens = [value.partition(b" ")[2] for value in given if value]
    assert tokens
    assert not any(value in content for value in secrets + tokens for content in _bytes(tmp_path).values())


def test_live_recording_with_tokens_and_writes_cleans_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Sandbox("comarch_erp_xt", seed=7) as sandbox:
        for name, value in {**sandbox.credentials, "base_url": sandbox.base_url}.items():
            monkeypatch.setenv(f"COMARCH_ERP_XT_{name.upper()}", value)
        before = sandbox.elements("customers")

        assert record.main(["--vendor", "comarch_erp_xt", "--live", "--writes"], tmp_path) == 0
        assert {"POST", "PUT", "DELETE"} <= {request.method for request in sandbox.requests}
        assert sandbox.elements("customers") == before


def test_token_that_the_vendor_refuses_is_renewed_once_and_both_are_told_apart(tmp_path: Path) -> None:
    suite = load_suite("comarch_erp_xt")
    case = next(case for case in suite.cases if case.file == "get_product/revoked")

    record_from_sandbox(suite, case, Contract(load_spec(suite.vendor)), tmp_path)

    exchanges = read(cassette_path(suite, case, tmp_path)).exchanges
    assert [(one.status, one.request_headers["authorization"][0].partition(" ")[2]) for one in exchanges[1::2]] == [
        (401, "<ACCESS_TOKEN>"),
        (200, "<ACCESS_TOKEN_2>"),
    ]


def test_writes_need_live(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        record.main(["--writes"])
    assert raised.value.code == 2
    assert "--live" in capsys.readouterr().err
