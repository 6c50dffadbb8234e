"""Lagerkoll: seeds, error envelope, and what its documentation leaves open.

Fields, paths, logins and codes are in the spec.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

from erp_sandbox.call import Call
from erp_sandbox.rules import Kind, Problem, Resource, Rules
from erp_sandbox.settings import OpenPoint, Settings
from erp_sandbox.spec import Spec
from erp_sandbox.store import Item

# Kinds that are about the operation itself; everything else gets a code that holds for all operations.
_MISSING = frozenset({Kind.NOT_FOUND, Kind.CONFLICT})
_INVALID = frozenset({Kind.MALFORMED, Kind.INVALID, Kind.TOO_LARGE, Kind.UNSUPPORTED_MEDIA_TYPE})
_GENERAL = {Kind.UNAUTHORIZED: "authentication", Kind.TOO_MANY_REQUESTS: "rate_limit"}


class LagerkollRules(Rules):
    """Payment terms by code, cost centers by number, one error envelope for everything."""

    vendor = "lagerkoll"
    open_points = (
        OpenPoint(
            "error_status",
            "by_kind",
            {
                "by_kind": "400, 401, 404, 405, 409 and so on",
                "200": "always 200",
                "400": "always 400",
                "500": "always 500",
            },
            "Error codes are documented without the statuses that go with them, 429 excepted, which is always 429; "
            "the usual ones are taken, and a client that looks for the envelope first works with all four.",
        ),
        OpenPoint(
            "error_code_of_missing",
            "operation",
            {"operation": "the code of the operation that failed, such as 900531", "general": "900101"},
            "No code is documented for an element that does not exist or exists already; the operation's own code "
            "says at least which one failed.",
        ),
        OpenPoint(
            "error_code_of_invalid",
            "operation",
            {"operation": "the code of the operation that failed, such as 900532", "general": "900101"},
            "No code is documented for a body or a parameter that the server cannot take; the operation's own code "
            "says at least which one failed.",
        ),
        OpenPoint(
            "error_code_of_unknown_path",
            "general",
            {"general": "900101"},
            "No code is documented for a path or method that does not exist; no operation's own code can be meant, "
            "and that of a general error is the only other one.",
        ),
        OpenPoint(
            "accept_xml",
            "refuse",
            {"refuse": "406, as HTTP has it for what is not offered"},
            "Every operation is said to answer in XML too, but no such answer is shown, so only JSON is played here; "
            "refusing tells a client that asks for XML.",
        ),
        OpenPoint(
            "success_status",
            "no_content",
            {"no_content": "200, and 204 without a body", "created": "the same, and 201 for POST", "ok": "always 200"},
            "No success status is documented; the path patterns are those of JAX-RS, which answers 200, and 204 for a "
            "method that returns nothing.",
            "inferred",
        ),
        OpenPoint(
            "on_missing_get",
            "empty",
            {"empty": "a wrapper without elements", "error": "the error for something that does not exist"},
            "Reading one element answers with the wrapper of the list, so a search that finds nothing is an empty "
            "list; no code for `not found` is documented.",
            "inferred",
        ),
        OpenPoint(
            "slash_in_term_id",
            "encoded",
            {
                "encoded": "%2F is part of the code",
                "raw": "a plain slash is, too",
                "refuse": "a code holds no slash at all",
            },
            "The pattern of the path variable takes any characters, but whether the server takes %2F is not stated.",
            "inferred",
        ),
        OpenPoint(
            "collection_without_slash",
            "refuse",
            {"refuse": "there is no such path", "accept": "the same as with the slash"},
            "Collections are written with a slash at their end and nothing is said of the form without it; refusing "
            "finds a client that leaves it out.",
        ),
        OpenPoint(
            "empty_code",
            "refuse",
            {"refuse": "an error names the field", "accept": "stored"},
            "Length and characters of a code are not documented; an empty one could never be addressed again.",
        ),
        OpenPoint(
            "short_name_unique",
            "no",
            {"no": "several cost centers may share one", "yes": "a conflict"},
            "Whether a short name has to be unique is not documented; the id identifies a cost center.",
        ),
        OpenPoint(
            "active_if_left_out",
            "true",
            {"true": "active", "false": "not active", "null": "not known"},
            "What becomes of a cost center created without `active` is not documented; someone who creates one wants "
            "to use it.",
        ),
        OpenPoint(
            "external_id",
            "null",
            {"null": "null until another system gives one", "number": "made from the id"},
            "What the external id refers to is not documented; nothing in this API sets it.",
        ),
    )

    def resources(self, settings: Settings, chance: random.Random) -> Mapping[str, Resource]:
        """A few terms and cost centers; the seed moves counters and ids."""
        first_id = chance.randint(40, 60)
        terms = (
            ("10N", "10 days net"),
            ("30N", "30 days net"),
            ("60/2%", "60 days, 2 % within 10 days"),
            ("FÖRSKOTT", "Payment in advance"),
        )
        centers = (("WS", "Workshop", True), ("WH", "Warehouse", True), ("OLD", "Old shop", False))
        active = {"true": True, "false": False, "null": None}[settings["active_if_left_out"]]
        return {
            "payment_terms": Resource(
                schema="PaymentTerm",
                key="code",
                seeds=[{"code": code, "description": text} for code, text in terms],
                write_once=frozenset({"code"}),
                first_change=chance.randint(4000, 4200),
            ),
            "cost_centers": Resource(
                schema="CostCenter",
                key="id",
                numbered=True,
                seeds=[
                    {
                        "id": first_id + n,
                        "externalId": f"X-{17 + n}",
                        "shortName": short,
                        "name": name,
                        "active": is_active,
                    }
                    for n, (short, name, is_active) in enumerate(centers)
                ],
                write_once=frozenset({"shortName"}),
                defaults={"active": active},
                unique=frozenset({"shortName"} if settings["short_name_unique"] == "yes" else ()),
                first_change=chance.randint(4300, 4400),
            ),
        }

    def error(self, problem: Problem, spec: Spec, settings: Settings) -> tuple[int, Any]:
        """The envelope, with the code that the spec has for the operation or for the kind of error."""
        status = problem.status or problem.kind.status
        if (
            problem.status is None
            and problem.kind is not Kind.TOO_MANY_REQUESTS
            and settings["error_status"] != "by_kind"
        ):
            status = int(settings["error_status"])
        return status, {
            "errorCode": int(_code(problem, spec, settings)),
            "errorMessage": problem.message,
            "errorField": problem.field,
            "errorData": None,
        }

    def success_status(self, call: Call, has_body: bool) -> int:
        """200, 201 or 204 by the setting."""
        choice = call.settings["success_status"]
        if choice == "created" and call.operation.method == "POST":
            return 201
        return 200 if has_body or choice == "ok" else 204

    def greedy_parameters(self, settings: Settings) -> frozenset[str]:
        """Codes may hold plain slashes if that is switched on."""
        return frozenset({"term_id"} if settings["slash_in_term_id"] == "raw" else ())

    def final_slash_optional(self, settings: Settings) -> bool:
        """Collections answer without their slash if that is switched on."""
        return settings["collection_without_slash"] == "accept"

    def before(self, call: Call) -> None:
        """No code with a slash if that is switched on."""
        if call.settings["slash_in_term_id"] == "refuse" and "/" in str(call.path.get("term_id", "")):
            raise Problem(Kind.MALFORMED, "term_id holds a slash", field="term_id")

    def before_create(self, call: Call, item: Item) -> None:
        """No code that could not be addressed; an external id if one is wanted."""
        if item.get("code") == "" and call.settings["empty_code"] == "refuse":
            raise Problem(Kind.INVALID, "code is empty", field="code")
        if "externalId" in item and call.settings["external_id"] == "number":
            item["externalId"] = f"X-{item['id']}"


def _code(problem: Problem, spec: Spec, settings: Settings) -> str:
    wanted = _GENERAL.get(problem.kind)
    general = next(code for code, node in spec.error_codes.items() if node.get("error") == wanted)
    own = (
        problem.kind is Kind.FAULT
        or (problem.kind in _MISSING and settings["error_code_of_missing"] == "operation")
        or (problem.kind in _INVALID and settings["error_code_of_invalid"] == "operation")
    )
    return next(iter(problem.operation.error_codes), general) if own and problem.operation is not None else general
