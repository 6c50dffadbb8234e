"""Client for the Comarch ERP XT public API, German edition.

    from comarch_erp_xt import ComarchERPXT

    with ComarchERPXT(client_id="…", client_secret="…") as client:
        for product in client.products.list():
            print(product.product_code, product.sale_net_price)

Everything that is sent and received is in `comarch_erp_xt.models`, everything that is raised in
`comarch_erp_xt.errors`.
"""

from __future__ import annotations

from comarch_erp_xt._client import AsyncComarchERPXT, ComarchERPXT
from comarch_erp_xt._version import __version__

__all__ = ["AsyncComarchERPXT", "ComarchERPXT", "__version__"]
