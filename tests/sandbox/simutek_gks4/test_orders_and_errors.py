"""Orders of Simutek GKS4, its errors, and what is corrected about it."""

from __future__ import annotations

import pytest

from erp_sandbox import Sandbox
from tests.sandbox.simutek_gks4.support import CUSTOMERS, NEW, ORDERS, numbers, problem
from tests.sandbox.support import Open


class TestOrders:
    def test_an_order_is_kept_with_members_that_nobody_has_described(self, served: Open) -> None:
        box, client = served.pair()
        order = {"customerNumber": "50%", "language": "no", "salesOrderlines": [{"quantity": 2, "price": 1.25}]}
        answer = client.post(ORDERS, json=order)
        assert (answer.status_code, answer.json()) == (200, {"orderNumber": "000001"})
        [stored] = box.elements("sales_orders")
        assert {**stored, **order} == stored
        assert (stored["name"], stored["currency"], stored["orderNumber"]) == ("Webshop order", None, "000001")

    def test_the_customer_must_exist(self, served: Open) -> None:
        box, client = served.pair()
        answer = client.post(ORDERS, json={"customerNumber": "K0"})
        assert "no customer with the number K0" in problem(answer, 404, "customerNumber")
        assert problem(client.post(ORDERS, json={"name": "x"}), 400, "customerNumber")
        assert box.elements("sales_orders") == []

    def test_languages_and_currencies(self, served: Open) -> None:
        strange = {"customerNumber": "50%", "language": "SV", "currency": "kr"}
        _, client = served.pair({"other_currency": "refuse"})
        assert problem(client.post(ORDERS, json=strange), 400, "language")
        assert problem(client.post(ORDERS, json={**strange, "language": "sv"}), 400, "currency")
        assert client.post(ORDERS, json={**strange, "language": "en", "currency": "SEK"}).status_code == 200
        _, client = served.pair({"other_language": "accept"})
        assert client.post(ORDERS, json=strange).status_code == 200

    def test_answers_to_an_order(self, served: Open) -> None:
        order = {"customerNumber": "50%", "rows": [1]}
        answers = {}
        for form in ("text", "order", "empty"):
            _, client = served.pair({"created_order": form, "order_name_left_out": "null"})
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
        _, client = served.pair({"error_body": form})
        answer = client.get(f"{CUSTOMERS}/&lt;")
        assert (answer.status_code, answer.headers.get("content-type")) == (404, media_type)
        assert holds in answer.text
        assert (answer.text == "") is (form == "empty")

    def test_a_fault_has_a_problem_with_any_status(self, served: Open) -> None:
        box, client = served.pair()
        box.faults.add("*", "status", status=418)
        box.faults.add("*", "status", status=599, retry_after="1")
        assert client.get(CUSTOMERS).json()["title"] == "I'm a Teapot"
        assert client.get(CUSTOMERS).json()["title"] == "Error"

    def test_guessed_paths_and_names_can_be_others(self, served: Open) -> None:
        box, client = served.pair(
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
        _, client = served.pair({"seed_customers": "60"}, wire_names={"list_customers.page": "p"})
        assert client.get(CUSTOMERS, params={"page": 1}).json() == client.get(CUSTOMERS, params={"page": 2}).json()

    def test_the_same_seed_gives_the_same_customers_and_another_one_others(self) -> None:
        one, same, other = (Sandbox("simutek_gks4", seed=seed, settings={"seed_customers": "12"}) for seed in (1, 1, 2))
        assert one.elements("customers") == same.elements("customers") != other.elements("customers")
        assert one.credentials == same.credentials != other.credentials
