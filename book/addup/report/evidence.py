"""What the checks of a register are evidence of, counted: what only works a quantity out is not."""

from __future__ import annotations

from collections import Counter

from addup.engine.figures import Register
from addup.engine.solve import VERDICTS, Result

KINDS = {
    "internal": "the article against itself",
    "independent": "the article against a source",
    "same_origin": "the newspaper against itself",
    "none": "worked out, no test",
    "": "not declared",
}
"""What a check can be evidence of, in words."""

TESTS = ("internal", "independent", "")
"""The kinds of check that are counted: a register that declares nothing has every check counted."""


def counted(register: Register, result: Result) -> dict[str, int]:
    """Count the checks that test the article by their verdict, in the order of VERDICTS."""
    tests = (id for id, check in register.checks.items() if check.evidence in TESTS)
    found = Counter(result.checks[id].verdict for id in tests)
    return {name: found[name] for name in VERDICTS}


def in_short(register: Register, result: Result) -> str:
    """Say in two sentences what the tests came to, and how many checks are none."""
    by_verdict = counted(register, result)
    tests = sum(by_verdict.values())
    verdicts = ", ".join(f"{number} {name}" for name, number in by_verdict.items() if number)
    kinds = Counter(check.evidence for check in register.checks.values())
    others = [
        f"{number} {what}"
        for number, what in (
            (kinds["same_origin"], "hold it against sources of its own origin"),
            (kinds["none"], "only work a quantity out"),
        )
        if number
    ]
    rest = f" Not counted: {' and '.join(others)}." if others else ""
    return f"Of {len(register.checks)} checks {tests} test the article: {verdicts}.{rest}"
