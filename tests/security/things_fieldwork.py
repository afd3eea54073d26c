"""Peer reviews of force A further on: one whose report is being written, one whose draft is checked, one that is over.

The actor `peer_reviewer` leads the team of each. `zzn…` is what only the team may read, `zzt…` what was sent to force A.
"""

import datetime as dt

from django.utils import timezone

from nvap.models import Action
from reviews.actions import (
    asking,
    factual,
    field_notes,
    following_up,
    interviews,
    judging,
    peer_findings,
    peer_reporting,
    recommending,
    report_sections,
)
from tests.factories.reviews import a_member, a_peer
from tests.security.checks import TYPED


def add_fieldwork(build):
    """The three reviews, worked on through the actions."""
    field = _worked(build, "zzn", "Field")
    _more(build, field)
    checked = _worked(build, "zzt", "Checked")
    lead, peer = build.person("nvap_lead@A"), build.person("peer_reviewer")
    report = peer_reporting.send_draft(review=checked, by=peer)
    place = f"f{checked.findings.first().pk}"
    said = [
        factual.comment(report=report, paragraph=place, text=f"Zzt{name}comment {TYPED}", by=lead)
        for name in ("open", "answered")
    ]
    factual.answer(comment=said[1], state="not_accepted", reply=f"Zztreply {TYPED}", by=peer)
    ended = _worked(build, "zzt", "Ended")
    peer_reporting.send_draft(review=ended, by=peer)
    factual.done(review=ended, by=lead)
    peer_reporting.finish(review=ended, by=peer)
    following_up.follow_up(review=ended, held_on=timezone.localdate(), summary=f"Zztsummary {TYPED}", seen={}, by=peer)
    following_up.feedback(review=ended, helpful=3, changed=f"Zztchanged {TYPED}", better="", by=lead)
    build.things |= {
        "field": field.reference,
        "checked": checked.reference,
        "ended": ended.reference,
        "checked.place": place,
        "checked.comment": said[0].pk,
        "ended.promising": ended.findings.get(kind="promising").pk,
    }


def _worked(build, prefix, name):
    """A review in drafting, with a judgement, findings, a section and a recommendation."""
    peer = build.person("peer_reviewer")
    review = a_peer(
        build.forces["A"],
        by=build.person("nvap_lead@A"),
        manager=build.staff,
        team=False,
        title=f"{name} {TYPED}",
        reason=f"Zztreason {TYPED}",
        terms=f"Zztterms {TYPED}",
    )
    a_member(review, peer, lead=True)
    for scope in review.scopes.select_related("action"):
        values = {"level": 2, "evidence": 1, "text": f"{prefix.capitalize()}judgement {TYPED}"}
        judging.judge(review=review, action=scope.action, values=values, by=peer)
    action = Action.objects.get(code="2.1.1")
    for kind in ("consider", "promising"):
        text = f"{prefix.capitalize()}{kind} {TYPED}"
        peer_findings.add(review=review, values={"action": action, "kind": kind, "title": text, "text": text}, by=peer)
    field_notes.write(review=review, values={"text": f"Zznnote {TYPED}"}, by=peer)
    advice = f"Look again {TYPED}" if prefix == "zzt" else f"Zznadvice {TYPED}"
    recommending.create(peer_review=review, text=advice, action=action, due_on=dt.date(2027, 6, 1), by=peer)
    asking.write(review=review, by=peer)
    values = {"heading": f"{prefix.capitalize()}heading {TYPED}", "text": f"{prefix.capitalize()}section {TYPED}"}
    report_sections.add(review=review, values=values, by=peer)
    return review


def _more(build, review):
    """A conversation, and what was removed."""
    peer = build.person("peer_reviewer")
    talk = {
        "kind": "interview",
        "whom": f"Zznwhom {TYPED}",
        "place": f"Zznplace {TYPED}",
        "topics": f"Zzntopics {TYPED}",
    }
    talk |= {"leads": [peer], "starts_at": timezone.now()}
    interview = interviews.plan(review=review, values=talk, by=peer)
    note = field_notes.write(review=review, values={"text": f"Zzntalk {TYPED}", "interview": interview}, by=peer)
    gone = field_notes.write(review=review, values={"text": f"Zzngone {TYPED}"}, by=peer)
    field_notes.remove(note=gone, by=peer)
    build.things |= {
        "field.interview": interview.pk,
        "field.note": note.pk,
        "field.gone": gone.pk,
        "field.finding": review.findings.first().pk,
        "field.section": review.sections.first().pk,
        "field.advice": review.recommendations.get().reference,
        "field.action": Action.objects.get(code="2.1.1").pk,
    }
