"""What every resource of Comarch ERP XT can do: listing, reading, creating, changing, deleting."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from operator import attrgetter
from typing import Any

from attrs import evolve

from comarch_erp_xt.errors import BadRequestError, NotFoundError
from comarch_erp_xt.models import (
    AddressCreate,
    BankAccountCreate,
    CustomerCreate,
    CustomPrint,
    CustomPrintType,
    PaymentStatus,
    PaymentTypeCreate,
    PaymentTypeKind,
    ProformaCreate,
    ProformaItemCreate,
    ReportingPeriod,
)
from scripts.contract.case import Case, Expected, Lists, Raises, Returns
from tests.contract.cases._comarch_erp_xt_elements import (
    ACCOUNT,
    CASH,
    INVOICE,
    MISSING,
    MUELLER,
    NEW_INVOICE,
    NEW_PRODUCT,
    ORDER,
    SCREW,
)
from tests.contract.cases._short import Steps, refuses

NOT_FOUND = Raises(NotFoundError, {"status": 404, "code": "EntityNotFoundException"})
NO_SUCH_REFERENCE = Raises(NotFoundError, {"status": 400, "code": "EntityNotFoundException"})
REFUSED = Raises(BadRequestError, {"status": 400})


def _crud(
    resource: str,
    one: str,
    *,
    element: Any,
    count: int,
    new: Any,
    new_id: int,
    change: dict[str, Any],
    refused: dict[str, Any] | None,
    refusal: Expected,
) -> tuple[Case, ...]:
    """What every resource can do, each once with success and once without.

    Args:
        resource: Attribute of the client.
        one: End of the names of its operations.
        element: The first element of the list.
        count: How many there are.
        new: What is created.
        new_id: Id that it gets.
        change: What is changed in `element`.
        refused: What is different in `new` when creating it is refused; None if nothing refuses it but a fault.
        refusal: What that comes to.
    """
    of = attrgetter(resource)

    def listed(client: Any) -> Steps:
        page = yield of(client).list()
        return len(page), page[0]

    def changed(client: Any) -> Steps:
        yield of(client).change(element.id, **change)
        return (yield of(client).get(element.id))

    def deleted_twice(client: Any) -> Steps:
        yield of(client).delete(element.id)
        yield of(client).delete(element.id)

    def not_created(client: Any) -> Any:
        return of(client).create(evolve(new, **(refused or {})))

    read_as = type(element)
    return (
        Case(f"list_{resource}", "seeded", listed, Returns((count, element))),
        Case(f"list_{resource}", "refused", lambda client: of(client).list(filter="Colour eq 'red'"), REFUSED),
        Case(f"get_{one}", "seeded", lambda client: of(client).get(element.id), Returns(element)),
        Case(f"get_{one}", "missing", lambda client: of(client).get(MISSING), NOT_FOUND),
        Case(f"create_{one}", "created", lambda client: of(client).create(new), Returns(new_id)),
        Case(f"create_{one}", "refused", not_created, refusal, fault=None if refused is not None else refuses(400)),
        Case(f"update_{one}", "changed", changed, Returns(element.with_changes(**change))),
        Case(
            f"update_{one}",
            "missing",
            lambda client: of(client).update(MISSING, read_as.from_dict(new.to_dict())),
            NOT_FOUND,
        ),
        Case(f"delete_{one}", "existing", lambda client: of(client).delete(element.id), Returns(None)),
        Case(f"delete_{one}", "twice", deleted_twice, NOT_FOUND),
    )


RESOURCES = (
    *_crud(
        "products",
        "product",
        element=SCREW,
        count=4,
        new=NEW_PRODUCT,
        new_id=8451787,
        change={"description": None, "sale_net_price": Decimal("14.88"), "sale_gross_price": Decimal("17.71")},
        refused={"rate": 42},
        refusal=REFUSED,
    ),
    *_crud(
        "customers",
        "customer",
        element=MUELLER,
        count=3,
        new=CustomerCreate(name="Neukunde KG", address=AddressCreate(city="Bonn")),
        new_id=2544813,
        change={"mail": "rechnung@mueller.example"},
        refused=None,
        refusal=REFUSED,
    ),
    *_crud(
        "invoices",
        "invoice",
        element=INVOICE,
        count=2,
        new=NEW_INVOICE,
        new_id=2042243,
        change={"payment_status": PaymentStatus.PAID, "issue_date": dt.date(2025, 12, 2)},
        refused={"purchasing_party_id": MISSING},
        refusal=NO_SUCH_REFERENCE,
    ),
    *_crud(
        "proformas",
        "proforma",
        element=ORDER,
        count=1,
        new=ProformaCreate(
            purchasing_party_id=2544810,
            payment_type_id=7390523,
            items=[
                ProformaItemCreate(product_id=8451783, quantity=Decimal(4), product_currency_net_price=Decimal("11.90"))
            ],
        ),
        new_id=5997087,
        change={"bank_account_id": 4943967},
        refused={"payment_type_id": MISSING},
        refusal=NO_SUCH_REFERENCE,
    ),
    *_crud(
        "payment_types",
        "payment_type",
        element=CASH,
        count=3,
        new=PaymentTypeCreate(name="Vorkasse", type=PaymentTypeKind.BANK_TRANSFER, deadline=0),
        new_id=7390525,
        change={"primary": True},
        refused=None,
        refusal=REFUSED,
    ),
    *_crud(
        "bank_accounts",
        "bank_account",
        element=ACCOUNT,
        count=2,
        new=BankAccountCreate(account_number="0000 0815", bank_name="Testbank"),
        new_id=4943969,
        change={"reporting_period": ReportingPeriod.DAILY},
        refused=None,
        refusal=REFUSED,
    ),
    Case(
        "list_custom_prints",
        "seeded",
        lambda client: client.custom_prints.list(filter="Type eq 7"),
        Lists(
            [
                CustomPrint(
                    json_ref="1", id=3084356, name="Auftrag mit Logo", language="DE", type=CustomPrintType.PROFORMA
                )
            ]
        ),
    ),
    Case("list_custom_prints", "refused", lambda client: client.custom_prints.list(orderby="Colour"), REFUSED),
)
