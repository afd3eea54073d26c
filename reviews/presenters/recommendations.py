"""What the pages of recommendations show."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.forms.improvement import WordsForm
from nvap.links import improvement_page
from nvap.models import Action, ImprovementAction
from reviews import people, recommendation_list
from reviews.briefing_links import recommendation_page
from reviews.models import CaseReview, PeerReview, Recommendation
from reviews.recommendation_list import SOURCES, WORKING, Asked
from reviews.workflow import RECOMMENDATION
from vkpp.accounts.models import Force
from vkpp.core import audit

EVENTS = {
    "recommendation.create": gettext_lazy("Made"),
    "recommendation.change": gettext_lazy("Changed"),
    "recommendation.into_plan": gettext_lazy("Put into the improvement plan"),
    "recommendation.follow": gettext_lazy("Taken over from the improvement plan"),
    "recommendation.begin": gettext_lazy("Begun"),
    "recommendation.finish": gettext_lazy("Marked as done"),
    "recommendation.refuse": gettext_lazy("Not accepted"),
    "recommendation.resume": gettext_lazy("Taken up again"),
    "recommendation.report": gettext_lazy("Progress reported"),
}


def listing(user: Any, asked: Asked, page: str | None) -> dict[str, Any]:
    """Tabs, filters and the rows of a page."""
    found = asked.matching(user)
    counts = {tab: found.filter(recommendation_list.in_tab(tab)).count() for tab in recommendation_list.TABS}
    shown = Paginator(asked.rows(user), recommendation_list.PER_PAGE).get_page(page)
    return {
        "asked": asked,
        "page": shown,
        "rows": rows(shown),
        "late": found.filter(recommendation_list.overdue()).count(),
        "overdue_query": Asked(overdue="1").query(),
        "tabs": [
            {"label": label, "href": f"?{asked.query(tab=tab)}", "current": tab == asked.tab, "count": counts[tab]}
            for tab, label in recommendation_list.TABS.items()
        ],
        "filters": _filters(user, asked),
        "clear_url": f"?{Asked(tab=asked.tab).query()}",
        "of_review": asked.review,
    }


def rows(found: Iterable[Recommendation]) -> list[dict[str, Any]]:
    """Rows of a list; each was read with force, action, owner and its review."""
    return [
        {
            "one": one,
            "href": recommendation_page(one),
            "state": RECOMMENDATION.state(one.state),
            "overdue": is_overdue(one),
            "whom": one.force.short_name if one.force else one.body,
            "source": (one.review or one.peer_review).reference,  # type: ignore[union-attr]  # the database has one of them
        }
        for one in found
    ]


def is_overdue(recommendation: Recommendation) -> bool:
    """Not closed, and past its day."""
    due = recommendation.due_on
    return recommendation.state in WORKING and due is not None and due < timezone.localdate()


def _filters(user: Any, asked: Asked) -> list[dict[str, Any]]:
    seen = Recommendation.objects.visible_to(user)
    forces = Force.objects.filter(pk__in=seen.values("force")).order_by("short_name")
    actions = Action.objects.filter(pk__in=seen.values("action")).order_by("code")
    choices: list[tuple[str, str, list[tuple[str, Any]]]] = [
        ("source", _("Where it comes from"), list(SOURCES.items())),
        ("owner", _("Owner"), [("me", _("Me")), ("nobody", _("Nobody"))]),
        ("action", _("Action of the plan"), [(one.code, str(one)) for one in actions]),
        ("force", _("Force"), list(forces.values_list("code", "short_name"))),
    ]
    return [
        {"name": name, "label": label, "value": getattr(asked, name), "options": options}
        for name, label, options in choices
    ]


def context(user: Any, recommendation: Recommendation) -> dict[str, Any]:
    """One recommendation with progress and history, and what the person may do."""
    planned = recommendation.improvement is not None
    works = people.may_work_on_recommendation(user, recommendation) and not planned
    steps = RECOMMENDATION.available(recommendation, user) if works else []
    return {
        "one": recommendation,
        "state": RECOMMENDATION.state(recommendation.state),
        "overdue": is_overdue(recommendation),
        "whom": recommendation.force.name if recommendation.force else recommendation.body,
        "source": source(user, recommendation),
        "plan": _in_plan(user, recommendation),
        "progress": _progress(user, recommendation),
        "works": works and recommendation.state in WORKING,
        "edits": recommendation.review_id is not None and people.may_code(user) and not planned,
        "steps": [step for step in steps if not step.needs_reason],
        "refuses": any(step.needs_reason for step in steps),
        "report_form": WordsForm(label=_("How far is it?"), auto_id="report_%s"),
        "refuse_form": WordsForm(label=_("Why is it not accepted?"), rows=3, auto_id="refuse_%s"),
        "events": [
            {"title": EVENTS.get(event.verb, event.verb), "by": event.actor_label, "at": event.at, "text": event.reason}
            for event in audit.events_about(recommendation).filter(verb__in=EVENTS)[:40]
        ],
    }


def source(user: Any, recommendation: Recommendation) -> dict[str, str]:
    """The review it comes of, with its address for who may see that review."""
    about: Any = recommendation.review or recommendation.peer_review
    route = "reviews:case" if recommendation.review else "reviews:peer"
    rows: Any = CaseReview.objects if recommendation.review else PeerReview.objects
    seen = rows.visible_to(user).filter(pk=about.pk).exists()
    kind = _("Case review") if recommendation.review else _("Peer review")
    title = about.title if seen else ""
    url = reverse(route, args=[about.reference]) if seen else ""
    return {"kind": kind, "label": f"{about.reference} {title}".strip(), "url": url}


def _in_plan(user: Any, recommendation: Recommendation) -> dict[str, str] | None:
    """The improvement action that was made of it, with its address for who may see that."""
    if recommendation.improvement is None:
        return None
    improvement = recommendation.improvement
    seen = ImprovementAction.objects.visible_to(user).filter(pk=improvement.pk).exists()
    return {"reference": improvement.reference, "url": improvement_page(improvement) if seen else ""}


def _progress(user: Any, recommendation: Recommendation) -> list[dict[str, Any]]:
    """What was reported here, and in the improvement plan for who may see that, newest first."""
    found: list[Any] = list(recommendation.progress.select_related("by"))
    if recommendation.improvement_id is not None:
        seen = ImprovementAction.objects.visible_to(user).filter(pk=recommendation.improvement_id).first()
        found += list(seen.progress.select_related("by")) if seen else []
    reports = [{"by": one.by, "at": one.at, "text": one.text} for one in found]
    return sorted(reports, key=lambda one: one["at"], reverse=True)
