"""The clients: what Lagerkoll needs beyond its generated package is a choice between two sets of credentials."""

from __future__ import annotations

import os
from typing import Unpack

from erp_client_runtime.auth import StaticHeaders, choose_scheme
from erp_client_runtime.client import ClientOptions
from lagerkoll._version import __version__
from lagerkoll_api import AsyncLagerkollAPI, LagerkollAPI

_USER_AGENT = f"lagerkoll/{__version__}"


def _login(store: str | None, api_key: str | None, user_id: str | None, user_token: str | None) -> StaticHeaders:
    given = {"store": store, "api_key": api_key, "user_id": user_id, "user_token": user_token}
    return choose_scheme(LagerkollAPI.vendor, given, os.environ)


class Lagerkoll(LagerkollAPI):
    """Client for the Lagerkoll customer API.

    Give exactly one set of credentials. What is not given is read from the environment: `LAGERKOLL_STORE`,
    `LAGERKOLL_API_KEY`, `LAGERKOLL_USER_ID`, `LAGERKOLL_USER_TOKEN`, `LAGERKOLL_BASE_URL` for the address, and
    `LAGERKOLL_QUOTA_STORE` for the place where several processes count their requests together.

    One client serves any number of threads. Close it, or use it in a `with` statement.

    Args:
        store: Id of the store; needed in both cases.
        api_key: Key for programs.
        user_id: Id of a person, together with `user_token`.
        user_token: Token that the login of this person returned.
        **options: Settings, all optional: `base_url`, `timeout` (seconds per attempt), `deadline` (seconds per call),
            `max_retries`, `quota` ((requests, seconds), or None for no limit; documented are 200 per 60 s),
            `quota_timeout` (seconds to wait for it), `quota_store`, `http_client`, `on_drift`,
            `strict`, `allow_assumed`, `operation_paths`, `wire_names` and more; see
            `erp_client_runtime.client.ClientOptions`.

    Raises:
        ConfigurationError: No complete set of credentials, or more than one, or a setting that cannot work.

    Source: payment-terms, General/Headers (documented). That only one of the two sets is to be sent is inferred; how
    long a `user_token` lives is not documented.
    """

    user_agent = _USER_AGENT

    def __init__(
        self,
        *,
        store: str | None = None,
        api_key: str | None = None,
        user_id: str | None = None,
        user_token: str | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(auth=_login(store, api_key, user_id, user_token), **options)


class AsyncLagerkoll(AsyncLagerkollAPI):
    """Client for the Lagerkoll customer API whose calls are awaited; otherwise the same as `Lagerkoll`.

    One client serves any number of tasks. Close it with `await client.aclose()`, or use it in `async with`.
    """

    user_agent = _USER_AGENT

    def __init__(
        self,
        *,
        store: str | None = None,
        api_key: str | None = None,
        user_id: str | None = None,
        user_token: str | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(auth=_login(store, api_key, user_id, user_token), **options)
