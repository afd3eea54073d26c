"""What the page of a case review shows, and where each of them stands."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nvap.models import Strand
from reviews import cleaning, people, rules
from reviews.case_links import case_page, screening_page
from reviews.models import CaseReview, HarmType, LearningPoint
from reviews.presenters import documents
from reviews.workflow import CASE
from vkpp.core import audit, partial_dates

EVENTS = {
    "case_review.send": gettext_lazy("Sent in"),
    "case_review.change": gettext_lazy("Changed"),
    "case_review.document_added": gettext_lazy("Document added"),
    "case_review.document_removed": gettext_lazy("Document removed"),
    "case_review.document_put_back": gettext_lazy("Document put back"),
    "case_review.document_read": gettext_lazy("Document read"),
    "case_review.document_infected": gettext_lazy("Virus found in a document"),
    "case_review.coding_imported": gettext_lazy("Learning points came with the file"),
    "case_review.include": gettext_lazy("Included"),
    "case_review.exclude": gettext_lazy("Not included"),
    "case_review.reconsider": gettext_lazy("To be screened again"),
    "case_review.adopt": gettext_lazy("The coding it came with is used"),
    "case_review.code": gettext_lazy("Given to two coders"),
    "case_review.hand_back": gettext_lazy("Taken from its coders"),
    "case_review.compare": gettext_lazy("Both codings are done"),
    "case_review.resolve": gettext_lazy("Coding agreed"),
    "case_review.assure": gettext_lazy("Quality-assured"),
    "case_review.recode": gettext_lazy("To be coded anew"),
}
SHOWN = 40


def state_of(review: CaseReview, user: Any) -> dict[str, Any]:
    """The state in the words for this person."""
    state = CASE.state(review.state)
    return {"label": state.label if people.may_code(user) else state.public_label, "colour": state.colour}


def context(user: Any, review: CaseReview) -> dict[str, Any]:
    """Facts, documents, learning points, and what the person may do next."""
    staff = people.may_code(user)
    steps = {step.action for step in CASE.available(review, user)}
    return {
        "review": review,
        "state": state_of(review, user),
        "published": partial_dates.words(review.published),
        **facts(review),
        "documents": documents.rows(review, user),
        "may_change": people.may_change(user, review),
        "staff": staff,
        "reads": staff or people.may_read(user),
        "mine": review.sent_by_id == user.pk,
        "points": points(review, user),
        "screens": staff and bool(steps & {"include", "exclude"}),
        "steps": [step for step in CASE.available(review, user) if step.action in _offered(review)],
        "screening_url": screening_page(review),
        "twin": twin(review, user),
        "events": events(review) if staff else [],
    }


def _offered(review: CaseReview) -> set[str]:
    """Steps with a button here: back to screening, and the coding from a file where there is one."""
    return {"reconsider"} if rules.missing_for_adopting(review) else {"reconsider", "adopt"}


def facts(review: CaseReview) -> dict[str, Any]:
    """`facts`: what is known, in words; `unknown`: the names of what is not."""
    strands = dict(Strand.objects.filter(code__in=review.strands).values_list("code", "label"))
    harms = dict(HarmType.objects.filter(code__in=review.harm_types).values_list("code", "label"))
    values = {
        "type": review.type.label,
        "partnership": review.partnership,
        "force": review.force.name if review.force else "",
        "published": partial_dates.words(review.published),
        "incident_year": review.incident_year,
        "outcome": review.get_outcome_display(),
        "age_band": review.get_age_band_display(),
        "sex": review.get_sex_display(),
        "context": review.get_context_display(),
        "harm_types": ", ".join(harms.get(code, code) for code in review.harm_types),
        "strands": ", ".join(strands.get(code, code) for code in review.strands),
        "police_before": review.get_police_before_display(),
        "police_contact": review.police_contact,
    }
    known = [{"key": cleaning.LABELS[name], "value": value} for name, value in values.items() if value]
    unknown = [str(cleaning.LABELS[name]) for name, value in values.items() if not value]
    return {"facts": known, "unknown": ", ".join(label[:1].lower() + label[1:] for label in unknown)}


def points(review: CaseReview, user: Any) -> "QuerySet[LearningPoint]":
    """The agreed learning points, as far as the person may see them."""
    seen: QuerySet[LearningPoint] = LearningPoint.objects.visible_to(user).filter(review=review, final=True)
    return seen.select_related("theme__parent").prefetch_related("actions")


def twin(review: CaseReview, user: Any) -> dict[str, Any] | None:
    """The review that this one repeats; a link only for who may read that."""
    other = review.duplicate_of
    if other is None:
        return None
    visible = CaseReview.objects.visible_to(user).filter(pk=other.pk).exists()
    return {
        "reference": other.reference,
        "title": other.title if visible else "",
        "href": case_page(other) if visible else "",
    }


def events(review: CaseReview) -> list[dict[str, Any]]:
    """What happened to it, newest first; looks and downloads are in the trail, not here."""
    found = audit.events_about(review).filter(verb__in=EVENTS)[:SHOWN]
    return [
        {"title": EVENTS[event.verb], "by": event.actor_label, "at": event.at, "text": event.reason or _more(event)}
        for event in found
    ]


def _more(event: Any) -> str:
    if event.verb == "case_review.change":
        return ", ".join(str(cleaning.LABELS.get(name, name)) for name in event.after)
    name = event.after.get("name") or event.before.get("name")
    return str(name) if name else _("%(n)s pages") % {"n": event.after["pages"]} if event.after.get("pages") else ""
