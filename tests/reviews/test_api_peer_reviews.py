"""The API of peer reviews: the own force's and those one is on, and what the final report found."""

import pytest

from tests.api.clients import program
from tests.factories.accounts import ForceFactory, person
from tests.factories.reviews import a_member, a_peer
from tests.queries import queries
from tests.reviews.fieldwork import a_field, advised, drafted, ended, found, judged
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db
PATH = "/api/v1/peer-reviews/"


def listed(user, query=""):
    answer = program(user).get(PATH + query)
    assert answer.status_code == 200, answer.content
    return [row["reference"] for row in answer.json()["results"]]


def test_list_shows_the_own_forces_and_those_one_is_on():
    field = a_field()
    other = a_peer(ForceFactory(code="norfolk"), state="final")

    assert listed(field.lead) == [field.review.reference]
    assert listed(field.staff) == [other.reference, field.review.reference]
    assert listed(field.staff, "?state=final") == [other.reference]
    assert listed(field.staff, "?force=kent") == [field.review.reference]
    assert listed(person("force_analyst", field.force)) == []
    assert program(field.lead).get(f"{PATH}?force=norfolk").status_code == 400
    assert program(field.lead).get(f"{PATH}{other.reference}/").status_code == 404


def test_findings_come_with_the_final_report_and_not_before():
    field = a_field()
    judged(field)
    found(field)
    advice = advised(field)
    path = f"{PATH}{field.review.reference}/"
    drafted(field)
    assert program(field.lead).get(path).json()["report"] is None
    assert program(field.staff).get(path).json()["report"] is None

    ended(field)
    shown = program(field.lead).get(path).json()

    assert shown["actions"] == ["2.1.1", "2.1.2", "2.2.1"]
    assert shown["report"]["findings"] == [
        {
            "number": "1.3",
            "action": "2.1.1",
            "kind": "consider",
            "title": "Risk is not looked at again",
            "text": "Nobody asks twice.\n\nRecords show it.",
            "shown_by": [],
        }
    ]
    assert [row["reference"] for row in shown["report"]["recommendations"]] == [advice.reference]
    assert [row["level"] for row in shown["report"]["judgements"]] == [2, 2, 2]
    assert "assessed" not in shown["report"]


def test_who_has_not_declared_reads_no_report_and_looks_are_logged(client):
    field = a_field()
    judged(field)
    drafted(field)
    ended(field)
    peer = person("peer_reviewer")
    a_member(field.review, peer, interest="undeclared")
    path = f"{PATH}{field.review.reference}/"

    client.force_login(peer)
    assert client.get(path).json()["report"] is None
    client.force_login(field.member)
    assert client.get(path).json()["report"]["number"] == 2
    before = AuditEvent.objects.filter(verb="peer_review.look").count()
    client.get(path)
    assert AuditEvent.objects.filter(verb="peer_review.look").count() == before + 1


def test_list_asks_as_often_for_three_rows_as_for_one():
    staff = person("vkpp_staff")
    a_peer(ForceFactory(code="kent"), manager=staff)
    browser = program(staff)
    few = queries(browser, PATH)
    a_peer(ForceFactory(code="norfolk"), manager=staff)
    a_peer(ForceFactory(code="essex"), manager=staff)

    assert queries(browser, PATH) == few
