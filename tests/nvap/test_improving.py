"""The improvement plan: from a gap with one button, worked on step by step, safe for two people, finished with a result."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nvap.actions import improving, toolkits
from nvap.models import ImprovementAction
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import answer_of, answered
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def gap(ret, lead):
    """A gap that Norfolk names in its answer on 2.1.1."""
    answered(ret, by=lead, gap=True, gap_text="zzqgap: no training for the control room.")
    return answer_of(ret).gaps.get()


def test_gap_becomes_an_improvement_action_with_the_steps_of_the_toolkit(gap, lead):
    improvement = improving.from_gap(gap=gap, by=lead)
    assert (improvement.source, improvement.gap, improvement.action.code) == ("gap", gap, "2.1.1")
    assert [step.text for step in improvement.steps.all()] == ["Train", "Check", "Learn"]
    assert improvement.source_label == "2026 return, action 2.1.1"
    assert improvement.source_url == "/nvap/returns/2026/norfolk/2.1.1/"
    assert (improvement.owner, improvement.accountable) == (lead, lead)


def test_gap_becomes_an_improvement_action_however_long_the_guidance_is(gap, lead):
    steps = ["x" * 1001, *(f"Step {number}" for number in range(2, 61))]
    guidance = toolkits.save(
        action=gap.response.action_version, values={"steps": steps}, version=0, by=person("vkpp_staff")
    )
    toolkits.publish(draft=guidance, version=1, by=person("vkpp_staff"))

    improvement = improving.from_gap(gap=gap, by=lead)

    assert [step.text for step in improvement.steps.all()] == steps


def test_gap_pressed_twice_is_one_improvement_action(gap, lead, client_for):
    browser = client_for(lead)
    for _twice in range(2):
        assert browser.post(reverse("nvap:improvement-from-gap", args=[gap.pk])).status_code == 302
    assert ImprovementAction.objects.count() == 1


def test_gap_of_another_force_is_not_found(gap, client_for):
    stranger = client_for(person("nvap_lead", ForceFactory(code="suffolk")))
    assert stranger.post(reverse("nvap:improvement-from-gap", args=[gap.pk])).status_code == 404
    assert not ImprovementAction.objects.exists()


def test_dropped_improvement_lets_the_gap_be_taken_up_anew_but_not_twice(gap, lead):
    first = improving.from_gap(gap=gap, by=lead)
    improving.drop(improvement=first, reason="Done elsewhere.", by=lead)
    second = improving.from_gap(gap=gap, by=lead)
    assert second != first
    with pytest.raises(Conflict, match="Another improvement action"):
        improving.resume(improvement=first, by=lead)


def test_first_step_done_begins_the_work_and_a_result_ends_it(gap, lead):
    improvement = improving.from_gap(gap=gap, by=lead)
    improving.set_step(step=improvement.steps.first(), done=True, by=lead)
    improvement.refresh_from_db()
    assert improvement.state == "under_way"
    with pytest.raises(Invalid, match="Say what came of it"):
        improving.finish(improvement=improvement, result=" ", by=lead)
    improvement.refresh_from_db()
    assert (improvement.state, improvement.done_at) == ("under_way", None)
    improving.finish(improvement=improvement, result="All trained.", by=lead)
    improvement.refresh_from_db()
    assert (improvement.state, improvement.result) == ("done", "All trained.")
    with pytest.raises(Conflict):
        improving.report(improvement=improvement, text="More.", by=lead)


def test_second_writer_is_told_and_sees_both_texts(force, lead, client_for):
    day = dt.date(2027, 3, 1)
    improvement = improving.create(force=force, title="Better", by=lead, measure="Old.", due_on=day)
    other = client_for(lead)
    page = reverse("nvap:improvement-edit", args=[improvement.reference])
    version = other.get(page).context["form"].initial["version"]
    improving.change(improvement=improvement, values={"measure": "Theirs."}, version=version, by=lead)
    values = {"title": "Better", "measure": "Mine.", "version": version, "accountable": lead.pk, "due_on": "2027-03-01"}
    refused = other.post(page, values)
    assert refused.status_code == 409
    assert [(row["left"], row["right"]) for row in refused.context["form"].theirs] == [("Theirs.", "Mine.")]
    improvement.refresh_from_db()
    assert improvement.measure == "Theirs."
    again = other.post(page, values | {"version": refused.context["form"]["version"].value()})
    improvement.refresh_from_db()
    assert (again.status_code, improvement.measure) == (302, "Mine.")


def test_owner_reports_but_does_not_move_the_date(force, lead):
    owner = person("contributor", force)
    due = timezone.localdate() + dt.timedelta(days=30)
    improvement = improving.create(force=force, title="Better", by=lead, owner=owner, due_on=due)
    improving.report(improvement=improvement, text="Half of it.", by=owner)
    improving.change(improvement=improvement, values={"due_on": None, "measure": "Share."}, version=None, by=owner)
    improvement.refresh_from_db()
    assert (improvement.due_on, improvement.measure) == (due, "Share.")
    with pytest.raises(NotAllowed):
        improving.drop(improvement=improvement, reason="No.", by=owner)
    with pytest.raises(NotAllowed):
        improving.report(improvement=improvement, text="No.", by=person("contributor", force))


def test_owner_must_be_of_the_force(force, lead):
    stranger = person("contributor", ForceFactory(code="suffolk"))
    with pytest.raises(Invalid) as refusal:
        improving.create(force=force, title="Better", by=lead, owner=stranger)
    assert refusal.value.errors == {"owner": [f"{stranger} has no role in Norfolk. Choose somebody of the force."]}
    assert not ImprovementAction.objects.exists()


def test_staff_add_only_what_comes_from_outside(force):
    staff = person("vkpp_staff")
    assert improving.create(force=force, title="Better", source="peer_review", by=staff).force == force
    with pytest.raises(NotAllowed):
        improving.create(force=force, title="Better", by=staff)


def test_list_shows_only_what_one_may_see_and_filters(force, lead, client_for):
    owner, stranger = person("contributor", force), person("nvap_lead", ForceFactory(code="suffolk"))
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    improving.create(force=force, title="zzqlate", by=lead, due_on=yesterday, owner=owner)
    improving.create(force=force, title="zzqopen", by=lead, source="inspection")
    titles = {
        "": ["zzqlate", "zzqopen"],
        "?overdue=1": ["zzqlate"],
        "?source=inspection": ["zzqopen"],
        "?owner=nobody": ["zzqopen"],
        "?tab=done": [],
    }
    browser, url = client_for(lead), reverse("nvap:improvements")
    for query, expected in titles.items():
        assert [row["improvement"].title for row in browser.get(url + query).context["rows"]] == expected
    assert [row["improvement"].title for row in client_for(owner).get(url).context["rows"]] == ["zzqlate"]
    assert b"zzq" not in client_for(stranger).get(url).content
    assert client_for(person("evaluator")).get(url).status_code == 404


def test_pages_of_work_do_what_they_say(force, lead, client_for):
    browser = client_for(lead)
    assert browser.post(reverse("nvap:improvement-new"), {"title": "Better"}).status_code == 302
    improvement = ImprovementAction.objects.get()

    def post(name, *more, **values):
        return browser.post(reverse(f"nvap:improvement-{name}", args=[improvement.reference, *more]), values)

    post("add-step", text="Ask around")
    step = improvement.steps.get()
    post("step", step.pk, do="done")
    post("report", text="Asked.")
    post("finish", text="It works.")
    improvement.refresh_from_db()
    assert (improvement.state, improvement.result, improvement.progress.get().text) == ("done", "It works.", "Asked.")
    page = browser.get(reverse("nvap:improvement", args=[improvement.reference]))
    assert [event["title"] for event in page.context["events"]][:2] == ["Marked as done", "Progress reported"]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("add-step", "x" * 1001, "The step must be 1,000 characters or fewer."),
        ("report", "x" * 5001, "The report must be 5,000 characters or fewer."),
        ("finish", "x" * 5001, "The result must be 5,000 characters or fewer."),
        ("drop", "x" * 2001, "The reason must be 2,000 characters or fewer."),
        ("finish", " ", "Say what came of it before you mark it as done."),
    ],
)
def test_text_of_work_that_is_refused_stays_on_the_page(force, lead, client_for, name, text, sentence):
    improvement = improving.create(force=force, title="Better", by=lead)

    refused = client_for(lead).post(reverse(f"nvap:improvement-{name}", args=[improvement.reference]), {"text": text})

    assert refused.context["wrong"]["text"].value() == text
    assert f">{text}</textarea>" in refused.text.replace(">\n", ">")
    assert sentence in refused.text
    assert (improvement.steps.count(), improvement.progress.count()) == (0, 0)


@pytest.mark.parametrize("name", ["add-step", "report", "finish", "drop"])
def test_text_of_work_stays_when_a_colleague_has_finished_meanwhile(force, lead, client_for, name):
    improvement = improving.create(force=force, title="Better", by=lead)
    improving.finish(improvement=improvement, result="All trained.", by=lead)

    refused = client_for(lead).post(reverse(f"nvap:improvement-{name}", args=[improvement.reference]), {"text": "Zzq"})

    assert refused.text.replace(">\n", ">").count(">Zzq</textarea>") == 1
    assert "All trained." in refused.text
