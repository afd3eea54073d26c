"""What words find, on the real practice of practices.json and on examples made for one question."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nvap import reference as nvap_reference
from practice import bank_text, filters, importer, reference, search, synonyms, words
from practice.models import BankEntry
from practice.vocab import Audience
from tests.factories.accounts import person
from tests.factories.practice import CallFactory, published_practice
from vkpp.accounts.actions.forces import load_forces

PUBLIC = ("share_forces", "publish_public", "discuss_stakeholders")


@pytest.fixture(scope="module")
def real_bank(django_db_setup, django_db_blocker):
    """The bank as `make run` fills it, for all tests of this module; undone at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_forces()
        for load in (nvap_reference.load, reference.load):
            list(load())
        synonyms.load()
        call = CallFactory(slug="open-call", closes_at=None)
        importer.import_file(reference.DATA / "practices.json", call=call, by=None)
        bank_text.learn(BankEntry.objects.values_list("pk", flat=True))
        yield
        transaction.set_rollback(True)


@pytest.fixture
def bank(real_bank, db):
    """The real bank, and what one test adds to it."""


def found(query, user=None, **options):
    """What a search finds, and its rows."""
    wanted, _problems = filters.read(QueryDict(query))
    answer = search.find(user or AnonymousUser(), wanted, loosen=True, **options)
    return answer, search.rows(user or AnonymousUser(), answer)


def titles(query, user=None):
    return [row["title"] for row in found(query, user)[1]]


def learn(*practices):
    bank_text.learn(practice.pk for practice in practices)


def test_abbreviation_finds_the_words_it_stands_for(bank):
    short, long = found("q=DA"), found("q=domestic abuse")

    assert short[0].total == long[0].total >= 15
    assert {row["reference"] for row in short[1][:3]} <= {row["reference"] for row in long[1]}
    assert titles("q=DA")[0].startswith("Domestic abuse")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("domestc abuse", "domestic abuse"),
        ("vilence redction unit", "violence reduction unit"),
        ("safegarding", "safeguarding"),
        ("domestc -stalking", "domestic -stalking"),
    ],
)
def test_misspelt_words_are_put_right_and_the_page_says_so(bank, typed, meant):
    answer, _rows = found(f"q={typed}")

    assert answer.meant == meant
    assert answer.total == found(f"q={meant}")[0].total > 0


def test_reader_can_insist_on_what_was_typed(bank):
    page = Client().get("/practice/?q=domestc+abuse").text
    assert "Showing results for" in page
    assert "?q=domestc+abuse&amp;exact=1" in page

    answer, _rows = found("q=domestc abuse&exact=1")
    assert (answer.meant, answer.match.loosened) == ("", "some")


def test_phrase_finds_the_phrase_with_its_small_words(bank):
    exact = published_practice(permitted=PUBLIC, title="The voice of the victim in custody decisions")
    apart = published_practice(permitted=PUBLIC, title="A victim panel with a voice", by=exact.owner)

    assert titles('q="voice of the victim"') == [exact.title]
    assert set(titles("q=voice victim")) == {exact.title, apart.title}


def test_phrase_that_nobody_wrote_finds_its_words_and_says_so(bank):
    assert found('q="voice of the victim"')[0].match.loosened == "some"
    apart = published_practice(permitted=PUBLIC, title="A victim panel with a voice")

    answer, rows = found('q="voice of the victim"')

    assert ([row["title"] for row in rows], answer.match.loosened) == ([apart.title], "words")
    assert "No example has this exact phrase." in Client().get('/practice/?q="voice of the victim"').text


def test_synonym_of_several_words_finds_the_others(bank):
    example = published_practice(permitted=PUBLIC, title="Learning from the VoV panel")

    assert titles("q=voice of the victim") == [example.title]


def test_minus_leaves_out_words_and_phrases(bank):
    every = {row["reference"] for row in found("q=domestic", size=80)[1]}
    both = {row["reference"] for row in found("q=domestic stalking", size=80)[1]}

    assert both
    assert {row["reference"] for row in found("q=domestic -stalking", size=80)[1]} == every - both
    assert found('q=domestic -"abuse response cars"')[0].total == len(every) - 1


def test_words_of_the_title_come_first_then_of_the_summary(bank):
    third = published_practice(permitted=PUBLIC, title="Third", summary="Plain.", description="Zebra crossings.")
    second = published_practice(permitted=PUBLIC, title="Second", summary="Zebra crossings.", by=third.owner)
    first = published_practice(permitted=PUBLIC, title="Zebra crossings", by=third.owner)

    assert titles("q=zebra crossings") == [first.title, second.title, third.title]


def test_reference_number_finds_its_example(bank):
    entry = BankEntry.objects.order_by("pk")[5]

    assert [row["reference"] for row in found(f"q={entry.reference}")[1]] == [entry.reference]


def test_words_found_are_marked(bank):
    page = Client().get("/practice/?q=cuckooing").text

    assert "<mark>Cuckooing</mark>" in page


def test_words_that_are_in_every_text_are_left_out(bank):
    answer, _rows = found("q=the")

    assert answer.total == 80
    assert "nothing was searched for" in Client().get("/practice/?q=the").text


def test_nothing_found_says_what_to_do_next(bank):
    page = Client().get("/practice/?q=zzzzzz").text

    assert "No example has these words" in page
    assert "Show all examples" in page


@pytest.mark.django_db
def test_word_of_an_example_closed_to_the_reader_is_not_suggested():
    closed = published_practice(permitted=("share_forces",), released_to=Audience.POLICE, title="Operation Kestrelwing")
    learn(closed)

    assert found("q=kestrelwin")[0].meant == ""
    assert found("q=kestrelwing")[0].total == 0
    answer, rows = found("q=kestrelwin", person("contributor"))
    assert (answer.meant, [row["title"] for row in rows]) == ("kestrelwing", [closed.title])


@pytest.mark.django_db
def test_word_written_by_no_open_example_is_not_suggested_though_its_stem_is_open():
    opened = published_practice(permitted=PUBLIC, title="A kestrelwing")
    closed = published_practice(permitted=("share_forces",), title="Many kestrelwings", by=opened.owner)
    learn(opened, closed)

    assert found("q=kestrellwings")[0].meant == "kestrelwing"


@pytest.mark.django_db
def test_contact_is_not_searched():
    published_practice(permitted=PUBLIC, contact_name="Zebra team", contact_email="zebra@norfolk.police.uk")

    assert found("q=zebra")[0].total == 0


ODD = [
    '"',
    "-",
    '""',
    "- -",
    "a & | ! : * ( )",
    "'; DROP TABLE",
    "\\",
    "%s %(x)s",
    "<->",
    "''",
    "\u202eabc",
    "DA'",
    "“",
]


@pytest.mark.django_db
@pytest.mark.parametrize("text", ODD)
def test_odd_text_is_searched_for_without_harm(text):
    published_practice(permitted=PUBLIC)

    assert Client().get("/practice/", {"q": text}).status_code == 200


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=220))
def test_any_text_is_answered(text):
    wanted, _problems = filters.read(QueryDict(urlencode({"q": text}, errors="replace")))
    search.find(AnonymousUser(), wanted, loosen=True)


def test_long_text_is_cut_and_the_page_says_so(bank):
    page = Client().get("/practice/", {"q": "knife " * 100}).text

    assert "Only the first 200 characters were searched for." in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "groups", "left_out"),
    [
        ("knife crime", ["knife", "crime"], ()),
        ('"knife crime" -school', ['"knife crime"'], ("school",)),
        ("“knife crime”", ['"knife crime"'], ()),
        ('knife -"in school"', ["knife"], ("in school",)),
        ("co-production - knife,", ["co-production", "knife"], ()),
        ('"unfinished phrase', ['"unfinished phrase"'], ()),
        ("", [], ()),
    ],
)
def test_question_is_read_as_people_write_it(text, groups, left_out):
    question = words.read(text)

    assert [group.typed for group in question.groups] == groups
    assert question.left_out == left_out
