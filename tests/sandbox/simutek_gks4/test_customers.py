"""Customers of Simutek GKS4: creating, reading, and lists of them."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest

from tests.sandbox.simutek_gks4.support import CUSTOMERS, MEMBERS, NEW, PARTS, numbers, problem
from tests.sandbox.support import Open


class TestCustomers:
    def test_creating_answers_200_without_a_body_and_stores(self, served: Open) -> None:
        box, client = served.pair()
        answer = client.post(CUSTOMERS, json={**NEW, "postalAddress": {"city": "Lund"}})
        assert (answer.status_code, answer.content, "content-type" in answer.headers) == (200, b"", False)
        got = client.get(f"{CUSTOMERS}/N1").json()
        assert sorted(got) == sorted(MEMBERS)
        assert list(got["postalAddress"]) == PARTS
        assert got == {**NEW, "postalAddress": {**dict.fromkeys(PARTS), "city": "Lund"}}
        assert box.elements("customers")[-1]["postalAddress"] == {"city": "Lund"}

    def test_the_server_chooses_a_number_that_nobody_has(self, served: Open) -> None:
        _, client = served.pair()
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
        box, client = served.pair()
        assert problem(client.post(CUSTOMERS, json=body), 400, field)
        assert len(box.elements("customers")) == 10

    def test_a_number_that_exists_is_refused_or_taken_over(self, served: Open) -> None:
        _, client = served.pair()
        client.post(CUSTOMERS, json=NEW)
        assert "N1 exists already" in problem(client.post(CUSTOMERS, json=NEW), 400, "number")
        box, client = served.pair({"on_duplicate": "overwrite"})
        for name in ("first", "second"):
            assert client.post(CUSTOMERS, json={**NEW, "name": name}).status_code == 200
        assert [c["name"] for c in box.elements("customers") if c["number"] == "N1"] == ["second"]

    def test_numbers_left_to_the_server(self, served: Open) -> None:
        _, client = served.pair({"number_left_to_server": "refuse", "empty_number": "choose"})
        assert problem(client.post(CUSTOMERS, json={**NEW, "number": None}), 400, "number") == "number is null"
        assert client.post(CUSTOMERS, json={**NEW, "number": ""}).status_code == 200
        assert client.get(f"{CUSTOMERS}/K300001").json()["name"] == "Ny AB"

    @pytest.mark.parametrize("number", ["ÅB 12/7", "50%", "a+b?c#d"])
    def test_numbers_that_need_encoding_are_found(self, served: Open, number: str) -> None:
        _, client = served.pair()
        assert client.get(f"{CUSTOMERS}/{quote(number, safe='')}").json()["number"] == number

    def test_slashes_in_numbers(self, served: Open) -> None:
        plain, encoded = f"{CUSTOMERS}/%C3%85B%2012/7", f"{CUSTOMERS}/%C3%85B%2012%2F7"
        statuses = {}
        for choice in ("encoded", "raw", "refuse"):
            _, client = served.pair({"slash_in_number": choice})
            statuses[choice] = [client.get(path).status_code for path in (plain, encoded)]
        assert statuses == {"encoded": [404, 200], "raw": [200, 200], "refuse": [404, 400]}

    def test_a_number_that_does_not_exist_is_404(self, served: Open) -> None:
        _, client = served.pair()
        assert "customers element K0" in problem(client.get(f"{CUSTOMERS}/K0"), 404, "number")

    @pytest.mark.parametrize(("form", "text"), [("customer", "N1"), ("text", "The customer was created")])
    def test_a_body_may_come_where_none_is_expected(self, served: Open, form: str, text: str) -> None:
        _, client = served.pair({"created_customer": form, "created_status": "201"})
        answer = client.post(CUSTOMERS, json=NEW)
        assert answer.status_code == 201
        assert text in answer.text

    def test_members_may_be_missing_and_others_there(self, served: Open) -> None:
        _, client = served.pair({"unset_members": "absent", "unknown_members": "yes"})
        client.post(CUSTOMERS, json={**NEW, "postalAddress": {"city": "Lund"}})
        got = client.get(f"{CUSTOMERS}/N1").json()
        assert "invoiceEmail" not in got
        assert got["postalAddress"] == {"city": "Lund", "careOf": "", "position": {"lat": 0.5}}
        assert got["contacts"] == [{"id": 1}]
        client.post(CUSTOMERS, json={**NEW, "number": "N2"})
        assert "postalAddress" not in client.get(f"{CUSTOMERS}/N2").json()

    def test_a_get_may_need_a_content_type(self, served: Open) -> None:
        _, client = served.pair({"content_type_on_get": "required"})
        assert problem(client.get(CUSTOMERS), 415)
        assert client.get(CUSTOMERS, headers={"Content-Type": "application/json"}).status_code == 200

    def test_a_slash_at_the_end(self, served: Open) -> None:
        assert problem(served.pair()[1].get(CUSTOMERS + "/"), 404)
        assert served.pair({"final_slash": "accept"})[1].get(CUSTOMERS + "/").status_code == 200


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
        _, client = served.pair()
        assert [customer["name"] for customer in client.get(CUSTOMERS, params=query).json()] == names

    def test_filters_may_be_meant_otherwise(self, served: Open) -> None:
        _, client = served.pair({"case_of_name": "exact", "empty_filter": "match", "order_of_list": "number"})
        assert len(numbers(client.get(CUSTOMERS, params={"name": "Björken"}))) == 1
        assert numbers(client.get(CUSTOMERS, params={"customerNumber": ""})) == []
        found = numbers(client.get(CUSTOMERS))
        assert found == sorted(found)
        assert found[0] == "50%"

    def test_pages_have_50_elements_if_nothing_is_said_and_100_at_most(self, served: Open) -> None:
        box, client = served.pair({"seed_customers": "250"})
        stored = [customer["number"] for customer in box.elements("customers")]
        assert len(set(stored)) == 250
        assert numbers(client.get(CUSTOMERS)) == stored[:50]
        assert numbers(client.get(CUSTOMERS, params={"page": 5})) == stored[200:]
        assert numbers(client.get(CUSTOMERS, params={"page": 6})) == []
        assert numbers(client.get(CUSTOMERS, params={"page": 3, "pageSize": 100})) == stored[200:]
        assert numbers(client.get(CUSTOMERS, params={"page": 2, "pageSize": 7, "name": "Kund"})) == stored[17:24]

    @pytest.mark.parametrize("query", [{"pageSize": 101}, {"pageSize": 0}, {"page": 0}, {"page": "x"}])
    def test_pages_that_cannot_be(self, served: Open, query: dict[str, Any]) -> None:
        _, client = served.pair()
        assert problem(client.get(CUSTOMERS, params=query), 400, next(iter(query)))

    def test_an_envelope_in_place_of_the_array(self, served: Open) -> None:
        _, client = served.pair({"list_form": "envelope"})
        answer = client.get(CUSTOMERS, params={"pageSize": 3}).json()
        assert (list(answer), answer["total"], len(answer["items"])) == (["items", "total"], 10, 3)
