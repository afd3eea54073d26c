"""The index in memory: its counts agree with its lists, both with the database, at every moment."""

import datetime as dt
import threading

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from practice import bank_index, filters, search
from practice.actions import sharing
from practice.bank_index import KEYS, READERS, VALUES, BankIndex, Row
from practice.filters import Wanted
from practice.models import BankEntry
from practice.querysets import reader_groups
from practice.vocab import Audience
from tests.factories.accounts import UserFactory, person
from tests.factories.practice import published_practice

TODAY = timezone.localdate()
some = st.lists(st.sampled_from("abcd"), unique=True, max_size=3)
rows = st.builds(
    Row,
    horizon=st.just(1),
    filenode=st.just(1),
    id=st.integers(1, 30),
    changed=st.integers(1, 1000),
    open_to_public=st.booleans(),
    open_to_police=st.booleans(),
    open_to_government=st.booleans(),
    title=st.sampled_from(["Alpha", "alpha", "Beta", "Gamma", "éclair"]),
    published_at=st.integers(1_600_000_000, 1_700_000_000).map(lambda at: dt.datetime.fromtimestamp(at, dt.UTC)),
    review_by=st.dates(TODAY - dt.timedelta(days=4), TODAY + dt.timedelta(days=4)),
    updated_at=st.integers(1_600_000_000, 1_700_000_000).map(lambda at: dt.datetime.fromtimestamp(at, dt.UTC)),
    categories=some,
    strands=some,
    actions=some,
    topics=some,
    target_groups=some,
    rating=st.sampled_from(["", "works", "promising"]),
    stage=st.sampled_from(["", "untested"]),
    scale=st.sampled_from(["", "local", "national"]),
    serious_violence=st.sampled_from([True, False, None]),
    archived=st.booleans(),
    force=st.sampled_from([None, "kent", "norfolk"]),
    call=st.sampled_from([None, "open-call"]),
)
banks = st.lists(rows, unique_by=lambda row: row.id, max_size=25)
wishes = st.dictionaries(
    st.sampled_from(["category", "focus", "rating", "scale", "force", "upkeep"]),
    st.lists(
        st.sampled_from(
            [
                "a",
                "b",
                "works",
                "not_rated",
                "serious_violence",
                "local",
                "kent",
                "other",
                "current",
                "stale",
                "archived",
            ]
        ),
        unique=True,
        min_size=1,
        max_size=3,
    ).map(tuple),
    max_size=3,
)


def made(bank):
    index = BankIndex()
    index._load(bank)
    return index


def fits(row, reader, chosen):
    """What "narrowed by" means, said once more without bitmaps: any value of a facet, of every facet chosen."""
    kept = "archived" if row.archived else "stale" if row.review_by < TODAY else "current"
    return (
        getattr(row, f"open_to_{reader}")
        and kept in chosen.get("upkeep", ("current", "stale"))
        and all(set(VALUES[facet](row)) & set(values) for facet, values in chosen.items() if facet != "upkeep")
    )


@settings(max_examples=150, deadline=None)
@given(bank=banks, chosen=wishes, reader=st.sampled_from(READERS))
def test_each_count_is_the_length_of_the_list_it_leads_to(bank, chosen, reader):
    index = made(bank)
    shown = index.visible([reader], archived=True)
    counts = search._counts(index, Wanted(chosen=chosen), search._narrowed(index, Wanted(chosen=chosen), shown))

    for facet in VALUES:
        for value in {value for row in bank for value in VALUES[facet](row)}:
            others = {name: values for name, values in chosen.items() if name != facet}
            would = [row.id for row in bank if fits(row, reader, {**others, facet: (value,)})]
            assert counts[facet].get(value, 0) == len(would)
    for value in ("current", "stale", "archived"):
        would = [row.id for row in bank if fits(row, reader, {**chosen, "upkeep": (value,)})]
        assert counts["upkeep"].get(value, 0) == len(would)


@settings(max_examples=150, deadline=None)
@given(bank=banks, chosen=wishes, reader=st.sampled_from(READERS), start=st.integers(0, 5), size=st.integers(1, 7))
def test_page_has_what_fits_in_its_order(bank, chosen, reader, start, size):
    index = made(bank)
    found = search._narrowed(index, Wanted(chosen=chosen), index.visible([reader], archived=True))("")
    expected = [row for row in bank if fits(row, reader, chosen)]

    assert set(found) == {row.id for row in expected}
    for name, key in KEYS.items():
        wanted = [row.id for row in sorted(expected, key=key)][start : start + size]
        assert index.orders[name].slice(found, start, size) == wanted


@settings(max_examples=100, deadline=None)
@given(bank=banks, taken=st.sets(st.integers(1, 30)), backwards=st.booleans())
def test_order_leaves_out_what_another_thread_took_out_after_it_was_found(bank, taken, backwards):
    index = made(bank)
    found = index.visible(READERS, archived=True)
    for name, order in index.orders.items():
        for entry in taken:
            order.remove(entry)
        left = sorted(set(found) - taken, key=order.keys.__getitem__)

        assert order.slice(found, 0, 40) == left, name
        beyond = order.beyond(found, None, 40, backwards=backwards)
        assert beyond == (left[::-1] if backwards else left), name


@settings(max_examples=100, deadline=None)
@given(before=banks, writes=st.lists(rows, max_size=12))
def test_index_kept_current_equals_one_made_anew(before, writes):
    index = made(before)
    for row in writes:
        index._replace(row)

    fresh = made(list({row.id: row for row in (*before, *writes)}.values()))
    assert index.readers == fresh.readers
    for facet, values in index.values.items():
        assert {value: set(ids) for value, ids in values.items() if ids} == {
            value: set(ids) for value, ids in fresh.values[facet].items()
        }
    for name, order in index.orders.items():
        assert order.ids == fresh.orders[name].ids


@pytest.mark.django_db
def test_index_shows_each_kind_of_reader_what_the_database_shows_them():
    owner = person("contributor")
    for released_to in Audience.POLICE, Audience.PUBLIC:
        for permitted in (), ("share_forces",), ("publish_public",), ("discuss_stakeholders", "share_forces"):
            published_practice(by=owner, released_to=released_to, permitted=permitted)
    readers = [AnonymousUser(), UserFactory(), owner, *map(person, ("vkpp_staff", "evaluator", "national_analyst"))]

    index = bank_index.current()
    for reader in readers:
        expected = set(BankEntry.objects.visible_to(reader).values_list("pk", flat=True))
        assert set(index.visible(reader_groups(reader))) == expected


@pytest.mark.django_db
def test_facets_of_the_page_agree_with_the_lists_they_lead_to():
    owner = person("contributor")
    published_practice(by=owner, categories=["prevention", "diversion"], rating="promising")
    published_practice(by=owner, categories=["diversion"], serious_violence=True, scale="local")
    published_practice(by=owner, categories=["location"], strands=["CSE"])
    for query in "", "category=diversion", "category=diversion&category=location", "q=message&focus=DA", "scale=local":
        wanted = filters.from_query(query)
        for facet, values in search.find(owner, wanted).counts.items():
            for value, count in values.items():
                narrowed = wanted.changed(chosen={**wanted.chosen, facet: (value,)})
                assert search.find(owner, narrowed).total == count, (query, facet, value)


@pytest.mark.django_db(transaction=True)
def test_write_committed_late_is_not_missed():
    """A transaction that began first and ended last writes lower numbers than one already seen."""
    owner = person("contributor")
    slow = published_practice(by=owner, permitted=("publish_public",))
    quick = published_practice(by=owner, permitted=("publish_public",))
    assert bank_index.current().visible(["public"]).to_array().tolist() == [slow.pk, quick.pk]
    written, seen = threading.Event(), threading.Event()

    def revoke_slowly():
        with transaction.atomic():
            sharing.revoke(practice=slow, use="publish_public", by=owner)
            written.set()
            seen.wait(10)
        connection.close()

    writer = threading.Thread(target=revoke_slowly)
    writer.start()
    written.wait(10)
    sharing.revoke(practice=quick, use="publish_public", by=owner)
    assert set(bank_index.current().visible(["public"])) == {slow.pk}
    seen.set()
    writer.join()

    assert set(bank_index.current().visible(["public"])) == set()


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_was_never_in_the_index():
    owner = person("contributor")
    practice = published_practice(by=owner, permitted=("publish_public",))
    assert set(bank_index.current().visible(["public"])) == {practice.pk}

    with transaction.atomic():
        sharing.revoke(practice=practice, use="publish_public", by=owner)
        assert set(bank_index.current().visible(["public"])) == set()
        transaction.set_rollback(True)

    assert set(bank_index.current().visible(["public"])) == {practice.pk}


@pytest.mark.django_db(transaction=True)
def test_emptied_table_empties_the_index():
    published_practice(permitted=("publish_public",))
    assert len(bank_index.current().visible(["public"])) == 1

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE practice_bankentry CASCADE")

    assert len(bank_index.current().visible(["public"])) == 0


@pytest.mark.django_db(transaction=True)
def test_words_asked_before_are_asked_again_after_a_change():
    owner = person("contributor")
    published_practice(by=owner, permitted=("publish_public",), title="Zebra crossings")
    wanted = filters.read(QueryDict("q=zebra"))[0]
    assert search.find(owner, wanted).total == 1

    published_practice(by=owner, permitted=("publish_public",), title="More zebra crossings")

    assert search.find(owner, wanted).total == 2
