"""Pages of case reviews as people meet them: sending in, screening, the catalogue, one review."""

from urllib.parse import unquote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reviews import duplicates
from reviews.actions import screening
from reviews.models import CaseReview
from tests.factories.accounts import ForceFactory, UserFactory, person
from tests.factories.reviews import a_case, a_coding, a_document, a_point, review_type
from tests.queries import queries
from vkpp.accounts.middleware import SEEN
from vkpp.core.exceptions import Conflict
from vkpp.core.models import AuditEvent, Notification

pytestmark = pytest.mark.django_db
SENT = {
    "type": "DHR",
    "title": "Domestic Homicide Review, Anytown",
    "partnership": "Anytown Community Safety Partnership",
    "published": "5 2021",
    "police_before": "unknown",
}


@pytest.fixture
def staff():
    return person("vkpp_staff")


def test_anybody_sends_a_review_in_and_follows_it(client):
    review_type()
    officer = person("contributor", ForceFactory(code="kent"))
    client.force_login(officer)

    response = client.post("/reviews/send/", SENT)

    review = CaseReview.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/reviews/cases/{review.reference}/documents/")
    assert (review.state, review.published, review.sent_by) == ("sent", "2021-05", officer)
    page = client.get("/reviews/sent/").content.decode()
    assert SENT["title"] in page
    assert "With VKPP" in page
    assert Notification.objects.get().kind == "reviews_case_sent"


def test_the_portal_asks_about_a_review_it_may_have(client, staff):
    known = a_case("included")
    client.force_login(staff)

    asked = client.post("/reviews/send/", SENT)
    assert asked.status_code == 200
    assert known.reference in asked.content.decode()
    assert CaseReview.objects.count() == 1

    client.post("/reviews/send/", SENT | {"although_similar": "1"})
    assert CaseReview.objects.count() == 2


def test_the_portal_asks_about_what_looks_personal(client, staff):
    review_type()
    client.force_login(staff)
    typed = SENT | {"summary": "The mother, born 3 May 1990, rang her sister."}

    asked = client.post("/reviews/send/", typed)
    assert "born 3 May 1990" in asked.content.decode()
    assert CaseReview.objects.count() == 0

    marks = [one["mark"] for one in asked.context["asked"]["findings"]]
    client.post("/reviews/send/", typed | {"kept": marks})
    assert CaseReview.objects.get().personal_data_kept == marks


def test_answers_to_both_questions_go_along(client, staff):
    a_case("included")
    client.force_login(staff)
    typed = SENT | {"summary": "The mother, born 3 May 1990, rang her sister."}
    marks = [one["mark"] for one in client.post("/reviews/send/", typed).context["asked"]["findings"]]

    second = client.post("/reviews/send/", typed | {"kept": marks})
    assert second.context["asked"]["similar"]
    assert f'name="kept" value="{marks[0]}"' in second.content.decode()
    assert client.post("/reviews/send/", typed | {"kept": marks, "although_similar": "1"}).status_code == 302


def test_staff_include_what_meets_the_rule_and_nothing_else(client, staff):
    review = a_case("sent", police_before="unknown", published="2015")
    client.force_login(staff)
    address = f"/reviews/cases/{review.reference}/screen/"

    refused = client.post(address, {"act": "include", "police_before": "yes", "published": "2015"})
    assert "Only reviews published since 1 January 2016 are included." in refused.content.decode()
    review.refresh_from_db()
    assert (review.state, review.police_before) == ("sent", "unknown")

    client.post(address, {"act": "include", "police_before": "yes", "published": "2016", "reason": "Calls."})
    review.refresh_from_db()
    assert (review.state, review.published, review.decision_reason) == ("included", "2016", "Calls.")


def test_a_duplicate_names_the_review_that_is_there(client, staff):
    known, review = a_case("included"), a_case("sent")
    client.force_login(staff)
    address = f"/reviews/cases/{review.reference}/screen/"
    sent = {"act": "exclude", "exclusion": "duplicate", "reason": "The same report."}

    assert known.reference in client.get(address).content.decode()
    assert "as in CR-00017" in client.post(address, sent).content.decode()
    client.post(address, sent | {"duplicate_of": known.reference.lower()})

    review.refresh_from_db()
    assert (review.state, review.duplicate_of) == ("excluded", known)
    client.post(f"/reviews/cases/{review.reference}/reconsider/")
    review.refresh_from_db()
    assert (review.state, review.exclusion, review.duplicate_of) == ("sent", "", None)


def test_the_catalogue_narrows_by_what_reviews_are_about(client):
    client.force_login(person("contributor", ForceFactory(code="kent")))
    a_case("assured", title="Fatal one", outcome="fatal", published="2021-05")
    a_case("included", title="Other one", outcome="serious_harm", published="2023", type=review_type("SAR"))
    a_case("sent", title="Unscreened one")

    whole = client.get("/reviews/cases/").content.decode()
    assert "2 reviews" in whole
    assert "Unscreened one" not in whole
    for query, title in (
        ("outcome=fatal", "Fatal one"),
        ("year=2023", "Other one"),
        ("type=SAR", "Other one"),
        ("state=assured", "Fatal one"),
        ("q=fatal", "Fatal one"),
    ):
        page = client.get(f"/reviews/cases/?{query}")
        assert [row["title"] for row in page.context["results"]] == [title], query
    assert "No review fits" in client.get("/reviews/cases/?outcome=other").content.decode()


def test_the_catalogue_asks_as_much_for_three_rows_as_for_one(client, staff):
    client.force_login(staff)
    a_case("included")
    one = queries(client, "/reviews/cases/")
    a_case("included"), a_case("assured")
    assert queries(client, "/reviews/cases/") == one


def test_readers_see_learning_only_of_assured_reviews(client, staff):
    officer = person("contributor", ForceFactory(code="kent"))
    review = a_case("coded")
    a_document(review)
    a_point(a_coding(review), text="Ask again.")
    client.force_login(officer)
    address = f"/reviews/cases/{review.reference}/"

    assert "Ask again." not in client.get(address).content.decode()
    CaseReview.objects.filter(pk=review.pk).update(state="assured")
    page = client.get(address).content.decode()
    assert "Ask again." in page
    assert "Read the text" in page


def test_opening_a_sensitive_review_is_logged(client, staff):
    review = a_case("included", marking="official_sensitive")
    client.force_login(staff)

    client.get(f"/reviews/cases/{review.reference}/")

    assert AuditEvent.objects.filter(verb="case_review.look", actor_id=staff.pk).count() == 1


def test_a_review_cannot_lose_what_its_inclusion_rests_on(client, staff):
    review = a_case("included", type=review_type())
    client.force_login(staff)
    address = f"/reviews/cases/{review.reference}/change/"
    typed = SENT | {"version": "1", "marking": "official", "police_before": "no"}

    assert "Screen it again before you change this." in client.post(address, typed).content.decode()
    client.post(address, typed | {"police_before": "yes", "title": "Another title"})
    review.refresh_from_db()
    assert (review.title, review.version) == ("Another title", 2)

    late = client.post(address, typed | {"police_before": "yes", "title": "A third title"})
    assert late.status_code == 409
    assert "Another title" in late.content.decode()


def test_whoever_sent_a_review_in_is_told_what_was_decided(staff):
    officer = person("contributor", ForceFactory(code="kent"))
    first, second = a_case("sent", sent_by=officer), a_case("sent", sent_by=officer)

    screening.include(review=first, by=staff)
    screening.exclude(review=second, exclusion="unpublished", reason="Not published yet.", by=staff)

    mails = list(Notification.objects.filter(to=officer).order_by("pk"))
    assert [(mail.kind, mail.link) for mail in mails] == [
        ("reviews_case_included", f"/reviews/cases/{first.reference}/"),
        ("reviews_case_excluded", f"/reviews/cases/{second.reference}/"),
    ]
    assert first.reference in mails[0].subject
    assert "Not published yet." not in mails[1].body


def test_of_two_who_screen_at_once_one_is_told(staff):
    review, colleague = a_case("sent"), person("vkpp_staff")
    seen_by_both = CaseReview.objects.get(pk=review.pk)
    screening.include(review=review, by=staff)

    with pytest.raises(Conflict, match="already decided"):
        screening.include(review=seen_by_both, by=colleague)
    review.refresh_from_db()
    assert review.screened_by == staff


def test_crumbs_lead_only_to_pages_that_are_there_for_the_reader(client_for):
    officer = UserFactory()
    mine = a_case("sent", sent_by=officer)
    page, catalogue = reverse("reviews:case", args=[mine.reference]), f'href="{reverse("reviews:cases")}"'

    assert catalogue not in client_for(officer).get(page).text
    assert client_for(officer).get(reverse("reviews:cases")).status_code == 404
    assert catalogue in client_for(person("vkpp_staff")).get(page).text


def test_the_sender_changes_a_review_until_it_is_screened(client):
    officer = person("contributor", ForceFactory(code="kent"))
    mine, screened = a_case("sent", sent_by=officer), a_case("included", sent_by=officer)
    client.force_login(officer)

    typed = SENT | {"title": "A better title", "version": "1"}
    assert client.post(f"/reviews/cases/{mine.reference}/change/", typed).status_code == 302
    mine.refresh_from_db()
    assert mine.title == "A better title"
    assert client.post(f"/reviews/cases/{screened.reference}/change/", typed).status_code == 403


@pytest.mark.parametrize("ended", ["signed_out", "two_hours_without_use"])
@pytest.mark.parametrize("page", ["send", "change"])
def test_what_was_typed_waits_behind_the_sign_in(client, page, ended):
    officer = person("contributor", ForceFactory(code="kent"))
    client.force_login(officer)
    review_type()
    mine = a_case("sent", sent_by=officer, title="A first title", strands=["child_abuse"])
    address = "/reviews/send/" if page == "send" else f"/reviews/cases/{mine.reference}/change/"
    author = client.get(address).context["author"]
    if ended == "signed_out":
        client.logout()
    else:
        session = client.session
        session[SEEN] -= settings.SESSION_IDLE_SECONDS + 1
        session.save()

    sent = SENT | {"author": author, "version": "1"}
    answer = client.post(address, sent, headers={"Origin": "http://testserver"})

    assert "_auth_user_id" not in client.session
    back = unquote(answer["Location"].partition("next=")[2])
    assert back.startswith(f"{address}?kept=")
    client.force_login(officer)
    CaseReview.objects.filter(pk=mine.pk).update(version=2)
    form = client.get(back).context["form"]
    assert (form["title"].value(), form["strands"].value()) == (SENT["title"], [])
    if page == "change":
        assert form["version"].value() == 1
        assert client.post(back, sent).status_code == 409
        client.post(back, sent | {"version": "2"})
        assert client.get(back).context["form"]["version"].value() == 3


def test_front_page_shows_each_the_parts_they_may_use(client):
    a_case("sent")
    client.force_login(person("vkpp_staff"))
    page = client.get("/reviews/").content.decode()
    assert "To screen" in page
    client.force_login(person("evaluator"))
    page = client.get("/reviews/").content.decode()
    assert "/reviews/cases/" not in page
    assert "Send a review in" in page


def test_home_shows_staff_what_waits_to_be_screened(client, staff):
    a_case("sent", title="Waiting one")
    client.force_login(staff)

    page = client.get("/").content.decode()
    assert "Case reviews to screen" in page
    assert "Waiting one" in page


@pytest.mark.parametrize("marking", ["official", "official_sensitive"])
def test_duplicates_are_never_named_to_who_may_not_see_them(client, marking):
    review_type()
    a_case("sent", title=SENT["title"], marking=marking)
    client.force_login(person("contributor", ForceFactory(code="kent")))

    assert client.post("/reviews/send/", SENT).status_code == 302


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Domestic Homicide Review, Anytown", "Domestic Homicide Review in Anytown", True),
        ("Case AG", "Case AI", False),
        ("Domestic Homicide Review Case 3", "Domestic Homicide Review Case 4", False),
        ("Domestic Homicide Review Case 3", "DHR Case 3", False),
        ("Thematic review of fire risks", "Baby Z", False),
    ],
)
def test_reviews_of_one_board_are_told_apart_by_what_names_them(one, other, alike):
    review = a_case("sent", title=one)
    a_case("included", title=other)

    assert bool(duplicates.of(review, person("vkpp_staff"))) is alike


def test_refused_document_leaves_what_was_chosen_beside_it(client, staff):
    review = a_case("included")
    known = a_document(review)
    client.force_login(staff)
    chosen = {"marking": "official_sensitive", "instead_of": known.pk}

    page = client.post(
        f"/reviews/cases/{review.reference}/documents/", chosen | {"file": SimpleUploadedFile("a.txt", b"Words.")}
    ).content.decode()

    assert '<div id="file-error"><p class="govuk-error-message">' in page
    assert 'aria-describedby="file-hint file-error"' in page
    assert '<option value="official_sensitive" selected>' in page
    assert f'<option value="{known.pk}" selected>' in page
