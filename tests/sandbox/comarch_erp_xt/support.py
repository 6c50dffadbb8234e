"""What the tests of this vendor share: its login, its elements, and how its errors look."""

from __future__ import annotations

from typing import Any

import httpx

from erp_sandbox import Sandbox
from tests.sandbox.support import PLAIN

MISSING = "EntityNotFoundException"
RESOURCES = ("products", "customers", "invoices", "proformas", "paymenttypes", "bankaccounts", "customprints")
DOCUMENTS = ("invoices", "proformas")
PRODUCT = {"Name": "Nut", "UnitOfMeasurment": "Pcs", "Rate": 9}


def log_in(box: Sandbox, url: str | None = None, **options: Any) -> httpx.Response:
    """Ask for a token, with the right credentials if there are no others among the options."""
    credentials = box.credentials
    options = {
        "auth": (credentials["client_id"], credentials["client_secret"]),
        "data": {"grant_type": "client_credentials"},
        **options,
    }
    assert box.token_url is not None
    return httpx.post(url or box.token_url, verify=PLAIN, **options)


def listed(client: httpx.Client, resource: str, **query: Any) -> list[dict[str, Any]]:
    """The elements of a resource, without `$id`."""
    response = client.get(resource, params={f"${name}": value for name, value in query.items()})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = without_json_ids(response.json())
    return found


def created(client: httpx.Client, resource: str, body: dict[str, Any]) -> dict[str, Any]:
    """Create an element, and read it."""
    response = client.post(resource, json=body)
    assert response.status_code == 200, response.text
    number = response.json()
    assert type(number) is int
    return read(client, resource, number)


def read(client: httpx.Client, resource: str, number: int) -> dict[str, Any]:
    response = client.get(f"{resource}/{number}")
    assert response.status_code == 200, response.text
    found: dict[str, Any] = without_json_ids(response.json())
    return found


def written(response: httpx.Response) -> None:
    """Check that this is the answer to a change or a deletion."""
    assert (response.status_code, response.content) == (204, b""), response.text


def refused(response: httpx.Response, status: int, code: str | None = None) -> str:
    """Check that this is the vendor's envelope with these values, and give its text."""
    assert response.headers["content-type"] == "application/json"
    body: dict[str, Any] = response.json()
    assert list(body) == ["Message", "Code", "Data"]
    assert (response.status_code, body["Code"]) == (status, code), body
    assert body["Message"]
    return str(body["Message"])


def without_json_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [without_json_ids(item) for item in value]
    if isinstance(value, dict):
        return {name: without_json_ids(item) for name, item in value.items() if name != "$id"}
    return value


def document(client: httpx.Client, **fields: Any) -> dict[str, Any]:
    """The body of a new document of the first customer, with one line."""
    return {
        "PurchasingPartyId": listed(client, "customers")[0]["Id"],
        "PaymentTypeId": listed(client, "paymenttypes")[0]["Id"],
        "Items": [line(client)],
        **fields,
    }


def line(client: httpx.Client, **fields: Any) -> dict[str, Any]:
    return {"ProductId": listed(client, "products")[0]["Id"], "Quantity": 2, "ProductCurrencyNetPrice": 10, **fields}
