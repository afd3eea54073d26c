"""Data sets for the national child safeguarding panel: notifications, rapid and local reviews by coded field.

They count people, so each table leaves by `vkpp.core.disclosure`, alike for whoever takes it: a few are withheld, all else
is rounded to the nearest five. Nothing is counted by sex (docs/adr/0012).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from analytics.datasets.columns import Column, Kind, Text
from analytics.datasets.dataset import MARKING, DataSet
from analytics.datasets.review_sets import cases
from reviews import people
from reviews.models import LearningPoint
from vkpp.core import disclosure
from vkpp.core.models import Marking

Row = dict[str, Any]
NOTIFICATIONS = ("SIN",)
REVIEWS = ("RR", "LCSPR", "SCR", "NCSPR")
KINDS: Mapping[str, Text] = {
    "SIN": _("Serious incident notification"),
    "RR": _("Rapid review"),
    "LCSPR": _("Local child safeguarding practice review"),
    "SCR": _("Serious case review"),
    "NCSPR": _("National child safeguarding practice review"),
}
NOT_KNOWN = "not_known"
ALL = "all"
ONE = ("outcome", "age_band", "context", "police_before")
SEVERAL = ("harm_types", "strands")
FIELDS: Mapping[str, Text] = {
    ALL: _("All of the year"),
    "outcome": _("What happened to the child"),
    "age_band": _("Age of the child, in bands"),
    "context": _("Where the harm came from"),
    "police_before": _("Whether police were involved before"),
    "harm_types": _("Kind of harm; a review may have several"),
    "strands": _("Strand of vulnerability; a review may have several"),
    "theme": _("Theme of learning, of quality-assured reviews; a review may have several"),
}


def counted(kinds: Sequence[str], user: Any, _chosen: Mapping[str, Any]) -> list[Row]:
    """The table of these kinds of review: kind, year, field and value, and how many, as far as it may be told."""
    rows = list(
        cases(user)
        .filter(type__code__in=kinds, marking=Marking.OFFICIAL)
        .order_by("pk")
        .values("pk", "published", *ONE, *SEVERAL, kind=F("type__code"))
    )
    themes = _themes([row["pk"] for row in rows])
    found: list[Row] = []
    for kind in kinds:
        of_kind = [row | {"theme": themes.get(row["pk"], ())} for row in rows if row["kind"] == kind]
        years = sorted({_year(row) for row in of_kind})
        for field in FIELDS:
            found += _table(kind, field, of_kind, years)
    return found


def _year(row: Mapping[str, Any]) -> str:
    return str(row["published"][:4]) or NOT_KNOWN


def _themes(reviews: Sequence[int]) -> dict[int, set[str]]:
    """The themes of the points that count, review by review."""
    found: dict[int, set[str]] = {}
    points = LearningPoint.objects.counted().filter(review__in=reviews).values_list("review_id", "theme__code")
    for review, theme in points:
        found.setdefault(review, set()).add(theme)
    return found


def _table(kind: str, field: str, rows: Iterable[Mapping[str, Any]], years: Sequence[str]) -> list[Row]:
    """One field of one kind by year, its rows and columns decided together."""
    counts = Counter((value, _year(row)) for row in rows for value in _values(field, row))
    values = sorted({value for value, _of in counts})
    shown = disclosure.people_in_table([[counts[value, year] for year in years] for value in values])
    return [
        {
            "kind": kind,
            "year": year,
            "field": field,
            "value": value,
            "count": number,
            "withheld": number is None,
            MARKING.name: Marking.OFFICIAL.value,
        }
        for value, numbers in zip(values, shown, strict=True)
        for year, number in zip(years, numbers, strict=True)
    ]


def _values(field: str, row: Mapping[str, Any]) -> Iterable[str]:
    if field == ALL:
        return (ALL,)
    value = row[field]
    if isinstance(value, str):
        return (value or NOT_KNOWN,)
    return set(value) or (NOT_KNOWN,)


COLUMNS = (
    Column("kind", Kind.TEXT, _("Code of the kind of review."), values=tuple(KINDS.items())),
    Column("year", Kind.TEXT, _("Year of publication, or not_known.")),
    Column("field", Kind.TEXT, _("The coded field that is counted."), values=tuple(FIELDS.items())),
    Column("value", Kind.TEXT, _("The value of the field; not_known where the review does not say.")),
    Column("count", Kind.INTEGER, _("How many, rounded to the nearest five; null where it is withheld.")),
    Column("withheld", Kind.YES_NO, _("Whether it is withheld: fewer than five, or it would tell another that is.")),
    MARKING,
)


def _set(code: str, title: Text, about: Text, kinds: Sequence[str]) -> DataSet:
    make: Callable[[Any, Mapping[str, Any]], list[Row]] = partial(counted, kinds)
    return DataSet(
        code=code,
        title=title,
        a_row=_("How many of one kind and year have one value of one coded field."),
        about=about,
        licence=_("VKPP’s coding; for the panel’s and policing’s work. Quote counts as they are, rounded."),
        may_read=people.may_read,
        make=make,
        columns=COLUMNS,
    )


PANEL_NOTIFICATIONS = _set(
    "panel_notifications",
    _("Serious incident notifications, for the panel"),
    _(
        "Serious incident notifications about children by year and coded field. Small numbers are withheld and all "
        "others rounded to the nearest five, alike for everybody."
    ),
    NOTIFICATIONS,
)
PANEL_REVIEWS = _set(
    "panel_reviews",
    _("Rapid and local reviews, for the panel"),
    _(
        "Rapid reviews, local child safeguarding practice reviews and serious case reviews by year, coded field and theme "
        "of learning. Small numbers are withheld and all others rounded to the nearest five, alike for everybody."
    ),
    REVIEWS,
)
