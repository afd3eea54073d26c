"""Parts of the bank's pages that are written in Python because they repeat hundreds of times a page."""

from collections.abc import Mapping, Sequence
from html import escape  # Django's own asks first whether the text is lazy, which is most of what a page costs
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.listing import Group, Option

register = template.Library()


@register.simple_tag
def facet(group: Group) -> SafeString:
    """A facet as a group of tick boxes with counts, like `_components/facet.html`; long ones open on demand."""
    options = _options(group.name, group.options, 1)
    if group.more:
        title = ngettext("%(n)d more", "%(n)d more", len(group.more)) % {"n": len(group.more)}
        inner = _options(group.name, group.more, len(group.options) + 1)
        options += format_html(
            '<details class="app-facet__more"><summary class="app-facet__more-summary">{}</summary>{}</details>',
            title,
            inner,
        )
    if not group.folded:
        return format_html(
            '<fieldset class="app-facet"><legend class="app-facet__legend">{}</legend>'
            '<div class="app-facet__options">{}</div></fieldset>',
            group.label,
            options,
        )
    chosen = format_html(' <span class="app-facet__chosen">{}</span>', _("%(n)d chosen") % {"n": group.chosen})
    return format_html(
        '<details class="app-facet app-facet--folded"{}><summary class="app-facet__summary">{}{}</summary>'
        '<fieldset class="app-facet__group"><legend class="govuk-visually-hidden">{}</legend>'
        '<div class="app-facet__options app-facet__options--scroll">{}</div></fieldset></details>',
        SafeString(" open") if group.chosen else "",
        group.label,
        chosen if group.chosen else "",
        group.label,
        options,
    )


@register.simple_tag
def example(result: Mapping[str, Any]) -> SafeString:
    """One example of the list (`practice.listing.result`), like `_components/result.html`."""
    tags = "".join(
        f'<li><span class="app-tag app-tag--{colour}">{escape(words)}</span></li>' for words, colour in result["tags"]
    )
    stated = ' class="app-result__fact"' if result["stated"] else ""
    return mark_safe(  # noqa: S308 - title and summary come escaped (with their marks), the rest is escaped here
        f'<article class="app-result"><div><h3 class="app-result__title">'
        f'<a class="govuk-link" href="{escape(result["href"])}">{result["title"]}</a></h3>'
        f'<p class="app-result__meta">{escape(result["meta"])}</p>'
        f'<p class="app-result__summary">{result["summary"]}</p><ul class="app-tags">{tags}</ul></div>'
        f'<ul class="app-result__facts"><li{stated}>{escape(result["stage"])}</li>'
        f"<li>{escape(result['review'])}</li></ul></article>"
    )


@register.simple_tag
def map_rows(rows: Sequence[Mapping[str, Any]]) -> SafeString:
    """The rows of the map's table: some six hundred cells, so they are joined as plain text."""
    return mark_safe("".join(map(_map_row, rows)))  # noqa: S308 - names and addresses are escaped below, the rest are numbers


def _map_row(row: Mapping[str, Any]) -> str:
    name = escape(row["name"])
    told = f'<a class="govuk-link" href="{escape(row["url"])}">{name}</a>' if row["url"] else name
    total = f"{row['total']:,}"
    if row["total"]:
        total = f'<a class="govuk-link" href="{escape(row["list"])}" aria-label="{name}: {total}">{total}</a>'
    numeric = '<td class="govuk-table__cell govuk-table__cell--numeric">'
    cells = "".join(f"{numeric}{count:,}</td>" if count else f"{numeric}–</td>" for count in row["cells"])
    return (
        f'<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{told}</th>'
        f'<td class="govuk-table__cell">{escape(row["region"])}</td>{numeric}{total}</td>{cells}</tr>'
    )


def _options(name: str, options: Sequence[Option], first: int) -> SafeString:
    """The boxes themselves; a page has up to two hundred, so they are joined as plain text."""
    rows = [
        f'<div class="app-facet__option"><input class="app-facet__input" type="checkbox" id="f-{name}-{number}"'
        f' name="{name}" value="{escape(option.value)}"{" checked" if option.checked else ""}>'
        f'<label class="app-facet__label{"" if option.count or option.withheld else " app-facet__label--none"}" for="f-{name}-{number}">'
        f'<span>{escape(option.label)}</span><span class="app-facet__count">'
        f'<span class="govuk-visually-hidden">(</span>{option.shown}<span class="govuk-visually-hidden">)</span>'
        "</span></label></div>"
        for number, option in enumerate(options, first)
    ]
    return mark_safe("".join(rows))  # noqa: S308 - names are ours, values and labels are escaped above
