"""A vendor that the sandbox's core knows nothing of: tokens, pages, ids in bodies, bare answers, documents."""

from __future__ import annotations

import base64
import random
from collections.abc import Mapping
from typing import Any

from erp_sandbox.call import Answer, Call
from erp_sandbox.rules import Problem, Resource, Rules
from erp_sandbox.settings import Settings
from erp_sandbox.spec import Spec
from erp_sandbox.store import Item


class AcmeRules(Rules):
    vendor = "acme"
    spec_file = "spec.json"
    decided: Mapping[str, str] = {"on_missing_get": "error"}
    case_insensitive_keys = True

    def resources(self, settings: Settings, chance: random.Random) -> Mapping[str, Resource]:
        return {
            "products": Resource(
                schema="Product", key="Id", numbered=True, seeds=[{"Id": 7, "Name": "Screw", "Price": 1}]
            ),
            "orders": Resource(schema="Order", key="Number", references={"Items.ProductId": "products"}),
        }

    def error(self, problem: Problem, spec: Spec, settings: Settings) -> tuple[int, Any]:
        return problem.status or problem.kind.status, {"Message": problem.message, "Code": problem.kind.name}

    def other_paths(self, settings: Settings) -> Mapping[str, str]:
        return {"print_product": "/products/print/{id}"}

    def select(self, call: Call, items: list[Item]) -> list[Item]:
        wanted = call.query.get("language")
        return [item for item in items if wanted in (None, item.get("Language"))]

    def merge_slashes(self, settings: Settings) -> bool:
        return True

    def final_slash_optional(self, settings: Settings) -> bool:
        return True

    def before_create(self, call: Call, item: Item) -> None:
        if call.operation.id == "create_order":
            item["Number"] = f"ORD/{call.collection.new_id()}"

    def token_answer(self, token: str, ttl: int, settings: Settings) -> Any:
        return {"access_token": token, "token_type": "bearer", "expires": ttl}

    def token_error(self, code: str, settings: Settings) -> tuple[int, Any]:
        if code == "invalid_scope":
            return 400, Answer(b"no scopes here", content_type="text/plain")
        return super().token_error(code, settings)

    def handle_label_product(self, call: Call) -> Answer:
        return Answer(base64.b64encode(b"%PDF-1.7 " + call.key().encode()).decode())

    def handle_print_product(self, call: Call) -> Answer:
        return Answer(b"%PDF-1.7 " + call.key().encode(), content_type="application/pdf")
