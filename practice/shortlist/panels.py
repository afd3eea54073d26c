"""What people see of rounds elsewhere: a link under the bank's heading, and cards on the home page."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import places
from practice.actions.shortlist_reminding import MILESTONES, waiting
from practice.models import EvaluationRound, Milestone
from practice.shortlist import people
from practice.shortlist.links import commission_page, round_page
from practice.shortlist.words import AUDIT
from practice.shortlist.workflow import ROUND
from practice.shortlist_vocab import OPEN, RoundState
from vkpp.core import audit_words, panels
from vkpp.core.navigation import NavItem

SHOWN = 5
CARD = "_components/work_list.html"


def register() -> None:
    """Put the link and the cards into their places, and the words into the trail."""
    audit_words.register(AUDIT)
    places.register(
        NavItem(gettext_lazy("Choosing practice for evaluation"), "practice:shortlist", order=60, shown=_takes_part)
    )
    panels.register("home", panels.Panel(CARD, work, order=45))


def _takes_part(request: HttpRequest) -> bool:
    return people.takes_part(request.user)


def work(request: HttpRequest, _thing: Any) -> dict[str, Any] | None:
    """Rounds that wait for one's scores or decision, and milestones that are due; no card when there are none."""
    if not people.takes_part(request.user):
        return None
    items = [*_to_score(request.user), *_to_manage(request.user)]
    if not items:
        return None
    return {"title": _("Choosing practice for evaluation"), "total": len(items), "items": items[:SHOWN]}


def _to_score(user: Any) -> list[dict[str, Any]]:
    rounds = EvaluationRound.objects.visible_to(user).filter(state=RoundState.SCORING)
    if not people.may_score(user):
        return []
    return [
        {
            "title": round_.title,
            "href": f"{round_page(round_, 'candidates')}?show=mine",
            "meta": _("%(n)s to score") % {"n": left},
            "status": _("To score"),
            "colour": "blue",
        }
        for round_ in rounds[:SHOWN]
        if (left := waiting(user, round_))
    ]


def _to_manage(user: Any) -> list[dict[str, Any]]:
    if not people.may_manage(user):
        return []
    rounds = EvaluationRound.objects.visible_to(user).filter(state=RoundState.DECIDING)
    state = ROUND.state(RoundState.DECIDING)
    found: list[dict[str, Any]] = [
        {
            "title": row.title,
            "href": round_page(row),
            "meta": row.reference,
            "status": state.label,
            "colour": state.colour,
        }
        for row in rounds[:SHOWN]
    ]
    today = timezone.localdate()
    due = Milestone.objects.filter(done_on=None, due_on__lte=today + MILESTONES, evaluation__state__in=OPEN)
    for row in due.select_related("evaluation")[:SHOWN]:
        late = row.due_on < today
        found.append(
            {
                "title": row.title,
                "href": commission_page(row.evaluation),
                "meta": f"{row.evaluation.reference}, {row.evaluation.evaluator}",
                "status": _("Overdue") if late else _("Due soon"),
                "colour": "red" if late else "orange",
            }
        )
    return found
