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
from erp_client_runtime.redaction import redacted, redacted_bytes, redacted_id
from erp_client_runtime.response import RawResponse

DEEPEST = 32
"""How many levels of what an answer holds go into an error."""
TOO_DEEP = "[nested too deeply]"
"""What stands for the levels below."""

_CLIP = 300
_TEXT = 2000


class Fault:
    """An answer that is an error.

    Attributes:
        response: The answer.
        told: What its body tells: the vendor's error body, or one that has its message and no code; empty if neither.
        code: The vendor's code as text; None if there is none.
        known: What the documentation says about the code; None if it says nothing.
    """

    __slots__ = ("code", "known", "response", "told")

    def __init__(
        self, response: RawResponse, told: Mapping[str, Any], code: str | None, known: ErrorCode | None
    ) -> None:
        self.response = response
        self.told = told
        self.code = code
        self.known = known

    @property
    def envelope(self) -> Mapping[str, Any] | None:
        """The vendor's error body; None if the answer does not have one.

        One without a code is not it: whatever failed may have made that, so it does not prove that nothing was done.
        """
        return None if self.code is None else self.told

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
    body = None if names is None or response.damage is not None else _object_in(operation, response)
    if names is None or body is None:
        return None if success else Fault(response, {}, None, None)
    code = body.get(names.code)
    if code is None or isinstance(code, (bool, dict, list)) or code == "":
        told = body if names.message is not None and isinstance(body.get(names.message), str) else {}
        return None if success else Fault(response, told, None, None)
    if success and not _is_nothing_else(names, body):
        return None
    text = str(code)
    return Fault(response, body, text, operation.error_codes.get(text) or vendor.error_codes.get(text))


def _object_in(operation: Operation[Any], response: RawResponse) -> dict[str, Any] | None:
    if not response.content.strip():
        return None
    try:
        body = json_value(response, Decoding(operation.name))
    except DecodeError:
        return None  # not JSON, so not the envelope: a proxy's page; its first bytes go into the error
    return body if isinstance(body, dict) else None


def _is_nothing_else(names: Envelope, body: Mapping[str, Any]) -> bool:
    """Whether an object that came under a status of success can only be an error.

    An ordinary one may well have a field of that name, and code 0 says that all is well.
    """
    parts = {name for name in (names.code, names.message, names.field, names.data) if name is not None}
    whole = len(parts) > 2 and parts <= body.keys()
    nothing_else = body.keys() <= parts and (names.message is None or names.message in body)
    return str(body[names.code]) != "0" and (whole or nothing_else)


def error_for(
    fault: Fault,
    vendor: Vendor,
    operation: Operation[Any],
    *,
    corrected: bool,
    secrets: tuple[str, ...],
    retry_after: float | None = None,
    remark: str = "",
) -> AnsweredError:
    """The exception for an answer that is an error.

    Args:
        fault: The answer.
        vendor: The vendor.
        operation: The operation.
        corrected: Whether the user gave the path, so that it is no guess of ours.
        secrets: What must not appear in it, should the answer echo it.
        retry_after: Seconds the vendor asks to wait.
        remark: What else is known about it, to be put at the end of the message.
    """
    response = fault.response
    cls = RateLimitError if fault.rate_limited else error_class(response.status, fault.kind)
    names = vendor.envelope
    told: dict[str, Any] = {}
    if names is not None and fault.told:
        for attribute, name in (("vendor_message", names.message), ("field", names.field)):
            value = fault.told.get(name) if name else None
            told[attribute] = None if value is None else redacted(str(value), secrets)
        told["data"] = _redacted_data(fault.told.get(names.data) if names.data else None, secrets)
        told["code"] = None if fault.code is None else redacted(fault.code, secrets)
    else:
        told["vendor_message"] = _words(operation, response, secrets)
    meaning = None if fault.known is None else fault.known.meaning
    message = f"{operation.name}: {vendor.title} answered {response.status}"
    if fault.code is not None:
        message += f", code {clipped(told['code'])}"
    if meaning:
        message += f": {meaning}"
    if told.get("vendor_message"):
        message += f" (in its own words: {clipped(told['vendor_message'])!r})"
    if retry_after is not None:
        message += f"; it asks to wait {retry_after:g} s"
    if 300 <= response.status < 400:
        message += _redirect(response)
    if response.damage is not None:
        message += f"; its body could not be read whole: {response.damage}"
    elif not fault.told and response.content_type == "text/html":
        message += "; the body is a web page, probably that of a proxy"
    return cls(
        message + _hint(fault, vendor, operation, corrected=corrected) + remark,
        operation=operation.name,
        status=response.status,
        meaning=meaning,
        request_id=redacted_id(response, secrets),
        retry_after=retry_after,
        body_start=redacted_bytes(response.content, secrets),
        evidence=operation.path_evidence,
        **told,
    )


def _words(operation: Operation[Any], response: RawResponse, secrets: tuple[str, ...]) -> str | None:
    """What an answer without the vendor's error body tells, as problem details (RFC 9457) or as plain text."""
    if response.damage is not None:
        return None
    if response.content_type == "text/plain":
        return redacted_bytes(response.content, secrets, _TEXT).decode("utf-8", "replace").strip() or None
    body = _object_in(operation, response) or {}
    found = (body.get(name) for name in ("detail", "title"))
    return next((redacted(text, secrets) for text in found if isinstance(text, str) and text), None)


def _hint(fault: Fault, vendor: Vendor, operation: Operation[Any], *, corrected: bool) -> str:
    """How the user corrects what we may have got wrong about the operation."""
    status, evidence = fault.response.status, operation.path_evidence
    path = f"operation_paths={{{operation.name!r}: '/…'}}"
    if operation.assumed and fault.known is None and status in (400, 404, 405, 422):
        names = f"wire_names={{'{operation.name}.…': '…'}}"
        if corrected:
            return f". If a name of what it takes is wrong, {names} corrects it" if status in (400, 422) else ""
        return f". {operation.guess}; if that is wrong, {path} corrects it, and {names} names of what it takes"
    if status not in (404, 405) or corrected or evidence is None:
        return ""
    if evidence.level in ("documented", "observed"):
        # A 404 to an id says that it does not exist, unless it is not the vendor who says so.
        foreign = vendor.envelope is not None and fault.envelope is None
        nothing_to_miss = "{" not in operation.path and fault.kind is None
        return f". Check base_url: {operation.path} is added to it" if foreign or nothing_to_miss else ""
    level = "known from an example only" if evidence.level == "example" else f"{evidence.level}, not documented"
    because = f": {evidence.because}" if evidence.because else ""
    return (
        f". The path of this operation is {level}{because}. It is {operation.path}, added to base_url; if it is wrong, "
        f"{path} corrects it"
    )


def _redacted_data(value: Any, secrets: tuple[str, ...], level: int = 0) -> Any:
    if isinstance(value, str):
        return redacted(value, secrets)
    if level >= DEEPEST and isinstance(value, list | dict):
        return TOO_DEEP
    if isinstance(value, list):
        return [_redacted_data(inner, secrets, level + 1) for inner in value]
    if isinstance(value, dict):
        return {redacted(key, secrets): _redacted_data(inner, secrets, level + 1) for key, inner in value.items()}
    return value


def clipped(text: str) -> str:
    """A text that may be long, for a message."""
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
