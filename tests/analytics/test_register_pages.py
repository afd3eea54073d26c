"""Pages, file and API of the register of data collections, and the check before a question is put into a form."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics.actions import overlaps, register
from analytics.models import Collection, Overlap
from nvap.actions import forms
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import a_form, a_plan
from tests.queries import queries

pytestmark = pytest.mark.django_db

LIST = "/insight/collections/"
PAIRS = "/insight/overlaps/"


@pytest.fixture
def staff():
    return person("vkpp_staff")


@pytest.fixture
def lead():
    return person("nvap_lead", ForceFactory())


def entered(name="Arrests", items=("arrests by age",), **values):
    return register.create(values={"name": name, "owner": "Home Office", **values}, items=items, by=None)


def pair():
    entered("Stalking survey", ["stalking victims"], burden_hours=40, burden_source="Asked", forces_asked=43)
    entered("Protection orders", ["victims of stalking"], owner="NPCC", basis="statutory", rhythm="annual")
    return Overlap.objects.get()


def text(response):
    return " ".join(response.content.decode().split())


def test_the_list_says_what_is_asked_and_what_it_costs(client_for, lead):
    pair()
    shown = text(client_for(lead).get(LIST))
    assert "<strong>2 collections</strong>" in shown
    assert '<p class="app-stat__value">40</p> <p class="app-stat__note">known for 1 of 2 collections</p>' in shown
    assert '<p class="app-stat__value">1,720</p>' in shown
    assert "Enter a collection" not in shown


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Protection orders", "Stalking survey"]),
        ("?owner=NPCC", ["Protection orders"]),
        ("?rhythm=none", ["Stalking survey"]),
        ("?basis=statutory", ["Protection orders"]),
        ("?q=victims+of", ["Protection orders"]),
        ("?sort=hours", ["Stalking survey", "Protection orders"]),
        ("?state=ended", []),
        ("?known=yes", []),
        ("?strand=DA", []),
        ("?sort=nothing&known=maybe&page=x", ["Protection orders", "Stalking survey"]),
    ],
)
def test_filters_and_order_hold_on_page_and_in_the_file_alike(client_for, lead, query, names):
    pair()
    browser = client_for(lead)
    assert [row["one"].name for row in browser.get(LIST + query).context["rows"]] == names
    file = browser.get(f"{LIST}collections.csv{query}")
    rows = list(csv.DictReader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert [row["name"] for row in rows] == names


def test_the_file_is_safe_in_a_spreadsheet(client_for, lead):
    entered("=cmd()", ["+1"])
    rows = list(csv.DictReader(io.StringIO(client_for(lead).get(f"{LIST}collections.csv").content.decode("utf-8-sig"))))
    assert [(row["name"], row["items"], row["verified"], row["hours_of_one_force"]) for row in rows] == [
        ("'=cmd()", "'+1", "no", "")
    ]


def test_list_and_pages_ask_the_database_as_often_for_three_as_for_one(client_for, staff):
    browser = client_for(staff)
    first = entered("Survey 1", ["stalking victims 1"])
    entered("Survey 2", ["stalking victims 2"])
    addresses = (
        LIST,
        f"{LIST}collections.csv",
        PAIRS,
        f"{LIST}{first.code}/",
        "/api/v1/collections/",
        "/api/v1/overlaps/",
    )
    before = [queries(browser, address) for address in addresses]
    for number in (3, 4):
        entered(f"Survey {number}", [f"stalking victims {number}"])
    assert Overlap.objects.count() == 6
    assert [queries(browser, address) for address in addresses] == before


def test_staff_enter_change_and_end_a_collection(client_for, staff):
    browser = client_for(staff)
    sent = {
        "name": "Hate crime",
        "owner": "Home Office",
        "items": "hate crimes by strand\n\nracist offences",
        "sample": "on",
    }
    answer = browser.post(f"{LIST}new/", sent)
    one = Collection.objects.get()
    assert answer["Location"] == f"{LIST}hate-crime/"
    assert [item.text for item in one.items.all()] == ["hate crimes by strand", "racist offences"]

    changed = {"name": "Hate crime", "owner": "Home Office", "burden_hours": "1,200", "version": str(one.version)}
    refused = browser.post(f"{LIST}hate-crime/change/", changed)
    assert "Say how the hours are known" in text(refused)
    answer = browser.post(f"{LIST}hate-crime/change/", {**changed, "burden_source": "Asked five forces"})
    assert answer.status_code == 302
    overtaken = browser.post(f"{LIST}hate-crime/change/", {**changed, "owner": "ONS", "burden_source": "Guess"})
    assert overtaken.status_code == 409
    assert "What is there now" in text(overtaken)
    assert "What you typed" in text(overtaken)

    browser.post(f"{LIST}hate-crime/items/new/", {"text": "victims by age", "kind": "count"})
    browser.post(f"{LIST}hate-crime/items/1/", {"text": "hate crimes by motive", "kind": "record"})
    browser.post(f"{LIST}hate-crime/items/2/remove/")
    browser.post(f"{LIST}hate-crime/move/", {"action": "end", "reason": "Replaced."})
    one.refresh_from_db()
    assert (one.burden_hours, one.sample, one.state) == (1200, False, "ended")
    shown = list(one.items.filter(removed_at=None).values_list("number", "text", "kind"))
    assert shown == [(1, "hate crimes by motive", "record"), (3, "victims by age", "count")]
    page = text(browser.get(f"{LIST}hate-crime/"))
    for words in ("1,200 hours", "Asked five forces", "Marked as ended", "“hate crimes by strand” is now"):
        assert words in page


def test_somebody_who_was_overtaken_is_told_so_also_when_what_they_typed_cannot_be_stored(client_for, staff):
    one = entered("Hate crime", [])
    sent = {"name": "Hate crime", "owner": "Home Office", "burden_hours": "about 40", "version": str(one.version)}
    register.change(collection=one, values={"owner": "ONS"}, version=one.version, by=person("vkpp_staff"))

    told = client_for(staff).post(f"{LIST}hate-crime/change/", sent)
    shown = text(told)
    assert told.status_code == 409
    assert "Somebody changed this while you were writing." in shown
    assert '<td data-label="What is there now">ONS</td> <td data-label="What you typed">Home Office</td>' in shown
    assert '<td data-label="What is there now">–</td> <td data-label="What you typed">about 40</td>' in shown
    one.refresh_from_db()
    assert one.owner == "ONS"


def test_items_are_not_changed_from_a_page_that_somebody_overtook(client_for, staff):
    one = entered("Hate crime", ["racist offences"])
    browser, stale = client_for(staff), str(one.version)
    register.add_item(collection=one, text="victims by age", by=person("vkpp_staff"))
    there = [("racist offences", None), ("victims by age", None)]

    for path in ("items/new/", "items/1/"):
        told = browser.post(f"{LIST}hate-crime/{path}", {"text": "offences", "kind": "count", "version": stale})
        shown = text(told)
        assert told.status_code == 409
        assert "Somebody changed this while you were writing." in shown
        assert "<li>victims by age" in shown
        assert f'name="version" value="{one.version}"' in shown
    for path, values in (("items/1/remove/", {}), ("move/", {"action": "end", "reason": "Replaced."})):
        told = browser.post(f"{LIST}hate-crime/{path}", {**values, "version": stale}, follow=True)
        assert "Somebody changed this while you were writing." in text(told)
    one.refresh_from_db()
    assert (list(one.items.values_list("text", "removed_at")), one.state) == (there, "in_use")


def test_every_form_of_a_collection_sends_the_version_it_shows(client_for, staff):
    one = entered("Hate crime", ["racist offences"])
    browser = client_for(staff)
    for path, forms_ in (("", 3), ("change/", 1), ("items/new/", 1), ("items/1/", 1)):
        assert text(browser.get(f"{LIST}{one.code}/{path}")).count(f'name="version" value="{one.version}"') == forms_


def test_an_overlap_is_shown_with_the_shared_words_and_settled(client_for, staff, lead):
    overlap = pair()
    page = text(client_for(lead).get(f"{PAIRS}{overlap.reference}/"))
    assert "100% alike · shared words: <strong>stalking, victims</strong>" in page
    assert "VKPP staff settle it with the two owners." in page
    assert "Record the decision" not in page

    browser = client_for(staff)
    refused = browser.post(f"{PAIRS}{overlap.reference}/", {"decision": "merge", "reason": ""})
    assert "Give a reason. It is kept with the decision." in text(refused)
    assert "Choose what is to be done." in text(browser.post(f"{PAIRS}{overlap.reference}/", {"reason": "Yes"}))
    answer = browser.post(f"{PAIRS}{overlap.reference}/", {"decision": "merge", "reason": "One form serves both."})
    assert answer["Location"] == f"{PAIRS}{overlap.reference}/"
    done = text(browser.get(answer["Location"]))
    assert "One form serves both." in done
    assert "Undo the decision" in done
    assert [row["one"] for row in browser.get(f"{PAIRS}?tab=agreed").context["rows"]] == [overlap]
    assert browser.get(PAIRS).context["rows"] == []
    browser.post(f"{PAIRS}{overlap.reference}/undo/", {"reason": "A mistake."})
    overlap.refresh_from_db()
    assert overlap.state == "found"
    assert browser.post(f"{PAIRS}{overlap.reference}/merge/", {"reason": "x"}).status_code == 404


def test_second_who_settles_an_overlap_is_told_who_was_first(client_for, staff):
    overlap = pair()
    overlaps.decide(overlap=overlap, action="merge", reason="One form serves both.", by=person("vkpp_staff"))
    sent = {"decision": "keep_both", "reason": "Both are needed."}

    shown = text(client_for(staff).post(f"{PAIRS}{overlap.reference}/", sent))

    assert "Select a valid choice" not in shown
    assert "There is a problem" in shown
    overlap.refresh_from_db()
    assert (overlap.state, overlap.reason) == ("merge", "One form serves both.")


def test_looking_again_says_what_was_found(client_for, staff):
    pair()
    Overlap.objects.all().delete()
    answer = client_for(staff).post(f"{PAIRS}look-again/", follow=True)
    assert "1 pair asks for much the same; not known before: 1." in text(answer)


def test_looking_again_asks_the_database_as_often_for_three_pairs_as_for_one(staff):
    asked = []
    for number in (1, 2, 3):
        entered(f"Survey {number}", ["stalking victims"])
        with CaptureQueriesContext(connection) as captured:
            overlaps.look_again(by=staff)
        asked.append(len(captured))
    assert Overlap.objects.count() == 3
    assert asked[1] == asked[2]


def test_the_check_page_says_where_it_is_asked(client_for, lead):
    pair()
    browser = client_for(lead)
    found = text(browser.get(f"{LIST}check/?text=How+many+stalking+victims%3F"))
    assert "Asked already, or something like it" in found
    assert "100% of its words are in the question · these: stalking, victims" in found
    assert "Nothing like it was found" in text(browser.get(f"{LIST}check/?text=custody"))


# ---- before a question is put into a form ---------------------------------------------------------------------------
@pytest.fixture
def draft():
    a_plan()
    return forms.copy(form=a_form(), code="draft", title="Draft form", by=person("vkpp_admin"))


def asked(draft, label, **more):
    return {
        "section": draft.sections.first().code,
        "code": "stalking",
        "label": label,
        "kind": "text",
        "limit": "0",
        **more,
    }


def test_a_question_that_others_ask_is_saved_only_when_it_is_needed_all_the_same(client_for, draft):
    pair()
    browser, address = client_for(person("vkpp_admin")), "/nvap/manage/forms/draft/questions/new/"
    page = browser.post(address, asked(draft, "How many stalking victims were there?"))
    shown = text(page)
    assert "Not saved yet: is this asked already?" in shown
    assert "Stalking survey" in shown
    assert not draft.questions.filter(code="stalking").exists()

    answer = browser.post(address, asked(draft, "How many stalking victims were there?", although_asked="1"))
    assert answer.status_code == 302
    assert draft.questions.get(code="stalking").label == "How many stalking victims were there?"
    again = text(browser.get("/nvap/manage/forms/draft/questions/stalking/"))
    assert "Is this asked already?" in again
    assert "100% of its words are in the question" in again


def test_a_question_that_nobody_asks_is_saved_at_once(client_for, draft):
    pair()
    answer = client_for(person("vkpp_admin")).post(
        "/nvap/manage/forms/draft/questions/new/", asked(draft, "Which training is planned for custody sergeants?")
    )
    assert answer.status_code == 302
    assert draft.questions.filter(code="stalking").exists()


# ---- API ------------------------------------------------------------------------------------------------------------
def test_the_api_gives_collections_with_their_items(client_for, lead):
    pair()
    browser = client_for(lead)
    page = browser.get("/api/v1/collections/").json()
    assert [(row["code"], row["burden_hours"], row["verified"]) for row in page["results"]] == [
        ("protection-orders", None, False),
        ("stalking-survey", 40, False),
    ]
    assert page["results"][0]["items"] == [{"number": 1, "text": "victims of stalking", "kind": "topic", "strands": []}]
    one = browser.get("/api/v1/collections/stalking-survey/?fields=code,owner").json()
    assert one == {"code": "stalking-survey", "owner": "Home Office"}
    assert browser.get("/api/v1/collections/?owner=Nobody").status_code == 400
    assert browser.get("/api/v1/collections/?updated_since=2099-01-01T00:00:00Z").json()["results"] == []


def test_the_api_gives_overlaps_with_their_decision(client_for, lead, staff):
    overlap = pair()
    overlaps.decide(overlap=overlap, action="ask_owners", reason="Which years?", by=staff)
    row = client_for(lead).get("/api/v1/overlaps/?state=asked").json()["results"][0]
    told = {name: row[name] for name in ("reference", "similarity", "shared", "reason", "other_kind", "other_code")}
    assert told == {
        "reference": overlap.reference,
        "similarity": 100,
        "shared": ["stalking", "victims"],
        "reason": "Which years?",
        "other_kind": "item",
        "other_code": None,
    }
    assert (row["first_collection"], row["other_collection"]) == ("stalking-survey", "protection-orders")
    assert client_for(lead).get(f"/api/v1/overlaps/{overlap.reference}/").json() == row


def test_others_are_told_whose_it_is(client_for):
    pair()
    browser = client_for(person("evaluator"))
    assert browser.get(LIST).status_code == 403
    assert browser.get("/api/v1/collections/").status_code == 403
    assert browser.get(f"{LIST}stalking-survey/").status_code == 404
