"""What a check declares to be evidence of, held against what it can be by the structure of the register."""

import re
import shutil
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from addup.engine.evidence import FOLLOWS, NOT_THE_ARTICLE, WORKS_OUT, faults
from addup.engine.figures import load
from addup.engine.table import BadInput
from hypothesis import given
from hypothesis import strategies as st
from strategies import check_row, figure, figure_row, register, write

DATA = Path(__file__).parents[2] / "data"


def found(formulas, unknown=(), references=(), unit="share"):
    """What is wrong with checks of which each is written with its evidence: "a == b: internal"."""
    texts, evidence = zip(*(text.split(": ") for text in formulas), strict=True)
    names = sorted({word for text in texts for word in text.split() if word.isidentifier()})
    figures = [figure(id, "" if id in unknown else "10", unit=unit) for id in names]
    figures = [replace(f, table="references.csv") if f.id in references else f for f in figures]
    whole = register([replace(f, quote="") for f in figures], texts)
    kinds = zip(whole.checks.items(), evidence, strict=True)
    declared = {id: replace(check, evidence=kind) for (id, check), kind in kinds}
    return {fault.check: fault.kind for fault in faults(replace(whole, checks=declared))}


@pytest.mark.parametrize(
    ("formulas", "unknown", "expected"),
    [
        # An unknown that stands nowhere else is worked out, and that cannot fail.
        (["u == a / b: internal"], "u", {"c0": WORKS_OUT}),
        (["u <= a: independent"], "u", {"c0": WORKS_OUT}),
        (["u == a / b: none"], "u", {}),
        # One check works the unknown out, and the other tests that: only one of them counts.
        (["a == u * b: none", "u == r: independent"], "u", {}),
        (["a == u * b: independent", "u == r: none"], "u", {}),
        (["a == u * b: internal", "u == r: independent"], "u", {"c0": WORKS_OUT}),
        # Two bounds of an unknown hold it between them; two from one side do not.
        (["u >= a: none", "u <= b: internal"], "u", {}),
        (["u >= a: none", "u >= b: internal"], "u", {"c1": WORKS_OUT}),
        (["u >= a: none", "u <= b: none", "c == u * d: internal"], "u", {}),
        # What the others say already cannot fail by itself.
        (["a == b: internal", "b == c: internal", "a == c: internal"], "", {"c2": FOLLOWS}),
        (["a == b: internal", "b == c: internal", "a == c: none"], "", {}),
        (["a <= b: internal", "b <= c: internal", "a <= c: internal"], "", {"c2": FOLLOWS}),
        (["a <= b: internal", "c <= b: internal", "a <= c: internal"], "", {}),
        (["a == a: internal"], "", {"c0": FOLLOWS}),
        (["a >= 0: internal"], "", {"c0": FOLLOWS}),
        (["a >= 5: internal"], "", {}),
        (["a + b >= a: internal"], "", {"c0": FOLLOWS}),
        (["a <= b: internal", "a <= 2 * b: internal"], "", {"c1": FOLLOWS}),
        (["a <= 2 * b: internal", "a <= b: internal"], "", {}),
        # One budget in two currencies: the shares of it say nothing new.
        (
            [
                "y == r * d: independent", "p == s * d: none", "q == s * y: none", "q == r * p: internal",
                "r == m: none",
            ],
            "rpq",
            {"c3": FOLLOWS},
        ),
    ],
)  # fmt: skip
def test_what_can_and_what_cannot_fail(formulas, unknown, expected):
    assert found(formulas, unknown) == expected


def test_what_the_article_does_not_say_is_no_test_of_it():
    assert found(["r == s: independent"], references="rs") == {"c0": NOT_THE_ARTICLE}
    assert found(["a == s: independent"], references="s") == {}
    # Through an unknown that hangs on a number of the article, it is.
    assert found(["a == u * b: none", "u == r: independent"], "u", "r") == {}
    assert found(["s == u * t: none", "u == r: independent"], "u", "rst") == {"c1": NOT_THE_ARTICLE}


def test_what_cannot_be_compared_is_not_counted_anyway():
    monthly, weekly = figure("a", "71", unit="monthly_user"), figure("b", "300", unit="weekly_user")
    whole = register([monthly, weekly], ["a <= b"])
    declared = {id: replace(check, evidence="internal") for id, check in whole.checks.items()}
    assert list(faults(replace(whole, checks=declared))) == []


@given(st.permutations(["a == b", "b == c", "c == d", "d == a", "a + b == c + d"]))
def test_in_any_order_as_many_checks_count_as_say_something_new(formulas):
    """Four numbers that are all equal are held by three equations, whichever stand first."""
    assert list(found([f"{text}: internal" for text in formulas]).values()) == [FOLLOWS, FOLLOWS]


@given(st.permutations(["u == a + b: none", "u == c: internal", "v == u * d: none", "v == e: internal"]))
def test_the_order_of_the_checks_makes_no_difference(formulas):
    assert found(formulas, "uv") == {}


def test_one_line_says_what_is_wrong(tmp_path):
    figures = [figure_row("a", "10", unit="share"), figure_row("u", "", unit="share")]

    def read(evidence):
        folder = write(tmp_path / "data", figures, [check_row("works", "u == 2 * a")])
        table = (folder / "checks.csv").read_text("utf-8").splitlines()
        (folder / "checks.csv").write_text(f"{table[0]},evidence\n{table[1]},{evidence}\n", "utf-8")
        return load(folder).checks["works"].evidence

    assert read("none") == "none"
    assert read("") == ""
    with pytest.raises(BadInput, match=r"^checks\.csv:2: evidence: .*work out u.*$"):
        read("internal")
    with pytest.raises(BadInput, match=r"^checks\.csv:2: evidence: 'certain' is not one of .*$"):
        read("certain")


def test_a_check_of_unlike_units_is_named_where_another_lacks_it(tmp_path):
    folder = Path(shutil.copytree(DATA, tmp_path / "data"))
    table = (folder / "figures.csv").read_text("utf-8")
    written = re.sub(r"(?m)^(domestic_usd,.*?),USD,", r"\1,Dollars,", table)
    (folder / "figures.csv").write_text(written, "utf-8")
    with pytest.raises(BadInput, match=r"conversion does not count, as CNY and CNY\*Dollars/USD are "):
        load(folder)


def test_a_table_without_the_column_declares_nothing(tmp_path):
    figures = [figure_row("a", "10"), figure_row("u", "")]
    loaded = load(write(tmp_path / "data", figures, [check_row("works", "u == 2 * a")]))
    assert loaded.checks["works"].evidence == ""


def test_the_article_declares_what_it_can():
    assert list(faults(load(DATA))) == []
    assert {check.evidence for check in load(DATA).checks.values()} == {
        "internal", "independent", "same_origin", "none"
    }  # fmt: skip


def test_primes_tie_nothing_together():
    from addup.engine.evidence import _prime

    assert [_prime(index) for index in range(5)] == [17, 19, 23, 29, 31]
    assert all(one + other != third for one, other, third in permutations(map(_prime, range(12)), 3))
