"""Clients with tokens, connected to their sandboxes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from erp_client_runtime.client import AsyncClient, Client
from erp_client_runtime.tokens import MemoryTokens
from erp_sandbox import Sandbox

C = TypeVar("C", bound=Client)
A = TypeVar("A", bound=Client | AsyncClient)


def login(box: Sandbox, **settings: Any) -> dict[str, Any]:
    """What a client of a sandbox is constructed with."""
    return {"base_url": box.base_url, "token_url": box.token_url, **box.credentials, **settings}


def without_tokens(client: A) -> A:
    """The client, with a store of its own: tokens are shared by the process, and sandboxes take ports again."""
    client.use_tokens(MemoryTokens())
    return client


def calls(box: Sandbox, operation: str) -> int:
    """How often an operation was called; `token` for the token endpoint."""
    return sum(request.operation == operation for request in box.requests)


class Clients(Generic[C]):
    """Opens clients of one class without tokens, and closes them."""

    def __init__(self, cls: Callable[..., C]) -> None:
        self._cls = cls
        self._open: list[C] = []

    def __call__(self, box: Sandbox, **settings: Any) -> C:
        client = without_tokens(self._cls(**login(box, **settings)))
        self._open.append(client)
        return client

    def close(self) -> None:
        for client in self._open:
            client.close()
