"""What is not shown must not be told by other means either: search, suggestions, counts, lists of changes, mails, refusals."""

import re
import xml.etree.ElementTree as ET

import pytest
from django.core import signing
from django.core.cache import cache

from tests.security.checks import leaks, text_of
from vkpp.core import kept
from vkpp.core.models import Notification

pytestmark = pytest.mark.django_db

OUTSIDERS = ("anonymous", "nobody", "contributor@B", "nvap_lead@B", "peer_reviewer", "evaluator", "national_analyst")
SECRET_WORDS = ("zzqdrafttitle", "zzqagainsummary", "zzqrevokedtitle", "zzqshuttitle")
HIDDEN = ("draft", "sealed", "submitted", "decided", "shut")
SEARCHES = ("/api/v1/practices/", "/api/v1/practices/facets/", "/practice/", "/practice/feed/")
NONE = {address: [] for address in SEARCHES}
UNKNOWN = "VP-2019-99999"


def api(world, actor, address, **params):
    """What the API answers to a page of a list."""
    cache.clear()
    answer = world.ask(actor, "get", f"/api/v1/{address}", data=params)
    assert answer.status_code == 200, answer.content
    return answer.json()


def misspelt(word):
    """The word with two letters in the wrong order, as people type it."""
    return f"{word[:-3]}{word[-2]}{word[-3]}{word[-1]}"


@pytest.mark.parametrize("actor", OUTSIDERS)
def test_search_finds_suggests_and_counts_nothing_hidden(world, actor):
    readable = {row["reference"] for row in api(world, actor, "practices/")["results"]}
    for word in SECRET_WORDS:
        for typed in (word, misspelt(word)):
            cache.clear()
            answers = {address: world.ask(actor, "get", address, data={"q": typed}) for address in SEARCHES}
            found, counted = (answers[address].json() for address in SEARCHES[:2])
            assert {row["reference"] for row in found["results"]} <= readable
            assert counted["total"] == len(found["results"])
            assert {address: leaks(world, actor, answer, typed=[typed]) for address, answer in answers.items()} == NONE


def test_suggestions_are_words_that_the_reader_may_read(world):
    found = {actor: api(world, actor, "practices/facets/", q="zzpsummray")["meant"] for actor in OUTSIDERS}
    assert found == dict.fromkeys(OUTSIDERS, "") | dict.fromkeys(("contributor@B", "nvap_lead@B"), "zzpsummary")


def test_search_does_not_find_by_the_contact(world):
    assert api(world, "anonymous", "practices/", q="zzccontact")["results"] == []
    assert api(world, "contributor@B", "practices/", q="zzpcontact@norfolk.police.uk")["results"] == []


@pytest.mark.parametrize(
    ("actor", "theirs"),
    [
        ("anonymous", {"norfolk": 3}),
        ("nobody", {"norfolk": 3}),
        ("contributor@B", {"dorset": 4, "norfolk": 5}),
        ("national_analyst", {"norfolk": 4}),
        ("evidence_reviewer", {"dorset": 4, "norfolk": 6}),
    ],
)
def test_counts_have_only_what_the_reader_may_read(world, actor, theirs):
    number = sum(theirs.values())
    counted = api(world, actor, "practices/facets/")
    assert counted["total"] == number
    forces = next(facet for facet in counted["facets"] if facet["name"] == "force")["values"]
    assert {force["value"]: force["count"] for force in forces} == theirs
    assert len(api(world, actor, "practices/")["results"]) == number


@pytest.mark.parametrize(
    ("actor", "told"),
    [
        ("anonymous", ["revoked", "withdrawn"]),
        ("contributor@B", ["revoked", "withdrawn"]),
        ("national_analyst", ["revoked", "withdrawn"]),
    ],
)
def test_list_of_what_was_taken_out_names_only_what_was_open_once(world, actor, told):
    references = {row["reference"] for row in api(world, actor, "practices/removed/")["results"]}
    assert references == {world.things[name] for name in told}


ADDRESSES = (
    "/practice/{}/",
    "/practice/{}.pdf",
    "/practice/{}/files/1/",
    "/practice/mine/{}/",
    "/practice/mine/{}/history/",
    "/practice/write/{}/",
    "/practice/write/{}/basics/",
    "/practice/triage/{}/",
    "/practice/rating/{}/",
    "/api/v1/practices/{}/",
    "/api/v1/practices/{}/?scope=working",
    "/api/v1/practices/{}/attachments/",
    "/api/v1/practices/{}/permissions/",
)
CHANGING = re.compile(
    r"VP-20\d\d-\d+|[0-9a-f]{32}|(?:value|nonce)=\"[^\"]+\"|nonce-[^']+|csrftoken=[^;]+|expires=[^;]+|Reset: \d+|Remaining: \d+"
)


@pytest.mark.parametrize("actor", ["anonymous", "contributor@B", "national_analyst"])
def test_what_is_hidden_looks_like_what_does_not_exist(world, actor):
    """Same status, words and headers, so that nobody can find out which references there are."""
    told = []
    for address in ADDRESSES:
        cache.clear()
        nothing = world.ask(actor, "get", address.format(UNKNOWN))
        for thing in HIDDEN:
            answer = world.ask(actor, "get", address.format(world.things[thing]))
            same = CHANGING.sub("…", text_of(answer)) == CHANGING.sub("…", text_of(nothing))
            if answer.status_code != nothing.status_code or not same:
                told.append((address, thing, answer.status_code))
    assert told == []


def test_no_mail_holds_what_somebody_wrote(world):
    """Mails say what happened and lead to the portal. Names of colleagues are all that they hold of anybody."""
    assert len(world.mails) > 20
    words = [
        word for mail in world.mails for word in re.findall(r"zz[qxpgcr][a-z]+", f"{mail.subject} {mail.body}".lower())
    ]
    assert {word for word in words if word != "zzqperson"} == set()
    staged = Notification.objects.filter(state="staged")
    assert staged.exists()
    assert [
        row.pk for row in staged if re.search(r"zz[qxpgcr](?!person)[a-z]+", f"{row.subject} {row.body}".lower())
    ] == []


def test_subjects_of_mails_stay_one_line_whatever_a_name_holds(world):
    assert [mail.subject for mail in world.mails if "\n" in mail.subject or "\r" in mail.subject] == []


def test_feed_is_well_formed_whatever_was_typed(world):
    feed = world.ask("anonymous", "get", "/practice/feed/")
    tree = ET.fromstring(feed.content)  # noqa: S314 - our own feed
    titles = [entry.findtext("{*}title") for entry in tree.iter("{http://www.w3.org/2005/Atom}entry")]
    assert len(titles) == 3
    assert sum("<svg/onload=alert(1)>" in title for title in titles) == 1


def test_pages_show_what_was_typed_as_text(world):
    """The markers and the markup are really on the pages that the table looks through."""
    page = world.ask("owner", "get", f"/practice/mine/{world.things['draft']}/").content.decode()
    assert "Zzqdraft" not in page
    assert "zzqdrafttitle as we do it zzbreak&quot;&#x27;&lt;svg/onload=alert(1)&gt;{{7*7}}" in page
    assert (
        len(leaks(world, "contributor@B", world.ask("owner", "get", f"/practice/mine/{world.things['draft']}/"))) > 10
    )


def test_text_kept_for_somebody_is_for_nobody_else(world):
    owner, reference = world.people["owner"], world.things["draft"]
    key = kept.keep(owner.pk, kept.Kept({"title": ["zzqkepttext"]}, 2))
    address = f"/practice/write/{reference}/basics/?kept={key}"
    assert "zzqkepttext" in world.ask("owner", "get", address).content.decode()
    assert "zzqkepttext" not in world.ask("editor", "get", address).content.decode()


def test_undo_of_a_deleted_search_is_for_its_owner(world):
    gone = {"owner": world.people["owner"].pk, "name": "Zzqundone", "query": "q=visits", "alert": False}
    undo = signing.dumps(gone, salt="practice.deleted-search")
    page = world.ask("contributor@B", "get", "/practice/searches/", data={"undo": undo})
    assert undo not in page.content.decode()
    done = world.ask("contributor@B", "post", "/practice/searches/restore/", data={"undo": undo})
    assert "Zzqundone" not in done.content.decode()


def test_key_of_somebody_elses_request_gives_nothing_of_theirs(world):
    """An Idempotency-Key counts for its own sender alone."""
    body = '{"call": "always-open", "title": "Zzqidempotent"}'
    sent = {"content_type": "application/json", "headers": {"Idempotency-Key": "one"}}
    browser = world.client("owner")
    mine = browser.post("/api/v1/practices/", body, **sent).json()["reference"]
    theirs = world.client("contributor@B").post("/api/v1/practices/", body, **sent).json()["reference"]
    assert mine != theirs
