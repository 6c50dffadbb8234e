"""Cases of Lagerkoll: its payment terms."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from erp_client_runtime.results import Changes
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
from lagerkoll.models import PaymentTerm
from scripts.contract.case import Case, Lists, Raises, Returns
from tests.contract.cases._short import Call, Steps, answers, refuses

PERSON = ("store", "user_id", "user_token")
TERM = PaymentTerm(code="30N", description="30 days net")
SEEDED_TERMS = [
    PaymentTerm(code="10N", description="10 days net"),
    PaymentTerm(code="30N", description="30 days net"),
    PaymentTerm(code="60/2%", description="60 days, 2 % within 10 days"),
    PaymentTerm(code="FÖRSKOTT", description="Payment in advance"),
]


NEW_TERM = PaymentTerm(code="45N", description="45 days net")


def _terms(client: Any) -> Any:
    return client.payment_terms.list()


def _terms_after(cursor: int) -> Call:
    return lambda client: client.payment_terms.changes(cursor)


def _term(code: str) -> Call:
    return lambda client: client.payment_terms.get(code)


def _new(code: str, description: str) -> Call:
    return lambda client: client.payment_terms.create(code=code, description=description)


def _missing_written(client: Any) -> Any:
    return client.payment_terms.update("NONE", code="NONE", description="nothing")


def _term_changes(client: Any) -> Steps:
    before = yield client.payment_terms.list()
    yield client.payment_terms.create(code="45N", description="45 days net")
    return (yield client.payment_terms.changes(before.cursor))


_DRIFTED = '{"paymentTerms": [{"code": 30, "description": null, "discount": 1.10}], "since": null}'

PAYMENT_TERMS = (
    Case("list_payment_terms", "example", _terms, Lists([TERM], 4211), origin="docs"),
    Case("list_payment_terms", "seeded", _terms, Lists(SEEDED_TERMS, 4177)),
    Case("list_payment_terms", "person", _terms, Lists(SEEDED_TERMS, 4177), login=PERSON),
    Case("list_payment_terms", "changes", _term_changes, Returns(Changes([NEW_TERM], 4178))),
    Case("list_payment_terms", "nothing_changed", _terms_after(4177), Returns(Changes([], 4177))),
    Case(
        "list_payment_terms",
        "paused",
        _terms,
        Lists(SEEDED_TERMS, 4177),
        fault=refuses(429, retry_after=7),
        waits=(7.0,),
    ),
    Case("list_payment_terms", "unavailable", _terms, Lists(SEEDED_TERMS, 4177), fault=refuses(503), waits=(0.25,)),
    Case(
        "list_payment_terms",
        "cursor_missing",
        _terms_after(4211),
        Returns(Changes([], 4211)),
        fault=answers('{"paymentTerms": []}'),
        drift=("missing_field",),
    ),
    Case(
        "list_payment_terms",
        "refused",
        _terms,
        Raises(BadRequestError, {"code": "900531", "status": 400}),
        fault=refuses(400),
    ),
    Case(
        "list_payment_terms",
        "rejected",
        _terms,
        Raises(AuthenticationError, {"code": "900001", "meaning": "the credentials do not match"}),
        rejected=True,
    ),
    Case(
        "list_payment_terms",
        "rejected_person",
        _terms,
        Raises(AuthenticationError, {"code": "900001"}),
        login=PERSON,
        rejected=True,
    ),
    Case(
        "list_payment_terms",
        "drifted",
        _terms_after(4211),
        Returns(
            Changes([PaymentTerm.from_dict({"code": "30", "description": None, "discount": Decimal("1.10")})], 4211)
        ),
        fault=answers(_DRIFTED),
        drift=("wrong_type", "unknown_field", "null"),
        deviates=True,
    ),
    Case(
        "list_payment_terms",
        "drifted_strict",
        lambda client: client.payment_terms.list(options={"strict": True}),
        Raises(DecodeError, {"path": "paymentTerms[0].code"}),
        fault=answers(_DRIFTED),
        deviates=True,
    ),
    Case("get_payment_term", "example", _term("30N"), Returns(TERM), origin="docs"),
    Case("get_payment_term", "encoded", _term("60/2%"), Returns(SEEDED_TERMS[2])),
    Case("get_payment_term", "letters", _term("FÖRSKOTT"), Returns(SEEDED_TERMS[3])),
    Case("get_payment_term", "none", _term("NONE"), Raises(NotFoundError, {"status": 200, "code": None})),
    Case(
        "get_payment_term",
        "several",
        _term("30N"),
        Returns(TERM),
        fault=answers(
            '{"since": 4211, "paymentTerms": [{"code": "30", "description": "30 days"}, '
            '{"code": "30N", "description": "30 days net"}]}'
        ),
    ),
    Case(
        "get_payment_term",
        "other",
        _term("30n"),
        Returns(TERM),
        fault=answers('{"paymentTerms": [{"code": "30N", "description": "30 days net"}]}'),
        drift=("other_id",),
    ),
    Case(
        "get_payment_term",
        "missing",
        _term("NONE"),
        Raises(NotFoundError, {"status": 404, "code": "900531"}),
        settings={"on_missing_get": "error"},
    ),
    Case("create_payment_term", "example", _new("30N", "30 days net"), Returns(TERM), origin="docs"),
    Case(
        "create_payment_term",
        "refused",
        _new("30N", "30 days net"),
        Raises(
            BadRequestError,
            {
                "code": "900532",
                "meaning": "the payment term could not be created",
                "vendor_message": "Could not store the term",
                "field": None,
                "data": None,
            },
        ),
        origin="docs",
    ),
    Case(
        "create_payment_term",
        "duplicate",
        _new("30N", "again"),
        Raises(ConflictError, {"code": "900532", "field": "code"}),
    ),
    Case(
        "create_payment_term",
        "failed",
        _new("30N", "again"),
        Raises(ServerError, {"code": "900532", "status": 500}),
        settings={"error_status": "500"},
    ),
    Case(
        "create_payment_term",
        "empty_answer",
        _new("45N", "45 days net"),
        Returns(PaymentTerm()),
        fault=answers(b"", status=204),
        drift=("empty_body",),
        deviates=True,
    ),
    Case(
        "create_payment_term",
        "paused",
        _new("45N", "45 days net"),
        Returns(NEW_TERM),
        fault=refuses(429, retry_after=2),
        waits=(2.0,),
    ),
    Case(
        "create_payment_term",
        "looked_up",
        _new("45N", "45 days net"),
        Returns(NEW_TERM),
        fault=refuses(504, envelope=False, processed=True),
        waits=(0.5,),
        deviates=True,
    ),
    Case(
        "create_payment_term",
        "looked_up_not_there",
        _new("45N", "45 days net"),
        Raises(AmbiguousWriteError, {"found": "nothing", "status": 502}),
        fault=refuses(502, envelope=False),
        waits=(0.5, 1.5, 3.0),
        deviates=True,
    ),
    Case(
        "create_payment_term",
        "looked_up_different",
        _new("30N", "30 days"),
        Raises(AmbiguousWriteError, {"found": "different", "differing": ("description",)}),
        fault=refuses(502, envelope=False),
        waits=(0.5, 1.5, 3.0),
        deviates=True,
    ),
    Case(
        "update_payment_term",
        "example",
        lambda client: client.payment_terms.update("30N", code="30N", description="30 days net"),
        Returns(TERM),
        origin="docs",
    ),
    Case(
        "update_payment_term",
        "changed",
        lambda client: client.payment_terms.change("30N", description="30 days"),
        Returns(PaymentTerm(code="30N", description="30 days")),
    ),
    Case(
        "update_payment_term",
        "refused_in_success",
        _missing_written,
        Raises(UnexpectedStatusError, {"code": "900533", "status": 200}),
        settings={"error_status": "200"},
    ),
    Case("update_payment_term", "missing", _missing_written, Raises(NotFoundError, {"status": 404, "code": "900533"})),
    Case("delete_payment_term", "existing", lambda client: client.payment_terms.delete("30N"), Returns(None)),
    Case(
        "delete_payment_term",
        "missing",
        lambda client: client.payment_terms.delete("NONE"),
        Raises(NotFoundError, {"status": 404, "code": "900534"}),
    ),
)
