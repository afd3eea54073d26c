"""Peer reviews of force A: one asked for, one whose terms are being agreed, one in preparation with a team.

`zzt…` is for both sides of a review: force A's lead and chief officers, the team and VKPP; `zzn…` never for the force.
The actor `peer_reviewer` leads the team of the one in preparation and is on no other.
"""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile

from nvap.actions import library
from nvap.models import Action
from reviews.actions import asking, evidence_requests, scoping, team
from tests.factories.accounts import person
from tests.factories.nvap import a_plan
from tests.security.checks import TYPED


def add_peers(build):
    """The three reviews, each through the actions of the people who would do it."""
    lead = build.person("nvap_lead@A")
    asked = _asked(build, "zzqpeerasked", lead)
    scoped = _scoped(build, _asked(build, "zzqpeerscoped", lead))
    review = _prepared(build, _scoped(build, _asked(build, "zztpeer", lead), "zzt"), lead)
    build.things |= {
        "peer.asked": asked.reference,
        "peer.scoped": scoped.reference,
        "peer": review.reference,
        "peer.action": f"action-{Action.objects.get(code='2.1.1').pk}",
    }


def _asked(build, marker, lead):
    values = {
        "title": f"{marker.capitalize()}title {TYPED}",
        "reason": f"{marker.capitalize()}reason {TYPED}",
        "plan": a_plan(),
        "actions": list(Action.objects.filter(code__in=["2.1.1", "2.2.1"])),
    }
    return asking.ask(force=build.forces["A"], values=values, by=lead)


def _scoped(build, review, prefix="zzq"):
    asking.accept(review=review, manager=build.staff, by=build.staff)
    scoping.change(
        review=review,
        questions={
            scope.action: f"{prefix.capitalize()}question {TYPED}" for scope in review.scopes.select_related("action")
        },
        terms=f"{prefix.capitalize()}terms {TYPED}",
        version=None,
        by=build.staff,
    )
    return review


def _prepared(build, review, lead):
    scoping.agree(review=review, terms_version=1, by=lead)
    asking.prepare(review=review, by=build.staff)
    days = {"fieldwork_from": dt.date(2027, 3, 1), "fieldwork_to": dt.date(2027, 3, 2), "manager": build.staff}
    asking.arrange(review=review, values=days, version=None, by=build.staff)
    peer = build.person("peer_reviewer")
    first = team.add(review=review, person=peer, sector="policing", lead=True, by=build.staff)
    team.declare(member=first, interest="none", text="", by=peer)
    torn = person("peer_reviewer", display_name=f"Torn peer {TYPED}")
    second = team.add(review=review, person=torn, sector="academia", by=build.staff)
    team.declare(member=second, interest="conflict", text=f"Zzninterest {TYPED}", by=torn)
    build.things |= {"peer.member": second.pk, "peer.first": first.pk, "peer.second": torn.pk}
    _evidence(build, review, lead, peer)
    return review


def _evidence(build, review, lead, peer):
    wanted = evidence_requests.make(review=review, text=f"Zztwanted {TYPED}", by=peer)
    given = evidence_requests.make(
        review=review, text=f"The record {TYPED}", by=peer, assignee=build.person("contributor@A")
    )
    file = SimpleUploadedFile("record.txt", f"The record {TYPED}".encode())
    title = f"Record {TYPED}"
    piece = evidence_requests.supply_file(request=given, upload=file, title=title, by=lead)
    library.scan({"evidence": piece.evidence_id})
    build.things |= {"peer.wanted": wanted.pk, "peer.request": given.pk, "peer.piece": piece.pk}
