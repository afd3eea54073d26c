"""The search over everything: what each reader finds of each kind, on the page and by API."""

import pytest
from django.urls import reverse

from analytics.models import Collection
from nvap.models import Toolkit
from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from tests.factories.events import draft_event, event
from tests.factories.nvap import a_plan
from tests.factories.practice import published_practice
from tests.factories.reviews import a_case, a_document, taxonomy
from tests.queries import queries
from tests.reviews.briefings import learned
from tests.reviews.briefings import published as a_published_briefing

pytestmark = pytest.mark.django_db
HERE = "/search/"


@pytest.fixture
def reader():
    a_plan()
    taxonomy()
    learned(title="What briefings are made of")
    return person("nvap_lead", ForceFactory(code="kent"))


def one_of_each():
    """One thing of each kind with the word contact."""
    practice = published_practice(title="First contact done well", permitted=("share_forces", "publish_public"))
    published_practice(title="Contact for police only")
    review = a_case(title="Contact was lost")
    a_case("excluded", title="Contact that does not count")
    briefing = a_published_briefing(person("vkpp_staff"), person("vkpp_staff"), title="Keeping contact")
    return practice, review, briefing


def shown(client, query):
    response = client.get(f"{HERE}?{query}")
    assert response.status_code == 200
    return {
        part.kind.code: (part.hits.total, [hit.href for hit in part.hits.rows]) for part in response.context["parts"]
    }


def test_reader_finds_things_of_every_kind(reader, client_for):
    _practice, review, briefing = one_of_each()
    found = shown(client_for(reader), "q=contact")

    assert list(found) == ["practice", "actions", "reviews", "briefings"]
    assert found["practice"][0] == 2
    assert found["actions"] == (3, found["actions"][1])  # the guidance of each has the word
    assert len(found["actions"][1]) == 3
    assert found["reviews"] == (1, [reverse("reviews:case", args=[review.reference])])
    assert found["briefings"] == (1, [reverse("reviews:briefing", args=[briefing.number])])


def test_visitor_finds_public_practice_only(client, reader):
    practice, _review, _briefing = one_of_each()

    assert shown(client, "q=contact") == {"practice": (1, [reverse("practice:entry", args=[practice.reference])])}
    assert "after signing in" in client.get(f"{HERE}?q=contact").content.decode()


def test_learning_events_are_found_by_everybody_once_they_are_announced(client, reader, client_for):
    found = event(title="Contact in the first hour", place="Norwich")
    draft_event(title="Contact to be announced")
    href = reverse("practice:event", args=[found.reference])

    assert shown(client, "q=contact") == {"events": (1, [href])}
    assert shown(client_for(person("vkpp_staff")), "q=contact")["events"] == (1, [href])
    assert shown(client, "q=norwich") == {"events": (1, [href])}


def test_collections_of_data_and_data_sets_are_found_by_their_readers(client, reader, client_for):
    Collection.objects.create(
        code="calls",
        name="Count of calls",
        owner="Home Office",
        purpose="Who calls for a xylophone.",
        provenance="Sample.",
    )
    href = reverse("analytics:collection", args=["calls"])

    found = shown(client_for(reader), "q=xylophone")
    assert found == {"collections": (1, [href])}
    assert shown(client, "q=xylophone") == {}
    assert shown(client_for(person("evaluator")), "q=xylophone") == {}
    page = client_for(reader).get(f"{HERE}?q=xylophone").content.decode()
    assert "<mark>xylophone</mark>" in page

    sets = shown(client_for(reader), "q=adoption&type=data_sets")["data_sets"]
    assert reverse("analytics:data-set", args=["adoption"]) in sets[1]
    assert sets[0] == len(sets[1])
    secret = reverse("analytics:data-set", args=["contact_requests"])
    assert secret in shown(client_for(person("vkpp_staff")), "q=contact+requests&type=data_sets")["data_sets"][1]
    assert "data_sets" not in shown(client_for(reader), "q=contact+requests+reminders")


def test_one_kind_is_shown_page_by_page(reader, client_for):
    cases = [a_case(title=f"Contact {n}") for n in range(12)]
    browser = client_for(reader)
    first, second = (shown(browser, f"q=contact&type=reviews&page={page}")["reviews"] for page in (1, 2))

    assert (first[0], len(first[1]), len(second[1])) == (12, 10, 2)
    assert {*first[1], *second[1]} == {reverse("reviews:case", args=[case.reference]) for case in cases}
    response = browser.get(f"{HERE}?q=contact&type=reviews&page=2")
    assert response.context["first"] == 11
    assert [tab["count"] for tab in response.context["tabs"]] == [15, 3, 12]


def test_words_stand_out_and_nothing_typed_becomes_markup(reader, client_for):
    a_case(title="<b>Contact</b> & more")
    page = client_for(reader).get(HERE, {"q": "contact <script>"}).content.decode()
    assert "<script>" not in page.split("<main")[1]
    page = client_for(reader).get(HERE, {"q": "contact"}).content.decode()

    assert "&lt;b&gt;<mark>Contact</mark>&lt;/b&gt; &amp; more" in page


def test_nothing_typed_nothing_found_and_wrong_kinds_are_told(reader, client_for):
    browser = client_for(reader)
    assert "Nothing found" not in browser.get(HERE).content.decode()
    assert "Nothing found" in browser.get(f"{HERE}?q=zzunheardof").content.decode()
    a_case(title="Contact")
    page = browser.get(f"{HERE}?q=contact&type=secrets&page=x").content.decode()
    assert "There is nothing of the kind “secrets” for you." in page
    assert "There is no page “x”; this is the first." in page


def test_sensitive_document_is_not_found_by_its_words(reader, client_for):
    case = a_case(title="A review")
    a_document(case, ("The neighbour heard xylophones.",), marking="official_sensitive")

    assert shown(client_for(reader), "q=xylophones") == {}
    assert shown(client_for(person("vkpp_staff")), "q=xylophones")["reviews"][0] == 1


def test_asks_no_more_for_three_than_for_one(reader, client_for):
    browser = client_for(reader)
    one_of_each()
    one = queries(browser, f"{HERE}?q=contact")
    for n in range(2):
        published_practice(title=f"Contact again {n}")
        a_case(title=f"Contact again {n}")
        a_published_briefing(person("vkpp_staff"), person("vkpp_staff"), title=f"Contact again {n}")

    assert queries(browser, f"{HERE}?q=contact") <= one <= 30


def test_api_gives_the_same_in_plain_words(reader):
    a_case(title="Contact & more")
    api = program(reader)
    found = api.get("search/", {"q": "contact", "type": "reviews", "limit": 5}).json()

    assert found["types"][0]["results"][0]["title"] == "Contact & more"
    assert (found["total"], found["types"][0]["type"]) == (1, "reviews")
    assert [part["type"] for part in api.get("search/", {"q": "contact"}).json()["types"]] == [
        *("practice", "practice_collections", "events", "actions", "reviews", "briefings", "collections", "data_sets")
    ]
    assert [part["type"] for part in program().get("search/", {"q": "contact"}).json()["types"]] == [
        *("practice", "practice_collections", "events")
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"q": ""},
        {"q": "x" * 201},
        {"q": "a", "type": "secrets"},
        {"q": "a", "limit": "99"},
        {"q": "a", "limit": "0000000009999"},
        {"q": "a", "limit": "000000000" + "9" * 20},
    ],
)
def test_api_refuses_what_it_cannot_look_for(reader, wrong):
    assert program(reader).get("search/", wrong).status_code == 400


def test_guidance_that_was_replaced_is_not_found_any_more(reader, client_for):
    shown_once = Toolkit.objects.filter(state="published").select_related("action_version").first()
    new = {field.name: getattr(shown_once, field.name) for field in Toolkit._meta.fields if not field.generated}
    Toolkit.objects.create(**new | {"id": None, "number": 2, "meaning": "Wombats are counted."})
    Toolkit.objects.create(**new | {"id": None, "number": 3, "meaning": "Quolls are counted."})

    assert "actions" not in shown(client_for(reader), "q=wombats")
    assert shown(client_for(reader), "q=quolls")["actions"][0] == 1
