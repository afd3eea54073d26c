"""Writing a theory of change in the browser, talking about it, and reading it where the example is read."""

import io
import json

import pytest
from django.urls import reverse
from pypdf import PdfReader

from practice.actions import authoring, sharing, theory_talk, triage
from practice.models import Comment
from practice.theory import store
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import PracticeFactory, published_practice, submitted_practice
from tests.queries import queries

pytestmark = pytest.mark.django_db

SMALL = {
    "theory-text-activity-1": "Coaching in custody",
    "theory-text-output-1": "People coached",
    "theory-leads-activity-1": ["output-1"],
}


def write(practice):
    return reverse("practice:theory-write", args=[practice.reference])


def talk(practice):
    return reverse("practice:theory", args=[practice.reference])


def sent(practice, **more):
    return {
        "version": practice.version,
        "groups": [],
        **{name.replace("__", "-"): value for name, value in more.items()},
    }


@pytest.fixture
def practice():
    return PracticeFactory()


@pytest.fixture
def browser(practice, client_for):
    return client_for(practice.owner)


@pytest.fixture
def drawn(practice):
    """With two boxes and an arrow."""
    return authoring.save(practice=practice, values=SMALL, version=1, by=practice.owner)


def test_boxes_and_arrows_are_saved_and_the_next_page_comes(practice, browser):
    answer = browser.post(write(practice), sent(practice, **SMALL, groups=["theory-leads-activity-1"]))

    practice.refresh_from_db()
    assert answer.url == reverse("practice:files", args=[practice.reference])
    assert store.load(practice).links == [("activity-1", "output-1")]


def test_group_without_a_tick_takes_its_arrows_away(drawn, browser):
    browser.post(write(drawn), sent(drawn, groups=["theory-leads-activity-1"]))

    drawn.refresh_from_db()
    assert store.load(drawn).links == []
    assert [box.text for box in store.load(drawn).boxes] == ["Coaching in custody", "People coached"]


def test_page_shows_boxes_picture_and_what_is_missing(drawn, browser):
    body = browser.get(write(drawn)).content.decode()

    assert ">Coaching in custody</textarea>" in body
    assert "<svg" in body
    assert "The activity “Coaching in custody” has no input. Say what is needed for it." in body
    assert 'value="output-1" checked' in body


def test_preview_draws_what_is_typed_and_stores_nothing(drawn, browser):
    address = reverse("practice:theory-preview", args=[drawn.reference])
    body = browser.post(address, sent(drawn, **{"theory-text-input-1": "A worker <b>"})).content.decode()

    drawn.refresh_from_db()
    assert "A worker &lt;b&gt;" in body
    assert drawn.version == 2
    assert "<html" not in body


def test_preview_of_arrows_offers_boxes_that_are_only_typed(drawn, browser):
    address = reverse("practice:theory-preview", args=[drawn.reference])
    body = browser.post(f"{address}?part=links", sent(drawn, **{"theory-text-input-1": "A worker"})).content.decode()

    assert 'name="theory-leads-input-1"' in body


def test_box_moves_and_goes_and_comes_back(drawn, browser):
    both = sent(drawn, **{"theory-text-activity-2": "Second"}, action="up:activity-2")
    moved = browser.post(write(drawn), both)
    drawn.refresh_from_db()
    assert moved.url.endswith("#div_id_theory-text-activity-2")
    assert [box.text for box in store.load(drawn).column("activity")] == ["Second", "Coaching in custody"]

    gone = browser.post(write(drawn), sent(drawn, action="remove:output-1"))
    drawn.refresh_from_db()
    assert store.load(drawn).column("output") == []
    assert "Bring it back" in browser.get(gone.url).content.decode()

    browser.post(reverse("practice:theory-put-back", args=[drawn.reference, "output-1"]))
    drawn.refresh_from_db()
    assert store.load(drawn).links == [("activity-1", "output-1")]


def test_too_long_text_comes_back_with_its_sentence(drawn, browser):
    answer = browser.post(write(drawn), sent(drawn, **{"theory-text-input-1": "x" * 201}))

    drawn.refresh_from_db()
    body = answer.content.decode()
    assert "Theory of change: input must be 200 characters or fewer. Remove 1 character." in body
    assert "x" * 201 in body
    assert drawn.version == 2


def test_box_is_saved_as_it_is_typed(drawn, browser):
    address = reverse("practice:autosave", args=[drawn.reference, "theory"])
    typed = {"version": 2, "fields": ["theory-text-input-1"], "theory-text-input-1": "A worker"}
    answer = browser.post(address, typed, headers={"X-Autosave": "1"})

    assert answer.json()["version"] == "3"
    drawn.refresh_from_db()
    assert [box.text for box in store.load(drawn).column("input")] == ["A worker"]


def test_same_box_in_two_tabs_is_compared(drawn, browser):
    authoring.save(practice=drawn, values={"theory-text-input-1": "Theirs"}, version=2, by=drawn.owner)
    answer = browser.post(write(drawn), {"version": 2, "theory-text-input-1": "Mine"})

    body = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in body
    assert "Mine" in body


def test_history_tells_boxes_and_arrows_in_words(drawn, browser):
    body = browser.get(reverse("practice:history", args=[drawn.reference])).content.decode()

    assert "Theory of change: what one activity leads to" in body
    assert "People coached" in body


def test_likely_personal_data_in_a_box_is_asked_about(drawn, browser):
    values = {"theory-text-input-1": "Call 07700 900123"}
    authoring.save(practice=drawn, values=values, version=drawn.version, by=drawn.owner)

    body = browser.get(reverse("practice:check", args=[drawn.reference])).content.decode()
    assert "finding-theory-text-input-1" in body


def test_staff_ask_about_a_box_and_the_author_answers(client_for):
    practice = submitted_practice(**SMALL)
    staff, owner = client_for(person("vkpp_staff")), client_for(practice.owner)
    staff.post(
        reverse("practice:theory-comment", args=[practice.reference]),
        {"about": "output-1", "text": "How many?", "audience": "authors"},
    )
    asked = practice.comments.get()
    number = [practice.reference, asked.pk]

    assert "How many?" in owner.get(talk(practice)).content.decode()
    owner.post(reverse("practice:theory-answer", args=number), {"text": "Forty."})
    assert "Forty." in staff.get(talk(practice)).content.decode()
    assert owner.post(reverse("practice:theory-settle", args=number)).status_code == 403
    staff.post(reverse("practice:theory-settle", args=number))

    asked.refresh_from_db()
    assert asked.resolved_at is not None
    staff.post(reverse("practice:theory-settle", args=number), {"wish": "reopen"})
    asked.refresh_from_db()
    assert asked.resolved_at is None


def test_comment_for_staff_is_not_for_authors(client_for):
    practice = submitted_practice(**SMALL)
    theory_talk.comment(practice=practice, about="theory", text="Thin.", by=person("vkpp_staff"))

    assert "Thin." not in client_for(practice.owner).get(talk(practice)).content.decode()


def test_comment_on_no_box_is_refused_and_the_text_stays(client_for):
    practice = submitted_practice(**SMALL)
    address = reverse("practice:theory-comment", args=[practice.reference])
    answer = client_for(person("vkpp_staff")).post(address, {"about": "output-99", "text": "Long text"})

    assert practice.comments.count() == 0
    assert "Long text" in answer.content.decode()


def test_theory_is_read_where_the_example_is_read(client_for):
    practice = published_practice(permitted=("share_forces", "publish_public"), **SMALL)
    anonymous = client_for(person("contributor", ForceFactory(code="kent")))
    page = anonymous.get(reverse("practice:entry", args=[practice.reference])).content.decode()
    pdf = anonymous.get(reverse("practice:entry-pdf", args=[practice.reference])).content
    found = anonymous.get(reverse("practice:bank"), {"q": "coached"}).content.decode()

    assert "Coaching in custody" in page
    assert "<svg" in page
    reader = PdfReader(io.BytesIO(pdf))
    words = " ".join(part.extract_text() for part in reader.pages)
    assert "Theory of change" in words
    assert "Leads to: People coached" in words
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert practice.title in found


def test_published_theory_stays_when_the_working_copy_changes(client_for):
    practice = published_practice(**SMALL)
    authoring.revise(practice=practice, by=practice.owner)
    practice.refresh_from_db()
    values = {"theory-text-output-1": "Another output"}
    authoring.save(practice=practice, values=values, version=practice.version, by=practice.owner)

    page = client_for(practice.owner).get(reverse("practice:entry", args=[practice.reference])).content.decode()
    assert "Another output" not in page
    assert "People coached" in page


def test_theory_disappears_with_the_permission(client_for):
    practice = published_practice(permitted=("share_forces",), **SMALL)
    reader = client_for(person("contributor", ForceFactory(code="kent")))
    addresses = [reverse("practice:entry", args=[practice.reference]), reverse("api:theory", args=[practice.reference])]
    assert [reader.get(address).status_code for address in addresses] == [200, 200]

    sharing.revoke(practice=practice, use="share_forces", by=practice.owner)

    assert [reader.get(address).status_code for address in addresses] == [404, 404]


def test_triage_record_shows_the_picture_and_marks_personal_data(client_for):
    practice = submitted_practice(**SMALL | {"theory-text-input-1": "Call 07700 900123"})
    body = client_for(person("vkpp_staff")).get(reverse("practice:triage-record", args=[practice.reference]))

    assert "<svg" in body.content.decode()
    assert '<mark class="app-finding">07700 900123' in body.content.decode()


def test_api_reads_replaces_and_refuses_what_is_stale(drawn, browser):
    address = reverse("api:theory", args=[drawn.reference])
    read = browser.get(f"{address}?scope=working")
    assert read.json()["theory"]["activity"] == [
        {"key": "activity-1", "text": "Coaching in custody", "leads_to": ["output-1"]}
    ]
    body = {"theory": {"input": [{"text": "A worker"}]}}

    def put(data, **headers):
        return browser.put(address, json.dumps(data), content_type="application/json", headers=headers)

    assert put(body).status_code == 428
    assert put({"theory": {"input": [{"text": ""}]}}, **{"If-Match": read["ETag"]}).json()["fields"] == {
        "input": ["Give each box a text."]
    }
    changed = put(body, **{"If-Match": read["ETag"]})
    assert changed.json()["theory"]["input"] == [{"key": "input-1", "text": "A worker", "leads_to": []}]
    assert changed.json()["theory"]["activity"] == []
    other = {"theory": {"input": [{"text": "Another"}]}}
    stale = put(other, **{"If-Match": read["ETag"]})
    assert stale.status_code == 409
    assert stale.json()["current"]["theory.input-1.text"] == "A worker"


def test_talk_has_the_same_queries_for_one_and_three(client_for):
    staff = person("vkpp_staff")

    def with_rows(number):
        practice = submitted_practice(title=f"Example of {number}", **SMALL)
        for place in range(number):
            words = {"text": f"Remark {place}", "audience": Comment.Audience.AUTHORS}
            said = theory_talk.comment(practice=practice, about="theory", by=staff, **words)
            theory_talk.answer(comment=said, text="Yes.", by=practice.owner)
        return talk(practice)

    one, three = with_rows(1), with_rows(3)
    browser = client_for(staff)
    assert queries(browser, three) == queries(browser, one) <= 25


def test_theory_of_an_example_that_was_sent_cannot_be_changed(client_for):
    practice = submitted_practice(**SMALL)
    browser = client_for(practice.owner)
    assert browser.get(write(practice)).url == talk(practice)

    answer = browser.post(write(practice), {"version": practice.version, "theory-text-input-1": "Late text"})

    assert answer.status_code == 409
    assert "Late text" in answer.content.decode()
    triage.return_to_author(practice=practice, questions="Who?", by=person("vkpp_staff"))
    assert browser.get(write(practice)).status_code == 200


def test_page_to_write_has_the_same_queries_for_one_and_three_boxes(client_for):
    owner = person("contributor")

    def with_boxes(number):
        practice = PracticeFactory(owner=owner)
        values = {f"theory-text-input-{place}": f"Input {place}" for place in range(1, number + 1)}
        authoring.save(practice=practice, values=values, version=1, by=owner)
        return write(practice)

    browser = client_for(owner)
    assert queries(browser, with_boxes(3)) == queries(browser, with_boxes(1)) <= 20
