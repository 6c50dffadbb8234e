"""Settings for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples every time: a test that fails fails for everyone. Run with --hypothesis-profile=default to search.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")

# Servers of the tests are on this machine, where no proxy is asked; other hosts (pip's) keep the proxy that is set.
# The name in lower case wins where both are set, so both get the same.
_direct = [os.environ.get("no_proxy") or os.environ.get("NO_PROXY"), "127.0.0.1,localhost,::1"]
os.environ["no_proxy"] = os.environ["NO_PROXY"] = ",".join(filter(None, _direct))
