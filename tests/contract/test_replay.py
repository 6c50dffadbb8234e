"""Each recorded exchange, replayed through the real clients: what they send, return, raise, report and wait for."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.contract.case import Case, Suite
from scripts.contract.running import FakeClock, placeholders, run, run_async, unused

pytestmark = [pytest.mark.vcr, pytest.mark.block_network]


def test_synchronous_client_does_what_the_case_says(suite: Suite, case: Case, vcr: Any) -> None:
    done = run(suite, case, placeholders(suite, case), FakeClock())

    assert done.differences(case) == []
    assert unused(vcr) == []


async def test_asynchronous_client_does_the_same_with_the_same_file(suite: Suite, case: Case, vcr: Any) -> None:
    done = await run_async(suite, case, placeholders(suite, case), FakeClock())

    assert done.differences(case) == []
    assert unused(vcr) == []
