"""A few models as the generator writes them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from attrs import define, field

from erp_client_runtime.codecs import (
    BOOLEAN,
    DATE,
    DATE_PREFIX,
    DATETIME,
    DECIMAL,
    INT64,
    INTEGER,
    TEXT,
    OpenIntEnum,
    OpenStrEnum,
    any_of,
    array,
    enumeration,
    mapping,
    ref,
    union,
)
from erp_client_runtime.decoding import Decoding
from erp_client_runtime.model import UNSET, ReadModel, UnsetType, WriteModel, mark_present, wire
from erp_client_runtime.response import Headers, RawResponse

HERE = "tests.unit.runtime.sample_models"


class Status(OpenStrEnum):
    OPEN = "open"
    PAID = "paid"


class Priority(OpenIntEnum):
    LOW = 1
    HIGH = 2


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Line(ReadModel):
    product: str | None = field(default=None, metadata=wire("productCode", TEXT, nullable=True))
    price: Decimal | None = field(default=None, metadata=wire("price", DECIMAL, nullable=True))
    sub_lines: list[Line] | None = field(default=None, metadata=wire("subLines", array(ref(HERE, "Line"))))


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Invoice(ReadModel):
    json_ref: str | None = field(default=None, metadata=wire("$id", TEXT, omit=True))
    id: int | None = field(default=None, metadata=wire("id", INTEGER, required=True, read_only=True))
    number: str | None = field(default=None, metadata=wire("invoiceNumber", TEXT, nullable=True))
    paid: bool | None = field(default=None, metadata=wire("paid", BOOLEAN))
    total: Decimal | None = field(default=None, metadata=wire("total", DECIMAL, nullable=True))
    day: date | None = field(default=None, metadata=wire("invoiceDate", DATE))
    changed: datetime | None = field(default=None, metadata=wire("changedAt", DATETIME))
    status: Status | None = field(default=None, metadata=wire("status", enumeration(Status)))
    unit: str | None = field(
        default=None, metadata=wire("unitOfMeasurement", TEXT, nullable=True, aliases=("unitOfMeasurment",))
    )
    lines: list[Line] | None = field(default=None, metadata=wire("lines", array(ref(HERE, "Line"))))
    tags: list[str] | None = field(default=None, metadata=wire("tags", array(TEXT)))
    rates: dict[str, Decimal] | None = field(default=None, metadata=wire("rates", mapping(DECIMAL)))


@define(kw_only=True, repr=False)
class InvoiceCreate(WriteModel):
    number: str = field(metadata=wire("invoiceNumber", TEXT, required=True))
    total: Decimal | UnsetType | None = field(default=UNSET, metadata=wire("total", DECIMAL, nullable=True))
    paid: bool = field(default=True, metadata=wire("paid", BOOLEAN))
    status: Status | UnsetType = field(default=UNSET, metadata=wire("status", enumeration(Status)))
    lines: list[LineCreate] | UnsetType = field(default=UNSET, metadata=wire("lines", array(ref(HERE, "LineCreate"))))


@define(kw_only=True, repr=False)
class LineCreate(WriteModel):
    product: str = field(metadata=wire("productCode", TEXT, required=True))
    price: Decimal | UnsetType = field(default=UNSET, metadata=wire("price", DECIMAL))


@define(kw_only=True, repr=False)
class InvoiceUpdate(WriteModel):
    json_ref: str | UnsetType | None = field(default=UNSET, metadata=wire("$id", TEXT, omit=True))
    id: int | UnsetType | None = field(default=UNSET, metadata=wire("id", INTEGER, nullable=True, read_only=True))
    number: str | UnsetType | None = field(default=UNSET, metadata=wire("invoiceNumber", TEXT, nullable=True))
    paid: bool | UnsetType = field(default=UNSET, metadata=wire("paid", BOOLEAN))


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Company(ReadModel):
    kind: str | None = field(default=None, metadata=wire("kind", TEXT))
    vat_number: str | None = field(default=None, metadata=wire("vatNumber", TEXT, required=True))


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Person(ReadModel):
    kind: str | None = field(default=None, metadata=wire("kind", TEXT))
    name: str | None = field(default=None, metadata=wire("name", TEXT, required=True))


class Rate(OpenIntEnum):
    FULL = 9
    ZERO = 2


@define(kw_only=True, repr=False, on_setattr=mark_present)
class OrderItem(ReadModel):
    json_ref: str | None = field(default=None, metadata=wire("$id", TEXT, read_only=True, omit=True))
    product_id: int | None = field(default=None, metadata=wire("ProductId", INT64))
    quantity: Decimal | None = field(default=None, metadata=wire("Quantity", DECIMAL))
    rate: Rate | None = field(default=None, metadata=wire("Rate", enumeration(Rate, others=True)))
    unit: str | None = field(
        default=None, metadata=wire("UnitOfMeasurment", TEXT, nullable=True, aliases=("UnitOfMeasurement",))
    )


@define(kw_only=True, repr=False, on_setattr=mark_present)
class Order(ReadModel):
    json_ref: str | None = field(default=None, metadata=wire("$id", TEXT, read_only=True, omit=True))
    id: int | None = field(default=None, metadata=wire("Id", INT64, read_only=True))
    day: date | None = field(default=None, metadata=wire("IssueDate", DATE_PREFIX))
    items: list[OrderItem] | None = field(default=None, metadata=wire("Items", array(ref(HERE, "OrderItem"))))


@define(kw_only=True, repr=False)
class OrderItemCreate(WriteModel):
    product_id: int = field(metadata=wire("ProductId", INT64, required=True))
    quantity: Decimal | int = field(metadata=wire("Quantity", DECIMAL, required=True))
    rate: Rate | int | UnsetType = field(default=UNSET, metadata=wire("Rate", enumeration(Rate, others=True)))


@define(kw_only=True, repr=False)
class OrderCreate(WriteModel):
    day: date | UnsetType = field(default=UNSET, metadata=wire("IssueDate", DATE_PREFIX))
    items: list[OrderItemCreate] | UnsetType = field(
        default=UNSET, metadata=wire("Items", array(ref(HERE, "OrderItemCreate")))
    )


PARTY_BY_KIND = union(discriminator="kind", mapping={"company": ref(HERE, "Company"), "person": ref(HERE, "Person")})
PARTY_BY_SHAPE = any_of(ref(HERE, "Company"), ref(HERE, "Person"))


def answer(content: bytes, content_type: str | None = "application/json", *, status: int = 200) -> RawResponse:
    """An answer as it comes over the wire."""
    headers = [] if content_type is None else [("Content-Type", content_type)]
    return RawResponse(status, Headers(headers), content, "get_invoice")


def lenient() -> Decoding:
    return Decoding("get_invoice", strict=False)


def strict() -> Decoding:
    return Decoding("get_invoice", strict=True)


def kinds(decoding: Decoding) -> list[tuple[str, str]]:
    """What was reported: kind and path."""
    return [(event.kind, event.path) for event in decoding.events]
