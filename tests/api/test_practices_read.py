"""Reading practice: who reads what, how lists are narrowed, and what one example looks like."""

import pytest

from practice.models import BankEntry
from practice.vocab import Audience
from tests.api.clients import program, refusal
from tests.factories.accounts import ForceFactory, UserFactory, person
from tests.factories.practice import CallFactory, draft_practice, published_practice, submitted_practice

pytestmark = pytest.mark.django_db

PUBLIC = ("share_forces", "publish_public", "discuss_stakeholders")


@pytest.fixture
def norfolk():
    return ForceFactory(code="norfolk")


@pytest.fixture
def kent():
    return ForceFactory(code="kent")


def test_list_shows_each_reader_what_the_owner_permits():
    everybody = published_practice(permitted=PUBLIC).reference
    forces = published_practice(permitted=("share_forces",)).reference
    government = published_practice(permitted=("discuss_stakeholders",)).reference
    nobody = published_practice(permitted=()).reference

    assert program().references() == [everybody]
    assert program(person("contributor")).references() == [everybody, forces]
    assert program(person("national_analyst"), "read").references() == [everybody, government]
    assert program(person("vkpp_staff"), "read").references() == [everybody, forces, government]
    assert nobody not in program(person("vkpp_staff"), "read").references()


def test_list_row_is_the_published_snapshot(norfolk):
    owner = person("contributor", norfolk)
    call = CallFactory(slug="voice-of-the-victim")
    practice = published_practice(
        by=owner, call=call, permitted=PUBLIC, rating="new_innovative", topics=["knife-crime"], actions=["2.1.1"]
    )
    entry = BankEntry.objects.get(practice=practice)

    (row,) = program().results("practices/")

    assert row == {
        "kind": "published",
        "reference": practice.reference,
        "url": f"http://testserver/api/v1/practices/{practice.reference}/",
        "title": "Text messages after domestic abuse calls",
        "summary": "Officers send a message with support services after each call.",
        "lead_organisation": "Norfolk Constabulary",
        "force": "norfolk",
        "force_name": "Norfolk Constabulary",
        "region": "Eastern",
        "call": "voice-of-the-victim",
        "categories": ["prevention"],
        "strands": ["DA"],
        "actions": ["2.1.1"],
        "topics": ["knife-crime"],
        "target_groups": ["victims"],
        "rating": "new_innovative",
        "stage": "evaluated_locally",
        "scale": "force_wide",
        "serious_violence": False,
        "started": "2021-05",
        "review_by": entry.review_by.isoformat(),
        "stale": False,
        "archived": False,
        "first_published_at": _shown(entry.first_published_at),
        "published_at": _shown(entry.published_at),
        "updated_at": _shown(entry.updated_at),
    }


def _shown(moment):
    return moment.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"category": "diversion"}, ["second"]),
        ({"category": ["diversion", "prevention"]}, ["first", "second"]),
        ({"strand": "CSE"}, ["second"]),
        ({"rating": "promising"}, ["second"]),
        ({"rating": "not_rated"}, ["first"]),
        ({"stage": "untested"}, ["second"]),
        ({"scale": "local"}, ["second"]),
        ({"force": "kent"}, ["second"]),
        ({"topic": "knife-crime"}, ["second"]),
        ({"target_group": "victims"}, ["first", "second"]),
        ({"action": "2.1.1"}, ["second"]),
        ({"call": "second-call"}, ["second"]),
        ({"serious_violence": "true"}, ["second"]),
        ({"serious_violence": "false"}, ["first"]),
        ({"q": "exploitation"}, ["second"]),
        ({"q": "exploitation", "category": "prevention"}, []),
        ({"q": "exploitation", "serious_violence": "true"}, ["second"]),
        ({"q": "exploitation", "serious_violence": "false"}, []),
        ({"q": "exploitation", "ordering": "updated_at"}, ["second"]),
        ({"published_since": "2100-01-01T00:00:00Z"}, []),
        ({"category": "prevention", "strand": "CSE"}, []),
    ],
)
def test_filter_narrows_list_and_counts_alike(norfolk, kent, filters, found):
    first = published_practice(by=person("contributor", norfolk), permitted=PUBLIC)
    second = published_practice(
        by=person("contributor", kent),
        call=CallFactory(slug="second-call"),
        permitted=PUBLIC,
        rating="promising",
        title="Child exploitation hubs",
        categories=["diversion"],
        strands=["CSE"],
        stage="untested",
        scale="local",
        topics=["knife-crime"],
        actions=["2.1.1"],
        serious_violence=True,
    )
    expected = [{"first": first, "second": second}[name].reference for name in found]

    assert program().references(**filters) == expected
    counted = {name: value for name, value in filters.items() if name != "ordering"}
    assert program().get("practices/facets/", counted).json()["total"] == len(expected)


def test_facets_agree_with_the_list_they_narrow(norfolk, kent):
    published_practice(by=person("contributor", norfolk), permitted=PUBLIC)
    published_practice(by=person("contributor", kent), permitted=PUBLIC, categories=["prevention", "diversion"])
    published_practice(by=person("contributor", kent), permitted=("share_forces",), categories=["diversion"])

    counts = program().get("practices/facets/", {"force": "kent"}).json()

    by_name = {facet["name"]: facet["values"] for facet in counts["facets"]}
    assert counts["total"] == 1
    assert by_name["category"] == [
        {"value": "prevention", "label": "Prevention", "count": 1},
        {"value": "diversion", "label": "Diversion", "count": 1},
    ]
    assert {(value["value"], value["count"]) for value in by_name["force"]} == {("kent", 1), ("norfolk", 1)}
    for name, values in by_name.items():
        for value in values:
            filters = {"force": "kent", name: value["value"]}
            assert len(program().references(**filters)) == value["count"], (name, value)


def test_detail_is_the_snapshot_and_not_the_working_copy():
    practice = published_practice(permitted=PUBLIC, rating="promising")
    owner = practice.owner
    writer = program(owner)
    assert writer.post(f"practices/{practice.reference}/revise/", {}, "application/json").status_code == 200
    changed = writer.patch(
        f"practices/{practice.reference}/",
        {"title": "Not to be seen yet"},
        "application/json",
        headers={"If-Match": f'"{_version(writer, practice)}"'},
    )
    assert changed.status_code == 200

    shown = program().get(f"practices/{practice.reference}/").json()

    assert shown["title"] == "Text messages after domestic abuse calls"
    assert shown["kind"] == "published"
    assert shown["rating"] == "promising"
    assert shown["labels"]["strands"] == {"DA": "Domestic abuse"}
    assert shown["publication"] == 1
    assert "state" not in shown
    assert "Not to be seen yet" not in program().get("practices/").content.decode()
    assert "Not to be seen yet" not in program(person("contributor")).get("practices/").content.decode()


def _version(client, practice):
    return client.get(f"practices/{practice.reference}/", {"scope": "working"}).json()["version"]


def test_contact_address_is_shown_only_to_who_signs_in():
    practice = published_practice(permitted=PUBLIC)

    assert program().get(f"practices/{practice.reference}/").json()["contact_email"] is None
    signed_in = program(person("contributor")).get(f"practices/{practice.reference}/").json()
    assert signed_in["contact_email"] == "harm.reduction@norfolk.police.uk"


def test_working_copies_are_for_authors_force_and_staff(norfolk, kent):
    owner = person("contributor", norfolk)
    draft = draft_practice(by=owner).reference
    sent = submitted_practice(by=owner).reference
    elsewhere = submitted_practice(by=person("contributor", kent)).reference

    assert program(owner).references(scope="mine") == [draft, sent]
    assert program(person("nvap_lead", norfolk)).references(scope="force") == [draft, sent]
    assert program(person("nvap_lead", kent)).references(scope="force") == [elsewhere]
    assert set(program(person("vkpp_staff"), "read").references(scope="all")) == {sent, elsewhere}
    assert program(person("contributor", norfolk)).references(scope="all") == []
    refusal(program(owner).get("practices/", {"scope": "force"}), 403)
    refusal(program().get("practices/", {"scope": "mine"}), 401)


def test_working_copy_is_not_found_by_who_reads_only_the_bank():
    practice = published_practice(permitted=PUBLIC)
    stranger = person("contributor")

    assert program(stranger).get(f"practices/{practice.reference}/").status_code == 200
    refusal(program(stranger).get(f"practices/{practice.reference}/", {"scope": "working"}), 404)
    refusal(program().get(f"practices/{practice.reference}/", {"scope": "working"}), 401)


def test_draft_is_not_in_the_bank_and_its_author_is_told_where_it_is():
    practice = draft_practice()

    error = refusal(program(practice.owner).get(f"practices/{practice.reference}/"), 404)
    assert error["detail"] == "This is not in the practice bank. Add scope=working to read the working copy."
    refusal(program(person("contributor")).get(f"practices/{practice.reference}/"), 404)


def test_authors_do_not_learn_of_a_decision_before_its_release(norfolk):
    owner = person("contributor", norfolk)
    practice = submitted_practice(by=owner)
    type(practice).objects.filter(pk=practice.pk).update(state="decided")
    staff = person("vkpp_staff")

    (row,) = program(owner).results("practices/", scope="mine")
    assert row["state"] == "being_assessed"
    assert program(owner).references(scope="mine", state="being_assessed") == [practice.reference]
    refusal(program(owner).get("practices/", {"scope": "mine", "state": "decided"}), 400)
    shown = program(owner).get(f"practices/{practice.reference}/", {"scope": "working"}).json()
    assert (shown["state"], shown["state_label"]) == ("being_assessed", "Being assessed")
    (row,) = program(staff, "read").results("practices/", scope="all")
    assert row["state"] == "decided"


def test_released_to_police_is_not_for_the_public_whatever_the_owner_permits():
    practice = published_practice(permitted=PUBLIC, released_to=Audience.POLICE)

    assert program().references() == []
    assert program(person("contributor")).references() == [practice.reference]


def test_fields_narrows_rows_and_details():
    practice = published_practice(permitted=PUBLIC)

    assert program().results("practices/", fields="title,reference") == [
        {"reference": practice.reference, "title": "Text messages after domestic abuse calls"}
    ]
    shown = program().get(f"practices/{practice.reference}/", {"fields": "aim"}).json()
    assert shown == {"aim": "People know where to find help."}


def test_person_without_role_reads_what_is_public():
    practice = published_practice(permitted=PUBLIC)
    published_practice(permitted=("share_forces",))
    browser = program()
    browser.force_login(UserFactory())

    assert browser.references() == [practice.reference]
