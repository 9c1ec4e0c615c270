"""The engine in the page against the one in Python: the same registers, the same edits, the same results.

Everything is compared exactly: verdicts, sides, margins, moves, the joint result, all ranges with their open
and closed ends, conflicts, and every sentence. `WHATIF_SEED` starts another sequence of edits.
"""

from __future__ import annotations

import datetime
import gzip
import json
import os
import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from _ext.site.asking import shortened
from _ext.site.page import BUNDLES
from addup.engine.figures import ALL_READINGS, HEDGES, Figure, Register, load
from addup.engine.hedges import READING
from addup.engine.interval import Interval
from addup.engine.solve import CONSISTENT, INCONSISTENT, FigureRanges, Group, Result, solve
from addup.report import wording
from addup.report.article import Article
from addup.report.dates import in_words
from addup.report.evidence import TESTS
from addup.report.whatif import Answer, answer, changeable, exported
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, expect
from strategies import problems, register

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "book" / "_static"
SEED = int(os.environ.get("WHATIF_SEED", "1"))
PARTS, EDITS = 4, 500
HULLS = 0.1
"""Part of the edits after which hulls are compared; after the others the ranges that stand before them."""
Case = tuple[str, dict[str, Any], bool]
"""A reading, what is edited, and whether its ranges are compared as hulls."""
*SCRIPTS, CONTROLS = BUNDLE = BUNDLES["whatif.js"]

# What was worked out before is kept, in the page as in Python, and told once.
WORK = """(cases) => {
  const run = (work) => { for (;;) { const step = work.next(); if (step.done) return step.value; } };
  const fraction = (value) => value.isFinite ? value.toString() : null;
  const isOpen = (end) => end.isFinite && end.side !== 0; // Python: an end that is none is closed
  const interval = (range) => range && [...range.ends.map(fraction), ...range.ends.map(isOpen)];
  const { register, words, kept, checker: { solve, rangesOf, conflictOf, mendingOf } } = window;
  return cases.map(([reading, edits, isHull]) => {
    const figures = { ...register.figures };
    for (const [id, edit] of Object.entries(edits)) figures[id] = { ...figures[id], ...edit };
    const result = run(solve({ ...register, figures }, reading, { groups: kept }));
    const before = [...result.groups].filter(([key]) => kept.has(key)).map(([, group]) => group);
    const checks = new Set(before.flatMap((group) => [...group.verdicts.keys()]));
    const ids = new Set(before.flatMap((group) => [...group.printed.keys()]));
    const groups = new Map([...result.groups].filter(([key]) => !kept.has(key)));
    for (const [key, group] of result.groups) kept.set(key, group);
    const verdicts = Object.keys(register.checks).filter((id) => !checks.has(id)).map((id) => {
      const found = result.verdicts.get(id);
      const moves = [...found.moves].map(([name, move]) => [name, fraction(move)]);
      return [id, found.verdict, interval(found.left), interval(found.right), fraction(found.margin), moves,
        Object.entries(found.byReading), words.because(found)];
    });
    const ranges = [...run(rangesOf({ ...result, groups }, !isHull))].filter(([id]) => !ids.has(id));
    const told = ranges.map(([id, found]) => [id, interval(found.printed), interval(found.implied),
      interval(found.remaining), found.saysNothing, found.isHull,
      words.span(found.implied, figures[id].unit)]);
    const conflict = run(conflictOf(result));
    return { jointly: result.jointly, verdicts, ranges: told.sort(), conflict,
      answer: words.answer(figures, result, conflict, run(mendingOf(result))) };
  });
}"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A page with the script as it is sent, and nothing else."""
    page = browser.new_page()
    page.set_default_timeout(600_000)
    page.evaluate("window.asking = {}")  # what draws, which is not asked here
    page.add_script_tag(content=sent(BUNDLE))
    yield page
    page.close()


def sent(names: Sequence[str]) -> str:
    """Scripts as the site sends them: as one, shortened."""
    return shortened(*((STATIC / name).read_text("utf-8") for name in names))


def give(page: Page, given: Register) -> None:
    """Give the page a register to work on."""
    page.evaluate(
        """given => {
            for (const check of given.checks) check.relation = new checker.Relation(check.relation);
            window.register = given;
            window.words = checker.wordsOf(register);
            window.kept = new Map();
        }""",
        exported(given),
    )


def _fraction(value: Fraction | None) -> str | None:
    return None if value is None else f"{value.numerator}/{value.denominator}"


def _interval(interval: Interval | None) -> list[Any] | None:
    if interval is None:
        return None
    return [_fraction(interval.lo), _fraction(interval.hi), interval.lo_open, interval.hi_open]


def outer(group: Group) -> Iterator[tuple[str, FigureRanges]]:
    """The ranges that narrowing leaves in a group, which the page shows before it has searched for hulls."""
    network = group.network
    result = None if group.outcome == INCONSISTENT else network.contract(group.printed)
    for id, box in group.left_out():
        implied = box and box[id]
        remaining = result[id] & implied if result and implied else None
        is_hull = box is None or network.is_exact(box)
        if result and remaining and id in group.values and remaining != implied:
            is_hull = is_hull and network.is_exact({**result, id: remaining})
        yield (
            id,
            FigureRanges(group.printed[id], implied, remaining, implied == group.domains[id], is_hull),
        )


def told(
    old: Register, new: Register, result: Result, before: Mapping[Any, Group], is_hull: bool
) -> dict[str, Any]:
    """What Python makes of a register, in the form in which the page tells it."""
    groups = [group for key, group in result.groups.items() if key in before]
    checks = {check.id for group in groups for check in group.checks}
    ids = {id for group in groups for id in group.printed}
    places = {id: str(place) for place, id in enumerate(new.checks)}  # by which the page knows checks
    verdicts = [
        [
            places[id],
            found.verdict,
            _interval(found.left),
            _interval(found.right),
            _fraction(found.margin),
            [[name, _fraction(move)] for name, move in found.moves.items()],
            [list(pair) for pair in found.by_reading.items()],
            wording.because(found, new.figures),
        ]
        for id, found in result.checks.items()
        if id not in checks
    ]
    told = result.figures if is_hull else dict(result.printed)
    if not is_hull:
        for key in result.groups.keys() - before.keys():
            told |= outer(result.groups[key])
    ranges = [
        [
            *(id, _interval(found.printed), _interval(found.implied), _interval(found.remaining)),
            *(
                found.says_nothing,
                found.is_hull,
                wording.span(found.implied, wording.unit_of(new.figures[id])),
            ),
        ]
        for id, found in told.items()
        if id not in ids
    ]
    return {
        "jointly": result.jointly,
        "verdicts": verdicts,
        "ranges": sorted(ranges, key=lambda row: row[0]),
        "conflict": [places.get(id, id) for id in result.conflict],
        "answer": json.loads(json.dumps(asdict(answer(old.figures, new.figures, result)))),
    }


def edited(given: Register, edits: dict[str, dict[str, str]]) -> Register:
    """The register with the edits made; a place is given as text."""
    figures = dict(given.figures)
    for id, edit in edits.items():
        place = {"place": Fraction(edit["place"])} if "place" in edit else {}
        figures[id] = replace(figures[id], **{**edit, **place})
    return Register(figures, given.checks)


def differences(page: Page, given: Register, cases: list[Case]) -> tuple[list[str], int]:
    """Where the two engines tell something else, and how many cases contradict themselves."""
    # The page works while Python does
    page.evaluate(
        f"cases => {{ window.done = new Promise((go) => setTimeout(() => go(({WORK})(cases)))); }}", cases
    )
    found, expected, contradictions = [], [], 0
    result, kept = None, {}
    for reading, edits, is_hull in cases:
        new = edited(given, edits)
        result = solve(new, reading, result and replace(result, groups=kept))
        expected.append(told(given, new, result, kept, is_hull))
        kept |= result.groups
        contradictions += result.jointly == INCONSISTENT
    for case, theirs, mine in zip(cases, expected, page.evaluate("done"), strict=True):
        for part, one in theirs.items():
            if mine[part] != one:
                pairs = zip(one, mine[part], strict=False) if isinstance(one, list) else [(one, mine[part])]
                first = next((pair for pair in pairs if pair[0] != pair[1]), (one, mine[part]))
                found.append(f"seed {SEED}, {case}: {part}: Python {first[0]}, page {first[1]}")
    return found, contradictions


def edits(given: Register, draw: random.Random, count: int, hulls: float = 1) -> list[Case]:
    """Random edits of one to five figures: their numbers, hedges and places, and the reading of all."""
    printed = [figure for figure in given.figures.values() if figure.value is not None]
    cases = []
    for _ in range(count):
        chosen = draw.sample(printed, min(len(printed), draw.choice([1, 1, 1, 2, 3, 5])))
        reading = draw.choice(ALL_READINGS) if draw.random() < 0.3 else "declared"
        made = {figure.id: _edit(figure, draw) for figure in chosen}
        cases.append((reading, made, draw.random() < hulls))
    return cases


def _edit(figure: Figure, draw: random.Random) -> dict[str, str]:
    if figure.unit == "date":
        day = datetime.date.fromisoformat(figure.number) + datetime.timedelta(
            draw.choice([-30, -1, 1, 5, 400])
        )
        return {"number": day.isoformat()}
    factor = draw.choice(["0.9", "0.99", "1", "1.01", "1.1", "2", "10", "0.1", "0"])
    edit = {
        "number": f"{float(Fraction(figure.number) * Fraction(factor)):.6f}".rstrip("0").rstrip(".") or "0"
    }
    if draw.random() < 0.3:
        edit["hedge"] = draw.choice(HEDGES)
    if draw.random() < 0.3:
        edit["place"] = draw.choice(["1", "1/10", "10", "1/100", "0"])
    return edit


@pytest.fixture(scope="module")
def article() -> Register:
    """The article's own register."""
    given = load(ROOT / "data")
    wording.name_units(given.figures.values())
    return given


def test_article_as_it_is_and_after_a_few_edits(page: Page, article: Register) -> None:
    give(page, article)
    cases: list[Case] = [(reading, {}, True) for reading in ALL_READINGS] + edits(
        article, random.Random(SEED), 25
    )
    found, _ = differences(page, article, cases)
    assert not found, "\n".join(found[:5])


def test_contradictions_that_take_long_to_show(page: Page, article: Register) -> None:
    give(page, article)
    amounts = ("41", "41.5", "42", "39")
    found, contradictions = differences(
        page, article, [("declared", {"domestic_cny": {"number": amount}}, True) for amount in amounts]
    )
    as_it_is = solve(article).jointly == INCONSISTENT
    assert 0 < contradictions < len(amounts) + as_it_is
    assert not found, "\n".join(found[:5])


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_random_edits_of_the_article(page: Page, article: Register, part: int) -> None:
    seed = SEED * PARTS + part
    give(page, article)
    found, contradictions = differences(page, article, edits(article, random.Random(seed), EDITS, HULLS))
    assert not found, "\n".join(found[:5])
    assert EDITS / 3 < contradictions < EDITS * (1 if solve(article).jointly == INCONSISTENT else 2 / 3)
    print(f"WHATIF_SEED={SEED}, part {part}: {EDITS} edits, {contradictions} contradictions, all told alike")


def _compare_another(page: Page, given: Register, draw: random.Random) -> None:
    wording.name_units(given.figures.values())
    give(page, given)
    found, _ = differences(page, given, [("declared", {}, True), *edits(given, draw, 2)])
    assert not found, "\n".join(found[:5])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(problem=problems(), draw=st.randoms(use_true_random=False))
def test_other_registers(page: Page, problem: Any, draw: random.Random) -> None:
    _compare_another(page, problem.register, draw)


UNITS = (
    *("USD", "CNY/USD", "share", "chip", "stock/day", "person*USD"),
    *("change", "change*USD", "change/year", "date", "calendar_year"),
)


def _range(draw: random.Random) -> Interval:
    """A range of any size: of a point, with one end or none, or far narrower than its ends are large."""

    def size() -> Fraction:
        return Fraction(draw.randrange(10 ** draw.randint(0, 25)), draw.choice((1, 2, 3, 7, 10**30)))

    day, ten = Fraction(draw.randint(-9, 4**11)), Fraction(10) ** draw.randint(-30, 30)
    low = draw.choice((size(), -size(), ten, day))
    width = draw.choice((Fraction(0), size(), Fraction(1, 10 ** draw.randint(0, 40))))
    lo, hi = draw.choice(((low, low + width), (low, low + width), (low, None), (None, low), (None, None)))
    is_open = draw.random() < 0.5 and bool(width)
    return Interval(lo, hi, is_open and lo is not None, is_open and hi is not None)


def test_ranges_of_every_size_and_unit_are_told_alike(page: Page) -> None:
    from strategies import figure

    given = register([figure(unit, "", unit=unit, scale="1/100") for unit in UNITS], [])
    give(page, given)
    draw, units = random.Random(SEED), list(exported(given)["words"]["units"])
    ranges = [(_range(draw), draw.choice(units)) for _ in range(3000)]
    told = page.evaluate(
        """ranges => ranges.map(([[lo, hi, isAbove, isBelow], unit]) => {
            const { Fraction, Interval } = checker;
            const least = Fraction.from(lo ?? "-1/0").to(Number(isAbove));
            const most = Fraction.from(hi ?? "1/0").to(-Number(isBelow));
            return words.span(new Interval(least, most), unit);
        })""",
        [(_interval(interval), unit) for interval, unit in ranges],
    )
    expected = [wording.span(interval, unit) for interval, unit in ranges]
    assert [pair for pair in zip(expected, told, strict=True) if pair[0] != pair[1]] == []


def test_ends_that_stay_in_a_box_are_in_lowest_terms(page: Page) -> None:
    """Both of them: an upper end got longer with every turn, to millions of digits."""
    assert (
        page.evaluate(
            """() => {
            const { Fraction, Interval } = checker;
            const third = (whole) => new Fraction(whole * 5n ** 500n, 3n * 5n ** 500n);
            const { lo, hi } = new Interval(third(-1n), third(2n)).outward();
            return [lo.n === -1n, lo.d === 3n, hi.n === 2n, hi.d === 3n];
        }"""
        )
        == [True] * 4
    )


def test_register_that_fits_and_whose_ends_touch(page: Page) -> None:
    from strategies import figure

    given = register(
        [figure("a", "3"), figure("b", "4", hedge="at_least"), figure("c", "")], ["a >= b", "c == a - b"]
    )
    assert solve(given).jointly in (CONSISTENT, INCONSISTENT)
    _compare_another(page, given, random.Random(SEED))


LONG = [" * ".join(["a"] * 90) + " == v0", "v5 / (v0 + 1) == (v5 - 1) / v1"]
SHORTER = [" * ".join(["a"] * 12) + " == v0"]
SHARING = [f"v{n} * (v0 + v{n + 1}) == v{n + 1} + v0 * v0 * {n + 3}" for n in range(5)]


@pytest.mark.parametrize(
    "formulas",
    [
        pytest.param(SHORTER + SHARING, id="shorter"),
        pytest.param(LONG + SHARING, id="long", marks=pytest.mark.slow),
    ],
)
def test_long_formulas_and_many_checks_that_share_the_work(page: Page, formulas: list[str]) -> None:
    from strategies import figure

    figures = [
        figure("a", "1.01010101", place="1/100000000", unit="share"),
        *(figure(f"v{n}", str(n + 2), unit="share") for n in range(6)),
    ]
    _compare_another(page, register(figures, formulas), random.Random(SEED))


LARGEST = 14_000
"""Bytes that a page gets to work the article out with, script and data, as hosts send them."""
WIDEST = 120
"""Characters in a line of the scripts that do it."""


def test_what_works_the_article_out_is_small() -> None:
    # What is asked for in the page's controls, and nothing else, would be left out as unused
    used = "changed, conflictOf, mendingOf, quantityOf, rangesOf, Relation, solve, wordsOf"
    script = shortened(*((STATIC / name).read_text("utf-8") for name in SCRIPTS), f"window.used = [{used}];")
    data = json.dumps(changeable(Article()), ensure_ascii=False, separators=(",", ":"))
    sizes = [len(gzip.compress(text.encode(), 9)) for text in (script, data, sent(BUNDLE))]
    print("engine {}, data {}, engine with the page's controls {} bytes".format(*sizes))
    assert sum(sizes[:2]) <= LARGEST


@pytest.mark.parametrize("name", SCRIPTS)
def test_lines_of_the_engine_are_no_wider_than_a_reader_sees(name: str) -> None:
    lines = (STATIC / name).read_text("utf-8").splitlines()
    assert [number for number, line in enumerate(lines, 1) if len(line) > WIDEST] == []


def _compiler() -> str | None:
    """The TypeScript compiler: TSC, one on the PATH, or one that npm put beside the project."""
    local = [folder / "node_modules/.bin/tsc" for folder in (ROOT, *ROOT.parents)]
    found = next((str(path) for path in local if path.exists()), None)
    return os.environ.get("TSC") or shutil.which("tsc") or found


def test_types_of_the_scripts() -> None:
    """The scripts' types, as their comments declare them."""
    compiler = _compiler()
    if compiler is None:
        pytest.skip("tsc is not installed: npm install typescript")
    flags = ["--allowJs", "--checkJs", "--noEmit", "--strict", "--target", "es2023"]
    files = [
        Path(__file__).with_name("page.d.ts"),
        *(STATIC / name for name in ("ask.js", *SCRIPTS, "whatif.js")),
    ]
    command = [compiler, *flags, "--lib", "es2023,dom,dom.iterable", *map(str, files)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout


# The page itself: what it says is held against what Python makes of the same edits, so that a correction of
# the article leaves every test as it is.

DOLLARS, YUAN = "domestic_usd", "domestic_cny"
ARTICLE = Article()
FIGURES = ARTICLE.register.figures
LABEL = {id: figure.label for id, figure in FIGURES.items()}


@cache
def solved(reading: str = "declared", **numbers: str) -> tuple[Register, Result]:
    """The article with some other numbers, by figure, and all that follows."""
    new = edited(load(ROOT / "data"), {id: {"number": number} for id, number in numbers.items()})
    return new, solve(new, reading)


def answered(reading: str = "declared", **numbers: str) -> Answer:
    """What is to be said of the article with some other numbers."""
    wording.name_units(FIGURES.values())
    new, result = solved(reading, **numbers)
    return answer(FIGURES, new.figures, result)


def spoken(found: Answer) -> str:
    """An answer as it is spoken: with how many numbers could mend it alone."""
    if not found.lead:
        return found.sentence
    several = f"{wording.count(len(found.mends))} number{'s' if len(found.mends) > 1 else ''}"
    mends = f"{several} could mend it alone" if found.mends else "no single number could mend it"
    return f"{found.sentence.removesuffix('.')}; {mends}."


def stepped(id: str, steps: int) -> str:
    """A figure's number, so many of its places up."""
    figure = FIGURES[id]
    assert figure.place
    return f"{float(Fraction(figure.number) + steps * figure.place):g}"


@cache
def breaking() -> str:
    """The nearest other budget in dollars that breaks checks and that each of several numbers could mend."""
    return next(
        number
        for number in (stepped(DOLLARS, sign * steps) for steps in range(1, 49) for sign in (1, -1))
        if len(answered(**{DOLLARS: number}).mends) > 2
    )


def broken() -> Answer:
    """What is to be said of that budget."""
    return answered(**{DOLLARS: breaking()})


@cache
def sound() -> dict[str, str]:
    """A budget in dollars with which everything fits, none if the article's own does; skips if none does."""
    for steps in (0, *(sign * steps for steps in range(1, 9) for sign in (-1, 1))):
        numbers = {DOLLARS: stepped(DOLLARS, steps)} if steps else {}
        if solved(**numbers)[1].jointly == CONSISTENT:
            return numbers
    pytest.skip("the article contradicts itself, apart from its budget in dollars")


def address(**numbers: str) -> str:
    """Edits as the page's address states them."""
    return "#if" + "".join(f"/{id}={number}" for id, number in numbers.items())


def stated(page: Page) -> dict[str, str]:
    """The edits that the page's address states."""
    return dict(part.split("=") for part in page.url.partition("#if/")[2].split("/") if part)


@pytest.fixture
def try_it(visit: Any) -> Any:
    """Open the page where numbers can be changed, once it has worked the article out."""

    def opened(address: str = "", **settings: Any) -> Page:
        page = visit(f"wrong.html{address}", **settings)
        settled(page)
        return page

    return opened


def settled(page: Page) -> None:
    page.wait_for_selector(".what-if-frame[data-state=settled]")


def told_on(page: Page) -> str:
    return str(page.locator(".what-follows .answer").first.inner_text())


def number(page: Page, label: str) -> Any:
    return page.locator(f'.what-if input[aria-label^="{label}"]')


@pytest.mark.parametrize("width", [1280, 360])
def test_a_number_that_breaks_checks_is_told_marked_and_restored(try_it: Any, width: int) -> None:
    page = try_it(width=width)
    assert told_on(page) == answered().sentence
    dollars = number(page, LABEL[DOLLARS])
    dollars.fill(breaking())
    settled(page)
    assert told_on(page) == broken().sentence
    assert page.locator(".what-follows .conflict").inner_text() == broken().conflict
    new, result = solved(**{DOLLARS: breaking()})
    fails = [id for id in new.checks if result.checks[id].by_reading.get("declared") == INCONSISTENT]
    failing = page.locator(".what-follows .verdicts li").filter(has_text="inconsistent")
    assert failing.locator("a").evaluate_all(
        "links => links.map((link) => link.pathname.split('/').pop())"
    ) == [f"{new.checks[id].chapter}.html" for id in fails]
    others = f"{wording.as_printed(new.figures[DOLLARS])} for {wording.as_printed(FIGURES[DOLLARS])}"
    assert f"here with {others}" in failing.first.inner_text()
    counts = page.locator(".counts").inner_text()
    assert f"checks {wording.count(len(fails))} fail" in counts
    tests = sum(new.checks[id].evidence in TESTS for id in fails)  # some of what fails counts as no test
    assert f"{tests} inconsistent" in counts
    assert "not checkable" not in page.locator(".what-follows .verdicts").inner_text()
    unworked = page.locator(".unworked")
    # Of an article that contradicts itself these cannot be worked out before, and nothing is new
    assert unworked.is_visible() or solved()[1].jointly == INCONSISTENT
    if unworked.is_visible():
        assert "cannot be worked out" in unworked.inner_text()
        unworked.locator("summary").click()
        named = unworked.locator("li").all_inner_texts()
        assert f"{len(named)} quantities" in unworked.inner_text()
        assert all(question.endswith("?") for question in named)
    printed = f"printed: {wording.as_printed(FIGURES[DOLLARS])}"
    assert printed in page.locator(".field.changed").first.inner_text()
    assert page.url.endswith(address(**{DOLLARS: breaking()}))
    assert page.locator("html").evaluate("html => html.scrollWidth") == width
    page.get_by_role("button", name="Restore the article").click()
    settled(page)
    assert told_on(page) == answered().sentence
    assert dollars.input_value() == FIGURES[DOLLARS].number
    expect(page.locator(".what-follows .answer").first if width > 360 else dollars).to_be_in_viewport()


def test_bad_input_is_said_beside_the_field_and_changes_nothing(try_it: Any) -> None:
    page = try_it()
    before = told_on(page)
    field, fault = number(page, LABEL[DOLLARS]), page.locator(f"#fault-{DOLLARS}")
    for text in ("", "many", "-3", "1e999", "1.2.3", "1,5"):
        field.fill(FIGURES[DOLLARS].number)
        expect(fault).to_have_text("")
        field.fill("")
        field.press_sequentially(text)
        expect(fault).not_to_have_text("")
        assert "\n" not in fault.inner_text(), text
        settled(page)
        assert told_on(page) == before, text
    expect(page.locator(".what-follows [role=status]")).to_have_text(fault.inner_text())
    expect(field).to_have_attribute("aria-invalid", "true")


def test_thousands_are_set_apart_until_they_are_typed_and_may_be_typed_either_way(try_it: Any) -> None:
    page = try_it()
    chips, others = number(page, "Nvidia chips"), number(page, "Hopper chips")
    printed = int(FIGURES["chips_bytedance"].number)
    assert chips.input_value() == f"{printed:,}"
    other = printed + 10_000
    for text in (f"{other}", f"{other:,}"):
        chips.fill(text)
        settled(page)
        assert page.url.endswith(f"#if/chips_bytedance={other}")
        chips.press("ArrowUp")
        settled(page)
        assert page.url.endswith(f"#if/chips_bytedance={other + 1}")
        others.focus()
        assert chips.input_value() == f"{other + 1:,}"


def test_keys_reach_and_step_a_number_what_it_is_read_by_follows_and_the_status_tells_it_once(
    try_it: Any,
) -> None:
    page = try_it()
    status = page.locator(".what-follows [role=status]")
    assert status.text_content() == "\u00a0"  # no words, but there: Firefox hands over no empty one
    assert page.get_by_text(answered().sentence).count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link over the contents
    in_focus = "() => document.activeElement.ariaLabel ?? document.activeElement.labels?.[0]?.innerText"
    for _ in range(4):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.what-if input')"):
            break
    assert page.evaluate(in_focus).startswith("planned spending on AI infrastructure")
    dollars = number(page, LABEL[DOLLARS])
    dollars.focus()
    page.evaluate("""() => {
      const status = document.querySelector(".what-follows [role=status]");
      window.told = [];
      new MutationObserver(() => window.told.push(status.textContent)).observe(status, { childList: true });
    }""")
    for _ in range(3):
        page.keyboard.press("ArrowUp")
    told = spoken(answered(**{DOLLARS: stepped(DOLLARS, 3)}))
    expect(status).to_have_text(told)
    settled(page)
    assert page.evaluate("window.told") == [told]
    for label in (f"Restore {LABEL[DOLLARS]}", f"Hedge of {LABEL[DOLLARS]}"):
        page.keyboard.press("Tab")
        assert page.evaluate(in_focus).startswith(label)


def mend(page: Page, id: str) -> Any:
    """The button that tries the number that would mend a contradiction."""
    return page.locator(".mends li").filter(has_text=LABEL[id]).get_by_role("button")


def test_a_mend_is_tried_and_taken_back_with_one_press(try_it: Any) -> None:
    page = try_it(address(**{DOLLARS: breaking()}))
    one, other = [id for id, _ in broken().mends if id != DOLLARS][:2]
    tried = mend(page, one)
    name = tried.inner_text()
    assert tried.get_attribute("aria-label") == f"{name} for {LABEL[one]}"
    tried.press("Enter")
    settled(page)
    assert page.evaluate("document.activeElement.textContent") == name
    assert stated(page).keys() == {one, DOLLARS}
    assert told_on(page) == answered(**stated(page)).sentence
    assert told_on(page).endswith("everything fits.")
    assert page.locator(".what-follows .lead").inner_text() == ""
    assert tried.get_attribute("aria-pressed") == "true"
    mend(page, other).click()  # in place of the other
    settled(page)
    assert told_on(page).endswith("everything fits.")
    assert stated(page).keys() == {other, DOLLARS}
    mend(page, other).click()
    settled(page)
    assert told_on(page) == broken().sentence
    assert page.locator(".what-follows .lead").inner_text() == broken().lead
    mend(page, DOLLARS).click()
    settled(page)
    assert told_on(page) == answered(**stated(page)).sentence


def test_what_a_reading_catches_is_named_and_mended_with_one_press(try_it: Any) -> None:
    readings = {reading: answered(reading, **sound()) for reading in ("strict", "round")}
    reading, found = next((each for each in readings.items() if each[1].mends), ("", None))
    if found is None:
        pytest.skip("no other reading finds what one number could mend")
    page = try_it(f"{address(**sound())}/reading={reading}")
    assert told_on(page) == found.sentence
    new, result = solved(reading, **sound())
    listed = page.locator(".what-follows .verdicts").inner_text()
    fails = [id for id in new.checks if result.checks[id].by_reading.get(reading) == INCONSISTENT]
    assert all(new.checks[id].question in listed for id in fails)
    mend(page, found.mends[-1][0]).click()
    settled(page)
    assert told_on(page).endswith(f"under the {reading} reading, everything fits.")
    assert "(tried)" in page.locator(".mends").inner_text()
    page.get_by_label("Read all numbers").select_option("declared")
    settled(page)
    assert "(tried)" not in page.locator(".mends").inner_text()  # what is offered follows the reading


def test_the_answer_stays_in_sight_and_no_line_moves_under_a_finger(try_it: Any) -> None:
    page = try_it(width=390, has_touch=True)
    dollars = number(page, LABEL[DOLLARS])
    dollars.focus()
    where = """() => [...document.querySelectorAll(".what-if input")].map((field) => {
      const { x, y } = field.getBoundingClientRect();
      return [x, y + scrollY];
    })"""
    before = page.evaluate(where)
    dollars.fill(breaking())
    settled(page)
    assert page.evaluate(where) == before
    line = page.locator(".in-sight")
    told = spoken(broken()).partition(", ")[2]
    expect(line).to_contain_text(told[0].upper() + told[1:])
    box = line.bounding_box()
    assert box
    assert box["height"] * 5 <= 844
    assert box["y"] + box["height"] <= dollars.bounding_box()["y"]
    line.get_by_role("button").click()
    expect(page.locator(".what-follows .answer")).to_be_in_viewport()
    expect(line).to_be_hidden()
    page.locator("#by-day").press("ArrowLeft")
    settled(page)
    assert page.evaluate(where) == before
    page.locator("#by-day").press("Escape")
    page.get_by_label("Any other number").select_option(label="ByteDance's capital spending of 2024")
    settled(page)
    assert page.evaluate(where) == before
    page.set_viewport_size({"width": 320, "height": 256})
    dollars.focus()
    dollars.scroll_into_view_if_needed()
    expect(line).to_be_hidden()


def test_the_rate_of_a_day_is_one_change_and_goes_back_to_the_sources(try_it: Any) -> None:
    page = try_it()
    slider = page.locator("#by-day")
    # the headline's number, as everything else and its own rounding leave it
    headline = ARTICLE.ranges("headline_usd")
    assert page.locator(".hand h3").inner_text().lower().startswith(LABEL["headline_usd"])
    if implied := headline.implied:
        step = FIGURES["headline_usd"].place * FIGURES["headline_usd"].scale / 2
        unnoticed = wording.span(Interval(implied.lo - step, implied.hi + step), "USD")
        assert f"unnoticed only if printed as\n{unnoticed}" in page.locator(".hand dl").inner_text()
    assert slider.get_attribute("aria-valuetext").endswith("as the sources bound it")
    slider.press("PageDown")
    slider.press("PageDown")
    settled(page)
    # as the reference rate is printed: 0.0001, and not 0.01 with two noughts
    place = page.get_by_label("rounded to").locator("option:checked")
    assert float(Fraction(place.get_attribute("value"))) == float(place.inner_text()[3:].split()[0])
    assert page.locator(".hand h3").inner_text() in slider.get_attribute("aria-valuetext").replace(
        "a dollar, ", "a dollar, rate of "
    )
    rate, day = re.fullmatch(r"(RMB\S+) a dollar, (.+)", slider.get_attribute("aria-valuetext")).groups()
    assert told_on(page).startswith(f"With the rate of {day}, {rate} a dollar, ")
    low = float(rate.removeprefix("RMB"))
    slider.press("ArrowRight")
    settled(page)
    assert float(re.match(r"RMB(\S+)", slider.get_attribute("aria-valuetext"))[1]) >= low
    assert page.locator("output[for=by-day]").get_attribute("aria-live") == "off"  # the slider says it
    slider.press("End")
    settled(page)
    days = json.loads(page.locator(".by-day script").text_content())["days"]
    day, rate = max(days, key=lambda each: Fraction(each[1]))
    highest, on = wording.quantity(Fraction(rate), "CNY/USD", 5), datetime.date.fromisoformat(day)
    assert slider.get_attribute("aria-valuetext") == f"{highest}, {in_words(on)}"
    slider.press("Home")
    settled(page)
    # which of the figures that the rate stands for would mend is told by its own name
    labels = tuple(f"{figure.label}, if it were " for figure in FIGURES.values())
    mends = page.locator(".what-follows .mends li").all_inner_texts()
    assert all(any(label in text for label in labels) for text in mends)
    slider.press("Escape")
    settled(page)
    assert told_on(page) == answered().sentence


def test_the_address_brings_back_a_state_and_says_what_no_longer_fits(try_it: Any) -> None:
    page = try_it(f"#if/{DOLLARS}={breaking()}/lost_figure=3/reading=round")
    page.get_by_text("no longer fits: lost_figure=3").wait_for()
    settled(page)
    assert told_on(page) == answered("round", **{DOLLARS: breaking()}).sentence
    before = page.url
    page.get_by_role("link", name="Fig. ").first.click()
    page.wait_for_url(before)


def test_without_a_script_the_sentences_are_whole(visit: Any) -> None:
    page = visit("wrong.html", java_script_enabled=False)
    printed = wording.as_printed(FIGURES[DOLLARS])
    assert f"the newspaper makes {printed}" in page.locator(".what-if").inner_text()
    assert page.locator(".what-if input").count() == 0


def test_a_number_in_the_prose_can_be_asked_and_leads_to_its_what_if(visit: Any) -> None:
    page = visit("parts.html")
    asked = page.locator("a.said").first
    asked.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#asked")
    panel.get_by_role("link", name="Change it").wait_for()
    assert "all else implies" in panel.inner_text()
    page.keyboard.press("Escape")
    panel.wait_for(state="hidden")
    assert asked.evaluate("link => link === document.activeElement")


@pytest.mark.parametrize("width", [390, 1280])
def test_what_answers_leaves_its_number_and_its_doors_in_view(visit: Any, width: int) -> None:
    page = visit("chips.html", width=width)
    panel = page.locator("#asked")
    for number in page.locator("a.said").all()[:12:2]:
        number.scroll_into_view_if_needed()
        number.press("Enter")
        expect(panel.get_by_role("button", name="Close")).to_be_in_viewport(ratio=1)
        line = number.evaluate("link => link.getClientRects()[0].toJSON()")
        box = panel.bounding_box()
        assert box
        assert box["y"] >= line["bottom"] or box["y"] + box["height"] <= line["top"]
        panel.get_by_role("button", name="Close").click()
        panel.wait_for(state="hidden")


def test_a_verdict_leads_to_its_what_if_and_the_reading_of_all_can_be_chosen(visit: Any) -> None:
    page = visit("codebook.html")
    choose = page.get_by_label("Read all numbers")
    verdicts = page.locator("#register-checks tbody .verdict")
    before = verdicts.all_inner_texts()
    choose.select_option("strict")
    assert verdicts.all_inner_texts() != before
    assert "inconsistent" in verdicts.all_inner_texts()
    differs = page.locator("#register-checks tr.differs")
    assert differs.count() == sum(a != b for a, b in zip(verdicts.all_inner_texts(), before, strict=True))
    told = page.locator(".readings [role=status]").inner_text().replace("’", "'")
    for question in differs.locator("th, td").filter(has_text="?").all_inner_texts():
        assert question.replace("’", "'") in told
    assert READING["strict"].meaning in told
    choose.select_option("")
    assert verdicts.all_inner_texts() == before
    page.locator("#register-checks a.to-what-if").first.click()
    settled(page)
    assert page.locator(".hand h3").inner_text()


def test_a_number_worked_out_from_several_tells_its_formula_and_figures(visit: Any) -> None:
    page = visit("chips.html")
    page.locator("a.said[data-worked]").first.click()
    panel = page.locator("#asked")
    panel.get_by_text("The numbers it comes from:").wait_for()
    assert "from\n" in panel.locator("dl").inner_text()
    assert panel.locator("a[href*='#if/']").count() >= 2  # what stands in no check is not changed


def test_a_range_between_two_ends_tells_the_formula_of_both(visit: Any) -> None:
    page = visit("chips.html")
    page.locator("a.said[data-worked*=' to ']").first.click()
    panel = page.locator("#asked")
    panel.get_by_text("The numbers it comes from:").wait_for()
    assert panel.locator("dl").inner_text().count("Nvidia chips ordered by ByteDance") == 2
    panel.get_by_role("link", name="Change it").click()
    settled(page)
    expect(number(page, "Nvidia chips ordered by ByteDance")).to_be_focused()
    expect(number(page, "Nvidia chips ordered by ByteDance")).to_be_in_viewport()


def test_one_number_is_restored_by_itself_and_bad_addresses_do_no_harm(try_it: Any) -> None:
    other = stepped(YUAN, 2)
    edits = address(**{DOLLARS: breaking(), YUAN: other})
    page = try_it(f"{edits}/%E0%A4=1/constructor=2/headline_usd=9,constructor")
    page.get_by_text("no longer fits").wait_for()
    settled(page)
    assert number(page, LABEL[DOLLARS]).input_value() == breaking()
    page.get_by_role("button", name=f"Restore {LABEL[DOLLARS]}").click()
    settled(page)
    assert number(page, LABEL[DOLLARS]).input_value() == FIGURES[DOLLARS].number
    assert number(page, LABEL[YUAN]).input_value() == other


def test_a_finger_drags_a_number_on_a_narrow_screen(try_it: Any) -> None:
    page = try_it(width=360, has_touch=True)
    field = number(page, LABEL[DOLLARS])
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    client = page.context.new_cdp_session(page)
    x, y = box["x"] + 10, box["y"] + 10
    for kind, at in (("touchStart", x), ("touchMove", x + 16), ("touchMove", x + 32)):
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": at, "y": y}]})
    client.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    settled(page)
    assert float(field.input_value()) > float(FIGURES[DOLLARS].number)


def test_no_changed_number_makes_the_page_wider_than_a_phone(try_it: Any) -> None:
    """What was printed stands below its number, whichever side it has room on."""
    page = try_it(width=360, has_touch=True)
    fields = page.locator(".what-if .number input")
    for place in range(fields.count()):
        field = fields.nth(place)
        field.tap()
        was = field.input_value().replace(",", "")
        chosen = "field => field.value.slice(field.selectionStart, field.selectionEnd)"
        assert field.evaluate(chosen).replace(",", "") == was
        page.keyboard.type(f"{float(was) * 1.01:.2f}" if was.replace(".", "").isdigit() else was)
        settled(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, was
        page.keyboard.press("Escape")


def test_the_choice_of_a_reading_stays_where_it_was_chosen(try_it: Any) -> None:
    page = try_it(width=360, has_touch=True)
    choice = page.get_by_label("Read all numbers")
    choice.scroll_into_view_if_needed()
    before = choice.bounding_box()["y"]
    choice.select_option("strict")
    page.wait_for_function("location.hash.includes('reading=strict')")
    settled(page)
    stays = "([choice, y]) => Math.abs(choice.getBoundingClientRect().y - y) < 2"
    page.wait_for_function(stays, arg=[choice.element_handle(), before])  # once what follows is drawn


def test_numbers_that_a_hedge_forgives_have_no_end(try_it: Any) -> None:
    """Printed as "up to" so much, any more goes unnoticed: what is meant may lie far below."""
    printed = FIGURES["headline_usd"]
    page = try_it(f"#if/headline_usd={printed.number},up_to")
    _, *unnoticed = page.locator(".hand dl").inner_text().split("unnoticed only if printed as\n")
    # of an article that contradicts itself the rest implies nothing
    assert unnoticed or ARTICLE.result.jointly == INCONSISTENT
    assert all(text.startswith(("at least ", "more than ")) for text in unnoticed)


def test_link_is_copied_and_says_so(try_it: Any) -> None:
    page = try_it(f"#if/{DOLLARS}={breaking()}")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("link", name="Link to these numbers").click()
    page.get_by_role("link", name="Link copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_rates_of_the_days_changed_one_by_one_are_told_and_restored(try_it: Any) -> None:
    page = try_it()
    slider = page.locator("#by-day")
    figures = json.loads(page.locator(".by-day script").text_content())["figures"]
    other = str(float(FIGURES[figures[0]].number) + 0.01)
    page.evaluate("address => { location.hash = address; }", f"#if/{figures[0]}={other}")
    page.wait_for_function("document.querySelector('#by-day').ariaValueText.includes(' to ')")
    settled(page)
    assert other in slider.get_attribute("aria-valuetext")
    assert not slider.get_attribute("aria-valuetext").endswith("as the sources bound it")
    page.locator(".rate .was").click()
    settled(page)
    assert told_on(page) == answered().sentence


def test_it_works_from_a_folder(site: Path, visit: Any) -> None:
    page = visit("wrong.html", base=site.as_uri())
    settled(page)
    number(page, LABEL[DOLLARS]).fill(breaking())
    page.get_by_text(broken().sentence).first.wait_for()
