# Made by `make generate` from specs/comarch_erp_xt/openapi.yaml; changes made here are lost.
"""What holds for all operations: base URL, credentials, quota, error codes."""

from __future__ import annotations

from erp_client_runtime.operation import Envelope, ErrorCode, TokenEndpoint, Vendor

VENDOR = Vendor(
    name="comarch_erp_xt",
    title="Comarch ERP XT public API",
    base_url="https://app.erpxt.de/api2/public",
    quota=None,
    envelope=Envelope(code="Code", message="Message", data="Data"),
    error_codes={
        "EntityNotFoundException": ErrorCode("there is no element with this id", error="not_found"),
    },
    schemes=(),
    operations=frozenset(
        {
            "create_bank_account",
            "create_customer",
            "create_invoice",
            "create_payment_type",
            "create_product",
            "create_proforma",
            "delete_bank_account",
            "delete_customer",
            "delete_invoice",
            "delete_payment_type",
            "delete_product",
            "delete_proforma",
            "get_bank_account",
            "get_customer",
            "get_invoice",
            "get_payment_type",
            "get_product",
            "get_proforma",
            "list_bank_accounts",
            "list_custom_prints",
            "list_customers",
            "list_invoices",
            "list_payment_types",
            "list_products",
            "list_proformas",
            "print_invoice",
            "print_proforma",
            "update_bank_account",
            "update_customer",
            "update_invoice",
            "update_payment_type",
            "update_product",
            "update_proforma",
        }
    ),
    token=TokenEndpoint(
        url="/token",
        client="basic",
        lifetime=("expires", "expires_in"),
        default=600.0,
        description="Id and secret of one program, made in ERP XT under Mein Konto, Konto verwalten, ÖFFENTLICHE API.",
    ),
)
