"""How ratings spread and how far raters agree: plain figures, always with their base."""

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from practice.models import Rating
from practice.vocab import RUBRIC, RatingValue

# From worst to best: the order in which two ratings lie near or far.
ORDER = (RatingValue.DOES_NOT_WORK, RatingValue.NEW_INNOVATIVE, RatingValue.PROMISING, RatingValue.WORKS)
LEAST_UNITS = 2
RELIABLE, TENTATIVE = 0.8, 0.667


@dataclass(frozen=True)
class Spread:
    """Scores of one dimension of the rubric: how many scored and abstained, mean, median, and lowest to highest."""

    code: str
    label: str | Promise
    n: int
    abstained: int
    mean: float | None = None
    median: float | None = None
    lowest: int | None = None
    highest: int | None = None


def spreads(ratings: Iterable[Rating]) -> list[Spread]:
    """The spread of each dimension over these ratings."""
    rows = list(ratings)
    found = []
    for code, label in RUBRIC.items():
        scores = [row.scores[code] for row in rows if row.scores.get(code) is not None]
        found.append(_spread(code, label, scores, len(rows) - len(scores)))
    return found


def _spread(code: str, label: str | Promise, scores: list[int], abstained: int) -> Spread:
    if not scores:
        return Spread(code, label, 0, abstained)
    mean, median = statistics.fmean(scores), statistics.median(scores)
    return Spread(code, label, len(scores), abstained, mean, median, min(scores), max(scores))


@dataclass(frozen=True)
class Agreement:
    """Krippendorff's alpha of the overall ratings (1: all agree, 0: as by chance), its base, and what it means."""

    alpha: float | None
    examples: int
    ratings: int
    meaning: str


def measured() -> Agreement:
    """The agreement over every round of rating of every example that two or more people rated."""
    units: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
    for practice, number, overall in Rating.objects.values_list("practice_id", "round", "overall"):
        units[practice, number][overall] += 1
    double = [unit for unit in units.values() if unit.total() > 1]
    ratings = sum(unit.total() for unit in double)
    if len(double) < LEAST_UNITS:
        return Agreement(None, len(double), ratings, _("Too few examples have two ratings to measure agreement."))
    if len({overall for unit in double for overall in unit}) == 1:
        return Agreement(None, len(double), ratings, _("All ratings are the same, so there is nothing to compare."))
    alpha = _alpha(double)
    return Agreement(alpha, len(double), ratings, _meaning(alpha))


def _alpha(units: list["Counter[str]"]) -> float:
    import krippendorff

    counts = [[unit[value] for value in ORDER] for unit in units]
    return float(
        krippendorff.alpha(value_counts=counts, value_domain=list(range(len(ORDER))), level_of_measurement="ordinal")
    )


def _meaning(alpha: float) -> str:
    if alpha >= RELIABLE:
        return _("Raters mostly agree: one rating tells much the same as another.")
    if alpha >= TENTATIVE:
        return _("Raters agree enough for tentative conclusions. Talk over the examples on which they differ.")
    return _("Raters differ too much to rely on one of them. Go through the rubric together.")
