"""What is posted can be read, changed and deleted; cursors, ids and settings."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace

import httpx
import pytest

from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from erp_sandbox.rules import Resource
from erp_sandbox.settings import Settings
from erp_sandbox.store import Collection, Item
from erp_sandbox.vendors.lagerkoll import LagerkollRules
from tests.sandbox.support import CENTERS, TERMS, Connect, HandClock, refused


def codes(response: httpx.Response) -> list[str]:
    return [term["code"] for term in response.json()["paymentTerms"]]


def test_a_payment_term_lives_from_post_to_delete(client: httpx.Client) -> None:
    term = {"code": "45N", "description": "45 days net"}
    created = client.post(TERMS, json=term)
    assert (created.status_code, created.json()) == (200, term)
    assert client.get(TERMS + "45N").json()["paymentTerms"] == [term]

    changed = {"code": "45N", "description": "six weeks"}
    updated = client.put(TERMS + "45N", json=changed)
    assert (updated.status_code, updated.json()) == (200, changed)
    assert client.get(TERMS + "45N").json()["paymentTerms"] == [changed]

    deleted = client.delete(TERMS + "45N")
    assert (deleted.status_code, deleted.content) == (204, b"")
    assert client.get(TERMS + "45N").json()["paymentTerms"] == []


def test_cost_center_ids_are_given_by_the_server_and_never_again(client: httpx.Client) -> None:
    first = client.post(CENTERS, json={"shortName": "A", "name": "A", "active": False}).json()
    assert first == {"id": first["id"], "externalId": None, "shortName": "A", "name": "A", "active": False}
    client.delete(f"{CENTERS}{first['id']}")
    second = client.post(CENTERS, json={"shortName": "B", "name": "B"}).json()
    assert second["id"] == first["id"] + 1
    assert second["active"] is True


def test_read_only_fields_in_a_body_are_ignored(client: httpx.Client) -> None:
    created = client.post(CENTERS, json={"id": 1, "externalId": "mine", "shortName": "A", "name": "A"}).json()
    assert created["id"] != 1
    assert created["externalId"] is None
    seed = client.get(CENTERS).json()["costCenters"][0]
    updated = client.put(
        f"{CENTERS}{seed['id']}", json={**seed, "id": "nonsense", "externalId": 5, "name": "New"}
    ).json()
    assert updated == {**seed, "name": "New"}


@pytest.mark.parametrize("code", ["a/b", "50 %", "å ä ö", "%2F", "a+b", "..", "?x=1#y", "😀"])
def test_any_code_can_be_addressed_when_percent_encoded(client: httpx.Client, code: str) -> None:
    from urllib.parse import quote

    assert client.post(TERMS, json={"code": code, "description": "d"}).status_code == 200
    encoded = quote(code, safe="") if code != ".." else "%2E%2E"
    assert codes(client.get(TERMS + encoded)) == [code]
    assert client.delete(TERMS + encoded).status_code == 204


def test_the_cursor_gives_only_what_changed_after_it(client: httpx.Client) -> None:
    everything = client.get(TERMS)
    cursor = everything.json()["since"]
    assert len(codes(everything)) == 4
    assert codes(client.get(TERMS, params={"since": 0})) == codes(everything)
    assert client.get(TERMS, params={"since": cursor}).json() == {"paymentTerms": [], "since": cursor}

    client.put(TERMS + "30N", json={"code": "30N", "description": "changed"})
    client.post(TERMS, json={"code": "NEW", "description": "new"})
    after = client.get(TERMS, params={"since": cursor})
    assert codes(after) == ["30N", "NEW"]
    assert after.json()["since"] == cursor + 2
    assert codes(client.get(TERMS, params={"since": cursor + 1})) == ["NEW"]

    client.delete(TERMS + "NEW")
    assert codes(client.get(TERMS, params={"since": cursor + 2})) == []
    assert client.get(CENTERS).json()["since"] != after.json()["since"]


def test_a_deletion_can_be_reported_and_the_cursor_can_repeat(sandbox: SandboxFactory, connect: Connect) -> None:
    client = connect(sandbox("lagerkoll", settings={"cursor_reports_deletions": "yes", "cursor_includes_equal": "yes"}))
    cursor = client.get(TERMS).json()["since"]
    client.delete(TERMS + "10N")
    changes = client.get(TERMS, params={"since": cursor}).json()["paymentTerms"]
    assert changes == [{"code": "FÖRSKOTT", "description": "Payment in advance"}, {"code": "10N", "description": None}]
    assert "10N" not in codes(client.get(TERMS))


def test_the_cursor_can_be_a_time(sandbox: SandboxFactory, connect: Connect) -> None:
    clock = HandClock()
    client = connect(sandbox("lagerkoll", clock=clock, settings={"cursor_unit": "milliseconds"}))
    clock.seconds = 5
    before = client.get(TERMS).json()["since"]
    client.put(TERMS + "10N", json={"description": "x"})
    assert client.get(TERMS).json()["since"] == int(clock.now().timestamp() * 1000) > before


def test_unknown_elements(client: httpx.Client, sandbox: SandboxFactory, connect: Connect) -> None:
    assert client.get(TERMS + "nope").json()["paymentTerms"] == []
    assert client.get(CENTERS + "999").json()["costCenters"] == []
    refused(client.put(TERMS + "nope", json={"description": "x"}), 404, 900533, "code")
    refused(client.delete(TERMS + "nope"), 404, 900534, "code")
    refused(client.delete(CENTERS + "999"), 404, 900914, "id")
    other = connect(
        sandbox(
            "lagerkoll",
            settings={"on_missing_get": "error", "on_missing_delete": "succeed", "error_code_of_missing": "general"},
        )
    )
    refused(other.get(TERMS + "nope"), 404, 900101, "code")
    assert other.delete(TERMS + "nope").status_code == 204


def test_a_second_element_with_the_same_code(client: httpx.Client, sandbox: SandboxFactory, connect: Connect) -> None:
    term = {"code": "10N", "description": "again"}
    refused(client.post(TERMS, json=term), 409, 900532, "code")
    assert client.get(TERMS + "10N").json()["paymentTerms"][0]["description"] == "10 days net"
    other = connect(sandbox("lagerkoll", settings={"on_duplicate": "overwrite"}))
    assert other.post(TERMS, json=term).json() == term
    assert other.get(TERMS + "10N").json()["paymentTerms"] == [term]


def test_short_names_can_be_made_unique(client: httpx.Client, sandbox: SandboxFactory, connect: Connect) -> None:
    center = {"shortName": "WS", "name": "n"}
    assert client.post(CENTERS, json=center).status_code == 200
    other = connect(sandbox("lagerkoll", settings={"short_name_unique": "yes"}))
    refused(other.post(CENTERS, json=center), 409, 900912, "shortName")
    seed = other.get(CENTERS).json()["costCenters"][0]
    assert other.put(f"{CENTERS}{seed['id']}", json=seed).status_code == 200


def test_what_only_creation_sets_stays(client: httpx.Client, sandbox: SandboxFactory, connect: Connect) -> None:
    assert client.put(TERMS + "10N", json={"code": "X", "description": "d"}).json() == {
        "code": "10N",
        "description": "d",
    }
    other = connect(sandbox("lagerkoll", settings={"on_changed_write_once": "error"}))
    refused(other.put(TERMS + "10N", json={"code": "X", "description": "d"}), 400, 900533, "code")
    assert other.put(TERMS + "10N", json={"code": None, "description": "d"}).json()["code"] == "10N"


def test_an_update_merges_or_replaces(client: httpx.Client, sandbox: SandboxFactory, connect: Connect) -> None:
    seed = client.get(CENTERS).json()["costCenters"][0]
    assert client.put(f"{CENTERS}{seed['id']}", json={"active": False}).json() == {**seed, "active": False}
    other = connect(sandbox("lagerkoll", settings={"update_mode": "replace"}))
    assert other.put(f"{CENTERS}{seed['id']}", json={"active": False}).json() == {**seed, "active": False, "name": None}


def test_smaller_open_points_can_be_switched(sandbox: SandboxFactory, connect: Connect) -> None:
    client = connect(
        sandbox(
            "lagerkoll",
            settings={
                "active_if_left_out": "null",
                "external_id": "number",
                "success_status": "created",
                "empty_code": "accept",
                "collection_without_slash": "accept",
            },
        )
    )
    created = client.post(CENTERS, json={"shortName": "A", "name": "A"})
    assert created.status_code == 201
    assert created.json()["active"] is None
    assert created.json()["externalId"] == f"X-{created.json()['id']}"
    assert client.post(TERMS, json={"code": "", "description": "d"}).status_code == 201
    assert client.get("/v1/payment_terms").status_code == 200
    ok = connect(sandbox("lagerkoll", settings={"success_status": "ok"}))
    deleted = ok.delete(TERMS + "10N")
    assert (deleted.status_code, deleted.content) == (200, b"")


def test_the_code_for_invalid_bodies_and_the_meaning_of_repeated_parameters_can_be_switched(
    sandbox: SandboxFactory, connect: Connect
) -> None:
    client = connect(sandbox("lagerkoll", settings={"error_code_of_invalid": "general"}))
    refused(client.post(TERMS, json={"code": 1, "description": "d"}), 400, 900101, "code")
    refused(client.post(TERMS, content=b"{", headers={"content-type": "application/json"}), 400, 900101)
    for choice, many in (("first", True), ("last", False)):
        client = connect(sandbox("lagerkoll", settings={"repeated_query_parameter": choice}))
        assert bool(codes(client.get(f"{TERMS}?since=0&since=99999"))) is many


def test_slashes_in_codes_can_be_plain_or_refused(
    client: httpx.Client, sandbox: SandboxFactory, connect: Connect
) -> None:
    assert codes(client.get(TERMS + "60%2F2%25")) == ["60/2%"]
    refused(client.get(TERMS + "60/2%25"), 404, 900101)
    raw = connect(sandbox("lagerkoll", settings={"slash_in_term_id": "raw"}))
    assert codes(raw.get(TERMS + "60/2%25")) == ["60/2%"]
    none = connect(sandbox("lagerkoll", settings={"slash_in_term_id": "refuse"}))
    refused(none.get(TERMS + "60%2F2%25"), 400, 900531, "term_id")


def test_the_seed_decides_data_and_credentials(sandbox: SandboxFactory, connect: Connect) -> None:
    one, two, three = sandbox("lagerkoll", seed=1), sandbox("lagerkoll", seed=1), sandbox("lagerkoll", seed=2)
    assert one.credentials == two.credentials
    assert one.credentials != three.credentials
    assert connect(one).get(CENTERS).json() == connect(two).get(CENTERS).json()
    assert connect(one).get(CENTERS).json() != connect(three).get(CENTERS).json()


def test_a_fixed_clock_makes_whole_answers_equal(sandbox: SandboxFactory, connect: Connect) -> None:
    def answers() -> list[tuple[int, list[tuple[str, str]], bytes]]:
        client = connect(sandbox("lagerkoll", clock="fixed", quota=(2, 60)))
        calls = [client.get(TERMS), client.post(CENTERS, json={"shortName": "A", "name": "B"}), client.get(CENTERS)]
        return [(r.status_code, r.headers.multi_items(), r.content) for r in calls]

    first = answers()
    assert first == answers()
    assert first[0][1][0] == ("date", "Thu, 01 Jan 2026 00:00:00 GMT")
    assert first[2][0] == 429


def test_reset_brings_the_start_back(box: Sandbox, client: httpx.Client) -> None:
    before = client.get(TERMS).json()
    client.delete(TERMS + "10N")
    box.faults.add("*", "html", times=None)
    box.reset()
    assert box.requests == ()
    assert client.get(TERMS).json() == before


def test_elements_are_copies_of_what_is_stored(box: Sandbox) -> None:
    box.elements("payment_terms")[0]["description"] = "mine"
    assert box.elements("payment_terms")[0] == {"code": "10N", "description": "10 days net"}
    with pytest.raises(ValueError, match="there are payment_terms, cost_centers"):
        box.elements("customers")


class KeysInBodies(LagerkollRules):
    """Does not say that the key of a term is for its creation alone."""

    def resources(self, settings: Settings, chance: random.Random) -> Mapping[str, Resource]:
        found = super().resources(settings, chance)
        return {**found, "payment_terms": replace(found["payment_terms"], write_once=frozenset())}


def test_no_update_changes_the_key_that_an_element_is_found_by(sandbox: SandboxFactory, connect: Connect) -> None:
    client = connect(sandbox(rules=KeysInBodies(), quota=None))
    assert client.put(TERMS + "30N", json={"code": "31N", "description": "new"}).status_code == 200
    assert client.get(TERMS + "30N").json()["paymentTerms"] == [{"code": "30N", "description": "new"}]
    assert "31N" not in codes(client.get(TERMS))


def test_neither_what_is_stored_nor_what_is_got_can_be_changed_from_outside() -> None:
    collection = Collection("terms", [])
    item: Item = {"code": "30N", "days": [30]}
    collection.put("30N", item)
    item["days"].append(60)
    got = collection.get("30N")
    assert got is not None
    assert got == {"code": "30N", "days": [30]}
    got["days"].append(90)
    assert collection.get("30N") == {"code": "30N", "days": [30]}
