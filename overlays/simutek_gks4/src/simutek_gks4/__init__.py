"""Client for the Simutek GKS4 REST API.

    from simutek_gks4 import SimutekGKS4

    with SimutekGKS4(base_url="https://…", client_id="…", client_secret="…") as client:
        client.customers.create(
            name="Tryckbolaget Exempel AB",
            number="K200317",
            invoice_email=None,
            corporate_identity_number="556000-0000",
        )
        print(client.customers.get("K200317").name)

Everything that is sent and received is in `simutek_gks4.models`, everything that is raised in `simutek_gks4.errors`.
"""

from __future__ import annotations

from simutek_gks4._client import AsyncSimutekGKS4, SimutekGKS4
from simutek_gks4._version import __version__

__all__ = ["AsyncSimutekGKS4", "SimutekGKS4", "__version__"]
