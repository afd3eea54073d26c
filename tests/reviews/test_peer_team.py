"""The team of a peer review: nobody of the force, everybody declared, a conflict only with an administrator's waiver."""

import pytest
from django.core import mail
from django.utils import timezone

from reviews.actions import team
from reviews.models import PeerReview, TeamMember
from tests.factories.accounts import ForceFactory, UserFactory, person
from tests.factories.reviews import a_member, a_peer
from vkpp.core import audit, outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def force():
    return ForceFactory(code="kent", name="Kent Police", email_domains=["kent.police.uk"])


@pytest.fixture
def review(force):
    return a_peer(force, "preparing", team=False)


@pytest.fixture
def staff():
    return person("vkpp_staff")


def test_new_member_is_asked_to_declare(review, staff):
    peer = person("peer_reviewer")

    member = team.add(review=review, person=peer, sector="academia", by=staff)
    outbox.work()

    assert (member.interest, member.lead) == ("undeclared", False)
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([peer.email], f"You are on the team of peer review {review.reference}")
    ]


def test_nobody_of_the_reviewed_force_joins(review, staff, force):
    by_role, by_address = person("peer_reviewer"), person("peer_reviewer", email="ann@kent.police.uk")
    by_role.memberships.create(force=force, role="contributor", granted_at=timezone.now())

    for somebody in (by_role, by_address):
        with pytest.raises(Invalid) as refusal:
            team.add(review=review, person=somebody, sector="policing", by=staff)
        assert refusal.value.errors == {
            "person": [
                f"{somebody} works for Kent Police. Nobody of the reviewed force is on the team: choose somebody else."
            ]
        }

    assert TeamMember.objects.count() == 0


def test_who_has_no_role_of_a_reviewer_or_is_there_already_is_refused(review, staff):
    stranger, peer = UserFactory(display_name="Nobody"), person("peer_reviewer")
    with pytest.raises(Invalid) as refusal:
        team.add(review=review, person=stranger, sector="policing", by=staff)
    assert refusal.value.errors == {"person": ["Nobody has no role of a peer reviewer. Invite them first."]}

    team.add(review=review, person=peer, sector="policing", by=staff)
    with pytest.raises(Invalid) as refusal:
        team.add(review=review, person=peer, sector="academia", by=staff)
    assert refusal.value.errors == {"person": [f"{peer} is on the team already."]}


def test_conflict_keeps_a_member_out_until_it_is_waived(review, staff):
    peer, admin = person("peer_reviewer"), person("vkpp_admin")
    member = team.add(review=review, person=peer, sector="policing", by=staff)
    with pytest.raises(Invalid) as refusal:
        team.declare(member=member, interest="conflict", text=" ", by=peer)
    assert refusal.value.errors == {"text": ["Say what connects you to the force."]}

    team.declare(member=member, interest="conflict", text="My brother works there.", by=peer)
    assert not PeerReview.objects.worked_on_by(peer).exists()

    with pytest.raises(NotAllowed):
        team.waive(member=member, reason="It is fine.", by=staff)
    assert not PeerReview.objects.worked_on_by(peer).exists()

    team.waive(member=member, reason="He works in the fleet.", by=admin)
    assert list(PeerReview.objects.worked_on_by(peer)) == [review]
    event = audit.events_about(review).first()
    assert (event.verb, event.reason) == ("peer_review.waive", "He works in the fleet.")


def test_new_declaration_ends_a_waiver(review, staff):
    peer = person("peer_reviewer")
    member = a_member(review, peer, interest="conflict", interest_text="I worked there.")
    team.waive(member=member, reason="Long ago.", by=person("vkpp_admin"))

    team.declare(member=member, interest="conflict", text="I was offered a post there.", by=peer)

    member.refresh_from_db()
    assert (member.waived_at, member.waiver_reason) == (None, "")
    assert not PeerReview.objects.worked_on_by(peer).exists()


@pytest.mark.parametrize("waived", [False, True])
def test_nobody_takes_back_their_own_conflict(review, waived):
    peer = person("peer_reviewer")
    member = a_member(review, peer, interest="conflict", interest_text="My brother works there.")
    if waived:
        team.waive(member=member, reason="He works in the fleet.", by=person("vkpp_admin"))

    with pytest.raises(Invalid) as refusal:
        team.declare(member=member, interest="none", text="", by=peer)

    assert refusal.value.errors == {"interest": ["You declared a conflict. Ask a VKPP administrator to waive it."]}
    member.refresh_from_db()
    assert (member.interest, member.interest_text) == ("conflict", "My brother works there.")
    assert PeerReview.objects.worked_on_by(peer).exists() is waived


def test_trail_keeps_what_was_declared_before(review):
    peer = person("peer_reviewer")
    member = a_member(review, peer, interest="conflict", interest_text="My brother works there.")

    team.declare(member=member, interest="conflict", text="My brother works in the fleet there.", by=peer)
    outbox.work()

    event = audit.events_about(review).get(verb="peer_review.declare")
    assert event.before == {"interest": "conflict", "text": "My brother works there."}
    assert "They see its scope and team, but neither evidence" in mail.outbox[0].body


def test_nobody_declares_for_another_nor_waives_their_own(review, staff):
    admin = person("vkpp_admin")
    member = a_member(review, admin, interest="conflict", interest_text="My sister works there.")

    with pytest.raises(NotAllowed) as refusal:
        team.waive(member=member, reason="I am sure of myself.", by=admin)
    assert refusal.value.message == "Nobody waives their own conflict of interest. Ask another administrator."
    with pytest.raises(NotAllowed):
        team.declare(member=member, interest="none", text="", by=staff)

    member.refresh_from_db()
    assert (member.interest, member.waived_at) == ("conflict", None)


def test_one_member_leads_at_a_time(review, staff):
    first = team.add(review=review, person=person("peer_reviewer"), sector="policing", lead=True, by=staff)
    second = team.add(review=review, person=person("peer_reviewer"), sector="academia", lead=True, by=staff)
    assert review.team.get(lead=True) == second

    team.lead(member=first, by=staff)

    assert review.team.get(lead=True) == first


def test_who_left_sees_nothing_and_may_come_back(review, staff):
    peer = person("peer_reviewer")
    member = team.add(review=review, person=peer, sector="policing", by=staff)
    with pytest.raises(Invalid):
        team.remove(member=member, reason="", by=staff)

    team.remove(member=member, reason="Moved to Kent.", by=staff)
    assert not PeerReview.objects.visible_to(peer).exists()
    with pytest.raises(Conflict):
        team.lead(member=member, by=staff)

    team.add(review=review, person=peer, sector="policing", by=staff)
    assert list(PeerReview.objects.visible_to(peer)) == [review]


def test_team_of_a_final_report_stays(review, staff):
    member = a_member(review)
    PeerReview.objects.filter(pk=review.pk).update(state="final")

    with pytest.raises(Conflict):
        team.remove(member=member, reason="Done.", by=staff)

    assert review.team.filter(ended_at=None).count() == 1
