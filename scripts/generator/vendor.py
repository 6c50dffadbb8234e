"""What holds for all operations of a document: base URL, credentials, quota, error codes."""

from __future__ import annotations

from attrs import frozen

from scripts.generator import naming, texts
from scripts.generator.document import Document, Node, join
from scripts.generator.literals import prose, quoted
from scripts.generator.load import Names
from scripts.generator.operations import error_code_entries
from scripts.generator.problems import fail
from scripts.specs.hosts import base_url, token_url


@frozen
class VendorView:
    """The vendor as data."""

    name: str
    title: str
    base_url: str
    quota: str
    envelope: str
    error_codes: list[tuple[str, str]]
    credentials: list[tuple[str, str]]
    schemes: str
    operations: list[str]
    token: str | None


def vendor_view(document: Document, names: Names, operations: list[str]) -> VendorView:
    """The view of the vendor.

    Raises:
        GenerationError: credentials of a kind that is not supported, or a host that cannot be told.
    """
    root = document.root
    url = _base_url(document)
    token = _token(document)
    credentials: dict[str, str] = {}
    schemes: list[str] = []
    for index, requirement in enumerate(root.get("security", []) if token is None else []):
        for name in requirement:
            if name not in credentials:
                credentials[name] = _credential(document, name, join("#", "security", index))
        constants = [_constant(name) for name in requirement]
        schemes.append(f"({', '.join(constants)}{',' if len(constants) == 1 else ''})")
    quota = root.get("x-quota")
    envelope = root.get("x-error-codes", {})
    parts = [f"{key}={quoted(envelope[key])}" for key in ("code", "message", "field", "data") if key in envelope]
    return VendorView(
        name=quoted(names.vendor),
        title=quoted(root["info"]["title"]),
        base_url=url,
        quota="None" if quota is None else f"QuotaLimit(requests={quota['requests']}, per={float(quota['per'])})",
        envelope=f"Envelope({', '.join(parts)})" if parts else "None",
        error_codes=error_code_entries(root),
        credentials=[(_constant(name), source) for name, source in credentials.items()],
        schemes=f"({', '.join(schemes)}{',' if len(schemes) == 1 else ''})",
        operations=sorted(operations),
        token=token,
    )


def _constant(scheme: str) -> str:
    return naming.credential_name(scheme).upper()


def _credential(document: Document, name: str, requirement: str) -> str:
    schemes = document.root.get("components", {}).get("securitySchemes", {})
    if name not in schemes:
        raise fail(join(requirement, name), "components/securitySchemes does not define it")
    pointer, scheme = document.resolve(join("#", "components", "securitySchemes", name))
    if scheme.get("type") != "apiKey" or scheme.get("in") != "header":
        kind = " ".join(str(scheme[key]) for key in ("type", "scheme", "in") if key in scheme)
        raise fail(pointer, f"only apiKey in a header and oauth2 by itself are supported, this is {kind}")
    description = prose(_description(document, pointer, scheme))
    return f"Credential({quoted(naming.credential_name(name))}, {quoted(scheme['name'])}, {description})"


def _description(document: Document, pointer: str, scheme: Node) -> str:
    text = " ".join(texts.clean(str(scheme.get("description", ""))).split())
    return " ".join(part for part in (text, texts.doubt(document.evidence(pointer))) if part)


def _token(document: Document) -> str | None:
    """Expression of the `TokenEndpoint`; None if requests carry something else than a token."""
    security = document.root.get("security", [])
    schemes = document.root.get("components", {}).get("securitySchemes", {})
    if len(security) != 1 or len(security[0]) != 1 or not schemes.keys() >= security[0].keys():
        return None
    (name, scopes), *_ = security[0].items()
    pointer, scheme = document.resolve(join("#", "components", "securitySchemes", name))
    if scheme.get("type") != "oauth2":
        return None
    flows = scheme.get("flows", {})
    if set(flows) != {"clientCredentials"}:
        raise fail(
            join(pointer, "flows"), f"only clientCredentials is supported, this has {', '.join(flows) or 'none'}"
        )
    if "x-token" not in scheme:
        raise fail(pointer, "needs x-token: how the client identifies itself, and how long a token lives")
    flow = flows["clientCredentials"]
    if scopes or flow.get("scopes"):
        raise fail(
            join(pointer, "flows", "clientCredentials"), "scopes are not supported; the user sets the one to ask for"
        )
    try:
        url = token_url(document.root, str(flow.get("tokenUrl", "")))
    except ValueError as error:
        raise fail(join(pointer, "flows", "clientCredentials", "tokenUrl"), str(error)) from error
    token = scheme["x-token"]
    fields = ", ".join(map(quoted, token["lifetime"])) + ("," if len(token["lifetime"]) == 1 else "")
    return (
        f"TokenEndpoint(url={quoted(url)}, client={quoted(token['client'])}, lifetime=({fields}), "
        f"default={float(token['default'])}, description={prose(_description(document, pointer, scheme))})"
    )


def _base_url(document: Document) -> str:
    try:
        url = base_url(document.root)
    except ValueError as error:
        raise fail("#/servers/0", str(error)) from error
    return "None" if url is None else quoted(url)
