"""Pages of coding: who gets in, the way from giving a review to coders to its quality being assured, without script."""

import re

import pytest
from django.urls import reverse

from reviews.actions import coding as actions
from reviews.actions import points
from reviews.models import CaseReview, Coding, LearningPoint
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, a_document, taxonomy
from tests.queries import queries

pytestmark = pytest.mark.django_db
PAGES = ("The officer asked and listened.", "Nobody looked again at the risk.")


@pytest.fixture
def staff():
    taxonomy()
    a_plan()
    return [person("vkpp_staff", display_name=name) for name in ("Ada First", "Ben Second", "Cat Third")]


@pytest.fixture
def as_staff(client, staff):
    """A browser in which one of them is signed in."""

    def signed_in(place):
        client.force_login(staff[place])
        return client

    return signed_in


def url(name, *args):
    return reverse(f"reviews:{name}", args=args)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def point(**more):
    return {"text": "Look again at risk.", "theme": "risk", "level": "operational", "kind": "problem", **more}


def under_way(staff):
    case = a_case("included")
    a_document(case, PAGES)
    return case, *actions.assign(review=case, first=staff[0], second=staff[1], by=staff[2])


def both_done(staff):
    case, first, second = under_way(staff)
    points.save(coding=first, values=point(quote="looked again"), by=staff[0])
    points.save(coding=second, values=point(quote="looked again at the risk", text="Ask again."), by=staff[1])
    points.save(coding=second, values=point(theme="victim", text="Listen.", kind="good"), by=staff[1])
    for coding in (first, second):
        actions.finish(coding=coding, by=coding.coder)
    return case, first, second


@pytest.mark.parametrize("role", ["contributor", "nvap_lead", "national_analyst", "peer_reviewer", "evidence_reviewer"])
def test_coding_does_not_exist_for_others(client, staff, role):
    case, first, _second = under_way(staff)
    client.force_login(person(role, ForceFactory(code="kent") if role in {"contributor", "nvap_lead"} else None))

    for address in (
        url("coding-queue"),
        url("workbench", first.pk),
        url("case-coding", case.reference),
        url("coding-compare", case.reference),
        url("agreement"),
        url("coding-export"),
    ):
        assert client.get(address).status_code == 404


def test_review_goes_all_the_way_without_script(as_staff, staff):
    case = a_case("included")
    a_document(case, PAGES)
    browser = as_staff(2)
    browser.post(url("coding-assign", case.reference), {"first": staff[0].pk, "second": staff[1].pk})
    for place, text in ((0, "Look again."), (1, "Ask again.")):
        browser = as_staff(place)
        coding = Coding.objects.get(coder=staff[place])
        assert f"page 1 of {len(PAGES)}" in words(browser.get(url("workbench", coding.pk)))
        saved = browser.post(
            url("point-new", coding.pk), point(text=text, quote="Nobody looked", page_number=2), follow=True
        )
        assert "The learning point is saved." in words(saved)
        assert '<mark class="app-passage" data-number="1">Nobody looked</mark>' in saved.content.decode()
        browser.post(url("coding-finish", coding.pk), {"note": ""})
    browser = as_staff(2)
    assert "Same theme, same passage" in words(browser.get(url("coding-compare", case.reference)))
    ids = list(LearningPoint.objects.values_list("pk", flat=True))
    joining = url("coding-join", case.reference, *ids)
    assert "Look again.\nAsk again." in browser.get(joining).content.decode()
    browser.post(joining, point(text="Look and ask again.", quote="Nobody looked", page_number=2))
    assert "1 learning point." in words(browser.get(url("coding-agree", case.reference)))
    browser.post(url("coding-agree", case.reference))
    page = words(browser.post(url("coding-assure", case.reference), follow=True))

    assert CaseReview.objects.get().state == "assured"
    assert "Look and ask again." in page
    assert LearningPoint.objects.counted().get().text == "Look and ask again."


def test_refused_point_keeps_what_was_typed(as_staff, staff):
    _case, first, _second = under_way(staff)

    response = as_staff(0).post(
        url("point-new", first.pk), point(theme="", quote="never said", text="Mine.", strands=["DA"])
    )

    page = words(response)
    assert "Choose the theme." in page
    assert "This passage is not in the text." in page
    assert ">\nMine.</textarea>" in response.content.decode()


def test_likely_personal_data_may_be_kept_on_the_page(as_staff, staff):
    _case, first, _second = under_way(staff)
    browser, address = as_staff(0), url("point-new", first.pk)
    typed = point(text="Call 01632 960123 first.")

    asked = browser.post(address, typed)
    keep = re.findall(r'name="keep" id="keep-1" value="(\w+)"', asked.content.decode())
    browser.post(address, typed | {"keep": keep})

    assert (len(keep), first.points.get().text) == (1, "Call 01632 960123 first.")


def test_removed_point_is_offered_back(as_staff, staff):
    _case, first, _second = under_way(staff)
    made = points.save(coding=first, values=point(), by=staff[0])
    browser = as_staff(0)

    page = browser.post(url("point-remove", first.pk, made.pk), follow=True)
    assert "The learning point is removed." in words(page)
    browser.post(url("point-restore", first.pk, made.pk))

    assert first.points.get() == made


def test_workbench_of_somebody_else_is_not_there(as_staff, staff):
    _case, first, second = under_way(staff)
    theirs = points.save(coding=second, values=point(text="Zzsecret."), by=staff[1])
    browser = as_staff(0)

    for address in (url("workbench", second.pk), url("point", second.pk, theirs.pk), url("coding-finish", second.pk)):
        assert browser.get(address).status_code == 404
    assert browser.post(url("point-remove", second.pk, theirs.pk)).status_code == 404
    assert browser.get(url("point", first.pk, theirs.pk)).status_code == 404
    assert browser.post(url("coding-take", _case.reference), {"point": theirs.pk}).status_code == 404


def test_comparison_is_not_there_before_both_are_done(as_staff, staff):
    case, first, second = under_way(staff)
    points.save(coding=first, values=point(text="Zzsecret."), by=staff[0])
    actions.finish(coding=first, by=staff[0])

    for place in (0, 1, 2):
        browser = as_staff(place)
        assert browser.get(url("coding-compare", case.reference)).status_code == 404
        assert browser.get(url("coding-agree", case.reference)).status_code == 404
        assert "Zzsecret" not in words(browser.get(url("case-coding", case.reference)))
        assert "Zzsecret" not in words(browser.get(url("coding-queue") + "?tab=under_way"))
    assert second.points.count() == 0


def test_coders_read_the_comparison_and_cannot_take_points(as_staff, staff):
    case, first, _second = both_done(staff)
    browser = as_staff(0)

    page = words(browser.get(url("coding-compare", case.reference)))
    taken = browser.post(url("coding-take", case.reference), {"point": first.points.get().pk})

    assert "you coded this review yourself" in page
    assert "Take it" not in page
    assert taken.status_code == 403


def test_themes_line_up_by_theme_and_passage(as_staff, staff):
    case, _first, _second = both_done(staff)

    page = words(as_staff(2).get(url("coding-compare", case.reference)))

    assert page.index("Same theme, same passage") < page.index("Only the second coder")
    assert "2 of 2 not taken yet" in page
    assert "Of 4 themes, both coders applied 1, only the first 0, only the second 1." in page


def test_changed_documents_are_said_on_the_workbench(as_staff, staff):
    case, first, _second = under_way(staff)
    points.save(coding=first, values=point(quote="looked again"), by=staff[0])
    CaseReview.objects.filter(pk=case.pk).update(text_version=2)
    browser = as_staff(0)

    assert "The documents of this review changed" in words(browser.get(url("workbench", first.pk)))
    page = words(browser.post(url("coding-text", first.pk), follow=True))
    assert "All your passages are in the new text too." in page


def test_desk_counts_what_waits(as_staff, staff):
    under_way(staff)
    both_done(staff)
    a_case("included")

    page = words(as_staff(0).get(url("coding-queue")))

    for words_of_tab in ("For you to code 1", "To bring together 1", "Waiting for coders 1", "Being coded 1"):
        assert words_of_tab in page


@pytest.mark.parametrize("tab", ["mine", "done", "compare", "assign"])
def test_desk_needs_no_more_queries_for_more_reviews(as_staff, staff, tab):
    def one():
        under_way(staff)
        both_done(staff)
        a_case("included")

    one()
    browser = as_staff(0)
    few = queries(browser, url("coding-queue") + f"?tab={tab}")
    one()
    one()
    assert queries(browser, url("coding-queue") + f"?tab={tab}") == few


def test_workbench_needs_no_more_queries_for_more_points(as_staff, staff):
    _case, first, _second = under_way(staff)
    points.save(coding=first, values=point(quote="looked", actions=["2.1.1"]), by=staff[0])
    browser = as_staff(0)
    few = queries(browser, url("workbench", first.pk))
    for text in ("a", "b"):
        points.save(coding=first, values=point(text=text, quote="risk", actions=["2.1.1"]), by=staff[0])

    assert queries(browser, url("workbench", first.pk)) == few


def test_agreement_page_shows_each_theme_and_review(as_staff, staff):
    both_done(staff)

    page = words(as_staff(2).get(url("agreement")))

    assert "Risk 1 1 0" in page
    assert "Victim 1 0 1" in page
    assert "Reviews coded by two 1" in page


def test_agreement_page_needs_no_more_queries_for_more_reviews(as_staff, staff):
    both_done(staff)
    browser = as_staff(2)
    few = queries(browser, url("agreement"))
    both_done(staff)
    both_done(staff)

    assert queries(browser, url("agreement")) == few
