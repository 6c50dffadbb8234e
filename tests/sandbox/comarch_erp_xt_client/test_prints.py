"""Print-outs of the Comarch ERP XT client."""

from __future__ import annotations

from typing import Any

import pytest

from comarch_erp_xt import ComarchERPXT
from comarch_erp_xt.errors import AssumedOperationError, DecodeError, NotFoundError
from erp_sandbox import Sandbox
from erp_sandbox.pytest import SandboxFactory
from tests.sandbox.comarch_erp_xt.support import MISSING
from tests.sandbox.comarch_erp_xt_client.support import Connect


@pytest.mark.parametrize("form", ["base64", "data_uri"])
@pytest.mark.parametrize("resource", ["invoices", "proformas"])
def test_a_document_is_printed_at_either_path_and_in_either_form(
    sandbox: SandboxFactory, connect: Connect, resource: str, form: str
) -> None:
    vendor = sandbox("comarch_erp_xt", settings={"print_form": form}, clock="fixed")
    operation = f"print_{resource.removesuffix('s')}"
    number = vendor.elements(resource)[0]["Id"]
    refusing = getattr(connect(vendor), resource)
    with pytest.raises(AssumedOperationError, match=f"operation_paths={{'{operation}'.*allow_assumed=True"):
        refusing.print(number)
    assert list(vendor.requests) == []
    allowed: Any = getattr(connect(vendor, allow_assumed=True, strict=True), resource)
    corrected: Any = getattr(
        connect(vendor, operation_paths={operation: f"/{resource}/print/{{id}}"}, strict=True), resource
    )
    document = allowed.print(number)
    assert type(document) is bytes
    assert document.startswith(b"%PDF-")
    assert document.rstrip().endswith(b"%%EOF")
    assert corrected.print(number) == document
    template = vendor.elements("custom_prints")[0]["Id"]
    assert corrected.print(number, custom_print_id=template) != document
    assert vendor.requests[-1].query == f"customPrintId={template}"
    for missing, wanted in [(1, None), (number, 1)]:
        with pytest.raises(NotFoundError) as caught:
            allowed.print(missing, custom_print_id=wanted)
        assert (caught.value.status, caught.value.code) == (400, MISSING)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'"aGFsbG8="', "something else"),
        (b'"not Base64!"', "not Base64"),
        (b'""', "PDF|empty|pdf"),
        (b"null", "null"),
        (b"{}", "an object"),
        (b"", "empty"),
        (b"<html>Sign in</html>", "HTML"),
    ],
)
def test_a_print_that_is_no_pdf_is_an_error(vendor: Sandbox, client: ComarchERPXT, body: bytes, told: str) -> None:
    vendor.faults.add("print_invoice", "body", body=body)
    with pytest.raises(DecodeError, match=told) as caught:
        client.invoices.print(5)
    assert caught.value.body_start == body


def test_a_print_path_that_is_wrong_says_how_it_is_corrected(vendor: Sandbox, client: ComarchERPXT) -> None:
    vendor.faults.add("print_invoice", "status", status=404, envelope=False)
    with pytest.raises(NotFoundError, match=r"guess.*operation_paths={'print_invoice'"):
        client.invoices.print(5)
    # The vendor's own code says that it is the document that is missing.
    with pytest.raises(NotFoundError) as caught:
        client.invoices.print(5)
    assert "operation_paths" not in str(caught.value)
