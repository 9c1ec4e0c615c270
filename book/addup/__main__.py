"""The command line: ``python -m addup check``, ``python -m addup verify-source``, ``python -m addup tidy``.

Exit status: 0 nothing inconsistent, 1 something inconsistent, 2 bad input, with one line on stderr.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from addup.engine.figures import ALL_READINGS, Register, load, tidied
from addup.engine.interval import Interval
from addup.engine.solve import INCONSISTENT, Result, solve
from addup.engine.table import BadInput
from addup.report.terminal import print_all, summary
from addup.report.wording import because, name_units
from addup.texts.notes import uncertain

DATA = Path(__file__).resolve().parents[2] / "data"

# An end such as 1/3 has no last decimal: it is written to this many digits, rounded outwards.
DIGITS = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status."""
    parser = argparse.ArgumentParser(prog="addup", description="Do the numbers of an article add up?")
    commands = parser.add_subparsers(dest="command", required=True)
    check = commands.add_parser("check", help="work out every verdict and range")
    check.add_argument("--data", type=Path, default=DATA, help="folder of figures.csv and checks.csv")
    check.add_argument("--reading", choices=ALL_READINGS, default="declared")
    check.add_argument("--format", choices=("table", "json"), default="table")
    check.add_argument("--all", action="store_true", help="every check and every figure, not one screen")
    source = commands.add_parser("verify-source", help="hold the register against a copy of the article")
    source.add_argument("article", type=Path)
    source.add_argument("--data", type=Path, default=DATA)
    source.add_argument("--language", choices=("de", "en"), help="the article's; else what the report says")
    tidy = commands.add_parser("tidy", help="bring tables into the form in which they are kept")
    tidy.add_argument("--data", type=Path, default=DATA)
    options = parser.parse_args(arguments)
    try:
        return {"check": _check, "verify-source": _verify_source, "tidy": _tidy}[options.command](options)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever reads, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _check(options: argparse.Namespace) -> int:
    register = load(options.data)
    name_units(register.figures.values())
    result = solve(register, options.reading)
    if options.format == "json":
        # Escaped to ASCII, so that it is valid JSON whatever the terminal's encoding.
        json.dump(as_json(register, result), sys.stdout, indent=1)
        print()
    else:
        if options.all:
            print_all(register, result)
        print(summary(register, result, uncertain(register.figures.values())))
    return 1 if result.jointly == INCONSISTENT else 0


def _verify_source(options: argparse.Namespace) -> int:
    from addup.texts.source import verify

    faults = verify(options.article, options.data, options.language)
    for fault in faults:
        print(fault)
    if not faults:
        print("Every quote stands in its paragraph, and every number of the article is accounted for.")
    return 1 if faults else 0


def _tidy(options: argparse.Namespace) -> int:
    for name, text in tidied(options.data).items():
        path = options.data / name
        if path.read_bytes() != text.encode():
            part = path.with_suffix(".part")  # so that a table is written whole or not at all
            part.write_text(text, "utf-8", newline="")
            part.replace(path)
            print(f"{path}: brought into form")
    return 0


def as_json(register: Register, result: Result) -> dict[str, Any]:
    """Return a result in the form that DESIGN fixes: ends as decimal strings in base units, None for none."""
    return {
        "reading": result.reading,
        "jointly": result.jointly,
        "witness": {id: f"{value.numerator}/{value.denominator}" for id, value in result.witness.items()},
        "conflict": list(result.conflict),
        "held_at_zero": list(result.held_at_zero),
        "figures": {
            id: {
                "printed": _pair(None if register.figures[id].value is None else ranges.printed),
                "implied": [None, None] if ranges.says_nothing else _pair(ranges.implied, empty=None),
                "remaining": _pair(ranges.remaining, empty=None),
                "unit": register.figures[id].unit,
                "hull": ranges.is_hull,
            }
            for id, ranges in result.figures.items()
        },
        "checks": checks_as_json(register, result),
    }


def checks_as_json(register: Register, result: Result) -> dict[str, dict[str, Any]]:
    """Return what each check came to, without working out what the figures can be."""
    return {
        id: {
            "verdict": verdict.verdict,
            "evidence": register.checks[id].evidence,
            "left": _pair(verdict.left),
            "right": _pair(verdict.right),
            "margin": None if verdict.margin is None else _text(verdict.margin, ROUND_FLOOR),
            "reason": because(verdict, register.figures),
            "fit": verdict.fit,
            "by_reading": dict(verdict.by_reading),
        }
        for id, verdict in result.checks.items()
    }


def _pair(interval: Interval | None, empty: Any = (None, None)) -> Any:
    """Return the two ends as text; ``empty`` stands for a range that holds nothing."""
    if interval is None:
        return empty
    return [
        None if interval.lo is None else _text(interval.lo, ROUND_FLOOR),
        None if interval.hi is None else _text(interval.hi, ROUND_CEILING),
    ]


def _text(value: Fraction, rounding: str) -> str:
    """Return a value as plain decimal text, exact where it has a last digit, else rounded one way."""
    denominator = value.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    # Whatever has a last digit is divided out in at most this many.
    enough = value.numerator.bit_length() + value.denominator.bit_length() + 1
    digits = enough if denominator == 1 else DIGITS
    context = Context(prec=digits, rounding=rounding, Emin=-(10**6), Emax=10**6)
    quotient = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{quotient:f}"


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):  # what a terminal cannot show is escaped, not a crash
        sys.stdout.reconfigure(errors="backslashreplace")
    sys.exit(main())
