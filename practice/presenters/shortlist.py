"""What the pages of rounds show: the list, the front of a round, its terms."""

from typing import Any

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from practice.actions.shortlist_reminding import waiting
from practice.actions.shortlist_rounds import CHANGEABLE
from practice.models import EvaluationRound
from practice.shortlist import board, limits, people
from practice.shortlist.board import Board
from practice.shortlist.links import round_page
from practice.shortlist.terms import Limit, Measured
from practice.shortlist.workflow import ROUND
from practice.shortlist_vocab import RoundState


def listing(user: Any) -> dict[str, Any]:
    """All rounds with what each came to."""
    rows = EvaluationRound.objects.visible_to(user).annotate(
        pool=Count("candidates", filter=Q(candidates__removed_at=None), distinct=True)
    )
    return {
        "rows": [
            {
                "round": row,
                "url": round_page(row),
                "state": ROUND.state(row.state),
                "pool": row.pool,
                "fund": f"£{row.fund:,}",
            }
            for row in rows
        ],
        "manages": people.may_manage(user),
    }


def parts(user: Any, round_: EvaluationRound, current: str) -> list[dict[str, Any]]:
    """The pages of a round that this person may open."""
    manages, knows = people.may_manage(user), board.may_know(user, round_)
    decided = round_.decisions.exists()
    items = [
        ("", _("Overview"), True),
        ("pool", _("Pool"), manages),
        ("candidates", _("Candidates"), True),
        ("terms", _("Criteria and limits"), True),
        ("select", _("Choose"), knows and round_.state in CHANGEABLE),
        ("suggestions", _("Suggestions"), manages),
        ("decision", _("Decision"), decided),
        ("money", _("Evaluations"), decided),
    ]
    return [
        {"label": label, "href": round_page(round_, part), "current": part == current, "count": None}
        for part, label, shown in items
        if shown
    ]


def common(user: Any, round_: EvaluationRound, current: str) -> dict[str, Any]:
    """What every page of a round needs."""
    return {
        "round": round_,
        "state": ROUND.state(round_.state),
        "parts": parts(user, round_, current),
        "manages": people.may_manage(user),
        "changeable": round_.state in CHANGEABLE,
        "notes": notes(user, round_),
    }


def notes(user: Any, round_: EvaluationRound) -> list[str]:
    """How many candidates are not shown, and why; nothing about which."""
    found = []
    if away := people.kept_away(user, round_):
        words = ngettext(
            "%(n)s candidate is not shown to you: you have an interest in it.",
            "%(n)s candidates are not shown to you: you have an interest in them.",
            away,
        )
        found.append(words % {"n": away})
    if closed := people.closed_to(user, round_):
        words = ngettext(
            "%(n)s candidate is not shown to anybody: its owner no longer permits it, or it left the bank.",
            "%(n)s candidates are not shown to anybody: their owners no longer permit it, or they left the bank.",
            closed,
        )
        found.append(words % {"n": closed})
    return found


def front(user: Any, round_: EvaluationRound) -> dict[str, Any]:
    """Where a round stands."""
    now = board.build(user, round_)
    steps = [step for step in ROUND.available(round_, user) if step.action != "decide"]
    return {
        **common(user, round_, ""),
        "steps": [
            {"label": step.label, "href": reverse("practice:shortlist-step", args=[round_.reference, step.action]),
             "kind": "primary" if step.button == "primary" else "secondary"}
            for step in steps
        ],
        "decides": ROUND.allows(round_, "decide", user),
        "stats": _stats(user, now),
        "to_score": waiting(user, round_) if round_.state == RoundState.SCORING and people.may_score(user) else 0,
        "measured": stand(now, now.selected()) if now.tells and now.selected() else None,
        "limits": [{"label": row.label, "wanted": _wanted(row)} for row in now.limits if not is_of_force(row.code)],
    }  # fmt: skip


def _wanted(limit: Limit) -> str:

    return Measured(limit, 0, 0).wanted


def _stats(user: Any, now: Board) -> list[dict[str, Any]]:
    lines = now.lines
    priced = sum(line.candidate.cost is not None for line in lines)
    mine = sum(line.scored_by_me for line in lines)
    rows = [
        {"label": _("Candidates"), "value": len(lines), "note": _("not independently evaluated")},
        {"label": _("Cost estimated"), "value": priced, "note": _("of %(n)s") % {"n": len(lines)}},
    ]
    if people.may_score(user):
        rows.append({"label": _("Scored by you"), "value": mine, "note": _("of %(n)s") % {"n": len(lines)}})
    spent = now.round.evaluations.aggregate(total=Sum("committed"))["total"] or 0
    fund = f"£{now.round.fund:,}"
    rows.append({"label": _("Fund"), "value": fund, "note": _("£%(n)s committed") % {"n": f"{spent:,}"}})
    return rows


def is_of_force(code: str) -> bool:
    """Whether the limit is one of many of the same rule: at most so many from any one force."""
    return code.startswith("force:")


def stand(now: Board, chosen: Any) -> dict[str, Any]:
    """How a set stands to the limits, in words and numbers; of limits by force only those that are broken."""
    rows = now.measured(chosen)
    shown = [row for row in rows if not is_of_force(row.limit.code) or not row.met]
    lines = [line for line in now.lines if line.candidate.pk in chosen]
    broken = sum(not row.met for row in rows)
    if broken:
        verdict = ngettext("%(n)s limit is broken", "%(n)s limits are broken", broken) % {"n": broken}
    else:
        verdict = _("Every limit is met")
    return {
        "rows": shown,
        "broken": broken,
        "verdict": verdict,
        "count": len(lines),
        "points": f"{sum(line.points or 0 for line in lines) / 10:,.1f}",
        "cost": f"£{sum(line.candidate.cost or 0 for line in lines):,}",
        "left": f"£{max(0, now.round.fund - sum(line.candidate.cost or 0 for line in lines)):,}",
    }


def terms(user: Any, round_: EvaluationRound, form: Any, rules: Any) -> dict[str, Any]:
    """Criteria with weights, what other weights would do to the order, and the further limits."""
    now = board.build(user, round_)
    weights = form.weights() if form.is_bound else {}
    total = sum(row.weight for row in now.criteria) or 1
    return {
        **common(user, round_, "terms"),
        "form": form,
        "rules": rules,
        "criteria": [{"row": row, "share": round(100 * row.weight / total)} for row in now.criteria],
        "limits": _rules(round_),
        "tells": now.tells,
        "effect": effect(user, now, weights) if form.is_bound and now.tells else [],
    }


def _rules(round_: EvaluationRound) -> list[dict[str, str]]:
    main = limits.main({name: getattr(round_, name) for name in limits.MAIN})
    found = [{"label": str(row.label), "wanted": _wanted(row)} for row in main]
    for rule in round_.rules.all():
        both = {"least": rule.least, "most": rule.most}
        least = _("at least %(least)s") % both if rule.least is not None else ""
        most = _("at most %(most)s") % both if rule.most is not None else ""
        found.append({"label": limits.label(rule), "wanted": ", ".join(filter(None, (least, most)))})
    return found


def effect(user: Any, now: Board, weights: dict[int, int]) -> list[dict[str, Any]]:
    """Each candidate's place and points with the weights as they are and as typed, those that move most first."""
    then = board.build(user, now.round, weights)
    before = {line.candidate.pk: (place, line) for place, line in enumerate(now.lines, start=1)}
    rows = []
    for place, line in enumerate(then.lines, start=1):
        was, old = before[line.candidate.pk]
        rows.append({"line": line, "place": place, "was": was, "moved": was - place, "points": old.shown})
    return rows
