"""The demonstration's fieldwork: a team at work in one force, a final report in another, safe to load twice."""

import pytest

from nvap import demo_people
from nvap import reference as nvap_reference
from nvap.models import ImprovementAction
from reviews import demo_fieldwork, demo_peers
from reviews.models import FieldNote, PeerReview
from vkpp.accounts import demo as accounts_demo
from vkpp.accounts import reference as accounts_reference
from vkpp.core import outbox

pytestmark = pytest.mark.django_db


def test_it_shows_a_team_at_work_and_a_final_report():
    for load in (accounts_reference.load, nvap_reference.load, accounts_demo.load):
        list(load())
    demo_people.teams()
    list(demo_peers.load())

    assert len(list(demo_fieldwork.load())) == 2
    notes = FieldNote.objects.count()
    assert list(demo_fieldwork.load()) == []
    outbox.work()

    final = PeerReview.objects.get(title=demo_peers.title_of("final"))
    working = PeerReview.objects.get(title=demo_peers.title_of("fieldwork"))
    assert (FieldNote.objects.count(), working.state) == (notes, "fieldwork")
    assert sorted(final.reports.values_list("number", "kind")) == [(1, "draft"), (2, "draft"), (3, "final")]
    assert ImprovementAction.objects.filter(source="peer_review", force=final.force).count() == 2
    said = final.reports.get(number=3).content["paragraphs"]
    assert [one["text"] for one in said if "child is quoted" in one["text"]] == [
        "In 18 of 50 referrals the child is quoted."
    ]
