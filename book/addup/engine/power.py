"""Detection power: how many of the slips that a misprint could make the checks would catch.

A slip is one printed digit that is one too high or one too low, with what is carried (40 becomes 30, 50, 39
or 41). It is caught if no values fit any more once it stands in the place of the printed number. What is
not caught is not thereby right: the figure may take part in no check, or the checks may leave it room.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace

from addup.engine.figures import Figure, Register
from addup.engine.interval import Interval
from addup.engine.network import Network
from addup.engine.verdicts import groups


@dataclass(frozen=True)
class Slip:
    """One misprint: the figure's id, the number as it would stand there, which digit, caught or not.

    Digits count from 0, the leading one.
    """

    figure: str
    number: str
    digit: int
    caught: bool


def detection(register: Register, reading: str = "declared") -> list[Slip]:
    """Try every slip of every figure that the article prints; figures of sources are taken as right.

    Caught means proved to be impossible by narrowing all ranges under all checks. Raises ValueError if the
    register contradicts itself as it is: nothing could then be told from a slip.
    """
    figures = register.figures
    # A slip is told by the checks that hang together with its figure, and by no others.
    tied: dict[str, tuple[Network, dict[str, Interval]]] = {}
    for checks in groups(register):
        network = Network([check.relation for check in checks])
        printed = {id: figures[id].printed(reading) for id in network.touching}
        if network.contract(printed) is None:
            raise ValueError("the register contradicts itself before any slip")
        tied |= dict.fromkeys(printed, (network, printed))
    slips = []
    for id, figure in figures.items():
        if figure.table != "figures.csv" or not figure.number:
            continue
        network, printed = tied.get(id, (Network([]), {}))
        rest = network.contract({**printed, id: figure.domain}) if id in tied else None
        for digit, number in misprints(figure):
            caught = False
            if rest is not None:
                slipped = replace(figure, number=number).printed(reading)
                caught = network.narrowed(rest, {id: slipped}) is None
            slips.append(Slip(id, number, digit, caught))
    return slips


def misprints(figure: Figure) -> Iterator[tuple[int, str]]:
    """Yield position and text of every slip of the printed number; a size stays a size, a date a date."""
    if figure.unit == "date":
        yield from _misprinted_dates(figure.number)
        return
    mantissa, mark, exponent = figure.number.lower().partition("e")
    whole, point, decimals = mantissa.lstrip("-").partition(".")
    sign = mantissa[: len(mantissa) - len(mantissa.lstrip("-"))]
    digits = whole + decimals
    for digit in range(len(digits)):
        for step in (1, -1):
            slipped = int(digits) + step * 10 ** (len(digits) - 1 - digit)
            if slipped >= 0:
                text = str(slipped).rjust(len(decimals) + 1, "0")
                cut = len(text) - len(decimals)
                yield digit, f"{sign}{text[:cut]}{point}{text[cut:]}{mark}{exponent}"


def _misprinted_dates(text: str) -> Iterator[tuple[int, str]]:
    for digit, position in enumerate(index for index, character in enumerate(text) if character != "-"):
        for step in (1, -1):
            slipped = int(text[position]) + step
            if not 0 <= slipped <= 9:
                continue
            candidate = f"{text[:position]}{slipped}{text[position + 1 :]}"
            try:
                datetime.date.fromisoformat(candidate)
            except ValueError:
                continue
            yield digit, candidate
