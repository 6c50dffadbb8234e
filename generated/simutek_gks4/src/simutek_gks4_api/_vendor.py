# Made by `make generate` from specs/simutek_gks4/openapi.yaml; changes made here are lost.
"""What holds for all operations: base URL, credentials, quota, error codes."""

from __future__ import annotations

from erp_client_runtime.operation import TokenEndpoint, Vendor

VENDOR = Vendor(
    name="simutek_gks4",
    title="Simutek GKS4 REST API",
    base_url=None,
    quota=None,
    envelope=None,
    error_codes={},
    schemes=(),
    operations=frozenset(
        {
            "create_customer",
            "create_sales_order",
            "get_customer",
            "list_customers",
        }
    ),
    token=TokenEndpoint(
        url="https://id.simutek.se/connect/token",
        client="form",
        lifetime=("expires_in",),
        default=600.0,
        description="A client's id and secret. Simutek gives them when the client is registered in GKS4.",
    ),
)
