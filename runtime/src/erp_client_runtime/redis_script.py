"""One script that runs in a Redis, and the connection to it: what the stores in Redis have in common.

A script runs alone in the server. It is sent again by itself when the server has forgotten it.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from erp_client_runtime.errors import StoreError

if TYPE_CHECKING:
    from redis import Redis

_TIMEOUT = 1.0  # seconds to connect, and for an answer; what the URL says comes first


class RedisScript:
    """A script in a Redis.

    Args:
        kind: What errors call the store.
        server: A URL as redis-py takes it (`redis://`, `rediss://`, `unix://`), or a `redis.Redis` of the user's own,
            which stays open.
        script: The script; it may run twice without harm.

    Attributes:
        name: Where the server is; without user, password and options.
    """

    def __init__(self, kind: str, server: str | Redis, script: str) -> None:
        self._kind = kind
        self._url = server if isinstance(server, str) else ""
        self._given = None if isinstance(server, str) else server
        self.name = _shown(self._url) if self._url else _described(server)
        self._text = script
        self._lock = threading.Lock()
        self._script: Any = None

    def run(self, keys: Sequence[str], arguments: Sequence[str | int]) -> Any:
        """Run the script.

        Raises:
            StoreError: Redis cannot be reached, or does not do it.
        """
        # Here, since importing it takes longer than all the rest.
        from redis.exceptions import RedisError

        try:
            return self._registered()(keys=keys, args=arguments)
        except (RedisError, OSError, ValueError) as error:
            problem = _redacted(f"{type(error).__name__}: {error}", self._url)
        raise StoreError(
            f"the {self._kind} {self.name} cannot be used ({problem}): check that Redis runs there, can be reached and "
            "accepts this user"
        )

    def after_fork(self) -> None:
        """Forget the connections: they are the parent's."""
        self._lock = threading.Lock()
        self._script = None

    def close(self) -> None:
        """Close the connections, unless they were given; the next use makes new ones."""
        with self._lock:
            script, self._script = self._script, None
        if script is not None and self._given is None:
            script.registered_client.close()

    def _registered(self) -> Any:
        with self._lock:
            if self._script is None:
                client = self._given or _client(self._url)
                self._script = client.register_script(self._text)
            return self._script


def _client(url: str) -> Redis:
    from redis import Redis
    from redis.backoff import ExponentialBackoff
    from redis.retry import Retry

    # The script may run twice without harm. A connection that broke while nobody used it is found out by trying.
    retry = Retry(ExponentialBackoff(cap=0.2, base=0.02), 2)
    return Redis.from_url(url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT, retry=retry)


def _shown(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _redacted(text: str, url: str) -> str:
    password = urlsplit(url).password
    return text.replace(password, "…") if password else text


def _described(client: Any) -> str:
    """Where a client of one's own leads to, as far as it tells."""
    settings = getattr(getattr(client, "connection_pool", None), "connection_kwargs", {})
    place = settings.get("path") or f"{settings.get('host', type(client).__name__)}:{settings.get('port', '')}"
    return f"redis://{place.rstrip(':')}"
