"""Figures where they stand in a text, and what the words beside them say: total or part, old, new or change.

The words are few and common, in English and in German. What they leave open stays open.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, cached_property
from itertools import pairwise

from addup.engine.figures import Figure
from addup.texts.numerals import Token, numbers, paragraphs


@dataclass(frozen=True)
class Vocabulary:
    """Words that announce a relation, as patterns."""

    up: str
    down: str
    old: str  # right before a number: it is that of an earlier time
    then: str  # anywhere before it in its sentence, or right after it: the same
    origin: str  # right before a number that such a one follows: the same
    new: str  # right before a number: it is what the change led to
    by: str  # right before a number: it is the change itself
    more: str  # right after a number: it is the change itself
    total: str
    parts: str
    whole: str  # before the first part: what it is a part of
    rest: str
    balance: str
    share: str
    of: str  # right after a share: what it is a share of follows
    same: str  # between two numbers: they say the same thing
    multiple: str
    joint: str  # all that stands between two items of one list
    abbreviation: str


VOCABULARIES = {
    "en": Vocabulary(
        up=(
            r"r[oi]s(?:e|es|en|ing)|gr[eo]w(?:n|s|th|ing)?|(?<!made )(?<!make )(?<!makes )up|increas\w+"
            r"|gain(?:ed|s|ing)?|climb\w*|jump\w*|higher|more|advanc\w+|surg\w+|widen\w*|expan\w+"
            r"|improv\w+|added|soar\w*|rais\w+|above|exceed\w*"
        ),
        down=(
            r"f[ae]ll(?:en|s|ing)?|drop\w*|down|declin\w+|decreas\w+|lower\w*|less|fewer|shr[aiu]nk\w*"
            r"|cut\w*|sl[iu]d\w*|plung\w+|narrow\w*|eas(?:e|ed|es|ing)|reduc\w+|los(?:t|s|es)|slip\w*"
            r"|contract\w*|below|dip\w*|trimm\w+|shed|tumbl\w+"
        ),
        old=(
            r"from|compared (?:with|to)|against|versus|vs|after|previously|than|this year's|last year's"
            r"|had been"
        ),
        then=(
            r"previous(?:ly)?|earlier|a year ago|had been|last year|prior"
            r"|(?:year|quarter|month|week|day) before|before that|at the start|at the beginning"
            r"|this year's|last year's|year-ago|before"
        ),
        origin=r"from",
        new=r"to|reach(?:ed|ing)|hit",
        by=(
            r"by"
            r"|(?:increase|rise|growth|gain|drop|fall|decline|decrease|cut|reduction|improvement|jump) of"
            r"|up|down|rose|fell|grew|climbed|dropped|declined|increased|shrank|jumped"
        ),
        more=(
            r"more|less|fewer|higher|lower|above|below|up on|down on|increase|rise|drop|fall|decline"
            r"|growth|decrease|extra|additional"
        ),
        total=r"total\w*|in all|together|altogether|combined|overall|sum|amount\w* to|all told|in sum",
        parts=(
            r"of (?:which|whom|these|this|those|them)|split|made up of|consist\w*|compris\w*|composed"
            r"|namely|divided|broken down|includ\w+|respectively|receiv\w+|br(?:ing|ought)\w*|first|one"
            r"|contribut\w+|account\w* for"
        ),
        whole=r"of (?:group|total|its|the|all|these|this)",
        rest=r"rest|remain\w*|others?|left|balance",
        balance=r"deficit|surplus|gap|shortfall|leav\w+|net|natural|difference|balance|margin of",
        share=(
            r"account\w*|share|made up|makes? up|margin|ratio|proportion|equivalent|equal\w*|correspond\w*"
            r"|represent\w*|rate|yield|return|portion|quota"
        ),
        of=r"of|on",
        same=r"or|that is|i\.e\.|equivalent to|equal to|which is|namely|about|some|roughly",
        multiple=(
            r"times|twice|doubl\w+|trebl\w+|tripl\w+|half|fold|quadrupl\w+|as (?:many|much|high|large|big)"
        ),
        joint=r"and",
        abbreviation=(
            r"mr|mrs|ms|dr|st|no|vs|inc|ltd|co|corp|approx|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec"
            r"|[a-z]"
        ),
    ),
    "de": Vocabulary(
        up=(
            r"st(?:ieg|eig|iegen)\w*|gestiegen\w*|anstieg\w*|\w*wuchs\w*|w[äa]chs\w*|gewachsen\w*"
            r"|zunahm\w*|zugenommen|nahm\w*|plus|mehr|erh[öo]h\w*|h[öo]her\w*|legte\w*|zuw[äa]chs\w*"
            r"|kletter\w*|verbesser\w*|steigerung\w*|steigern|gesteigert|über|zugelegt|ausgeweitet"
        ),
        down=(
            r"sank\w*|s[ie]nk\w*|gesunken\w*|r[üu]ckg[aä]ng\w*|zur[üu]ck\w*|fiel\w*|f[äa]ll\w*|gefallen\w*"
            r"|minus|weniger|verringer\w*|schrumpf\w*|niedriger\w*|abgenommen|abnahme|gesenkt|senk\w*"
            r"|gek[üu]rzt|k[üu]rz\w*|verlor\w*|verlust\w*|eingeb[üu][ßs]\w*|unter|geringer\w*|reduzier\w*"
            r"|r[üu]ckl[äa]ufig"
        ),
        old=(
            r"nach|gegen[üu]ber|statt|verglichen mit|vergleich zu|bisher|zuvor|noch"
            r"|als (?:die|der|das|den)"
        ),
        then=(
            r"zuvor|\w*vor(?:jahr|monat|quartal|woche|zeitraum)\w*"
            r"|vor (?:einem|zwei|drei|jahresfrist)(?: \w+)?|davor|damals|bisher\w*|zu beginn|anfang|noch"
            r"|hatte\w*|vorher\w*|waren es|war es|fr[üu]her|letzte\w* jahr\w*|war(?:en)? \w+ noch"
        ),
        origin=r"von",
        new=r"auf|erreicht\w*",
        by=(
            r"um|(?:plus|minus|anstieg|r[üu]ckgang|zuwachs|zunahme|abnahme|steigerung) (?:von|um)|plus"
            r"|minus"
        ),
        more=r"mehr|weniger|h[öo]her|niedriger|unter|[üu]ber|plus|minus|zuwachs|r[üu]ckgang|zus[äa]tzlich",
        total=(
            r"insgesamt|(?<!sich )zusammen|gesamt(?!jahr)\w*|summe\w*|alles in allem|total\w*|addier\w*"
            r"|ergibt|ergeben|macht|beziffer\w*"
        ),
        parts=(
            r"davon|darunter|setz\w*|zusammengesetzt|besteh\w*|entf[aie]\w+l\w*|verteil\w*|aufgeteilt"
            r"|unterteil\w*|jeweils|stamm\w*|erste\w*|gehen an|flie[ßs]\w*|brachten?|teil\w* sich"
        ),
        whole=r"vom|von (?:den|dem|allen|diesen|dieser)",
        rest=r"rest\w*|[üu]brig\w*|sonstig\w*|andere\w*|bleib\w*|verbleib\w*",
        balance=(
            r"defizit\w*|[üu]berschuss\w*|fehlbetrag\w*|l[üu]cke|saldo|netto\w*|damit|differenz|somit"
            r"|bleib\w*"
        ),
        share=(
            r"\w*anteil\w*|\w*quote\w*|marge|\w*rendite|entspr[iea]ch\w*|macht\w*|entf[aie]\w+l\w*"
            r"|ausmach\w*|das (?:sind|waren|ist|war)|rate|h[äa]lfte|stellt\w*"
        ),
        of=r"de[rs]|von|vom|aller?|dieser|unserer|seiner|ihrer|des|am",
        same=r"oder|das (?:sind|waren|ist|entspricht)|also|entspr[ei][ce]\w*|beziehungsweise|rund|mithin",
        multiple=r"mal|doppel\w*|verdoppel\w*|dreifach\w*|halb\w*|h[äa]lfte|fach\w*|\w+mal",
        joint=r"und",
        abbreviation=(
            r"mio|mrd|tsd|ca|nr|dr|bzw|z\.? ?b|d\.? ?h|u|st|vgl|inkl|rd|art|abs|jan|feb|m[äa]r|apr|jun|jul"
            r"|aug|sept?|okt|nov|dez|\d{1,2}|[a-z]"
        ),
    ),
}


@dataclass(frozen=True, eq=False)
class Standing:
    """A figure and where it stands: the how-manieth of the text, in which sentence, among which words."""

    figure: Figure
    index: int
    paragraph: int
    sentence: int
    before: str  # the words from the number before it, or the start of the sentence, to this one
    after: str  # the words up to the number after it, or the end of the sentence
    own: str
    trail: str  # the words after it, likewise
    lead: str  # the words before it in its sentence, whatever numbers stand among them
    low: float
    high: float
    language: str = field(repr=False)

    @property
    def id(self) -> str:
        """Its id."""
        return self.figure.id

    @property
    def unit(self) -> str:
        """Its unit."""
        return self.figure.unit

    @cached_property
    def value(self) -> float:
        """Its number in base units."""
        assert self.figure.value is not None
        return float(self.figure.value)

    @property
    def size(self) -> float:
        """How large it is, whatever its sign."""
        return abs(self.value)

    @cached_property
    def width(self) -> float:
        """How wide its range is; a count that is not rounded still lies on a grid of whole numbers."""
        return max(self.high - self.low, float(self.figure.last_place * self.figure.scale))

    def _says(self, name: str, where: str, text: str) -> bool:
        return bool(_pattern(self.language, name, where).search(text))

    @cached_property
    def change(self) -> int:
        """Which way the words beside the number say that something went: 1, -1, or 0 if they do not say."""
        for text in (self.after[:40], self.before[-60:]):
            up, down = self._says("up", "word", text), self._says("down", "word", text)
            if up != down:
                return 1 if up else -1
        return 0

    @cached_property
    def speaks_of_change(self) -> bool:
        """Whether anything beside it is said to rise or fall; "and imports 4 per cent" borrows the verb."""
        if self.is_joined and any(self._says(name, "word", self.lead) for name in ("up", "down")):
            return True
        return any(
            self._says(name, "word", text)
            for text in (self.before[-60:], self.after[:40])
            for name in ("up", "down")
        )

    @cached_property
    def is_joined(self) -> bool:
        """Whether it goes on with what was said of the number before it: "and imports 4 per cent"."""
        return bool(
            re.match(rf"[^.;]{{0,40}}\b(?:{VOCABULARIES[self.language].joint})\b[^.;,]{{0,25}}$", self.before)
        )

    @property
    def is_listed(self) -> bool:
        """Whether an "and" joins it to the number before it, or a verb does after one."""
        joint = VOCABULARIES[self.language].joint
        return bool(re.match(rf"[^.;]{{0,60}}\b(?:{joint})\b[^.;]{{0,25}}$", self.before))

    @cached_property
    def is_change(self) -> bool:
        """Whether the words right beside the number make it the change itself, and not a level."""
        words, percent = VOCABULARIES[self.language].more, r"(?:per cent|percent|%|prozent)"
        # "9m or 5 per cent more"
        doubled = rf"[^,;(]{{0,25}}\b(?:or|oder|bzw\.)(?:[^,;(]|,\d){{0,12}}{percent} (?:{words})\b"
        return (
            self._says("by", "end", self.before)
            or self._says("more", "start", self.after)
            or bool(re.match(doubled, self.trail, re.IGNORECASE))
        )

    @cached_property
    def is_old(self) -> bool:
        """Whether the words make it that of an earlier time."""
        if self.is_change:
            return False
        if self.is_compared:
            return True
        if self._says("origin", "end", self.before) and self._says("new", "end", self.after):
            return True
        if self._says("old", "end", self.before):
            return not self._says("by", "end", self.before)
        if self.is_new:
            return False
        if self.is_joined and self._says("then", "word", self.lead):
            return True
        after = re.match(r"[^,;.(]{0,45}", self.after.lstrip(" )"))
        return self._says("then", "word", self.before[-70:]) or bool(
            after and self._says("then", "word", after[0])
        )

    @cached_property
    def is_compared(self) -> bool:
        """Whether the number before it is said to be more or less than it: "3 above the forecast of 40"."""
        return len(self.before) < 70 and bool(
            self._says("more", "start", self.before) and re.search(_COMPARED, self.before, re.IGNORECASE)
        )

    @cached_property
    def is_in_points(self) -> bool:
        """Whether it is told in points of a share: what was added to one, and no rate of growth."""
        return bool(_POINTS.match(self.after)) or bool(re.search(r"\dp(?:p|pts?|bps?)$|\dbps?$", self.own))

    @cached_property
    def is_new(self) -> bool:
        """Whether the word before it makes it what a change led to."""
        return self._says("new", "end", self.before)

    @cached_property
    def is_total(self) -> bool:
        """Whether the words beside it make it a total."""
        return self._says("total", "word", self.before[-50:]) or self._says("total", "word", self.after[:25])

    @cached_property
    def is_spelt_out(self) -> bool:
        """Whether a colon follows it, and then what it is made of: "58 ships: 41 short and 17 long ones"."""
        return bool(re.search(r":[^.;]{0,40}$", self.after))

    @cached_property
    def is_balance(self) -> bool:
        """Whether the words before it make it what is left of two others."""
        return self._says("balance", "word", self.before[-60:])

    @cached_property
    def words(self) -> frozenset[str]:
        """The longer words right beside it, by their beginnings."""
        return names(f"{self.before[-60:]} {self.after[:60]}")

    def is_named(self, words: Set[str]) -> float:
        """Return how surely some of these words name it: beside it they do, farther off they may."""
        if words & names(self.before[-60:]):
            return 1.0
        if words & names(self.after[:30]):
            return 0.75
        return 0.5 if words & names(self.lead) else 0.0

    def says(self, name: str, where: str = "word", side: str = "before") -> bool:
        """Whether words of the vocabulary stand on one side of it: anywhere, or at its "start" or "end"."""
        return self._says(name, where, getattr(self, side))


_COMPARED = r"\b(?:than|above|below|als|gegen[üu]ber|unter|[üu]ber)\b(?!.*[;.])"
_POINTS = re.compile(
    r"\W*(?:(?:of a )?percentage[ -]points?|%[ -]?(?:points?|punkte?)|prozentpunkt|basis[ -]points?"
    r"|basispunkt|(?:bps?|pps?|ppts?)\b)",
    re.IGNORECASE,
)


@cache
def _pattern(language: str, name: str, where: str) -> re.Pattern[str]:
    words = getattr(VOCABULARIES[language], name)
    between = "about|around|roughly|some|nearly|rund|etwa|knapp|fast|an?|eine?[mnrs]?|the|(?-i:[A-Z]{2,3})"
    currency = rf"\W*(?:(?:{between})\b\W*)*"
    scales = (
        r"per cent|percentage points?|prozentpunkte?|%|mio\.|mrd\.|mill?ionen|mill?iarden|[mb]illion|bn|mn?"
    )
    noun = rf"(?!(?:{words}|was|were|is|are|w[ae]r(?:en)?|ist|sind)\b)[^\W\d]+"
    unit = rf"[^\w(,.;:]*(?:(?:{scales})[^\w(,.;:]*)?(?:{noun} )?[^\w(,.;:]*"
    pattern = {
        "word": rf"\b(?:{words})\b",
        "end": rf"\b(?:{words}){currency}$",
        "start": rf"^{unit}(?:as |an? |im |in |the |als |ein |einem )?\b(?:{words})\b",
    }[where]
    return re.compile(pattern, re.IGNORECASE)


def sentences(paragraph: str, language: str) -> list[tuple[int, int]]:
    """Return where each sentence of a paragraph begins and ends."""
    breaks = []
    abbreviation = re.compile(rf"(?:^|[\s(])(?:{VOCABULARIES[language].abbreviation})$", re.IGNORECASE)
    for match in re.finditer(r"[.!?][”“»\"')\]]*\s+(?=[^\W_a-zäöü]|[„“\"«»(])", paragraph):
        if paragraph[match.start()] == "." and abbreviation.search(paragraph[: match.start()]):
            continue
        breaks.append(match.end())
    return list(pairwise([0, *breaks, len(paragraph)]))


def standings(
    figures: Iterable[Figure], text: str | None, language: str, region: str = ""
) -> tuple[list[Standing], list[str]]:
    """Put figures where they stand in the text, or, without it, in their quotations."""
    used = [
        each
        for each in figures
        if each.value is not None and each.unit != "date" and each.paragraph is not None
    ]
    if text is None:
        used = sorted(used, key=lambda each: each.paragraph or 0)
        lines = [each.quote or each.label for each in used]
        spots = [(row, *_number_in(each, lines[row])) for row, each in enumerate(used)]
        origin = [each.paragraph or 0 for each in used]
    else:
        lines = paragraphs(text)
        spots = list(_spots(used, numbers(text, language, region), lines))
        origin = list(range(len(lines)))
    order = sorted(range(len(used)), key=lambda row: spots[row])
    found: list[str] = []
    bounds: dict[int, list[tuple[int, int, int]]] = {}
    for row in sorted({spot[0] for spot in spots}):
        bounds[row] = []
        for first, last in sentences(lines[row], language):
            bounds[row].append((first, last, len(found)))
            found.append(lines[row][first:last].strip())
    placed = []
    for rank, row in enumerate(order):
        line, start, end = spots[row]
        first, last, sentence = next(each for each in reversed(bounds[line]) if each[0] <= start)
        left, right = first, last
        if rank and (near := spots[order[rank - 1]])[0] == line:
            left = max(first, min(near[2], start))
        if rank + 1 < len(order) and (near := spots[order[rank + 1]])[0] == line:
            right = max(end, min(last, near[1]))
        low, high = _range(used[row])
        placed.append(
            Standing(
                used[row], rank, origin[line], sentence, lines[line][left:start], lines[line][end:right],
                lines[line][start:end], lines[line][end : min(last, end + 60)],
                lines[line][max(first, start - 90):start], low, high,
                language,
            )
        )  # fmt: skip
    return placed, found


def _spots(
    figures: Sequence[Figure], tokens: Iterable[Token], lines: Sequence[str]
) -> Iterator[tuple[int, int, int]]:
    by_paragraph = defaultdict(list)
    for token in tokens:
        by_paragraph[token.paragraph].append(token)
    taken = set()
    for figure in figures:
        row = min(figure.paragraph or 0, len(lines) - 1)
        line = lines[row]
        at = [match.start() for match in re.finditer(re.escape(figure.quote), line)] if figure.quote else []
        wanted = abs(figure.value or 0)
        inside = [
            token
            for token in by_paragraph[row]
            if not at or any(start <= token.start < start + len(figure.quote) for start in at)
        ]
        fitting = [
            token
            for token in inside
            if token.value is not None and wanted in (token.value * token.scale, token.value)
        ]
        free = [token for token in fitting if token not in taken]
        if free or fitting:
            token = (free or fitting)[0]
            taken.add(token)
            yield row, token.start, token.end
        else:
            start = at[0] if at else 0
            low, high = _number_in(figure, figure.quote)
            yield row, start + low, start + high


def _number_in(figure: Figure, quote: str) -> tuple[int, int]:
    """Return where in its quotation the figure's number stands: the digits that it has, else all of it."""
    digits = re.sub(r"\D", "", figure.number)
    for match in re.finditer(r"\d(?:[\d.,’' \u00a0\u202f]*\d)?", quote):
        if re.sub(r"\D", "", match[0]) == digits:
            return match.span()
    return 0, len(quote)


def _range(figure: Figure) -> tuple[float, float]:
    """Return the ends of what is meant: "more than 12" is not 30."""
    interval, value = figure.printed("declared"), figure.value
    assert value is not None
    room = max(abs(value) / 10, figure.last_place * figure.scale)
    low = (
        value - room
        if interval.lo is None or (interval.hi is not None and figure.hedge not in ("none", "about"))
        else interval.lo
    )
    high = value + room if interval.hi is None else interval.hi
    hair = abs(float(value)) * 1e-9  # exact numbers, too, are worked with in binary
    return float(low) - hair, float(high) + hair


_WITHOUT_UMLAUTS = str.maketrans("äöü", "aou")  # Ausland, ausländisch


@cache
def names(text: str) -> frozenset[str]:
    """Return the longer words of a text by their beginnings, but for those that only count."""
    words = re.findall(r"[^\W\d]{5,}", text.lower().translate(_WITHOUT_UMLAUTS))
    return frozenset(
        word[:6] for word in words if not re.match(r"mill|bill|prozen|percent|points?$|about$|under$", word)
    )


def common_words(first: Standing, second: Standing) -> int:
    """Return how many longer words stand beside both numbers, up to two."""
    return min(2, len(first.words & second.words))
