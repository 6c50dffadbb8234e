"""What the tests of Simutek GKS4 share: its login, its members, and how its errors look."""

from __future__ import annotations

import httpx

from erp_sandbox import Sandbox
from tests.sandbox.support import PLAIN

CUSTOMERS = "/api/v1/customers"
ORDERS = "/api/v1/salesorders"
NEW = {"name": "Ny AB", "number": "N1", "invoiceEmail": None, "corporateIdentityNumber": "999999-0001"}
MEMBERS = ["name", "number", "invoiceEmail", "postalAddress", "corporateIdentityNumber"]
PARTS = ["address1", "address2", "address3", "city", "zipCode", "state", "countryCode"]


def log_in(box: Sandbox, **form: str) -> httpx.Response:
    assert box.token_url is not None
    return httpx.post(box.token_url, data={"grant_type": "client_credentials", **box.credentials, **form}, verify=PLAIN)


def numbers(response: httpx.Response) -> list[str]:
    assert response.status_code == 200
    return [customer["number"] for customer in response.json()]


def problem(response: httpx.Response, status: int, field: str | None = None) -> str:
    """Check that this is a problem in the usual form, and give its text."""
    body = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, body["status"], body["type"]) == (status, status, "about:blank")
    assert list(body.get("errors", {})) == ([] if field is None else [field])
    return str(body["detail"])
