"""After an edit only what it touches is worked out again, and the result is that of working out all."""

from dataclasses import replace
from pathlib import Path

from addup.engine.figures import Register, load
from addup.engine.hedges import ALL_READINGS
from addup.engine.solve import solve
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import problems

DATA = Path(__file__).parents[2] / "data"


def edited(register, id, number, hedge):
    figure = replace(register.figures[id], number=number, hedge=hedge)
    return Register({**register.figures, id: figure}, register.checks)


def same(kept, whole):
    assert kept.jointly == whole.jointly
    assert kept.witness == whole.witness
    assert kept.checks == whole.checks
    assert dict(kept.figures) == dict(whole.figures)
    assert kept.conflict == whole.conflict


@given(problems(), st.data())
def test_an_edit_of_a_random_register(problem, data):
    register = problem.register
    id = data.draw(st.sampled_from(sorted(register.figures)))
    hedge = data.draw(st.sampled_from(["none", "about", "more_than", "at_most"]))
    after = edited(register, id, str(data.draw(st.integers(1, 400))), hedge)
    reading = data.draw(st.sampled_from(ALL_READINGS))
    same(solve(after, reading, before=solve(register, reading)), solve(after, reading))


@settings(max_examples=6)
@given(st.data())
def test_an_edit_of_the_article_leaves_other_groups_as_they_were(data):
    register = load(DATA)
    printed = [id for id, figure in register.figures.items() if figure.number and figure.unit != "date"]
    id = data.draw(st.sampled_from(printed))
    number = register.figures[id].number
    slip = str(data.draw(st.integers(1, 9))) + number[1:]
    before, after = solve(register), edited(register, id, slip, register.figures[id].hedge)
    kept = solve(after, before=before)
    assert sum(group in before.groups.values() for group in kept.groups.values()) >= len(kept.groups) - 1
    same(kept, solve(after))
