"""Who sees what of reviews, at the doors that every page, export and endpoint goes through."""

import pytest
from django.utils import timezone

from reviews.models import CaseReview, Coding, FieldNote, LearningPoint, PeerReview, Recommendation
from tests.factories.accounts import ForceFactory, person
from tests.factories.reviews import a_case, a_coding, a_member, a_peer, a_point

pytestmark = pytest.mark.django_db


def test_readers_see_what_was_included_and_senders_what_they_sent():
    officer, other = person("contributor", ForceFactory(code="kent")), person("national_analyst")
    sent, included = a_case("sent", sent_by=officer), a_case("included")
    secret = a_case("assured", marking="official_sensitive")

    assert set(CaseReview.objects.visible_to(officer)) == {sent, included}
    assert set(CaseReview.objects.visible_to(other)) == {included}
    assert set(CaseReview.objects.visible_to(person("vkpp_staff"))) == {sent, included, secret}
    assert set(CaseReview.objects.visible_to(person("evaluator"))) == set()


def test_nobody_sees_a_coding_before_both_coders_are_done():
    case, first, second, third = a_case("coding"), *(person("vkpp_staff") for _one in range(3))
    mine = a_coding(case, first, "first", done=True)
    theirs = a_coding(case, second, "second", done=False)
    a_point(mine)

    assert list(Coding.objects.visible_to(first)) == [mine]
    assert list(Coding.objects.visible_to(second)) == [theirs]
    assert list(LearningPoint.objects.visible_to(second)) == []
    assert list(Coding.objects.visible_to(third)) == []

    Coding.objects.filter(pk=theirs.pk).update(done_at=timezone.now())
    assert set(Coding.objects.visible_to(third)) == {mine, theirs}


def test_readers_see_only_agreed_points_of_assured_reviews():
    reader = person("force_analyst", ForceFactory(code="kent"))
    agreed = a_point(a_coding(a_case("assured")))
    a_point(a_coding(a_case("coded")))
    a_point(a_coding(a_case("assured"), role="first"))

    assert list(LearningPoint.objects.visible_to(reader)) == [agreed]


def test_force_reads_its_review_and_never_the_teams_notes():
    force, other = ForceFactory(code="kent"), ForceFactory(code="norfolk")
    review = a_peer(force)
    lead, stranger = person("nvap_lead", force), person("nvap_lead", other)
    on_team = review.team.get(lead=True).person
    FieldNote.objects.create(review=review, text="Seen at the desk.", by=on_team)

    assert list(PeerReview.objects.visible_to(lead)) == [review]
    assert list(PeerReview.objects.visible_to(stranger)) == []
    assert list(PeerReview.objects.visible_to(on_team)) == [review]
    assert FieldNote.objects.visible_to(on_team).count() == 1
    assert FieldNote.objects.visible_to(lead).count() == 0


def test_reviewers_work_on_nothing_before_they_declared_nor_on_their_own_force():
    force = ForceFactory(code="kent")
    review = a_peer(force)
    undeclared, conflicted, local = person("peer_reviewer"), person("peer_reviewer"), person("peer_reviewer")
    a_member(review, undeclared, interest="undeclared")
    a_member(review, conflicted, interest="conflict", interest_text="I worked there.")
    a_member(review, local)
    local.memberships.create(force=force, role="contributor", granted_at=timezone.now())

    for somebody in (undeclared, conflicted, local):
        assert list(PeerReview.objects.visible_to(somebody)) == [review]
        assert list(PeerReview.objects.worked_on_by(somebody)) == []


def test_recommendations_of_a_peer_review_reach_the_force_with_the_report():
    force = ForceFactory(code="kent")
    review, lead = a_peer(force, state="drafting"), person("nvap_lead", force)
    advice = Recommendation.objects.create(reference="RC-00001", peer_review=review, text="Train.", force=force)

    assert list(Recommendation.objects.visible_to(lead)) == []
    PeerReview.objects.filter(pk=review.pk).update(state="final")
    assert list(Recommendation.objects.visible_to(lead)) == [advice]
