"""The smallest set of figures and checks that cannot all hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import combinations, islice
from typing import TypeVar

from addup.engine.figures import Check
from addup.engine.network import Network, Ranges
from addup.engine.search import INCONSISTENT, Values, search

SUBSETS_TRIED = 500

T = TypeVar("T")


def conflict(checks: Sequence[Check], stated: Ranges, domains: Ranges, printed: Values) -> list[str]:
    """Return the ids of figures and checks that cannot all hold: fewest checks, then fewest figures.

    ``stated`` holds the ranges as printed, ``domains`` what each figure could be if it were not.
    """
    # Where narrowing alone shows the contradiction, it alone is asked again and again: it is quick.
    is_plain = Network([check.relation for check in checks]).contract(stated)[0] is None

    def contradicts(subset: Sequence[Check], ids: Iterable[str]) -> bool:
        network = Network([check.relation for check in subset])
        held = set(ids)
        box = {id: stated[id] if id in held else domains[id] for id in network.touching}
        if is_plain:
            return network.contract(box)[0] is None
        return search(network, box, printed)[0] == INCONSISTENT

    few = _smallest(checks, lambda subset: contradicts(subset, stated))
    named = {id for check in few for id in check.relation.names}
    ids = _smallest([id for id in stated if id in named], lambda subset: contradicts(few, subset))
    return [*ids, *(check.id for check in few)]


def _smallest(items: Sequence[T], contradicts: Callable[[Sequence[T]], bool]) -> list[T]:
    """Return the smallest subset that still contradicts itself.

    Leaving out one item after another gives a set from which nothing can be spared; then every smaller
    subset is tried, smallest first, as far as SUBSETS_TRIED goes.
    """
    kept = list(items)
    for item in items:
        rest = [other for other in kept if other is not item]
        if contradicts(rest):
            kept = rest
    smaller = (subset for size in range(1, len(kept)) for subset in combinations(items, size))
    return next((list(subset) for subset in islice(smaller, SUBSETS_TRIED) if contradicts(subset)), kept)
