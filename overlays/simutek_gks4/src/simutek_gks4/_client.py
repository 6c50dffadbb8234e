"""The clients: what Simutek GKS4 needs beyond its generated package is a login with client credentials."""

from __future__ import annotations

import os
from typing import Unpack

from erp_client_runtime.auth import ClientCredentials, client_credentials
from erp_client_runtime.client import ClientOptions
from simutek_gks4._version import __version__
from simutek_gks4_api import AsyncSimutekGKS4API, SimutekGKS4API

_USER_AGENT = f"simutek-gks4/{__version__}"


def _login(
    client_id: str | None, client_secret: str | None, scope: str | None, token_url: str | None
) -> ClientCredentials:
    given = {"client_id": client_id, "client_secret": client_secret, "scope": scope, "token_url": token_url}
    return client_credentials(SimutekGKS4API.vendor, given, os.environ)


class SimutekGKS4(SimutekGKS4API):
    """Client for the Simutek GKS4 REST API.

    What is not given is read from the environment: `SIMUTEK_GKS4_BASE_URL`, `SIMUTEK_GKS4_CLIENT_ID`,
    `SIMUTEK_GKS4_CLIENT_SECRET`, `SIMUTEK_GKS4_SCOPE`, `SIMUTEK_GKS4_TOKEN_URL`, and `SIMUTEK_GKS4_QUOTA_STORE` and
    `SIMUTEK_GKS4_TOKEN_STORE` for what several processes share. There is no default for `base_url`: the documentation
    names no host.

    Listing customers and creating sales orders are described without path and names. They raise AssumedOperationError
    until you allow what is guessed (`allow_assumed=True`) or give the truth (`operation_paths`, `wire_names`).

    Tokens are fetched, kept, renewed before they end and when one is refused; all clients of a process with the same
    credentials share them.

    One client serves any number of threads. Close it, or use it in a `with` statement.

    Args:
        client_id: Id of the client, which Simutek gives when it is registered in GKS4.
        client_secret: Its secret.
        scope: Scope to ask for; none is sent by default, as in the vendor's samples.
        token_url: Where tokens are had; default is the vendor's, https://id.simutek.se/connect/token.
        **options: Settings, all optional: `base_url`, `timeout` (seconds per attempt), `deadline` (seconds per call),
            `max_retries`, `quota` ((requests, seconds); none is documented, so there is no limit unless you set one),
            `quota_timeout` (seconds to wait for it), `quota_store`, `token_store`, `http_client`, `on_drift`,
            `strict`, `allow_assumed`, `operation_paths`, `wire_names` and more; see
            `erp_client_runtime.client.ClientOptions`.

    Raises:
        ConfigurationError: Something that is needed is missing, or a setting cannot work.

    Source: api, Autentisering och auktorisering (documented); the form of the token request is known from the samples
    there. How long a token lives is not documented.
    """

    user_agent = _USER_AGENT

    def __init__(
        self,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        scope: str | None = None,
        token_url: str | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(auth=_login(client_id, client_secret, scope, token_url), **options)


class AsyncSimutekGKS4(AsyncSimutekGKS4API):
    """Client for the Simutek GKS4 REST API whose calls are awaited; otherwise the same as `SimutekGKS4`.

    One client serves any number of tasks. Close it with `await client.aclose()`, or use it in `async with`.
    """

    user_agent = _USER_AGENT

    def __init__(
        self,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        scope: str | None = None,
        token_url: str | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(auth=_login(client_id, client_secret, scope, token_url), **options)
