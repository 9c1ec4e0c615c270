"""One text, several readings: what is a formula, what is not, and that all readings say the same."""

import ast
import re
import warnings
from fractions import Fraction

import pytest
from addup.engine import formula
from addup.engine.formula import FormulaError, parse
from addup.engine.hulls import hull_of
from addup.engine.interval import Interval
from addup.engine.units import units
from addup.report.formulas import latex, words
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import NAMES, RELATIONS, intervals, members, spell, trees, value

F = Fraction
relations = st.sampled_from(list(RELATIONS))
amounts = st.fixed_dictionaries(dict.fromkeys(NAMES, st.fractions(-50, 50, max_denominator=20)))


def substitute(tree, values):
    """The tree's value, or None where it divides by zero."""
    try:
        return value(tree, values)
    except ZeroDivisionError:
        return None


# What is a formula


@pytest.mark.parametrize(
    ("text", "names", "op"),
    [
        (
            "domestic_cny == exchange_rate * domestic_usd",
            ("domestic_cny", "exchange_rate", "domestic_usd"),
            "==",
        ),
        ("a+b==c", ("a", "b", "c"), "=="),
        ("  (a - 1.5) / 2 <= b * 3e9  ", ("a", "b"), "<="),
        ("b >= a", ("b", "a"), ">="),
        ("2 * (b + a * b) < 1e-3", ("b", "a"), "<"),
        ("x1 > ((x2))", ("x1", "x2"), ">"),
    ],
)
def test_what_a_formula_is(text, names, op):
    relation = parse(text)
    assert (relation.names, relation.op) == (names, op)


@pytest.mark.parametrize(
    "text",
    [
        # not one relation
        "", " ", "a", "a + b", "a == b == c", "a < b <= c", "a != b", "a = b", "a == b; c == d",
        "a == b, c == d", "a == b and c == d", "not a == b", "a in b", "a is b", "(a := b) == c",
        "a == b\nc == d",
        # not plus, minus, times, divided by
        "a ** 2 == b", "a // b == c", "a % b == c", "a @ b == c", "a << b == c", "a | b == c", "~a == b",
        # not figures and decimal numbers
        "f(a) == b", "a() == b", "__import__('os') == a", "a.b == c", "a[0] == b", "[a] == b", "(a, b) == c",
        "{a} == b", "'a' == b", '"a" == b', "b'a' == c", "f'{a}' == b", "a == (b == c)",
        "(a if b else c) == d", "(lambda: a) == b", "(yield) == a", "... == a", "*a == b", "await a == b",
        # not names
        "None == a", "True == a", "if == a", "class == 1", "lambda == 1",
        # not decimal numbers
        "0x10 == a", "0b1 == a", "0o7 == a", "1_000 == a", "1j == a", "1e400 == a", "1e1000000000 == a",
        "1e-1000000000 == a", "01 == a", "1,000 == a", "\N{ARABIC-INDIC DIGIT ONE} == a", "1 000 == a",
        "nan == 1 == a", "1" * 70 + " == a",
        # not text that a person typed
        "a == b\0", "a == \N{GREEK SMALL LETTER ALPHA}", "a == b # c", "a \\\n == b", "a\t== b",
        # not balanced
        "(a == b", "a) == b", "a == ", "== b", "a + == b", "a b == c",
    ],
)  # fmt: skip
def test_what_a_formula_is_not(text):
    with pytest.raises(FormulaError):
        parse(text)


def test_an_id_that_python_treats_as_a_word_is_not_a_name():
    for word in ("and", "None", "pass", "async"):
        with pytest.raises(FormulaError):
            parse(f"{word} == 1")


@pytest.mark.parametrize(
    "text", ["a == 1or b", "1if a else b == c", "0x1for x == a", "1is 1 == a", "a == 1in b"]
)
def test_a_refusal_says_one_thing_only(text):
    """Python's parser also warns of numbers run into words: on the command line that is a second line."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(FormulaError):
            parse(text)
    assert [str(warning.message) for warning in caught] == []


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000 + " == b",
        "+".join(["a"] * 500_000) + " == b",
        "(" * 20_000 + "a" + ")" * 20_000 + " == b",
        "-" * 1_000_000 + "a == b",
        " " * 1_000_000 + "a == b",
        "a == " + "9" * 1_000_000,
    ],
    ids=["name", "sum", "brackets", "signs", "spaces", "digits"],
)
def test_a_text_too_long_to_read_is_never_parsed(monkeypatch, text):
    monkeypatch.setattr(formula.ast, "parse", lambda *_, **__: pytest.fail("was parsed"))
    with pytest.raises(FormulaError) as refusal:
        parse(text)
    assert len(str(refusal.value)) < 200


@pytest.mark.parametrize(
    "text",
    [
        "(" * 900 + "a" + ")" * 900 + " == b",
        "-" * 1900 + "a == b",
        "+".join(["a"] * 900) + " == b",
        "a" + " - (a" * 300 + ")" * 300 + " == b",
    ],
    ids=["brackets", "signs", "sum", "nested"],
)
def test_a_text_too_deep_to_follow_is_refused(text):
    assert len(text) <= formula.LONGEST_FORMULA
    with pytest.raises(FormulaError) as refusal:
        parse(text)
    assert len(str(refusal.value)) < 200


def test_a_huge_exponent_is_refused_before_it_is_a_number(monkeypatch):
    def small_numbers_only(text):
        assert len(text) < 200
        assert "1000000000" not in text
        return Fraction(text)

    monkeypatch.setattr(formula, "Fraction", small_numbers_only)
    with pytest.raises(FormulaError):
        parse("a == 1e1000000000")


@given(st.text(alphabet="ab01.e_+-*/()<>= '\"[]{}:,\n", max_size=40) | st.text(max_size=40))
def test_any_text_is_made_of_the_white_list_or_refused(text):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            relation = parse(text)
        except FormulaError:
            return
        # Whatever was accepted is made of nothing but the white list.
        white = (ast.Expression, ast.Compare, ast.BinOp, ast.UnaryOp, ast.Name, ast.Constant, ast.Load)
        signs = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub, ast.Eq, ast.LtE, ast.GtE, ast.Lt, ast.Gt)
        tree = ast.parse(text.strip(), mode="eval")
    assert all(isinstance(node, white + signs) for node in ast.walk(tree))
    assert set(relation.names) == {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_decimals_are_exact():
    assert parse("a == 0.1").holds({"a": F(1, 10)})
    assert not parse("a == 0.1").holds({"a": F(0.1)})
    assert parse("a == 0.1 + 0.2").holds({"a": F(3, 10)})
    assert parse("a == 12345678901234567890.12345678901234567890").holds(
        {"a": F("12345678901234567890.12345678901234567890")}
    )
    assert parse("a == 5.5e9").holds({"a": F(5_500_000_000)})
    assert parse("a == 1e-9").holds({"a": F(1, 10**9)})
    assert parse("-a == -3").holds({"a": F(3)})


# The readings agree


@given(trees(), relations, trees(), amounts, st.booleans())
def test_plain_substitution_is_that_of_an_independent_evaluator(left, op, right, values, frugal):
    relation = parse(f"{spell(left, frugal)} {op} {spell(right, frugal)}")
    sides = substitute(left, values), substitute(right, values)
    expected = None not in sides and RELATIONS[op](*sides)
    assert relation.holds(values) == expected


@given(trees(), trees(), amounts)
def test_intervals_of_single_points_are_plain_substitution(left, right, values):
    expected = [substitute(side, values) for side in (left, right)]
    relation = parse(f"{spell(left)} == {spell(right)}")
    sides = relation.sides({name: Interval.point(amount) for name, amount in values.items()})
    assert list(sides) == [None if amount is None else Interval.point(amount) for amount in expected]


@given(st.data(), trees())
def test_expression_is_worked_out_to_what_its_side_can_be(data, tree):
    ranges = {name: data.draw(intervals()) for name in NAMES}
    relation = parse(f"{spell(tree)} == 0")
    if not relation.has_repeats:
        assert hull_of(relation.left, ranges) == (relation.sides(ranges)[0], True)


@given(st.data(), trees(), trees())
def test_each_side_holds_every_value_it_can_take(data, left, right):
    ranges = {name: data.draw(intervals()) for name in NAMES}
    values = {name: data.draw(members(interval)) for name, interval in ranges.items()}
    sides = parse(f"{spell(left)} == {spell(right)}").sides(ranges)
    for side, tree in zip(sides, (left, right), strict=True):
        amount = substitute(tree, values)
        assert amount is None or amount in side


@given(st.data(), trees(), trees())
def test_narrowing_never_loses_a_solution(data, left, right):
    """Values first, then ranges around them and a relation that holds of them: the values must stay."""
    ranges = {name: data.draw(intervals(ends=st.integers(-3, 3).map(F))) for name in NAMES}
    values = {name: data.draw(members(interval)) for name, interval in ranges.items()}
    sides = substitute(left, values), substitute(right, values)
    assume(None not in sides)
    for op in RELATIONS:
        relation = parse(f"{spell(left)} {op} {spell(right)}")
        if relation.holds(values):
            narrower = relation.narrow(ranges)
            assert narrower is not None
            assert all(values[name] in interval for name, interval in narrower.items())


positive = trees(leaf=st.sampled_from(NAMES), signs="+*/")


@given(positive, positive, st.data())
def test_what_narrowing_leaves_is_as_narrow_as_it_gets_where_no_name_stands_twice(left, right, data):
    """A second pass finds nothing more, and every end that is left belongs to some solution."""
    left, right = (tell_apart(side, prefix) for side, prefix in ((left, "left"), (right, "right")))
    relation = parse(f"{spell(left)} == {spell(right)}")
    ends = st.integers(1, 9).map(F)
    ranges = {name: Interval(*sorted((data.draw(ends), data.draw(ends)))) for name in relation.names}
    narrower = relation.narrow(ranges)
    if narrower is not None:
        remaining = ranges | narrower
        assert relation.narrow(remaining) == {}
        for name, interval in remaining.items():
            for end in (interval.lo, interval.hi):
                assert relation.narrow(remaining | {name: Interval.point(end)}) is not None


def tell_apart(tree, prefix):
    """The same tree with every leaf that is a name renamed to one of its own."""
    if isinstance(tree, str):
        return prefix if tree in NAMES else tree
    sign, left, right = tree
    return sign, tell_apart(left, f"{prefix}_l"), tell_apart(right, f"{prefix}_r")


@pytest.mark.parametrize(
    ("op", "left", "right"),
    [
        ("==", Interval(F(2), F(3)), Interval(F(2), F(3))),
        ("<=", Interval(F(1), F(4)), Interval(F(1), F(4))),
        ("<", Interval(F(1), F(4), False, True), Interval(F(1), F(4), True, False)),
        (">=", Interval(F(2), F(3)), Interval(F(2), F(3))),
        (">", Interval(F(2), F(3), True, False), Interval(F(2), F(3), False, True)),
    ],
)
def test_what_a_relation_leaves_of_its_sides(op, left, right):
    """Where `a` reaches from 1 to 3 or 5 and `b` from 2 or 0 to 4 or 3; strict relations open the ends."""
    if op in ("<", "<="):
        ranges = {"a": Interval(F(1), F(5)), "b": Interval(F(0), F(4))}
    else:
        ranges = {"a": Interval(F(1), F(3)), "b": Interval(F(2), F(4))}
    remaining = ranges | parse(f"a {op} b").narrow(ranges)
    assert remaining == {"a": left, "b": right}


def test_an_operand_that_can_be_zero_puts_no_limit_on_its_partner():
    """0 * b == 0 whatever b is: dividing the product by the factor would forget that."""
    ranges = {"a": Interval(F(-1), F(1)), "b": Interval(F(-9), F(9)), "c": Interval(F(-2), F(3))}
    assert parse("a * b == c").narrow(ranges) == {}
    ranges = {"a": Interval(F(0), F(1)), "b": Interval(F(-9), F(9)), "c": Interval(F(0), F(1))}
    assert parse("a * b == c").narrow(ranges) == {}


@given(trees(), relations, trees(), amounts)
def test_words_read_back_are_the_formula(left, op, right, values):
    """Labels for ids and words for signs, and nothing else: undone, the same relation stands there."""
    relation = parse(f"{spell(left)} {op} {spell(right)}")
    said = words(relation, {name: f"the {name} figure" for name in NAMES})
    for spoken, sign in [
        ("is at most", "<="), ("is at least", ">="), ("is less than", "<"), ("is more than", ">"),
        ("equals", "=="), ("divided by", "/"), ("plus", "+"), ("minus", "-"), ("times", "*"),
        ("the ", ""), (" figure", ""),
    ]:  # fmt: skip
        said = said.replace(spoken, sign)
    again = parse(said)
    assert (again.op, again.names) == (relation.op, relation.names)
    assert again.holds(values) == relation.holds(values)


@given(trees(), relations, trees(), amounts)
def test_mathematics_read_back_is_the_formula(left, op, right, values):
    relation = parse(f"{spell(left)} {op} {spell(right)}")
    typeset = latex(relation, {name: rf"\mathit{{{name}}}" for name in NAMES})
    fraction = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")
    text = re.sub(r"\\mathit\{(\w+)\}", r"\1", typeset)
    while fraction.search(text):
        text = fraction.sub(r"((\1) / (\2))", text)
    text = text.replace(r"\left", "").replace(r"\right", "").replace(r"\times", "*")
    text = text.replace(r"\le", "<=").replace(r"\ge", ">=").replace(" = ", " == ")
    again = parse(text)
    assert (again.op, set(again.names)) == (relation.op, set(relation.names))
    assert again.holds(values) == relation.holds(values)


def test_words_and_mathematics_of_the_real_thing():
    relation = parse("domestic_cny == exchange_rate * (domestic_usd + 1.5)")
    labels = {"domestic_cny": "the budget in yuan", "exchange_rate": "the rate", "domestic_usd": "the budget"}
    assert words(relation, labels) == "the budget in yuan equals the rate times (the budget plus 1.5)"
    assert latex(relation, {"domestic_cny": "C", "exchange_rate": "r", "domestic_usd": "U"}) in (
        r"C = r \times (U + 1.5)",
        r"C = r \times \left(U + 1.5\right)",
    )


# Units

UNITS = {
    "usd": "USD", "other_usd": "USD", "cny": "CNY", "rate": "CNY/USD", "share": "share", "chips": "chip",
    "price": "USD/chip", "monthly": "monthly_user", "weekly": "weekly_user", "start": "date", "end": "date",
    "days": "day", "more_days": "day",
}  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "usd + other_usd == usd", "cny == rate * usd", "cny / usd == rate", "share * usd <= usd",
        "usd / other_usd < 2", "price * chips == usd", "usd / chips >= price", "share + 1 > 0.5",
        "usd == 2 * other_usd", "share == 0.6", "end - start == days", "start + days == end",
        "end - days >= start", "start < end", "days + more_days == 75 * days", "days / more_days == 2",
        "end - start + days == more_days", "usd * share * rate == cny", "days == 2 * more_days",
    ],
)  # fmt: skip
def test_comparable(text):
    assert units(parse(text), UNITS) is None


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("monthly <= weekly", ("monthly_user", "weekly_user")),
        ("usd == cny", ("USD", "CNY")),
        ("usd + cny == usd", ("USD", "CNY")),
        ("usd == 5", ("USD",)),
        ("usd + 5 == other_usd", ("USD",)),
        ("cny == usd / rate", ("CNY",)),
        ("price * usd == chips", ("chip",)),
        ("chips == share", ("chip",)),
        ("days == share", ("day",)),
        ("start == days", ("date", "day")),
        ("end - start == end", ("date", "day")),
        ("days * share == 75", ("day",)),
        ("start + end == start", ("date",)),
        ("2 * start == end", ("date",)),
        ("start == 2", ("date",)),
        ("days - start == days", ("date",)),
    ],
)
def test_not_comparable_and_why(text, kinds):
    reason = units(parse(text), UNITS)
    assert reason
    assert "\n" not in reason
    for kind in kinds:
        assert kind in reason
