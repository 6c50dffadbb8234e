"""Creating things at a vendor's sandbox, the same way for every vendor, and counting what came of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from attrs import frozen

from comarch_erp_xt import AsyncComarchERPXT, ComarchERPXT
from erp_client_runtime.clock import Clock
from erp_client_runtime.tokens import MemoryTokens
from erp_sandbox import Sandbox
from lagerkoll import AsyncLagerkoll, Lagerkoll
from simutek_gks4 import AsyncSimutekGKS4, SimutekGKS4
from simutek_gks4.models import PostalAddressCreate


@frozen
class Creation:
    """One of the vendors' POSTs.

    Attributes:
        vendor: The vendor.
        operation: Its name.
        resource: Where the sandbox keeps what it creates.
        key: Field that tells one from another.
        look_up: The operation that settles an unknown outcome; empty if nothing does.
        client: Classes of the clients.
        create: Creates the one of a name, with either client.
        holds: What is then stored beside the key.
        other: Field that the one of `create_other` holds otherwise.
        create_other: Creates one of the same name that is not the same.
        tells: Field of what is stored that the result has to tell; empty if there is no result.
        told: The same in the result.
    """

    vendor: str
    operation: str
    resource: str
    key: str
    look_up: str
    client: tuple[type[Any], type[Any]]
    create: Callable[[Any, str], Any]
    holds: dict[str, Any]
    other: str = ""
    create_other: Callable[[Any, str], Any] = lambda client, name: None
    tells: str = ""
    told: Callable[[Any], Any] = lambda result: result

    def __str__(self) -> str:
        return self.operation

    def open(self, box: Sandbox, *, asynchronous: bool = False, **settings: Any) -> Any:
        """A client of the sandbox that waits without waiting, and has no token yet."""
        tokens = {} if box.token_url is None else {"token_url": box.token_url}
        client = self.client[asynchronous](base_url=box.base_url, **tokens, **box.logins[0], quota=None, **settings)
        client.clock = HastyClock()
        client.use_tokens(MemoryTokens())
        return client

    def right(self, box: Sandbox, name: str, result: Any) -> bool:
        """Whether it is there once, as it was written, and the result tells which it is."""
        (element,) = self.stored(box, name)
        told = self.told(result) == element[self.tells] if self.tells else result is None
        return told and self.holds.items() <= element.items()

    def stored(self, box: Sandbox, name: str) -> list[dict[str, Any]]:
        """What there is of that name."""
        return [element for element in box.elements(self.resource) if element[self.key] == name]

    def calls(self, box: Sandbox, operation: str | None = None) -> int:
        """How often the operation, or another one, was called."""
        return sum(request.operation == (operation or self.operation) for request in box.requests)


class HastyClock(Clock):
    """Goes on by itself, and whoever sleeps is at the end at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._slept = 0.0

    def monotonic(self) -> float:
        return super().monotonic() + self._slept

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._slept += seconds
        super().sleep(0.001)

    async def sleep_async(self, seconds: float) -> None:
        with self._lock:
            self._slept += seconds
        await super().sleep_async(0.001)


_LAGERKOLL = (Lagerkoll, AsyncLagerkoll)
_SIMUTEK = (SimutekGKS4, AsyncSimutekGKS4)
_XT = (ComarchERPXT, AsyncComarchERPXT)

WITH_KEYS = (
    Creation(
        "lagerkoll",
        "create_payment_term",
        "payment_terms",
        "code",
        "get_payment_term",
        _LAGERKOLL,
        lambda client, name: client.payment_terms.create(code=name, description="net"),
        {"description": "net"},
        "description",
        lambda client, name: client.payment_terms.create(code=name, description="gross"),
        tells="code",
        told=lambda term: term.code,
    ),
    Creation(
        "simutek_gks4",
        "create_customer",
        "customers",
        "number",
        "get_customer",
        _SIMUTEK,
        lambda client, name: client.customers.create(
            name="Anna",
            number=name,
            invoice_email=None,
            corporate_identity_number="556000-0000",
            postal_address=PostalAddressCreate(city="Växjö", address2=""),
        ),
        {"name": "Anna"},
        "corporateIdentityNumber",
        lambda client, name: client.customers.create(
            name="Anna", number=name, invoice_email="", corporate_identity_number="556000-0001"
        ),
    ),
    Creation(
        "comarch_erp_xt",
        "create_product",
        "products",
        "ProductCode",
        "list_products",
        _XT,
        lambda client, name: client.products.create(
            name="Nail", product_code=name, unit_of_measurement="pc", rate=2, sale_net_price=Decimal("19.90")
        ),
        {"Name": "Nail"},
        "SaleNetPrice",
        lambda client, name: client.products.create(
            name="Nail", product_code=name, unit_of_measurement="pc", rate=2, sale_net_price=Decimal("19.91")
        ),
        tells="Id",
    ),
)
"""Those whose outcome can be looked up."""

WITHOUT_KEYS = (
    Creation(
        "lagerkoll",
        "create_cost_center",
        "cost_centers",
        "shortName",
        "",
        _LAGERKOLL,
        lambda client, name: client.cost_centers.create(short_name=name, name="Workshop"),
        {"name": "Workshop"},
        tells="id",
        told=lambda center: center.id,
    ),
    Creation(
        "simutek_gks4",
        "create_customer",
        "customers",
        "name",
        "",
        _SIMUTEK,
        lambda client, name: client.customers.create(
            name=name, number=None, invoice_email=None, corporate_identity_number="556000-0000"
        ),
        {"corporateIdentityNumber": "556000-0000"},
    ),
    Creation(
        "comarch_erp_xt",
        "create_customer",
        "customers",
        "Name",
        "",
        _XT,
        lambda client, name: client.customers.create(name=name),
        {},
        tells="Id",
    ),
)
"""Those whose outcome nothing tells."""
