"""The table of themes at the head of a report: own level, the nation, the place, and how it moved."""

from typing import Any

from django.utils.translation import gettext as _

from analytics import theme_rows, themes
from analytics.reports import words
from analytics.reports.material import Material
from analytics.theme_rows import Compared, ThemeRow


def of(material: Material) -> dict[str, Any]:
    """One row for each theme on the leading question, with the notes that belong to the table."""
    lead = material.measures[0]
    nation = {action.pk: material.nation(action, lead) for action in material.actions}
    compared = Compared(
        measure=lead,
        by_action={pk: figure for pk, figure in nation.items() if figure is not None},
        by_theme=themes.nation_by_theme(material.of_themes),
        own=material.own,
        last=material.last,
        force=material.force,
    )
    found = theme_rows.rows(material.actions, compared)
    return {
        "lead": _("Answers to “%(question)s”. A level in a theme is the mean of the levels on its actions, in halves.")
        % {"question": lead.label},
        "rows": [_row(row) for row in found],
        "notes": list(dict.fromkeys(row.figure.withheld for row in found if row.figure and row.figure.withheld)),
    }


def _row(row: ThemeRow) -> dict[str, Any]:
    figure = row.figure
    shown = figure is not None and figure.shown and figure.median is not None
    return {
        "code": row.theme.code,
        "title": row.theme.title,
        "answered": _("%(n)s of %(all)s actions answered") % {"n": row.answered, "all": row.actions},
        "own": row.word or _("No level"),
        "score": "" if row.own is None else f"{row.own:g}",
        "nation": f"{figure.median:g}" if figure is not None and figure.median is not None else _("Not shown"),
        "word": row.median,
        "range": _("middle half %(lower)s to %(upper)s")
        % {"lower": words.number(figure.lower), "upper": words.number(figure.upper)}
        if figure is not None and shown
        else "",
        "average": "–" if row.average is None else f"{row.average:.1f}",
        "averaged": ""
        if row.averaged == row.actions
        else _("%(n)s of %(all)s actions") % {"n": row.averaged, "all": row.actions},
        "place": str(row.place) if row.place else "",
        "above": row.to_median,
        "n": str(figure.n) if figure is not None and figure.n is not None else "–",
        "sign": row.moved.sign if row.moved else "",
        "change": row.moved.words if row.moved else "",
    }
