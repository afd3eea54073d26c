"""Pages that skip and repeat nothing, pulls that miss nothing, and answers that are not sent twice."""

import datetime as dt
import time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from practice.actions import sharing
from practice.models import BankEntry
from tests.api.clients import program, refusal
from tests.factories.accounts import ForceFactory, person
from tests.factories.practice import draft_practice, published_practice

pytestmark = pytest.mark.django_db
PUBLIC = ("share_forces", "publish_public", "discuss_stakeholders")


def published(count, **options):
    return [published_practice(permitted=PUBLIC, **options).reference for _ in range(count)]


def walk(client, address, direction="next", **params):
    """The references of each page, from the first to the last."""
    page = client.get(address, params).json()
    yield [row["reference"] for row in page["results"]]
    while page[direction]:
        page = client.get(page[direction]).json()
        yield [row["reference"] for row in page["results"]]


@pytest.mark.parametrize("ordering", ["updated_at", "published_at"])
def test_pages_go_through_everything_once_and_back(ordering):
    references = published(5)

    assert list(walk(program(), "practices/", page_size=2, ordering=ordering)) == [
        references[:2],
        references[2:4],
        references[4:],
    ]
    assert list(walk(program(), "practices/", page_size=2, ordering=f"-{ordering}")) == [
        references[:2:-1],
        references[2:0:-1],
        references[:1],
    ]
    last = list(walk_pages(program(), "practices/", page_size=2, ordering=ordering))[-1]
    assert list(walk(program(), last["previous"], "previous")) == [references[2:4], references[:2]]


def walk_pages(client, address, **params):
    page = client.get(address, params).json()
    yield page
    while page["next"]:
        page = client.get(page["next"]).json()
        yield page


def test_pages_of_a_search_go_through_everything_once():
    references = published(5)

    pages = list(walk(program(), "practices/", q="messages", page_size=2))

    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(reference for page in pages for reference in page) == references


def test_row_that_changes_while_somebody_pages_is_seen_again_and_none_is_missed():
    references = published(4)
    first = program().get("practices/", {"page_size": 2}).json()
    sharing.revoke(practice=_practice(references[0]), use="discuss_stakeholders", by=_practice(references[0]).owner)
    sharing.revoke(practice=_practice(references[0]), use="share_forces", by=_practice(references[0]).owner)
    BankEntry.objects.filter(reference=references[1]).update(title="Changed")

    following = program().get(first["next"]).json()

    assert [row["reference"] for row in following["results"]] == references[2:]
    assert program().references(page_size=10) == [references[0], *references[2:], references[1]]


def _practice(reference):
    return BankEntry.objects.get(reference=reference).practice


def test_updated_since_gives_what_changed_and_removed_gives_what_went():
    stays, changes, goes = published(3)
    pulled = program().get("practices/").json()
    assert [row["reference"] for row in pulled["results"]] == [stays, changes, goes]

    with transaction.atomic():  # time of the database passes within the test's transaction
        BankEntry.objects.filter(reference=changes).update(title="Changed")
        sharing.revoke(practice=_practice(goes), use="publish_public", by=_practice(goes).owner)
    since = BankEntry.objects.get(reference=changes).updated_at.isoformat()

    assert program().references(updated_since=since) == [changes]
    assert [row["reference"] for row in program().results("practices/removed/", updated_since=since)] == [goes]
    assert set(program().results("practices/removed/")[0]) == {"reference", "updated_at"}
    assert program(person("contributor")).references("practices/removed/") == []


def test_removed_does_not_tell_the_public_of_what_was_only_for_policing():
    published_practice(permitted=("share_forces",), released_to=1)

    assert program().references("practices/removed/") == []


def test_plus_of_a_time_zone_that_became_a_space_is_understood():
    published(1)

    assert program().get("practices/?updated_since=2020-01-01T00:00:00+01:00").status_code == 200
    assert program().get("practices/?updated_since=2020-01-01").status_code == 200
    assert program().get("practices/?updated_since=7020-09-04T14:17:54-18:06").status_code == 200


def test_as_of_stays_the_same_through_all_pages_of_a_pull():
    published(3)

    pages = list(walk_pages(program(), "practices/", page_size=1))

    assert len({page["as_of"] for page in pages}) == 1
    assert pages[0]["as_of"] <= timezone.now().isoformat()


@pytest.mark.django_db(transaction=True)
def test_pull_does_not_miss_what_was_written_before_it_and_committed_after(late_writer):
    """A slow writer changes a row, a fast one another; the pull in between must bring the slow one's row next time."""
    slow, fast = published(2)
    late_writer.update(slow)
    BankEntry.objects.filter(reference=fast).update(title="Fast")

    pulled = program().get("practices/").json()
    late_writer.commit()
    newest_seen = max(row["updated_at"] for row in pulled["results"])

    assert slow not in program().references(updated_since=newest_seen)
    assert slow in program().references(updated_since=pulled["as_of"])


@pytest.fixture
def late_writer():
    """A second connection whose transaction stays open until it is told to commit."""

    class Writer:
        def __init__(self):
            self.connection = connection.copy()
            self.connection.set_autocommit(False)

        def update(self, reference):
            with self.connection.cursor() as cursor:
                cursor.execute("UPDATE practice_bankentry SET title = 'Slow' WHERE reference = %s", [reference])

        def commit(self):
            self.connection.commit()
            self.connection.close()

    return Writer()


@pytest.mark.parametrize("address", ["practices/", "forces/", "terms/", "practices/facets/", "schema/", ""])
def test_answer_that_the_reader_has_is_not_sent_again(address):
    ForceFactory()
    published(1)
    first = program().get(address)
    assert first["Cache-Control"] == "private, no-cache"

    again = program().get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert program().get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_etag_of_a_list_changes_with_the_rows_and_with_the_reader():
    reference = published(1)[0]
    reader = program(person("contributor"))
    before = {client: client.get("practices/")["ETag"] for client in (program(), reader)}

    BankEntry.objects.filter(reference=reference).update(title="Changed")

    assert [client.get("practices/")["ETag"] != tag for client, tag in before.items()] == [True, True]


def test_etag_of_the_bank_changes_with_the_day_that_makes_an_example_stale(monkeypatch):
    reference = published(1)[0]
    first = program().get("practices/")
    due = BankEntry.objects.get(reference=reference).review_by
    monkeypatch.setattr(timezone, "localdate", lambda *_when, **_zone: due + dt.timedelta(days=1))

    again = program().get("practices/", headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200
    assert [row["stale"] for row in first.json()["results"] + again.json()["results"]] == [False, True]


def test_etag_of_a_detail_differs_for_who_reads_the_contact():
    reference = published(1)[0]
    public = program().get(f"practices/{reference}/")["ETag"]

    answer = program(person("contributor")).get(f"practices/{reference}/", headers={"If-None-Match": public})

    assert answer.status_code == 200


def counted(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def measure(client, addresses):
    return {address: counted(client, address) for address in addresses}


LISTS = (
    "practices/",
    "practices/?category=prevention",
    "practices/?q=messages",
    "practices/facets/",
    "practices/removed/",
    "calls/",
    "forces/",
    "strands/",
    "actions/",
    "terms/",
)


def test_lists_ask_the_database_no_more_for_three_rows_than_for_one():
    reader = program(person("contributor"))
    published(1)
    one = measure(reader, LISTS)
    published(2)

    assert measure(reader, LISTS) == one
    assert one["practices/"] <= 6


def test_working_copies_ask_no_more_for_three_rows_than_for_one():
    lead = program(person("nvap_lead", ForceFactory(code="norfolk")))
    owner = person("contributor", ForceFactory(code="norfolk"))
    draft_practice(by=owner)
    one = measure(lead, ["practices/?scope=force"])
    draft_practice(by=owner)
    draft_practice(by=owner)

    assert measure(lead, ["practices/?scope=force"]) == one


def test_detail_asks_no_more_for_three_files_and_questions_than_for_one():
    practice = draft_practice()
    writer = program(practice.owner)

    def attach(number):
        practice.attachments.create(
            name=f"{number}.txt", size=1, sha256=f"{number:064}", scan="clean", content_type="text/plain"
        )

    attach(1)
    address = f"practices/{practice.reference}/?scope=working"
    one = counted(writer, address)
    attach(2)
    attach(3)

    assert counted(writer, address) == one


@pytest.fixture
def within_a_minute():
    """Requests are counted by the minute: a test that counts them does not run across the end of one."""
    left = 60 - time.time() % 60
    if left < 5:
        time.sleep(left)


@pytest.mark.usefixtures("within_a_minute")
def test_limits_are_counted_and_told(settings):
    settings.API_RATE_ANONYMOUS = 2
    client = program()

    first, second, third = (client.get("forces/") for _ in range(3))

    assert [answer["RateLimit-Remaining"] for answer in (first, second, third)] == ["1", "0", "0"]
    assert {answer["RateLimit-Limit"] for answer in (first, second, third)} == {"2"}
    assert 1 <= int(third["RateLimit-Reset"]) <= 60
    error = refusal(third, 429)
    assert error["code"] == "too_many_requests"
    assert third["Retry-After"] == third["RateLimit-Reset"]
    assert program(person("contributor")).get("forces/").status_code == 200


@pytest.mark.usefixtures("within_a_minute")
def test_wrong_tokens_count_against_the_address_they_come_from(settings):
    settings.API_RATE_ANONYMOUS = 1
    headers = {"Authorization": "Bearer vkpp_wrong"}

    assert program().get("forces/", headers=headers).status_code == 401
    refusal(program().get("forces/", headers=headers), 429)


@pytest.mark.usefixtures("within_a_minute")
def test_each_token_has_a_limit_of_its_own(settings):
    settings.API_RATE_TOKEN = 1
    user = person("contributor")
    first, second = program(user), program(user)

    assert [client.get("me/").status_code for client in (first, second, first)] == [200, 200, 429]


def test_owner_of_a_token_who_loses_the_role_loses_the_api():
    user = person("contributor")
    client = program(user)
    assert client.get("me/").json()["roles"][0]["role"] == "contributor"

    user.memberships.update(ended_at=timezone.now(), ended_by=user)

    refusal(client.get("me/"), 403)


def test_token_that_has_run_out_is_refused():
    user = person("contributor")
    client = program(user)
    user.tokens.update(expires_at=timezone.now() - dt.timedelta(seconds=1))

    refusal(client.get("forces/"), 401)
