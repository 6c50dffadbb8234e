"""What it costs to make objects of an answer and to write them again, next to others doing the same."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import msgspec
from pydantic import BaseModel, ConfigDict, TypeAdapter

from benchmarks.invoices import LINES, PYDANTIC, STRUCTS, Stock, page
from benchmarks.measure import Effort, Row, better_than, compared, timed
from comarch_erp_xt_api.resources.invoices import LIST_INVOICES
from erp_client_runtime.decoding import Decoding
from erp_client_runtime.operation import Operation
from erp_client_runtime.response import Headers, RawResponse
from lagerkoll_api.resources.payment_terms import LIST_PAYMENT_TERMS

_ROUNDS = 25
_LIMIT = "msgspec Struct of the same fields: unknown ones are dropped, any deviation fails the page"
_NOTE = (
    'pydantic: extra="allow", Decimal, dates, open enums; '
    "stock: numbers are floats, and an unknown enum value fails the page"
)


class _TermStruct(msgspec.Struct):
    code: str | None = None
    description: str | None = None


class _TermsStruct(msgspec.Struct):
    paymentTerms: list[_TermStruct]  # noqa: N815 - the vendor's name
    since: int | None = None


class _Term(BaseModel):
    model_config = ConfigDict(extra="allow")
    code: str | None = None
    description: str | None = None


class _Terms(BaseModel):
    model_config = ConfigDict(extra="allow")
    paymentTerms: list[_Term]  # noqa: N815 - the vendor's name
    since: int | None = None


_TERMS = TypeAdapter(_Terms)
_TERM_STRUCTS = msgspec.json.Decoder(_TermsStruct)


def rows(effort: Effort) -> Iterator[Row]:
    """Bytes to objects: 1,000 invoices of ten lines and 1,000 small objects; objects to bytes; memory."""
    content, changed = page(), page(new_field=True)
    stock = Stock()
    ahead = (better_than("stock", 3.0), better_than("pydantic", 1.8))
    rounds = effort.rounds(_ROUNDS)
    for measure, given, goals in (("1,000 invoices", content, ahead), ("… with a new field", changed, ())):
        yield compared(
            measure,
            "ms",
            _millis(_reader(LIST_INVOICES, given)),
            _millis(partial(STRUCTS.decode, given)),
            _LIMIT,
            rounds=rounds,
            peers={
                "pydantic": _millis(partial(PYDANTIC.validate_json, given)),
                "stock": _millis(partial(stock.read, given)),
            },
            goals=goals,
            note=_NOTE,
        )
    yield _encoding(content, stock, rounds)
    terms = [{"code": f"{number}N", "description": f"{number} days net"} for number in range(1000)]
    small = json.dumps({"paymentTerms": terms, "since": 4211}).encode()
    peers = {"pydantic": _millis(lambda: _TERMS.validate_json(small))}
    limit = _millis(lambda: _TERM_STRUCTS.decode(small))
    ours = _millis(_reader(LIST_PAYMENT_TERMS, small))
    yield compared("1,000 small objects", "ms", ours, limit, _LIMIT, rounds=rounds, peers=peers, note=_NOTE)
    yield _memory(page(invoices=100), stock)


def _reader(operation: Operation[Any], content: bytes) -> Callable[[], Any]:
    answer = RawResponse(200, Headers([("content-type", "application/json")]), content)
    return lambda: operation.result.decode(answer, Decoding(operation.name), {})


def _millis(action: Callable[[], Any]) -> Callable[[], float]:
    def measured() -> float:
        with timed() as watch:
            kept = action()
        del kept
        return watch.seconds * 1000

    return measured


def _encoding(content: bytes, stock: Stock, rounds: int) -> Row:
    ours, structs, models, theirs = (
        list(_reader(LIST_INVOICES, content)()),
        STRUCTS.decode(content),
        PYDANTIC.validate_json(content),
        stock.read(content),
    )
    number = msgspec.json.Encoder(decimal_format="number").encode
    pydantic = partial(BaseModel.model_dump_json, by_alias=True, exclude_unset=True)
    return compared(
        "… written again",
        "ms",
        _millis(lambda: [invoice.to_json() for invoice in ours]),
        _millis(lambda: [number(struct) for struct in structs]),
        _LIMIT,
        rounds=rounds,
        peers={
            "pydantic": _millis(lambda: [pydantic(model).encode() for model in models]),
            "stock": _millis(lambda: [json.dumps(one.to_dict()).encode() for one in theirs]),
        },
        goals=[better_than("stock"), better_than("pydantic")],
        note="pydantic writes Decimal as a string",
    )


def _memory(content: bytes, stock: Stock) -> Row:
    return compared(
        "100,000 objects",
        "MB",
        _megabytes(_reader(LIST_INVOICES, content)),
        _megabytes(partial(STRUCTS.decode, content)),
        _LIMIT,
        rounds=1,
        peers={
            "pydantic": _megabytes(partial(PYDANTIC.validate_json, content)),
            "stock": _megabytes(partial(stock.read, content)),
        },
        goals=[better_than("pydantic")],
    )


def _megabytes(read: Callable[[], Any]) -> Callable[[], float]:
    """What 100,000 objects take, invoices and lines as in the page."""

    def measured() -> float:
        gc.collect()
        tracemalloc.start()
        objects = read()
        taken = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
        return taken / (len(objects) * (LINES + 1)) * 100_000 / 1e6

    return measured
