"""Tables of hundreds of figures, written in Python because a template would take longer than everything else."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()


def _few() -> str:
    return f'<span class="app-learning__few"><span aria-hidden="true">&lt;5</span><span class="govuk-visually-hidden">{escape(_("fewer than 5"))}</span></span>'


@register.simple_tag
def heat_cells(row: Mapping[str, Any]) -> SafeString:
    """The cells of a theme in the heat map (`reviews.presenters.heat`): each figure a link to its learning points."""
    label, few, none = escape(row["node"].label), _few(), escape(_("none"))
    parts = []
    for code, count, shade, url in row["cells"]:
        if count is None:
            parts.append(f'<td class="app-heat__cell">{few}</td>')
        elif count:
            parts.append(
                f'<td class="app-heat__cell app-heat__cell--{shade}"><a class="app-heat__link" href="{escape(url)}" '
                f'title="{label} · {code}">{count:,}</a></td>'
            )
        else:
            parts.append(f'<td class="app-heat__cell"><span class="govuk-visually-hidden">{none}</span></td>')
    return mark_safe("".join(parts))  # noqa: S308 - words are escaped above, codes are checked when they are stored


@register.simple_tag
def trend_rows(rows: Iterable[Mapping[str, Any]]) -> SafeString:
    """The rows of the table over time (`reviews.presenters.themes`): reviews of each period, and their share."""
    few = _few()
    parts = []
    for row in rows:
        node = row["node"]
        css = "" if node.depth else " app-learning__top"
        parts.append(
            f'<tr class="govuk-table__row{css}"><th scope="row" class="govuk-table__header app-learning__theme app-learning__theme--{min(node.depth, 2)}">'
            f'<a class="govuk-link" href="{escape(row["url"])}">{escape(node.label)}</a></th>{_cells(row["cells"], few)}</tr>'
        )
    return mark_safe("".join(parts))  # noqa: S308 - labels and addresses are escaped above


def _cells(cells: Sequence[Mapping[str, Any]], few: str) -> str:
    parts = []
    for cell in cells:
        count, share = cell["count"], cell["share"]
        if count is None:
            inner = few
        elif count:
            told = f' <span class="app-muted">{share}%</span>' if share is not None else ""
            inner = f'<a class="govuk-link" href="{escape(cell["url"])}">{count:,}</a>{told}'
        else:
            inner = '<span class="app-muted">0</span>'
        parts.append(f'<td class="govuk-table__cell govuk-table__cell--numeric">{inner}</td>')
    return "".join(parts)
