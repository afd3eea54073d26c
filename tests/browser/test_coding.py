"""Coding in a real browser: passages by mouse and keyboard, pages turned without losing what was typed, script off."""

import pytest
from playwright.sync_api import expect

from reviews.actions import coding as actions
from reviews.actions import points
from reviews.models import Coding, LearningPoint
from tests.factories.accounts import person
from tests.factories.nvap import a_plan
from tests.factories.reviews import a_case, a_document, taxonomy

FIRST = (
    "1. Introduction\n\nThis review looks at how services worked with a family over three years. Police were called "
    "to the address eleven times. On each occasion the officers recorded what they saw, and left.\n\n"
    "2. What the panel found\n\nThe officer asked and listened. Her record was clear, and she came back the next day. "
    "This was good practice, and it was not repeated."
)
SECOND = (
    "Nobody looked again at the risk, although much had changed: he had lost his work, and she had asked for help with "
    "leaving. Officers filled in the form for each call by itself.\n\nThe panel recommends that the force looks at risk "
    "anew whenever something changes."
)


@pytest.fixture
def staff(live_server):
    taxonomy()
    a_plan()
    return [person("vkpp_staff", display_name=name) for name in ("Ada First", "Ben Second", "Cat Third")]


@pytest.fixture
def coding(staff):
    case = a_case("included", title="Domestic Homicide Review: Anytown, 2021")
    a_document(case, (FIRST, SECOND), name="anytown-dhr-report.pdf")
    return actions.assign(review=case, first=staff[0], second=staff[1], by=staff[2])[0]


def choose(page, label):
    page.get_by_label("Theme").select_option(label)
    page.get_by_label("Operational").check()
    page.get_by_label("Problem", exact=True).check()


def select_words(page, words):
    """What a mouse leaves behind that was drawn over `words`."""
    page.evaluate(
        """words => {
            const text = document.querySelector('[data-app-passages]')
            const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT)
            for (let node = walker.nextNode(); node; node = walker.nextNode()) {
                const at = node.data.indexOf(words)
                if (at >= 0) window.getSelection().setBaseAndExtent(node, at, node, at + words.length)
            }
        }""",
        words,
    )


def test_passage_goes_into_the_form_and_turning_the_page_keeps_it(wide, phone, sign_in, staff, coding, accessible):
    sign_in(wide, staff[0])
    wide.goto(f"/reviews/coding/{coding.pk}/")
    accessible(wide)
    wide.get_by_label("What may policing learn?").fill("Look at risk anew when something changes.")

    wide.get_by_role("link", name="Next page").click()
    expect(wide.get_by_text("page 2 of 2")).to_be_visible()
    expect(wide.get_by_label("What may policing learn?")).to_have_value("Look at risk anew when something changes.")
    select_words(wide, "Nobody looked again at the risk")
    wide.get_by_role("button", name="Use this passage").click()
    expect(wide.get_by_label("Passage")).to_have_value("Nobody looked again at the risk")
    expect(wide.locator("#id_page_number")).to_have_value("2")
    choose(wide, "Risk assessment")
    wide.get_by_role("button", name="Save learning point").click()

    expect(wide.locator("mark.app-passage")).to_have_text("Nobody looked again at the risk")
    expect(wide.get_by_text("page 2 of 2")).to_be_visible()
    point = LearningPoint.objects.get()
    assert (point.page_number, point.start, point.theme.code) == (2, 0, "risk-assessment")
    select_words(wide, "she had asked for help")
    wide.get_by_role("button", name="Use this passage").click()
    accessible(wide)
    sign_in(phone, staff[0])
    phone.goto(f"/reviews/coding/{coding.pk}/?page=2")
    accessible(phone)


def test_passage_is_selected_with_the_keyboard_alone(wide, sign_in, staff, coding):
    points.save(
        coding=coding,
        values={
            "text": "Ask.",
            "theme": "victim",
            "level": "operational",
            "kind": "good",
            "quote": "asked and listened",
        },
        by=staff[0],
    )
    sign_in(wide, staff[0])
    wide.goto(f"/reviews/coding/{coding.pk}/")
    text = wide.locator("[data-app-passages]")
    text.focus()
    wide.keyboard.press("Control+Home")
    for _letter in range(len("1. Introduction")):
        wide.keyboard.press("Shift+ArrowRight")
    wide.keyboard.type("x")
    wide.keyboard.press("Delete")
    expect(text).to_contain_text("1. Introduction")
    wide.keyboard.press("Enter")

    expect(wide.get_by_label("Passage")).to_have_value("1. Introduction")
    expect(wide.get_by_label("What may policing learn?")).to_be_focused()
    expect(wide.locator("#id_start")).to_have_value("0")


def test_everything_works_without_script(no_script, sign_in, staff, coding):
    sign_in(no_script, staff[0])
    no_script.goto(f"/reviews/coding/{coding.pk}/")
    no_script.get_by_role("link", name="Next page").click()
    no_script.get_by_label("Passage").fill("filled in the form for each call")
    no_script.get_by_label("What may policing learn?").fill("See the whole.")
    choose(no_script, "Risk (in general)")
    no_script.get_by_role("button", name="Save learning point").click()
    expect(no_script.locator("mark.app-passage")).to_have_text("filled in the form for each call")
    no_script.get_by_role("link", name="I am done").click()
    no_script.get_by_role("button", name="I am done").click()
    expect(no_script.get_by_text("You are done. Thank you.")).to_be_visible()
    assert Coding.objects.get(pk=coding.pk).done_at is not None


def test_third_person_brings_two_readings_together(wide, phone, sign_in, staff, coding, accessible):
    case = coding.review
    other = case.codings.get(role="second")
    common = {"level": "operational", "kind": "problem"}
    for one, rows in (
        (coding, [("risk-assessment", "Look at risk anew.", "looked again at the risk"), ("victim", "Listen.", "")]),
        (other, [("risk-assessment", "Assess again.", "Nobody looked again"), ("collaboration", "Join up.", "")]),
    ):
        for theme, text, quote in rows:
            points.save(coding=one, values={**common, "theme": theme, "text": text, "quote": quote}, by=one.coder)
        actions.finish(coding=one, note="Pages 1 to 2 only.", by=one.coder)
    sign_in(wide, staff[2])
    wide.goto("/reviews/coding/?tab=compare")
    accessible(wide)
    wide.get_by_role("link", name="See both codings").click()
    accessible(wide)
    wide.get_by_role("button", name="Take it Listen.").click()
    wide.get_by_role("link", name="Join them into one").click()
    accessible(wide)
    wide.get_by_label("What may policing learn?").fill("Assess risk anew when something changes.")
    wide.get_by_role("button", name="Take it into the agreed coding").click()
    expect(wide.get_by_text("1 of 3 not taken yet")).to_be_visible()
    accessible(wide)
    sign_in(phone, staff[2])
    phone.goto(f"/reviews/cases/{case.reference}/coding/compare/")
    accessible(phone)
    wide.get_by_role("link", name="Agree the coding").click()
    wide.get_by_role("button", name="Agree the coding").click()
    wide.get_by_role("button", name="Quality-assure it").click()
    expect(wide.get_by_text("Quality-assured. Its learning points are in the figures now.")).to_be_visible()
    accessible(wide)
    for address in ("coding/agreement/", "coding/export/", "code-book/1/"):
        wide.goto(f"/reviews/{address}")
        accessible(wide)
    assert sorted(LearningPoint.objects.counted().values_list("text", flat=True)) == [
        "Assess risk anew when something changes.",
        "Listen.",
    ]
