"""The API of case reviews: the catalogue's filters, one review, sending one in."""

import pytest

from reviews.models import CaseReview
from tests.api.clients import program, refusal
from tests.factories.accounts import ForceFactory, person
from tests.factories.reviews import a_case, a_document, review_type
from tests.queries import queries
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
PATH = "/api/v1/case-reviews/"
NEW = {"type": "DHR", "title": "Domestic Homicide Review, Anytown", "published": "May 2021"}


@pytest.fixture
def officer():
    return person("contributor", ForceFactory(code="kent"))


def found(browser, query=""):
    answer = browser.get(PATH + query)
    assert answer.status_code == 200, answer.content
    return [row["title"] for row in answer.json()["results"]]


def test_list_shows_the_catalogue_and_what_one_sent(officer):
    a_case("included", title="Included")
    a_case("sent", title="Of somebody else")
    a_case("sent", title="Mine", sent_by=officer)
    a_case("assured", title="Sensitive", marking="official_sensitive")

    assert found(program(officer)) == ["Mine", "Included"]
    assert found(program(officer), "?mine=true") == ["Mine"]
    assert len(found(program(person("vkpp_staff")))) == 4


def test_list_is_narrowed_like_the_catalogue(officer):
    review_type("SAR")
    a_case("included", title="First", outcome="fatal", strands=["DA"])
    a_case("assured", title="Second one", outcome="serious_harm", type=review_type("SAR"))
    browser = program(officer)

    for query in ("outcome=fatal", "type=DHR", "state=included", "q=first"):
        assert found(browser, f"?{query}") == ["First"], query
    refused = browser.get(f"{PATH}?outcome=happy")
    assert (refused.status_code, list(refused.json()["fields"])) == (400, ["outcome"])


def test_one_review_comes_with_its_documents(officer):
    case = a_case("included", police_contact="Two calls.")
    a_document(case)
    a_document(case, name="secret.pdf", marking="official_sensitive")

    row = program(officer).get(f"{PATH}{case.reference}/").json()

    assert (row["reference"], row["type"], row["force"], row["police_contact"]) == (
        case.reference,
        "DHR",
        None,
        "Two calls.",
    )
    assert [document["name"] for document in row["documents"]] == ["report.pdf"]


def test_reading_a_sensitive_review_is_logged():
    staff, case = person("vkpp_staff"), a_case("included", marking="official_sensitive")

    program(staff).get(f"{PATH}{case.reference}/")

    assert AuditEvent.objects.get(verb="case_review.look").after == {"marking": "official_sensitive", "what": "api"}


def test_review_is_sent_in_by_the_rules_of_the_form(officer):
    review_type()
    answer = program(officer).post(PATH, NEW, content_type="application/json")

    assert answer.status_code == 201, answer.content
    review = CaseReview.objects.get()
    assert answer["Location"].endswith(f"/case-reviews/{review.reference}/")
    assert (review.state, review.published, review.sent_by) == ("sent", "2021-05", officer)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"type": "nothing"}, ["type"]),
        ({"title": ""}, ["title"]),
        ({"title": ["a list"]}, ["title"]),
        ({"published": "the day before"}, ["published"]),
        ({"published": "2090"}, ["published"]),
        ({"incident_year": 12}, ["incident_year"]),
        ({"incident_year": True}, ["incident_year"]),
        ({"incident_year": "0000020215"}, ["incident_year"]),
        ({"strands": "DA"}, ["strands"]),
        ({"strands": ["NOT"]}, ["strands"]),
        ({"source_url": "javascript:alert(1)"}, ["source_url"]),
        ({"name_of_child": "Sam"}, ["name_of_child"]),
        ({"summary": "born 3 May 1990"}, ["summary"]),
        ({"force": "atlantis", "sex": "x"}, ["force", "sex"]),
    ],
)
def test_wrong_values_are_refused_by_field(officer, changes, fields):
    review_type()
    answer = program(officer).post(PATH, NEW | changes, content_type="application/json")

    assert (answer.status_code, sorted(answer.json()["fields"])) == (400, fields)
    assert CaseReview.objects.count() == 0


def test_a_review_that_looks_known_is_asked_about(officer):
    known = a_case("included")
    browser = program(officer)

    refused = browser.post(PATH, NEW | {"partnership": known.partnership}, content_type="application/json")
    assert (refused.status_code, refused.json()["current"]) == (409, {"similar": [known.reference]})
    sure = NEW | {"partnership": known.partnership, "although_similar": True}
    assert browser.post(PATH, sure, content_type="application/json").status_code == 201


def test_a_token_needs_the_scope(officer):
    review_type()
    answer = program(officer, "read").post(PATH, NEW, content_type="application/json")

    assert answer.status_code == 403
    assert "reviews:send" in answer.json()["detail"]


def test_the_list_asks_as_much_for_three_rows_as_for_one(officer):
    browser = program(officer)
    a_case("included")
    one = queries(browser, PATH)
    a_case("included"), a_case("included")
    assert queries(browser, PATH) == one


def test_vocabulary_names_kinds_of_reviews_and_harm(officer):
    review_type("SAR")
    browser = program(officer)

    assert [row["code"] for row in browser.get("/api/v1/review-types/").json()["results"]] == ["SAR"]
    assert browser.get("/api/v1/harm-types/").json()["results"] == []


def test_request_repeated_with_its_key_sends_one_review(officer):
    review_type()
    client, headers = program(officer), {"Idempotency-Key": "9b1d-42"}

    first, again = (client.post(PATH, NEW, content_type="application/json", headers=headers) for _time in range(2))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["reference"] == again.json()["reference"]
    assert CaseReview.objects.count() == 1
    other = client.post(PATH, NEW | {"title": "Another"}, content_type="application/json", headers=headers)
    assert refusal(other, 409)["current"] == {"reference": first.json()["reference"]}
    stranger = program(person("contributor", ForceFactory(code="norfolk")))
    sure = NEW | {"although_similar": True}
    assert stranger.post(PATH, sure, content_type="application/json", headers=headers).status_code == 201
