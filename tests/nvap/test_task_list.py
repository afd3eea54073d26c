"""The actions of a return as a list: how far each is, whose it is, what a filter and what a person sees of it."""

import re

import pytest
from django.urls import reverse

from nvap.actions import assigning
from nvap.models import ActionVersion, Response, Return, Theme
from nvap.presenters.tasks import Tasks
from tests.clients import text_of
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_return, answer_of, answered
from tests.queries import queries

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(lead, client_for):
    return client_for(lead)


def test_overview_asks_as_much_for_three_actions_as_for_one(ret, lead, browser):
    answered(ret, by=lead)
    url = reverse("nvap:return", args=["2026", "norfolk"])
    three = queries(browser, url)
    ret.responses.exclude(action_version__code="2.1.1").delete()

    assert queries(browser, url) == three
    assert three <= 12


def test_overview_shows_themes_states_and_filters(ret, lead, browser):
    answered(ret, by=lead)
    colleague = person("contributor", ret.force, display_name="Colin Colleague")
    assigning.assign(ret=ret, person=colleague, things=[ActionVersion.objects.get(code="2.1.2")], by=lead)

    words = text_of(browser.get(reverse("nvap:return", args=["2026", "norfolk"])))
    filtered = text_of(browser.get(reverse("nvap:return", args=["2026", "norfolk"]) + "?show=unanswered"))

    for part in ("1 of 3 actions answered", "Go on with 2.1.2", "Colin Colleague", "Answered", "Not started", "1 of 2"):
        assert part in words
    assert ("2.1.1 Recognition" in words, "2.1.1 Recognition" in filtered) == (True, False)


def test_lead_assigns_a_theme_with_a_date(ret, lead, browser):
    colleague = person("contributor", ret.force, display_name="Colin Colleague")
    url = reverse("nvap:assign", args=["2026", "norfolk"])
    theme = Theme.objects.get(code="2.1")

    none = browser.post(url, {"person": colleague.pk})
    browser.post(url, {"person": colleague.pk, "themes": theme.pk, "due_on": "1/2/2100", "note": "By the board"})

    assert "Choose at least one action or theme." in text_of(none)
    row = ret.assignments.get()
    assert (row.person, row.theme, row.due_on.isoformat(), row.assigned_by) == (colleague, theme, "2100-02-01", lead)
    shown = text_of(browser.get(url))
    assert "due 1 February 2100" in shown
    browser.post(reverse("nvap:unassign", args=["2026", "norfolk", row.pk]))
    row.refresh_from_db()
    assert row.ended_at is not None


def test_list_shows_exactly_what_the_person_may_see(ret, lead):
    colleague = person("contributor", ret.force)
    assigning.assign(ret=ret, person=colleague, things=[Theme.objects.get(code="2.2")], by=lead)
    everybody = [lead, colleague, person("contributor", ret.force), person("vkpp_staff"), person("evidence_reviewer")]
    everybody += [person(role, ret.force) for role in ("chief_officer", "force_analyst")]
    everybody.append(person("nvap_lead", ForceFactory(code="kent")))

    for who in everybody:
        seen = Response.objects.visible_to(who).of_return(ret).values_list("pk", flat=True)
        assert [task.pk for task in Tasks(Return.objects.get(), who).tasks] == list(seen)


def test_list_of_returns_is_the_own_forces(ret, browser):
    a_return(ForceFactory(code="kent"))

    words = text_of(browser.get(reverse("nvap:returns")))

    assert ("2026 return" in words, "Norfolk" in words, "Kent" in words) == (True, True, False)


def test_who_has_no_name_is_named_by_the_address(ret, lead, browser):
    nameless = person("contributor", ret.force, display_name="", email="desk@norfolk.police.uk")
    assigning.assign(ret=ret, person=nameless, things=[ActionVersion.objects.get(code="2.1.1")], by=lead)

    assert "Assigned to desk@norfolk.police.uk." in text_of(
        browser.get(reverse("nvap:answer", args=["2026", "norfolk", "2.1.1"]))
    )


def test_refused_assignment_keeps_its_ticks(ret, lead, client_for):
    action = answer_of(ret).action_version
    sent = {"person": "", "themes": [action.theme_id], "actions": [action.pk], "note": "x" * 301, "due_on": "soon"}

    shown = client_for(lead).post(reverse("nvap:assign", args=["2026", "norfolk"]), sent).text

    assert re.findall(r'id="([a-z]+-\d+)"[^>]* checked>', shown) == [f"theme-{action.theme_id}", f"action-{action.pk}"]
    assert '<details class="govuk-details" open>' in shown
    described = re.findall(r'aria-describedby="([^"]*-error-1)\s?"', shown)
    assert described == ["person-hint person-error-1", "due-hint due-error-1", "note-error-1"]
    assert [f'id="{name}-error-1"' in shown for name in ("person", "due", "note")] == [True] * 3
