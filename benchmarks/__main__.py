"""Measure the clients against floors in the same run (`make bench`)."""

from __future__ import annotations

import platform
import sys

import httpx

from benchmarks import calls, clients, decoding, imports, quota


def main() -> int:
    """Run all measures and print the table."""
    print(f"Python {platform.python_version()}, {platform.machine()}, httpx {httpx.__version__}; medians\n")
    print(f"{'measure':<25}{'ours':>12}{'floor':>12}{'over':>10}{'ratio':>8}  floor is")
    for module in (imports, calls, clients, decoding, quota):
        for row in module.rows():
            ours, floor = f"{row.ours:,.1f} {row.unit}", f"{row.floor:,.1f} {row.unit}"
            print(
                f"{row.measure:<25}{ours:>12}{floor:>12}{row.over:>10,.1f}{row.ratio:>8.2f}  {row.compare}", flush=True
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
