"""A vendor that costs next to nothing, in a process of its own: fixed answers, a quota, and a note of each arrival.

    with vendor(50, 1.0) as one:        # at most 50 requests in any second, 429 for what is too much
        httpx.get(one.url)
        one.arrivals()

Without a quota it answers everything. It takes pipelined requests without bodies, and nothing else: a server that knows
all of HTTP would be what is measured.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
import urllib.request
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

PATH = "/v1/payment_terms/?since=0"

_BODY = b'{"paymentTerms": [{"code": "30N", "description": "30 days net"}], "since": 4211}'
_ARRIVALS = b"GET /arrivals "


class Arrivals(NamedTuple):
    """When requests came, in seconds and in their order.

    Attributes:
        let_through: Those that the quota had room for.
        rejected: Those that got 429.
    """

    let_through: list[float]
    rejected: list[float]

    def most(self, per: float) -> int:
        """The most requests, those rejected included, in any window of so many seconds, its end excluded."""
        stamps = sorted([*self.let_through, *self.rejected])
        most = start = 0
        for end, stamp in enumerate(stamps):
            while stamp - stamps[start] >= per:
                start += 1
            most = max(most, end - start + 1)
        return most


class Vendor(NamedTuple):
    """A running vendor.

    Attributes:
        base_url: What a client takes as its base URL.
        url: The URL of the one list that it has.
    """

    base_url: str
    url: str

    def arrivals(self) -> Arrivals:
        """All that arrived so far."""
        with urllib.request.urlopen(f"{self.base_url}/arrivals") as answer:
            return Arrivals(*json.load(answer))


@contextmanager
def vendor(requests: int | None = None, per: float = 0.0) -> Iterator[Vendor]:
    """Run a vendor for a `with` block.

    Args:
        requests: How many requests it lets through in a window; None for all of them.
        per: Length of the window in seconds.
    """
    command = [sys.executable, "-m", __name__, *([] if requests is None else [str(requests), str(per)])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            base_url = f"http://127.0.0.1:{int(process.stdout.readline())}"
            yield Vendor(base_url, base_url + PATH)
        finally:
            process.terminate()


class _Shop:
    def __init__(self, requests: int | None, per: float) -> None:
        self._requests, self._per = requests, per
        self._window: deque[float] = deque()
        self._arrivals = Arrivals([], [])
        self._answer = _response("200 OK", _BODY)
        self._too_many = _response("429 Too Many Requests", b"{}")

    def answer(self, request: bytes) -> bytes:
        if request.startswith(_ARRIVALS):
            return _response("200 OK", json.dumps(self._arrivals).encode())
        if self._requests is None:
            return self._answer
        now, window = time.monotonic(), self._window
        while window and window[0] + self._per <= now:
            window.popleft()
        if len(window) >= self._requests:
            self._arrivals.rejected.append(now)
            return self._too_many
        window.append(now)
        self._arrivals.let_through.append(now)
        return self._answer


def _response(status: str, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


class _Connection(asyncio.Protocol):
    def __init__(self, shop: _Shop) -> None:
        self._shop = shop
        self._unfinished = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *requests, self._unfinished = (self._unfinished + data).split(b"\r\n\r\n")
        if requests:
            self._transport.write(b"".join(map(self._shop.answer, requests)))


async def _serve(requests: int | None, per: float) -> None:
    shop = _Shop(requests, per)
    server = await asyncio.get_running_loop().create_server(lambda: _Connection(shop), "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def _main(arguments: list[str]) -> None:
    asyncio.run(_serve(int(arguments[0]) if arguments else None, float(arguments[1]) if arguments else 0.0))


if __name__ == "__main__":
    _main(sys.argv[1:])
