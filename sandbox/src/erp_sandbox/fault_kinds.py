"""The kinds of faults, with options and examples: what `erp-sandbox faults` prints and `Faults` checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from erp_sandbox.errors import ConfigurationError

EXPIRED_TOKEN = "expired_token"  # noqa: S105 - the name of a kind
TOKEN = "token"  # noqa: S105 - the name of an operation
ANY = "*"

_INSTEAD = {"processed": "yes: processed first, and only then this answer; no if nothing is said"}


@dataclass(frozen=True)
class FaultKind:
    """One way in which a call goes wrong.

    Attributes:
        what: What happens, for people.
        options: The options that it takes besides those of every fault, each with what it means.
        main: The option that `KIND=VALUE` sets, None if there is none.
        examples: Faults as text.
    """

    what: str
    options: Mapping[str, str]
    main: str | None
    examples: tuple[str, ...]


KINDS: Mapping[str, FaultKind] = {
    "status": FaultKind(
        "not processed (but see processed); an error of the vendor with this status",
        {
            "status": "200 to 599, must be given",
            "retry_after": "value of Retry-After as it shall be sent, absurd ones too; none if nothing is said",
            "envelope": "no: an empty body in place of the vendor's; yes if nothing is said",
            **_INSTEAD,
        },
        "status",
        (
            "*:status=429,retry_after=2*3",
            "*:status=429",
            "*:status=429,retry_after=-1",
            "*:status=429,retry_after=99999999999@0.05",
            "*:status=520,envelope=no",
            "*:status=504,processed=yes@0.1",
            "token:status=503*5",
        ),
    ),
    "html": FaultKind(
        "not processed (but see processed); a web page where JSON is expected",
        {"status": "200 if nothing is said", **_INSTEAD},
        "status",
        ("*:html", "*:html=502*3"),
    ),
    "body": FaultKind(
        "not processed (but see processed); any answer at all",
        {
            "status": "200 if nothing is said",
            "body": "empty if nothing is said",
            "file": "path of a file that holds the body",
            "content_type": "application/json if nothing is said",
            "header": "Name: value, may be given several times (in Python and in a script: headers, a mapping)",
            **_INSTEAD,
        },
        "status",
        ("*:body=302,header=Location: http://other.example/", "*:body,body=[]"),
    ),
    "truncated": FaultKind(
        "processed; the answer ends early",
        {"cut": "length: fewer bytes than Content-Length says, then closed; json: the JSON ends early"},
        "cut",
        ("*:truncated", "*:truncated=json@0.1"),
    ),
    "slow": FaultKind(
        "processed at once; answered after so many seconds",
        {"seconds": "0 to 3600; 1 if nothing is said"},
        "seconds",
        ("*:slow=2.5@0.1",),
    ),
    "slow_body": FaultKind(
        "processed at once; the head of the answer comes at once, its body in pieces over so many seconds",
        {"seconds": "0 to 3600; 1 if nothing is said"},
        "seconds",
        ("*:slow_body=30*2",),
    ),
    "drop_before": FaultKind(
        "connection closed; nothing processed, no login checked, no quota used", {}, None, ("*:drop_before@0.05",)
    ),
    "drop_after": FaultKind(
        "processed, then connection closed without an answer", {}, None, ("*:drop_after*1", "*:drop_after@0.05")
    ),
    EXPIRED_TOKEN: FaultKind(
        "the token that the call carries is revoked at this moment and the call refused; not for the token endpoint",
        {},
        None,
        ("*:expired_token*1",),
    ),
    "wrong_clock": FaultKind(
        "processed; the vendor's clock is wrong",
        {
            "date": "seconds by which the Date header is ahead, or behind if negative; 0 if nothing is said",
            "lifetime": "seconds by which the stated lifetime of a new token is too long, or too short if negative;"
            " the token itself lives as long as ever; only for token",
        },
        "date",
        ("*:wrong_clock=-86400@1", "token:wrong_clock,lifetime=3600@1"),
    ),
    "duplicate": FaultKind(
        "processed; the whole answer comes twice on the wire, one right behind the other on the same connection",
        {},
        None,
        ("*:duplicate@0.1",),
    ),
    "stale_answer": FaultKind(
        "processed; answered with the last success of this operation before it, whatever was asked then; waits until"
        " there is one",
        {},
        None,
        ("*:stale_answer@0.1",),
    ),
    "foreign_answer": FaultKind(
        "processed; answered with the last success of another operation (never of token); waits until there is one",
        {},
        None,
        ("*:foreign_answer@0.1",),
    ),
}

# What every fault takes.
WHEN: Mapping[str, str] = {
    "times": "how many calls; 1 if nothing is said, all of them if there is a rate",
    "rate": "chance of each call, above 0 to 1; 1 hits every call",
    "after": "so many calls of these operations pass first",
    "at": "begins so many seconds (of the sandbox's clock) after it was planned",
    "until": "ends so many seconds after it was planned",
}


def check_kind(kind: object, where: str = "") -> FaultKind:
    """The kind of that name.

    Raises:
        ConfigurationError: There is none.
    """
    if not isinstance(kind, str) or kind not in KINDS:
        raise ConfigurationError(f"no fault {kind!r}{where}: there are {', '.join(KINDS)}")
    return KINDS[kind]
