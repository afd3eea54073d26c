"""What its writers are shown of a briefing: what is done and what is missing, the reviews, the sections, the actions."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from reviews import briefing_private, briefing_selection, people
from reviews.forms.briefing import ActionForm, ReviewerForm
from reviews.models import Briefing, CaseReview
from reviews.rules import missing_for_review
from reviews.vocab import BriefingState, SectionKind
from reviews.workflow import BRIEFING
from vkpp.core import audit, partial_dates
from vkpp.core.templatetags.dates import nice_date

PER_PAGE = 50
TABS = ("included", "left_out", "all")


def desk(user: Any, briefing: Briefing, *, action_form: Any = None, reviewer_form: Any = None) -> dict[str, Any]:
    """Where a briefing stands: each part, what is missing, who reviews it."""
    selection = briefing_selection.of(briefing, user)
    missing = dict(missing_for_review(briefing))
    missing.pop("reviewer", None)
    return {
        "briefing": briefing,
        "state": BRIEFING.state(briefing.state),
        "writes": briefing.state == BriefingState.DRAFT and people.may_write_briefings(user, briefing),
        "steps": {step.action for step in BRIEFING.available(briefing, user)},
        "period": _period(briefing),
        "rule": briefing_selection.rule(briefing),
        "examined": len(selection.reviews),
        "included": len(selection.included),
        "reasons": selection.reasons(),
        "sections": list(briefing.sections.all()),
        "kinds": SectionKind.choices,
        "actions": list(briefing.actions.select_related("action").order_by("action__code")),
        "action_form": action_form or ActionForm(auto_id="action_%s"),
        "reviewer_form": reviewer_form or ReviewerForm(briefing=briefing, initial={"reviewer": briefing.reviewer_id}),
        "private": briefing_private.undecided(briefing),
        "missing": [sentence for sentences in missing.values() for sentence in sentences],
        "events": [
            {"title": _event(event.verb), "by": event.actor_label, "at": event.at, "text": event.reason}
            for event in audit.events_about(briefing)[:30]
        ],
    }


def _period(briefing: Briefing) -> str:
    return _("%(start)s to %(end)s") % {"start": nice_date(briefing.period_from), "end": nice_date(briefing.period_to)}


def _event(verb: str) -> str:
    return {
        "briefing.create": _("Begun"),
        "briefing.change": _("Title, summary, period or rule changed"),
        "briefing.choose": _("A review chosen by hand"),
        "briefing.follow_rule": _("A choice by hand taken back"),
        "briefing.keep_text": _("Looked at what may be personal data, and kept it"),
        "briefing.add_section": _("Section added"),
        "briefing.change_section": _("Section changed"),
        "briefing.move_section": _("Section moved"),
        "briefing.remove_section": _("Section removed"),
        "briefing.name_action": _("Action named that should change"),
        "briefing.drop_action": _("Action taken out"),
        "briefing.ask_review": _("Sent to its reviewer"),
        "briefing.return": _("Returned to its author"),
        "briefing.publish": _("Published"),
        "briefing.withdraw": _("Withdrawn"),
        "briefing.propose": _("Change of the plan proposed"),
        "briefing.feedback": _("Feedback given"),
        "briefing.look": _("Opened"),
    }.get(verb, verb)


def reviews(user: Any, briefing: Briefing, data: dict[str, str]) -> dict[str, Any]:
    """The reviews examined, those included first; and one that is looked for to take it in by hand."""
    selection = briefing_selection.of(briefing, user)
    tab = data.get("tab", "") if data.get("tab", "") in TABS else "included"
    shown = [one for one in selection.reviews if tab == "all" or one.included == (tab == "included")]
    page = Paginator(shown, PER_PAGE).get_page(data.get("page"))
    n = len(selection.included)
    counts = {"included": n, "left_out": len(selection.reviews) - n, "all": len(selection.reviews)}
    labels = {"included": _("Included"), "left_out": _("Not included"), "all": _("Examined")}
    q = data.get("q", "")[:100].replace("\x00", "").strip()
    return {
        "briefing": briefing,
        "writes": briefing.state == BriefingState.DRAFT,
        "rule": briefing_selection.rule(briefing),
        "page": page,
        "tab": tab,
        "tabs": [
            {"label": labels[one], "href": f"?tab={one}", "current": one == tab, "count": counts[one]} for one in TABS
        ],
        "rows": [{"one": one, "published": partial_dates.words(one.row["published"])} for one in page],
        "q": q,
        "found": _others(user, selection, q) if q else [],
    }


def _others(user: Any, selection: briefing_selection.Selection, q: str) -> list[CaseReview]:
    """Assured reviews that were not examined, found by reference or title."""
    known = [one.row["pk"] for one in selection.reviews]
    rows = CaseReview.objects.visible_to(user).filter(state="assured", marking="official").exclude(pk__in=known)
    found = rows.filter(reference__iexact=q) | rows.filter(title__icontains=q)
    return list(found.select_related("type").order_by("-published")[:10])
