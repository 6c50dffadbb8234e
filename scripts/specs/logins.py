"""Whether logins and hosts fit together: security schemes that exist, token endpoints that can be called, servers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from scripts.specs.hosts import base_url, token_url
from scripts.specs.nodes import Node
from scripts.specs.source import Source


def check_logins(source: Source, operations: Sequence[Node]) -> None:
    """Add a finding for every login that does not exist, and for every host that nobody could call.

    Args:
        source: The spec.
        operations: All operations.
    """
    schemes = source.data.get("components", {}).get("securitySchemes", {})
    for pointer, node in (((), source.data), *((node.pointer, node.value) for node in operations)):
        for index, alternative in enumerate(node.get("security", ())):
            for name in alternative:
                if name not in schemes:
                    source.complain(
                        (*pointer, "security", index, name),
                        f"no security scheme `{name}` in components; name one, or describe it there",
                    )
    try:
        base_url(source.data)
    except ValueError as error:
        source.complain(("servers", 0), str(error))
    for name, scheme in schemes.items():
        if isinstance(scheme, Mapping):
            _check_token(source, name, scheme)


def _check_token(source: Source, name: str, scheme: Mapping[str, Any]) -> None:
    at = ("components", "securitySchemes", name)
    if scheme.get("type") != "oauth2":
        if "x-token" in scheme:
            source.complain((*at, "x-token"), "only a scheme of type oauth2 has tokens; take it out, or mend `type`")
        return
    if "x-token" not in scheme:
        source.complain(at, "does not say how a token is had; add x-token, see docs/specs.md")
    flow = scheme.get("flows", {}).get("clientCredentials")
    if not isinstance(flow, Mapping):
        source.complain((*at, "flows"), "needs the flow clientCredentials, which is the only one that clients have")
        return
    try:
        token_url(source.data, str(flow.get("tokenUrl", "")))
    except ValueError as error:
        source.complain((*at, "flows", "clientCredentials", "tokenUrl"), str(error))
