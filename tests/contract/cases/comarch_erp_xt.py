"""Cases of Comarch ERP XT: what it does beyond the usual, which is in `_comarch_erp_xt_crud`, and with documents.

Its documentation shows no exchanges in text form, so all but the login are recorded from the sandbox.
"""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

from comarch_erp_xt import AsyncComarchERPXT, ComarchERPXT
from comarch_erp_xt.errors import AmbiguousWriteError, AuthenticationError, DecodeError, NotFoundError, ServerError
from comarch_erp_xt.models import Customer, CustomerKind, CustomerType, Product
from scripts.contract.case import Case, Expected, Lists, Raises, Returns, Succeeds, Suite
from tests.contract.cases._comarch_erp_xt_crud import NO_SUCH_REFERENCE, RESOURCES
from tests.contract.cases._comarch_erp_xt_documents import DOCUMENTS
from tests.contract.cases._comarch_erp_xt_elements import CODED_PRODUCT, MISSING, NEW_PRODUCT, SCREW
from tests.contract.cases._short import Call, Steps, again_after, all_values, answers, refuses, values
from tests.contract.cases._usual import failing_reads, live_reads, token_cases


def _reads(client: Any) -> Any:
    return client.products.get(SCREW.id)


def _reads_missing(client: Any) -> Any:
    return client.products.get(MISSING)


def _creates(client: Any) -> Any:
    return client.products.create(NEW_PRODUCT)


def _token(name: str, expected: Expected, call: Call = _reads, **more: Any) -> Case:
    return Case("token", name, call, expected, **more)


TOKENS = (
    *token_cases(_reads, SCREW),
    _token("example", Lists([]), lambda client: client.custom_prints.list(), origin="docs"),
    _token(
        "standard_lifetime", Returns(SCREW), again_after(601, _reads), settings={"token_lifetime_field": "expires_in"}
    ),
    _token("without_lifetime", Returns(SCREW), again_after(601, _reads), settings={"token_lifetime_field": "neither"}),
    _token("ended", Returns(SCREW), again_after(600, _reads)),
    # The sandbox did not give this token itself, so it refuses it, and the client fetches another one.
    _token(
        "lifetime_as_text",
        Returns(SCREW),
        fault=answers(b'{"access_token": "of-somebody-else", "token_type": "bearer", "expires": "600"}'),
        drift=("number_as_text",),
        deviates=True,
    ),
    _token("refused", Raises(AuthenticationError, {"status": 401}), rejected=True),
    _token(
        "refused_in_the_envelope",
        Raises(AuthenticationError, {"status": 400}),
        rejected=True,
        settings={"token_refusal": "envelope"},
    ),
    _token(
        "refused_in_silence",
        Raises(AuthenticationError, {"status": 401}),
        rejected=True,
        settings={"token_refusal": "empty"},
    ),
    _token("failed", Raises(ServerError, {"status": 500}), fault=refuses(500, times=3), waits=(0.25, 0.5)),
    _token("missing", Raises(DecodeError), fault=answers(b'{"token_type": "bearer"}'), deviates=True),
)


def _created_and_read(**fields: Any) -> Call:
    def steps(client: Any) -> Steps:
        new_id = yield client.products.create(**fields)
        return (yield client.products.get(new_id))

    return steps


_names = partial(values, "products", "name")
_all_names = partial(all_values, "products", "name")
ALL = ["Sechskantschraube M8", "Fachbuch Lagerhaltung", "Montagestunde", "Versand ins Ausland"]
_DRIFTED = b'{"Id": "7", "Name": null, "Rate": 42, "SaleNetPrice": "12.50", "UnitOfMeasurement": "Stk", "Stock": 3}'

PRODUCTS = (
    *failing_reads("get_product", _reads, SCREW),
    Case("get_product", "other_spelling", _reads, Returns(SCREW), settings={"unit_spelling": "UnitOfMeasurement"}),
    Case(
        "get_product",
        "without_running_numbers",
        _reads,
        Returns(SCREW.with_changes(json_ref=None)),
        settings={"json_ids": "absent"},
    ),
    Case("get_product", "missing_with_400", _reads_missing, NO_SUCH_REFERENCE, settings={"missing_status": "400"}),
    Case(
        "get_product",
        "missing_without_code",
        _reads_missing,
        Raises(NotFoundError, {"status": 404, "code": None}),
        settings={"error_body": "message"},
    ),
    Case(
        "get_product",
        "missing_in_silence",
        _reads_missing,
        Raises(NotFoundError, {"status": 404, "code": None}),
        settings={"error_body": "empty"},
        deviates=True,
    ),
    Case("get_product", "unavailable", _reads, Returns(SCREW), fault=refuses(503), waits=(0.25,)),
    Case("get_product", "paused", _reads, Returns(SCREW), fault=refuses(429, retry_after=7), waits=(7.0,)),
    Case(
        "get_product",
        "drifted",
        lambda client: client.products.get(7),
        Returns(
            Product(
                id=7, rate=42, sale_net_price=Decimal("12.50"), unit_of_measurement="Stk", extra_fields={"Stock": 3}
            )
        ),
        fault=answers(_DRIFTED),
        drift=("number_as_text", "number_as_text", "unknown_field"),
        deviates=True,
    ),
    Case("list_products", "pages", _all_names(top=2), Returns(ALL)),
    Case("list_products", "short_page", _all_names(top=3), Returns(ALL)),
    Case("list_products", "from_a_position", _all_names(skip=1, top=3), Returns(ALL[1:])),
    Case("list_products", "cut_without_a_word", _all_names(top=3), Returns(ALL), settings={"list_limit": "2"}),
    Case(
        "list_products",
        "paging_ignored",
        _all_names(top=4),
        Returns(ALL),
        settings={"page_parameters": "ignore"},
        drift=("repeated_page",),
    ),
    Case("list_products", "without_a_size", _all_names(), Returns(ALL)),
    Case(
        "list_products",
        "selected",
        _names(filter="SaleNetPrice gt 9.90 and Rate eq 9", orderby="Name desc", skip=0, top=1, fts="'schraube'"),
        Returns(ALL[:1]),
    ),
    Case(
        "create_product",
        "gross_from_net",
        _created_and_read(name="A", unit_of_measurement="Stk", rate=9, sale_net_price=Decimal("0.0325")),
        Returns(
            Product(
                json_ref="1",
                id=8451787,
                name="A",
                product_code="P8451787",
                unit_of_measurement="Stk",
                rate=9,
                sale_net_price=Decimal("0.0325"),
                sale_gross_price=Decimal("0.04"),
            )
        ),
    ),
    Case(
        "create_product",
        "other_spelling",
        _creates,
        Returns(8451787),
        options={"wire_names": {"create_product.unit_of_measurement": "UnitOfMeasurement"}},
    ),
    Case(
        "create_product",
        "object_with_id",
        _creates,
        Returns(8451787),
        settings={"value_form": "object"},
        drift=("wrong_type",),
        deviates=True,
    ),
    Case(
        "create_product",
        "id_as_text_with_201",
        _creates,
        Returns(77),
        fault=answers(b'"77"', status=201),
        drift=("number_as_text",),
        deviates=True,
    ),
    Case("create_product", "failed", _creates, Raises(AmbiguousWriteError, {"found": None}), fault=refuses(500)),
    Case(
        "create_product",
        "looked_up",
        lambda client: client.products.create(CODED_PRODUCT),
        Returns(8451787),
        fault=refuses(504, envelope=False, processed=True),
        waits=(0.5,),
        deviates=True,
    ),
    Case(
        "create_product",
        "looked_up_not_there",
        lambda client: client.products.create(CODED_PRODUCT),
        Raises(AmbiguousWriteError, {"found": "nothing"}),
        fault=refuses(502, envelope=False),
        waits=(0.5, 1.5, 3.0),
        deviates=True,
    ),
    Case("create_product", "revoked", _creates, Returns(8451787), fault=refuses(401)),
)

CUSTOMERS = (
    Case(
        "get_customer",
        "other_numbers",
        lambda client: client.customers.get(5),
        Returns(Customer(id=5, customer_type=CustomerType(7), customer_kind=CustomerKind(3))),
        fault=answers(b'{"Id": 5, "CustomerType": 7, "CustomerKind": 3}'),
    ),
)


def _customer_written(client: Any) -> Steps:
    new_id = yield client.customers.create(name="ERP-CLIENTS-TEST, may be deleted")
    try:
        yield client.customers.change(new_id, name="ERP-CLIENTS-TEST, may be deleted, changed")
    finally:
        yield client.customers.delete(new_id)


LIVE = (
    *live_reads("products", "product"),
    *live_reads("customers", "customer"),
    *live_reads("invoices", "invoice"),
    *live_reads("proformas", "proforma"),
    *live_reads("payment_types", "payment_type"),
    *live_reads("bank_accounts", "bank_account"),
    Case("list_custom_prints", "live", lambda client: client.custom_prints.list(), Succeeds(), origin="live"),
    Case("update_customer", "live", _customer_written, Succeeds(), origin="live", writes=True),
)

SUITE = Suite(
    vendor="comarch_erp_xt",
    client=ComarchERPXT,
    async_client=AsyncComarchERPXT,
    logins=(("client_id", "client_secret"),),
    spec_names={"unit_of_measurement": "UnitOfMeasurment"},
    cases=(*TOKENS, *RESOURCES, *PRODUCTS, *CUSTOMERS, *DOCUMENTS, *LIVE),
)
