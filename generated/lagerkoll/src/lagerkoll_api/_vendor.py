# Made by `make generate` from specs/lagerkoll/openapi.yaml; changes made here are lost.
"""What holds for all operations: base URL, credentials, quota, error codes."""

from __future__ import annotations

from erp_client_runtime.operation import Credential, Envelope, ErrorCode, QuotaLimit, Vendor

API_KEY = Credential(
    "api_key",
    "api_key",
    "Key for programs. Lagerkoll shows it at the place where the API was activated, beside the store id.",
)
STORE = Credential("store", "store", "Id of the store. Lagerkoll shows it at the place where the API was activated.")
USER_ID = Credential("user_id", "user_id", "Id of a person. Returned by the login of that person.")
USER_TOKEN = Credential(
    "user_token", "user_token", "Token of a person. Returned by the login of that person, together with the user id."
)

VENDOR = Vendor(
    name="lagerkoll",
    title="Lagerkoll customer API",
    base_url="https://capi.lagerkoll.com",
    quota=QuotaLimit(requests=200, per=60.0),
    envelope=Envelope(code="errorCode", message="errorMessage", field="errorField", data="errorData"),
    error_codes={
        "900001": ErrorCode("the credentials do not match", error="authentication"),
        "900101": ErrorCode("general error, not explained further"),
        "900429": ErrorCode("too many requests", error="rate_limit"),
    },
    schemes=((API_KEY, STORE), (USER_ID, USER_TOKEN, STORE)),
    operations=frozenset(
        {
            "create_cost_center",
            "create_payment_term",
            "delete_cost_center",
            "delete_payment_term",
            "get_cost_center",
            "get_payment_term",
            "list_cost_centers",
            "list_payment_terms",
            "update_cost_center",
            "update_payment_term",
        }
    ),
)
