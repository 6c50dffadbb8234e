"""Amounts: VAT, net and gross."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any

from erp_sandbox.rules import Kind, Problem
from erp_sandbox.settings import Settings
from erp_sandbox.store import Item

_CENT = Decimal("0.01")
# Room for the product of the two largest numbers that are taken.
_CONTEXT = Context(prec=100)
# Keys of the documented table, and the percentages that the setting `vat_rates` assumes for them.
_KEYS = frozenset({9, 8, 7, 6, 2, 1, 0})
_RATES: Mapping[str, Mapping[int, int]] = {"german": {9: 19, 8: 7}, "polish": {9: 23, 8: 8, 7: 5, 6: 4}}


def percentage(key: Any, settings: Settings) -> int:
    """Percentage of a VAT key; 0 if it has none."""
    return _RATES[settings["vat_rates"]].get(key, 0)


def check_key(key: Any, settings: Settings) -> None:
    """Refuse a key that the table does not have, if that is switched on; null is no key.

    Raises:
        Problem: It does not have it.
    """
    if key is not None and key not in _KEYS and settings["other_vat_key"] == "refuse":
        raise Problem(Kind.INVALID, f"Rate {key} is not a VAT key", field="Rate")


def check_amounts(value: Any, settings: Settings, name: str = "") -> None:
    """Refuse numbers, on every level, that are too large to be computed with; ids are not amounts.

    Raises:
        Problem: There is one.
    """
    if isinstance(value, dict):
        for key, item in value.items():
            check_amounts(item, settings, key)
    elif isinstance(value, list):
        for item in value:
            check_amounts(item, settings, name)
    elif isinstance(value, int | Decimal) and not name.endswith("Id") and _too_large(Decimal(value), settings):
        raise Problem(Kind.INVALID, f"{name} is too large", field=name)


def _too_large(amount: Decimal, settings: Settings) -> bool:
    return amount.copy_abs() > int(settings["largest_amount"])


def rounded(amount: Decimal) -> Decimal:
    """The amount with two decimals."""
    return amount.quantize(_CENT, ROUND_HALF_UP, _CONTEXT)


def set_prices(product: Item, sent: Item, settings: Settings) -> None:
    """Compute the price that is missing: gross from net if net was sent, else net from gross.

    Args:
        product: Is changed.
        sent: The request.
        settings: Percentages, and what a product without prices gets.
    """
    factor = 1 + Decimal(percentage(product["Rate"], settings)) / 100
    net, gross = sent.get("SaleNetPrice"), sent.get("SaleGrossPrice")
    if net is None and gross is None:
        # A change of the rate alone leaves net as it is.
        net, gross = product["SaleNetPrice"], product["SaleGrossPrice"]
    if net is not None:
        gross = rounded(Decimal(net) * factor)
    elif gross is not None:
        net = rounded(Decimal(gross) / factor)
    elif settings["price_if_left_out"] == "zero":
        net = gross = Decimal("0.00")
    product["SaleNetPrice"], product["SaleGrossPrice"] = net, gross
