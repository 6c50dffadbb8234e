"""What stands at the top of a document: texts, version, server, login."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from scripts.generator.document import Node, walk
from scripts.generator.problems import Problem
from scripts.specs.nodes import METHODS

VERSION = re.compile(r"\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?")
_URL = re.compile(r"(https?)://[^\s/@\\?#{}]+(/[^\s\\?#{}]*)?")
_HERE = ("localhost", "127.0.0.1", "::1")
_NUMBERS = re.compile(r"\d+(?:[.-]\d+)*")


def tidy(root: Node, notes: list[Problem]) -> None:
    """Bring texts, version and server into the form that ours have."""
    for _, _, node in walk(root):
        for key in ("description", "summary", "title"):
            if key in node and not isinstance(node[key], str | dict):
                node[key] = "" if node[key] is None else str(node[key])
    info = root.get("info")
    if isinstance(info, dict):
        info["title"] = " ".join(info["title"].split()) if "title" in info else None
        _version(info, notes)
    _server(root, notes)


def _version(info: Node, notes: list[Problem]) -> None:
    """The version of the API as one that a Python package can have."""
    given = str(info.get("version", "")).strip()
    if VERSION.fullmatch(given):
        info["version"] = given
        return
    found = _NUMBERS.search(given)
    numbers = [str(int(number)) for number in re.split(r"[.-]", found.group())] if found else ["0"]
    info["version"] = ".".join(numbers)
    notes.append(Problem("#/info/version", f"{given!r} is no version of a Python package; it has {info['version']}"))


def _server(root: Node, notes: list[Problem]) -> None:
    """The first server, variables replaced by their defaults; none if its URL is not a whole one."""
    servers = root.get("servers")
    if not isinstance(servers, list) or not servers:
        root.pop("servers", None)
        return
    url = _filled(servers[0])
    if _is_whole(url):
        root["servers"] = [{"url": url}]
        return
    del root["servers"]
    # It is not shown, since it may hold a password.
    told = "is not the whole address of a server that is reached by https, without credentials"
    notes.append(Problem("#/servers/0/url", f"{told}: base_url= has to be given"))


def _is_whole(url: str) -> bool:
    """Whether clients would take a URL as it is."""
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return False
    found = _URL.fullmatch(url) if url.isascii() else None
    return found is not None and (found[1] == "https" or host in _HERE)


def _filled(server: Node) -> str:
    url = str(server.get("url", ""))
    variables = server.get("variables")
    for name, variable in (variables if isinstance(variables, dict) else {}).items():
        default = variable.get("default", "") if isinstance(variable, dict) else ""
        url = url.replace(f"{{{name}}}", str(default))
    return url.rstrip("/")


def has_other_server(root: Node, node: Node) -> bool:
    """Whether a path or an operation has a server of its own."""
    servers = node.get("servers")
    if not isinstance(servers, list) or not servers:
        return False
    return [{"url": _filled(servers[0])}] != root.get("servers")


def without_login(root: Node) -> list[str]:
    """Take the login out, which is a matter of the headers that the user gives.

    It stays if requests carry it in the way that ours do: keys in headers, the same for all operations, or tokens.

    Returns:
        What requests have to carry, in words, one line for each way.
    """
    schemes = root.get("components", {}).get("securitySchemes", {})
    security = root.get("security") or []
    for item in root.get("paths", {}).values():
        for method in METHODS:
            operation = item.get(method)
            if operation is not None and not _is_in_query(operation.get("security", security), schemes):
                operation.pop("security", None)
    used = {name for requirement in security if isinstance(requirement, dict) for name in requirement}
    if used and used <= schemes.keys() and all(_is_ours(schemes[name]) for name in used):
        return []
    root.pop("security", None)
    return [text for name, scheme in schemes.items() if isinstance(scheme, dict) and (text := _words(name, scheme))]


def _is_in_query(security: Any, schemes: Node) -> bool:
    """Whether each way to log in needs a key in the query."""
    if not isinstance(security, list) or not security:
        return False
    return all(
        isinstance(requirement, dict)
        and any(isinstance(schemes.get(name), dict) and schemes[name].get("in") == "query" for name in requirement)
        for requirement in security
    )


def _is_ours(scheme: Any) -> bool:
    if not isinstance(scheme, dict):
        return False
    return (scheme.get("type") == "apiKey" and scheme.get("in") == "header") or "x-token" in scheme


def _words(name: str, scheme: Node) -> str:
    kind, place = scheme.get("type"), scheme.get("in")
    if kind == "apiKey" and place in ("header", "cookie"):
        header = str(scheme.get("name")) if place == "header" else "Cookie"
        value = "…" if place == "header" else f"{scheme.get('name')}=…"
        return f'`{name}`: `{{"{header}": "{value}"}}`'
    if kind == "http":
        scheme_name = str(scheme.get("scheme", "")).capitalize()
        return f'`{name}`: `{{"Authorization": "{scheme_name} …"}}`'
    if kind in ("oauth2", "openIdConnect"):
        return f'`{name}`: `{{"Authorization": "Bearer …"}}`, with a token that you fetch yourself'
    return ""
