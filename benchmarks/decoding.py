"""What it costs to make objects of an answer and to write them again, next to others doing the same."""

from __future__ import annotations

import gc
import json
import tracemalloc
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, TypeAdapter

from benchmarks.invoices import LINES, PYDANTIC, STRUCTS, page, stock
from benchmarks.measure import Row, compared, timed
from comarch_erp_xt_api.resources.invoices import LIST_INVOICES
from erp_client_runtime.decoding import Decoding
from erp_client_runtime.operation import Operation
from erp_client_runtime.response import Headers, RawResponse
from lagerkoll_api.resources.payment_terms import LIST_PAYMENT_TERMS

_ROUNDS = 25
_PYDANTIC = 'pydantic, extra="allow"'


class _Term(BaseModel):
    model_config = ConfigDict(extra="allow")
    code: str | None = None
    description: str | None = None


class _Terms(BaseModel):
    model_config = ConfigDict(extra="allow")
    paymentTerms: list[_Term]  # noqa: N815 - the vendor's name
    since: int | None = None


def rows() -> Iterator[Row]:
    """Bytes to objects: 1,000 invoices of ten lines and 1,000 small objects; objects to bytes; memory."""
    content, changed = page(), page(new_field=True)
    peers = ((_PYDANTIC, PYDANTIC.validate_json), ("stock generator's models", stock()), ("msgspec", STRUCTS.decode))
    for compare, peer in peers:
        yield _decoding("1,000 invoices", LIST_INVOICES, content, peer, compare)
    yield _decoding("… with a new field", LIST_INVOICES, changed, PYDANTIC.validate_json, _PYDANTIC)
    terms = [{"code": f"{number}N", "description": f"{number} days net"} for number in range(1000)]
    small = json.dumps({"paymentTerms": terms, "since": 4211}).encode()
    yield _decoding("1,000 small objects", LIST_PAYMENT_TERMS, small, TypeAdapter(_Terms).validate_json, _PYDANTIC)
    yield _encoding(content)
    yield _memory(page(invoices=100))


def _reader(operation: Operation[Any], content: bytes) -> Callable[[], Any]:
    answer = RawResponse(200, Headers([("content-type", "application/json")]), content)
    return lambda: operation.result.decode(answer, Decoding(operation.name), {})


def _micros(action: Callable[[], Any]) -> Callable[[], float]:
    def measured() -> float:
        with timed() as watch:
            kept = action()
        del kept
        return watch.seconds * 1e6

    return measured


def _decoding(
    measure: str, operation: Operation[Any], content: bytes, peer: Callable[[bytes], Any], compare: str
) -> Row:
    ours = _micros(_reader(operation, content))
    return compared(measure, "µs", ours, _micros(lambda: peer(content)), compare, rounds=_ROUNDS)


def _encoding(content: bytes) -> Row:
    invoices, peers = list(_reader(LIST_INVOICES, content)()), PYDANTIC.validate_json(content)
    return compared(
        "… written again",
        "µs",
        _micros(lambda: [invoice.to_json() for invoice in invoices]),
        _micros(lambda: [peer.model_dump_json(by_alias=True, exclude_unset=True).encode() for peer in peers]),
        _PYDANTIC,
        rounds=_ROUNDS,
    )


def _memory(content: bytes) -> Row:
    ours, floor = _megabytes(_reader(LIST_INVOICES, content)), _megabytes(lambda: PYDANTIC.validate_json(content))
    return compared("100,000 objects", "MB", ours, floor, _PYDANTIC, rounds=1)


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
