"""Briefings: which reviews they are about, two people, and what is frozen."""

import datetime as dt

import pytest

from nvap.models import Action
from reviews import briefing_content, briefing_figures, briefing_selection
from reviews.actions import briefing_parts, briefings
from reviews.models import Briefing, LearningPoint, Theme
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, review_type, taxonomy, theme
from tests.reviews.briefings import a_briefing, learned, published, ready
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return person("vkpp_staff")


@pytest.fixture
def colleague():
    return person("vkpp_staff")


# ---- which reviews -----------------------------------------------------------------------------------------------------


def test_examined_and_included_follow_the_rule_with_a_reason_for_each_left_out(author):
    inside, other_theme = learned(), learned(theme="victim")
    learned("2025-12-31")
    learned("2026-04-01")
    learned(state="coded")
    learned(marking="official_sensitive")
    a_case("sent", published="2026-02-01")
    a_case("excluded", published="2026-02-01", exclusion="no_police")
    a_case("excluded", published="2026-02-01", exclusion="duplicate", duplicate_of=inside)

    selection = briefing_selection.of(a_briefing(author, theme_code="risk"), author)
    assert selection.ids == [inside.pk]
    assert {one.row["reference"]: one.why for one in selection.reviews}[
        other_theme.reference
    ] == "No learning on this theme"
    assert sorted(row["reason"] for row in selection.reasons()) == [
        "Marked OFFICIAL-SENSITIVE",
        "No learning on this theme",
        "Not coded and quality-assured yet",
        "Police were not involved before the incident",
    ]
    assert len(selection.reviews) == 5


@pytest.mark.parametrize(
    ("published_on", "inside"),
    [
        ("2026-01", True),
        ("2026-03", True),
        ("2026-04", False),
        ("2025-12", False),
        ("2026", False),
        ("2026-03-31", True),
    ],
)
def test_review_with_month_or_year_is_inside_when_all_of_it_is(author, published_on, inside):
    case = learned(published_on)
    assert (case.pk in briefing_selection.of(a_briefing(author), author).ids) == inside


def test_year_is_inside_a_period_of_whole_years(author):
    case = learned("2025")
    period = {"period_from": dt.date(2024, 7, 1), "period_to": dt.date(2025, 12, 31)}
    assert briefing_selection.of(a_briefing(author, **period), author).ids == [case.pk]
    shorter = {"period_from": dt.date(2025, 1, 2), "period_to": dt.date(2025, 12, 31)}
    assert briefing_selection.of(a_briefing(author, **shorter), author).ids == []


def test_kinds_strands_and_subthemes_narrow(author):
    below = {"parent": theme("risk-assessment"), "code": "risk-again", "label": "Looked at again"}
    Theme.objects.create(taxonomy=taxonomy(), order=9, **below)
    dhr = learned(theme="risk-again", strands=["DA"])
    learned(type=review_type("SCR"), strands=["DA"])
    learned(strands=["CSE"])
    narrowed = a_briefing(author, types=["DHR"], theme_code="risk")
    briefing = Briefing.objects.get(pk=narrowed.pk)
    Briefing.objects.filter(pk=briefing.pk).update(strands=["DA"])
    briefing.refresh_from_db()
    selection = briefing_selection.of(briefing, author)
    assert (selection.ids, len(selection.reviews)) == ([dhr.pk], 2)
    assert [point.review for point in briefing_figures.points_of(briefing, selection)] == [dhr]
    assert dict(briefing_content.themes())["Risk"] == [
        ("risk", "Risk (all of it)"),
        ("risk-assessment", "Risk assessment"),
        ("risk-again", "– Looked at again"),
    ]


def test_choice_by_hand_needs_a_reason_and_can_be_taken_back(author):
    inside, outside = learned(), learned("2020-01-01")
    briefing = a_briefing(author)
    with pytest.raises(Invalid, match="Give the reason"):
        briefings.choose(briefing=briefing, review=inside, included=False, reason=" ", by=author)
    briefings.choose(briefing=briefing, review=inside, included=False, reason="Told already.", by=author)
    briefings.choose(briefing=briefing, review=outside, included=True, reason="Compared with it.", by=author)
    selection = briefing_selection.of(briefing, author)
    assert (selection.ids, selection.reasons()) == ([outside.pk], [{"reason": "Told already.", "count": 1}])

    briefings.follow_rule(briefing=briefing, review=inside, by=author)
    briefings.follow_rule(briefing=briefing, review=outside, by=author)
    assert briefing_selection.of(briefing, author).ids == [inside.pk]


@pytest.mark.parametrize("values", [{"state": "coded"}, {"marking": "official_sensitive"}])
def test_unassured_and_sensitive_reviews_are_never_taken_in(author, values):
    case = learned(**values)
    briefing = a_briefing(author)
    with pytest.raises(Conflict, match="Only quality-assured reviews that are marked OFFICIAL"):
        briefings.choose(briefing=briefing, review=case, included=True, reason="Important.", by=author)
    assert briefing_selection.of(briefing, author).ids == []


# ---- figures -----------------------------------------------------------------------------------------------------------


def test_figures_count_reviews_and_withhold_small_numbers_about_people(author):
    for place in range(6):
        learned(age_band="18_24", outcome="fatal" if place else "serious_harm")
    learned(age_band="under_1", theme="victim")
    content = briefing_content.build(ready(author), author)
    figures = {
        one["title"]: {row["label"]: row["shown"] for row in one["rows"]} for one in content["sections"][1]["figures"]
    }
    assert figures["Themes of learning"] == {"Risk": "6", "Victim": "1"}
    assert figures["Kinds of review"] == {"DHR review": "7"}
    assert figures["Who the learning is for"] == {"Operational: Problem": "7"}
    assert "Age of the person" not in figures
    assert "What happened" not in figures


def test_ages_are_rounded_where_there_are_many(author):
    for band, count in (("18_24", 7), ("25_54", 6)):
        for _one in range(count):
            learned(age_band=band)
    content = briefing_content.build(ready(author), author)
    figures = {
        one["title"]: {row["label"]: row["shown"] for row in one["rows"]} for one in content["sections"][1]["figures"]
    }
    assert figures["Age of the person"] == {"18 to 24": "5", "25 to 54": "5"}


def test_learning_points_and_actions_fill_themselves(author):
    a_plan()
    case = learned(actions=["2.1.1"])
    learned(theme="victim")
    briefing = a_briefing(author)
    briefing_parts.add_section(
        briefing=briefing, kind="points", values={"heading": "Learned", "theme_code": "risk"}, by=author
    )
    briefing_parts.add_section(briefing=briefing, kind="actions", values={"heading": "Plan"}, by=author)
    action = Action.objects.get(code="2.1.1")
    briefing_parts.name_action(briefing=briefing, action=action, why="Say when to look again.", by=author)
    points, actions = briefing_content.build(briefing, author)["sections"]
    assert [(group["theme"], [row["review"] for row in group["points"]]) for group in points["groups"]] == [
        ("Risk", [case.reference])
    ]
    assert [(row["code"], row["reviews"], row["points"]) for row in actions["cited"]] == [("2.1.1", 1, 1)]
    assert [row["why"] for row in actions["actions"]] == ["Say when to look again."]


# ---- two people, frozen ------------------------------------------------------------------------------------------------


def test_author_never_publishes_and_the_reviewer_is_a_second_person(author, colleague):
    learned()
    briefing = ready(author)
    with pytest.raises(Invalid, match="not its author"):
        briefings.ask_review(briefing=briefing, reviewer=author, by=author)
    briefings.ask_review(briefing=briefing, reviewer=colleague, by=author)
    with pytest.raises(NotAllowed, match="never its author"):
        briefings.publish(briefing=briefing, by=author)
    briefing.refresh_from_db()
    assert (briefing.state, briefing.published_at) == ("review", None)


def test_what_is_missing_is_said_before_it_goes_to_review(author, colleague):
    briefing = a_briefing(author, summary="")
    with pytest.raises(Invalid) as refusal:
        briefings.ask_review(briefing=briefing, reviewer=None, by=author)
    assert set(refusal.value.errors) == {"summary", "reviewer", "sections"}


def test_likely_personal_data_is_asked_about_first(author, colleague):
    briefing = ready(author, summary="Ring 01632 960123 for more.")
    with pytest.raises(Invalid, match="may be personal data"):
        briefings.ask_review(briefing=briefing, reviewer=colleague, by=author)
    briefings.keep_text(briefing=briefing, by=author)
    briefings.ask_review(briefing=briefing, reviewer=colleague, by=author)
    assert briefing.state == "review"


def test_published_briefing_stays_as_it_was(author, colleague):
    case = learned()
    briefing = published(author, colleague)
    before = briefing_content.of(briefing, author)
    learned("2026-02-11")
    LearningPoint.objects.filter(review=case).update(text="Something else.")
    assert (briefing.examined, briefing.included) == (1, 1)
    assert briefing_content.of(Briefing.objects.get(), author) == before
    with pytest.raises(Conflict, match="stays as it is"):
        briefings.change(briefing=briefing, values={"title": "Other"}, version=None, by=author)
    with pytest.raises(Conflict, match="stays as it is"):
        briefing_parts.add_section(briefing=briefing, kind="figures", values={"heading": "More"}, by=author)


def test_briefing_without_a_review_is_not_published(author, colleague):
    briefing = ready(author)
    briefings.ask_review(briefing=briefing, reviewer=colleague, by=author)
    with pytest.raises(Conflict, match="No review is included"):
        briefings.publish(briefing=briefing, by=colleague)
    briefings.return_(briefing=briefing, reason="Choose a longer period.", by=colleague)
    assert (briefing.state, briefing.reviewer_note) == ("draft", "Choose a longer period.")


def test_withdrawn_briefing_is_gone_for_readers(author, colleague):
    learned()
    reader = person("force_analyst", ForceFactory(code="kent"))
    briefing = published(author, colleague)
    assert list(Briefing.objects.visible_to(reader)) == [briefing]
    briefings.withdraw(briefing=briefing, reason="A figure was wrong.", by=author)
    assert list(Briefing.objects.visible_to(reader)) == []
    assert list(Briefing.objects.visible_to(author)) == [briefing]


def test_sections_move_and_two_writers_do_not_overwrite_one_another(author, colleague):
    briefing = ready(author)
    first, second = briefing.sections.all()
    briefing_parts.move_section(section=second, up=True, by=author)
    assert list(briefing.sections.all()) == [second, first]
    briefing_parts.change_section(section=first, values={"text": "Theirs."}, version=1, by=colleague)
    with pytest.raises(Conflict) as refusal:
        briefing_parts.change_section(section=first, values={"text": "Mine."}, version=1, by=author)
    assert refusal.value.current["text"] == "Theirs."
