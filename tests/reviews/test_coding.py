"""Coding by two people: who codes, what they write, when they are done, and that neither sees the other's codes."""

import datetime as dt

import pytest
from django.utils import timezone

from nvap.models import Strand
from reviews.actions import coding as actions
from reviews.actions import points, resolving, screening
from reviews.models import Agreement, CaseReview, Coding, LearningPoint
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, a_coding, a_document, a_point, taxonomy
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.models import AuditEvent, Notification

pytestmark = pytest.mark.django_db

PAGES = ("The officer asked and listened.", "Nobody looked again at the risk,\nalthough “much” had changed.")


@pytest.fixture
def staff():
    """Three of the national team, and an administrator."""
    taxonomy()
    names = ("Ada First", "Ben Second", "Cat Third")
    return [*(person("vkpp_staff", display_name=name) for name in names), person("vkpp_admin")]


def given(staff, **more):
    """A review with a document that is with its two coders: the review, and both codings."""
    case = a_case("included", by=staff[3])
    document = a_document(case, PAGES)
    first, second = actions.assign(review=case, first=staff[0], second=staff[1], by=staff[3], **more)[:2]
    return case, first, second, document


def values(**more):
    """A learning point as the form gives it."""
    return {"text": "Look again at risk.", "theme": "risk", "level": "operational", "kind": "problem", **more}


def done(coding, *themes):
    """The coder notes a point for each theme, and is done."""
    for code in themes:
        points.save(coding=coding, values=values(theme=code), by=coding.coder)
    actions.finish(coding=coding, note="" if themes else "Nothing about policing.", by=coding.coder)


def refused(error, act, words):
    with pytest.raises(error) as caught:
        act()
    assert words in str(caught.value)


def test_review_goes_to_two_coders_who_are_told(staff):
    case, first, second, _document = given(staff, due_on=timezone.localdate() + dt.timedelta(days=9))

    assert (case.state, first.role, second.role, first.taxonomy) == ("coding", "first", "second", taxonomy())
    assert set(Notification.objects.filter(kind="reviews_coding_assigned").values_list("to", flat=True)) == {
        staff[0].pk,
        staff[1].pk,
    }
    assert audit.events_about(case).get(verb="case_review.code").after["first"] == "Ada First"


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [(0, 0, "three different people"), (0, None, "Choose the second coder."), (0, "officer", "not of the VKPP staff")],
)
def test_coders_are_two_people_of_the_national_team(staff, first, second, words):
    case = a_case("included")
    people = {None: None, "officer": person("contributor", ForceFactory(code="kent"))}
    other = people[second] if second in people else staff[second]

    refused(Invalid, lambda: actions.assign(review=case, first=staff[first], second=other, by=staff[3]), words)
    assert (CaseReview.objects.get(pk=case.pk).state, Coding.objects.count()) == ("included", 0)


def test_only_staff_give_reviews_to_coders(staff):
    case, officer = a_case("included"), person("contributor", ForceFactory(code="kent"))

    refused(NotAllowed, lambda: actions.assign(review=case, first=staff[0], second=staff[1], by=officer), "VKPP staff")


def test_point_keeps_the_passage_as_it_stands_in_the_text(staff):
    a_plan()
    Strand.objects.get_or_create(code="DA", defaults={"label": "Domestic abuse"})
    _case, first, _second, document = given(staff)
    pasted = 'at the risk, although "much" had'

    point = points.save(
        coding=first, values=values(quote=pasted, strands=["DA"], actions=["2.1.1"], page_number=2), by=staff[0]
    )

    page = document.pages.get(number=2)
    assert (point.page, point.page_number, page.text[point.start : point.end]) == (page, 2, point.quote)
    assert point.quote == "at the risk,\nalthough “much” had"
    assert ([action.code for action in point.actions.all()], point.strands, point.final) == (["2.1.1"], ["DA"], False)


def test_passage_is_found_on_whatever_page_it_is(staff):
    _case, first, _second, _document = given(staff)

    assert points.save(coding=first, values=values(quote="looked again", page_number=1), by=staff[0]).page_number == 2


def test_passage_that_is_not_in_the_text_is_refused(staff):
    _case, first, _second, _document = given(staff)

    refused(
        Invalid,
        lambda: points.save(coding=first, values=values(quote="never said"), by=staff[0]),
        "This passage is not in the text.",
    )
    assert not first.points.exists()


def test_document_without_text_is_coded_by_hand(staff):
    case = a_case("included")
    scan = a_document(case, (), text_state="no_text")
    first, _second = actions.assign(review=case, first=staff[0], second=staff[1], by=staff[3])

    point = points.save(
        coding=first, values=values(quote="typed from paper", page_number=7, document=scan.pk), by=staff[0]
    )

    assert (point.page, point.page_number, point.quote) == (None, 7, "typed from paper")


@pytest.mark.parametrize("name", ["text", "theme", "level", "kind"])
def test_point_says_what_is_missing(staff, name):
    _case, first, _second, _document = given(staff)

    with pytest.raises(Invalid) as caught:
        points.save(coding=first, values=values(**{name: ""}), by=staff[0])
    assert list(caught.value.errors) == [name]


def test_likely_personal_data_is_asked_about_once(staff):
    _case, first, _second, _document = given(staff)
    text = "Call 01632 960123 before visits."

    with pytest.raises(Invalid) as caught:
        points.save(coding=first, values=values(text=text), by=staff[0])
    keep = [finding.fingerprint for finding in caught.value.findings]
    point = points.save(coding=first, values=values(text=text, keep=keep), by=staff[0])

    points.save(coding=first, point=point, values=values(text=f"{text} Again."), version=point.version, by=staff[0])
    assert point.text == f"{text} Again."


def test_two_tabs_do_not_overwrite_one_another(staff):
    _case, first, _second, _document = given(staff)
    point = points.save(coding=first, values=values(), by=staff[0])
    points.save(coding=first, point=point, values=values(text="Newer."), version=1, by=staff[0])

    refused(
        Conflict,
        lambda: points.save(coding=first, point=point, values=values(text="Older."), version=1, by=staff[0]),
        "Somebody changed this",
    )


def test_removed_point_can_be_taken_back(staff):
    _case, first, _second, _document = given(staff)
    point = points.save(coding=first, values=values(), by=staff[0])

    points.remove(point=point, by=staff[0])
    assert not first.points.exists()
    points.restore(point=LearningPoint.everything.get(pk=point.pk), by=staff[0])
    assert first.points.get() == point


def test_nobody_else_writes_in_a_coding(staff):
    _case, first, _second, _document = given(staff)

    for other in (staff[1], staff[3]):
        refused(NotAllowed, lambda other=other: points.save(coding=first, values=values(), by=other), "Only its coder")


def test_coder_goes_on_until_the_other_is_done(staff):
    _case, first, second, _document = given(staff)
    done(first, "risk")

    refused(Conflict, lambda: points.save(coding=first, values=values(), by=staff[0]), "This coding is finished.")
    actions.reopen(coding=first, by=staff[0])
    points.save(coding=first, values=values(theme="victim"), by=staff[0])
    actions.finish(coding=first, by=staff[0])
    done(second, "risk")

    refused(Conflict, lambda: actions.reopen(coding=first, by=staff[0]), "Both coders are done")


def test_coding_without_points_needs_a_note(staff):
    _case, first, _second, _document = given(staff)

    refused(Invalid, lambda: actions.finish(coding=first, by=staff[0]), "no learning point")
    actions.finish(coding=first, note="Police only made a record.", by=staff[0])
    assert first.done_at is not None


def test_both_done_measures_agreement_and_waits_for_a_third(staff):
    case, first, second, _document = given(staff)
    done(first, "risk", "victim")
    assert not Agreement.objects.exists()
    done(second, "risk", "collaboration")

    case.refresh_from_db()
    found = Agreement.objects.get(review=case)
    assert (case.state, found.units, found.both, found.only_first, found.only_second) == ("comparing", 4, 1, 1, 1)
    assert (found.kappa, round(found.alpha, 3)) == (0.0, 0.125)
    told = set(Notification.objects.filter(kind="reviews_to_compare").values_list("to", flat=True))
    assert told == {staff[2].pk, staff[3].pk}


def test_agreement_cannot_be_changed_afterwards(staff):
    _case, first, second, _document = given(staff)
    done(first, "risk")
    done(second, "risk")

    with pytest.raises(Exception, match="Cannot update"):
        Agreement.objects.update(kappa=1)


def test_trail_does_not_tell_how_much_a_coder_found(staff):
    _case, first, _second, _document = given(staff)
    for _time in range(3):
        points.save(coding=first, values=values(text="A secret finding."), by=staff[0])
    actions.finish(coding=first, by=staff[0])

    events = audit.events_about(first)
    assert sorted(events.values_list("verb", flat=True)) == ["coding.begin", "coding.finish"]
    assert all((event.before, event.after, event.reason) == ({}, {}, "") for event in events)
    assert not AuditEvent.objects.filter(target_type="reviews.learningpoint").exists()


def test_changed_documents_keep_every_point_and_look_for_passages_again(staff):
    case, first, _second, document = given(staff)
    kept = points.save(coding=first, values=values(quote="asked and listened"), by=staff[0])
    lost = points.save(coding=first, values=values(quote="looked again"), by=staff[0])
    document.removed_at = timezone.now()
    document.save()
    newer = a_document(case, ("A foreword.", "He asked\nand listened."))
    CaseReview.objects.filter(pk=case.pk).update(text_version=2)
    first.refresh_from_db()

    refused(Conflict, lambda: actions.finish(coding=first, by=staff[0]), "The documents changed")
    assert points.take_text(coding=first, by=staff[0]) == 1

    kept, lost = LearningPoint.objects.get(pk=kept.pk), LearningPoint.objects.get(pk=lost.pk)
    assert (kept.page.document, kept.page_number, kept.start) == (newer, 2, 3)
    assert (lost.page, lost.page_number, lost.quote) == (None, 2, "looked again")
    actions.finish(coding=first, by=staff[0])


def test_coder_who_is_replaced_keeps_what_they_wrote_to_themselves(staff):
    case, first, second, _document = given(staff)
    points.save(coding=first, values=values(), by=staff[0])

    made = actions.replace(coding=first, coder=staff[2], by=staff[3])

    assert (made.role, made.coder, made.points.count()) == ("first", staff[2], 0)
    refused(Conflict, lambda: points.save(coding=first, values=values(), by=staff[0]), "was taken from its coders")
    for other in (staff[1], staff[2], staff[3]):
        assert first not in Coding.objects.visible_to(other)
    assert list(Coding.objects.visible_to(staff[0]).filter(review=case)) == [first]
    refused(Invalid, lambda: actions.replace(coding=made, coder=second.coder, by=staff[3]), "three different people")


def test_codings_that_were_handed_back_stay_hidden_from_the_next_coders(staff):
    case, first, second, _document = given(staff)
    done(first, "risk")
    points.save(coding=second, values=values(), by=staff[1])

    actions.hand_back(review=case, by=staff[3])
    newer = person("vkpp_staff")
    assert [list(Coding.objects.visible_to(who)) for who in (newer, staff[0])] == [[], [first]]
    third, fourth = actions.assign(review=case, first=staff[2], second=newer, by=staff[3])
    done(third, "risk")
    assert list(LearningPoint.objects.visible_to(newer)) == []

    done(fourth, "victim")
    assert Agreement.objects.get(review=case).round == 1
    assert set(Coding.objects.visible_to(newer)) == {first, second, third, fourth}


def test_codings_go_the_whole_way_to_the_figures(staff):
    case, first, second, _document = given(staff)
    done(first, "risk", "victim")
    done(second, "risk")
    mine, other, theirs = *first.points.all(), second.points.get()

    resolving.take(review=case, points=[other], by=staff[2])
    joined = resolving.take(review=case, points=[mine, theirs], values=values(text="Both."), by=staff[2])
    resolving.take(review=case, points=[other], by=staff[2])
    resolving.agree(review=case, by=staff[2])
    resolving.assure(review=case, by=staff[3])

    case.refresh_from_db()
    assert (case.state, case.assured_by) == ("assured", staff[3])
    assert set(joined[0].came_from.all()) == {mine, theirs}
    counted = LearningPoint.objects.counted().filter(review=case)
    assert sorted(counted.values_list("theme__code", "text")) == [("risk", "Both."), ("victim", "Look again at risk.")]


def test_coders_neither_bring_together_nor_assure_their_own_codings(staff):
    case, first, second, _document = given(staff)
    done(first, "risk")
    done(second, "risk")

    for coder in staff[:2]:
        refused(NotAllowed, lambda coder=coder: resolving.begin(review=case, by=coder), "third person")
        refused(NotAllowed, lambda coder=coder: resolving.agree(review=case, by=coder), "not its coders")
    resolving.take(review=case, points=list(first.points.all()), by=staff[2])
    resolving.agree(review=case, by=staff[2])
    refused(NotAllowed, lambda: resolving.assure(review=case, by=staff[0]), "not its coders")


def test_nothing_is_agreed_by_accident(staff):
    case, first, second, _document = given(staff)
    done(first, "risk")
    done(second, "risk")

    refused(Conflict, lambda: resolving.agree(review=case, by=staff[2]), "not taken any learning point")
    assert CaseReview.objects.get(pk=case.pk).state == "comparing"


def test_somebody_else_takes_over_what_was_agreed_so_far(staff):
    case, first, second, _document = given(staff, resolver=staff[2])
    done(first, "risk")
    done(second, "victim")
    assert list(Notification.objects.filter(kind="reviews_to_compare").values_list("to", flat=True)) == [staff[2].pk]
    resolving.take(review=case, points=list(first.points.all()), by=staff[2])

    resolving.take(review=case, points=list(second.points.all()), by=staff[3])

    agreed = case.codings.get(role="resolved")
    assert (agreed.coder, agreed.points.count()) == (staff[3], 2)


def test_review_coded_anew_leaves_the_figures_and_hides_the_earlier_round(staff):
    case, first, second, _document = given(staff)
    done(first, "risk")
    done(second, "risk")
    resolving.take(review=case, points=list(first.points.all()), by=staff[2])
    resolving.agree(review=case, by=staff[2])
    resolving.assure(review=case, by=staff[3])

    refused(Invalid, lambda: resolving.recode(review=case, reason=" ", by=staff[3]), "Give a reason")
    resolving.recode(review=case, reason="The themes changed.", by=staff[3])
    assert not LearningPoint.objects.filter(final=True).exists()
    third, fourth = actions.assign(review=case, first=staff[0], second=staff[2], by=staff[3])

    assert (third.round, list(Coding.objects.visible_to(staff[2]).filter(role__in=("first", "second")))) == (
        2,
        [fourth],
    )
    done(third, "victim")
    done(fourth, "victim")
    assert list(Agreement.objects.order_by("round").values_list("round", flat=True)) == [1, 2]
    resolving.take(review=case, points=list(third.points.all()), by=staff[1])
    resolving.agree(review=case, by=staff[1])


def test_coding_it_came_with_counts_again_after_two_people_coded_it(staff):
    case, first, second, _document = given(staff)
    brought = a_point(a_coding(case, role="imported"))
    done(first, "victim")
    done(second, "victim")
    resolving.take(review=case, points=list(first.points.all()), by=staff[2])
    resolving.agree(review=case, by=staff[2])
    resolving.recode(review=case, reason="The file is right.", by=staff[3])

    screening.adopt(review=case, by=staff[2])
    resolving.assure(review=case, by=staff[3])

    assert list(LearningPoint.objects.counted()) == [brought]
