"""What a fuzz lets happen to requests: any answer, of the vendor and of its token endpoint, and any failure."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from erp_client_runtime import errors
from erp_client_runtime.errors import ConnectError, TransportError
from erp_client_runtime.response import RawResponse
from tests.unit.runtime.flow_support import TERM, answer, envelope

STATUSES = st.one_of(
    st.sampled_from([200, 200, 201, 204, 301, 304, 400, 401, 403, 404, 408, 409, 410, 412, 422, 429, 429, 499]),
    st.sampled_from([500, 500, 502, 503, 504, 520, 529, 530]),
    st.integers(100, 999),
)
RETRY_AFTER = st.sampled_from(
    [
        *(None, None, None, "0", "1", "2.5", "19", "21", "100000", "-1", "soon", "1e3", "٣", "9" * 400),
        *("Fri, 15 Jan 2027 08:00:05 GMT", "Fri, 99 Jan 2027 08:00:05 GMT"),
    ]
)
BODIES: st.SearchStrategy[Any] = st.one_of(
    st.just(TERM),
    st.just({**TERM, "dayCount": 31}),
    st.sampled_from([envelope(7), envelope(1), envelope(2), envelope("429"), envelope(0), {"errorCode": None}]),
    st.sampled_from(
        [{}, [], None, {"code": None}, {"detail": "x"}, b"<html>", b"{", b"\xff", b"null", b"  ", b"[" * 9999]
    ),
    st.sampled_from([{"access_token": "token-of-the-fuzz"}, {"error": "invalid_client"}]),
)
LIFETIMES: st.SearchStrategy[Any] = st.sampled_from([None, 0, -1, 0.001, 1, 5, 600, "600", "soon", 10**30, [], True])
TYPES = st.sampled_from(["application/json"] * 4 + ["text/html", "text/plain", "", "application/json; charset=x"])
DAMAGE = st.sampled_from([None] * 9 + ["it broke off before its end"])


def responses() -> st.SearchStrategy[RawResponse]:
    def made(status: int, body: Any, advice: str | None, content_type: str, damage: str | None) -> RawResponse:
        headers = {"content-type": content_type} | ({} if advice is None else {"retry-after": advice})
        response = answer(status, body, headers)
        response.damage = damage
        return response

    return st.builds(made, STATUSES, BODIES, RETRY_AFTER, TYPES, DAMAGE)


FAILURES = st.sampled_from(["lost", "unsent", "late", "unsent late", "begun", "begun badly"])


def failure(kind: str) -> TransportError:
    """A failure of its own for each time, since the flow completes it."""
    match kind:
        case "unsent":
            return ConnectError("no connection")
        case "late":
            return errors.TimeoutError("late")
        case "unsent late":
            return errors.TimeoutError("no connection in time", sent=False)
        case "begun":
            return TransportError("it broke off", status=200)
        case "begun badly":
            return TransportError("it broke off", status=503)
        case _:
            return TransportError("lost")


TOKENS = st.builds(
    lambda lifetime: answer(
        200, {"access_token": "token-of-the-endpoint"} | ({} if lifetime is None else {"expires": lifetime})
    ),
    LIFETIMES,
)
REPLIES = st.one_of(responses(), responses(), FAILURES)
TOKEN_REPLIES = st.one_of(TOKENS, TOKENS, responses(), FAILURES)
