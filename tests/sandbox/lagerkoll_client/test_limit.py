"""The Lagerkoll client keeps the limit, and waits when the vendor says so."""

from __future__ import annotations

import threading

import pytest

from erp_client_runtime import RawResponse
from erp_sandbox import Sandbox
from lagerkoll import Lagerkoll
from lagerkoll.errors import QuotaTimeoutError, RateLimitError
from tests.sandbox.clients import calls
from tests.sandbox.lagerkoll_client.support import Connect


def test_the_documented_limit_is_kept_without_a_single_429() -> None:
    with (
        Sandbox("lagerkoll", quota=(20, 0.5)) as vendor,
        Lagerkoll(base_url=vendor.base_url, quota=(20, 0.5), **vendor.logins[0]) as client,
    ):
        threads = [threading.Thread(target=lambda: [client.payment_terms.list() for _ in range(10)]) for _ in range(5)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [request.status for request in vendor.requests] == [200] * 50


def test_a_429_makes_every_caller_wait_and_none_fail() -> None:
    with (
        Sandbox("lagerkoll", quota=(5, 1)) as vendor,
        Lagerkoll(base_url=vendor.base_url, quota=None, **vendor.logins[0]) as client,
    ):
        answers: list[RawResponse] = []
        copy = client.with_options(on_response=answers.append)
        threads = [threading.Thread(target=copy.payment_terms.list) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert [answer.status for answer in answers] == [200] * 8
        assert max(answer.waited for answer in answers) >= 0.9
        assert 429 in [request.status for request in vendor.requests]


def test_waiting_for_the_limit_is_bounded(vendor: Sandbox, connect: Connect) -> None:
    client = connect(quota=(1, 60), quota_timeout=1)
    client.payment_terms.list()
    with pytest.raises(QuotaTimeoutError) as caught:
        client.payment_terms.list()
    assert 50 < caught.value.needed <= 60
    assert calls(vendor, "list_payment_terms") == 1


# The second one is longer than any pause can be meant, so it counts as none given.
@pytest.mark.parametrize("retry_after", ["86400", "99999999999999999999"])
def test_an_absurd_retry_after_is_an_error_and_not_a_day_of_waiting(
    vendor: Sandbox, client: Lagerkoll, retry_after: str
) -> None:
    vendor.faults.add("get_payment_term", "status", status=429, retry_after=retry_after)
    with pytest.raises(RateLimitError) as caught:
        client.payment_terms.get("30N", options={"quota_timeout": 1})
    assert caught.value.attempts == 1
    assert caught.value.waited < 1
    # The vendor's wish holds for everyone with these credentials.
    with pytest.raises(QuotaTimeoutError, match="429"):
        client.cost_centers.list(options={"quota_timeout": 1})


@pytest.mark.parametrize("retry_after", ["-5", "soon", "NaN", "", "Thu, 99 Foo 2026 99:99:99 GMT"])
def test_a_malformed_retry_after_gives_a_short_pause(vendor: Sandbox, connect: Connect, retry_after: str) -> None:
    client = connect(default_pause=0.1)
    vendor.faults.add("get_payment_term", "status", status=429, retry_after=retry_after)
    answers: list[RawResponse] = []
    client.payment_terms.get("30N", options={"on_response": answers.append})
    assert (answers[0].status, answers[0].attempts) == (200, 2)
    assert 0.1 <= answers[0].waited < 1
