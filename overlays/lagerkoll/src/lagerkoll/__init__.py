"""Client for the Lagerkoll customer API.

    from lagerkoll import Lagerkoll

    with Lagerkoll(store="…", api_key="…") as client:
        for term in client.payment_terms.list():
            print(term.code, term.description)

Everything that is sent and received is in `lagerkoll.models`, everything that is raised in `lagerkoll.errors`.
"""

from __future__ import annotations

from lagerkoll._client import AsyncLagerkoll, Lagerkoll
from lagerkoll._version import __version__

__all__ = ["AsyncLagerkoll", "Lagerkoll", "__version__"]
