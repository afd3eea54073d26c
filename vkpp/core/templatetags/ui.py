"""Components of the design system as template tags: `{% load ui %}`. All are shown, with arguments, at /gallery/."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import template
from django.forms import BaseForm
from django.template.context import RequestContext
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vkpp.core.templatetags import dates
from vkpp.core.ui_words import form_errors, page_window

register = template.Library()
register.filters.update(dates.register.filters)

TAG_COLOURS = frozenset({"grey", "green", "teal", "blue", "navy", "yellow", "orange", "red", "purple"})
BUTTON_KINDS = {
    "primary": "govuk-button",
    "secondary": "govuk-button govuk-button--secondary",
    "warning": "govuk-button govuk-button--warning",
    "link": "app-button-link",
}
NOTICE_KINDS = {"success": "success", "error": "error", "warning": "warning"}


def _css(kind: str) -> str:
    """The classes of a kind of button; an unknown kind is a mistake in the template and says so."""
    if kind not in BUTTON_KINDS:
        raise template.TemplateSyntaxError(f"Unknown kind of button {kind!r}, use one of: {', '.join(BUTTON_KINDS)}.")
    return BUTTON_KINDS[kind]


@register.inclusion_tag("_components/breadcrumbs.html")
def breadcrumbs(*parts: str) -> dict[str, Any]:
    """`{% breadcrumbs "Home" "/" "Bank" url "This page" %}`: words and addresses in turn; the last has none."""
    crumbs = [
        {"label": parts[place], "url": parts[place + 1] if place + 1 < len(parts) else ""}
        for place in range(0, len(parts), 2)
    ]
    return {"crumbs": crumbs}


@register.inclusion_tag("_components/button.html")
def button(text: str, href: str = "", kind: str = "primary", name: str = "", value: str = "") -> dict[str, Any]:
    """A button of a form, or with `href` a link that looks like one. Kinds: primary, secondary, warning, link."""
    return {"text": text, "href": href, "css": _css(kind), "name": name, "value": value}


@register.inclusion_tag("_components/post_button.html", takes_context=True)
def post_button(
    context: RequestContext,
    text: str,
    action: str,
    kind: str = "primary",
    about: str = "",
    mark: str = "",
    **values: Any,
) -> dict[str, Any]:
    """A button that changes something: a form of its own that posts `values`. `about` is read out after the text.

    `mark` is its id, for a part of a page that is shown anew by itself: whoever is on the button stays there.
    """
    return {
        "text": text,
        "mark": mark,
        "action": action,
        "css": _css(kind),
        "about": about,
        "values": values,
        "csrf_token": context.get("csrf_token", ""),
    }


@register.simple_tag
def tag(text: object, colour: str = "grey") -> SafeString:
    """A state or kind in a small coloured box; the words carry the meaning, the colour only repeats it."""
    if colour not in TAG_COLOURS:
        raise template.TemplateSyntaxError(f"Unknown colour {colour!r}, use one of: {', '.join(sorted(TAG_COLOURS))}.")
    return format_html('<strong class="app-tag app-tag--{}">{}</strong>', colour, text)


@register.simple_tag
def marking(code: str = "official") -> SafeString:
    """The security marking of a page or record: `official` or `official_sensitive`."""
    if code == "official_sensitive":
        words = _("OFFICIAL-SENSITIVE: need to know, opening is logged")
        return format_html('<p class="app-marking app-marking--sensitive">{}</p>', words)
    return format_html('<p class="app-marking">{}</p>', _("OFFICIAL"))


@register.inclusion_tag("_components/notification.html")
def notification(text: str, kind: str = "info", title: str = "") -> dict[str, Any]:
    """A banner for what just happened: success, info, warning or error (the levels of Django's messages)."""
    kind = NOTICE_KINDS.get(kind, "info")
    titles = {"success": _("Done"), "error": _("There is a problem"), "warning": _("Please note"), "info": _("Notice")}
    return {"text": text, "kind": kind, "title": title or titles[kind], "urgent": kind in {"success", "error"}}


@register.inclusion_tag("_components/error_summary.html")
def form_error_summary(form: BaseForm | None, still: bool = False) -> dict[str, Any]:
    """What is wrong with a form, each error a link to its field. It takes the focus, unless it is to be `still`.

    When somebody else saved meanwhile, what is there now follows beside what was typed.
    """
    errors = form_errors(form) if form is not None else []
    return {"errors": errors, "still": still, "theirs": getattr(form, "theirs", None)}


@register.simple_block_tag
def details(content: str, summary: str, opened: bool = False) -> SafeString:
    """`{% details "Why we ask" %}…{% enddetails %}`: words that open on demand."""
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        SafeString(" open") if opened else "",
        summary,
        content,
    )


@register.simple_block_tag
def inset(content: str, kind: str = "") -> SafeString:
    """`{% inset %}…{% endinset %}`: a quotation or a side remark; `kind="carried"` marks what waits to be confirmed."""
    return format_html('<div class="govuk-inset-text{}">{}</div>', f" app-inset--{kind}" if kind else "", content)


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """`{% warning %}…{% endwarning %}`: what a person must know before going on."""
    return format_html(
        '<div class="govuk-warning-text"><span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text"><span class="govuk-visually-hidden">{}</span>{}</strong></div>',
        _("Warning"),
        content,
    )


@register.simple_block_tag
def card(content: str, title: str = "", tint: bool = False) -> SafeString:
    """`{% card "What good looks like" %}…{% endcard %}`: a bordered box beside or within a page."""
    heading = format_html('<h2 class="app-card__title">{}</h2>', title) if title else ""
    return format_html('<div class="app-card{}">{}{}</div>', " app-card--tint" if tint else "", heading, content)


@register.simple_tag
def progress(value: int, maximum: int, label: str, hide_label: bool = False) -> SafeString:
    """How far something has come: a bar and its numbers, as in "38 of 42 answered"."""
    return format_html(
        '<div class="app-progress"><span class="app-progress__label{}">{}</span>'
        '<progress class="app-progress__bar" max="{}" value="{}" aria-label="{}">{}</progress></div>',
        " govuk-visually-hidden" if hide_label else "",
        label,
        maximum,
        value,
        label,
        label,
    )


@register.inclusion_tag("_components/stat.html")
def stat(label: str, value: object, note: str = "", href: str = "") -> dict[str, Any]:
    """One plain figure with what it counts and what it is compared with."""
    return {"label": label, "value": value, "note": note, "href": href}


@register.inclusion_tag("_components/step.html")
def step(number: int, total: int, label: str = "") -> dict[str, Any]:
    """`{% step 2 9 %}`: "Page 2 of 9" and a thin bar, above the title of a form of several pages."""
    return {"number": number, "total": total, "label": label or _("Page %(n)s of %(m)s") % {"n": number, "m": total}}


@register.inclusion_tag("_components/search_box.html")
def search_box(label: str, url: str, value: str = "", param: str = "q", hint: str = "") -> dict[str, Any]:
    """A labelled search field with its button, over the width it is given."""
    return {"label": label, "url": url, "value": value, "param": param, "hint": hint}


@register.inclusion_tag("_components/autosave_state.html")
def autosave_state(saved_at: str = "") -> dict[str, Any]:
    """Where a form with `data-autosave` tells whether the text is saved; `saved_at` as "14:32" when it already is."""
    return {"saved_at": saved_at}


@register.inclusion_tag("_components/pagination_numbered.html", takes_context=True)
def pages(context: RequestContext, page: Any, param: str = "page") -> dict[str, Any]:
    """Numbered pages of a Django `Page`, keeping the other parameters of the address."""
    query = context["request"].GET.copy()
    query.pop(param, None)
    base = f"?{query.urlencode()}&{param}=" if query else f"?{param}="
    return {"page": page, "base": base, "window": page_window(page.number, page.paginator.num_pages)}


@register.simple_tag
def tags(items: Iterable[tuple[str, str]] | Iterable[str]) -> SafeString:
    """A row of tags: words, or pairs of words and colour."""
    pairs = [(entry, "grey") if isinstance(entry, str) else tuple(entry) for entry in items]
    boxes = format_html_join("", '<li><span class="app-tag app-tag--{}">{}</span></li>', [(c, t) for t, c in pairs])
    return format_html('<ul class="app-tags">{}</ul>', boxes)


@register.simple_tag
def n_of_m(number: int, total: int, one: str = "", many: str = "") -> str:
    """A number with its base: `{% n_of_m 24 43 "force" "forces" %}` is "24 of 43 forces"."""
    words = ngettext("%(n)s of %(m)s", "%(n)s of %(m)s", total) % {"n": f"{number:,}", "m": f"{total:,}"}
    thing = (one if total == 1 else many or one).strip()
    return f"{words} {thing}".strip()


@register.filter
def counted(number: int, words: str) -> str:
    """`{{ 3|counted:"force,forces" }}` is "3 forces"; thousands have a comma."""
    forms: Sequence[str] = words.split(",")
    return f"{number:,} {forms[0] if number == 1 else forms[-1]}"


@register.simple_tag(name="tile")
def tile_cell(tile: Mapping[str, Any], name: str, label: str) -> SafeString:
    """A force on a map of tiles; made here and not in a template, for a page may have a hundred of them."""
    words = format_html(
        '<abbr class="app-tiles__force" title="{}">{}</abbr><span class="app-tiles__value">{}</span>',
        *(name, label, tile["value"]),
    )
    if href := tile.get("href"):
        words = format_html('<a class="app-tiles__link" href="{}">{}</a>', href, words)
    own = " app-tiles__tile--own" if tile.get("own") else ""
    return format_html('<td class="app-tiles__tile app-tiles__tile--{}{}">{}</td>', tile["shade"], own, words)


@register.simple_block_tag
def once(content: SafeString) -> SafeString:
    """Markup that a page shows in two places, made once: `{% once as menu %}…{% endonce %}`, then `{{ menu }}`."""
    return content
