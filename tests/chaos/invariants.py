"""What must hold however much went wrong: what the workers saw against what the vendors saw."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from tests.chaos.journal import Account, Call
from tests.chaos.vendors import Vendor

GONE = None  # what there is where no record is
# The sandboxes are never told anything wrong, so these would be our doing.
UNEXPLAINED = frozenset(
    {
        "AssumedOperationError",
        "BadRequestError",
        "ConfigurationError",
        "ConflictError",
        "InvalidArgumentError",
        "PermissionDeniedError",
    }
)
LATE = 0.1  # seconds in which what was sent has arrived, on a busy machine
MISLEADING = ("stale_answer", "foreign_answer")


def calls_of(accounts: Iterable[Account]) -> list[Call]:
    """All calls of all processes."""
    return [call for account in accounts for call in account.calls]


def check_ends(calls: list[Call], unended: int) -> None:
    """Every call ended with a result or an error of our tree, but for those of killed processes."""
    aliens = [call for call in calls if call.how.startswith("alien") or call.how in UNEXPLAINED]
    assert not aliens, aliens[:5]
    assert sum(call.ended is None for call in calls) <= unended


def check_answers(vendor: Vendor, calls: list[Call]) -> None:
    """No call got the answer to another one, unless the vendor itself mixed them up."""
    wrong = [call for call in calls if call.wrong and call.vendor == vendor.name]
    mixed_up = sum(request["fault"] in MISLEADING for request in vendor.ledger)
    assert len(wrong) <= mixed_up, wrong[:5]


def check_quota(vendor: Vendor, calls: Iterable[Call]) -> int:
    """No window has more requests than it may, whatever became of them; the most that one has.

    A request that was given up counts from then on, since nobody knows when it arrives. If it does so a little later,
    its window ends too early by that much: then one more is no mistake.
    """
    requests, seconds = vendor.quota
    given_up = [call.ended for call in calls if call.vendor == vendor.name and call.how == "cancelled"]

    def late(moment: float) -> int:
        return sum(ended is not None and moment - LATE < ended < moment for ended in given_up)

    stamps = sorted(request["arrived"] for request in _counted(vendor))
    most = start = 0
    for end, stamp in enumerate(stamps):
        while stamp - stamps[start] >= seconds:
            start += 1
        found = end - start + 1
        most = max(most, found)
        too_many = f"{vendor.name}: {found} requests in {seconds} s, where {requests} are allowed"
        assert found <= requests or found <= requests + late(stamps[start]), too_many
    refused = [r for r in vendor.ledger if r["status"] == 429 and r["fault"] is None]
    assert [r for r in refused if not late(r["arrived"] - seconds)] == []
    return most


def check_ledger(vendor: Vendor) -> None:
    """The ledger is whole."""
    assert [request["number"] for request in vendor.ledger] == list(range(1, len(vendor.ledger) + 1))


def _counted(vendor: Vendor) -> Iterator[dict[str, Any]]:
    return (request for request in vendor.ledger if request["operation"] != "token")


def check_writes(vendor: Vendor, calls: list[Call]) -> int:
    """Each record is there once, or not at all, as its creator was told; the number of records.

    A call that nobody knows the outcome of leaves both possible, and nothing else does.
    """
    held: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for resource, records in vendor.elements.items():
        for name, value in records:
            held[resource, name].append(value)
    written: defaultdict[tuple[str, str], list[Call]] = defaultdict(list)
    for call in calls:
        if call.vendor == vendor.name and call.do != "read":
            written[call.resource, call.record].append(call)
    wrong = []
    for record, its in written.items():
        found = held[record]
        if len(found) > 1:
            wrong.append(f"{record} is there {len(found)} times: {its}")
        elif (found[0] if found else GONE) not in possible(its):
            wrong.append(f"{record} is {found}, and should be one of {possible(its)}: {its}")
    assert not wrong, "\n".join(wrong[:5])
    _check_creations(vendor, written)
    return len(written)


def possible(calls: list[Call]) -> set[str | None]:
    """What may be there after calls that concern one record, one after the other."""
    states: set[str | None] = {GONE}
    for call in calls:
        after = GONE if call.do == "delete" else call.value
        if call.surely_done:
            states = {after}
        elif call.nobody_knows or call.do != "create":
            # What may be repeated without harm says no more than that it failed.
            states.add(after)
    return states


def _check_creations(vendor: Vendor, written: dict[tuple[str, str], list[Call]]) -> None:
    """As many records came into being as creators were told, those included that were deleted since."""
    created = Counter(
        (change["resource"], change["key"])
        for request in vendor.ledger
        for change in request["changes"]
        if change["change"] == "created"
    )
    assert [key for key, times in created.items() if times > 1] == []
    for resource in vendor.elements:
        creators = [its[0] for (where, _), its in written.items() if where == resource]
        assert all(creator.do == "create" for creator in creators)
        sure = sum(creator.surely_done for creator in creators)
        unsure = sum(creator.nobody_knows for creator in creators)
        there = sum(where == resource for where, _ in created)
        assert sure <= there <= sure + unsure, f"{vendor.name}: {there} {resource} were created, not {sure} + {unsure}"


def check_leaks(accounts: Iterable[Account], threads: int, tasks: int) -> None:
    """A process never had more than its callers need at a time, and nothing at its end.

    Args:
        accounts: What the processes noted.
        threads: How many threads called in each of them.
        tasks: How many tasks.
    """
    for account in accounts:
        if account.left is None:
            continue
        assert account.left == {"sockets": 0, "threads": 0}
        assert account.samples[-1]["tasks"] == 0
        # A caller has one connection to a vendor, and a thread one to a store of quotas; tasks have the store's own
        # thread ask. A store of tokens is asked by one caller at a time, and by its thread. An event loop wakes itself
        # by two.
        assert max(sample["sockets"] for sample in account.samples) <= 2 * threads + tasks + 5
        # The main thread, and one for each of four stores.
        assert max(sample["threads"] for sample in account.samples) <= threads + 5


def growth(account: Account) -> tuple[int, int]:
    """Bytes and objects that a process had more of in the last third of its calls than in the second third."""
    samples = account.samples[:-1]
    third = len(samples) // 3
    early, late = samples[third : 2 * third], samples[-third:]
    return _middle(late, "bytes") - _middle(early, "bytes"), _middle(late, "objects") - _middle(early, "objects")


def _middle(samples: list[dict[str, int]], name: str) -> int:
    return sorted(sample[name] for sample in samples)[len(samples) // 2]
