"""Where an API and its tokens are had: the first of `servers`, and the `tokenUrl` of a login."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

_VARIABLE = re.compile(r"{([^{}]*)}")


def server_url(spec: Mapping[str, Any]) -> str | None:
    """URL of the first server as it is written, without a slash at the end; None if there is none."""
    servers = spec.get("servers") or [{"url": "/"}]
    url = str(servers[0].get("url", "/")).rstrip("/")
    return url or None


def base_url(spec: Mapping[str, Any]) -> str | None:
    """Where the API is; None if that is not known, or if every user has an own server (its URL has variables).

    Raises:
        ValueError: the variables are not such that nobody could take the URL for one that works.
    """
    url = server_url(spec)
    if url is None:
        return None
    variables = spec["servers"][0].get("variables", {})
    odd = sorted(set(_VARIABLE.findall(url)) ^ set(variables))
    if odd:
        raise ValueError(f"the URL and `variables` differ in {', '.join(odd)}; mend one")
    if not variables:
        return url
    filled = _VARIABLE.sub(lambda found: str(variables[found[1]].get("default", "")), url)
    if not (urlsplit(filled).hostname or "").endswith(".invalid"):
        raise ValueError(
            f"variables mean that every user has an own server, and their defaults give {filled}; "
            "let the host end in .invalid, or write the URL out"
        )
    return None


def token_url(spec: Mapping[str, Any], written: str) -> str:
    """Where tokens are had: a path below the base URL (with a slash first), if that is how the URL begins; else a URL.

    Raises:
        ValueError: it is neither.
    """
    server = server_url(spec)
    if server is not None and written.startswith(f"{server}/"):
        return written.removeprefix(server)
    parts = urlsplit(written)
    if parts.scheme not in ("http", "https") or not parts.hostname or _VARIABLE.search(written):
        raise ValueError(f"{written!r} is neither a whole URL nor below that of the server; write it out")
    return written
