"""Lists of tasks as markup, written in Python: a return has fifty of them on every page."""

from collections.abc import Sequence
from html import escape

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from nvap.models import Return
from nvap.presenters.tasks import FILTERS, Task, Tasks
from vkpp.core.templatetags.dates import nice_date


def address(ret: Return, code: str, show: str = "all") -> str:
    """The page of an action; the filter goes along."""
    url = reverse("nvap:answer", args=[ret.round.code, ret.force.code, code])
    return url if show == "all" else f"{url}?show={show}"


def _base(ret: Return) -> str:
    """What every answer page's address of this return begins with; reversed once a page, not once a row."""
    return reverse("nvap:return", args=[ret.round.code, ret.force.code])


def task_list(ret: Return, tasks: Sequence[Task], show: str) -> SafeString:
    """The tasks of one theme, each a link with whose it is, until when, and how it stands."""
    base, query = _base(ret), "" if show == "all" else f"?show={show}"
    items = []
    for task in tasks:
        words, colour = task.state
        status = f'<strong class="app-tag app-tag--{colour}">{escape(words)}</strong>' if colour else escape(words)
        notes = [", ".join(task.people)] if task.people else []
        if task.due is not None and not task.complete:
            notes.append(_("due %(day)s") % {"day": nice_date(task.due)})
        hint = f'<div class="govuk-task-list__hint">{escape("; ".join(notes))}</div>' if notes else ""
        items.append(
            '<li class="govuk-task-list__item govuk-task-list__item--with-link"><div class="govuk-task-list__name-and-hint">'
            f'<a class="govuk-link govuk-task-list__link" href="{base}{escape(task.code)}/{query}" '
            f'aria-describedby="task-{task.pk}"><span class="app-task__code">{escape(task.code)} </span>'
            f"{escape(task.title)}</a>{hint}</div>"
            f'<div class="govuk-task-list__status" id="task-{task.pk}">{status}</div></li>'
        )
    return mark_safe(f'<ul class="govuk-task-list app-tasks">{"".join(items)}</ul>')  # noqa: S308 - each part is escaped


def side_list(tasks: Tasks, current: str, show: str, note: str) -> SafeString:
    """The tasks that the filter shows, beside the page of one; `note` stands for how far that one is."""
    base, query = _base(tasks.ret), "" if show == "all" else f"?show={show}"
    items = []
    for task in tasks.tasks:
        here = task.code == current
        if not here and not task.in_filter(show):
            continue
        words = note if here else _side_note(task)
        items.append(
            f'<li><a class="app-side__link" href="{base}{escape(task.code)}/{query}"{" aria-current=page" if here else ""}>'
            f"<span>{escape(task.code)} {escape(task.title)}</span>"
            f'<span class="app-side__note">{words if words.startswith("<") else escape(words)}</span></a></li>'
        )
    label = escape(_("Actions of this return"))
    return mark_safe(  # noqa: S308 - each part is escaped
        f'<nav class="app-side" aria-label="{label}"><ul class="app-side__list">{"".join(items)}</ul></nav>'
    )


def _side_note(task: Task) -> str:
    if task.complete and not task.queries and not task.checks:
        words = escape(str(task.state[0]))
        return f'<span aria-hidden="true">✓</span><span class="govuk-visually-hidden">{words}</span>'
    if task.provenance == "empty" and task.mine:
        return _("mine")
    if task.provenance == "empty" and not task.queries:
        return f'<span aria-hidden="true">–</span><span class="govuk-visually-hidden">{escape(_("Not started"))}</span>'
    return str(task.state[0]).lower()


def filters(tasks: Tasks, url: str, show: str) -> list[dict[str, object]]:
    """The filters as tabs: those that show something, and the one that is chosen."""
    return [
        {
            "label": label,
            "href": url if code == "all" else f"{url}?show={code}",
            "current": code == show,
            "count": tasks.counts[code],
        }
        for code, label in FILTERS.items()
        if code in {"all", show} or tasks.counts[code]
    ]
