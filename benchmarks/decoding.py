"""What it costs to make objects of an answer, next to pydantic doing the same; for information."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict

from benchmarks.measure import Row, compared, timed
from erp_client_runtime.decoding import Decoding
from erp_client_runtime.response import Headers, RawResponse
from lagerkoll_api.resources.payment_terms import LIST_PAYMENT_TERMS

_OBJECTS = 1000
_ROUNDS = 25


class _Term(BaseModel):
    model_config = ConfigDict(extra="allow")
    code: str | None = None
    description: str | None = None


class _Terms(BaseModel):
    model_config = ConfigDict(extra="allow")
    paymentTerms: list[_Term]  # noqa: N815 - the vendor's name
    since: int | None = None


def rows() -> Iterator[Row]:
    """Bytes to a thousand objects."""
    terms = [{"code": f"{number}N", "description": f"{number} days net"} for number in range(_OBJECTS)]
    content = json.dumps({"paymentTerms": terms, "since": 4211}).encode()
    answer = RawResponse(200, Headers([("content-type", "application/json")]), content)

    def ours() -> float:
        with timed() as watch:
            LIST_PAYMENT_TERMS.result.decode(answer, Decoding("list_payment_terms"), {})
        return watch.seconds * 1e6

    def floor() -> float:
        with timed() as watch:
            _Terms.model_validate_json(content)
        return watch.seconds * 1e6

    yield compared("1,000 objects", "µs", ours, floor, 'pydantic, extra="allow"', rounds=_ROUNDS)
