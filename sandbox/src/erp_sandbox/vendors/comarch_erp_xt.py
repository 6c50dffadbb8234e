"""Comarch ERP XT, German edition: what its server does beyond storing and answering elements.

Fields, paths and the login are in the spec; the decisions are in `comarch_erp_xt_points`, the elements of the start in
`comarch_erp_xt_seeds`.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Mapping
from itertools import count
from typing import Any

from erp_sandbox.call import Answer, Call
from erp_sandbox.rules import Kind, Problem, Resource, Rules
from erp_sandbox.settings import Settings
from erp_sandbox.spec import Spec
from erp_sandbox.store import Item
from erp_sandbox.vendors import comarch_erp_xt_elements as elements
from erp_sandbox.vendors.comarch_erp_xt_amounts import check_amounts, check_key, set_prices
from erp_sandbox.vendors.comarch_erp_xt_points import POINTS
from erp_sandbox.vendors.comarch_erp_xt_print import print_out
from erp_sandbox.vendors.comarch_erp_xt_query import QueryError
from erp_sandbox.vendors.comarch_erp_xt_seeds import seeds
from erp_sandbox.vendors.comarch_erp_xt_select import selected

_MISSING = "EntityNotFoundException"
_SCHEMAS = {
    "products": "Product",
    "customers": "Customer",
    "invoices": "Invoice",
    "proformas": "Proforma",
    "payment_types": "PaymentType",
    "bank_accounts": "BankAccount",
    "custom_prints": "CustomPrint",
}
_CODES = {"products": "ProductCode", "customers": "CustomerCode"}
_DOCUMENTS = frozenset({"invoices", "proformas"})
_CONFIRMED = 1


class ComarchERPXTRules(Rules):
    """Products, customers, saved documents with print-outs, and what documents refer to."""

    vendor = "comarch_erp_xt"
    open_points = POINTS
    case_insensitive_keys = True
    json_only = False

    def resources(self, settings: Settings, chance: random.Random) -> Mapping[str, Resource]:
        """The collections; ids are given by the server."""
        unique = settings["codes_unique"] == "yes"
        customer_type = {"0": 0, "1": 1, "null": None}[settings["customer_type_if_left_out"]]
        defaults: Mapping[str, Mapping[str, Any]] = {
            "customers": {"CustomerType": customer_type, "CustomerKind": int(settings["customer_kind"])}
        }
        return {
            name: Resource(
                schema=_SCHEMAS[name],
                key="Id",
                numbered=True,
                seeds=found,
                defaults=defaults.get(name, {}),
                unique=frozenset({_CODES[name]} if unique and name in _CODES else ()),
            )
            for name, found in seeds(settings, chance).items()
        }

    def error(self, problem: Problem, spec: Spec, settings: Settings) -> tuple[int, Any | Answer]:
        """The envelope; what does not exist has a code, and 400 where prints and references name it."""
        missing = problem.kind is Kind.NOT_FOUND
        status = problem.status or (400 if problem.kind is Kind.CONFLICT else problem.kind.status)
        if missing and problem.status is None:
            printing = problem.operation is not None and problem.operation.kind == "print"
            status = 400 if printing else int(settings["missing_status"])
        message = problem.message
        # The envelope has no place of its own for the field.
        if problem.kind is Kind.INVALID and problem.field is not None and problem.field not in message:
            message = f"{problem.field}: {message}"
        body = {
            "full": {"Message": message, "Code": _MISSING if missing else None, "Data": None},
            "message": {"Message": message},
            "empty": None,
            "text": Answer(message.encode("utf-8"), content_type="text/plain; charset=utf-8"),
        }
        return status, body[settings["error_body"]]

    def token_answer(self, token: str, ttl: int, settings: Settings) -> Any:
        """The lifetime in the fields that are set; the type in lower case."""
        fields = {"both": ("expires", "expires_in"), "neither": ()}
        lifetime = settings["token_lifetime_field"]
        return {
            "access_token": token,
            "token_type": "bearer",
            **dict.fromkeys(fields.get(lifetime, (lifetime,)), ttl),
        }

    def token_error(self, code: str, settings: Settings) -> tuple[int, Any | Answer]:
        """A refusal in the form that is set."""
        status = 401 if code == "invalid_client" else 400
        return {
            "oauth": (status, {"error": code}),
            "oauth_400": (400, {"error": code}),
            "envelope": (400, {"Message": f"The login failed: {code}", "Code": None, "Data": None}),
            "empty": (status, None),
        }[settings["token_refusal"]]

    def other_paths(self, settings: Settings) -> Mapping[str, str]:
        """Prints answer at the second form of their path, too."""
        return {"print_invoice": "/invoices/print/{id}", "print_proforma": "/proformas/print/{id}"}

    def merge_slashes(self, settings: Settings) -> bool:
        """Programs that call the server send doubled slashes with success."""
        return True

    def final_slash_optional(self, settings: Settings) -> bool:
        """Programs send collections with and without a slash at the end."""
        return True

    def before(self, call: Call) -> None:
        """Refuse numbers that are too large, and changes of confirmed documents."""
        check_amounts(call.body, call.settings)
        changes = call.operation.kind in ("update", "delete")
        if changes and call.operation.resource in _DOCUMENTS and call.settings["confirmed_documents"] == "refuse":
            document = call.collection.get(call.key())
            if document is not None and document["Status"] == _CONFIRMED:
                raise Problem(Kind.INVALID, f"{document['Number']} is confirmed and stays as it is", field="Status")

    def before_create(self, call: Call, item: Item) -> None:
        """What the server gives: codes, the other price, numbers, dates, ids of parts."""
        resource = call.operation.resource
        if resource == "products":
            self._priced(call, item)
        if resource in _CODES:
            item[_CODES[resource]] = item[_CODES[resource]] or f"{resource[0].upper()}{item['Id']}"
        if resource in _DOCUMENTS:
            if resource == "invoices" and item["PaymentStatus"] not in (None, 0, 1):
                raise Problem(Kind.INVALID, "PaymentStatus is 0 or 1", field="PaymentStatus")
            elements.check_references(call, item, None)
            elements.start_document(call, item)
        elements.complete(call, item)

    def before_update(self, call: Call, old: Item, item: Item) -> None:
        """The same for what the request changes; the parts keep their ids."""
        if call.operation.resource == "products":
            self._priced(call, item)
        if call.operation.resource in _DOCUMENTS:
            elements.check_references(call, item, old)
        elements.complete(call, item, old)

    def _priced(self, call: Call, item: Item) -> None:
        check_key(item["Rate"], call.settings)
        set_prices(item, call.body, call.settings)

    def select(self, call: Call, items: list[Item]) -> list[Item]:
        """The elements that the query options ask for.

        Raises:
            Problem: An option cannot be understood.
        """
        if call.settings["order_of_list"] == "id":
            items = sorted(items, key=lambda item: int(item["Id"]))
        if call.settings["query_options"] == "ignore":
            return items
        try:
            return selected(call, items)
        except QueryError as error:
            raise Problem(Kind.MALFORMED, str(error)) from None

    def present(self, call: Call, item: Item) -> Any:
        """Dates as the server writes them."""
        return elements.with_offsets(item, call.settings["date_offset"])

    def finish(self, call: Call, body: Any) -> Any:
        """`$id` on every object and the spelling of the unit; lists not longer than they may be."""
        if isinstance(body, list):
            body = body[: int(call.settings["list_limit"])]
        numbers = count(1) if call.settings["json_ids"] == "present" else None
        return elements.as_written(body, numbers, call.settings["unit_spelling"])

    def handle_print_invoice(self, call: Call) -> Answer:
        """The document as a PDF in Base64."""
        document = call.collection.get(call.key())
        if document is None:
            raise Problem(Kind.NOT_FOUND, f"there is no {call.operation.resource} element {call.key()}", field="Id")
        template = None
        wanted = call.query.get("customPrintId")
        if wanted is not None:
            template = call.world.collections["custom_prints"].get(str(wanted))
            if template is None:
                raise Problem(Kind.NOT_FOUND, f"there is no custom print {wanted}", field="customPrintId")
        text = base64.b64encode(print_out(call, document, template)).decode("ascii")
        return Answer(f"data:application/pdf;base64,{text}" if call.settings["print_form"] == "data_uri" else text)

    handle_print_proforma = handle_print_invoice
