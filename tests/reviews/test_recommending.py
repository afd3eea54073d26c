"""Recommendations: who they are for, how one gets into a force's improvement plan, and how its state follows."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nvap.actions import improving
from nvap.models import Action, ImprovementAction
from reviews.actions import recommending, reminding
from reviews.models import PeerReview, Recommendation
from tests.factories.accounts import ForceFactory, UserFactory, person
from tests.factories.nvap import a_plan, a_return
from tests.factories.reviews import a_case, a_coding, a_peer, a_point
from tests.queries import queries
from vkpp.core import outbox, personal_data
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return person("vkpp_staff")


@pytest.fixture
def force():
    return ForceFactory(code="norfolk")


def made(staff, **values):
    """A recommendation of a quality-assured case review."""
    fields = {"text": "Look again at risk when something changes.", "by": staff}
    if not {"force", "body"} & set(values):
        fields["body"] = "National Police Chiefs' Council"
    return recommending.create(**({"review": a_case("assured")} | fields | values))


def test_recommendation_for_a_force_stands_in_its_improvement_plan(staff, force):
    a_plan()
    lead = person("nvap_lead", force)
    action = Action.objects.get(code="2.1.1")
    advice = made(staff, force=force, action=action, due_on=dt.date(2027, 3, 1))

    improvement = advice.improvement
    assert (improvement.force, improvement.source, improvement.action) == (force, "case_review", action)
    assert improvement.title == "Look again at risk when something changes."
    assert improvement.due_on == dt.date(2027, 3, 1)
    assert improvement.source_label.startswith(f"{advice.reference}: CR-")
    assert list(Recommendation.objects.visible_to(lead)) == [advice]
    assert [mail.to for mail in Notification.objects.filter(kind="reviews_recommendation")] == [lead]


def test_state_owner_and_date_follow_the_improvement_plan(staff, force):
    lead = person("nvap_lead", force)
    advice = made(staff, force=force)
    improving.report(improvement=advice.improvement, text="Begun.", by=lead)
    values = {"owner": lead, "due_on": dt.date(2027, 5, 1)}
    improving.change(improvement=advice.improvement, values=values, version=None, by=lead)
    outbox.work()
    advice.refresh_from_db()
    assert (advice.state, advice.owner, advice.due_on) == ("under_way", lead, dt.date(2027, 5, 1))

    advice.improvement.refresh_from_db()
    improving.finish(improvement=advice.improvement, result="All are trained.", by=lead)
    outbox.work()
    advice.refresh_from_db()
    assert (advice.state, advice.closed_at is not None) == ("done", True)


def test_recommendation_in_a_plan_is_worked_on_there(staff, force):
    lead = person("nvap_lead", force)
    advice = made(staff, force=force)
    for act in (
        lambda: recommending.report(recommendation=advice, text="Done.", by=lead),
        lambda: recommending.step(recommendation=advice, action="finish", by=lead),
        lambda: recommending.change(recommendation=advice, values={"text": "Other."}, version=1, by=staff),
        lambda: recommending.remove(recommendation=advice, by=staff),
    ):
        with pytest.raises(
            Conflict, match=rf"improvement plan of {force.short_name} as {advice.improvement.reference}"
        ):
            act()
    advice.refresh_from_db()
    assert (advice.state, advice.text) == ("open", "Look again at risk when something changes.")


def test_recommendation_of_a_peer_review_enters_the_plan_with_the_final_report(force):
    review = a_peer(force, state="drafting")
    member = review.team.get(lead=True).person
    advice = recommending.create(peer_review=review, text="Train the control room.", by=member)
    recommending.into_plan(recommendation=advice, by=member)
    assert (advice.force, advice.marking, advice.improvement) == (force, "official_sensitive", None)
    assert not ImprovementAction.objects.exists()

    PeerReview.objects.filter(pk=review.pk).update(state="final", final_at=timezone.now())
    for _twice in range(2):
        recommending.into_plan(recommendation=Recommendation.objects.get(), by=member)
    improvement = ImprovementAction.objects.get()
    assert (improvement.source, improvement.force, improvement.title) == (
        "peer_review",
        force,
        "Train the control room.",
    )


def test_owner_of_a_peer_recommendation_sees_it_only_with_the_report(force):
    review = a_peer(force, state="drafting")
    lead = person("nvap_lead", force)
    member = review.team.get(lead=True).person
    recommending.create(peer_review=review, text="Train.", owner=lead, by=member)
    assert list(Recommendation.objects.visible_to(lead)) == []


def test_recommendations_of_a_sent_report_are_not_written_any_more(force):
    review = a_peer(force, state="factual")
    member = review.team.get(lead=True).person
    with pytest.raises(Conflict, match="during fieldwork and while the report is being written"):
        recommending.create(peer_review=review, text="Train.", by=member)
    assert not Recommendation.objects.exists()


def test_recommendation_is_for_a_force_or_a_body_and_its_owner_is_of_the_force(staff, force):
    stranger = person("nvap_lead", ForceFactory(code="kent"))
    with pytest.raises(Invalid) as refusal:
        made(staff, body="")
    assert refusal.value.errors == {"force": ["Choose the force it is for, or name another body."]}
    with pytest.raises(Invalid) as refusal:
        made(staff, force=force, body="Home Office")
    assert refusal.value.errors == {"body": ["Choose a force or name another body, not both."]}
    with pytest.raises(Invalid) as refusal:
        made(staff, force=force, owner=stranger, text="")
    assert refusal.value.errors == {
        "text": ["Write what should be done."],
        "owner": [f"{stranger} has no role in {force.short_name}. Choose somebody of the force."],
    }
    assert not Recommendation.objects.exists()


def test_recommendation_comes_of_its_own_review(staff):
    point = a_point(a_coding(a_case("assured")))
    with pytest.raises(Invalid, match="belongs to another review"):
        made(staff, point=point)
    with pytest.raises(Conflict, match="coded and quality-assured first"):
        made(staff, review=a_case("coded"))
    assert made(staff, review=point.review, point=point).point == point


def test_recommendations_of_case_reviews_are_written_by_staff_only(force):
    with pytest.raises(NotAllowed, match="written by VKPP staff"):
        made(person("nvap_lead", force), force=force)
    assert not Recommendation.objects.exists()


def test_owner_reports_finishes_and_takes_up_again(staff):
    owner = person("national_analyst")
    advice = made(staff, owner=owner)
    recommending.report(recommendation=advice, text="Guidance is drafted.", by=owner)
    assert advice.state == "under_way"
    recommending.step(recommendation=advice, action="finish", by=owner)
    assert (advice.state, advice.closed_at is not None) == ("done", True)
    with pytest.raises(Conflict, match="Take it up again first"):
        recommending.report(recommendation=advice, text="More.", by=owner)
    recommending.step(recommendation=advice, action="resume", by=owner)
    assert (advice.state, advice.closed_at) == ("under_way", None)
    with pytest.raises(Invalid, match="Give a reason"):
        recommending.step(recommendation=advice, action="refuse", by=owner)
    with pytest.raises(NotAllowed):
        recommending.step(recommendation=advice, action="finish", by=person("national_analyst"))


def test_change_of_an_outdated_recommendation_shows_what_is_there(staff):
    advice = made(staff)
    recommending.change(recommendation=advice, values={"text": "Theirs."}, version=1, by=staff)
    with pytest.raises(Conflict) as refusal:
        recommending.change(recommendation=advice, values={"text": "Mine."}, version=1, by=staff)
    assert refusal.value.current["text"] == "Theirs."
    advice.refresh_from_db()
    assert (advice.text, advice.version) == ("Theirs.", 2)


# ---- pages, panels and reminders ---------------------------------------------------------------------------------------


def test_owner_without_a_role_has_the_list_that_the_reminder_leads_to(staff, client_for):
    owner = UserFactory()
    page = reverse("reviews:recommendations") + "?owner=me"
    assert client_for(owner).get(page).status_code == 404

    advice = made(staff, owner=owner)

    assert advice.reference in client_for(owner).get(page).content.decode()


def test_owner_is_reminded_before_and_after_the_day_and_once(staff):
    owner = person("national_analyst")
    today = timezone.localdate()
    soon, late = (made(staff, owner=owner, due_on=today + dt.timedelta(days=days)) for days in (7, -1))
    made(staff, owner=owner, due_on=today + dt.timedelta(days=8))
    for _twice in range(2):
        assert reminding.remind() == 1
        outbox.work()
    message = Notification.objects.get(kind="reviews_recommendation_due")
    assert message.subject == "2 recommendations you own are due"
    assert f"{soon.reference}, due " in message.body
    assert f"{late.reference}, was due " in message.body


def test_owner_hears_nothing_of_a_peer_recommendation_that_is_still_a_draft(force):
    review = a_peer(force, state="drafting")
    member, lead = review.team.get(lead=True).person, person("nvap_lead", force)
    day = timezone.localdate() + dt.timedelta(days=7)
    recommending.create(peer_review=review, text="Train.", owner=lead, due_on=day, by=member)
    assert reminding.remind() == 0


def test_force_does_not_close_a_recommendation_of_a_draft(force, client_for):
    review = a_peer(force, state="drafting")
    member, lead = review.team.get(lead=True).person, person("nvap_lead", force)
    draft = recommending.create(peer_review=review, text="Train.", owner=lead, by=member)
    PeerReview.objects.filter(pk=review.pk).update(state="factual")
    draft.refresh_from_db()

    with pytest.raises(NotAllowed):
        recommending.step(recommendation=draft, action="refuse", reason="We do it already.", by=lead)
    with pytest.raises(NotAllowed):
        recommending.report(recommendation=draft, text="Begun.", by=lead)

    page = client_for(lead).get(reverse("reviews:recommendation", args=[draft.reference])).content.decode()
    assert "Do not accept it" not in page


def test_recommendation_is_written_from_a_learning_point_on_a_page(staff, force, client_for):
    a_plan()
    point = a_point(
        a_coding(a_case("assured")), actions=["2.1.1"], quote="Nobody asked.", recommendation="Ask each time."
    )
    browser = client_for(staff)
    address = reverse("reviews:recommendation-new", args=[point.review.reference]) + f"?point={point.pk}"
    form = browser.get(address).content.decode()
    assert "Ask each time." in form
    assert "Nobody asked." in form
    refused = browser.post(address, {"text": "Ask each time.", "owner": "nobody@example.org"}).content.decode()
    assert "Nobody with this address has an account. Invite the person first." in refused
    browser.post(address, {"text": "Ask each time.", "force": force.pk, "action": point.actions.get().pk})
    advice = Recommendation.objects.get()
    assert (advice.point, advice.force, advice.improvement.force) == (point, force, force)


def test_likely_personal_data_is_asked_about_before_it_is_kept(staff, client_for):
    case = a_case("assured")
    browser, address = client_for(staff), reverse("reviews:recommendation-new", args=[case.reference])
    values = {"text": "Ring 01632 960123.", "body": "A council"}
    page = browser.post(address, values).content.decode()
    assert "looks like a telephone number. Take it out, or say that it may stay." in page
    assert not Recommendation.objects.exists()
    (found,) = personal_data.find({"text": values["text"]})
    browser.post(address, {**values, "keep": found.fingerprint})
    assert Recommendation.objects.get().text == "Ring 01632 960123."


def test_open_recommendation_stands_beside_the_action_it_cites_in_the_return(staff, client_for):
    ret = a_return()
    lead = person("nvap_lead", ret.force)
    action = Action.objects.get(code="2.1.1")
    advice = made(staff, force=ret.force, action=action)
    made(staff, force=ForceFactory(code="kent"), action=action, text="Not for them.")
    page = client_for(lead).get(reverse("nvap:answer", args=[ret.round.code, ret.force.code, "2.1.1"])).content.decode()
    assert advice.reference in page
    assert "Not for them." not in page
    other = (
        client_for(lead).get(reverse("nvap:answer", args=[ret.round.code, ret.force.code, "2.2.1"])).content.decode()
    )
    assert advice.reference not in other


def test_case_review_shows_its_recommendations(staff, client_for):
    advice = made(staff)
    page = client_for(person("national_analyst")).get(reverse("reviews:case", args=[advice.review.reference]))
    assert advice.reference in page.content.decode()


def test_list_filters_and_counts(staff, client_for):
    owner = person("national_analyst")
    mine, other = made(staff, owner=owner, due_on=dt.date(2020, 1, 1)), made(staff, text="Write guidance.")
    browser = client_for(owner)
    address = reverse("reviews:recommendations")
    assert (mine.reference in (page := browser.get(address).content.decode()), other.reference in page) == (True, True)
    assert "1 recommendation is overdue" in page
    page = browser.get(f"{address}?owner=me&overdue=1").content.decode()
    assert (mine.reference in page, other.reference in page) == (True, False)
    page = browser.get(f"{address}?q=guidance").content.decode()
    assert (mine.reference in page, other.reference in page) == (False, True)


def test_list_takes_the_same_queries_for_one_and_three(staff, force, client_for):
    reader = client_for(staff)
    made(staff, force=force)
    one = queries(reader, reverse("reviews:recommendations"))
    for _more in range(2):
        made(staff, force=force)
    assert queries(reader, reverse("reviews:recommendations")) == one


def test_change_on_the_page_shows_what_somebody_else_wrote(staff, client_for):
    advice = made(staff)
    recommending.change(recommendation=advice, values={"text": "Theirs."}, version=1, by=staff)
    values = {"text": "Mine.", "body": advice.body, "version": "1"}
    answer = client_for(staff).post(reverse("reviews:recommendation-edit", args=[advice.reference]), values)
    assert answer.status_code == 409
    assert "Theirs." in answer.content.decode()
    assert 'name="version" value="2"' in answer.content.decode()
