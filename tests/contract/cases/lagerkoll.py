"""Cases of Lagerkoll. The examples of its documentation, with values of our own, are the cassettes of origin `docs`."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from erp_client_runtime.results import Changes
from lagerkoll import AsyncLagerkoll, Lagerkoll
from lagerkoll.errors import (
    AmbiguousWriteError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    DecodeError,
    NotFoundError,
    ServerError,
    UnexpectedStatusError,
)
from lagerkoll.models import CostCenter, CostCenterCreate, PaymentTerm
from scripts.contract.case import Case, Fault, Lists, Raises, Returns, Succeeds, Suite
from tests.contract.cases._short import Steps, answers, refuses

PERSON = ("store", "user_id", "user_token")
TERM = PaymentTerm(code="30N", description="30 days net")
WORKSHOP = CostCenter(id=52, external_id="X-17", short_name="WS", name="Workshop", active=True)
SEEDED_TERMS = [
    PaymentTerm(code="10N", description="10 days net"),
    PaymentTerm(code="30N", description="30 days net"),
    PaymentTerm(code="60/2%", description="60 days, 2 % within 10 days"),
    PaymentTerm(code="FÖRSKOTT", description="Payment in advance"),
]


def _term_changes(client: Any) -> Steps:
    before = yield client.payment_terms.list()
    yield client.payment_terms.create(code="45N", description="45 days net")
    return (yield client.payment_terms.changes(before.cursor))


def _center_changes(client: Any) -> Steps:
    before = yield client.cost_centers.list()
    yield client.cost_centers.change(44, active=False)
    return (yield client.cost_centers.changes(before.cursor))


def _first_term(client: Any) -> Steps:
    terms = yield client.payment_terms.list()
    return (yield client.payment_terms.get(terms[0].code)) if terms else None


def _first_center(client: Any) -> Steps:
    centers = yield client.cost_centers.list()
    return (yield client.cost_centers.get(centers[0].id)) if centers else None


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


_DRIFTED = '{"paymentTerms": [{"code": 30, "description": null, "discount": 1.10}], "since": null}'

PAYMENT_TERMS = (
    Case(
        operation="list_payment_terms",
        name="example",
        origin="docs",
        call=lambda client: client.payment_terms.list(),
        expected=Lists([TERM], 4211),
    ),
    Case(
        operation="list_payment_terms",
        name="seeded",
        origin="sandbox",
        call=lambda client: client.payment_terms.list(),
        expected=Lists(SEEDED_TERMS, 4177),
    ),
    Case(
        operation="list_payment_terms",
        name="person",
        origin="sandbox",
        login=PERSON,
        call=lambda client: client.payment_terms.list(),
        expected=Lists(SEEDED_TERMS, 4177),
    ),
    Case(
        operation="list_payment_terms",
        name="changes",
        origin="sandbox",
        call=_term_changes,
        expected=Returns(Changes([PaymentTerm(code="45N", description="45 days net")], 4178)),
    ),
    Case(
        operation="list_payment_terms",
        name="nothing_changed",
        origin="sandbox",
        call=lambda client: client.payment_terms.changes(4177),
        expected=Returns(Changes([], 4177)),
    ),
    Case(
        operation="list_payment_terms",
        name="paused",
        origin="sandbox",
        faults=(Fault("list_payment_terms", "status", {"status": 429, "retry_after": 7}),),
        call=lambda client: client.payment_terms.list(),
        expected=Lists(SEEDED_TERMS, 4177),
        waits=(7.0,),
    ),
    Case(
        operation="list_payment_terms",
        name="unavailable",
        origin="sandbox",
        faults=refuses("list_payment_terms", 503),
        call=lambda client: client.payment_terms.list(),
        expected=Lists(SEEDED_TERMS, 4177),
        waits=(0.25,),
    ),
    Case(
        operation="list_payment_terms",
        name="cursor_missing",
        origin="sandbox",
        faults=answers("list_payment_terms", '{"paymentTerms": []}'),
        call=lambda client: client.payment_terms.changes(4211),
        expected=Returns(Changes([], 4211)),
        drift=("missing_field",),
    ),
    Case(
        operation="list_payment_terms",
        name="refused",
        origin="sandbox",
        faults=refuses("list_payment_terms", 400),
        call=lambda client: client.payment_terms.list(),
        expected=Raises(BadRequestError, {"code": "900531", "status": 400}),
    ),
    Case(
        operation="list_payment_terms",
        name="rejected",
        origin="sandbox",
        rejected=True,
        call=lambda client: client.payment_terms.list(),
        expected=Raises(AuthenticationError, {"code": "900001", "meaning": "the credentials do not match"}),
    ),
    Case(
        operation="list_payment_terms",
        name="rejected_person",
        origin="sandbox",
        rejected=True,
        login=PERSON,
        call=lambda client: client.payment_terms.list(),
        expected=Raises(AuthenticationError, {"code": "900001"}),
    ),
    Case(
        operation="list_payment_terms",
        name="drifted",
        origin="sandbox",
        faults=answers("list_payment_terms", _DRIFTED),
        call=lambda client: client.payment_terms.changes(4211),
        expected=Returns(
            Changes([PaymentTerm.from_dict({"code": "30", "description": None, "discount": Decimal("1.10")})], 4211)
        ),
        drift=("wrong_type", "unknown_field", "null"),
        deviates=True,
    ),
    Case(
        operation="list_payment_terms",
        name="drifted_strict",
        origin="sandbox",
        faults=answers("list_payment_terms", _DRIFTED),
        call=lambda client: client.payment_terms.list(options={"strict": True}),
        expected=Raises(DecodeError, {"path": "paymentTerms[0].code"}),
        deviates=True,
    ),
    Case(
        operation="get_payment_term",
        name="example",
        origin="docs",
        call=lambda client: client.payment_terms.get("30N"),
        expected=Returns(TERM),
    ),
    Case(
        operation="get_payment_term",
        name="encoded",
        origin="sandbox",
        call=lambda client: client.payment_terms.get("60/2%"),
        expected=Returns(SEEDED_TERMS[2]),
    ),
    Case(
        operation="get_payment_term",
        name="letters",
        origin="sandbox",
        call=lambda client: client.payment_terms.get("FÖRSKOTT"),
        expected=Returns(SEEDED_TERMS[3]),
    ),
    Case(
        operation="get_payment_term",
        name="none",
        origin="sandbox",
        call=lambda client: client.payment_terms.get("NONE"),
        expected=Raises(NotFoundError, {"status": 200, "code": None}),
    ),
    Case(
        operation="get_payment_term",
        name="several",
        origin="sandbox",
        faults=answers(
            "get_payment_term",
            '{"since": 4211, "paymentTerms": [{"code": "30", "description": "30 days"}, '
            '{"code": "30N", "description": "30 days net"}]}',
        ),
        call=lambda client: client.payment_terms.get("30N"),
        expected=Returns(TERM),
    ),
    Case(
        operation="get_payment_term",
        name="other",
        origin="sandbox",
        faults=answers("get_payment_term", '{"paymentTerms": [{"code": "30N", "description": "30 days net"}]}'),
        call=lambda client: client.payment_terms.get("30n"),
        expected=Returns(TERM),
        drift=("other_id",),
    ),
    Case(
        operation="get_payment_term",
        name="missing",
        origin="sandbox",
        settings={"on_missing_get": "error"},
        call=lambda client: client.payment_terms.get("NONE"),
        expected=Raises(NotFoundError, {"status": 404, "code": "900531"}),
    ),
    Case(
        operation="create_payment_term",
        name="example",
        origin="docs",
        call=lambda client: client.payment_terms.create(code="30N", description="30 days net"),
        expected=Returns(TERM),
    ),
    Case(
        operation="create_payment_term",
        name="refused",
        origin="docs",
        call=lambda client: client.payment_terms.create(code="30N", description="30 days net"),
        expected=Raises(
            BadRequestError,
            {
                "code": "900532",
                "meaning": "the payment term could not be created",
                "vendor_message": "Could not store the term",
                "field": None,
                "data": None,
            },
        ),
    ),
    Case(
        operation="create_payment_term",
        name="duplicate",
        origin="sandbox",
        call=lambda client: client.payment_terms.create(code="30N", description="again"),
        expected=Raises(ConflictError, {"code": "900532", "field": "code"}),
    ),
    Case(
        operation="create_payment_term",
        name="failed",
        origin="sandbox",
        settings={"error_status": "500"},
        call=lambda client: client.payment_terms.create(code="30N", description="again"),
        expected=Raises(ServerError, {"code": "900532", "status": 500}),
    ),
    Case(
        operation="create_payment_term",
        name="empty_answer",
        origin="sandbox",
        faults=(Fault("create_payment_term", "body", {"status": 204}),),
        call=lambda client: client.payment_terms.create(code="45N", description="45 days net"),
        expected=Returns(PaymentTerm()),
        drift=("empty_body",),
        deviates=True,
    ),
    Case(
        operation="create_payment_term",
        name="paused",
        origin="sandbox",
        faults=(Fault("create_payment_term", "status", {"status": 429, "retry_after": 2}),),
        call=lambda client: client.payment_terms.create(code="45N", description="45 days net"),
        expected=Returns(PaymentTerm(code="45N", description="45 days net")),
        waits=(2.0,),
    ),
    Case(
        operation="create_payment_term",
        name="looked_up",
        origin="sandbox",
        faults=(Fault("create_payment_term", "status", {"status": 504, "envelope": False, "processed": True}),),
        call=lambda client: client.payment_terms.create(code="45N", description="45 days net"),
        expected=Returns(PaymentTerm(code="45N", description="45 days net")),
        waits=(0.5,),
        deviates=True,
    ),
    Case(
        operation="create_payment_term",
        name="looked_up_not_there",
        origin="sandbox",
        faults=(Fault("create_payment_term", "status", {"status": 502, "envelope": False}),),
        call=lambda client: client.payment_terms.create(code="45N", description="45 days net"),
        expected=Raises(AmbiguousWriteError, {"found": "nothing", "status": 502}),
        waits=(0.5, 1.5, 3.0),
        deviates=True,
    ),
    Case(
        operation="create_payment_term",
        name="looked_up_different",
        origin="sandbox",
        faults=(Fault("create_payment_term", "status", {"status": 502, "envelope": False}),),
        call=lambda client: client.payment_terms.create(code="30N", description="30 days"),
        expected=Raises(AmbiguousWriteError, {"found": "different", "differing": ("description",)}),
        waits=(0.5, 1.5, 3.0),
        deviates=True,
    ),
    Case(
        operation="update_payment_term",
        name="example",
        origin="docs",
        call=lambda client: client.payment_terms.update("30N", code="30N", description="30 days net"),
        expected=Returns(TERM),
    ),
    Case(
        operation="update_payment_term",
        name="changed",
        origin="sandbox",
        call=lambda client: client.payment_terms.change("30N", description="30 days"),
        expected=Returns(PaymentTerm(code="30N", description="30 days")),
    ),
    Case(
        operation="update_payment_term",
        name="refused_in_success",
        origin="sandbox",
        settings={"error_status": "200"},
        call=lambda client: client.payment_terms.update("NONE", code="NONE", description="nothing"),
        expected=Raises(UnexpectedStatusError, {"code": "900533", "status": 200}),
    ),
    Case(
        operation="update_payment_term",
        name="missing",
        origin="sandbox",
        call=lambda client: client.payment_terms.update("NONE", code="NONE", description="nothing"),
        expected=Raises(NotFoundError, {"status": 404, "code": "900533"}),
    ),
    Case(
        operation="delete_payment_term",
        name="existing",
        origin="sandbox",
        call=lambda client: client.payment_terms.delete("30N"),
        expected=Returns(None),
    ),
    Case(
        operation="delete_payment_term",
        name="missing",
        origin="sandbox",
        call=lambda client: client.payment_terms.delete("NONE"),
        expected=Raises(NotFoundError, {"status": 404, "code": "900534"}),
    ),
)

COST_CENTERS = (
    Case(
        operation="list_cost_centers",
        name="example",
        origin="docs",
        call=lambda client: client.cost_centers.list(),
        expected=Lists([WORKSHOP], 4300),
    ),
    Case(
        operation="list_cost_centers",
        name="changes",
        origin="sandbox",
        login=PERSON,
        call=_center_changes,
        expected=Returns(
            Changes([CostCenter(id=44, external_id="X-18", short_name="WH", name="Warehouse", active=False)], 4351)
        ),
    ),
    Case(
        operation="list_cost_centers",
        name="refused",
        origin="sandbox",
        faults=refuses("list_cost_centers", 400),
        call=lambda client: client.cost_centers.list(),
        expected=Raises(BadRequestError, {"code": "900911"}),
    ),
    Case(
        operation="get_cost_center",
        name="example",
        origin="docs",
        call=lambda client: client.cost_centers.get(52),
        expected=Returns(WORKSHOP),
    ),
    Case(
        operation="get_cost_center",
        name="none",
        origin="sandbox",
        call=lambda client: client.cost_centers.get(999),
        expected=Raises(NotFoundError, {"status": 200, "code": None}),
    ),
    Case(
        operation="get_cost_center",
        name="several",
        origin="sandbox",
        faults=answers(
            "get_cost_center",
            '{"costCenters": [{"id": 5, "name": "Other"}, {"id": 52, "name": "Workshop"}], "since": 4300}',
        ),
        call=lambda client: client.cost_centers.get(52),
        expected=Returns(CostCenter(id=52, name="Workshop")),
    ),
    Case(
        operation="get_cost_center",
        name="missing",
        origin="sandbox",
        settings={"on_missing_get": "error"},
        call=lambda client: client.cost_centers.get(999),
        expected=Raises(NotFoundError, {"status": 404, "code": "900911"}),
    ),
    Case(
        operation="create_cost_center",
        name="example",
        origin="docs",
        call=lambda client: client.cost_centers.create(CostCenterCreate(name="Workshop", active=True, short_name="WS")),
        expected=Returns(WORKSHOP),
    ),
    Case(
        operation="create_cost_center",
        name="active_by_default",
        origin="sandbox",
        call=lambda client: client.cost_centers.create(short_name="NEW", name="New shop"),
        expected=Returns(CostCenter(id=46, external_id=None, short_name="NEW", name="New shop", active=True)),
    ),
    Case(
        operation="create_cost_center",
        name="duplicate",
        origin="sandbox",
        settings={"short_name_unique": "yes"},
        call=lambda client: client.cost_centers.create(short_name="WS", name="Workshop again"),
        expected=Raises(ConflictError, {"code": "900912", "field": "shortName"}),
    ),
    Case(
        operation="update_cost_center",
        name="example",
        origin="docs",
        call=lambda client: client.cost_centers.update(52, WORKSHOP),
        expected=Returns(WORKSHOP),
    ),
    Case(
        operation="update_cost_center",
        name="missing",
        origin="sandbox",
        call=lambda client: client.cost_centers.update(999, short_name="NO", name="Nothing", active=False),
        expected=Raises(NotFoundError, {"status": 404, "code": "900913"}),
    ),
    Case(
        operation="delete_cost_center",
        name="existing",
        origin="sandbox",
        call=lambda client: client.cost_centers.delete(43),
        expected=Returns(None),
    ),
    Case(
        operation="delete_cost_center",
        name="missing",
        origin="sandbox",
        call=lambda client: client.cost_centers.delete(999),
        expected=Raises(NotFoundError, {"status": 404, "code": "900914"}),
    ),
)

LIVE = (
    Case(
        operation="list_payment_terms",
        name="live",
        origin="live",
        call=lambda client: client.payment_terms.list(),
        expected=Succeeds(),
    ),
    Case(operation="get_payment_term", name="live", origin="live", call=_first_term, expected=Succeeds()),
    Case(
        operation="update_payment_term",
        name="live",
        origin="live",
        call=_term_written,
        expected=Succeeds(),
        writes=True,
    ),
    Case(
        operation="list_cost_centers",
        name="live",
        origin="live",
        call=lambda client: client.cost_centers.list(),
        expected=Succeeds(),
    ),
    Case(operation="get_cost_center", name="live", origin="live", call=_first_center, expected=Succeeds()),
    Case(
        operation="update_cost_center",
        name="live",
        origin="live",
        call=_center_written,
        expected=Succeeds(),
        writes=True,
    ),
)

SUITE = Suite(
    vendor="lagerkoll",
    client=Lagerkoll,
    async_client=AsyncLagerkoll,
    logins=(("store", "api_key"), PERSON),
    cases=(*PAYMENT_TERMS, *COST_CENTERS, *LIVE),
)
