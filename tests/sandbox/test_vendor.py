"""A vendor in a file of one's own needs no change of the core: tokens, ids in bodies, bare answers, corrections."""

from __future__ import annotations

import base64
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from erp_sandbox import ConfigurationError, Sandbox
from erp_sandbox.pytest import SandboxFactory
from erp_sandbox.rules import find_rules
from erp_sandbox.security import Security
from erp_sandbox.settings import COMMON_POINTS, Settings
from erp_sandbox.spec import Spec
from tests.sandbox.support import CENTERS, PLAIN, VENDOR, Connect, HandClock

FORM = {"grant_type": "client_credentials"}


def token_of(box: Sandbox, **changes: Any) -> httpx.Response:
    assert box.token_url is not None
    options: dict[str, Any] = {"data": FORM, "auth": (box.credentials["client_id"], box.credentials["client_secret"])}
    return httpx.post(box.token_url, verify=PLAIN, **{**options, **changes})


def connected(box: Sandbox) -> httpx.Client:
    token = token_of(box).json()["access_token"]
    return httpx.Client(base_url=box.base_url, headers={"Authorization": f"Bearer {token}"}, verify=PLAIN)


def test_the_base_path_and_the_token_url_come_from_the_spec(sandbox: SandboxFactory) -> None:
    box = sandbox(rules=VENDOR)
    assert box.vendor == "acme"
    assert box.base_url.endswith("/api2/public")
    assert box.token_url == box.base_url + "/token"
    assert set(box.credentials) == {"client_id", "client_secret"}


def test_tokens_open_the_api_until_they_expire_or_are_revoked(sandbox: SandboxFactory) -> None:
    clock = HandClock()
    box = sandbox(rules=VENDOR, clock=clock, token_ttl=100)
    answer = token_of(box)
    assert answer.status_code == 200
    assert answer.json() == {"access_token": answer.json()["access_token"], "token_type": "bearer", "expires": 100}
    with connected(box) as client:
        assert client.get("/products").status_code == 200
        clock.seconds = 99.9
        assert client.get("/products").status_code == 200
        clock.seconds = 100
        assert client.get("/products").json()["Code"] == "UNAUTHORIZED"
    with connected(box) as client:
        box.revoke_tokens()
        assert client.get("/products").status_code == 401
    assert httpx.get(box.base_url + "/products").status_code == 401
    assert [r.operation for r in box.requests][:3] == ["token", "token", "list_products"]


def test_what_the_token_endpoint_refuses(sandbox: SandboxFactory) -> None:
    box = sandbox(rules=VENDOR)
    good = (box.credentials["client_id"], box.credentials["client_secret"])

    def error(**changes: Any) -> tuple[int, Any]:
        response = token_of(box, **changes)
        return response.status_code, response.json()["error"]

    assert error(auth=(good[0], "wrong")) == (401, "invalid_client")
    assert error(auth=None) == (401, "invalid_client")
    assert error(auth=None, headers={"Authorization": "Basic !!"}) == (401, "invalid_client")
    assert error(auth=None, data={**FORM, "client_id": good[0], "client_secret": good[1]}) == (401, "invalid_client")
    assert error(data={"grant_type": "password"}) == (400, "unsupported_grant_type")
    assert error(data={"a": "b"}) == (400, "invalid_request")
    assert error(data=None, json=FORM) == (400, "invalid_request")
    unpadded = base64.b64encode(":".join(good).encode()).decode().rstrip("=")
    assert token_of(box, auth=None, headers={"Authorization": f"Basic {unpadded}"}).status_code == 200
    # RFC 6749 has them form-encoded inside the header, and many programs send them plain: either way.
    encoded = tuple("".join(f"%{ord(letter):02X}" for letter in text) for text in good)
    assert token_of(box, auth=encoded).status_code == 200
    assert box.token_url is not None
    assert httpx.get(box.token_url).status_code == 405


def test_tokens_that_have_ended_are_forgotten_once_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("erp_sandbox.security._MANY_TOKENS", 2)
    spec = Spec.from_file(VENDOR.with_name("spec.json"))
    security = Security(spec, "acme", seed=0, token_ttl=60)
    settings = Settings(COMMON_POINTS, {}, {})
    login = base64.b64encode(":".join(security.credentials.values()).encode()).decode()
    headers = {"authorization": [f"Basic {login}"], "content-type": ["application/x-www-form-urlencoded"]}

    def fetched(now: float) -> str:
        return security.token(headers, b"grant_type=client_credentials", settings, now)

    ended, valid = fetched(0), fetched(30)
    newest = fetched(70)
    assert [security.redacted(token) for token in (ended, valid, newest)] == [ended, "***", "***"]


def test_the_token_endpoint_has_faults_of_its_own(sandbox: SandboxFactory) -> None:
    box = sandbox(rules=VENDOR)
    box.faults.add("*", "html")
    assert token_of(box).status_code == 200
    box.faults.add("token", "status", status=503)
    assert token_of(box).status_code == 503


def test_a_scope_is_ignored_or_refused_and_the_refusal_may_be_text(sandbox: SandboxFactory) -> None:
    assert token_of(sandbox(rules=VENDOR), data={**FORM, "scope": "all"}).status_code == 200
    refused = token_of(sandbox(rules=VENDOR, settings={"scope": "refuse"}), data={**FORM, "scope": "all"})
    assert (refused.status_code, refused.text, refused.headers["content-type"]) == (400, "no scopes here", "text/plain")


def test_slashes_that_do_not_matter_do_not_matter_to_the_token_endpoint_either(sandbox: SandboxFactory) -> None:
    lenient, strict = sandbox(rules=VENDOR), sandbox("simutek_gks4")
    for box, status in ((lenient, 401), (strict, 404)):
        assert box.token_url is not None
        for path in ("//token/", "/token//"):
            assert httpx.post(box.token_url.removesuffix("/token") + path, data=FORM).status_code == status


def test_a_refused_token_names_the_scheme(sandbox: SandboxFactory) -> None:
    box = sandbox(rules=VENDOR)
    assert httpx.get(box.base_url + "/products").headers["www-authenticate"] == "Bearer"


def test_bare_answers_ids_in_bodies_and_documents(sandbox: SandboxFactory) -> None:
    with connected(sandbox(rules=VENDOR)) as client:
        assert client.get("/products").json() == [{"Id": 7, "Name": "Screw", "Price": 1}]
        created = client.post("/products", json={"Name": "Nut", "Id": 0, "$id": "1"})
        assert (created.status_code, created.json()) == (200, 8)
        assert client.put("/products", json={"Id": 8, "Name": "Wing nut"}).status_code == 204
        assert client.get("/products/8").json()["Name"] == "Wing nut"
        assert client.put("/products", json={"Name": "none"}).json()["Message"] == "Id is missing"
        assert client.put("/products", json={"Id": 99, "Name": "none"}).status_code == 404
        assert client.get("/products/8/print").content == b"%PDF-1.7 8"
        assert client.get("/products/8/print").headers["content-type"] == "application/pdf"
        assert client.get("/products/print/8").content == b"%PDF-1.7 8"
        assert base64.b64decode(client.get("/products/8/label").json()) == b"%PDF-1.7 8"
        assert client.delete("/products/8").status_code == 204
        assert client.get("/products/8").json() == {"Message": "there is no products element 8", "Code": "NOT_FOUND"}


def test_numbers_keep_their_digits(sandbox: SandboxFactory) -> None:
    with connected(sandbox(rules=VENDOR)) as client:
        price = "0.10000000000000000000000000001"
        body = b'{"Name": "a", "Price": ' + price.encode() + b"}"
        number = client.post("/products", content=body, headers={"content-type": "application/json"}).json()
        assert f'"Price":{price}'.encode() in client.get(f"/products/{number}").content
        assert client.get(f"/products/{number}").json()["Price"] == float(Decimal(price))


def test_keys_paths_and_aliases_as_the_vendor_matches_them(sandbox: SandboxFactory) -> None:
    with connected(sandbox(rules=VENDOR)) as client:
        number = client.post("/products//", json={"name": "a", "uNNit": "pcs"}).json()
        assert client.get(f"/products//{number}/").json()["Unit"] == "pcs"


def test_references_are_checked_and_numbers_given(sandbox: SandboxFactory) -> None:
    with connected(sandbox(rules=VENDOR)) as client:
        order = {"Language": "sv", "Items": [{"ProductId": 7, "Quantity": 2, "Id": 5}, {"ProductId": None}], "Rows": 1}
        created = client.post("/orders", json=order).json()
        assert created["Number"] == "ORD/1"
        assert created["Items"] == [{"ProductId": 7, "Quantity": 2}, {"ProductId": None}]
        assert created["Rows"] == 1
        order["Items"] = [{"ProductId": 3}]
        assert "Items.ProductId names 3" in client.post("/orders", json=order).json()["Message"]


@pytest.mark.parametrize(
    ("query", "status"),
    [("page=1", 200), ("page=0", 400), ("open=true", 200), ("open=yes", 400), ("above=1.5", 200), ("above=x", 400)],
)
def test_query_parameters_have_types(sandbox: SandboxFactory, query: str, status: int) -> None:
    with connected(sandbox(rules=VENDOR)) as client:
        assert client.get(f"/orders?{query}").status_code == status


def test_a_user_can_correct_paths_and_names(sandbox: SandboxFactory) -> None:
    box = sandbox(
        rules=VENDOR,
        operation_paths={"create_order": "/v9/orders", "print_product": "/products/{id}/paper"},
        wire_names={"create_order.Language": "Lang", "search_orders.page": "p"},
        settings={"unknown_query_parameters": "refuse"},
    )
    with connected(box) as client:
        assert client.post("/orders", json={"Lang": "sv"}).status_code == 405
        created = client.post("/v9/orders", json={"Lang": "sv"})
        assert created.json()["Language"] == "sv"
        assert client.post("/v9/orders", json={"Language": "sv"}).json()["Message"] == '"Lang" is a required property'
        assert client.get("/products/7/paper").content == b"%PDF-1.7 7"
        assert client.get("/products/7/print").status_code == 404
        assert client.get("/products/print/7").status_code == 404
        assert client.get("/orders?p=0").status_code == 400
        assert client.get("/orders?page=1").status_code == 400


@pytest.mark.parametrize("name", ["Language", "language", "language_"])
def test_a_name_is_corrected_in_the_spelling_of_the_spec_or_of_a_client(sandbox: SandboxFactory, name: str) -> None:
    with connected(sandbox(rules=VENDOR, wire_names={f"create_order.{name}": "Lang"})) as client:
        assert client.post("/orders", json={"Lang": "sv"}).json()["Language"] == "sv"


def test_a_name_of_several_words_and_a_parameter_are_corrected_in_a_clients_spelling(
    sandbox: SandboxFactory, connect: Connect
) -> None:
    names = {"create_cost_center.short_name": "abbreviation", "list_cost_centers.since_": "from"}
    box = sandbox("lagerkoll", quota=None, wire_names=names, settings={"unknown_query_parameters": "refuse"})
    client = connect(box)
    created = client.post(CENTERS, json={"abbreviation": "NEW", "name": "A new one"})
    assert created.json()["shortName"] == "NEW"
    assert client.get(CENTERS, params={"from": 0}).status_code == 200
    assert client.get(CENTERS, params={"since": 0}).status_code == 400


@pytest.mark.parametrize(
    ("corrections", "says"),
    [
        ({"operation_paths": {"nope": "/x"}}, "no operation 'nope'"),
        ({"operation_paths": {"create_order": "x"}}, "begin with a slash"),
        ({"operation_paths": {"create_order": "/products"}}, "is create_product already"),
        ({"operation_paths": {"print_product": "/x"}}, r"needs \{id\} \(as in /products/\{id\}/print\)"),
        ({"operation_paths": {"print_product": "/x/{id}/{id}"}}, r"needs \{id\}"),
        ({"operation_paths": {"create_order": "/orders/{id}"}}, "needs no variable"),
        ({"operation_paths": {"create_order": "/v1/../orders"}}, "holds a segment"),
        ({"operation_paths": {"create_order": "/v1/./orders"}}, "holds a segment"),
        ({"operation_paths": {"create_order": "/v1/%2E%2e"}}, "holds a segment"),
        ({"operation_paths": {"create_order": "//orders"}}, "as it is sent"),
        ({"operation_paths": {"create_order": "/orders?a=b"}}, "as it is sent"),
        ({"operation_paths": {"create_order": "/my orders"}}, "as it is sent"),
        ({"wire_names": {"nope.x": "y"}}, "no operation 'nope'"),
        ({"wire_names": {"create_order.nope": "y"}}, "has no 'nope'; its names are"),
        ({"wire_names": {"create_order.Language": "Items"}}, "taken"),
    ],
)
def test_corrections_that_cannot_be(corrections: dict[str, Any], says: str) -> None:
    with pytest.raises(ConfigurationError, match=says):
        Sandbox(rules=VENDOR, **corrections)


def test_what_the_documentation_decides_is_not_open() -> None:
    box = Sandbox(rules=VENDOR)
    assert "on_missing_get" not in {point.name for point in box.open_points}
    with pytest.raises(ConfigurationError, match="unknown setting 'on_missing_get'"):
        Sandbox(rules=VENDOR, settings={"on_missing_get": "empty"})


def test_rules_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no such file"):
        Sandbox(rules=tmp_path / "none.py")
    empty = tmp_path / "empty.py"
    empty.write_text("")
    with pytest.raises(ConfigurationError, match=r"must end in \.py"):
        Sandbox(rules=empty.rename(tmp_path / "rules.txt"))
    empty.write_text("")
    with pytest.raises(ConfigurationError, match="defines 0 subclasses"):
        Sandbox(rules=empty)
    with pytest.raises(ConfigurationError, match="are for acme, not for lagerkoll"):
        Sandbox("lagerkoll", rules=VENDOR)
    broken = tmp_path / "broken.py"
    broken.write_text("import nothing_like_this\n")
    with pytest.raises(ConfigurationError, match=r"broken\.py.*nothing_like_this"):
        Sandbox(rules=broken)
    (tmp_path / "rules.py").write_text(VENDOR.read_text())
    with pytest.raises(ConfigurationError, match="cannot read the spec"):
        Sandbox(rules=tmp_path / "rules.py")
    (tmp_path / "spec.json").write_text("[]")
    with pytest.raises(ConfigurationError, match="has no paths"):
        Sandbox(rules=tmp_path / "rules.py")


def test_a_decision_of_the_rules_must_exist() -> None:
    rules = find_rules(None, VENDOR)
    rules.decided = {"on_missing_gte": "error"}
    with pytest.raises(ConfigurationError, match="decide 'on_missing_gte', which is not an open point"):
        Sandbox(rules=rules)
    rules.decided = {"on_missing_get": "maybe"}
    with pytest.raises(ConfigurationError, match="on_missing_get cannot be 'maybe'"):
        Sandbox(rules=rules)
