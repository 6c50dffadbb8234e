"""The base URL, and that of the token endpoint: checked once, so that credentials only ever go where they should."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from erp_client_runtime.checks import has_dot_segment
from erp_client_runtime.errors import ConfigurationError

_DEFAULT_PORTS = {"http": 80, "https": 443}


def checked(value: Any, *, allow_insecure: bool, name: str = "base_url") -> str:
    """A base URL in its normal form: lower-case host, no default port, no slash at its end.

    Args:
        value: What was given.
        allow_insecure: Whether it may be http to another machine.
        name: The setting it was given as.

    Raises:
        ConfigurationError: it cannot be a base URL, or http is not allowed. User information in it is not shown.
    """
    if not isinstance(value, str):
        raise ConfigurationError(f"{name}= has to be text, not a {type(value).__name__}")
    if not value or not value.isascii() or not value.isprintable() or " " in value or "\\" in value:
        raise ConfigurationError(
            f"{name}= has to be a URL such as 'https://api.example.com/v1', without spaces, backslashes and line "
            "breaks, other characters encoded"
        )
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError as error:
        raise ConfigurationError(f"{name}= is not a URL: {error}") from None
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError(f"{name}= must not hold a user or a password; credentials are arguments of their own")
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        raise ConfigurationError(f"{name}={value!r} has to begin with https:// and to name a host")
    if "?" in value or "#" in value:
        raise ConfigurationError(f"{name}= must have no query and no fragment")
    if has_dot_segment(parts.path):
        raise ConfigurationError(f"{name}={value!r} must not have '.' or '..' in its path")
    if parts.scheme == "http" and not allow_insecure and not _is_loopback(parts.hostname):
        raise ConfigurationError(
            f"{name}={value!r} is not encrypted, and the credentials would be readable on the way: use https, or "
            "allow_insecure=True if you must"
        )
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    at = "" if port is None or port == _DEFAULT_PORTS[parts.scheme] else f":{port}"
    return f"{parts.scheme}://{host}{at}{parts.path.rstrip('/')}"


def checked_endpoint(value: Any, *, allow_insecure: bool, name: str) -> str:
    """The URL of one endpoint, under the same rules; a slash at its end belongs to it.

    Raises:
        ConfigurationError: as `checked`.
    """
    url = checked(value, allow_insecure=allow_insecure, name=name)
    return f"{url}/" if str(value).endswith("/") else url


def host(url: str) -> bytes:
    """The `Host` header for a URL that was checked: the host, with the port if it is not the usual one."""
    return url.partition("://")[2].partition("/")[0].encode("ascii")


def stays_here(url: str) -> bool:
    """Whether requests to a URL that was checked are unencrypted and never leave this machine.

    A proxy must not get them: it could read the credentials, and knows another machine under that name.
    """
    return url.startswith("http://") and _is_loopback(urlsplit(url).hostname or "")


def _is_loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    from ipaddress import ip_address

    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
