"""The smallest set of figures and checks that cannot all hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, islice

from addup.engine.figures import Check
from addup.engine.network import Network, Ranges, in_order
from addup.engine.search import INCONSISTENT, Values, search

SUBSETS_TRIED = 500


def conflict(
    walk: Sequence[Check], stated: Ranges, domains: Ranges, printed: Values, *, is_plain: bool
) -> list[str]:
    """Return the ids of figures and checks that cannot all hold: fewest checks, then fewest figures.

    Checks that hang together are given as a walk. ``stated`` holds the ranges as printed, ``domains`` what
    each figure could be if it were not. Where ``is_plain``, narrowing alone shows the contradiction: it alone
    is then asked again and again, as it is quick.
    """

    def contradicts(checks: Iterable[str], figures: Iterable[str]) -> bool:
        kept, held = set(checks), set(figures)
        network = Network([check.relation for check in walk if check.id in kept])
        left = network.contract({id: stated[id] if id in held else domains[id] for id in network.touching})
        return left is None if is_plain else search(network, left, printed)[0] == INCONSISTENT

    checks = _smallest([check.id for check in in_order(walk)], lambda subset: contradicts(subset, stated))
    named = {id for check in walk if check.id in checks for id in check.relation.names}
    figures = _smallest([id for id in stated if id in named], lambda subset: contradicts(checks, subset))
    return [*figures, *checks]


def _smallest(items: Sequence[str], contradicts: Callable[[Sequence[str]], bool]) -> list[str]:
    """Return the smallest subset that still contradicts itself.

    Leaving out one item after another gives a set from which nothing can be spared; then every smaller
    subset is tried, smallest first, as far as SUBSETS_TRIED goes.
    """
    kept = list(items)
    for item in items:
        rest = [other for other in kept if other != item]
        if contradicts(rest):
            kept = rest
    smaller = (subset for size in range(1, len(kept)) for subset in combinations(items, size))
    return next((list(subset) for subset in islice(smaller, SUBSETS_TRIED) if contradicts(subset)), kept)
