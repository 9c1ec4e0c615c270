"""What a number counts, as a noun phrase from its sentence: the label of a figure, and its id.

"Passenger numbers rose 12.5 per cent" counts passenger numbers, "it sold 14 ships" ships sold. Where the
sentence gives no phrase away, there is no label, and the quotation has to do.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from dataclasses import dataclass

from addup.texts.announcing import sentences

LONGEST_LABEL = 5  # words

_TIMES = (
    r"\w*(?:jahr|monat|quartal|woche|zeitraum|beginn|ende|sommer|winter|januar|februar|märz|april|mai|juni|juli"
    r"|august|september|oktober|november|dezember)\w{0,2}"
)


@dataclass(frozen=True)
class _Grammar:
    """Words of one language, as patterns."""

    verbs: str
    done: str  # verbs whose form says what was done to the things counted
    small: str  # articles, hedges and the like, which begin no label and end none
    prepositions: str
    units: str  # what stands between a number and what it counts
    of: str
    share_of: str


_GRAMMARS = {
    "en": _Grammar(
        verbs=(
            r"is|are|was|were|be|been|being|has|have|had|will|would|could|can|may|might|should|said|says?"
            r"|ris(?:e|es|en|ing)|rose|fell|falls?|fallen|falling|gr[eo]ws?|grown|growing|climb\w*|drop(?:s|ped)?"
            r"|declin(?:e[ds]?|ing)|increas(?:e[ds]|ing)|decreas(?:e[ds]|ing)|jump(?:s|ed)|shr[aiu]nk\w*|slid\w*"
            r"|narrow(?:s|ed)|widen(?:s|ed)|reach(?:es|ed)|stood|stands?|costs?|came|comes?|made|makes?|took|takes?"
            r"|brought|brings?|earn(?:s|ed)?|paid|pays?|spen[dt]s?|expects?|expected|plans?|planned|employs?|carr(?:y|ies)"
            r"|includ\w+|account(?:s|ed)|receiv\w+|report(?:s|ed)|lost|loses?|gain(?:s|ed)|sold|sells?|hit|hits"
            r"|total(?:s|led)|amount(?:s|ed)|equals?|returned|returns|works?|worked|voted|kept|keeps|adopted"
            r"|goes|went|going|gets?|got|holds?|held|needs?|needed|remain(?:s|ed)|left|cut|raised|lifts?|lifted"
            r"|announced|approved|agreed|estimated|forecast|leaving|doubl(?:e[ds]?|ing)|show(?:s|ed)"
        ),
        done=r"sold|built|made|bought|produced|delivered|hired|opened|closed|registered|issued|counted|raised",
        small=(
            r"the|an?|its?|their|his|her|our|this|that|these|those|about|around|roughly|some|nearly|almost|more|less"
            r"|than|over|under|up|down|at|least|most|only|just|and|or|but|so|by|to|from|of|in|on|for|as|with|thus|also"
            r"|which|who|whom|while|when|it|he|she|they|we|there|each|every|all|both|another|other|last|next|year|now"
            r"|according|after|before|not|no|fewer|approximately|close|further|total|nor|per|cent|would|even|still"
            r"|ago|away|live|lives|moved|extra"
            r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day"
        ),
        prepositions=(
            r"of|on|for|from|in|at|with|to|by|into|against|between|among|over|under|per|a|and|or|but|as|than"
        ),
        units=(
            r"per cent|percentage points?|basis points?|percent|million|billion|trillion|thousand"
            r"|hundred|dozen|bn|mn|m|k|tn|dollars?|euros?|pounds?|francs?|yuan|yen|crowns?|rupees?|cents?|US|times"
        ),
        of=r"of",
        share_of="share of",
    ),
    "de": _Grammar(
        verbs=(
            r"ist|sind|war|waren|wird|werden|wurden?|worden|hat|haben|hatten?|kann|können|soll|sollen|will|wollen"
            r"|st(?:ieg|eig|iegen)\w*|sank\w*|sinkt|fiel\w*|fällt|wuchs\w*|wächst|betr[aä]gt|betrug\w*|lag(?:en)?|liegt"
            r"|kostet\w*|beläuft|beliefen?|erreicht\w*|verdoppelt\w*|plant\w*|erwartet\w*|rechnet\w*|zahlt\w*|trägt"
        ),
        done=r"verkaufte|baute|kaufte|lieferte|fertigte",
        small=(
            r"der|die|das|den|dem|des|ein\w{0,2}|sein\w{0,2}|ihr\w{0,2}|dies\w{0,2}|etwa|rund|knapp|fast|gut|mehr"
            r"|weniger|als|über|unter|bis|zu|und|oder|aber|von|vom|im|in|am|an|auf|für|mit|um|nach|vor|bei|aus|davon"
            r"|nur|noch|schon|insgesamt|zusammen|je|pro|alle\w?|beide\w?|höchstens|mindestens|auch|sie|es|er|wir|man"
        ),
        prepositions=r"von|vom|für|im|in|am|an|auf|mit|um|nach|vor|bei|aus|zu|zur|zum|als|und|oder|der|des|gegenüber",
        units=(
            r"Prozentpunkten?|Prozent|Basispunkten?|Millionen|Million|Milliarden?|Billionen?|Tausend|Mio\.?|Mrd\.?|Tsd\.?"
            r"|Euros?|Dollars?|US-Dollars?|Franken|Pfund|Yuan|Yen|Kronen|Cents?|Mal"
        ),
        of=r"der|des|von|vom|aller",
        share_of="Anteil:",
    ),
}


def label_of(line: str, start: int, end: int, language: str) -> str:
    """Return what the number between `start` and `end` of a line counts; the empty text if nothing says so.

    ``language`` is one of numerals.LANGUAGES.
    """
    grammar = _GRAMMARS[language]
    first, last = next(each for each in reversed(sentences(line, language)) if each[0] <= start)
    before = re.split(r"[;:](?=\s)|\bsaid\b(?: on \w+)?(?: that)?", line[first:start])[-1]
    after = re.split(r"[;:!?,()](?=\s|$)|\.$", line[end : max(last, end)].rstrip())[0]
    unit = re.match(rf"\W*(?:(?:{grammar.units})\b\W*)*", after, re.IGNORECASE)
    rest = after[unit.end() if unit else 0 :]
    is_share = bool(re.match(r"\W{0,3}(?:%|per ?cent|prozent(?!punkt))", after, re.IGNORECASE))
    if is_share and (of := re.match(rf"(?:{grammar.of})\s+(.*)", rest, re.IGNORECASE)):
        whole = _phrase(of[1], grammar, language)
        return f"{grammar.share_of} {whole}" if whole else ""
    counted = "" if is_share or _is_money(line, start, after) else _phrase(rest, grammar, language)
    if counted:
        done = re.search(rf"\b({grammar.done})\b[^.,;]{{0,12}}$", before, re.IGNORECASE)
        return f"{counted} {done[1].lower()}" if done and language == "en" else counted
    return _subject(before, grammar, language) or _phrase(
        re.sub(rf"^(?:{grammar.prepositions})\b", "", rest.strip(), flags=re.IGNORECASE), grammar, language
    )


def id_of(label: str, otherwise: str) -> str:
    """Return an id made of a label: small letters, digits and underscores, four words at most."""
    label = label.lower()
    for letter, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        label = label.replace(letter, letters)
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode()
    words = [word for word in re.findall(r"[a-z][a-z0-9]*", plain) if word not in _LEFT_OUT]
    id = "_".join(words[:4])[:50].strip("_")
    return otherwise if not id or keyword.iskeyword(id) else id


_LEFT_OUT = {
    "of",
    "the",
    "a",
    "an",
    "and",
    "in",
    "on",
    "for",
    "to",
    "der",
    "die",
    "das",
    "des",
    "und",
    "im",
    "von",
}


def _is_money(line: str, start: int, after: str) -> bool:
    marks = r"[$€£¥₹]|\b[A-Z]{3}|\bR(?:s|mb|MB)\.?"
    names = r"dollars?|euros?|pounds?|francs?|franken|yuan|yen|crowns?|kronen|rupees?|cents?|pfund"
    return bool(
        re.search(rf"(?:{marks})\s?$", line[max(0, start - 6) : start])
        or re.match(rf"[^,.;]{{0,14}}?(?:[$€£¥]|\b(?:{names})\b)", after, re.IGNORECASE)
    )


def _phrase(text: str, grammar: _Grammar, language: str) -> str:
    """Return the noun phrase that a text begins with."""
    if language == "de":
        # The noun is what is written with a capital; what stands before it belongs to it
        match = re.match(r"\s*((?:[a-zäöüß-]+\s+){0,2})([A-ZÄÖÜ][\w-]+)", text)
        if not match or re.search(rf"\b(?:{grammar.verbs}|{grammar.prepositions})\b", match[1]):
            return ""
        words = [word for word in match[1].split() if not re.fullmatch(grammar.small, word)]
        return " ".join([*words, match[2]])
    words = []
    for word in re.findall(r"[\w’'-]+|[^\w\s]", text):
        stops = rf"{grammar.verbs}|{grammar.prepositions}|{grammar.small}"
        if re.fullmatch(stops, word, re.IGNORECASE):
            if words:
                break
            if re.fullmatch(grammar.small, word, re.IGNORECASE):
                continue
            break
        if not re.match(r"[^\W\d]", word) or len(words) == LONGEST_LABEL:
            break
        words.append(word)
    return " ".join(words)


def _subject(before: str, grammar: _Grammar, language: str) -> str:
    """Return what the sentence is about up to its verb, or the noun that stands nearest before the number."""
    clause = re.split(r",\s|\s(?:and|while|und|während|but|aber)\s", before)
    for part in reversed(clause):
        if language == "de":
            stops = (
                rf"{grammar.units}|{grammar.small}|{grammar.prepositions}|{_TIMES}|Gemeldet|Davor|Davon|Zuvor"
            )
            noun = r"[A-ZÄÖÜ][\w-]{2,}"
            phrases = re.findall(rf"\b{noun}(?: (?:der|des) {noun})?", part)
            for phrase in phrases if not part.endswith("(") else reversed(phrases):
                if not re.fullmatch(stops, phrase, re.IGNORECASE):
                    return str(phrase)
            continue
        verb = re.search(rf"\b(?:{grammar.verbs})\b", part, re.IGNORECASE)
        words = _last_words(part[: verb.start()] if verb else part, grammar)
        if words:
            return words
    return ""


def _last_words(text: str, grammar: _Grammar) -> str:
    words = [word for word in re.findall(r"[\w’'&-]+", text) if not re.search(r"\d", word)]
    stops = rf"{grammar.small}|{grammar.verbs}"
    while words and re.fullmatch(stops, words[0], re.IGNORECASE):
        words.pop(0)
    while words and re.fullmatch(stops, words[-1], re.IGNORECASE):
        words.pop()
    phrase = " ".join(words[:LONGEST_LABEL] if len(words) <= LONGEST_LABEL else words[-LONGEST_LABEL:])
    is_name = (len(words) > 1 and words[1][:1].isupper()) or not phrase[1:2].islower()
    return phrase if is_name else phrase[:1].lower() + phrase[1:]
