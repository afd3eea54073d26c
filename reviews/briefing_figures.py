"""The figures of a briefing: counts of the reviews included and of what was learned from them.

Reviews are published documents, so how many speak of a theme, a strand or a kind is told as it is. Ages and outcomes are
about people: those counts leave through the disclosure rules, as counts of people do everywhere in the portal.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from nvap.models import Strand
from reviews.briefing_selection import Selection, theme_ids
from reviews.models import Briefing, LearningPoint, PointAction
from reviews.vocab import AgeBand, Level, Outcome, PointKind
from vkpp.core import disclosure

MOST_ACTIONS = 12


def points_of(briefing: Briefing, selection: Selection, theme_code: str = "", level: str = "") -> Any:
    """The learning points of the reviews included, on the briefing's theme and narrowed further."""
    points = LearningPoint.objects.counted().filter(review__in=selection.ids)
    for code in {briefing.theme_code, theme_code} - {""}:
        points = points.filter(theme__in=theme_ids(code))
    return points.filter(level=level) if level else points


def figures(briefing: Briefing, selection: Selection) -> list[dict[str, Any]]:
    """All figures: title, what is counted, and rows of label, number and the number of all."""
    rows = [one.row for one in selection.included]
    points = points_of(briefing, selection)
    found = [
        _documents(_("Kinds of review"), Counter(row["type__label"] for row in rows), len(rows)),
        _themes(points),
        _levels(points),
        _strands(rows),
        _people(_("Age of the person"), AgeBand, [row["age_band"] for row in rows]),
        _people(_("What happened"), Outcome, [row["outcome"] for row in rows]),
    ]
    return [figure for figure in found if figure["rows"]]


def cited(briefing: Briefing, selection: Selection) -> list[dict[str, Any]]:
    """The actions of the plan that the learning concerns, those with most reviews first."""
    links = PointAction.objects.filter(point__in=points_of(briefing, selection))
    counted = links.values("action__code", "action__title").annotate(
        reviews=Count("point__review", distinct=True), points=Count("point", distinct=True)
    )
    return [
        {"code": row["action__code"], "title": row["action__title"], "reviews": row["reviews"], "points": row["points"]}
        for row in counted.order_by("-reviews", "-points", "action__code")[:MOST_ACTIONS]
    ]


def _documents(title: str, counted: Counter[str], total: int, note: str = "") -> dict[str, Any]:
    rows = [_row(label, number, total) for label, number in counted.most_common() if label]
    return {"title": title, "counts": _("Reviews"), "note": note, "rows": rows}


def _row(label: Any, number: int | None, total: int) -> dict[str, Any]:
    shown = str(number) if number is not None else _("fewer than %(n)s") % {"n": disclosure.PEOPLE_MINIMUM}
    return {"label": str(label), "number": number, "shown": shown, "total": total}


def _themes(points: Any) -> dict[str, Any]:
    counted = points.values("theme__label").annotate(reviews=Count("review", distinct=True), n=Count("pk"))
    found = list(counted.order_by("-reviews", "-n", "theme__label"))
    most = max((row["reviews"] for row in found), default=0)
    rows = [_row(row["theme__label"], row["reviews"], most) | {"points": row["n"]} for row in found]
    note = _("A review counts once for each theme it has learning on.")
    return {"title": _("Themes of learning"), "counts": _("Reviews"), "note": note, "rows": rows}


def _levels(points: Any) -> dict[str, Any]:
    counted = Counter(points.values_list("level", "kind"))
    total = sum(counted.values())
    names = {(level, kind): f"{level.label}: {kind.label}" for level in Level for kind in PointKind}
    rows = [_row(name, counted[key], total) for key, name in names.items() if counted[key]]
    return {"title": _("Who the learning is for"), "counts": _("Learning points"), "note": "", "rows": rows}


def _strands(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    rows = list(rows)
    labels = dict(Strand.objects.values_list("code", "label"))
    counted = Counter(labels.get(code, code) for row in rows for code in set(row["strands"]))
    return _documents(_("Strands"), counted, len(rows), _("A review may be about several."))


def _people(title: str, words: Any, values: list[str]) -> dict[str, Any]:
    """Counts that say something about people: small ones are withheld, the others rounded to the nearest five."""
    counted = Counter(values)
    known = [(one.value, one.label) for one in words if counted[one.value]]
    known += [("", _("Not given"))] if counted[""] else []
    shown = disclosure.people_in_row([counted[value] for value, _label in known])
    total = max((number for number in shown if number is not None), default=0)
    rows = [_row(label, number, total) for (_value, label), number in zip(known, shown, strict=True)]
    if all(number is None for number in shown):
        rows = []
    note = _("About people: small numbers are not shown, the others are rounded to the nearest five.")
    return {"title": title, "counts": _("Reviews"), "note": note, "rows": rows}
