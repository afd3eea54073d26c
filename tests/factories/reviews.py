"""Case reviews, themes of learning and peer reviews as tests need them, written straight into the tables.

taxonomy()                        a small published one: risk (risk-assessment), victim, collaboration
a_case(state="assured", …)        a case review; assured ones are screened and assured by somebody
a_coding(case, coder, role="first", done=True); a_point(coding, theme="victim", …)
a_peer(force, state="fieldwork", team=True)   with the actions of tests.factories.nvap in scope and a cleared team
"""

import datetime as dt

from django.utils import timezone

from nvap.models import Action
from reviews import references
from reviews.models import (
    CaseReview,
    Coding,
    Document,
    LearningPoint,
    Page,
    PeerReview,
    PeerScope,
    ReviewType,
    Taxonomy,
    TeamMember,
    Theme,
)
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from vkpp.core.references import take

THEMES = (("risk", None), ("risk-assessment", "risk"), ("victim", None), ("collaboration", None))
FINAL = ("resolved", "imported")


def taxonomy():
    """The published taxonomy, made once."""
    known = Taxonomy.objects.filter(state="published").first()
    if known is not None:
        return known
    made = Taxonomy.objects.create(number=1, title="Themes", state="published", published_at=timezone.now())
    by_code = {}
    for order, (code, parent) in enumerate(THEMES):
        label = code.replace("-", " ").capitalize()
        by_code[code] = Theme.objects.create(
            taxonomy=made, code=code, label=label, parent=by_code.get(parent), order=order
        )
    return made


def theme(code="risk"):
    """A theme of the taxonomy in use."""
    return taxonomy().themes.get(code=code)


def review_type(code="DHR"):
    """A kind of review."""
    return ReviewType.objects.get_or_create(code=code, defaults={"label": f"{code} review"})[0]


def a_case(state="included", **values):
    """A case review in the state that is asked for."""
    now, staff = timezone.now(), values.pop("by", None) or person("vkpp_staff")
    fields = {
        "type": review_type(),
        "title": "Domestic Homicide Review, Anytown",
        "partnership": "Anytown Community Safety Partnership",
        "published": "2021-05",
        "police_before": "yes",
        "outcome": "fatal",
        "sent_by": staff,
    }
    if state != "sent":
        fields |= {"screened_at": now, "screened_by": staff}
    if state == "assured":
        fields |= {"assured_at": now, "assured_by": staff}
    if state == "excluded":
        fields |= {"exclusion": "other", "decision_reason": "Not about policing."}
    return CaseReview.objects.create(reference=take(references.CASE), state=state, **(fields | values))


def a_document(case, pages=("The officer asked and listened.", "Nobody looked again at the risk."), **values):
    """A document that was read, one text for each page."""
    fields = {
        "name": "report.pdf",
        "content_type": "application/pdf",
        "size": 1000,
        "sha256": f"{Document.objects.count():064}",
        "scan": "clean",
        "text_state": "ready",
        "pages_total": len(pages),
        "pages_read": len(pages),
    }
    document = Document.objects.create(review=case, **(fields | values))
    Page.objects.bulk_create([Page(document=document, number=at, text=text) for at, text in enumerate(pages, 1)])
    return document


def a_coding(case, coder=None, role="resolved", *, done=True, **values):
    """One reading of a case."""
    fields = {"coder": coder if coder or role == "imported" else person("vkpp_staff"), "taxonomy": taxonomy()}
    fields |= {"text_version": case.text_version, "done_at": timezone.now() if done else None}
    return Coding.objects.create(review=case, role=role, **(fields | values))


def a_point(coding, theme="risk", actions=(), **values):
    """A learning point of a reading; final when the reading is the agreed or an imported one."""
    fields = {
        "theme": coding.taxonomy.themes.get(code=theme),
        "level": "operational",
        "kind": "problem",
        "text": "Look again at risk when something changes.",
        "final": coding.role in FINAL,
    }
    point = LearningPoint.objects.create(coding=coding, review=coding.review, **(fields | values))
    point.actions.set(Action.objects.filter(code__in=actions))
    return point


def a_peer(force=None, state="fieldwork", *, team=True, **values):
    """A peer review of a force over all actions of the small plan; with `team` one cleared member of each sector."""
    plan, force = a_plan(), force or ForceFactory()
    asker = values.pop("by", None) or person("nvap_lead", force)
    fields = {
        "title": "Recognition and response",
        "reason": "We want to know whether training works.",
        "terms": "Two days, three actions.",
        "terms_version": 1,
        "terms_agreed_at": timezone.now(),
        "terms_agreed_by": asker,
        "manager": person("vkpp_staff"),
        "requested_by": asker,
        "fieldwork_from": dt.date(2026, 11, 2),
        "fieldwork_to": dt.date(2026, 11, 4),
    }
    review = PeerReview.objects.create(
        reference=take(references.PEER), force=force, plan=plan, state=state, **(fields | values)
    )
    for order, action in enumerate(Action.objects.filter(versions__plan=plan).order_by("code")):
        PeerScope.objects.create(review=review, action=action, order=order)
    if team:
        for sector in ("policing", "academia", "voluntary"):
            a_member(review, sector=sector, lead=sector == "policing")
    return review


def a_member(review, who=None, **values):
    """Somebody on the team, without a conflict of interest unless `values` say so."""
    fields = {"sector": "policing", "interest": "none", "declared_at": timezone.now()}
    return TeamMember.objects.create(review=review, person=who or person("peer_reviewer"), **(fields | values))
