"""What the ratings of an example add up to: which count, how many are needed, what was agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice import rules
from practice.models import ConflictOfInterest, Moderation, Practice, Rating
from practice.vocab import RatingValue, Stage

ONE, TWO = 1, 2


@dataclass(frozen=True)
class Judgement:
    """The ratings of the present round that count, in order of time, and the settlement if they were settled."""

    ratings: tuple[Rating, ...]
    moderation: Moderation | None

    @property
    def overalls(self) -> set[str]:
        """The different overall ratings given."""
        return {rating.overall for rating in self.ratings}

    @property
    def disagrees(self) -> bool:
        """The raters differ and nobody has settled it."""
        return len(self.overalls) > 1 and self.moderation is None

    @property
    def agreed(self) -> str:
        """The rating the raters agree on or that was settled; empty while there is none."""
        if self.moderation is not None:
            return self.moderation.overall
        return next(iter(self.overalls)) if len(self.overalls) == 1 else ""


def of(practice: Practice) -> Judgement:
    """The judgement of the present round. Whoever declared an interest afterwards no longer counts."""
    interested = ConflictOfInterest.objects.filter(practice=practice).values("person_id")
    ratings = practice.ratings.filter(round=practice.rating_round).exclude(rater__in=interested)
    return Judgement(
        tuple(ratings.select_related("rater").order_by("at", "pk")),
        practice.moderations.filter(round=practice.rating_round).select_related("by").first(),
    )


def raters_needed(practice: Any, rating: str = "") -> int:
    """Two where it matters: serious violence, an independent evaluation behind it, or the rating *works*."""
    matters = (
        practice.serious_violence or practice.stage == Stage.INDEPENDENTLY_EVALUATED or rating == RatingValue.WORKS
    )
    return TWO if matters else ONE


def why_two(practice: Any, rating: str = "") -> list[str]:
    """The reasons for a second rater, in words."""
    reasons = []
    if practice.serious_violence:
        reasons.append(_("it addresses serious violence"))
    if practice.stage == Stage.INDEPENDENTLY_EVALUATED:
        reasons.append(_("it was independently evaluated"))
    if rating == RatingValue.WORKS:
        reasons.append(_("a rater says “works”"))
    return reasons


def missing_for_decision(practice: Practice, rating: str) -> Mapping[str, list[str]]:
    """Why the decision cannot carry this rating yet; one without a rating needs nobody's."""
    if not rating:
        return {}
    judgement = of(practice)
    needed, given = raters_needed(practice, rating), len(judgement.ratings)
    if given < needed:
        sentence = ngettext(
            "This rating needs %(needed)s rater, %(given)s has rated so far. Assign raters first.",
            "This rating needs %(needed)s raters, %(given)s have rated so far. Assign raters first.",
            needed,
        )
        return {"rating": [sentence % {"needed": needed, "given": given}]}
    if judgement.disagrees:
        return {"rating": [_("The raters differ. Have the ratings settled first.")]}
    if judgement.agreed != rating:
        label = RatingValue(judgement.agreed).label
        return {"rating": [_("The raters say “%(rating)s”. Choose that, or “Not rated”.") % {"rating": label}]}
    errors = rules.evidence_missing(practice, rating)
    return {"rating": errors["overall"]} if errors else {}
