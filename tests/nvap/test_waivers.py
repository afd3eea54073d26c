"""Waivers: a check may pass until a day, the force is told, VKPP ends it, and then the check counts again."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nvap import canonical, tasks
from nvap.actions import signing, waiving
from nvap.models import Finding, Return, Rule, Waiver
from tests.clients import text_of
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, all_answered, answer_of, answered
from tests.queries import queries
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
REASON = "The trainer starts in May."


def found(ret):
    return dict(Finding.objects.filter(response__ret=ret).values_list("response__action_version__code", "state"))


def waive(ret, by, code=None, *, days=30, rule="gap_without_text"):
    """Let the gap without a text pass on one answer, or on all."""
    return waiving.waive(
        rule=Rule.objects.get(code=rule),
        force=ret.force,
        response=answer_of(ret, code) if code else None,
        reason=REASON,
        expires_on=timezone.localdate() + dt.timedelta(days=days),
        by=by,
    )


def test_waiver_lets_a_finding_pass_until_its_day(ret, lead, staff):
    answered(ret, by=lead, gap=True)
    waive(ret, staff, days=0)
    assert found(ret) == {"2.1.1": "waived"}

    Waiver.objects.update(expires_on=timezone.localdate() - dt.timedelta(days=1))
    Return.objects.filter(pk=ret.pk).update(state="to_sign")
    tasks.end_waivers()
    assert found(ret) == {"2.1.1": "waived"}

    Return.objects.filter(pk=ret.pk).update(state="answering")
    tasks.end_waivers()
    assert found(ret) == {"2.1.1": "open"}


def test_waiver_of_one_answer_leaves_the_others_and_other_forces_alone(ret, lead, staff):
    other = a_return(ForceFactory(code="kent"))
    for code in ("2.1.1", "2.1.2"):
        answered(ret, code, by=lead, gap=True)
    answered(other, by=person("nvap_lead", other.force), gap=True)

    waive(ret, staff, "2.1.2")

    assert found(ret) == {"2.1.1": "open", "2.1.2": "waived"}
    assert found(other) == {"2.1.1": "open"}


@pytest.mark.parametrize(
    ("role", "days", "refusal"),
    [("nvap_lead", 30, NotAllowed), ("vkpp_staff", 731, Invalid), ("vkpp_staff", -1, Invalid)],
)
def test_waiver_needs_staff_and_a_day_within_two_years(ret, lead, role, days, refusal):
    answered(ret, by=lead, gap=True)

    with pytest.raises(refusal):
        waive(ret, person(role, None if role == "vkpp_staff" else ret.force), days=days)

    assert (Waiver.objects.count(), found(ret)) == (0, {"2.1.1": "open"})


def test_ended_waiver_opens_the_finding_at_once_and_stays_in_the_trail(ret, lead, staff):
    answered(ret, by=lead, gap=True)
    waiver = waive(ret, staff)

    waiving.end(waiver=waiver, by=staff)

    assert found(ret) == {"2.1.1": "open"}
    event = AuditEvent.objects.get(verb="answer.end_waiver")
    assert (event.actor_id, event.before["rule"]) == (staff.pk, "gap_without_text")
    with pytest.raises(Conflict):
        waiving.end(waiver=waiver, by=staff)


def test_finding_stays_waived_while_another_waiver_covers_it(ret, lead, staff):
    answered(ret, by=lead, gap=True)
    waive(ret, staff)

    waiving.end(waiver=waive(ret, staff, "2.1.1"), by=staff)

    assert found(ret) == {"2.1.1": "waived"}


def test_what_was_signed_under_a_waiver_stays_signed_when_it_ends(ret, lead, staff):
    all_answered(ret, by=lead)
    answered(ret, by=lead, gap=True)
    waiver = waive(ret, staff)
    chief = person("chief_officer", ret.force)
    ret.refresh_from_db()
    signing.send_for_signature(ret=ret, by=lead)
    signing.sign(ret=ret, statement="Yes.", content_hash=canonical.digest(canonical.content(ret)), by=chief)

    waiving.end(waiver=waiver, by=staff)

    ret.refresh_from_db()
    assert (ret.state, found(ret)) == ("signed", {"2.1.1": "waived"})


@pytest.mark.parametrize("code", ["2.1.1", None])
def test_waiver_leaves_what_is_signed_as_it_was_read(ret, lead, staff, code):
    all_answered(ret, by=lead)
    Finding.objects.create(rule=Rule.objects.get(code="lowered"), response=answer_of(ret), state="open")
    chief = person("chief_officer", ret.force)
    ret.refresh_from_db()
    signing.send_for_signature(ret=ret, by=lead)
    digest = canonical.digest(canonical.content(ret))
    waive(ret, staff, code, rule="lowered")
    signing.sign(ret=ret, statement="Yes.", content_hash=digest, by=chief)

    waive(ret, staff, code, rule="lowered")

    assert (found(ret), canonical.digest(canonical.content(ret))) == ({"2.1.1": "open"}, digest)
    signing.submit(ret=ret, by=lead)
    ret.refresh_from_db()
    assert ret.state == "submitted"


def test_check_that_only_informs_has_no_door_to_let_it_pass(ret, lead, staff, client_for):
    answered(ret, by=lead)
    finding = Finding.objects.create(rule=Rule.objects.get(code="lowered"), response=answer_of(ret), state="open")
    place, browser = [ret.round.code, ret.force.code, "2.1.1"], client_for(staff)
    address = reverse("nvap:waive", args=[*place, finding.pk])

    page = browser.get(reverse("nvap:reading-answer", args=place))

    assert finding.rule.message in text_of(page)
    assert address not in page.content.decode()
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize("state", ["waived", "fixed"])
def test_what_was_let_pass_or_put_right_meanwhile_takes_no_explanation(ret, lead, client_for, state):
    answered(ret, by=lead, implementation="embedded")
    finding = Finding.objects.get()
    Finding.objects.update(state=state)
    address = reverse("nvap:explain", args=[ret.round.code, ret.force.code, "2.1.1", finding.pk])

    page = client_for(lead).post(address, {"explanation": "Audited."})

    finding.refresh_from_db()
    assert "There is nothing left to explain" in text_of(page)
    assert (finding.state, finding.explanation) == (state, "")


def test_staff_waive_while_reading_and_the_force_reads_why(ret, lead, staff, client_for):
    answered(ret, by=lead, gap=True)
    place = [ret.round.code, ret.force.code, "2.1.1"]
    finding = Finding.objects.get()
    browser, day = client_for(staff), timezone.localdate() + dt.timedelta(days=30)
    address = reverse("nvap:waive", args=[*place, finding.pk])
    assert address in browser.get(reverse("nvap:reading-answer", args=place)).content.decode()
    sent = {"scope": "answer", "reason": REASON}
    refused = browser.post(address, sent)
    assert "Choose a day between today and two years from now." in text_of(refused)

    done = browser.post(address, {**sent, "expires_on_0": day.day, "expires_on_1": day.month, "expires_on_2": day.year})

    assert done.url == f"{reverse('nvap:reading-answer', args=place)}#checks"
    waiver = Waiver.objects.get()
    assert (waiver.expires_on, waiver.response, found(ret)) == (day, answer_of(ret), {"2.1.1": "waived"})
    assert REASON in text_of(browser.get(reverse("nvap:reading-answer", args=place)))
    page = text_of(client_for(lead).get(reverse("nvap:answer", args=place)))
    assert f"VKPP lets this pass until {day.day} {day:%B %Y}: {REASON}" in page
    assert browser.get(address).status_code == 404


def test_list_of_waivers_ends_them_and_keeps_those_that_ended(ret, lead, staff, client_for):
    answered(ret, by=lead, gap=True)
    waiver, browser = waive(ret, staff), client_for(staff)
    listed = browser.get(reverse("nvap:waivers"))
    assert REASON in text_of(listed)

    assert browser.post(reverse("nvap:waiver-end", args=[waiver.pk])).url == reverse("nvap:waivers")

    assert REASON not in text_of(browser.get(reverse("nvap:waivers")))
    assert f"Ended by {staff}" in text_of(browser.get(reverse("nvap:waivers") + "?tab=ended&force=norfolk"))
    again = browser.post(reverse("nvap:waiver-end", args=[waiver.pk]), follow=True)
    assert f"This waiver was ended already by {staff}." in text_of(again)


def test_list_asks_the_same_queries_for_one_waiver_and_three(ret, staff, client_for):
    browser, numbers = client_for(staff), []
    for codes in (["2.1.1"], ["2.1.2", None]):
        for code in codes:
            waive(ret, staff, code, rule="lowered")
        numbers.append(queries(browser, reverse("nvap:waivers")))

    assert numbers[0] == numbers[1] <= 11
