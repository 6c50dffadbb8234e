"""Cases of Lagerkoll. The examples of its documentation, with values of our own, are the cassettes of origin `docs`.

Those of payment terms are in `_lagerkoll_terms`.
"""

from __future__ import annotations

from typing import Any

from erp_client_runtime.results import Changes
from lagerkoll import AsyncLagerkoll, Lagerkoll
from lagerkoll.errors import BadRequestError, ConflictError, NotFoundError
from lagerkoll.models import CostCenter, CostCenterCreate
from scripts.contract.case import Case, Lists, Raises, Returns, Succeeds, Suite
from tests.contract.cases._lagerkoll_terms import PAYMENT_TERMS, PERSON
from tests.contract.cases._short import Call, Steps, answers, refuses
from tests.contract.cases._usual import live_reads

WORKSHOP = CostCenter(id=52, external_id="X-17", short_name="WS", name="Workshop", active=True)


def _centers(client: Any) -> Any:
    return client.cost_centers.list()


def _center(number: int) -> Call:
    return lambda client: client.cost_centers.get(number)


def _center_changes(client: Any) -> Steps:
    before = yield client.cost_centers.list()
    yield client.cost_centers.change(44, active=False)
    return (yield client.cost_centers.changes(before.cursor))


def _term_written(client: Any) -> Steps:
    term = yield client.payment_terms.create(code="ERP-CLIENTS-TEST", description="may be deleted")
    try:
        yield client.payment_terms.change(term.code, description="may be deleted, changed")
    finally:
        yield client.payment_terms.delete(term.code)


def _center_written(client: Any) -> Steps:
    center = yield client.cost_centers.create(short_name="ERPTEST", name="may be deleted", active=False)
    try:
        yield client.cost_centers.change(center.id, name="may be deleted, changed")
    finally:
        yield client.cost_centers.delete(center.id)


COST_CENTERS = (
    Case("list_cost_centers", "example", _centers, Lists([WORKSHOP], 4300), origin="docs"),
    Case(
        "list_cost_centers",
        "changes",
        _center_changes,
        Returns(
            Changes([CostCenter(id=44, external_id="X-18", short_name="WH", name="Warehouse", active=False)], 4351)
        ),
        login=PERSON,
    ),
    Case("list_cost_centers", "refused", _centers, Raises(BadRequestError, {"code": "900911"}), fault=refuses(400)),
    Case("get_cost_center", "example", _center(52), Returns(WORKSHOP), origin="docs"),
    Case("get_cost_center", "none", _center(999), Raises(NotFoundError, {"status": 200, "code": None})),
    Case(
        "get_cost_center",
        "several",
        _center(52),
        Returns(CostCenter(id=52, name="Workshop")),
        fault=answers('{"costCenters": [{"id": 5, "name": "Other"}, {"id": 52, "name": "Workshop"}], "since": 4300}'),
    ),
    Case(
        "get_cost_center",
        "missing",
        _center(999),
        Raises(NotFoundError, {"status": 404, "code": "900911"}),
        settings={"on_missing_get": "error"},
    ),
    Case(
        "create_cost_center",
        "example",
        lambda client: client.cost_centers.create(CostCenterCreate(name="Workshop", active=True, short_name="WS")),
        Returns(WORKSHOP),
        origin="docs",
    ),
    Case(
        "create_cost_center",
        "active_by_default",
        lambda client: client.cost_centers.create(short_name="NEW", name="New shop"),
        Returns(CostCenter(id=46, external_id=None, short_name="NEW", name="New shop", active=True)),
    ),
    Case(
        "create_cost_center",
        "duplicate",
        lambda client: client.cost_centers.create(short_name="WS", name="Workshop again"),
        Raises(ConflictError, {"code": "900912", "field": "shortName"}),
        settings={"short_name_unique": "yes"},
    ),
    Case(
        "update_cost_center",
        "example",
        lambda client: client.cost_centers.update(52, WORKSHOP),
        Returns(WORKSHOP),
        origin="docs",
    ),
    Case(
        "update_cost_center",
        "missing",
        lambda client: client.cost_centers.update(999, short_name="NO", name="Nothing", active=False),
        Raises(NotFoundError, {"status": 404, "code": "900913"}),
    ),
    Case("delete_cost_center", "existing", lambda client: client.cost_centers.delete(43), Returns(None)),
    Case(
        "delete_cost_center",
        "missing",
        lambda client: client.cost_centers.delete(999),
        Raises(NotFoundError, {"status": 404, "code": "900914"}),
    ),
)

LIVE = (
    *live_reads("payment_terms", "payment_term", key="code"),
    *live_reads("cost_centers", "cost_center"),
    Case("update_payment_term", "live", _term_written, Succeeds(), origin="live", writes=True),
    Case("update_cost_center", "live", _center_written, Succeeds(), origin="live", writes=True),
)

SUITE = Suite(
    vendor="lagerkoll",
    client=Lagerkoll,
    async_client=AsyncLagerkoll,
    logins=(("store", "api_key"), PERSON),
    cases=(*PAYMENT_TERMS, *COST_CENTERS, *LIVE),
)
