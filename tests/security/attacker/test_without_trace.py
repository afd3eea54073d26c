"""What force A has and does leaves no trace on any page of others: no word, no count, no file, nothing that is found."""

import re
import zlib

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import resolve

from tests.security.attacker.harvest import path_of
from tests.security.attacker.nothing import CHANGING
from tests.security.attacker.sending import body_of, insist_on_none
from tests.security.attacker.shared import CORRECTING, DONE_TO, OF_THE_MOMENT, SEEN_BY_OTHERS, may_see, readable
from tests.security.checks import leaks, settled, text_of
from tests.security.hostile.walk import WHOLE
from tests.security.rows import ROWS
from tests.security.table import OPEN, members
from tests.security.world import IN_A, IN_B
from vkpp.core import outbox
from vkpp.core.models import AuditEvent

pytestmark = pytest.mark.django_db

WATCHING = ("anonymous", "nobody", *IN_B, "evaluator") if WHOLE else ("nvap_lead@B",)
CLOCK = re.compile(r"Expires: [^\n]+|(?<=at )\d\d:\d\d|(?<=as_of: ')[^']+|(?<=\"as_of\": \")[^\"]+")
NOWHERE = "xkjvwqybphdgmtrfnzcs"
SHORTENED = 20
"""How many characters of a word that makes no sense are said again."""


def test_no_word_of_force_a_stands_anywhere_in_what_force_b_is_shown(own, record_property):
    """Every page, list, file and API body that force B's people find by following what they are shown."""
    record_property("addresses", len(own.addresses))
    insist_on_none(own.leaks)
    assert len(own.addresses) > 300
    assert len(own.files) > 10


def test_no_word_of_force_a_is_found_by_any_search_of_force_b(world, loot, own, record_property):
    """The answer to a word of theirs is that to a word that is nowhere, in every field to search and filter by."""
    actor, found, sent = "nvap_lead@B", [], 0
    words = sorted(loot.words)
    assert len(words) > 100
    forms = {(form.route, form.typed): form for form in own.forms.values() if form.method == "get" and form.typed}
    for form in forms.values():
        start = zlib.crc32(str(form.typed).encode())
        nowhere = searched(world, actor, form, NOWHERE)[0]
        for word in words if WHOLE else (words[(start + at * 29) % len(words)] for at in range(2)):
            sent += 1
            told, answer = searched(world, actor, form, word)
            markers = [one for one in leaks(world, actor, answer, form.route, [word]) if not word.startswith(one)]
            if markers or (told != nowhere and form.route not in CORRECTING):
                found.append((form.action, word, markers, difference(nowhere, told)))
    record_property("searches", sent)
    insist_on_none(found)
    assert len(forms) > 8


def searched(world, actor, form, word):
    """What a form to search with finds for a word, without the word; and the answer itself."""
    cache.clear()
    data = body_of(form, **dict.fromkeys(form.typed, word))
    chosen = {name: value[0] if isinstance(value, list) else value for name, value in data.items()}
    answer = world.ask(actor, "get", form.action.partition("?")[0], data=chosen)
    return plain(answer).replace(word, "…").replace(word[:SHORTENED], "…"), answer


def plain(answer):
    """What an answer tells, without what differs at each asking."""
    return CLOCK.sub("…", CHANGING.sub("…", settled(text_of(answer), "…")))


def seen_by(world, actor):
    """Every page and list that this person may open, as text; of what names a thing only when everything is tried."""
    browser, seen = world.client(actor), {}
    for row in ROWS:
        is_open = row.method == "get" and row.expected(actor) == OPEN and row.route not in OF_THE_MOMENT
        if is_open and (WHOLE or not row.things):
            cache.clear()
            seen[row.url(world)] = plain(world.ask(actor, "get", row.url(world), browser=browser))
    return seen


def hidden_doings(world, actor):
    """What force A's people may do to things of which this person must not know, each kind once: (row, who does it).

    The API does the same as the pages: by program only when everything is tried.
    """
    for row in {(row.route, row.method): row for row in ROWS}.values():
        insiders = sorted(members(row.allowed) & set(IN_A))
        address = row.url(world)
        public = resolve(path_of(address)).kwargs.get("reference") in readable(world, actor)
        told = row.route in SEEN_BY_OTHERS or DONE_TO.get(row.route) == actor
        known = public or told or may_see(world, actor, address)
        if row.method != "get" and insiders and not known and (WHOLE or not row.is_api):
            yield row, insiders[0]


def do_everything(world, actor):
    """Force A's people do what this person must not notice, one thing after the other; how many events that made."""
    before = AuditEvent.objects.count()
    for row, insider in hidden_doings(world, actor):
        cache.clear()
        body, browser = row.body(world), world.client(insider)
        more = {"content_type": "application/json"} if row.is_api and "file" not in body else {}
        with transaction.atomic():
            getattr(browser, row.method)(row.url(world), body, headers=row.headers, **more)
    outbox.work()
    return AuditEvent.objects.count() - before


@pytest.mark.parametrize("actor", WATCHING)
def test_what_force_a_does_changes_nothing_that_others_see(world, actor):
    with transaction.atomic():
        before = seen_by(world, actor)
        assert do_everything(world, actor) > 40
        after = seen_by(world, actor)
        transaction.set_rollback(True)
    assert len(before) > 30
    insist_on_none(
        (address, difference(text, after[address])) for address, text in before.items() if text != after[address]
    )


def difference(before, after):
    """The lines that differ, to show in the failure."""
    old, new = before.splitlines(), after.splitlines()
    return [line.strip() for line in old if line not in new][:3], [line.strip() for line in new if line not in old][:3]
