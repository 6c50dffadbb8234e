"""The other end of `benchmarks.workers`: answers each line that comes in with the value of one round, as JSON."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable


def serve(measure: Callable[[], object]) -> None:
    """Measure once for each line on standard input, until it ends; whatever else is printed goes to standard error."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    for _ in sys.stdin:
        print(json.dumps(measure()), file=answers, flush=True)
