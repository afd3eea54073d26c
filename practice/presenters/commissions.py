"""What the pages of commissioned evaluations show."""

from typing import Any

from django.db.models import Count, Min, Q, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.actions.commissioning import spent
from practice.models import Candidate, CommissionedEvaluation, EvaluationRound
from practice.presenters.shortlist import common
from practice.shortlist import board, minutes, people
from practice.shortlist.links import commission_page
from practice.shortlist.workflow import COMMISSION
from practice.shortlist_vocab import OPEN, RoundState
from practice.vocab import PracticeState
from practice.workflow import PRACTICE


def left_of(round_: EvaluationRound) -> int:
    """What of the fund is not committed yet."""
    return round_.fund - (round_.evaluations.aggregate(total=Sum("committed"))["total"] or 0)


def money(user: Any, round_: EvaluationRound) -> dict[str, Any]:
    """The fund and the evaluations paid from it."""
    done = Q(milestones__done_on__isnull=False)
    rows = list(
        CommissionedEvaluation.objects.visible_to(user)
        .filter(round=round_)
        .annotate(
            paid=Sum("milestones__payment", filter=done, default=0),
            steps=Count("milestones"),
            steps_done=Count("milestones", filter=done),
            next_due=Min("milestones__due_on", filter=~done),
        )
        .select_related("candidate")
    )
    titles = entries(user, rows)
    committed, paid = sum(row.committed for row in rows), sum(row.paid for row in rows)
    return {
        **common(user, round_, "money"),
        "rows": [_row(row, titles.get(row.candidate_id)) for row in rows],
        "stats": [
            {"label": _("Fund"), "value": f"£{round_.fund:,}", "note": ""},
            {"label": _("Committed"), "value": f"£{committed:,}", "note": _("agreed with evaluators")},
            {"label": _("Spent"), "value": f"£{paid:,}", "note": _("paid for milestones that are done")},
            {"label": _("Left"), "value": f"£{round_.fund - committed:,}", "note": _("of the fund")},
        ],
        "committed": committed,
        "waiting": _waiting(user, round_, rows) if round_.state == RoundState.DECIDED else [],
    }


def entries(user: Any, rows: Any) -> dict[int, Any]:
    """Candidate → its row in the bank, for those that the person sees now."""
    seen = Candidate.objects.visible_to(user).filter(pk__in=[row.candidate_id for row in rows])
    pairs = dict(seen.values_list("pk", "practice_id"))
    known = board.entries(user, list(pairs.values()))
    return {pk: known[practice] for pk, practice in pairs.items() if practice in known}


def _row(row: Any, entry: Any) -> dict[str, Any]:
    late = row.state in OPEN and row.next_due is not None and row.next_due < timezone.localdate()
    return {
        "evaluation": row,
        "url": commission_page(row),
        "title": entry["title"] if entry else _("An example that is not shown now"),
        "who": (entry["force_name"] or entry["lead_organisation"]) if entry else "",
        "state": COMMISSION.state(row.state),
        "committed": f"£{row.committed:,}",
        "paid": f"£{row.paid:,}",
        "milestones": _("%(done)s of %(all)s") % {"done": row.steps_done, "all": row.steps},
        "next_due": row.next_due if row.state in OPEN else None,
        "late": late,
    }


def _waiting(user: Any, round_: EvaluationRound, rows: Any) -> list[dict[str, Any]]:
    """Chosen examples without an evaluation yet."""
    latest = round_.decisions.first()
    if latest is None:
        return []
    taken = {row.candidate_id for row in rows if row.state != "stopped"}
    found = [row for row in minutes.items(user, latest) if row["chosen"] and row["item"].candidate_id not in taken]
    return [
        {**row, "url": reverse("practice:shortlist-commission", args=[round_.reference, row["item"].candidate_id])}
        for row in found
        if row["entry"] is not None
    ]


def agreeing(user: Any, candidate: Candidate, form: Any) -> dict[str, Any]:
    """The page on which an evaluation is agreed."""
    entry = board.entries(user, [candidate.practice_id])[candidate.practice_id]
    return {
        **common(user, candidate.round, "money"),
        "form": form,
        "title": _("Agree an evaluation"),
        "button": _("Agree"),
        "entry": entry,
        "warning": False,
        "back": reverse("practice:shortlist-money", args=[candidate.round.reference]),
    }


def asking(
    user: Any, found: CommissionedEvaluation, form: Any, title: str, button: str, *, warning: bool = False
) -> dict[str, Any]:
    """A page that asks for something about an evaluation."""
    return {
        **common(user, found.round, "money"),
        "form": form,
        "title": title,
        "button": button,
        "entry": entries(user, [found]).get(found.candidate_id),
        "warning": warning,
        "evaluation": found,
        "back": commission_page(found),
    }


def one(user: Any, found: CommissionedEvaluation, form: Any) -> dict[str, Any]:
    """One evaluation: what was agreed, how far it is, what it found and what became of the rating."""
    entry = entries(user, [found]).get(found.candidate_id)
    paid = spent(found)
    manages, running = people.may_manage(user), found.state in OPEN
    today = timezone.localdate()
    return {
        **common(user, found.round, "money"),
        "evaluation": found,
        "commission_state": COMMISSION.state(found.state),
        "entry": entry,
        "entry_url": reverse("practice:entry", args=[entry["reference"]]) if entry else "",
        "title": entry["title"] if entry else _("An example that is not shown now"),
        "cost": f"£{found.cost:,}",
        "paid": paid,
        "paid_words": _("£%(paid)s of £%(cost)s paid") % {"paid": f"{paid:,}", "cost": f"{found.cost:,}"},
        "steps": [_step(found, step) for step in COMMISSION.available(found, user)],
        "milestones": [
            {
                "row": row,
                "payment": f"£{row.payment:,}" if row.payment else "–",
                "late": running and row.done_on is None and row.due_on < today,
            }
            for row in found.milestones.all()
        ],
        "works_on": manages and running,
        "form": form,
        "rating": _rating(found) if entry else "",
    }


def _step(found: CommissionedEvaluation, step: Any) -> dict[str, Any]:
    names = {"finish": "result", "stop": "stop"}
    at_once = step.action not in names
    name = "step" if at_once else names[step.action]
    args = [found.reference, step.action] if at_once else [found.reference]
    return {
        "label": step.label,
        "hint": step.hint,
        "href": reverse(f"practice:shortlist-evaluation-{name}", args=args),
        "at_once": at_once,
        "kind": "primary" if step.button == "primary" else "secondary",
    }


def _rating(found: CommissionedEvaluation) -> str:
    """What became of the rating since the result was recorded."""
    if found.finished_at is None or found.evidence_id is None:
        return ""
    practice = found.candidate.practice
    since = practice.publications.filter(published_at__gt=found.finished_at).first()
    if since is not None:
        words = since.get_rating_display() or _("not rated")
        return _("Rated anew and published: %(rating)s.") % {"rating": words}
    if practice.state in {PracticeState.TAKEN_FORWARD, PracticeState.DECIDED}:
        return _("It is being rated anew.")
    return _("Its rating waits: the example is “%(state)s”.") % {"state": PRACTICE.state(practice.state).label}
