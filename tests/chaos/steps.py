"""What a worker does: lives of records, as endless sequences of calls that follow from how the last one ended.

A life is a generator: it yields steps and is given their ends, so that threads and tasks run the same ones. Each record
has a name that nobody else uses, and each change a value that was never there before; so it can be told afterwards what
became of every single write.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterator
from decimal import Decimal
from itertools import count
from typing import Any, Literal, TypeAlias

from attrs import frozen

from erp_client_runtime.errors import ERPClientError, NotFoundError

Do: TypeAlias = Literal["read", "create", "change", "delete"]

FAR = 10**15  # a cursor after which nothing changed
CANCELLED = 0.08  # of the tasks' calls


@frozen
class Step:
    """One call.

    Attributes:
        do: What it does to the record.
        call: The call itself, with a client of either kind and options: a result, an awaitable or an iterator.
        resource: Where the sandbox keeps the record; empty for reads of several.
        record: Name of the record.
        value: What it holds after this.
        right: Whether the result belongs to what was asked; for reads of a record that surely exists.
        gone: Whether the record is surely gone, so that only `NotFoundError` is right.
    """

    do: Do
    call: Callable[[Any, Any], Any]
    resource: str = ""
    record: str = ""
    value: str = ""
    right: Callable[[Any], bool] = lambda _: True
    gone: bool = False


@frozen
class End:
    """How a call ended: with a result, an error, or (neither) because it was cancelled."""

    result: Any = None
    error: Exception | None = None
    cancelled: bool = False

    @property
    def done(self) -> bool:
        return self.error is None and not self.cancelled


Life: TypeAlias = Generator[Step, End, None]


def is_wrong(step: Step, end: End) -> bool:
    """Whether a call ended with what cannot be: an answer to something else, or nothing where something is."""
    if step.gone:
        return end.done
    if isinstance(end.error, NotFoundError):
        return True
    return end.done and not step.right(end.result)


def options(chance: random.Random) -> dict[str, Any] | None:
    """Now and then, settings for one call that are less patient."""
    drawn = chance.random()
    if drawn < 0.88:
        return None
    return chance.choice(({"deadline": 1.0}, {"timeout": 0.2}, {"max_retries": 0}, {"strict": True}))


def cancel_after(chance: random.Random) -> float | None:
    """Seconds after which a task gives its call up; None for most."""
    return chance.uniform(0.0, chance.choice((0.005, 0.1))) if chance.random() < CANCELLED else None


def life_at(vendor: str, name: str, chance: random.Random) -> Life:
    """Everything that one thread or task does at one vendor."""
    turns = _TURNS[vendor]
    for number in count():
        turn = chance.choices([turn for turn, _ in turns], [weight for _, weight in turns])[0]
        yield from turn(f"{name}-{number}", chance)


# Lagerkoll


def _payment_term(name: str, chance: random.Random) -> Life:
    def step(do: Do, call: Callable[[Any, Any], Any], value: str, **more: Any) -> Step:
        return Step(do, call, "payment_terms", name, value, **more)

    def create(client: Any, given: Any) -> Any:
        return client.payment_terms.create(code=name, description="v0", options=given)

    def get(client: Any, given: Any) -> Any:
        return client.payment_terms.get(name, options=given)

    def delete(client: Any, given: Any) -> Any:
        return client.payment_terms.delete(name, options=given)

    if not (yield step("create", create, "v0", right=lambda term: term.code == name)).done:
        return
    value = "v0"
    for turn in range(1, chance.randint(2, 6)):
        if chance.random() < 0.6:
            known = value
            yield step(
                "read", get, value, right=lambda term, v=known: term.code == name and v in ("", term.description)
            )
        else:
            new = f"v{turn}"

            def update(client: Any, given: Any, new: str = new) -> Any:
                return client.payment_terms.update(name, code=name, description=new, options=given)

            end = yield step(
                "change", update, new, right=lambda term, v=new: (term.code, term.description) == (name, v)
            )
            value = new if end.done else ""
    if chance.random() < 0.5 and (yield step("delete", delete, "")).done:
        yield step("read", get, "", gone=True)


def _cost_center(name: str, chance: random.Random) -> Life:
    yield Step(
        "create",
        lambda client, given: client.cost_centers.create(short_name=name, name="v0", options=given),
        "cost_centers",
        name,
        "v0",
        lambda center: center.short_name == name,
    )


def _lagerkoll_lists(name: str, chance: random.Random) -> Life:
    yield Step("read", lambda client, given: client.cost_centers.list(since=FAR, options=given))
    yield Step("read", lambda client, given: client.payment_terms.changes(FAR, options=given))


# Simutek


def _customer(name: str, chance: random.Random) -> Life:
    end = yield Step(
        "create",
        lambda client, given: client.customers.create(
            number=name, name=f"of {name}", corporate_identity_number="v0", invoice_email=None, options=given
        ),
        "customers",
        f"of {name}",
        "v0",
    )
    if end.done:
        for _ in range(chance.randint(1, 4)):
            yield Step(
                "read",
                lambda client, given: client.customers.get(name, options=given),
                right=lambda customer: customer.number == name,
            )


def _nameless_customer(name: str, chance: random.Random) -> Life:
    yield Step(
        "create",
        lambda client, given: client.customers.create(
            number=None, name=name, corporate_identity_number="v0", invoice_email=None, options=given
        ),
        "customers",
        name,
        "v0",
    )


def _sales_order(name: str, chance: random.Random) -> Life:
    # The customer is one that the sandbox has from the start.
    yield Step(
        "create",
        lambda client, given: client.sales_orders.create(
            customer_number="50%", purchase_order_number=name, note_from_customer="v0", options=given
        ),
        "sales_orders",
        name,
        "v0",
    )


def _simutek_lists(name: str, chance: random.Random) -> Life:
    yield Step("read", lambda client, given: client.customers.list(page_size=5, options=given))
    # Left before its end.
    yield Step("read", lambda client, given: client.customers.iterate(page_size=5, options=given))


# Comarch


def _product(name: str, chance: random.Random) -> Life:
    def step(do: Do, call: Callable[[Any, Any], Any], value: str, **more: Any) -> Step:
        return Step(do, call, "products", name, value, **more)

    fields = {"product_code": name, "unit_of_measurement": "pc", "rate": 2, "sale_net_price": Decimal("19.90")}
    end = yield step("create", lambda client, given: client.products.create(name="v0", **fields, options=given), "v0")
    if not end.done:
        return
    number = end.result

    def get(client: Any, given: Any) -> Any:
        return client.products.get(number, options=given)

    # The id that came back may be that of another one: an answer for another request.
    end = yield step("read", get, "v0", right=lambda product: product.product_code == name)
    if not (end.done and end.result.product_code == name):
        return
    for turn in range(1, chance.randint(2, 5)):
        if chance.random() < 0.6:
            yield step("read", get, "", right=lambda product: product.product_code == name)
        else:

            def update(client: Any, given: Any, new: str = f"v{turn}") -> Any:
                rest = {**fields, "description": None, "sale_gross_price": None}
                return client.products.update(number, name=new, **rest, options=given)

            yield step("change", update, f"v{turn}")
    # Most of them go again: who does not know whether one was created has to read them all.
    if chance.random() < 0.95:
        delete = yield step("delete", lambda client, given: client.products.delete(number, options=given), "")
        if delete.done:
            yield step("read", get, "", gone=True)


def _business_partner(name: str, chance: random.Random) -> Life:
    yield Step(
        "create",
        lambda client, given: client.customers.create(name=name, mail="v0@example.org", options=given),
        "customers",
        name,
        "v0@example.org",
    )


def _comarch_lists(name: str, chance: random.Random) -> Life:
    yield Step("read", lambda client, given: client.invoices.list(top=3, options=given))
    yield Step("read", lambda client, given: client.products.iterate(top=5, options=given))


_TURNS: dict[str, tuple[tuple[Callable[[str, random.Random], Life], int], ...]] = {
    "lagerkoll": ((_payment_term, 5), (_cost_center, 4), (_lagerkoll_lists, 4)),
    "simutek_gks4": ((_customer, 5), (_nameless_customer, 3), (_sales_order, 3), (_simutek_lists, 3)),
    "comarch_erp_xt": ((_product, 5), (_business_partner, 4), (_comarch_lists, 4)),
}

KEPT: dict[str, dict[str, tuple[str, str]]] = {
    "lagerkoll": {"payment_terms": ("code", "description"), "cost_centers": ("shortName", "name")},
    "simutek_gks4": {
        "customers": ("name", "corporateIdentityNumber"),
        "sales_orders": ("purchaseOrderNumber", "noteFromCustomer"),
    },
    "comarch_erp_xt": {"products": ("ProductCode", "Name"), "customers": ("Name", "Mail")},
}
"""Where each sandbox keeps records, and which of their fields are the name and the value."""


def first(results: Iterator[Any], most: int = 7) -> list[Any]:
    """The first few of what is iterated over; the rest is never asked for."""
    return [result for result, _ in zip(results, range(most), strict=False)]


def told(error: Exception) -> str:
    """Class of an error, in words that a journal can hold."""
    return type(error).__name__ if isinstance(error, ERPClientError) else f"alien {type(error).__name__}"
