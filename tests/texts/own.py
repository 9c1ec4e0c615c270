"""Texts of our own making, with every number labelled by hand before it was ever read by the program.

``own/first_reading.csv`` keeps what was right when each table was read for the first time: that, and not
what holds since, says how a text fares that nobody has seen. Labels that broke the conventions of the others
were corrected afterwards.

``python -m tests.texts.own [FILE.tsv ...]`` prints what is read otherwise, and the scores.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from addup.texts.reading import Reading, readings

FOLDER = Path(__file__).with_name("own")


@dataclass(frozen=True)
class Passage:
    """Sentences of one text, and what each holds: figures in order, and numbers that are none."""

    name: str
    language: str
    sentences: tuple[str, ...]
    expected: tuple[str, ...]


def passages(file: Path) -> Iterator[Passage]:
    """Yield the passages of a table; its last column tells figures as number×scale unit hedge; !no figure."""
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.DictReader(text, delimiter="\t", quoting=csv.QUOTE_NONE))
    for name in dict.fromkeys(row["passage"] for row in rows):
        own = [row for row in rows if row["passage"] == name]
        yield Passage(
            name,
            own[0]["language"],
            tuple(row["sentence"] for row in own),
            tuple(row["expected"] for row in own),
        )


def written(reading: Reading) -> str:
    """Return a reading as the tables write it."""
    if reading.reason:
        return f"!{reading.token.text}"
    scale = "" if reading.scale == "1" else f"×{reading.scale}"
    hedge = "" if reading.hedge == "none" else f" {reading.hedge}"
    return f"{reading.number}{scale} {reading.unit}{hedge}"


def is_same(expected: str, came: str) -> bool:
    """Whether a reading is the expected one; of words and fractions only what they come to counts."""
    if expected.startswith("!") or came.startswith("!"):
        return expected[0] == came[0] and "".join(filter(str.isalnum, expected)) == "".join(
            filter(str.isalnum, came)
        )
    if expected == came:
        return True
    one, other = expected.split(" "), came.split(" ")
    return one[1:] == other[1:] and _size(one[0]) == _size(other[0])


def _size(text: str) -> Fraction:
    number, _, scale = text.partition("×")
    return Fraction(number) * Fraction(scale or 1)


def compare(passage: Passage) -> Iterator[tuple[str, str, list[str]]]:
    """Yield each sentence with what is expected of it and what came, as a list of readings."""
    lines = "\n".join(passage.sentences)
    found = readings(lines, passage.language)
    for index, (sentence, expected) in enumerate(zip(passage.sentences, passage.expected, strict=True)):
        yield sentence, expected, [written(one) for one in found if one.token.paragraph == index]


def scores(file: Path, verbose: bool = False) -> Counter[str]:
    """Return how many figures and other numbers there are and how many are read as expected."""
    count: Counter[str] = Counter()
    for passage in passages(file):
        for sentence, expected, came in compare(passage):
            wanted = [each for each in expected.split("; ") if each]
            left = list(came)
            missed = []
            for each in wanted:
                kind = "other" if each.startswith("!") else "figure"
                count[f"{kind}s"] += 1
                match = next((one for one in left if is_same(each, one)), None)
                if match is None:
                    missed.append(each)
                else:
                    left.remove(match)
                    count[f"right {kind}s"] += 1
            count["extra figures"] += sum(not one.startswith("!") for one in left)
            if verbose and (missed or any(not one.startswith("!") for one in left)):
                print(f"{passage.name}: {sentence}")
                print(f"    wanted {'; '.join(missed)}\n    came   {'; '.join(left)}")
    return count


def main() -> None:
    """Print what is read otherwise in each table, and its scores."""
    for name in sys.argv[1:] or sorted(map(str, FOLDER.glob("*.tsv"))):
        count = scores(Path(name), verbose=True)
        print(
            f"{Path(name).name}: {count['right figures']} of {count['figures']} figures, "
            f"{count['right others']} of {count['others']} other numbers, {count['extra figures']} extra"
        )


if __name__ == "__main__":
    main()
