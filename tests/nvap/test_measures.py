"""Measures: VKPP says what is counted, forces report figures, readers see them with their change."""

import datetime as dt

import pytest
from django.urls import reverse

from nvap.actions import assigning, measures
from nvap.models import Action, MeasureDefinition, MeasureValue
from nvap.presenters.measures import force_page, period_words
from tests.api.clients import program
from tests.clients import text_of
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import answer_of
from tests.queries import queries
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
TRAINED = {
    "title": "Call handlers trained",
    "unit": "percent",
    "numerator": "call handlers trained",
    "denominator": "all call handlers",
    "higher_is_better": True,
}
SPRING = (dt.date(2026, 1, 1), dt.date(2026, 3, 31))
SUMMER = (dt.date(2026, 4, 1), dt.date(2026, 6, 30))


@pytest.fixture
def trained(ret, staff):
    """Share of call handlers who are trained, of action 2.1.1."""
    return defined(staff)


def defined(by, code="trained", **values):
    action = Action.objects.get(code="2.1.1")
    return measures.define(action=action, code=code, values=TRAINED | values, by=by)


def reported(definition, by, period=SPRING, numerator=40, denominator=80, **values):
    """A figure of Norfolk's."""
    figures = {"numerator": numerator, "denominator": denominator, **values}
    force = by.memberships.get().force
    return measures.report(definition=definition, force=force, period=period, values=figures, by=by)


# ---- definitions
def test_new_wording_is_in_place_until_somebody_has_reported_then_a_new_version(trained, lead, staff):
    changed = measures.change(definition=trained, values=TRAINED | {"title": "Trained call handlers"}, by=staff)
    assert (changed.pk, changed.version, changed.title) == (trained.pk, 1, "Trained call handlers")
    value = reported(changed, lead)

    newer = measures.change(definition=changed, values=TRAINED | {"numerator": "trained this year"}, by=staff)

    assert (newer.version, newer.numerator) == (2, "trained this year")
    value.refresh_from_db()
    assert (value.definition.version, value.definition.numerator) == (1, "call handlers trained")
    with pytest.raises(Conflict):
        measures.change(definition=changed, values=TRAINED, by=staff)


def test_same_wording_makes_no_version(trained, lead, staff):
    reported(trained, lead)

    assert measures.change(definition=trained, values=TRAINED, by=staff).pk == trained.pk
    assert MeasureDefinition.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({"title": " "}, {"title": ["Enter a title."]}),
        ({"numerator": ""}, {"numerator": ["Say what is counted."]}),
        ({"unit": "miles"}, {"unit": ["Choose the unit."]}),
        (
            {"denominator": ""},
            {"denominator": ["Say what it is counted out of, or choose “A number” as unit."]},
        ),
    ],
)
def test_definition_that_does_not_say_enough_is_refused(ret, staff, values, errors):
    with pytest.raises(Invalid) as refusal:
        defined(staff, **values)

    assert (refusal.value.errors, MeasureDefinition.objects.count()) == (errors, 0)


@pytest.mark.parametrize("code", ["trained", "Not A Slug", ""])
def test_code_is_plain_and_used_once(trained, staff, code):
    with pytest.raises(Invalid):
        defined(staff, code=code)

    assert MeasureDefinition.objects.count() == 1


def test_forces_do_not_define_and_retired_measures_take_no_figures(trained, lead, staff):
    with pytest.raises(NotAllowed):
        defined(lead, code="other")
    measures.set_retired(definition=trained, retired=True, by=staff)

    with pytest.raises(Conflict):
        reported(trained, lead)

    assert MeasureValue.objects.count() == 0


# ---- figures
def test_figure_is_computed_and_every_change_is_in_the_trail(trained, lead):
    value = reported(trained, lead, numerator=1, denominator=8)
    assert str(value.figure) == "12.5"

    figures = {"numerator": 2, "denominator": 3, "final": True, "source": "Training records"}
    measures.correct(value=value, values=figures, version=1, by=lead)

    assert (str(value.figure), value.final, value.version) == ("66.7", True, 2)
    event = AuditEvent.objects.get(verb="measure.correct")
    assert (event.before["numerator"], event.after["numerator"]) == (1, 2)
    with pytest.raises(Conflict):
        measures.correct(value=value, values=figures, version=1, by=lead)
    with pytest.raises(Conflict):
        measures.remove(value=value, by=lead)
    assert MeasureValue.objects.count() == 1


def test_provisional_figure_can_be_removed(trained, lead):
    measures.remove(value=reported(trained, lead), by=lead)

    assert MeasureValue.objects.count() == 0
    assert AuditEvent.objects.get(verb="measure.remove").before["numerator"] == 40


@pytest.mark.parametrize(
    ("period", "figures", "field", "sentence"),
    [
        ((None, SPRING[1]), {}, "period_from", "Enter the first day of the period."),
        (SPRING[::-1], {}, "period_to", "The last day must not be before the first."),
        (
            (SPRING[0], dt.date(2999, 1, 1)),
            {},
            "period_to",
            "The period must be over: enter a day that is not in the future.",
        ),
        (SPRING, {"numerator": None}, "numerator", "Enter a whole number, 0 or more."),
        (SPRING, {"denominator": 0}, "denominator", "Enter a whole number, 1 or more."),
        (SPRING, {"numerator": 81}, "numerator", "This is more than the number it is out of. Look at both."),
    ],
)
def test_figure_that_cannot_be_is_refused(trained, lead, period, figures, field, sentence):
    with pytest.raises(Invalid) as refusal:
        reported(trained, lead, period, **figures)

    assert (refusal.value.errors, MeasureValue.objects.count()) == ({field: [sentence]}, 0)


def test_period_is_reported_once(trained, lead):
    reported(trained, lead)

    with pytest.raises(Invalid) as refusal:
        reported(trained, lead)

    assert list(refusal.value.errors) == ["period_to"]


def test_contributor_reports_and_sees_what_is_assigned_only(ret, trained, lead, staff):
    other = measures.define(action=Action.objects.get(code="2.2.1"), code="other", values=TRAINED, by=staff)
    value, _hidden = reported(trained, lead), reported(other, lead)
    contributor = person("contributor", ret.force)
    with pytest.raises(NotAllowed):
        reported(trained, contributor, SUMMER)
    assert list(MeasureValue.objects.visible_to(contributor)) == []

    assigning.assign(ret=ret, person=contributor, things=[answer_of(ret).action_version], by=lead)

    mine = reported(trained, contributor, SUMMER)
    assert set(MeasureValue.objects.visible_to(contributor)) == {value, mine}
    with pytest.raises(NotAllowed):
        reported(other, contributor, SUMMER)


def test_other_forces_see_nothing_and_vkpp_no_small_numbers_of_people(trained, lead, staff, client_for):
    people = defined(staff, code="harmed", counts_people=True, higher_is_better=False)
    reported(people, lead, numerator=3, denominator=90)
    reported(trained, lead, numerator=3, denominator=90)
    stranger = person("nvap_lead", ForceFactory(code="kent"))
    address = reverse("nvap:measures", args=["norfolk"])

    assert client_for(stranger).get(address).status_code == 404
    assert MeasureValue.objects.visible_to(stranger).count() == 0
    assert "Fewer than five" not in text_of(client_for(lead).get(address))
    seen = text_of(client_for(staff).get(address))
    assert (seen.count("Fewer than five"), seen.count("3 of 90")) == (1, 1)
    rows = client_for(staff).get(reverse("nvap:measures-export", args=["norfolk"])).content.decode().splitlines()
    assert [row.split(",")[6:9] for row in rows[1:]] == [["<5", "", ""], ["3", "90", "3.3"]]


# ---- pages
def test_lead_enters_a_figure_and_corrects_it(trained, lead, client_for):
    browser, place = client_for(lead), ["norfolk", "trained"]
    days = {"period_from_0": 1, "period_from_1": 1, "period_from_2": 2026}
    days |= {"period_to_0": 31, "period_to_1": 3, "period_to_2": 2026}
    enter = reverse("nvap:measure-enter", args=place)
    assert "Enter a whole number, 0 or more." in text_of(browser.post(enter, days))
    assert browser.post(enter, {**days, "numerator": "40", "denominator": "80"}).url == reverse(
        "nvap:measure", args=place
    )
    value = MeasureValue.objects.get()
    assert "50.0%" in text_of(browser.get(reverse("nvap:measure", args=place)))

    correct = reverse("nvap:measure-correct", args=[*place, value.pk])
    browser.post(correct, {"numerator": "60", "denominator": "80", "final": "on", "version": "1"})

    value.refresh_from_db()
    assert (value.numerator, value.final, value.version) == (60, True, 2)
    stale = browser.post(correct, {"numerator": "1", "denominator": "80", "version": "1"})
    assert "Somebody changed this figure meanwhile." in text_of(stale)


def test_answer_page_shows_the_last_figures_with_their_change(ret, trained, lead, staff, client_for):
    page = reverse("nvap:answer", args=[ret.round.code, ret.force.code, "2.1.1"])
    reported(trained, lead, numerator=40, denominator=80)
    reported(trained, lead, SUMMER, numerator=42, denominator=80)

    shown = text_of(client_for(lead).get(page))

    assert "Apr to Jun 2026 Provisional 52.5% 42 of 80 up 2.5, better" in shown
    newer = measures.change(definition=trained, values=TRAINED | {"numerator": "trained this year"}, by=staff)
    reported(newer, lead, (dt.date(2026, 7, 1), dt.date(2026, 9, 30)))
    assert "Jul to Sep 2026 Provisional 50.0% 40 of 80 Counted differently before" in text_of(
        client_for(lead).get(page)
    )


def test_figure_changes_on_the_last_period_that_was_as_long(trained, lead):
    year = (dt.date(2025, 4, 1), dt.date(2026, 3, 31))
    reported(trained, lead, (dt.date(2025, 10, 1), dt.date(2025, 12, 31)), numerator=20)
    reported(trained, lead, SPRING, numerator=22)
    reported(trained, lead, year, numerator=80)
    reported(trained, lead, SUMMER, numerator=26)

    (measure,) = force_page(lead, lead.memberships.get().force)["measures"]

    assert [(row["period"], row["change"]) for row in measure["rows"]] == [
        ("Apr to Jun 2026", "up 5.0, better"),
        ("Jan to Mar 2026", "up 2.5, better"),
        ("Year to March 2026", ""),
        ("Oct to Dec 2025", ""),
    ]


def test_staff_define_change_and_retire_on_pages(ret, staff, client_for):
    browser = client_for(staff)
    sent = {**TRAINED, "higher_is_better": "yes", "code": "trained", "action": Action.objects.get(code="2.1.1").pk}
    assert browser.post(reverse("nvap:manage-measure-new"), sent).url == reverse(
        "nvap:manage-measure", args=["trained"]
    )
    browser.post(reverse("nvap:manage-measure", args=["trained"]), {**sent, "title": "All trained"})
    browser.post(reverse("nvap:manage-measure-retire", args=["trained"]), {"retired": "yes"})

    made = MeasureDefinition.objects.get()
    assert (made.title, made.higher_is_better, made.retired) == ("All trained", True, True)
    assert "No longer asked for" in text_of(browser.get(reverse("nvap:manage-measure", args=["trained"])))


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        ((2025, 4, 1), (2026, 3, 31), "Year to March 2026"),
        ((2025, 1, 1), (2025, 12, 31), "2025"),
        ((2026, 2, 1), (2026, 2, 28), "Feb 2026"),
        ((2025, 12, 1), (2026, 2, 28), "Dec 2025 to Feb 2026"),
        ((2026, 1, 5), (2026, 2, 3), "5 January 2026 to 3 February 2026"),
    ],
)
def test_periods_have_names(begins, ends, words):
    assert period_words(dt.date(*begins), dt.date(*ends)) == words


def test_pages_ask_the_same_queries_for_one_figure_and_three(ret, trained, lead, staff, client_for):
    pages = [
        reverse("nvap:measures", args=["norfolk"]),
        reverse("nvap:measure", args=["norfolk", "trained"]),
        reverse("nvap:answer", args=[ret.round.code, ret.force.code, "2.1.1"]),
    ]
    reported(trained, lead)
    one = [queries(client_for(lead), page) for page in pages] + [queries(client_for(staff), "/nvap/manage/measures/")]
    for code in ("second", "third"):
        reported(defined(staff, code=code), lead)
    for month in (1, 2, 3):
        reported(trained, lead, (dt.date(2025, month, 1), dt.date(2025, month, 28)))

    three = [queries(client_for(lead), page) for page in pages] + [queries(client_for(staff), "/nvap/manage/measures/")]

    assert one == three


# ---- API
def test_api_lists_measures_and_the_figures_of_the_own_force(trained, lead):
    reported(trained, lead)
    reader = program(lead)

    (measure,) = reader.results("measures/")
    assert (measure["code"], measure["action"], measure["version"]) == ("trained", "2.1.1", 1)
    (value,) = reader.results("measures/values/")
    assert (value["force"], value["figure"], value["suppressed"], value["period_to"]) == (
        *("norfolk", "50.0", False),
        "2026-03-31",
    )
    stranger = program(person("force_analyst", ForceFactory(code="kent")))
    assert stranger.results("measures/values/") == []
    assert stranger.results("measures/values/", force="norfolk") == []


def test_pull_of_figures_brings_what_changed_and_names_what_was_taken_back(trained, lead):
    reader = program(lead)
    gone, kept = reported(trained, lead), reported(trained, lead, period=SUMMER)
    as_of = reader.get("measures/values/").json()["as_of"]
    one = queries(reader, "/api/v1/measures/values/removed/")
    assert reader.results("measures/values/removed/", updated_since=as_of) == []

    measures.correct(value=kept, values={"numerator": 41, "denominator": 80}, version=1, by=lead)
    measures.remove(value=gone, by=lead)

    changed = reader.results("measures/values/", updated_since=as_of, fields="period_to,numerator")
    (removed,) = reader.results("measures/values/removed/", updated_since=as_of)
    assert {"period_to": "2026-06-30", "numerator": 41} in changed
    assert removed.pop("updated_at") >= as_of[:19]
    assert removed == {
        "force": "norfolk",
        "action": "2.1.1",
        "measure": "trained",
        "measure_version": 1,
        "period_from": "2026-01-01",
        "period_to": "2026-03-31",
    }
    stranger = program(person("force_analyst", ForceFactory(code="kent")))
    assert stranger.results("measures/values/removed/") == []

    reported(trained, lead)
    assert reader.results("measures/values/removed/") == []
    assert queries(reader, "/api/v1/measures/values/removed/") == one


def test_api_suppresses_small_numbers_for_readers_outside(ret, lead, staff):
    reported(defined(staff, counts_people=True), lead, numerator=2, denominator=50)

    (value,) = program(staff).results("measures/values/")

    assert (value["numerator"], value["denominator"], value["figure"], value["suppressed"]) == (None, None, None, True)
