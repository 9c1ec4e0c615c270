"""Formulas as MathML."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from _ext.site.mathml import convert
from sphinx.errors import SphinxError


def pieces(tex: str) -> list[str]:
    """Text of each MathML element that a formula is written as."""
    root = ElementTree.fromstring(f"<p>{convert(tex)}</p>")
    return ["".join(piece.itertext()) for piece in root]


def test_a_formula_may_break_before_relations_outside_brackets() -> None:
    assert pieces(r"\frac{40}{5.5} = r \approx 7.27") == ["405.5", "=r", "≈7.27"]
    assert pieces(r"x \in [a + b, c = d]") == ["x", "∈[a+b,c=d]"]


def test_an_operator_at_the_beginning_of_a_piece_is_no_sign() -> None:
    assert '<mo form="infix">+</mo><mi>b</mi>' in convert("a + b")
    assert "form" not in convert("-a")


def test_a_grouped_number_is_one_number() -> None:
    assert "<mn>230,000</mn>" in convert("230{,}000")


def test_words_are_upright_and_keep_their_dollar() -> None:
    assert "<mi>budget, $</mi>" in re.sub("\xa0", " ", convert(r"\text{budget, \$}"))


def test_aligned_lines_are_a_table() -> None:
    assert convert(r"\begin{aligned}a &= b \\ c &= d\end{aligned}").count("<mtr>") == 2


@pytest.mark.parametrize("tex", [r"\nonsense x", "a & b"])
def test_what_is_not_known_is_refused(tex: str) -> None:
    with pytest.raises(SphinxError, match="is not known"):
        convert(tex)
