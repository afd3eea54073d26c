"""The cast of fieldwork: a review of Kent in progress, its team, its force, and texts as people would write them."""

from types import SimpleNamespace

from nvap.models import Action
from reviews.actions import asking, factual, judging, peer_findings, peer_reporting, recommending
from tests.factories.accounts import ForceFactory, person
from tests.factories.reviews import a_peer

FINDING = {"kind": "consider", "title": "Risk is not looked at again", "text": "Nobody asks twice.\n\nRecords show it."}
TALK = {"kind": "focus_group", "whom": "Six response sergeants", "minutes": 90}


def a_field(state="fieldwork"):
    """A review in fieldwork with its lead, a member, staff, and the force's lead and chief officer."""
    force = ForceFactory(code="kent")
    lead = person("nvap_lead", force)
    review = a_peer(force, state=state, by=lead)
    return SimpleNamespace(
        review=review,
        force=force,
        lead=lead,
        chief=person("chief_officer", force),
        captain=review.team.get(lead=True).person,
        member=review.team.filter(lead=False).first().person,
        staff=review.manager,
        stranger=person("nvap_lead", ForceFactory(code="norfolk")),
        action=Action.objects.get(code="2.1.1"),
    )


def judged(field, level=2, evidence=2):
    """Every action in scope has a judgement."""
    for scope in field.review.scopes.select_related("action"):
        values = {"level": level, "evidence": evidence, "text": "Seen in all teams."}
        judging.judge(review=field.review, action=scope.action, values=values, by=field.member)


def found(field, **values):
    """A finding on the first action."""
    return peer_findings.add(review=field.review, values={"action": field.action, **FINDING, **values}, by=field.member)


def advised(field, **values):
    """A recommendation on the first action."""
    values = {"text": "Look again at risk at every contact.", "action": field.action, **values}
    return recommending.create(peer_review=field.review, by=field.captain, **values)


def drafted(field):
    """The draft is with the force."""
    asking.write(review=field.review, by=field.captain)
    return peer_reporting.send_draft(review=field.review, by=field.captain)


def ended(field):
    """The force has no comments, and the final report is sent."""
    factual.done(review=field.review, by=field.lead)
    return peer_reporting.finish(review=field.review, by=field.captain)
