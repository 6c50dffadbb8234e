"""What holds for all operations of a document: base URL, credentials, quota, error codes."""

from __future__ import annotations

from attrs import frozen

from scripts.generator import naming, texts
from scripts.generator.document import Document, join
from scripts.generator.load import Names
from scripts.generator.operations import error_code_entries
from scripts.generator.problems import fail
from scripts.generator.types import quoted


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


def vendor_view(document: Document, names: Names, operations: list[str]) -> VendorView:
    """The view of the vendor.

    Raises:
        GenerationError: credentials of a kind that is not supported, or a host that varies.
    """
    root = document.root
    credentials: dict[str, str] = {}
    schemes: list[str] = []
    for index, requirement in enumerate(root.get("security", [])):
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
        base_url=_base_url(document),
        quota="None" if quota is None else f"QuotaLimit(requests={quota['requests']}, per={float(quota['per'])})",
        envelope=f"Envelope({', '.join(parts)})" if parts else "None",
        error_codes=error_code_entries(root),
        credentials=[(_constant(name), source) for name, source in credentials.items()],
        schemes=f"({', '.join(schemes)}{',' if len(schemes) == 1 else ''})",
        operations=sorted(operations),
    )


def _constant(scheme: str) -> str:
    return naming.argument_name(scheme).upper()


def _credential(document: Document, name: str, requirement: str) -> str:
    schemes = document.root.get("components", {}).get("securitySchemes", {})
    if name not in schemes:
        raise fail(join(requirement, name), "components/securitySchemes does not define it")
    pointer, scheme = document.resolve(join("#", "components", "securitySchemes", name))
    if scheme.get("type") != "apiKey" or scheme.get("in") != "header":
        kind = " ".join(str(scheme[key]) for key in ("type", "scheme", "in") if key in scheme)
        raise fail(pointer, f"only apiKey in a header is supported yet, this is {kind}")
    text = " ".join(texts.clean(str(scheme.get("description", ""))).split())
    doubt = texts.doubt(document.evidence(pointer))
    description = " ".join(part for part in (text, doubt) if part)
    return f"Credential({quoted(naming.argument_name(name))}, {quoted(scheme['name'])}, {quoted(description)})"


def _base_url(document: Document) -> str:
    servers = document.root.get("servers", [])
    if not servers or servers[0].get("url", "/") == "/":
        return "None"
    if servers[0].get("variables"):
        raise fail(
            "#/servers/0", "a host with variables is not supported; leave `servers` out and the user gives the base URL"
        )
    return quoted(str(servers[0]["url"]).rstrip("/"))
