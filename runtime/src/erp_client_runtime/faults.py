"""From an answer that is an error to the exception for it: the vendor's envelope, its codes and their meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from erp_client_runtime.decoding import Decoding
from erp_client_runtime.errors import (
    AnsweredError,
    DecodeError,
    RateLimitError,
    error_class,
)
from erp_client_runtime.operation import Envelope, ErrorCode, Operation, Vendor
from erp_client_runtime.parsing import json_value
from erp_client_runtime.response import RawResponse

_CLIP = 300
_REDACTED = b"[redacted]"


class Fault:
    """An answer that is an error.

    Attributes:
        response: The answer.
        envelope: The vendor's error body; None if the answer does not have one.
        code: The vendor's code as text; None without an envelope.
        known: What the documentation says about the code; None if it says nothing.
    """

    __slots__ = ("code", "envelope", "known", "response")

    def __init__(
        self, response: RawResponse, envelope: Mapping[str, Any] | None, code: str | None, known: ErrorCode | None
    ) -> None:
        self.response = response
        self.envelope = envelope
        self.code = code
        self.known = known

    @property
    def kind(self) -> str | None:
        """What kind of error the code means, where the documentation tells."""
        return None if self.known is None else self.known.error

    @property
    def rate_limited(self) -> bool:
        """Whether it says that there were too many requests, by its status or by its code."""
        return self.response.status == 429 or self.kind == "rate_limit"


def find_fault(vendor: Vendor, operation: Operation[Any], response: RawResponse) -> Fault | None:
    """What is wrong according to an answer; None if it is a success."""
    success = 200 <= response.status < 300
    names = vendor.envelope
    if success and (names is None or f'"{names.code}"'.encode() not in response.content):
        return None
    envelope = None if names is None or response.damage is not None else _read(names, operation, response, success)
    if envelope is None:
        return None if success else Fault(response, None, None, None)
    assert names is not None
    code = str(envelope[names.code])
    return Fault(response, envelope, code, operation.error_codes.get(code) or vendor.error_codes.get(code))


def _read(names: Envelope, operation: Operation[Any], response: RawResponse, success: bool) -> dict[str, Any] | None:
    if not response.content.strip():
        return None
    try:
        body = json_value(response, Decoding(operation.name))
    except DecodeError:
        return None  # not JSON, so not the envelope: a proxy's page; its first bytes go into the error
    if not isinstance(body, dict):
        return None
    code = body.get(names.code)
    if code is None or isinstance(code, (bool, dict, list)) or code == "":
        return None
    if success:
        # Under a status of success it has to look like nothing but an envelope: an ordinary object may well have a
        # field of that name, and code 0 says that all is well.
        parts = {name for name in (names.code, names.message, names.field, names.data) if name is not None}
        whole = len(parts) > 2 and parts <= body.keys()
        nothing_else = body.keys() <= parts and (names.message is None or names.message in body)
        if str(code) == "0" or not (whole or nothing_else):
            return None
    return body


def error_for(
    fault: Fault,
    vendor: Vendor,
    operation: Operation[Any],
    *,
    corrected: bool,
    secrets: tuple[str, ...],
    retry_after: float | None = None,
) -> AnsweredError:
    """The exception for an answer that is an error.

    Args:
        fault: The answer.
        vendor: The vendor.
        operation: The operation.
        corrected: Whether the user gave the path, so that it is no guess of ours.
        secrets: What must not appear in it, should the answer echo it.
        retry_after: Seconds the vendor asks to wait.
    """
    response = fault.response
    cls = RateLimitError if fault.rate_limited else error_class(response.status, fault.kind)
    names, envelope = vendor.envelope, fault.envelope
    told: dict[str, Any] = {}
    if names is not None and envelope is not None:
        for attribute, name in (("vendor_message", names.message), ("field", names.field)):
            value = envelope.get(name) if name else None
            told[attribute] = None if value is None else redacted(str(value), secrets)
        told["data"] = _redacted_data(envelope.get(names.data) if names.data else None, secrets)
        told["code"] = redacted(fault.code or "", secrets)
    meaning = None if fault.known is None else fault.known.meaning
    evidence = operation.path_evidence
    message = f"{operation.name}: {vendor.title} answered {response.status}"
    if fault.code is not None:
        message += f", code {_clipped(told['code'])}"
    if meaning:
        message += f": {meaning}"
    if told.get("vendor_message"):
        message += f" (in its own words: {_clipped(told['vendor_message'])!r})"
    if 300 <= response.status < 400:
        message += _redirect(response)
    if response.damage is not None:
        message += f"; its body could not be read whole: {response.damage}"
    elif envelope is None and response.content_type == "text/html":
        message += "; the body is a web page, probably that of a proxy"
    if response.status in (404, 405) and not corrected and evidence.level not in ("documented", "observed"):
        because = f": {evidence.because}" if evidence.because else ""
        message += (
            f". The path of this operation is {evidence.level}, not documented{because}; if it is wrong, "
            f"operation_paths={{{operation.name!r}: …}} corrects it"
        )
    return cls(
        message,
        operation=operation.name,
        status=response.status,
        meaning=meaning,
        request_id=redacted_id(response, secrets),
        retry_after=retry_after,
        body_start=redacted_bytes(response.content, secrets),
        evidence=evidence,
        **told,
    )


def redacted(text: str, secrets: tuple[str, ...]) -> str:
    """A text without any of the secrets in it."""
    for secret in secrets:
        text = text.replace(secret, _REDACTED.decode())
    return text


def redacted_id(response: RawResponse, secrets: tuple[str, ...]) -> str | None:
    """The id of an answer without any of the secrets in it."""
    request_id = response.request_id
    return None if request_id is None else redacted(request_id, secrets)


def redacted_bytes(content: bytes, secrets: tuple[str, ...]) -> bytes:
    """The first bytes of a body without any of the secrets in them."""
    head = content[:4096]
    for secret in secrets:
        head = head.replace(secret.encode(), _REDACTED)
    return head


def _redacted_data(value: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return redacted(value, secrets)
    if isinstance(value, list):
        return [_redacted_data(inner, secrets) for inner in value]
    if isinstance(value, dict):
        return {redacted(key, secrets): _redacted_data(inner, secrets) for key, inner in value.items()}
    return value


def _clipped(text: str) -> str:
    return text if len(text) <= _CLIP else text[:_CLIP] + "…"


def _redirect(response: RawResponse) -> str:
    from urllib.parse import urlsplit

    location = response.headers.get("location")
    if not location:
        return "; that is a redirect without saying where to: check base_url"
    try:
        host = urlsplit(location).hostname
        to = f"to the host {host}" if host else "to another path of the same host"
    except ValueError:
        to = "to what is no URL"
    return f"; that is a redirect {to}, which is not followed, since credentials would go along: check base_url"
