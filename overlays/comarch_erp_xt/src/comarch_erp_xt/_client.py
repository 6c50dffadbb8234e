"""The clients: what Comarch ERP XT needs beyond its generated package is a login with client credentials."""

from __future__ import annotations

import os
from typing import Unpack

from comarch_erp_xt._version import __version__
from comarch_erp_xt_api import AsyncComarchERPXTAPI, ComarchERPXTAPI
from erp_client_runtime.auth import ClientCredentials, client_credentials
from erp_client_runtime.client import ClientOptions

_USER_AGENT = f"comarch-erp-xt/{__version__}"


def _login(client_id: str | None, client_secret: str | None, token_url: str | None) -> ClientCredentials:
    given = {"client_id": client_id, "client_secret": client_secret, "token_url": token_url}
    return client_credentials(ComarchERPXTAPI.vendor, given, os.environ)


class ComarchERPXT(ComarchERPXTAPI):
    """Client for the Comarch ERP XT public API.

    What is not given is read from the environment: `COMARCH_ERP_XT_CLIENT_ID`, `COMARCH_ERP_XT_CLIENT_SECRET`,
    `COMARCH_ERP_XT_TOKEN_URL`, `COMARCH_ERP_XT_BASE_URL` for the address, and `COMARCH_ERP_XT_QUOTA_STORE` and
    `COMARCH_ERP_XT_TOKEN_STORE` for what several processes share.

    Tokens live ten minutes. They are fetched, kept, renewed before they end and when one is refused; all clients of a
    process with the same credentials share them.

    One client serves any number of threads. Close it, or use it in a `with` statement.

    Args:
        client_id: Id of the access key that the account's administrator generated.
        client_secret: Its secret.
        token_url: Where tokens are had; default is `token` below `base_url`.
        **options: Settings, all optional: `base_url`, `timeout` (seconds per attempt), `deadline` (seconds per call),
            `max_retries`, `quota` ((requests, seconds); none is documented, so there is no limit unless you set one),
            `quota_timeout` (seconds to wait for it), `quota_store`, `token_store`, `http_client`, `on_drift`,
            `strict`, `allow_assumed`, `operation_paths`, `wire_names` and more; see
            `erp_client_runtime.client.ClientOptions`.

    Raises:
        ConfigurationError: Something that is needed is missing, or a setting cannot work.

    Source: token, documented. That the lifetime comes as `expires` is observed; `expires_in` is read, too.
    """

    user_agent = _USER_AGENT

    def __init__(
        self,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        token_url: str | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(auth=_login(client_id, client_secret, token_url), **options)


class AsyncComarchERPXT(AsyncComarchERPXTAPI):
    """Client for the Comarch ERP XT public API whose calls are awaited; otherwise the same as `ComarchERPXT`.

    One client serves any number of tasks. Close it with `await client.aclose()`, or use it in `async with`.
    """

    user_agent = _USER_AGENT

    def __init__(
        self,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        token_url: str | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        super().__init__(auth=_login(client_id, client_secret, token_url), **options)
