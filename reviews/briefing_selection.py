"""Which reviews a briefing is about: those examined, those included by its rule or by hand, and why the others are not."""

import calendar
import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from nvap.models import Strand
from reviews.models import Briefing, CaseReview, LearningPoint, ReviewType, Theme
from reviews.theme_tree import themes
from reviews.vocab import CaseState, Exclusion
from vkpp.core.models import Marking
from vkpp.core.templatetags.dates import nice_date

COLUMNS = ("pk", "reference", "title", "published", "type__label", "type__code", "state", "exclusion", "marking")
COLUMNS_OF_FIGURES = (*COLUMNS, "strands", "age_band", "outcome")


@dataclass(frozen=True)
class Examined:
    """A review that was looked at: its columns, whether it is included, in words why or why not, and who chose by hand."""

    row: dict[str, Any]
    included: bool
    why: str
    by_hand: bool = False
    may_be_taken_in: bool = False


@dataclass(frozen=True)
class Selection:
    """All reviews examined for a briefing, newest first."""

    reviews: tuple[Examined, ...]

    @property
    def included(self) -> list[Examined]:
        """Those included."""
        return [one for one in self.reviews if one.included]

    @property
    def ids(self) -> list[int]:
        """Keys of the included ones."""
        return [one.row["pk"] for one in self.included]

    def reasons(self) -> list[dict[str, Any]]:
        """How many are not included for which reason, the most frequent first."""
        counted = Counter(one.why for one in self.reviews if not one.included)
        return [{"reason": reason, "count": count} for reason, count in counted.most_common()]


def of(briefing: Briefing, user: Any) -> Selection:
    """The reviews of a briefing, as the person who works on it may see them."""
    chosen = {choice.review_id: choice for choice in briefing.choices.all()}
    looked_at = Q(in_period(briefing.period_from, briefing.period_to)) & ~Q(state=CaseState.SENT)
    looked_at &= ~Q(exclusion=Exclusion.DUPLICATE)
    if briefing.types:
        looked_at &= Q(type__code__in=briefing.types)
    found = CaseReview.objects.visible_to(user).filter(looked_at | Q(pk__in=chosen))
    rows = list(found.order_by("-published", "-pk").values(*COLUMNS_OF_FIGURES))
    on_theme = _on_theme(briefing.theme_code, [row["pk"] for row in rows])
    return Selection(tuple(_judged(briefing, row, chosen.get(row["pk"]), on_theme) for row in rows))


def in_period(start: dt.date, end: dt.date) -> Q:
    """Published within the period; of those with a month or a year only, when the whole of it lies within."""
    first_month = start if start.day == 1 else _next_month(start)
    last_month = end if end.day == calendar.monthrange(end.year, end.month)[1] else _next_month(end, -1)
    first_year = start.year if (start.month, start.day) == (1, 1) else start.year + 1
    last_year = end.year if (end.month, end.day) == (12, 31) else end.year - 1
    days = Q(published__regex=r"^\d{4}-\d{2}-\d{2}$", published__gte=f"{start}", published__lte=f"{end}")
    months = Q(
        published__regex=r"^\d{4}-\d{2}$", published__gte=f"{first_month:%Y-%m}", published__lte=f"{last_month:%Y-%m}"
    )
    years = Q(published__regex=r"^\d{4}$", published__gte=f"{first_year}", published__lte=f"{last_year}")
    return days | months | years


def theme_ids(code: str) -> list[int]:
    """Keys of a theme and of all those under it, in every published version of the themes."""
    node = themes().get(code)
    return node.ids if node else []


def theme_label(code: str) -> str:
    """What the newest version calls the theme."""
    label = Theme.objects.filter(code=code).order_by("-taxonomy__number").values_list("label", flat=True).first()
    return label or code


def rule(briefing: Briefing) -> list[str]:
    """The inclusion rule in sentences, as readers are told it."""
    between = {"start": nice_date(briefing.period_from), "end": nice_date(briefing.period_to)}
    said = [
        _("Reviews published between %(start)s and %(end)s were examined.") % between,
        _("Of those that give only a month or a year, when the whole month or year lies within."),
    ]
    if briefing.types:
        labels = ReviewType.objects.filter(code__in=briefing.types).values_list("label", flat=True)
        said.append(_("Kinds of review: %(types)s.") % {"types": "; ".join(labels)})
    said.append(
        _(
            "Included: police were involved before the incident, published since 1 January 2016, coded and quality-assured."
        )
    )
    if briefing.theme_code:
        said.append(_("With learning on: %(theme)s.") % {"theme": theme_label(briefing.theme_code)})
    if briefing.strands:
        said.append(
            _("About one of the strands: %(strands)s.") % {"strands": "; ".join(strand_labels(briefing.strands))}
        )
    if briefing.inclusion_rule:
        said.append(briefing.inclusion_rule)
    return said


def strand_labels(codes: list[str]) -> list[str]:
    """The strands in words."""
    return list(Strand.objects.filter(code__in=codes).values_list("label", flat=True))


def _on_theme(code: str, examined: list[int]) -> set[int]:
    """Keys of the examined reviews with learning that counts, on the theme where there is one."""
    points = LearningPoint.objects.counted().filter(review__in=examined)
    if code:
        points = points.filter(theme__in=theme_ids(code))
    return set(points.values_list("review_id", flat=True).distinct())


def _judged(briefing: Briefing, row: dict[str, Any], choice: Any, on_theme: set[int]) -> Examined:
    never = _never(row)
    why = never or _not_by_rule(briefing, row, on_theme)
    if choice is not None and not choice.included:
        return Examined(row, False, choice.reason, by_hand=True)
    if choice is not None and not never:
        return Examined(row, True, choice.reason, by_hand=True)
    return Examined(row, not why, why, by_hand=choice is not None, may_be_taken_in=bool(why) and not never)


def _never(row: dict[str, Any]) -> str:
    """Why it cannot be in any briefing, not by hand either."""
    if row["state"] == CaseState.EXCLUDED:
        return str(Exclusion(row["exclusion"]).label)
    if row["marking"] != Marking.OFFICIAL:
        return _("Marked OFFICIAL-SENSITIVE")
    if row["state"] != CaseState.ASSURED:
        return _("Not coded and quality-assured yet")
    return ""


def _not_by_rule(briefing: Briefing, row: dict[str, Any], on_theme: set[int]) -> str:
    if briefing.strands and not set(briefing.strands) & set(row["strands"]):
        return _("About other strands")
    if row["pk"] not in on_theme:
        return _("No learning on this theme") if briefing.theme_code else _("No learning for policing found in it")
    return ""


def _next_month(day: dt.date, step: int = 1) -> dt.date:
    months = day.year * 12 + day.month - 1 + step
    return dt.date(months // 12, months % 12 + 1, 1)
