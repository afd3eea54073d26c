"""The demonstration's peer reviews: one in every early state, all through the actions, and safe to load twice."""

import pytest

from nvap import demo_people
from nvap import reference as nvap_reference
from reviews import demo_peers
from reviews.models import PeerReview
from vkpp.accounts import demo as accounts_demo
from vkpp.accounts import reference as accounts_reference
from vkpp.core import audit, outbox

pytestmark = pytest.mark.django_db


def test_it_shows_reviews_on_their_way_and_is_safe_to_load_twice():
    for load in (accounts_reference.load, nvap_reference.load, accounts_demo.load):
        list(load())
    demo_people.teams()

    assert list(demo_peers.load()) == ["4 peer reviews of forces."]
    assert list(demo_peers.load()) == []
    outbox.work()

    assert sorted(PeerReview.objects.values_list("force__code", "state")) == [
        ("essex", "fieldwork"),
        ("lancashire", "requested"),
        ("norfolk", "fieldwork"),
        ("norfolk", "preparing"),
    ]
    norfolk = PeerReview.objects.get(title=demo_peers.title_of("prepared"))
    assert sorted(norfolk.requests.values_list("state", flat=True)) == ["not_held", "open", "supplied"]
    assert norfolk.team.filter(interest="conflict", waived_at=None).count() == 1
    assert audit.events_about(norfolk).filter(verb="peer_review.agree_terms").count() == 1
    assert all("ade-up" in reason for reason in PeerReview.objects.values_list("reason", flat=True))
