"""Which reviews of the portal look like this one, how much, and why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from reviews.models import CaseReview

# How much each likeness counts; together 100.
TITLE, PARTNERSHIP, YEAR, KIND = 55, 20, 15, 10
OTHER_NAME = 0.25
"""What is left of the likeness of two titles that name different cases."""
LEAST = 65
LOOKED_AT = 60
SHOWN = 5
NAMED = re.compile(r"\b(?:[A-Z]{1,2}|[A-Za-z]*\d[\w-]*)\b")
"""What tells the reviews of one board apart: “Case AG”, “Child E”, “SBP1703”."""


@dataclass(frozen=True)
class Similar:
    """Another review, how alike it is (percent), and the reasons in words."""

    review: CaseReview
    percent: int
    why: list[str]


def similar(facts: Mapping[str, Any], user: Any, but: int | None = None) -> list[Similar]:
    """The most alike of the reviews that `user` may see, best first. `facts`: title, partnership, published, type."""
    title, partnership = facts.get("title") or "", facts.get("partnership") or ""
    seen = CaseReview.objects.all() if user is None else CaseReview.objects.visible_to(user)
    near = (
        seen.exclude(pk=but)
        .filter(title__trigram_similar=title)
        .annotate(
            title_likeness=TrigramSimilarity("title", title),
            board_likeness=Coalesce(TrigramSimilarity("partnership", partnership), Value(0.0)),
        )
        .select_related("type")
        .order_by((F("title_likeness") + F("board_likeness")).desc(), "pk")
    )
    found = [_compare(facts, other) for other in near[:LOOKED_AT]]
    alike = [one for one in found if one.percent >= LEAST]
    return sorted(alike, key=lambda one: (-one.percent, one.review.reference))[:SHOWN]


def of(review: CaseReview, user: Any) -> list[Similar]:
    """Those that look like a review the portal has."""
    names = ("title", "partnership", "published", "type")
    return similar({name: getattr(review, name) for name in names}, user, but=review.pk)


def _compare(facts: Mapping[str, Any], other: Any) -> Similar:
    mine, theirs = (facts.get("published") or "")[:4], other.published[:4]
    same_year = bool(mine) and mine == theirs
    year = 1.0 if same_year else 0.5 if not mine or not theirs else 0.0
    same_kind = facts.get("type") == other.type
    title = other.title_likeness
    names = set(NAMED.findall(facts.get("title") or "")), set(NAMED.findall(other.title))
    if names[0] and names[1] and not names[0] & names[1]:
        title *= OTHER_NAME
    percent = round(TITLE * title + PARTNERSHIP * other.board_likeness + YEAR * year + KIND * same_kind)
    why = [_("title %(percent)s%% alike") % {"percent": round(100 * other.title_likeness)}]
    if other.board_likeness > LEAST / 100:
        why.append(_("same board or partnership"))
    if same_year:
        why.append(_("published in the same year"))
    if same_kind:
        why.append(_("same kind of review"))
    return Similar(other, percent, why)
