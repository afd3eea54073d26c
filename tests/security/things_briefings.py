"""Recommendations and briefings: one of a case review that every reader sees, one of a peer review of force A."""

from django.utils import timezone

from nvap.models import Action
from reviews.actions import recommending
from reviews.models import PeerReview
from tests.factories.reviews import a_case, a_peer
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
    build.things |= {
        "advice": advice.reference,
        "advice.case": case.reference,
        "peer-advice": secret.reference,
    }
