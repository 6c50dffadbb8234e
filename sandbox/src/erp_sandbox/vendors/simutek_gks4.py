"""Simutek GKS4: customers by number, sales orders of existing customers, and answers whose form nobody has shown.

Fields, paths and the login are in the spec, the decisions in `simutek_gks4_points`.
"""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from html import escape
from http import HTTPStatus
from typing import Any

from erp_sandbox.call import Answer, Call
from erp_sandbox.crud import create_element
from erp_sandbox.rules import Kind, Problem, Resource, Rules
from erp_sandbox.settings import Settings
from erp_sandbox.spec import Spec
from erp_sandbox.store import Item
from erp_sandbox.vendors.simutek_gks4_points import POINTS

_LANGUAGES = ("sv", "no", "en")
_CURRENCY = re.compile("[A-Z]{3}")
_PARTS = ("address1", "address2", "address3", "city", "zipCode", "state", "countryCode")

# Number (None for the next one), name, e-mail, corporate identity number, parts of the address (None for no address).
_CUSTOMERS: tuple[tuple[str | None, str, str | None, str, tuple[str, ...] | None], ...] = (
    (None, "Tryckeri Björken AB", "faktura@bjorken.example", "000000-0018", ("Storgatan 1", "", "", "Lund", "222 22")),
    (None, "Skylt & Ljus i Växjö AB", "invoice@skylt.example", "000000-0026", ("Box 7", "", "", "Växjö", "350 01")),
    (None, "Fjord Reklam AB", "post@fjord.example", "000 000 034", ("Hamngatan 3", "2 tr", "", "Strömstad", "452 30")),
    (None, "Ågrens Bokbinderi HB", None, "000000-0042", ("Kvarngatan 12", "", "", "Umeå", "903 25")),
    (None, "Northwind Labels Ltd", "ap@northwind.example", "00000050", None),
    (None, "Butiken på Hörnet", "", "000101-0068", ("Torget 2", "c/o Öst", "Port B", "Kiruna", "981 31")),
    ("ÅB 12/7", "Tidningen Norr AB", "ekonomi@norr.example", "000000-0075", ("Hamngatan 5", "", "", "Luleå", "972 31")),
    ("50%", "Halva Priset Förlag", "hej@halva.example", "000000-0083", ("Sveavägen 50", "", "", "Stockholm", "113 34")),
    ("a+b?c#d", "Signs & Fold", None, "000000-0091", None),
    (None, "tryckeri björken norr ab", "norr@bjorken.example", "000000-0109", ("Norra gatan 9", "", "", "Boden", "")),
)


class SimutekGKS4Rules(Rules):
    """Customers that can be created, read and searched; sales orders that can only be created."""

    vendor = "simutek_gks4"
    open_points = POINTS
    decided: Mapping[str, str] = {"on_missing_get": "error"}

    def resources(self, settings: Settings, chance: random.Random) -> Mapping[str, Resource]:
        """As many customers as the setting says; the seed moves their numbers."""
        start = chance.randint(200_100, 200_900)
        default_name = "Webshop order" if settings["order_name_left_out"] == "default" else None
        return {
            "customers": Resource(
                schema="Customer",
                key="number",
                seeds=[_customer(start, n) for n in range(int(settings["seed_customers"]))],
            ),
            "sales_orders": Resource(schema="SalesOrderCreate", key="orderNumber", defaults={"name": default_name}),
        }

    def error(self, problem: Problem, spec: Spec, settings: Settings) -> tuple[int, Any]:
        """The listed status where one fits, and a body in the form that is set."""
        status = problem.status or (400 if problem.kind is Kind.CONFLICT else problem.kind.status)
        details: dict[str, Any] = {
            "type": "about:blank",
            "title": _phrase(status),
            "status": status,
            "detail": problem.message,
        }
        if problem.field is not None:
            details["errors"] = {problem.field: [problem.message]}
        in_json = Answer(details, content_type="application/problem+json")
        return status, _body(settings["error_body"], problem.message, in_json)

    def token_answer(self, token: str, ttl: int, settings: Settings) -> Any:
        """The token, with as much beside it as is set."""
        form = settings["login_answer"]
        if form == "bare":
            return {"access_token": token}
        answer = super().token_answer(token, ttl, settings)
        if form == "text":
            answer["expires_in"] = str(ttl)
        elif form == "no_lifetime":
            del answer["expires_in"]
        return answer

    def token_error(self, code: str, settings: Settings) -> tuple[int, Any]:
        """Wrong credentials have the status that is set, everything else 400."""
        status = int(settings["refused_login_status"]) if code == "invalid_client" else 400
        return status, _body(settings["refused_login_body"], f"The login failed: {code}", {"error": code})

    def greedy_parameters(self, settings: Settings) -> frozenset[str]:
        """Numbers may hold plain slashes if that is switched on."""
        return frozenset({"customerNumber"} if settings["slash_in_number"] == "raw" else ())

    def final_slash_optional(self, settings: Settings) -> bool:
        """A slash at the end does not matter if that is switched on."""
        return settings["final_slash"] == "accept"

    def before(self, call: Call) -> None:
        """No slash in a number, no GET without a Content-Type, where that is switched on."""
        if call.settings["slash_in_number"] == "refuse" and "/" in str(call.path.get("customerNumber", "")):
            raise Problem(Kind.MALFORMED, "customerNumber holds a slash", field="customerNumber")
        if (
            call.settings["content_type_on_get"] == "required"
            and call.operation.method == "GET"
            and "content-type" not in call.headers
        ):
            raise Problem(Kind.UNSUPPORTED_MEDIA_TYPE, "the header Content-Type is missing")

    def handle_create_customer(self, call: Call) -> Answer:
        """Stored, and answered with nothing, as documented, or with what else is set."""
        stored = create_element(call)
        status = int(call.settings["created_status"])
        form = call.settings["created_customer"]
        if form == "text":
            return Answer(b"The customer was created", status=status, content_type="text/plain; charset=utf-8")
        if form == "customer":
            return Answer(self.present(call, _newest(call)), status=status)
        return replace(stored, status=status)

    def handle_create_sales_order(self, call: Call) -> Answer:
        """Stored, with the members that nobody has described, and answered in the form that is set."""
        create_element(call)
        order = _newest(call)
        status = int(call.settings["created_status"])
        form = call.settings["created_order"]
        if form == "empty":
            return Answer(has_body=False, status=status)
        body = {"text": order["orderNumber"], "object": {"orderNumber": order["orderNumber"]}, "order": order}[form]
        return Answer(body, status=status)

    def before_create(self, call: Call, item: Item) -> None:
        """A number for a customer without one; an order only in a known language and for a customer that exists."""
        if call.operation.id == "create_customer":
            item["number"] = _number(call, item["number"])
            return
        customers = call.world.collections["customers"]
        if customers.get(item["customerNumber"]) is None:
            raise Problem(
                Kind.NOT_FOUND, f"there is no customer with the number {item['customerNumber']}", field="customerNumber"
            )
        language, currency = item["language"], item["currency"]
        if language is not None and language not in _LANGUAGES and call.settings["other_language"] == "refuse":
            raise Problem(Kind.INVALID, f"language is one of {', '.join(_LANGUAGES)}", field="language")
        if currency is not None and not _CURRENCY.fullmatch(currency) and call.settings["other_currency"] == "refuse":
            raise Problem(Kind.INVALID, "currency is three capital letters", field="currency")
        item["orderNumber"] = f"{call.collection.new_id():06}"

    def select(self, call: Call, items: list[Item]) -> list[Item]:
        """The customers that all filters fit."""
        filters = {
            name: str(call.query[name])
            for name in ("customerNumber", "name", "corporateIdentityNumber")
            if name in call.query and (call.query[name] != "" or call.settings["empty_filter"] == "match")
        }
        found = [item for item in items if _fits(item, filters, exact_case=call.settings["case_of_name"] == "exact")]
        if call.settings["order_of_list"] == "number":
            found.sort(key=lambda item: str(item["number"]))
        return found

    def present(self, call: Call, item: Item) -> Any:
        """A customer with all members that are shown, or without those that have no value."""
        if call.operation.resource != "customers":
            return item
        address = item["postalAddress"]
        extra = call.settings["unknown_members"] == "yes"
        if address is not None:
            address = {
                **dict.fromkeys(_PARTS),
                **address,
                **({"careOf": "", "position": {"lat": 0.5}} if extra else {}),
            }
        shown = {**item, "postalAddress": address, **({"isActive": True, "contacts": [{"id": 1}]} if extra else {})}
        return _without_null(shown) if call.settings["unset_members"] == "absent" else shown


def _customer(start: int, n: int) -> Item:
    """The n-th customer: one of those that are written down, then as many as are wanted."""
    if n < len(_CUSTOMERS):
        number, name, mail, identity, address = _CUSTOMERS[n]
    else:
        number, name, mail, identity = None, f"Kund {n + 1:04}", f"kund{n + 1}@example.org", f"000000-{n + 1000}"
        address = (f"Provgatan {n + 1}", "", "", "Malmö", "211 22")
    parts = None if address is None else dict(zip(_PARTS, (*address, "", "SE"), strict=True))
    return {
        "name": name,
        "number": number or f"K{start + n}",
        "invoiceEmail": mail,
        "postalAddress": parts,
        "corporateIdentityNumber": identity,
    }


def _number(call: Call, number: str | None) -> str:
    """The number itself, or one that no customer has."""
    if number:
        return number
    if call.settings["number_left_to_server" if number is None else "empty_number"] == "refuse":
        raise Problem(Kind.INVALID, f"number is {'null' if number is None else 'empty'}", field="number")
    while call.collection.get(chosen := f"K{300_000 + call.collection.new_id()}") is not None:
        pass
    return chosen


def _newest(call: Call) -> Item:
    """What was just created."""
    return copy.deepcopy(call.collection.changes(after=call.collection.cursor - 1)[0].item)


def _fits(item: Item, filters: Mapping[str, str], *, exact_case: bool) -> bool:
    name, part = item["name"], filters.get("name", "")
    if not exact_case:
        name, part = name.casefold(), part.casefold()
    wanted = filters.get("corporateIdentityNumber")
    return (
        filters.get("customerNumber", item["number"]) == item["number"]
        and part in name
        and (wanted is None or _plain(wanted) == _plain(item["corporateIdentityNumber"]))
    )


def _plain(identity: str) -> str:
    """A corporate identity number without what does not matter in it."""
    return re.sub(r"[\s\u2010-\u2015-]", "", identity)


def _without_null(value: Any) -> Any:
    return {k: _without_null(v) for k, v in value.items() if v is not None} if isinstance(value, dict) else value


def _phrase(status: int) -> str:
    """The usual words for a status; a planned fault may have any number."""
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _body(form: str, message: str, in_json: Any) -> Any:
    """The body of an error in one of its forms."""
    if form == "text":
        return Answer(message.encode(), content_type="text/plain; charset=utf-8")
    if form == "html":
        page = f"<!DOCTYPE html><html><body><h1>Error</h1><p>{escape(message)}</p></body></html>"
        return Answer(page.encode(), content_type="text/html; charset=utf-8")
    return None if form == "empty" else in_json
