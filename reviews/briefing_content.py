"""What a briefing says, as plain values: worked out live while it is written, frozen when it is published.

Page, PDF, API and mail read these values and nothing else, so that a published briefing never changes.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reviews import briefing_figures, briefing_selection, theme_tree
from reviews.briefing_selection import Selection
from reviews.briefing_text import blocks
from reviews.models import Briefing, BriefingSection
from reviews.vocab import Level, PointKind, SectionKind
from vkpp.core import partial_dates
from vkpp.core.templatetags.dates import nice_date

MOST_POINTS = 120


def counts(examined: int, included: int) -> str:
    """How many reviews, in words."""
    words = ngettext("%(m)s review examined, %(n)s included", "%(m)s reviews examined, %(n)s included", examined)
    return words % {"m": examined, "n": included}


def of(briefing: Briefing, user: Any) -> dict[str, Any]:
    """The content: frozen once it was published, otherwise as it would be published now."""
    return dict(briefing.frozen) if briefing.published_at is not None else build(briefing, user)


def build(briefing: Briefing, user: Any, sections: list[BriefingSection] | None = None) -> dict[str, Any]:
    """The content as it is now; with `sections` those instead of the stored ones."""
    selection = briefing_selection.of(briefing, user)
    wanted = list(briefing.sections.all()) if sections is None else sections
    return {
        "number": briefing.number,
        "title": briefing.title,
        "summary": blocks(briefing.summary),
        "period": _("%(start)s to %(end)s")
        % {"start": nice_date(briefing.period_from), "end": nice_date(briefing.period_to)},
        "period_from": briefing.period_from.isoformat(),
        "period_to": briefing.period_to.isoformat(),
        "theme": briefing_selection.theme_label(briefing.theme_code) if briefing.theme_code else "",
        "theme_code": briefing.theme_code,
        "types": list(briefing.types),
        "strands": list(briefing.strands),
        "rule": briefing_selection.rule(briefing),
        "examined": len(selection.reviews),
        "included": len(selection.included),
        "reasons": selection.reasons(),
        "sections": [section(briefing, one, selection) for one in wanted],
        "reviews": [_review(one) for one in selection.included],
    }


def section(briefing: Briefing, one: BriefingSection, selection: Selection) -> dict[str, Any]:
    """One section, filled."""
    made: dict[str, Any] = {
        "kind": one.kind,
        "heading": one.heading,
        "text": blocks(one.text),
        "anchor": f"s{one.pk or 0}",
    }
    if one.kind == SectionKind.FIGURES:
        made["figures"] = briefing_figures.figures(briefing, selection)
    elif one.kind == SectionKind.POINTS:
        made |= _points(briefing, one, selection)
    elif one.kind == SectionKind.ACTIONS:
        made["cited"] = briefing_figures.cited(briefing, selection)
        made["actions"] = [
            {"code": row.action.code, "title": row.action.title, "why": row.why}
            for row in briefing.actions.select_related("action").order_by("action__code")
        ]
    return made


def _points(briefing: Briefing, one: BriefingSection, selection: Selection) -> dict[str, Any]:
    found = briefing_figures.points_of(briefing, selection, one.theme_code, one.level)
    found = (
        found.select_related("theme", "review")
        .prefetch_related("actions")
        .order_by("theme__order", "theme", "-level", "pk")
    )
    total = found.count()
    groups: dict[str, list[dict[str, Any]]] = {}
    for point in found[:MOST_POINTS]:
        groups.setdefault(point.theme.label, []).append(
            {
                "text": point.text,
                "level": str(Level(point.level).label),
                "good": point.kind == PointKind.GOOD,
                "review": point.review.reference,
                "title": point.review.title,
                "actions": [action.code for action in point.actions.all()],
            }
        )
    return {"groups": [{"theme": theme, "points": rows} for theme, rows in groups.items()], "points": total}


def _review(one: briefing_selection.Examined) -> dict[str, Any]:
    return {
        "reference": one.row["reference"],
        "title": one.row["title"],
        "type": one.row["type__label"],
        "published": partial_dates.words(one.row["published"]),
        "by_hand": one.why if one.by_hand else "",
    }


def themes() -> list[tuple[str, list[tuple[str, str]]]]:
    """The themes in use for a choice: each with all those under it, in their order."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    for node in theme_tree.themes().values():
        if not node.earlier and not node.depth:
            groups.append((node.label, [(node.code, _("%(theme)s (all of it)") % {"theme": node.label})]))
        elif not node.earlier:
            groups[-1][1].append((node.code, "– " * (node.depth - 1) + node.label))
    return groups
