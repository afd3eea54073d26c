"""Queries of VKPP in the API: who reads them, and the force's answer."""

import pytest
from django.utils import timezone

from nvap.actions import queries as asking
from nvap.models import Query, Return
from tests.api.clients import program, refusal
from tests.factories.accounts import ForceFactory, person
from tests.factories.nvap import answer_of, answered
from tests.queries import queries

pytestmark = pytest.mark.django_db

JSON = "application/json"


@pytest.fixture
def query(ret, lead):
    return ask(ret, lead)


def ask(ret, lead, code="2.1.1", **more):
    """VKPP asks about an answer of the return."""
    answered(ret, code, by=lead)
    Return.objects.filter(pk=ret.pk).update(state="submitted", submitted_at=ret.round.opens_at)
    staff = person("vkpp_staff", display_name="Adviser")
    raised = asking.raise_query(
        response=answer_of(ret, code),
        subject="Zzq both control rooms?",
        text="Zzq does it count both?",
        by=staff,
        **more,
    )
    Return.objects.filter(pk=ret.pk).update(state="queried")
    return raised


def place(query, more=""):
    return f"queries/{query.reference}/{more}"


def test_query_is_listed_and_read_with_its_thread(query, lead):
    reader = program(lead)

    (row,) = reader.results("queries/")
    detail = reader.get(place(query)).json()

    assert (row["reference"], row["round"], row["force"], row["action"]) == (
        *(query.reference, "2026", "norfolk", "2.1.1"),
    )
    assert (row["state"], row["blocking"], row["assigned_to_me"]) == ("open", True, False)
    assert [(one["text"], one["by"]) for one in detail["messages"]] == [("Zzq does it count both?", "Adviser")]
    assert detail["available_actions"] == [
        {
            "action": "answer",
            "label": "Answer",
            "needs_reason": False,
            "missing": {},
            "url": f"http://testserver/api/v1/queries/{query.reference}/answer/",
        }
    ]


def test_force_answers(query, lead):
    writer = program(lead)

    answer = writer.post(place(query, "answer/"), {"text": "Yes, both."}, JSON)

    assert answer.status_code == 200
    row = answer.json()
    assert (row["state"], [one["text"] for one in row["messages"]]) == (
        *("answered", ["Zzq does it count both?", "Yes, both."]),
    )
    assert answer["ETag"] == writer.get(place(query))["ETag"]
    error = refusal(writer.post(place(query, "answer/"), {"text": "Again"}, JSON), 409)
    assert error["current"] == {"state": "answered"}
    assert query.messages.count() == 2


@pytest.mark.parametrize(
    ("body", "named"),
    [({}, "text"), ({"text": " "}, "text"), ({"text": 5}, "text"), ({"text": "x", "state": "y"}, "state")],
)
def test_answer_that_cannot_be_kept_is_refused_by_name(query, lead, body, named):
    error = refusal(program(lead).post(place(query, "answer/"), body, JSON), 400)

    assert list(error["fields"]) == [named]
    assert Query.objects.get().state == "open"


@pytest.mark.parametrize("role", ["nvap_lead", "contributor", "chief_officer", "force_analyst"])
def test_other_forces_learn_nothing(query, role):
    stranger = program(person(role, ForceFactory(code="kent")))

    assert stranger.results("queries/") == []
    refusal(stranger.get(place(query)), 404)
    refusal(stranger.post(place(query, "answer/"), {"text": "x"}, JSON), 404)
    assert Query.objects.get().state == "open"


def test_who_reads_only_may_not_answer(query, ret):
    analyst = program(person("force_analyst", ret.force))

    assert analyst.get(place(query)).json()["available_actions"] == []
    refusal(analyst.post(place(query, "answer/"), {"text": "x"}, JSON), 403)


def test_colleague_to_whom_it_was_given_answers_it(ret, lead):
    colleague = person("contributor", ret.force)
    query = ask(ret, lead, assignee=colleague)
    client = program(colleague)

    assert [row["assigned_to_me"] for row in client.results("queries/", mine="true")] == [True]
    assert client.post(place(query, "answer/"), {"text": "Both."}, JSON).json()["state"] == "answered"


def test_token_to_read_answers_nothing(query, lead):
    refusal(program(lead, "read", "practice:write").post(place(query, "answer/"), {"text": "x"}, JSON), 403)


def test_queries_are_narrowed(query, ret, lead):
    ask(ret, lead, "2.2.1", blocking=False)
    staff = program(person("vkpp_staff"))

    def actions(**params):
        return sorted(row["action"] for row in staff.results("queries/", **params))

    assert actions() == ["2.1.1", "2.2.1"]
    assert actions(blocking="false") == ["2.2.1"]
    assert actions(action="2.1.1", round="2026", force="norfolk", state="open") == ["2.1.1"]
    assert actions(mine="true") == []


def test_every_change_of_a_query_is_in_the_next_pull(query, lead):
    staff = person("vkpp_staff")
    reader = program(lead)

    def pulled(since):
        return [row["reference"] for row in reader.results("queries/", updated_since=since)]

    steps = (
        lambda row: asking.change(query=row, blocking=False, assignee=lead, due_on=None, version=row.version, by=staff),
        lambda row: asking.add(query=row, text="Zzq one more thing.", by=lead),
        lambda row: asking.answer(query=row, text="Zzq yes.", by=lead),
        lambda row: asking.ask_again(query=row, text="Zzq and the other?", by=staff),
        lambda row: asking.close(query=row, by=staff),
    )
    for step in steps:
        since = timezone.now().isoformat()
        assert pulled(since) == []
        step(Query.objects.get())
        assert pulled(since) == [query.reference]


def test_queries_do_not_grow_with_what_is_asked(query, ret, lead):
    staff = program(person("vkpp_staff"))
    one = queries(staff, "/api/v1/queries/")
    ask(ret, lead, "2.1.2")
    ask(ret, lead, "2.2.1")

    assert queries(staff, "/api/v1/queries/") == one
