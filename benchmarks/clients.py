"""What it costs to make clients, and to make their first call, over a connection of the machine with itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx

from benchmarks.measure import Effort, Row, compared, timed
from lagerkoll import Lagerkoll

_CLIENTS = 1000
_BODY = b'{"paymentTerms": [], "since": 1}'


def rows(effort: Effort) -> Iterator[Row]:
    """A thousand clients, and the first call of a new one."""
    tls = httpx.create_ssl_context()

    def made() -> float:
        with timed() as watch:
            clients = [Lagerkoll(store="s", api_key="k") for _ in range(_CLIENTS)]
        for client in clients:
            client.close()
        return watch.seconds * 1000

    def plain() -> float:
        with timed() as watch:
            clients = [httpx.Client(verify=tls) for _ in range(_CLIENTS)]
        for client in clients:
            client.close()
        return watch.seconds * 1000

    yield compared("1,000 clients", "ms", made, plain, "httpx.Client, one TLS context for all", rounds=effort.rounds(5))
    with _server() as base_url:

        def first() -> float:
            with timed() as watch:
                client = Lagerkoll(store="s", api_key="k", quota=None, base_url=base_url)
                client.payment_terms.list()
            client.close()
            return watch.seconds * 1e6

        def plain_first() -> float:
            with timed() as watch:
                client = httpx.Client(verify=tls)
                client.get(f"{base_url}/v1/payment_terms/?since=0")
            client.close()
            return watch.seconds * 1e6

        yield compared(
            "first call",
            "µs",
            first,
            plain_first,
            "httpx.Client made, one call, TLS context given",
            rounds=effort.rounds(100),
        )


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Headers and body in one packet: sent apart, the body would wait until the headers are acknowledged.
    wbufsize = -1

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(_BODY)))
        self.end_headers()
        self.wfile.write(_BODY)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that http.server has
        """Say nothing."""


@contextmanager
def _server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
