"""Formulas for people: in words and as typeset mathematics."""

from __future__ import annotations

from collections.abc import Mapping

from addup.engine.formula import Expression, Relation, fold

_PRECEDENCE = {"+": 1, "-": 1, "*": 2, "/": 2}
_WORDS = {
    "+": "plus",
    "-": "minus",
    "*": "times",
    "/": "divided by",
    "==": "equals",
    "<=": "is at most",
    ">=": "is at least",
    "<": "is less than",
    ">": "is more than",
}
_TEX = {"+": "+", "-": "-", "*": r"\times", "==": "=", "<=": r"\le", ">=": r"\ge", "<": "<", ">": ">"}


def words(relation: Relation, labels: Mapping[str, str]) -> str:
    """Say the relation in words, with each figure's label in place of its id."""
    left, right = (side_in_words(side, labels) for side in (relation.left, relation.right))
    return f"{left} {_WORDS[relation.op]} {right}"


def side_in_words(side: Expression, labels: Mapping[str, str]) -> str:
    """Say one side of a relation in words."""
    return _infix(side, labels, _WORDS)


def latex(relation: Relation, symbols: Mapping[str, str]) -> str:
    """Typeset the relation; ``symbols`` gives each figure's TeX."""
    left, right = (latex_side(side, symbols) for side in (relation.left, relation.right))
    return f"{left} {_TEX[relation.op]} {right}"


def latex_side(side: Expression, symbols: Mapping[str, str]) -> str:
    """Typeset one side of a relation."""

    def operation(symbol: str, left: tuple[str, int], right: tuple[str, int]) -> tuple[str, int]:
        if symbol == "/":
            return rf"\frac{{{left[0]}}}{{{right[0]}}}", 3
        return _join(left, symbol, right, _TEX[symbol])

    return fold(side, lambda id: (symbols[id], 3), lambda leaf: (leaf.text, 3), operation)[0]


def _infix(tree: Expression, names: Mapping[str, str], spelling: Mapping[str, str]) -> str:
    return fold(
        tree,
        lambda id: (names[id], 3),
        lambda leaf: (leaf.text, 3),
        lambda symbol, left, right: _join(left, symbol, right, spelling[symbol]),
    )[0]


def _join(left: tuple[str, int], symbol: str, right: tuple[str, int], spelling: str) -> tuple[str, int]:
    """Join two texts, in brackets where precedence asks for it."""
    own = _PRECEDENCE[symbol]
    before = f"({left[0]})" if left[1] < own else left[0]
    # a - (b - c) and a / (b / c) are not what they are without brackets
    after = f"({right[0]})" if right[1] < own or (right[1] == own and symbol in "-/") else right[0]
    return f"{before} {spelling} {after}", own
