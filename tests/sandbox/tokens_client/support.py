"""What the tests of tokens share: each vendor with its clients, and one clock for all of them."""

from __future__ import annotations

from typing import Any

import comarch_erp_xt
import simutek_gks4
from erp_client_runtime.clock import Clock
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.clients import calls, login, without_tokens
from tests.sandbox.support import HandClock

MANY = 20
PRODUCT = {"name": "Nut", "unit_of_measurement": "ST", "rate": 9}
ANNA = {"name": "Anna", "number": "K1", "invoice_email": None, "corporate_identity_number": "1"}

# Per vendor: the classes, a read, a write, and the names of their operations.
VENDORS: dict[str, Any] = {
    "simutek_gks4": (
        simutek_gks4.SimutekGKS4,
        simutek_gks4.AsyncSimutekGKS4,
        lambda client: client.customers.get("50%"),
        lambda client: client.customers.create(**ANNA),
        ("get_customer", "create_customer"),
    ),
    "comarch_erp_xt": (
        comarch_erp_xt.ComarchERPXT,
        comarch_erp_xt.AsyncComarchERPXT,
        lambda client: client.products.list(),
        lambda client: client.products.create(**PRODUCT),
        ("list_products", "create_product"),
    ),
}


class MovedClock(Clock):
    """The client's clock, moved by hand; its waits pass at once."""

    def __init__(self, hand: HandClock) -> None:
        self._hand = hand

    def monotonic(self) -> float:
        return self._hand.seconds

    def sleep(self, seconds: float) -> None:
        self._hand.seconds += seconds

    async def sleep_async(self, seconds: float) -> None:
        self._hand.seconds += seconds


class Scene:
    """A vendor's sandbox and clients of it, all with one clock that the test moves."""

    def __init__(self, name: str, sandbox: SandboxFactory, **options: Any) -> None:
        self.name = name
        self.cls, self.async_cls, self.read, self.write, (self.reading, self.writing) = VENDORS[name]
        self.hand = HandClock()
        self.box: Sandbox = sandbox(name, clock=self.hand, **options)
        self.clients: list[Any] = []

    def client(self, **settings: Any) -> Any:
        made = self._prepared(self.cls(**login(self.box, **settings)))
        self.clients.append(made)
        return made

    def async_client(self, **settings: Any) -> Any:
        return self._prepared(self.async_cls(**login(self.box, **settings)))

    def _prepared(self, client: Any) -> Any:
        client.clock = MovedClock(self.hand)
        return without_tokens(client)

    @property
    def tokens(self) -> int:
        """How many token requests came."""
        return calls(self.box, "token")
