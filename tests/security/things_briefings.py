"""Recommendations and briefings: one of a case review that every reader sees, one of a peer review of force A."""

import datetime as dt

from django.utils import timezone

from nvap.models import Action
from reviews.actions import briefing_parts, briefings, recommending
from reviews.models import CaseReview, PeerReview
from reviews.vocab import SectionKind
from tests.factories.reviews import a_case, a_coding, a_peer, a_point
from tests.security.checks import TYPED


def add_briefings(build):
    """Recommendations and briefings."""
    case = a_case("assured", title=f"A review {TYPED}", by=build.staff)
    advice = recommending.create(
        review=case, text=f"Train {TYPED}", body=f"A council {TYPED}", action=Action.objects.first(), by=build.staff
    )
    peer = a_peer(build.forces["A"], state="drafting", title=f"Zzqpeeradvice {TYPED}", by=build.person("nvap_lead@A"))
    lead = peer.team.get(lead=True).person
    secret = recommending.create(peer_review=peer, text=f"Zzqpeeradvice text {TYPED}", by=lead)
    PeerReview.objects.filter(pk=peer.pk).update(state="final", final_at=timezone.now())
    peer.refresh_from_db()
    secret.refresh_from_db()
    recommending.into_plan(recommendation=secret, by=lead)
    add_written(build)
    build.things |= {
        "advice": advice.reference,
        "advice.case": case.reference,
        "peer-advice": secret.reference,
    }


def add_written(build):
    """A published briefing, one with its reviewer, and a draft; all by `vkpp_staff`."""
    a_point(a_coding(a_case("assured", title=f"Learned from {TYPED}", published="2026-02-01", by=build.staff)))
    for name, marker in (("briefing", "What"), ("briefing.review", "Zzxbriefing"), ("briefing.draft", "Zzxbriefing")):
        made = written(build, f"{marker} {TYPED}")
        build.things |= {name: made.number, f"{name}.section": made.sections.first().pk}
        if name != "briefing.draft":
            briefings.ask_review(briefing=made, reviewer=build.admin, by=build.staff)
        if name == "briefing":
            briefings.publish(briefing=made, by=build.admin)
    build.things["briefing.case"] = CaseReview.objects.get(title__startswith="Learned from").reference


def written(build, words):
    """A briefing with every kind of section, and an action that should change."""
    values = {"title": words, "summary": words, "inclusion_rule": words}
    period = {"period_from": dt.date(2026, 1, 1), "period_to": dt.date(2026, 3, 31)}
    made = briefings.create(values=values | period, by=build.staff)
    for kind in SectionKind.values:
        briefing_parts.add_section(briefing=made, kind=kind, values={"heading": words, "text": words}, by=build.staff)
    briefing_parts.name_action(briefing=made, action=Action.objects.get(code="2.1.1"), why=words, by=build.staff)
    return made
