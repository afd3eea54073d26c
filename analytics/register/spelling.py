"""Texts as they are compared: in small letters, abbreviations written out, one word for what has several names."""

import re
from collections.abc import Mapping

from nvap.models import Strand
from practice.models import Synonym
from vkpp.core import remembered

SEPARATORS = re.compile(r"[^\w']+")
REMARK = re.compile(r"\s*\([^()]*\)$")
PLURAL_ABBREVIATION = re.compile(r"\b([A-Z]{2,})s\b")
OWN = {
    "cjs": "criminal justice system",
    "dardr": "domestic homicide review",
    "incl": "including",
    "lcspr": "local child safeguarding practice review",
    "sar": "safeguarding adult review",
}
"""Abbreviations of the register that no synonym of the practice bank explains."""
SPEAKS_OF = {
    "adult safeguarding": "AAR",
    "child sexual abuse": "CA",
    "child sexual exploitation": "CSE",
    "homicide": "HOMICIDE",
    "knife": "KNIFE",
    "offender management": "OM",
    "sexual assault": "RASSO",
    "stalking": "SH",
}
"""Words by which collections speak of a strand without its full label."""
LONGEST = 6
"""Words of the longest phrase that is replaced."""


@remembered.for_seconds(20)
def phrases() -> dict[str, str]:
    """Phrase → the words that stand for it: the second of a row of synonyms for each of the others."""
    found = dict(OWN)
    for words in Synonym.objects.order_by("order", "pk").values_list("words", flat=True):
        main = spaced(words[1])
        found.update({spaced(word): main for word in words if spaced(word) != main})
    return found


@remembered.for_seconds(20)
def strand_words() -> dict[str, str]:
    """Code of a strand → its label as texts are compared."""
    rows = Strand.objects.filter(selectable=True).values_list("code", "label")
    return {code: spaced(REMARK.sub("", label)) for code, label in rows}


def spaced(text: str) -> str:
    """Small letters, with single spaces where anything but letters and digits stood."""
    singular = PLURAL_ABBREVIATION.sub(r"\1", text)
    return " ".join(SEPARATORS.sub(" ", singular.casefold()).split())


def spelled(text: str, table: Mapping[str, str] | None = None) -> str:
    """The text as it is compared; the longest phrases are replaced first."""
    known = phrases() if table is None else table
    words, out, place = spaced(text).split(), [], 0
    while place < len(words):
        for size in range(min(LONGEST, len(words) - place), 0, -1):
            phrase = " ".join(words[place : place + size])
            if phrase in known or size == 1:
                out.append(known.get(phrase, phrase))
                place += size
                break
    return " ".join(out)


def strands_in(text: str) -> list[str]:
    """Codes of the strands whose label stands in the text once it is spelled out, or whose code stands in it."""
    whole, table = f" {spelled(text)} ", phrases()
    named = set(re.findall(r"\b[A-Z][A-Z0-9-]{1,11}\b", text))
    named |= {code for words, code in SPEAKS_OF.items() if f" {words} " in whole}
    return [code for code, label in strand_words().items() if code in named or f" {spelled(label, table)} " in whole]
