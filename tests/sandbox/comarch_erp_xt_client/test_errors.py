"""What the Comarch ERP XT client raises, and what it refuses before anything is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any, cast

import pytest

from comarch_erp_xt import AsyncComarchERPXT, ComarchERPXT
from comarch_erp_xt.errors import (
    AmbiguousWriteError,
    BadRequestError,
    ConfigurationError,
    DecodeError,
    ERPClientError,
    InvalidArgumentError,
    NotFoundError,
    ServerError,
    UnexpectedStatusError,
)
from comarch_erp_xt.models import AddressCreate, InvoiceItemCreate, PaymentTypeKind, ProformaItemCreate
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.clients import calls, login, without_tokens
from tests.sandbox.comarch_erp_xt.support import MISSING
from tests.sandbox.comarch_erp_xt_client.support import RESOURCES, Connect, line


@pytest.mark.parametrize("status", ["404", "400"])
@pytest.mark.parametrize("resource", RESOURCES)
def test_what_does_not_exist_is_not_found_with_either_status(
    sandbox: SandboxFactory, connect: Connect, status: str, resource: str
) -> None:
    vendor = sandbox("comarch_erp_xt", settings={"missing_status": status})
    methods: Any = getattr(connect(vendor), resource)
    for call in (methods.get, methods.delete):
        with pytest.raises(NotFoundError, match=f"{MISSING}.*no element with this id") as caught:
            call(1)
        assert (caught.value.status, caught.value.code) == (int(status), MISSING)


@pytest.mark.parametrize("field", ["purchasing_party_id", "payment_type_id", "bank_account_id", "product_id"])
@pytest.mark.parametrize("resource", ["invoices", "proformas"])
def test_a_reference_that_does_not_exist_is_named(
    client: ComarchERPXT, parties: dict[str, Any], product: int, resource: str, field: str
) -> None:
    cls = {"invoices": InvoiceItemCreate, "proformas": ProformaItemCreate}[resource]
    fields: dict[str, Any] = {**parties, "items": [cls(**line(1 if field == "product_id" else product))]}
    if field != "product_id":
        fields[field] = 1
    wire = "".join(part.capitalize() for part in field.split("_"))
    with pytest.raises(NotFoundError, match=f"{MISSING}.*{wire}") as caught:
        getattr(client, resource).create(**fields)
    assert (caught.value.status, caught.value.code) == (400, MISSING)


@pytest.mark.parametrize(("form", "words"), [("full", True), ("message", True), ("empty", False), ("text", True)])
def test_an_error_may_have_any_body(sandbox: SandboxFactory, connect: Connect, form: str, words: bool) -> None:
    client = connect(sandbox("comarch_erp_xt", settings={"error_body": form}))
    with pytest.raises(NotFoundError) as caught:
        client.products.get(1)
    assert (caught.value.code == MISSING, caught.value.vendor_message is not None) == (form == "full", words)
    with pytest.raises(BadRequestError) as refused:
        client.payment_types.create(name="Late", deadline=367, type=PaymentTypeKind.CASH)
    assert ("Deadline" in str(refused.value)) == words


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (400, b'{"Message": "no", "Code": "EntityNotFoundException"}', NotFoundError),
        (400, b'{"Message": "no", "Code": "Other"}', BadRequestError),
        (405, b"", UnexpectedStatusError),
        (418, b"<html>", UnexpectedStatusError),
        (500, b'{"Message": "An error has occurred."}', ServerError),
        (302, b"", UnexpectedStatusError),
        (200, b"<html>Sign in</html>", DecodeError),
        (200, b"", DecodeError),
        (200, b"[]", DecodeError),
        (200, b'{"Id": 5', DecodeError),
    ],
)
async def test_every_answer_that_is_none_is_a_typed_error(
    vendor: Sandbox, client: ComarchERPXT, status: int, body: bytes, error: type[ERPClientError]
) -> None:
    vendor.faults.add("get_product", "body", status=status, body=body, times=None)
    with pytest.raises(error) as caught:
        client.products.get(5, options={"max_retries": 0})
    async with without_tokens(AsyncComarchERPXT(**login(vendor, max_retries=0))) as other:
        with pytest.raises(error) as same:
            await other.products.get(5)
    assert str(caught.value) == str(same.value)


def test_writes_of_unknown_outcome(vendor: Sandbox, client: ComarchERPXT, product: int) -> None:
    for kind, options in {"drop_after": {}, "truncated": {}, "status": {"status": 503, "envelope": False}}.items():
        vendor.faults.add("create_customer", kind, **options)
        with pytest.raises(AmbiguousWriteError):
            client.customers.create(name="Anna")
        # The others can be repeated: written twice is written once.
        vendor.faults.add("update_product", kind, **options)
        client.products.change(product, name=kind)
        assert client.products.get(product).name == kind
    # An answer without a body cannot be cut off.
    assert (calls(vendor, "create_customer"), calls(vendor, "update_product")) == (3, 5)
    vendor.faults.add("delete_product", "drop_after")
    client.products.delete(product)
    with pytest.raises(NotFoundError):
        client.products.delete(product)


@pytest.mark.parametrize("number", ["", "5", None, True, 1.0, 2**63, Decimal(5)])
@pytest.mark.parametrize("resource", RESOURCES)
def test_an_id_that_cannot_be_one_is_refused(client: ComarchERPXT, vendor: Sandbox, resource: str, number: Any) -> None:
    methods: Any = getattr(client, resource)
    printing = [methods.print] if resource in ("invoices", "proformas") else []
    for call in (methods.get, methods.delete, *printing):
        with pytest.raises(InvalidArgumentError, match="id of"):
            call(number)
    assert vendor.requests == ()


@pytest.mark.parametrize(
    "call",
    [
        lambda client: client.products.create(name="N", rate=9),
        lambda client: client.products.create(name="N", unit_of_measurement="ST", rate="9"),
        lambda client: client.products.create(name="N", unit_of_measurment="ST", rate=9),
        lambda client: client.products.create({"name": "N"}),
        lambda client: client.products.update(5),
        lambda client: client.products.change(5),
        lambda client: client.customers.create(name="A", address={"city": "Lund"}),
        lambda client: client.customers.create(name="A", address=AddressCreate(city=cast("Any", 5))),
        lambda client: client.customers.create(name="A", customer_type="business"),
        lambda client: client.invoices.create(purchasing_party_id=1, payment_type_id=1, issue_date="2026-01-01"),
        lambda client: client.invoices.create(
            purchasing_party_id=1, payment_type_id=1, issue_date=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        ),
        lambda client: client.invoices.create(purchasing_party_id=1, payment_type_id=1, items="none"),
        lambda client: client.invoices.create(purchasing_party_id="1", payment_type_id=1),
    ],
)
def test_arguments_of_the_wrong_kind_are_refused(
    client: ComarchERPXT, vendor: Sandbox, call: Callable[[Any], object]
) -> None:
    with pytest.raises(InvalidArgumentError):
        call(client)
    assert vendor.requests == ()


@pytest.mark.parametrize("name", ["json_ref", "unit_of_measurment"])
def test_a_correction_of_what_is_never_sent_names_what_is(
    vendor: Sandbox, connect: Connect, product: int, name: str
) -> None:
    client = connect(vendor, wire_names={f"update_product.{name}": "X"})
    with pytest.raises(ConfigurationError, match=f"update_product has no '{name}'.*unit_of_measurement") as caught:
        client.products.change(product, name="Nut")
    assert "json_ref" not in str(caught.value).replace(f"'{name}'", "")
    assert calls(vendor, "update_product") == 0


def test_settings_come_from_the_environment_and_what_is_missing_is_named(
    vendor: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigurationError, match="COMARCH_ERP_XT_CLIENT_ID"):
        ComarchERPXT()
    with pytest.raises(ConfigurationError, match="COMARCH_ERP_XT_CLIENT_SECRET"):
        ComarchERPXT(client_id="only one of two")
    for name, value in login(vendor).items():
        if name != "token_url":  # it lies below the base URL
            monkeypatch.setenv(f"COMARCH_ERP_XT_{name.upper()}", value)
    with without_tokens(ComarchERPXT()) as client:
        assert len(client.customers.list()) > 0
    token = vendor.requests[0]
    assert token.path == "/api2/public/token"
    assert token.headers["authorization"].startswith("Basic ")
    assert token.body == b"grant_type=client_credentials"
