"""Gaps that nobody helps with: how many forces name one, against the practice published and the help offered.

`pressure` = forces with a gap ÷ (1 + published examples + forces that offer help). Gaps come from the national figure
after disclosure; examples are those the reader may open, without the ones rated as not working.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from analytics import figures, recent, scale
from analytics.figures import Audience, Figure
from analytics.matching import people, published
from analytics.matching.vocab import HELPED, OPEN
from analytics.models import HelpOffer, HelpRequest
from analytics.vocab import Basis
from nvap import plan_actions
from nvap.models import ActionVersion, Round


@dataclass(frozen=True)
class Unmet:
    """One action: how many forces lack something, and what there is to help. `gaps` None: the figure is withheld."""

    version: ActionVersion
    figure: Figure | None
    gaps: int | None
    examples: int
    offers: int
    open_requests: int | None
    useful: int | None

    @property
    def helped(self) -> bool:
        """Whether anything is there that could help."""
        return bool(self.examples or self.offers)

    @property
    def pressure(self) -> float:
        """What the list is ordered by; 0 where the number of gaps is not shown."""
        return (self.gaps or 0) / (1 + self.examples + self.offers)


@dataclass(frozen=True)
class Picture:
    """All actions of a round, the most pressing first, and on which answers the gaps rest."""

    round: Round
    basis: Basis
    rows: tuple[Unmet, ...]
    everything: bool

    @property
    def unmet(self) -> tuple[Unmet, ...]:
        """Those with gaps and nothing to help."""
        return tuple(row for row in self.rows if row.gaps and not row.helped)


def find(user: Any) -> Picture | None:
    """The actions of the newest round that this person reads figures of; None while there is none."""
    audience = figures.national_audience(user)
    round_ = next(iter(recent.rounds(audience)), None) if audience is not None else None
    if audience is None or round_ is None:
        return None
    basis = Basis.PUBLISHED if audience.published_only else Basis.LIVE
    shown = _figures(audience, round_, basis)
    versions = plan_actions.listed(round_.plan_id)
    examples, offers = published.counts(user, [version.action.code for version in versions]), _offers()
    asked, useful = _requests(user)
    rows = [
        Unmet(
            version=version,
            figure=(figure := shown.get(version.pk)),
            gaps=_gaps(figure),
            examples=examples[version.action.code],
            offers=offers[version.action.code],
            open_requests=asked[version.action.code] if asked is not None else None,
            useful=useful[version.action.code] if useful is not None else None,
        )
        for version in versions
    ]
    rows.sort(key=lambda row: -row.pressure)
    return Picture(round_, basis, tuple(rows), audience.everything)


def _figures(audience: Audience, round_: Round, basis: str) -> dict[int, Figure]:
    measures = scale.measures(round_)
    if not measures:
        return {}
    found = figures.find_nation(audience, round_, basis=basis, measure=measures[0].code)
    return {figure.action: figure for figure in found}


def _gaps(figure: Figure | None) -> int | None:
    """The larger of what forces and VKPP see: a force can be in both."""
    if figure is None or not figure.shown:
        return None
    return max(figure.gaps_force or 0, figure.gaps_vkpp or 0)


def _offers() -> "Counter[str]":
    """How many forces offer help, by action: numbers only, for which forces they are, see `HelpOffer.visible_to`."""
    rows = HelpOffer.objects.standing().order_by().values_list("action__code").annotate(Count("pk"))
    return Counter(dict(rows))


def _requests(user: Any) -> tuple["Counter[str] | None", "Counter[str] | None"]:
    """Requests that are open, and those whose help was useful, by action: for VKPP alone."""
    if not people.oversees(user):
        return None, None
    rows = HelpRequest.objects.visible_to(user)
    asked = Counter(rows.filter(state__in=OPEN).values_list("action__code", flat=True))
    return asked, Counter(rows.filter(outcome__in=HELPED).values_list("action__code", flat=True))
