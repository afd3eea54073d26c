"""What readers are shown of briefings: the list with its archive, and one briefing."""

from collections import Counter
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Avg
from django.urls import reverse
from django.utils.translation import gettext as _

from nvap.actions.national import may_propose
from reviews import briefing_content, people
from reviews.briefing_links import briefing_page, briefing_write_page
from reviews.forms.briefing import USEFUL, FeedbackForm
from reviews.models import Briefing, BriefingFeedback, BriefingSubscription, CaseReview
from reviews.vocab import BriefingState
from reviews.workflow import BRIEFING
from vkpp.accounts.models import Membership
from vkpp.core.templatetags.dates import nice_date

PER_PAGE = 20
WORDS = 80


def listing(user: Any, data: dict[str, str]) -> dict[str, Any]:
    """Published briefings, newest first, by year and words; for staff also those in the making."""
    staff = people.may_write_briefings(user)
    seen = Briefing.objects.visible_to(user)
    tab = data.get("tab", "") if staff and data.get("tab", "") in BriefingState.values else "published"
    q, year = data.get("q", "")[:WORDS].replace("\x00", "").strip(), data.get("year", "")
    found = seen.filter(state=tab)
    years = sorted({at.year for at in found.values_list("published_at", flat=True) if at}, reverse=True)
    if year in map(str, years):
        found = found.filter(published_at__year=int(year))
    if q:
        found = found.filter(title__icontains=q) | found.filter(summary__icontains=q)
    page = Paginator(found.select_related("author", "reviewer").order_by("-number"), PER_PAGE).get_page(
        data.get("page")
    )
    return {
        "staff": staff,
        "tab": tab,
        "tabs": _tabs(seen, tab) if staff else [],
        "q": q,
        "year": year,
        "years": [str(one) for one in years],
        "page": page,
        "rows": [_row(one) for one in page],
        "subscribed": BriefingSubscription.objects.filter(person=user.pk).exists(),
    }


def _tabs(seen: Any, tab: str) -> list[dict[str, Any]]:
    counts = Counter(seen.values_list("state", flat=True))
    order = (BriefingState.PUBLISHED, BriefingState.REVIEW, BriefingState.DRAFT, BriefingState.WITHDRAWN)
    return [
        {"label": BRIEFING.state(one).label, "href": f"?tab={one}", "current": one == tab, "count": counts[one]}
        for one in order
    ]


def _row(briefing: Briefing) -> dict[str, Any]:
    published = briefing.published_at is not None
    return {
        "one": briefing,
        "href": briefing_page(briefing) if published else briefing_write_page(briefing),
        "state": BRIEFING.state(briefing.state),
        "period": _("%(start)s to %(end)s")
        % {"start": nice_date(briefing.period_from), "end": nice_date(briefing.period_to)},
        "counts": briefing_content.counts(briefing.examined or 0, briefing.included or 0) if published else "",
    }


def reading(user: Any, briefing: Briefing, form: Any = None) -> dict[str, Any]:
    """One briefing as it is read, with what the reader may do."""
    content = briefing_content.of(briefing, user)
    published = briefing.state == BriefingState.PUBLISHED
    seen = set(
        CaseReview.objects.visible_to(user)
        .filter(reference__in=[row["reference"] for row in content["reviews"]])
        .values_list("reference", flat=True)
    )
    own = BriefingFeedback.objects.filter(briefing=briefing, person=user.pk).first()
    staff = people.may_write_briefings(user, briefing)
    return {
        "briefing": briefing,
        "content": content,
        "seen": seen,
        "published": published,
        "staff": staff,
        "steps": {step.action for step in BRIEFING.available(briefing, user)} if staff else set(),
        "state": BRIEFING.state(briefing.state),
        "feedback_form": form or FeedbackForm(initial={"useful": own.useful, "text": own.text} if own else None),
        "own_feedback": own,
        "subscribed": BriefingSubscription.objects.filter(person=user.pk).exists(),
        "proposals": proposals(user, briefing) if published else [],
        "may_propose": published and may_propose(user),
        "told": told(briefing) if staff and published else None,
    }


def proposals(user: Any, briefing: Briefing) -> list[dict[str, Any]]:
    """The actions that the briefing names, each with the proposal that was made of it or the way to make one."""
    may = may_propose(user)
    return [
        {
            "code": row.action.code,
            "title": row.action.title,
            "proposal": row.proposal,
            "url": reverse("nvap:proposal", args=[row.proposal.reference]) if row.proposal else "",
            "make_url": _propose(briefing, row.action.code) if may and row.proposal is None else "",
        }
        for row in briefing.actions.select_related("action", "proposal").order_by("action__code")
    ]


def _propose(briefing: Briefing, code: str) -> str:
    return reverse("reviews:briefing-propose", args=[briefing.number]) + f"?action={code}"


def told(briefing: Briefing) -> dict[str, Any]:
    """For staff: how many read it, of how many forces, and what they said."""
    readers = briefing.reads.values("person")
    forces = Membership.objects.filter(user__in=readers, ended_at=None, force__isnull=False)
    said = briefing.feedback.select_related("person")
    average = briefing.feedback.aggregate(mean=Avg("useful"))["mean"]
    words = dict(USEFUL)
    return {
        "readers": briefing.reads.count(),
        "forces": forces.values("force").distinct().count(),
        "average": round(average, 1) if average is not None else None,
        "feedback": [{"who": one.person, "useful": words[one.useful], "text": one.text, "at": one.at} for one in said],
    }
