"""Contact requests: who asks whom, who reads what, what happens to a question."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from practice.actions import contact_reminding, contacts, sharing
from practice.contacts import people as contact_people
from practice.contacts import times
from practice.contacts.subjects import subjects
from practice.contacts.vocab import A_DAY
from practice.models import ContactRequest
from tests.factories.accounts import ForceFactory, person
from tests.factories.contacts import contact_request, fresh, mails, page
from tests.factories.practice import PracticeFactory, published_practice
from tests.races import at_once
from vkpp.accounts import actions as accounts
from vkpp.core import outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Notification

pytestmark = pytest.mark.django_db

LIST = reverse("practice:contacts")


@pytest.fixture
def request_(practice, asker, lead):
    return contact_request(practice=practice, by=asker)


def new(**about):
    return reverse("practice:contact-new", query=about)


def test_question_reaches_the_owner_and_the_lead_and_is_answered(request_, owner, lead, asker):
    assert mails("contact_asked") == sorted([owner.display_name, lead.display_name])

    contacts.answer(request=fresh(request_), text="Ring the unit on Tuesday.", by=owner)

    answered = fresh(request_)
    assert (answered.state, answered.answered_by) == ("answered", owner)
    assert mails("contact_answered") == ["Asker of Kent"]
    contacts.close(request=answered, by=asker)
    assert (fresh(request_).state, fresh(request_).closed_at is not None) == ("closed", True)
    verbs = AuditEvent.objects.filter(target_id=str(request_.pk)).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["contact.ask", "contact.answer", "contact.close"]


def test_mail_tells_neither_the_question_nor_the_title(request_):
    (mail,) = Notification.objects.filter(kind="contact_asked", to__memberships__role="nvap_lead")

    assert request_.reference in mail.subject
    assert request_.question not in mail.body
    assert "Doorstep" not in mail.body + mail.subject


def test_lead_passes_on_to_a_colleague_who_answers(request_, owner, lead, norfolk):
    colleague = person("contributor", norfolk, display_name="Colleague")

    contacts.pass_on(request=fresh(request_), to=colleague, text="Yours, I think.", by=lead)

    passed = fresh(request_)
    assert (passed.state, passed.handler) == ("passed_on", colleague)
    assert mails("contact_passed_on") == ["Colleague"]
    assert list(passed.messages.values_list("text", "side")) == [("Yours, I think.", "asked")]
    assert list(ContactRequest.objects.visible_to(colleague).waiting_for(colleague)) == [passed]
    assert list(ContactRequest.objects.visible_to(lead).waiting_for(lead)) == []
    contacts.answer(request=passed, text="Here is our guide.", by=colleague)
    assert fresh(request_).answered_by == colleague


def test_what_was_passed_on_to_somebody_who_left_waits_for_the_lead_again(request_, lead, asker, norfolk, client_for):
    colleague = person("contributor", norfolk, display_name="Colleague")
    contacts.pass_on(request=fresh(request_), to=colleague, by=lead)
    assert "Passed on to Colleague, who will answer." in client_for(asker).get(page(request_)).text

    accounts.end_membership(membership=colleague.memberships.get(), reason="Moved.", by=person("vkpp_admin"))

    passed = fresh(request_)
    assert lead in contact_people.asked_side(passed)
    assert colleague not in contact_people.asked_side(passed)
    assert list(ContactRequest.objects.visible_to(lead).waiting_for(lead)) == [passed]
    shown = client_for(asker).get(page(request_)).text
    assert "Waits for an answer of Norfolk Constabulary." in shown
    assert "Passed on to" not in shown


def test_passing_on_to_somebody_outside_the_force_is_refused(request_, lead, asker):
    with pytest.raises(Invalid) as refused:
        contacts.pass_on(request=fresh(request_), to=asker, by=lead)

    assert refused.value.errors == {"to": ["Choose a colleague of the force who may write practice."]}
    assert fresh(request_).state == "asked"


def test_declining_needs_a_reason_and_can_be_reconsidered(request_, owner):
    with pytest.raises(Invalid):
        contacts.decline(request=fresh(request_), text=" ", by=owner)
    contacts.decline(request=fresh(request_), text="The team has closed.", by=owner)
    assert mails("contact_declined") == ["Asker of Kent"]

    contacts.reconsider(request=fresh(request_), by=owner)

    again = fresh(request_)
    assert (again.state, again.answer, again.answered_at) == ("asked", "", None)
    assert list(again.messages.values_list("text", flat=True)) == ["The team has closed."]


def test_reconsidering_is_refused_when_the_person_asked_again(request_, owner, practice, asker):
    contacts.decline(request=fresh(request_), text="The team has closed.", by=owner)
    contact_request(practice=practice, by=asker)

    with pytest.raises(Conflict, match="asked again"):
        contacts.reconsider(request=fresh(request_), by=owner)

    assert fresh(request_).state == "declined"


def test_asker_withdraws_and_both_sides_know(request_, asker, owner, lead):
    contacts.withdraw(request=fresh(request_), by=asker)

    assert fresh(request_).state == "withdrawn"
    assert mails("contact_withdrawn") == sorted([owner.display_name, lead.display_name])
    with pytest.raises(Conflict):
        contacts.answer(request=fresh(request_), text="Too late.", by=owner)


def test_both_sides_write_while_it_is_open(request_, asker, owner):
    contacts.answer(request=fresh(request_), text="Ring us.", by=owner)
    contacts.write(request=fresh(request_), text="Thank you. When?", by=asker)
    contacts.write(request=fresh(request_), text="Tuesday.", by=owner)

    assert list(request_.messages.values_list("side", "text")) == [("asker", "Thank you. When?"), ("asked", "Tuesday.")]
    assert mails("contact_message") == sorted(["Asker of Kent", "Owner of the example"])
    contacts.close(request=fresh(request_), by=asker)
    with pytest.raises(Conflict):
        contacts.write(request=fresh(request_), text="One more thing", by=asker)
    contacts.reopen(request=fresh(request_), by=asker)
    assert fresh(request_).state == "answered"


def test_same_question_twice_is_refused_while_the_first_is_open(request_, practice, asker):
    with pytest.raises(Invalid) as refused:
        contact_request(practice=practice, by=asker)

    assert refused.value.errors == {"": ["You have asked this already and the request is open. Write a message there."]}
    assert ContactRequest.objects.count() == 1


def test_force_is_asked_once_about_the_same_thing(norfolk, asker):
    contact_request(force=norfolk, by=asker)

    with pytest.raises(Invalid):
        contact_request(force=norfolk, by=asker)


@pytest.mark.django_db(transaction=True)
def test_double_click_sends_one_question(practice, asker):
    outcomes = at_once(lambda who: contact_request(practice=practice, by=who), [asker, asker])

    assert sorted(outcomes) == ["Invalid", "done"]
    assert ContactRequest.objects.count() == 1


def test_most_requests_of_a_day(asker):
    for number in range(A_DAY):
        contact_request(force=ForceFactory(code=f"force-{number}"), by=asker)

    with pytest.raises(Invalid) as refused:
        contact_request(force=ForceFactory(code="one-more"), by=asker)

    assert refused.value.errors == {"": ["You have sent 10 requests within a day, which is the most. Go on tomorrow."]}
    ContactRequest.objects.update(asked_at=timezone.now() - dt.timedelta(days=1, minutes=1))
    assert contact_request(force=ForceFactory(code="one-more"), by=asker).state == "asked"


@pytest.mark.parametrize("role", ["evaluator", "peer_reviewer"])
def test_evaluators_and_peer_reviewers_have_no_contact_requests(role, practice, client_for):
    outsider = person(role)

    with pytest.raises(NotAllowed):
        contact_request(practice=practice, by=outsider)
    assert client_for(outsider).get(LIST).status_code == 404
    assert client_for(outsider).get(new(practice=practice.reference)).status_code == 404


def test_own_force_is_not_asked(practice, lead, norfolk):
    with pytest.raises(NotAllowed):
        contact_request(practice=practice, by=lead)
    with pytest.raises(NotAllowed):
        contact_request(force=norfolk, by=lead)


def test_example_no_longer_open_cannot_be_asked_about_and_shows_no_title(request_, practice, owner, asker, client_for):
    sharing.revoke(practice=practice, use="share_forces", by=owner)

    other = person("contributor", ForceFactory(code="essex"))
    with pytest.raises(NotAllowed):
        contact_request(practice=practice, by=other)
    assert client_for(other).get(new(practice=practice.reference)).status_code == 404
    assert subjects(asker, [request_])[request_.pk].words == "An example that is no longer open to you"
    browser = client_for(asker)
    assert "Doorstep" not in browser.get(LIST).text + browser.get(page(request_)).text + browser.get("/").text
    assert subjects(owner, [request_])[request_.pk].words == "Doorstep visits"


def test_only_the_two_sides_and_vkpp_see_a_request(request_, asker, owner, lead, norfolk):
    colleague, kent_lead = person("contributor", norfolk), person("nvap_lead", asker.memberships.get().force)
    stranger, staff = person("nvap_lead", ForceFactory(code="essex")), person("vkpp_staff")

    def sees(user):
        return ContactRequest.objects.visible_to(user).filter(pk=request_.pk).exists()

    assert [sees(user) for user in (asker, owner, lead, kent_lead, staff)] == [True] * 5
    assert [sees(user) for user in (colleague, stranger, person("national_analyst"), person("evaluator"))] == [
        False
    ] * 4


def test_right_to_answer_ends_with_the_role(request_, owner):
    accounts.end_membership(membership=owner.memberships.get(), reason="Moved.", by=person("vkpp_admin"))
    owner.__dict__.pop("_memberships", None)

    with pytest.raises(NotAllowed):
        contacts.answer(request=fresh(request_), text="Still here.", by=owner)
    assert not ContactRequest.objects.visible_to(owner).exists()


def test_vkpp_answers_for_an_example_that_nobody_owns(asker):
    staff = person("vkpp_staff", display_name="Adviser")
    practice = published_practice(by=person("contributor", ForceFactory(code="wiltshire")))
    type(practice).objects.filter(pk=practice.pk).update(force=None, owner=None)
    practice.refresh_from_db()

    request = contact_request(practice=practice, by=asker)

    assert mails("contact_asked") == ["Adviser"]
    assert list(ContactRequest.objects.visible_to(staff).waiting_for(staff)) == [request]
    contacts.answer(request=fresh(request), text="The council runs it.", by=staff)
    assert fresh(request).state == "answered"


def test_stale_page_is_told(request_, owner, lead):
    opened = fresh(request_).version
    contacts.write(request=fresh(request_), text="A moment, please.", by=owner)

    with pytest.raises(Conflict):
        contacts.answer(request=fresh(request_), text="Ring us.", version=opened, by=lead)


def test_who_should_answer_is_reminded_after_five_and_ten_working_days(request_, owner, lead):
    monday = dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC)
    ContactRequest.objects.update(asked_at=monday)

    def reminded(moment):
        count = contact_reminding.remind(now=moment)
        outbox.work()
        return count, len(mails("contact_due"))

    assert reminded(monday + dt.timedelta(days=7, hours=12)) == (0, 0)
    assert reminded(monday + dt.timedelta(days=8)) == (1, 2)
    assert reminded(monday + dt.timedelta(days=9)) == (0, 2)
    assert reminded(monday + dt.timedelta(days=15)) == (1, 4)
    assert reminded(monday + dt.timedelta(days=40)) == (0, 4)


def test_nobody_is_reminded_of_what_is_answered(request_, owner):
    ContactRequest.objects.update(asked_at=timezone.now() - dt.timedelta(days=60))
    contacts.answer(request=fresh(request_), text="Ring us.", by=owner)

    assert contact_reminding.remind() == 0


def test_times_are_told_force_by_force(request_, owner, norfolk, asker):
    start = timezone.now() - dt.timedelta(days=20)
    essex = ForceFactory(code="essex")
    for days, force in ((2, norfolk), (4, norfolk), (None, essex)):
        made = contact_request(force=force, by=person("contributor", ForceFactory()))
        ContactRequest.objects.filter(pk=made.pk).update(asked_at=start, due_at=start + dt.timedelta(days=3))
        if days:
            contacts.answer(request=fresh(made), text="Here.", by=person("nvap_lead", force))
            ContactRequest.objects.filter(pk=made.pk).update(answered_at=start + dt.timedelta(days=days))

    report = times.report()

    told = {
        row.code: (row.asked, row.answered, row.waiting, row.late, row.in_time, row.median) for row in report.forces
    }
    assert told == {"essex": (1, 0, 1, 1, 0, None), "norfolk": (3, 2, 1, 0, 1, 3.0)}
    assert (report.together.asked, report.together.median, report.together.late) == (4, 3.0, 1)
    assert times.report(period="quarter", now=start + dt.timedelta(days=400)).together.asked == 0


@pytest.mark.parametrize(
    "wrong",
    [
        {"practice": None, "force": None},
        {"state": "answered"},
        {"state": "passed_on"},
        {"closed_at": timezone.now()},
        {"state": "nonsense"},
    ],
)
def test_database_refuses_what_cannot_be(request_, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactRequest.objects.filter(pk=request_.pk).update(**wrong)


def test_draft_cannot_be_asked_about(asker):
    with pytest.raises(NotAllowed):
        contact_request(practice=PracticeFactory(), by=asker)
