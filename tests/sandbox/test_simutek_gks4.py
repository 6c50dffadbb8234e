"""Simutek GKS4 as its documentation has it, and what that leaves open: over HTTP, without any client of ours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.support import HandClock

CUSTOMERS = "/api/v1/customers"
ORDERS = "/api/v1/salesorders"
NEW = {"name": "Ny AB", "number": "N1", "invoiceEmail": None, "corporateIdentityNumber": "999999-0001"}
MEMBERS = ["name", "number", "invoiceEmail", "postalAddress", "corporateIdentityNumber"]
PARTS = ["address1", "address2", "address3", "city", "zipCode", "state", "countryCode"]


class Open:
    """Opens sandboxes and clients that are logged in."""

    def __init__(self, sandbox: SandboxFactory) -> None:
        self._sandbox = sandbox
        self.clients: list[httpx.Client] = []

    def __call__(self, settings: dict[str, str] | None = None, **options: Any) -> tuple[Sandbox, httpx.Client]:
        box = self._sandbox("simutek_gks4", settings=settings or {}, **options)
        return box, self.client(box)

    def client(self, box: Sandbox) -> httpx.Client:
        login = {"Authorization": f"Bearer {log_in(box).json()['access_token']}"}
        self.clients.append(httpx.Client(base_url=box.base_url, headers=login))
        return self.clients[-1]


@pytest.fixture
def served(sandbox: SandboxFactory) -> Iterator[Open]:
    opened = Open(sandbox)
    yield opened
    for client in opened.clients:
        client.close()


def log_in(box: Sandbox, **form: str) -> httpx.Response:
    assert box.token_url is not None
    return httpx.post(box.token_url, data={"grant_type": "client_credentials", **box.credentials, **form})


def numbers(response: httpx.Response) -> list[str]:
    assert response.status_code == 200
    return [customer["number"] for customer in response.json()]


def problem(response: httpx.Response, status: int, field: str | None = None) -> str:
    """Check that this is a problem in the usual form, and give its text."""
    body = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, body["status"], body["type"]) == (status, status, "about:blank")
    assert list(body.get("errors", {})) == ([] if field is None else [field])
    return str(body["detail"])


class TestLogin:
    def test_token_and_api_are_where_the_documentation_has_them(self, served: Open) -> None:
        box, client = served()
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
        box, client = served(token_ttl=60, clock=clock)
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


class TestCustomers:
    def test_creating_answers_200_without_a_body_and_stores(self, served: Open) -> None:
        box, client = served()
        answer = client.post(CUSTOMERS, json={**NEW, "postalAddress": {"city": "Lund"}})
        assert (answer.status_code, answer.content, "content-type" in answer.headers) == (200, b"", False)
        got = client.get(f"{CUSTOMERS}/N1").json()
        assert sorted(got) == sorted(MEMBERS)
        assert list(got["postalAddress"]) == PARTS
        assert got == {**NEW, "postalAddress": {**dict.fromkeys(PARTS), "city": "Lund"}}
        assert box.elements("customers")[-1]["postalAddress"] == {"city": "Lund"}

    def test_the_server_chooses_a_number_that_nobody_has(self, served: Open) -> None:
        _, client = served()
        client.post(CUSTOMERS, json={**NEW, "number": "K300001"})
        for _ in range(2):
            assert client.post(CUSTOMERS, json={**NEW, "number": None}).content == b""
        found = numbers(client.get(CUSTOMERS, params={"corporateIdentityNumber": "9999990001"}))
        assert found == ["K300001", "K300002", "K300003"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({key: value for key, value in NEW.items() if key != "number"}, "number"),
            ({key: value for key, value in NEW.items() if key != "invoiceEmail"}, "invoiceEmail"),
            ({**NEW, "name": None}, "name"),
            ({**NEW, "corporateIdentityNumber": None}, "corporateIdentityNumber"),
            ({**NEW, "number": 7}, "number"),
            ({**NEW, "number": ""}, "number"),
            ({**NEW, "Name": "x"}, "Name"),
            ({**NEW, "postalAddress": {"zip": "1"}}, "postalAddress.zip"),
        ],
    )
    def test_required_keys_must_be_sent_and_only_known_ones(self, served: Open, body: Any, field: str) -> None:
        box, client = served()
        assert problem(client.post(CUSTOMERS, json=body), 400, field)
        assert len(box.elements("customers")) == 10

    def test_a_number_that_exists_is_refused_or_taken_over(self, served: Open) -> None:
        _, client = served()
        client.post(CUSTOMERS, json=NEW)
        assert "N1 exists already" in problem(client.post(CUSTOMERS, json=NEW), 400, "number")
        box, client = served({"on_duplicate": "overwrite"})
        for name in ("first", "second"):
            assert client.post(CUSTOMERS, json={**NEW, "name": name}).status_code == 200
        assert [c["name"] for c in box.elements("customers") if c["number"] == "N1"] == ["second"]

    def test_numbers_left_to_the_server(self, served: Open) -> None:
        _, client = served({"number_left_to_server": "refuse", "empty_number": "choose"})
        assert problem(client.post(CUSTOMERS, json={**NEW, "number": None}), 400, "number") == "number is null"
        assert client.post(CUSTOMERS, json={**NEW, "number": ""}).status_code == 200
        assert client.get(f"{CUSTOMERS}/K300001").json()["name"] == "Ny AB"

    @pytest.mark.parametrize("number", ["ÅB 12/7", "50%", "a+b?c#d"])
    def test_numbers_that_need_encoding_are_found(self, served: Open, number: str) -> None:
        _, client = served()
        assert client.get(f"{CUSTOMERS}/{quote(number, safe='')}").json()["number"] == number

    def test_slashes_in_numbers(self, served: Open) -> None:
        plain, encoded = f"{CUSTOMERS}/%C3%85B%2012/7", f"{CUSTOMERS}/%C3%85B%2012%2F7"
        statuses = {}
        for choice in ("encoded", "raw", "refuse"):
            _, client = served({"slash_in_number": choice})
            statuses[choice] = [client.get(path).status_code for path in (plain, encoded)]
        assert statuses == {"encoded": [404, 200], "raw": [200, 200], "refuse": [404, 400]}

    def test_a_number_that_does_not_exist_is_404(self, served: Open) -> None:
        _, client = served()
        assert "customers element K0" in problem(client.get(f"{CUSTOMERS}/K0"), 404, "number")

    @pytest.mark.parametrize(("form", "text"), [("customer", "N1"), ("text", "The customer was created")])
    def test_a_body_may_come_where_none_is_expected(self, served: Open, form: str, text: str) -> None:
        _, client = served({"created_customer": form, "created_status": "201"})
        answer = client.post(CUSTOMERS, json=NEW)
        assert answer.status_code == 201
        assert text in answer.text

    def test_members_may_be_missing_and_others_there(self, served: Open) -> None:
        _, client = served({"unset_members": "absent", "unknown_members": "yes"})
        client.post(CUSTOMERS, json={**NEW, "postalAddress": {"city": "Lund"}})
        got = client.get(f"{CUSTOMERS}/N1").json()
        assert "invoiceEmail" not in got
        assert got["postalAddress"] == {"city": "Lund", "careOf": "", "position": {"lat": 0.5}}
        assert got["contacts"] == [{"id": 1}]
        client.post(CUSTOMERS, json={**NEW, "number": "N2"})
        assert "postalAddress" not in client.get(f"{CUSTOMERS}/N2").json()

    def test_a_get_may_need_a_content_type(self, served: Open) -> None:
        _, client = served({"content_type_on_get": "required"})
        assert problem(client.get(CUSTOMERS), 415)
        assert client.get(CUSTOMERS, headers={"Content-Type": "application/json"}).status_code == 200

    def test_a_slash_at_the_end(self, served: Open) -> None:
        assert problem(served()[1].get(CUSTOMERS + "/"), 404)
        assert served({"final_slash": "accept"})[1].get(CUSTOMERS + "/").status_code == 200


class TestList:
    @pytest.mark.parametrize(
        ("query", "names"),
        [
            ({"customerNumber": "50%"}, ["Halva Priset Förlag"]),
            ({"customerNumber": "50"}, []),
            ({"name": "BJÖRKEN"}, ["Tryckeri Björken AB", "tryckeri björken norr ab"]),
            ({"name": "Björken", "customerNumber": "50%"}, []),
            ({"corporateIdentityNumber": "000000 00-42"}, ["Ågrens Bokbinderi HB"]),
            ({"corporateIdentityNumber": "000000034"}, ["Fjord Reklam AB"]),
            ({"corporateIdentityNumber": "0000"}, []),
            ({"name": "", "customerNumber": "50%"}, ["Halva Priset Förlag"]),
        ],
    )
    def test_filters(self, served: Open, query: dict[str, str], names: list[str]) -> None:
        _, client = served()
        assert [customer["name"] for customer in client.get(CUSTOMERS, params=query).json()] == names

    def test_filters_may_be_meant_otherwise(self, served: Open) -> None:
        _, client = served({"case_of_name": "exact", "empty_filter": "match", "order_of_list": "number"})
        assert len(numbers(client.get(CUSTOMERS, params={"name": "Björken"}))) == 1
        assert numbers(client.get(CUSTOMERS, params={"customerNumber": ""})) == []
        found = numbers(client.get(CUSTOMERS))
        assert found == sorted(found)
        assert found[0] == "50%"

    def test_pages_have_50_elements_if_nothing_is_said_and_100_at_most(self, served: Open) -> None:
        box, client = served({"seed_customers": "250"})
        stored = [customer["number"] for customer in box.elements("customers")]
        assert len(set(stored)) == 250
        assert numbers(client.get(CUSTOMERS)) == stored[:50]
        assert numbers(client.get(CUSTOMERS, params={"page": 5})) == stored[200:]
        assert numbers(client.get(CUSTOMERS, params={"page": 6})) == []
        assert numbers(client.get(CUSTOMERS, params={"page": 3, "pageSize": 100})) == stored[200:]
        assert numbers(client.get(CUSTOMERS, params={"page": 2, "pageSize": 7, "name": "Kund"})) == stored[17:24]

    @pytest.mark.parametrize("query", [{"pageSize": 101}, {"pageSize": 0}, {"page": 0}, {"page": "x"}])
    def test_pages_that_cannot_be(self, served: Open, query: dict[str, Any]) -> None:
        _, client = served()
        assert problem(client.get(CUSTOMERS, params=query), 400, next(iter(query)))

    def test_an_envelope_in_place_of_the_array(self, served: Open) -> None:
        _, client = served({"list_form": "envelope"})
        answer = client.get(CUSTOMERS, params={"pageSize": 3}).json()
        assert (list(answer), answer["total"], len(answer["items"])) == (["items", "total"], 10, 3)


class TestOrders:
    def test_an_order_is_kept_with_members_that_nobody_has_described(self, served: Open) -> None:
        box, client = served()
        order = {"customerNumber": "50%", "language": "no", "salesOrderlines": [{"quantity": 2, "price": 1.25}]}
        answer = client.post(ORDERS, json=order)
        assert (answer.status_code, answer.json()) == (200, {"orderNumber": "000001"})
        [stored] = box.elements("sales_orders")
        assert {**stored, **order} == stored
        assert (stored["name"], stored["currency"], stored["orderNumber"]) == ("Webshop order", None, "000001")

    def test_the_customer_must_exist(self, served: Open) -> None:
        box, client = served()
        answer = client.post(ORDERS, json={"customerNumber": "K0"})
        assert "no customer with the number K0" in problem(answer, 404, "customerNumber")
        assert problem(client.post(ORDERS, json={"name": "x"}), 400, "customerNumber")
        assert box.elements("sales_orders") == []

    def test_languages_and_currencies(self, served: Open) -> None:
        strange = {"customerNumber": "50%", "language": "SV", "currency": "kr"}
        _, client = served({"other_currency": "refuse"})
        assert problem(client.post(ORDERS, json=strange), 400, "language")
        assert problem(client.post(ORDERS, json={**strange, "language": "sv"}), 400, "currency")
        assert client.post(ORDERS, json={**strange, "language": "en", "currency": "SEK"}).status_code == 200
        _, client = served({"other_language": "accept"})
        assert client.post(ORDERS, json=strange).status_code == 200

    def test_answers_to_an_order(self, served: Open) -> None:
        order = {"customerNumber": "50%", "rows": [1]}
        answers = {}
        for form in ("text", "order", "empty"):
            _, client = served({"created_order": form, "order_name_left_out": "null"})
            answers[form] = client.post(ORDERS, json=order)
        assert answers["text"].json() == "000001"
        assert answers["empty"].content == b""
        whole = answers["order"].json()
        assert (whole["rows"], whole["name"], whole["orderNumber"]) == ([1], None, "000001")


class TestErrorsAndCorrections:
    @pytest.mark.parametrize(
        ("form", "media_type", "holds"),
        [
            ("text", "text/plain; charset=utf-8", "there is no customers element &lt;"),
            ("html", "text/html; charset=utf-8", "there is no customers element &amp;lt;"),
            ("empty", None, ""),
        ],
    )
    def test_errors_have_any_form(self, served: Open, form: str, media_type: str | None, holds: str) -> None:
        _, client = served({"error_body": form})
        answer = client.get(f"{CUSTOMERS}/&lt;")
        assert (answer.status_code, answer.headers.get("content-type")) == (404, media_type)
        assert holds in answer.text
        assert (answer.text == "") is (form == "empty")

    def test_a_fault_has_a_problem_with_any_status(self, served: Open) -> None:
        box, client = served()
        box.faults.add("*", "status", status=418)
        box.faults.add("*", "status", status=599, retry_after="1")
        assert client.get(CUSTOMERS).json()["title"] == "I'm a Teapot"
        assert client.get(CUSTOMERS).json()["title"] == "Error"

    def test_guessed_paths_and_names_can_be_others(self, served: Open) -> None:
        box, client = served(
            {"unknown_query_parameters": "refuse"},
            operation_paths={"list_customers": "/api/v1/companies", "create_sales_order": "/api/v1/orders"},
            wire_names={
                "list_customers.customer_number": "number",
                "list_customers.pageSize": "take",
                "list_customers.page": "no",
                "create_sales_order.note_from_customer": "comment",
                "create_sales_order.customer_number": "buyer",
            },
        )
        assert problem(client.get(CUSTOMERS), 405)
        assert client.post(CUSTOMERS, json=NEW).status_code == 200
        assert numbers(client.get("/api/v1/companies", params={"number": "N1"})) == ["N1"]
        assert len(numbers(client.get("/api/v1/companies", params={"take": 4, "no": 3}))) == 3
        assert problem(client.get("/api/v1/companies", params={"take": 101}), 400, "take")
        assert problem(client.get("/api/v1/companies", params={"pageSize": 4}), 400, "pageSize")
        assert client.post(ORDERS, json={"buyer": "N1"}).status_code == 404
        assert problem(client.post("/api/v1/orders", json={"customerNumber": "N1"}), 400, "buyer")
        assert client.post("/api/v1/orders", json={"buyer": "N1", "comment": "Hej", "x": 1}).status_code == 200
        [order] = box.elements("sales_orders")
        assert (order["customerNumber"], order["noteFromCustomer"], order["x"]) == ("N1", "Hej", 1)

    def test_parameters_under_unknown_names_are_ignored_so_that_pages_repeat(self, served: Open) -> None:
        _, client = served({"seed_customers": "60"}, wire_names={"list_customers.page": "p"})
        assert client.get(CUSTOMERS, params={"page": 1}).json() == client.get(CUSTOMERS, params={"page": 2}).json()

    def test_the_same_seed_gives_the_same_customers_and_another_one_others(self) -> None:
        one, same, other = (Sandbox("simutek_gks4", seed=seed, settings={"seed_customers": "12"}) for seed in (1, 1, 2))
        assert one.elements("customers") == same.elements("customers") != other.elements("customers")
        assert one.credentials == same.credentials != other.credentials
