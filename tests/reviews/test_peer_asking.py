"""A force asks for a peer review; VKPP takes it on; scope and terms are agreed; every step says who may and what is missing."""

import datetime as dt

import pytest
from django.core import mail

from nvap.models import Action
from reviews.actions import asking, scoping
from reviews.models import PeerReview
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_member, a_peer
from vkpp.core import audit, outbox
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def force():
    return ForceFactory(code="kent")


@pytest.fixture
def lead(force):
    return person("nvap_lead", force)


@pytest.fixture
def staff():
    return person("vkpp_staff")


def values(*codes, **changes):
    plan = a_plan()
    given = {
        "title": "Voice of the victim",
        "reason": "We want to know whether officers ask.",
        "plan": plan,
        "actions": list(Action.objects.filter(code__in=codes or ["2.1.1", "2.2.1"])),
        "wanted_from": dt.date(2027, 3, 1),
        "wanted_to": dt.date(2027, 3, 31),
    }
    return given | changes


def test_request_reaches_the_national_team(force, lead, staff):
    review = asking.ask(force=force, values=values(), by=lead)
    outbox.work()

    assert (review.reference[:3], review.state, review.marking) == ("PR-", "requested", "official_sensitive")
    assert [scope.action.code for scope in review.scopes.select_related("action")] == ["2.1.1", "2.2.1"]
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([staff.email], f"{force.name} asks for a peer review")
    ]
    assert "Voice of the victim" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"title": " "}, "title", "Enter a short title, for example “Recognising and responding to abuse”."),
        ({"reason": ""}, "reason", "Say why the force asks and what it hopes for."),
        ({"actions": []}, "actions", "Choose at least one action of the plan."),
        (
            {"wanted_to": dt.date(2027, 2, 1)},
            "wanted_to",
            "The last day is before the first. Choose a later day.",
        ),
    ],
)
def test_incomplete_request_says_what_to_do(force, lead, changes, field, sentence):
    with pytest.raises(Invalid) as refusal:
        asking.ask(force=force, values=values(**changes), by=lead)

    assert refusal.value.errors == {field: [sentence]}
    assert PeerReview.objects.count() == 0


def test_only_lead_and_chief_officer_of_the_force_ask(force):
    others = [person("contributor", force), person("vkpp_staff"), person("nvap_lead", ForceFactory(code="norfolk"))]
    for somebody in others:
        with pytest.raises(NotAllowed):
            asking.ask(force=force, values=values(), by=somebody)

    assert PeerReview.objects.count() == 0


def test_request_is_accepted_with_somebody_outside_the_force(force, lead, staff):
    review = asking.ask(force=force, values=values(), by=lead)
    with pytest.raises(Invalid) as refusal:
        asking.accept(review=review, manager=None, by=staff)
    assert refusal.value.errors == {"manager": ["Choose who of the national team looks after the review."]}

    local = person("vkpp_staff")
    local.memberships.create(force=force, role="contributor", granted_at=dt.datetime.now(dt.UTC))
    with pytest.raises(Invalid) as refusal:
        asking.accept(review=review, manager=local, by=staff)
    assert refusal.value.errors == {"manager": [f"{local} belongs to {force.name}. Choose somebody who does not."]}

    asking.accept(review=review, manager=staff, by=staff)
    review.refresh_from_db()
    assert (review.state, review.manager) == ("scoping", staff)


def test_staff_of_the_force_arrange_nothing(force, lead):
    review = asking.ask(force=force, values=values(), by=lead)
    local = person("vkpp_staff")
    local.memberships.create(force=force, role="contributor", granted_at=dt.datetime.now(dt.UTC))

    with pytest.raises(NotAllowed):
        asking.decline(review=review, reason="We cannot.", by=local)

    review.refresh_from_db()
    assert review.state == "requested"


def test_declined_request_keeps_its_reason_and_can_be_accepted_later(force, lead, staff):
    review = asking.ask(force=force, values=values(), by=lead)
    with pytest.raises(Invalid):
        asking.decline(review=review, reason=" ", by=staff)

    asking.decline(review=review, reason="Not before the summer.", by=staff)
    assert audit.events_about(review).first().reason == "Not before the summer."

    asking.accept(review=review, manager=staff, by=staff)
    assert review.state == "scoping"


def test_of_two_who_decide_the_second_is_told(force, lead, staff):
    review = asking.ask(force=force, values=values(), by=lead)
    twin = PeerReview.objects.get(pk=review.pk)
    asking.accept(review=review, manager=staff, by=staff)

    with pytest.raises(Conflict) as refusal:
        asking.decline(review=twin, reason="No.", by=person("vkpp_staff"))

    assert str(staff) in refusal.value.message


def scoping_review(force, lead, staff):
    review = asking.ask(force=force, values=values(), by=lead)
    asking.accept(review=review, manager=staff, by=staff)
    return review


def draft(review, staff, terms="Two days.", **options):
    questions = {row.action: "Does it work at night?" for row in review.scopes.select_related("action")}
    scoping.change(review=review, questions=questions, terms=terms, version=review.version, by=staff, **options)


def test_force_agrees_the_version_it_has_read(force, lead, staff):
    review = scoping_review(force, lead, staff)
    draft(review, staff, send=True)
    draft(review, staff, "Three days.")

    with pytest.raises(Conflict) as refusal:
        scoping.agree(review=review, terms_version=1, by=lead)
    assert refusal.value.message == (
        "VKPP changed scope or terms since you opened the page. Read them again before you agree."
    )

    scoping.agree(review=review, terms_version=2, by=lead)
    review.refresh_from_db()
    assert (review.terms_version, review.terms_agreed_by) == (2, lead)
    assert [(row.number, row.terms, row.agreed_by) for row in review.terms_versions.all()] == [
        (2, "Three days.", lead),
        (1, "Two days.", None),
    ]


def test_change_after_agreement_asks_for_it_again(force, lead, staff):
    review = scoping_review(force, lead, staff)
    draft(review, staff)
    scoping.agree(review=review, terms_version=1, by=lead)
    draft(review, staff, "Four days.")

    with pytest.raises(Invalid) as refusal:
        asking.prepare(review=review, by=staff)

    assert refusal.value.errors == {"terms": ["The force has not agreed the terms of reference yet."]}


def test_saving_what_has_not_changed_makes_no_version(force, lead, staff):
    review = scoping_review(force, lead, staff)
    draft(review, staff)
    draft(review, staff)

    assert review.terms_versions.count() == 1


def test_two_who_draft_do_not_overwrite_each_other(force, lead, staff):
    review = scoping_review(force, lead, staff)
    opened = review.version
    draft(review, staff)

    with pytest.raises(Conflict):
        scoping.change(
            review=review,
            questions={Action.objects.first(): ""},
            terms="Mine.",
            version=opened,
            by=person("vkpp_staff"),
        )

    review.refresh_from_db()
    assert review.terms == "Two days."


def test_fieldwork_starts_with_a_complete_and_cleared_team(force, staff):
    review = a_peer(force, "preparing", team=False, fieldwork_from=None, fieldwork_to=None)
    a_member(review, sector="policing", interest="undeclared", declared_at=None, lead=True)

    with pytest.raises(Invalid) as refusal:
        asking.start(review=review, by=staff)

    member = review.team.get().person
    assert refusal.value.errors == {
        "team": [
            "Add a member from: Academia.",
            "Add a member from: Voluntary sector.",
            f"{member} has not declared their interests yet.",
        ],
        "fieldwork_from": ["Enter the first and the last day of fieldwork."],
    }


def test_days_stand_in_order(force, staff):
    review = a_peer(force, "preparing")
    given = {
        "manager": staff,
        "fieldwork_from": dt.date(2027, 3, 1),
        "fieldwork_to": dt.date(2027, 3, 3),
        "report_due_on": dt.date(2027, 2, 1),
    }
    with pytest.raises(Invalid) as refusal:
        asking.arrange(review=review, values=given, version=review.version, by=staff)
    assert refusal.value.errors == {"report_due_on": ["This day comes before the one above. Choose a later day."]}

    asking.arrange(
        review=review, values=given | {"report_due_on": dt.date(2027, 4, 1)}, version=review.version, by=staff
    )
    review.refresh_from_db()
    assert (review.fieldwork_to, review.report_due_on) == (dt.date(2027, 3, 3), dt.date(2027, 4, 1))


def test_force_withdraws_before_fieldwork_and_not_after(force):
    early, late = a_peer(force, "preparing"), a_peer(force, "fieldwork")
    chief = person("chief_officer", force)

    asking.withdraw(review=early, reason="An inspection came.", by=chief)
    with pytest.raises(Conflict):
        asking.withdraw(review=late, reason="An inspection came.", by=chief)

    assert (early.state, late.state) == ("withdrawn", "fieldwork")
