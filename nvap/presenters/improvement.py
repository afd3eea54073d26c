"""What the pages of the improvement plan show."""

from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap import improvement_list, people
from nvap.forms.improvement import ASKED, WordsForm, words_form
from nvap.improvement_list import WORKING, Asked
from nvap.links import improvement_page
from nvap.models import ImprovementAction, Response
from nvap.vocab import ImprovementSource
from nvap.workflow import IMPROVEMENT
from vkpp.accounts.models import Force, User
from vkpp.accounts.permissions import can, force_of, nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit

EVENTS = {
    "improvement.create": gettext_lazy("Made"),
    "improvement.change": gettext_lazy("Changed"),
    "improvement.begin": gettext_lazy("Begun"),
    "improvement.finish": gettext_lazy("Marked as done"),
    "improvement.drop": gettext_lazy("Dropped"),
    "improvement.resume": gettext_lazy("Taken up again"),
    "improvement.report": gettext_lazy("Progress reported"),
    "improvement.add_step": gettext_lazy("Step added"),
    "improvement.remove_step": gettext_lazy("Step removed"),
    "improvement.step_done": gettext_lazy("Step done"),
    "improvement.step_undone": gettext_lazy("Step opened again"),
}


def listing(user: Any, asked: Asked, page: str | None) -> dict[str, Any]:
    """Tabs, filters and the rows of a page."""
    staff = nationally(user, Permission.RETURN_CHECK)
    found = asked.matching(user)
    counts = {tab: found.filter(improvement_list.in_tab(tab)).count() for tab in improvement_list.TABS}
    shown = Paginator(asked.rows(user), improvement_list.PER_PAGE).get_page(page)
    force = force_of(user)
    return {
        "asked": asked,
        "staff": staff,
        "force": None if staff else force,
        "page": shown,
        "rows": [row(improvement) for improvement in shown],
        "late": found.filter(improvement_list.overdue()).count(),
        "tabs": [
            {"label": label, "href": f"?{asked.query(tab=tab)}", "current": tab == asked.tab, "count": counts[tab]}
            for tab, label in improvement_list.TABS.items()
        ],
        "filters": _filters(user, asked, staff),
        "clear_url": f"?{Asked(tab=asked.tab).query()}",
        "may_add": force is not None and can(user, Permission.IMPROVEMENT_MANAGE_FORCE, force),
    }


def row(improvement: Any) -> dict[str, Any]:
    """One row of a list."""
    return {
        "improvement": improvement,
        "href": improvement_page(improvement),
        "state": IMPROVEMENT.state(improvement.state),
        "overdue": is_overdue(improvement),
        "steps": improvement.n_steps,
        "done": improvement.n_done,
    }


def is_overdue(improvement: ImprovementAction) -> bool:
    """Not finished, and past its day."""
    due = improvement.due_on
    return improvement.state in WORKING and due is not None and due < timezone.localdate()


def _filters(user: Any, asked: Asked, staff: bool) -> list[dict[str, Any]]:
    seen = ImprovementAction.objects.visible_to(user)
    owners = User.objects.filter(pk__in=seen.values("owner")).exclude(pk=user.pk).order_by("display_name")
    pairs = [(str(person.pk), str(person)) for person in owners]
    choices: list[tuple[str, str, list[tuple[str, Any]]]] = [
        ("owner", _("Owner"), [("me", _("Me")), ("nobody", _("Nobody")), *pairs]),
        ("source", _("Where it comes from"), list(ImprovementSource.choices)),
    ]
    if staff:
        forces = Force.objects.filter(pk__in=seen.values("force")).order_by("short_name")
        choices.append(("force", _("Force"), list(forces.values_list("code", "short_name"))))
    return [
        {"name": name, "label": label, "value": getattr(asked, name), "options": options}
        for name, label, options in choices
    ]


def context(user: Any, improvement: ImprovementAction, **refused: WordsForm) -> dict[str, Any]:
    """One improvement action with steps, progress and history, and what the person may do.

    `refused`: a form whose text was not taken, by its action; it stays on the page, whatever has become of the rest.
    """
    steps = list(improvement.steps.select_related("done_by"))
    works = people.may_work_on_improvement(user, improvement)
    possible = {step.action for step in IMPROVEMENT.available(improvement, user)}
    return {
        "improvement": improvement,
        "state": IMPROVEMENT.state(improvement.state),
        "overdue": is_overdue(improvement),
        "list_url": reverse("nvap:improvements"),
        "source_url": _source_url(user, improvement),
        "steps": steps,
        "done": sum(step.done_at is not None for step in steps),
        "progress": improvement.progress.select_related("by"),
        "works": works and improvement.state in WORKING,
        "edits": works,
        "possible": possible,
        "forms": {action: words_form(action, improvement) for action in ASKED} | refused,
        "wrong": next(iter(refused.values()), None),
        "events": [
            {"title": EVENTS.get(event.verb, event.verb), "by": event.actor_label, "at": event.at, "text": event.reason}
            for event in audit.events_about(improvement)[:40]
        ],
    }


def _source_url(user: Any, improvement: ImprovementAction) -> str:
    """Where it comes from, where there is a page; the answer with the gap only for who may see it."""
    of_gap = Response.objects.filter(gaps=improvement.gap_id) if improvement.gap_id else None
    return improvement.source_url if of_gap is None or of_gap.visible_to(user).exists() else ""
