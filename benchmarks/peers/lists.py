"""Going through a long list, page by page: `python -m … WHO CLIENT_ID CLIENT_SECRET SHORT LONG [FOLDER]`.

WHO is `ours`, `httpx` (a loop that reads pages of JSON), or `stock` (the output of openapi-python-client for the same
document, which lies in FOLDER, in the same loop). SHORT and LONG are the base URLs of two vendors. The first round goes
through the short list, the second one through the long one. A round gives three numbers: microseconds of the processor
for each object, and the most memory that the process has ever had before and after it, in MB.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from importlib import import_module

import httpx

from benchmarks.memory import most_memory
from benchmarks.peers.serve import serve

_PAGE = 1000


def _ours(base_url: str, client_id: str, client_secret: str) -> Iterator[object]:
    from comarch_erp_xt import ComarchERPXT

    with ComarchERPXT(base_url=base_url, client_id=client_id, client_secret=client_secret) as client:
        yield from client.products.iterate(top=_PAGE)


def _httpx(base_url: str, client_id: str, client_secret: str) -> Iterator[object]:
    token = _token(base_url, client_id, client_secret)
    with httpx.Client(headers={"Authorization": f"Bearer {token}"}, timeout=60) as http:
        skip, page = 0, [None]
        while page:
            page = http.get(f"{base_url}/products", params={"$skip": skip, "$top": _PAGE}).raise_for_status().json()
            yield from page
            skip += len(page)


def _stock(base_url: str, client_id: str, client_secret: str) -> Iterator[object]:
    made = import_module("stock_comarch_erp_xt")
    products = import_module("stock_comarch_erp_xt.api.products.list_products")
    client = made.AuthenticatedClient(base_url, _token(base_url, client_id, client_secret), timeout=httpx.Timeout(60))
    skip, page = 0, [None]
    with client:
        while page:
            page = products.sync(client=client, skip=skip, top=_PAGE)
            yield from page
            skip += len(page)


def _token(base_url: str, client_id: str, client_secret: str) -> str:
    answer = httpx.post(f"{base_url}/token", data={"grant_type": "client_credentials"}, auth=(client_id, client_secret))
    return str(answer.raise_for_status().json()["access_token"])


_ITERATIONS = {"ours": _ours, "httpx": _httpx, "stock": _stock}


def main(who: str, client_id: str, client_secret: str, short: str, long: str, folder: str = "") -> None:
    """Serve one of them."""
    login = client_id, client_secret
    if folder:
        sys.path.append(folder)

    before = 0.0
    lists = iter((short, long))

    def measured() -> tuple[float, float, float]:
        nonlocal before
        started = time.process_time()
        count = sum(1 for _ in _ITERATIONS[who](next(lists), *login))
        each = (time.process_time() - started) / count * 1e6
        earlier, before = before, most_memory()
        return each, earlier, before

    serve(measured)


if __name__ == "__main__":
    main(*sys.argv[1:])
