"""What other forces do with a practice: recorded, changed, its result noted, ended, removed; who learned from whom."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from practice.actions import adoption as actions
from practice.actions import authoring, sharing
from practice.adopting import tree
from practice.models import Adoption
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import published_practice
from tests.races import at_once
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Notification

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
ADOPT = {"kind": "adopt", "plan": "Two officers from June."}


def days(number):
    return TODAY() - dt.timedelta(days=number)


@pytest.fixture
def officer():
    return person("contributor", ForceFactory(code="kent"))


@pytest.fixture
def lead(officer):
    return person("nvap_lead", officer.memberships.get().force)


def other(code):
    return person("contributor", ForceFactory(code=code))


def recorded(practice, by, **values):
    return actions.record(practice=practice, values={**ADOPT, **values}, by=by)


class TestRecording:
    def test_force_records_that_it_adopts_and_the_owner_is_told(self, practice, officer, owner):
        adoption = recorded(practice, officer, started_on=TODAY())

        adoption.refresh_from_db()
        assert (adoption.force.code, adoption.kind, adoption.state) == ("kent", "adopt", "running")
        assert adoption.decided_on == TODAY()
        mail = Notification.objects.get(kind="practice_adopted")
        assert (mail.to, mail.link) == (owner, f"/practice/adoptions/{adoption.reference}/")
        assert "Two officers" not in mail.body
        event = AuditEvent.objects.get(verb="adoption.record")
        assert (event.after["kind"], event.after["practice"]) == ("adopt", practice.reference)

    def test_decision_against_it_needs_a_reason(self, practice, officer):
        with pytest.raises(Invalid) as refusal:
            recorded(practice, officer, kind="reject")

        assert list(refusal.value.errors) == ["reason"]
        assert not Adoption.objects.exists()

        assert recorded(practice, officer, kind="reject", reason="No such team.").state == "rejected"

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"kind": "copy"}, "kind"),
            ({"kind": ""}, "kind"),
            ({"decided_on": days(-1)}, "decided_on"),
            ({"decided_on": days(5), "started_on": days(6)}, "started_on"),
            ({"decided_on": days(5), "started_on": days(-1)}, "started_on"),
            ({"shared_to": 7}, "shared_to"),
            ({"plan": "x" * 4001}, "plan"),
            ({"reason": "a\x00b"}, "reason"),
        ],
    )
    def test_what_cannot_be_is_refused_next_to_its_field(self, practice, officer, values, field):
        with pytest.raises(Invalid) as refusal:
            recorded(practice, officer, **values)

        assert list(refusal.value.errors) == [field]
        assert not Adoption.objects.exists()

    def test_force_records_a_practice_once(self, practice, officer, lead):
        recorded(practice, officer)

        with pytest.raises(Invalid, match="recorded this already"):
            recorded(practice, lead)

        assert Adoption.objects.count() == 1

    def test_own_practice_is_not_adopted(self, practice, owner):
        with pytest.raises(NotAllowed):
            recorded(practice, owner)

    @pytest.mark.parametrize("role", ["force_analyst", "chief_officer", "vkpp_staff", "evaluator"])
    def test_others_do_not_record(self, practice, role):
        with pytest.raises((NotAllowed, Invalid)):
            recorded(practice, person(role))

        assert not Adoption.objects.exists()

    def test_practice_that_is_closed_is_not_adopted(self, practice, officer, owner):
        sharing.revoke(practice=practice, use="share_forces", by=owner)

        with pytest.raises(Invalid, match="no longer"):
            recorded(practice, officer)

    def test_program_records_once_with_a_key(self, practice, officer):
        asked = {"practice": practice, "values": ADOPT, "by": officer}
        first, new = actions.record_once(key="one", body_hash="a", **asked)
        again, old = actions.record_once(key="one", body_hash="a", **asked)

        assert (new, old, again) == (True, False, first)
        with pytest.raises(Conflict):
            actions.record_once(key="one", body_hash="b", **asked)

    def test_owner_is_not_told_of_what_is_not_shared(self, practice, officer):
        recorded(practice, officer, shared_to=0)

        assert not Notification.objects.filter(kind="practice_adopted").exists()


class TestChanging:
    @pytest.fixture
    def adoption(self, practice, officer):
        return recorded(practice, officer, decided_on=days(400), started_on=days(390))

    def test_change_is_kept_with_what_was_there_before(self, adoption, lead):
        actions.change(adoption=adoption, values={"kind": "adapt", "plan": "One officer."}, version=1, by=lead)

        adoption.refresh_from_db()
        assert (adoption.kind, adoption.plan, adoption.version) == ("adapt", "One officer.", 2)
        event = AuditEvent.objects.get(verb="adoption.change")
        assert event.before == {"kind": "adopt", "plan": "Two officers from June."}
        assert event.after == {"kind": "adapt", "plan": "One officer."}

    def test_saving_what_is_there_changes_nothing(self, adoption, officer):
        actions.change(adoption=adoption, values={"kind": "adopt"}, by=officer)

        assert adoption.version == 1
        assert not AuditEvent.objects.filter(verb="adoption.change").exists()

    def test_stale_tab_is_told(self, adoption, officer, lead):
        actions.change(adoption=adoption, values={"plan": "First."}, version=1, by=lead)

        with pytest.raises(Conflict):
            actions.change(adoption=adoption, values={"plan": "Second."}, version=1, by=officer)

        adoption.refresh_from_db()
        assert adoption.plan == "First."

    def test_what_was_tried_is_ended_and_not_decided_against(self, adoption, officer):
        actions.note_result(adoption=adoption, result="partly", by=officer)

        with pytest.raises(Invalid) as refusal:
            actions.change(adoption=adoption, values={"kind": "reject", "reason": "No."}, by=officer)

        assert list(refusal.value.errors) == ["kind"]

    def test_result_is_noted_and_told_to_the_owner(self, adoption, officer, owner):
        actions.note_result(adoption=adoption, result="worked", text="Start with one station.", by=officer)

        adoption.refresh_from_db()
        assert (adoption.result, adoption.result_text, adoption.result_by) == (
            "worked", "Start with one station.", officer,
        )  # fmt: skip
        mail = Notification.objects.get(kind="adoption_result")
        assert mail.to == owner
        assert "one station" not in mail.body

    def test_result_must_be_chosen(self, adoption, officer):
        with pytest.raises(Invalid) as refusal:
            actions.note_result(adoption=adoption, result="", by=officer)

        assert list(refusal.value.errors) == ["result"]

    def test_only_the_lead_ends_and_removes(self, adoption, officer, lead):
        for act in (actions.end, actions.remove):
            more = {"ended_on": None} if act is actions.end else {}
            with pytest.raises(NotAllowed):
                act(adoption=adoption, reason="No money.", by=officer, **more)

        actions.end(adoption=adoption, ended_on=days(10), reason="No money.", by=lead)

        assert (adoption.state, adoption.ended_on, adoption.end_reason) == ("ended", days(10), "No money.")
        with pytest.raises(Conflict):
            actions.end(adoption=adoption, ended_on=None, reason="Again.", by=lead)
        actions.resume(adoption=adoption, by=lead)
        assert (adoption.state, adoption.ended_on) == ("running", None)

    def test_removed_record_is_put_back(self, adoption, practice, officer, lead):
        actions.remove(adoption=adoption, reason="Recorded twice.", by=lead)

        assert list(Adoption.objects.visible_to(officer)) == []
        assert list(Adoption.objects.visible_to(lead)) == [adoption]
        with pytest.raises(Conflict, match="removed"):
            actions.change(adoption=adoption, values={"plan": ""}, by=officer)
        actions.put_back(adoption=adoption, by=lead)
        assert list(Adoption.objects.visible_to(officer)) == [adoption]

    def test_removed_record_is_not_put_back_beside_a_new_one(self, adoption, practice, officer, lead):
        actions.remove(adoption=adoption, reason="Wrong.", by=lead)
        recorded(practice, officer)

        with pytest.raises(Conflict, match="anew"):
            actions.put_back(adoption=adoption, by=lead)

    def test_another_force_changes_nothing(self, adoption):
        with pytest.raises(NotAllowed):
            actions.change(adoption=adoption, values={"plan": ""}, by=other("essex"))

    @pytest.mark.parametrize(
        ("values", "name"),
        [
            ({"kind": "reject", "reason": ""}, "adoption_rejected_with_reason"),
            ({"started_on": days(500)}, "adoption_started_later"),
            ({"ended_on": days(395)}, "adoption_ended_later"),
            ({"result": "worked"}, "adoption_result_dated"),
            ({"shared_to": 5}, "adoption_shared_known"),
        ],
    )
    def test_database_knows_the_rules(self, adoption, values, name):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Adoption.objects.filter(pk=adoption.pk).update(**values)


class TestWhoSees:
    @pytest.fixture
    def readers(self):
        return {role: person(role) for role in ("contributor", "vkpp_staff", "national_analyst", "evaluator")}

    def seen(self, readers):
        return {role for role, reader in readers.items() if Adoption.objects.visible_to(reader).exists()}

    def test_what_is_shared_with_policing(self, practice, officer, readers):
        recorded(practice, officer)

        assert self.seen(readers) == {"contributor", "vkpp_staff"}

    def test_what_is_shared_with_everybody_goes_no_further_than_the_practice(self, practice, officer, owner, readers):
        recorded(practice, officer, shared_to=2)
        assert self.seen(readers) == {"contributor", "vkpp_staff"}

        sharing.give(practice=practice, use="publish_public", by=owner)

        assert self.seen(readers) == {"contributor", "vkpp_staff", "national_analyst", "evaluator"}

    def test_what_is_kept_is_for_the_force_and_vkpp(self, practice, officer, lead, readers):
        recorded(practice, officer, shared_to=0)

        assert self.seen({**readers, "lead": lead, "officer": officer}) == {"vkpp_staff", "lead", "officer"}

    @pytest.mark.parametrize("closing", ["revoked", "withdrawn"])
    def test_closed_practice_hides_what_others_did_with_it_at_once(self, practice, officer, owner, readers, closing):
        adoption = recorded(practice, officer, shared_to=2)

        if closing == "revoked":
            sharing.revoke(practice=practice, use="share_forces", by=owner)
        else:
            authoring.withdraw(practice=practice, by=owner)

        assert self.seen(readers) == {"vkpp_staff"}
        (own,) = Adoption.objects.visible_to(officer).named_for(officer)
        assert (own, own.practice_title) == (adoption, None)


class TestTree:
    def test_force_names_from_whom_it_learned(self, practice, officer):
        first = recorded(practice, officer)
        second = recorded(practice, other("essex"), source=first)
        third = recorded(practice, other("surrey"), source=second)

        (root,) = tree.grown([first, second, third])
        assert (root.adoption, root.followers[0].adoption, root.followers[0].followers[0].adoption) == (
            first, second, third,
        )  # fmt: skip
        assert tree.above(third) == {first.pk, second.pk, third.pk} == tree.below(first)

    def test_nobody_learns_from_who_learned_from_them(self, practice, officer):
        first = recorded(practice, officer)
        second = recorded(practice, other("essex"), source=first)

        with pytest.raises(Invalid) as refusal:
            actions.change(adoption=first, values={"source": second}, by=officer)

        assert list(refusal.value.errors) == ["source"]

    def test_source_is_of_the_same_practice_shared_and_no_rejection(self, practice, officer, owner):
        elsewhere = recorded(published_practice(by=owner), other("essex"))
        against = recorded(practice, other("surrey"), kind="reject", reason="No.")
        kept = recorded(practice, other("dorset"), shared_to=0)

        for source in (elsewhere, against, kept):
            with pytest.raises(Invalid) as refusal:
                recorded(practice, officer, source=source)
            assert list(refusal.value.errors) == ["source"]

    def test_database_refuses_a_cycle_whoever_writes_it(self, practice, officer):
        first = recorded(practice, officer)
        second = recorded(practice, other("essex"), source=first)

        for wrong in (second, first):
            with pytest.raises(IntegrityError, match="learned from them"), transaction.atomic():
                Adoption.objects.filter(pk=first.pk).update(source=wrong)

    def test_hidden_source_is_not_told(self, practice, officer):
        first = recorded(practice, officer)
        second = recorded(practice, other("essex"), source=first)
        actions.change(adoption=first, values={"shared_to": 0}, by=officer)

        reader = other("surrey")
        (root,) = tree.grown(Adoption.objects.visible_to(reader))
        assert (root.adoption, root.followers) == (second, [])


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=st.lists(st.tuples(st.integers(0, 5), st.none() | st.integers(0, 5)), max_size=25))
def test_tree_never_has_a_cycle_whatever_the_order_of_edits(edits):
    with transaction.atomic():
        practice = published_practice(by=person("contributor"))
        writers = [person("contributor") for _number in range(6)]
        nodes = [recorded(practice, writer) for writer in writers]

        for at, source in edits:
            nodes[at].refresh_from_db()
            try:
                actions.change(
                    adoption=nodes[at], values={"source": nodes[source] if source is not None else None}, by=writers[at]
                )
            except Invalid:
                continue

        sources = dict(Adoption.objects.values_list("pk", "source_id"))
        for start in sources:
            met, one = set(), start
            while one is not None:
                assert one not in met
                met.add(one)
                one = sources[one]
        transaction.set_rollback(True)


@pytest.mark.django_db(transaction=True)
def test_two_forces_that_name_one_another_at_once():
    practice = published_practice(by=person("contributor"))
    people = [person("contributor"), person("contributor")]
    made = [recorded(practice, one) for one in people]

    def name(place):
        actions.change(
            adoption=Adoption.objects.get(pk=made[place].pk), values={"source": made[1 - place]}, by=people[place]
        )

    assert sorted(at_once(name, [0, 1])) == ["Invalid", "done"]


@pytest.mark.django_db(transaction=True)
def test_double_click_records_once(officer, owner):
    practice = published_practice(by=owner)

    assert sorted(at_once(lambda by: recorded(practice, by), [officer, officer])) == ["Invalid", "done"]
    assert Adoption.objects.count() == 1
