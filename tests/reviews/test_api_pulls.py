"""Whoever keeps a copy of the lists of reviews by pulling changes has the same as who reads them anew."""

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nvap.models import PlanVersion
from reviews import references
from reviews.models import CaseReview, LearningPoint, PeerReview, Recommendation, TeamMember
from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, a_coding, a_member, a_peer, a_point, taxonomy
from vkpp.accounts.models import Membership
from vkpp.accounts.permissions import forget
from vkpp.core.references import take

LISTS = {
    "case-reviews": "reference",
    "learning-points": "id",
    "recommendations": "reference",
    "peer-reviews": "reference",
}


class Copy:
    """What a program of somebody keeps of one list."""

    def __init__(self, client, path, key):
        self.client, self.path, self.key, self.since = client, path, key, None
        self.rows = {}

    def pages(self, path, **params):
        """Every row of a list, two by two, and the moment to go on from."""
        answer = self.client.get(path, {"page_size": 2, **params}).json()
        found, as_of = answer["results"], answer["as_of"]
        while answer["next"]:
            answer = self.client.get(answer["next"]).json()
            found += answer["results"]
        return found, as_of

    def pull(self):
        """Take over what changed since the pull before, then drop what left."""
        since = {"updated_since": self.since} if self.since else {}
        changed, until = self.pages(f"{self.path}/", **since)
        self.rows |= {row[self.key]: row for row in changed}
        gone, _as_of = self.pages(f"{self.path}/removed/", **since)
        for row in gone:
            self.rows.pop(row[self.key], None)
        self.since = until

    def full(self):
        """The list as it is now."""
        return {row[self.key]: row for row in self.pages(f"{self.path}/")[0]}


def some(rows, pick):
    """One of the rows that the history chose."""
    rows = list(rows.order_by("pk"))
    return rows[pick % len(rows)] if rows else None


def include(pick, _me):
    if row := some(CaseReview.objects.filter(state__in=("sent", "excluded")), pick):
        CaseReview.objects.filter(pk=row.pk).update(state="included", exclusion="", screened_at=timezone.now())


def exclude(pick, _me):
    if row := some(CaseReview.objects.filter(state="included"), pick):
        CaseReview.objects.filter(pk=row.pk).update(state="excluded", exclusion="other")


def mark(pick, _me):
    row = some(CaseReview.objects.all(), pick)
    other = "official" if row.marking != "official" else "official_sensitive"
    CaseReview.objects.filter(pk=row.pk).update(marking=other)


def recode(pick, _me):
    if row := some(CaseReview.objects.filter(state="assured"), pick):
        CaseReview.objects.filter(pk=row.pk).update(state="included", assured_at=None, assured_by=None)
        row.points.update(final=False)


def learn(pick, _me):
    case = a_case("assured")
    point = a_point(a_coding(case))
    Recommendation.objects.create(
        reference=take(references.RECOMMENDATION), review=case, point=point, text=f"Do {pick}"
    )


def reword(pick, _me):
    if row := some(LearningPoint.objects.filter(final=True), pick):
        LearningPoint.objects.filter(pk=row.pk).update(text=f"Look {pick} times.")


def take_back(pick, _me):
    if row := some(Recommendation.objects.all(), pick):
        Recommendation.objects.filter(pk=row.pk).update(removed_at=timezone.now())


def join(pick, me):
    row = some(PeerReview.objects.exclude(team__in=TeamMember.objects.filter(person=me, ended_at=None)), pick)
    if row:
        a_member(row, me)


def leave(pick, me):
    if row := some(TeamMember.objects.filter(person=me, ended_at=None), pick):
        TeamMember.objects.filter(pk=row.pk).update(ended_at=timezone.now(), ended_by=me)


def rename(pick, _me):
    if row := some(PeerReview.objects.all(), pick):
        PeerReview.objects.filter(pk=row.pk).update(title=f"Title {pick}")


def advise(pick, _me):
    if row := some(PeerReview.objects.all(), pick):
        Recommendation.objects.create(reference=take(references.RECOMMENDATION), peer_review=row, text=f"Try {pick}")


STEPS = (include, exclude, mark, recode, learn, reword, take_back, join, leave, rename, advise)
HISTORIES = st.lists(st.tuples(st.sampled_from((*STEPS, None)), st.integers(0, 20)), min_size=4, max_size=14)


@pytest.fixture
def me(settings):
    settings.API_RATE_TOKEN = 10**9
    if not PlanVersion.objects.exists():
        a_plan()
    taxonomy()
    for state in ("sent", "included", "assured"):
        a_case(state)
    learn(0, None)
    a_peer(ForceFactory(), team=False)
    a_peer(ForceFactory(), team=False)
    user = person("peer_reviewer")
    Membership.objects.create(user=user, force=ForceFactory(), role="force_analyst", granted_at=timezone.now())
    forget(user)
    return user


@pytest.mark.django_db(transaction=True)
@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(history=HISTORIES)
def test_copy_kept_by_pulls_is_the_list(me, history):
    readers = program(me), program(person("force_analyst"))
    copies = [Copy(reader, path, key) for reader in readers for path, key in LISTS.items()]
    for step, pick in history:
        if step is None:
            for copy in copies:
                copy.pull()
        else:
            step(pick, me)
    for copy in copies:
        copy.pull()
        assert copy.rows == copy.full(), copy.path
