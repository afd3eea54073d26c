"""When a return waits for its force, until when, and how late it is: by what came first, on London's calendar."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from nvap import work
from nvap.actions import queries, reviewing, signing
from nvap.canonical import content, digest
from nvap.models import Return, Round
from tests.clients import text_of
from tests.factories.accounts import person
from tests.factories.nvap import all_answered, answer_of
from vkpp.core.working_days import LONDON

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
FRONT, DESK = reverse("nvap:front"), reverse("nvap:desk")


@pytest.fixture
def chief(force):
    return person("chief_officer", force)


@pytest.fixture
def sent(ret, lead, chief):
    """The return, answered, signed and with VKPP."""
    all_answered(ret, by=lead)
    ret.refresh_from_db()
    signing.send_for_signature(ret=ret, by=lead)
    signing.sign(ret=ret, statement="Yes.", content_hash=digest(content(ret)), by=chief)
    signing.submit(ret=ret, by=lead)
    return ret


def due(moment, **more):
    """The round of the tests was due then."""
    times = {"opens_at": moment - 90 * DAY, "due_at": moment, "closes_at": moment}
    Round.objects.update(**times, **more)


def waiting(person_):
    return [(item.kind, item.due) for item in work.everything(person_)]


def test_return_that_came_in_time_stays_in_time_when_it_is_sent_again(sent, lead, staff, client_for):
    now = timezone.now()
    due(now - 5 * DAY)
    Return.objects.update(submitted_at=now - 6 * DAY, first_submitted_at=now - 6 * DAY)
    query = queries.raise_query(response=answer_of(sent), subject="Numbers", text="How many?", by=staff)
    sent.refresh_from_db()
    reviewing.send_back(ret=sent, by=staff)
    assert waiting(lead) == [("asked", query.due_on), ("leading", None)]

    queries.answer(query=query, text="Forty.", by=lead)
    signing.submit(ret=sent, by=lead)

    assert sent.submitted_at > sent.round.due_at
    assert [row["lateness"] for row in client_for(staff).get(DESK).context["rows"]] == [""]
    page = client_for(staff).get(reverse("analytics:national", args=[sent.round.code]))
    assert [row["late"] for row in page.context["progress"]] == [0]


def test_return_sent_before_the_first_time_was_kept_keeps_the_last_time_as_its_first(sent, staff):
    before = timezone.now() - DAY
    Return.objects.update(submitted_at=before, first_submitted_at=None, state="signed")

    signing.submit(ret=sent, by=None)

    sent.refresh_from_db()
    assert sent.first_submitted_at == before < sent.submitted_at


def test_reopened_return_of_a_published_round_waits_for_its_force(sent, lead, staff, force, client_for):
    colleague = person("contributor", force)
    sent.assignments.create(action_version=answer_of(sent).action_version, person=colleague, assigned_by=lead)
    sent.responses.update(complete=False)
    reviewing.accept(ret=sent, by=staff)
    due(timezone.now() - 9 * DAY, state="published", published_at=timezone.now())
    assert (waiting(lead), waiting(colleague)) == ([], [])

    reviewing.reopen(ret=sent, reason="2.1.1 is too high.", by=staff)

    assert (waiting(lead), waiting(colleague)) == ([("leading", None)], [("assigned", None)])
    answer = reverse("nvap:answer", args=[sent.round.code, force.code, "2.1.1"])
    assert "return closes" not in text_of(client_for(lead).get(answer))
    page = text_of(client_for(lead).get(FRONT))
    assert "Go to the return" in page
    assert "due" not in page.partition("Being amended")[2].partition("Go to the return")[0]


def test_force_with_an_extension_is_not_told_that_it_was_due(ret, lead, staff, force, client_for):
    now = timezone.now()
    due(now - 5 * DAY)
    until = now + 4 * DAY
    ret.round.extensions.create(force=force, until=until, reason="Flood.", by=staff)

    page, national = client_for(lead).get(FRONT), reverse("analytics:national", args=[ret.round.code])
    answer = reverse("nvap:answer", args=[ret.round.code, force.code, "2.1.1"])

    assert "Was due" not in text_of(page)
    assert "2026 return closes in 4 days" in text_of(client_for(lead).get(answer))
    assert [(row["due"], row["late"], row["end"]) for row in page.context["mine"]] == [(until, False, until)]
    assert [row["late"] for row in client_for(staff).get(national).context["progress"]] == [0]


@pytest.mark.parametrize(
    ("came", "words"), [(None, "1 day late"), (dt.time(18), "Came late"), (dt.time(23, 30), "Came late")]
)
def test_days_late_are_those_of_the_calendar(ret, staff, client_for, came, words):
    yesterday = timezone.localdate(timezone=LONDON) - DAY
    due(dt.datetime.combine(yesterday, dt.time(17), LONDON))
    if came is not None:
        Return.objects.update(first_submitted_at=dt.datetime.combine(yesterday, came, LONDON))

    assert [row["lateness"] for row in client_for(staff).get(DESK).context["rows"]] == [words]


@pytest.mark.parametrize(("days", "words"), [(-1, "Overdue"), (0, "Due today"), (1, "Due in 1 day "), (15, "")])
def test_home_page_says_how_near_the_due_date_is(ret, lead, client_for, days, words):
    due(dt.datetime.combine(timezone.localdate(timezone=LONDON) + days * DAY, dt.time(17), LONDON))

    page = text_of(client_for(lead).get("/"))

    assert words in page
    assert ("Due " in page or "Overdue" in page) == bool(words)
