"""How much each part of the picture counts: the usual weights, those that a reader tries, and those that test a rank."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MOST = 100


@dataclass(frozen=True)
class Weights:
    """Points of each part. The first three share out the need; the last two say how much of the need supply takes off.

    `practice` and `evidence` are per cent: enough practice takes 30% off the need, strong evidence 20%.
    """

    gaps: int = 50
    levels: int = 20
    learning: int = 30
    practice: int = 30
    evidence: int = 20

    def query(self) -> str:
        """What differs from the usual weights, as part of an address; empty for the usual ones."""
        usual = asdict(USUAL)
        return urlencode({name: value for name, value in asdict(self).items() if value != usual[name]})

    @property
    def usual(self) -> bool:
        """Whether these are the weights of the published picture."""
        return self == USUAL


USUAL = Weights()
NAMES: tuple[str, ...] = tuple(asdict(USUAL))
LABELS: Mapping[str, str | Promise] = {
    "gaps": _("Gaps"),
    "levels": _("Low levels"),
    "learning": _("Learning from reviews"),
    "practice": _("Practice available"),
    "evidence": _("Strength of evidence"),
}
MEANINGS: Mapping[str, str | Promise] = {
    "gaps": _("share of forces that name a gap, or in which VKPP sees one"),
    "levels": _("share of forces in the lower half of the levels"),
    "learning": _("reviews in which a problem was found, against the action with the most"),
    "practice": _("how much of the need enough published examples take off, per cent"),
    "evidence": _("how much of the need well-evidenced examples take off, per cent"),
}


def read(query: Mapping[str, str]) -> Weights:
    """The weights that an address asks for; what is odd falls back to the usual ones."""
    chosen: dict[str, int] = {}
    for name in NAMES:
        text = query.get(name, "")
        if text.isascii() and text.isdigit() and len(text) < 4 and int(text) <= MOST:
            chosen[name] = int(text)
    found = replace(USUAL, **chosen)
    if found.practice + found.evidence > MOST or not found.gaps + found.levels + found.learning:
        return USUAL
    return found


def others(weights: Weights) -> list[Weights]:
    """The same with each part in turn counted twice and not at all: a rank that these leave alone is a safe one."""
    found = []
    for name in NAMES:
        value = getattr(weights, name)
        for changed in (2 * value, 0):
            one = replace(weights, **{name: changed})
            if one.gaps + one.levels + one.learning and one.practice + one.evidence <= MOST:
                found.append(one)
    return [one for one in found if one != weights]
