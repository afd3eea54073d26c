"""What the pages of rating show."""

from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from practice import agreement, judgement, people, rules, sheet
from practice.forms.rating import RatingForm, groups, refused_ratings
from practice.models import Assignment, Practice, Rating
from practice.presenters import triage_record
from practice.presenters.staff import sub_navigation
from practice.theory import store, words
from practice.vocab import EMMIE, RUBRIC, PracticeState, RatingValue
from practice.workflow import PRACTICE
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission

SHOWN = 200
TABS = {
    "mine": gettext_lazy("To rate"),
    "done": gettext_lazy("Rated by me"),
    "all": gettext_lazy("All that wait for ratings"),
}


def list_context(request: HttpRequest) -> dict[str, Any]:
    """The three lists, the chosen one with its rows."""
    user = request.user
    tab = request.GET.get("tab", "mine")
    tab = tab if tab in TABS else "mine"
    lists = _lists(user)
    rows = lists[tab].select_related("force").order_by(F("due").asc(nulls_last=True), "pk")[:SHOWN]
    return {
        "tab": tab,
        "tabs": [
            {"label": label, "href": f"?tab={code}", "current": code == tab, "count": lists[code].count()}
            for code, label in TABS.items()
        ],
        "rows": [_row(practice) for practice in rows],
        "sub": sub_navigation(request.user, "rating"),
        "may_assign": nationally(user, Permission.PRACTICE_TRIAGE),
    }


def _lists(user: Any) -> dict[str, Any]:
    now_round = {"practice": OuterRef("pk"), "round": OuterRef("rating_round")}
    mine = Rating.objects.filter(**now_round, rater=user)
    asked = Assignment.objects.filter(**now_round, rater=user, ended_at=None)
    examples = (
        Practice.objects.visible_to(user)
        .without_conflict(user)
        .annotate(
            rated_by_me=Exists(mine),
            asked=Exists(asked),
            due=Subquery(asked.values("due_at")[:1]),
            given=Count("ratings", filter=Q(ratings__round=F("rating_round")), distinct=True),
        )
        .defer("description", "impact", "learning", "challenges", "evaluation", "resources", "cost")
    )
    return {
        "mine": examples.to_rate().filter(asked=True, rated_by_me=False),
        "done": examples.filter(rated_by_me=True),
        "all": examples.to_rate(),
    }


def _row(practice: Any) -> dict[str, Any]:
    return {
        "practice": practice,
        "state": PRACTICE.state(practice.state),
        "needed": judgement.raters_needed(practice),
        "given": practice.given,
        "due": practice.due,
        "overdue": practice.due is not None and practice.due < timezone.now() and not practice.rated_by_me,
        "rated_by_me": practice.rated_by_me,
        "asked": practice.asked,
    }


def context(user: Any, practice: Practice) -> dict[str, Any]:
    """One example: its answers, evidence, raters, the ratings this person may see, and what can be done."""
    ratings = list(
        Rating.objects.visible_to(user)
        .filter(practice=practice, round=practice.rating_round)
        .select_related("rater")
        .order_by("at", "pk")
    )
    given = judgement.of(practice)
    has_conflict = people.has_conflict(user, practice)
    sees_all = not has_conflict and {row.pk for row in given.ratings} <= {row.pk for row in ratings}
    says_works = RatingValue.WORKS.value if sees_all and RatingValue.WORKS in given.overalls else ""
    being_rated = practice.state == PracticeState.TAKEN_FORWARD
    triages = nationally(user, Permission.PRACTICE_TRIAGE)
    return {
        "practice": practice,
        "state": PRACTICE.state(practice.state),
        "pages": sheet.pages(practice),
        "theory": words.shown(store.load(practice)),
        "attachments": triage_record.files(practice),
        "evidence": [_evidence(row) for row in practice.evidence.select_related("added_by")],
        "may_link": nationally(user, Permission.EVIDENCE_LINK) and not has_conflict,
        "mine": next((row for row in ratings if row.rater_id == user.pk), None),
        "may_rate": being_rated and not has_conflict and given.moderation is None,
        "has_conflict": has_conflict,
        "ratings": [_rating(row) for row in ratings],
        "hidden": 0 if has_conflict else len(given.ratings) - len(ratings),
        "spreads": agreement.spreads(given.ratings) if sees_all and len(given.ratings) > 1 else [],
        "judgement": given if sees_all else None,
        "needed": judgement.raters_needed(practice, says_works),
        "why_two": judgement.why_two(practice, says_works),
        "given": len(given.ratings),
        "may_settle": being_rated and sees_all and given.disagrees and nationally(user, Permission.PRACTICE_MODERATE),
        "assignments": _assignments(practice) if triages else [],
        "may_assign": triages and being_rated,
        "may_stage": PRACTICE.allows(practice, "decide", user),
        "comments": triage_record.comments(practice, user),
        "triages": triages,
    }


def rate_context(user: Any, practice: Practice, form: RatingForm, mine: Rating | None) -> dict[str, Any]:
    """The rubric with the example beside it; ratings that lack their evidence are named with the reason."""
    refused = refused_ratings(practice, rules.evidence_missing)
    return {
        "practice": practice,
        "form": form,
        "mine": mine,
        "dimensions": groups(form, list(RUBRIC)),
        "overall": groups(form, ["overall"], refused),
        "refused": refused,
        "pages": sheet.pages(practice),
        "has_conflict": people.has_conflict(user, practice),
    }


def _assignments(practice: Practice) -> list[dict[str, Any]]:
    given = Rating.objects.filter(practice=OuterRef("practice"), round=OuterRef("round"), rater=OuterRef("rater"))
    rows = practice.assignments.filter(round=practice.rating_round).select_related("rater")
    return [
        {
            "rater": row.rater,
            "due_at": row.due_at,
            "ended": row.ended_at is not None,
            "rated": row.rated,
            "overdue": row.due_at < timezone.now() and not row.rated and row.ended_at is None,
        }
        for row in rows.annotate(rated=Exists(given)).order_by("assigned_at", "pk")
    ]


def _rating(row: Rating) -> dict[str, Any]:
    scores = [
        {"label": label, "score": row.scores.get(dimension), "code": dimension} for dimension, label in RUBRIC.items()
    ]
    return {"row": row, "scores": scores}


def _evidence(row: Any) -> dict[str, Any]:
    scores = [(str(RUBRIC[code]).partition(":")[0], row.emmie[code]) for code in EMMIE if code in row.emmie]
    return {"row": row, "emmie": scores}
