"""Whatever people do to an example in whatever order, these things stay true."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice.actions import authoring, bank, sharing, triage
from practice.models import BankEntry, CoAuthor, Practice
from practice.vocab import Audience, PracticeState, Use
from practice.workflow import PRACTICE
from tests.factories.accounts import person
from tests.factories.practice import draft_practice
from vkpp.core.exceptions import PortalError
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
WHO = ["owner", "editor", "viewer", "lead", "stranger", "staff"]
BEGINNINGS = [
    [],
    [("give", "owner", Use.SHARE_FORCES), ("submit", "owner", Use.SHARE_FORCES)],
    [
        ("give", "lead", Use.PUBLISH_PUBLIC),
        ("submit", "editor", Use.SHARE_FORCES),
        ("publish", "staff", Use.SHARE_FORCES),
    ],
]
DID = ["save", "submit", "return", "withdraw", "revise", "give", "revoke", "publish", "discard", "restore"]
STEPS = st.lists(st.tuples(st.sampled_from(DID), st.sampled_from(WHO), st.sampled_from(list(Use))), max_size=10)
MAY = {
    "save": {"owner", "editor"},
    "submit": {"owner", "editor"},
    "revise": {"owner", "editor"},
    "return": {"staff"},
    "withdraw": {"owner", "lead"},
    "give": {"owner", "lead"},
    "revoke": {"owner", "lead"},
    "discard": {"owner", "lead"},
    "restore": {"owner", "lead"},
}


class World:
    """One example, the people around it, and what should be true of it."""

    def __init__(self):
        self.practice = draft_practice()
        force, owner = self.practice.force, self.practice.owner
        self.people = {
            "owner": owner,
            "editor": person("contributor", force),
            "viewer": person("contributor", force),
            "lead": person("nvap_lead", force),
            "stranger": person("contributor"),
            "staff": person("vkpp_staff"),
        }
        for name, level in (("editor", "edit"), ("viewer", "view")):
            CoAuthor.objects.create(practice=self.practice, user=self.people[name], level=level, added_by=owner)
        self.readers = {"public": AnonymousUser(), "police": person("contributor"), "government": None}
        self.readers["government"] = person("national_analyst")
        self.permitted: set[str] = set()
        self.readable = False
        self.typed = 0

    def do(self, action, who, use):
        """Try it; whether it was done."""
        by, practice = self.people[who], self.practice
        self.typed += 1
        acts = {
            "save": lambda: authoring.save(
                practice=practice, values={"title": f"Title {self.typed}"}, version=None, by=by
            ),
            "submit": lambda: authoring.submit(practice=practice, by=by),
            "return": lambda: triage.return_to_author(practice=practice, questions="Why?", by=by),
            "withdraw": lambda: authoring.withdraw(practice=practice, by=by),
            "revise": lambda: authoring.revise(practice=practice, by=by),
            "give": lambda: sharing.give(practice=practice, use=use, by=by),
            "revoke": lambda: sharing.revoke(practice=practice, use=use, by=by),
            "discard": lambda: authoring.discard(practice=practice, by=by),
            "restore": lambda: authoring.restore(practice=practice, by=by),
            "publish": self.publish,
        }
        try:
            with transaction.atomic():
                acts[action]()
        except PortalError:
            return False
        return True

    def publish(self):
        """As if it had been taken forward, rated and released."""
        if self.practice.state != PracticeState.SUBMITTED:
            raise PortalError("not waiting")
        Practice.objects.filter(pk=self.practice.pk).update(state=PracticeState.DECIDED)
        self.practice.refresh_from_db()
        PRACTICE.move(self.practice, "release", by=None)
        later = timezone.localdate() + dt.timedelta(days=365)
        bank.publish(
            practice=self.practice, rating="", rationale="", released_to=Audience.PUBLIC, review_by=later, by=None
        )

    def learn(self, action, use):
        """What should be true after `action` was done."""
        if action == "give":
            self.permitted.add(use.value)
        elif action == "revoke":
            self.permitted.discard(use.value)
        elif action == "publish":
            self.readable = True
        elif action == "withdraw":
            self.readable = False

    def seen(self):
        """All that a refused action must leave alone."""
        row = Practice.objects.values().get(pk=self.practice.pk)
        permissions = list(self.practice.permissions.order_by("use").values())
        return row, permissions, self.practice.revisions.count(), AuditEvent.objects.count()

    def expected_readers(self):
        """Who should find it in the bank now."""
        public = self.readable and Use.PUBLISH_PUBLIC in self.permitted
        return {
            "public": public,
            "police": public or (self.readable and Use.SHARE_FORCES in self.permitted),
            "government": public or (self.readable and Use.DISCUSS_STAKEHOLDERS in self.permitted),
        }

    def check(self):
        """The things that are always true."""
        practice = Practice.objects.get(pk=self.practice.pk)
        found = {kind: BankEntry.objects.visible_to(user).exists() for kind, user in self.readers.items()}
        assert found == self.expected_readers()
        assert sharing.in_force(practice) == self.permitted
        assert practice.version == 1 + practice.revisions.count()
        if practice.state not in {PracticeState.DRAFT, PracticeState.DISCARDED}:
            assert practice.submitted_at is not None
        assert Practice.objects.visible_to(self.people["stranger"]).count() == 0
        staff_sees = Practice.objects.visible_to(self.people["staff"]).exists()
        assert staff_sees == (practice.state not in {PracticeState.DRAFT, PracticeState.DISCARDED})


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(beginning=st.sampled_from(BEGINNINGS), steps=STEPS)
def test_nothing_people_do_breaks_an_example(beginning, steps):
    with transaction.atomic():
        world = World()
        for action, who, use in [*beginning, *steps]:
            before = world.seen()
            if world.do(action, who, use):
                assert who in MAY.get(action, set(WHO))
                world.learn(action, use)
            else:
                assert world.seen() == before
                world.practice.refresh_from_db()
            world.check()
        transaction.set_rollback(True)
