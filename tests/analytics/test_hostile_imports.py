"""Hostile texts, rows and files through the imports of the command line: each row is refused with a reason, or kept."""

import json

import pytest

from analytics.models import Collection
from analytics.register import importer as register
from nvap import reference as nvap_reference
from practice import importer as examples
from practice import reference as practice_reference
from practice import synonyms
from practice.models import Practice
from reviews import importer as reviews
from reviews import reference as reviews_reference
from reviews.models import CaseReview
from tests.factories.practice import CallFactory
from tests.security.attacker.sending import insist_on_none
from tests.security.hostile import strings
from tests.security.hostile.files import ALL as FILES
from vkpp.accounts import reference as accounts_reference
from vkpp.core.importing import UnreadableFile

pytestmark = pytest.mark.django_db

ODD_ROWS = [None, 1, "text", [], [{}], {}, {"key": []}, {"key": "x" * 500}, {"key": "odd", "title": {}, "summary": []}]
ODD_VALUES = [1, True, {}, [[]], [{}], [None], "text", 1e400, "x" * 100_000, {"a": {"b": []}}]


@pytest.fixture
def call():
    """Words and forces as every portal has them, and the call that imported examples belong to."""
    for loader in (accounts_reference, nvap_reference, practice_reference, reviews_reference):
        list(loader.load() or ())
    synonyms.load()
    return CallFactory(slug="open-call", closes_at=None)


def example(**changes):
    return {
        "key": "k",
        "title": "Title",
        "summary": "Summary",
        "force_id": "norfolk",
        "categories": ["prevention"],
    } | changes


def review(**changes):
    return {
        "key": "k",
        "title": "Title",
        "review_type": "DHR",
        "force_id": "norfolk",
    } | changes


def import_examples(rows, call, tmp_path):
    path = tmp_path / "rows.json"
    path.write_text(json.dumps(rows), encoding="utf-8")
    return examples.import_file(path, call=call, by=None)


def import_reviews(rows, _call, _tmp_path):
    return reviews.import_rows(rows, by=None)


EXAMPLE_TEXTS = ("title", "summary", "lead_organisation", "aim", "description", "impact", "learning")
REVIEW_TEXTS = ("title", "partnership")
IMPORTS = {
    "examples": (import_examples, example, EXAMPLE_TEXTS, Practice, "import_key"),
    "reviews": (import_reviews, review, REVIEW_TEXTS, CaseReview, "import_key"),
}


@pytest.mark.parametrize("name", IMPORTS)
def test_hostile_texts_of_rows_are_refused_with_their_sentence_or_kept(call, tmp_path, name):
    run, base, fields, model, key = IMPORTS[name]
    put = {f"row-{at}": (fields[at % len(fields)], text) for at, text in enumerate(strings.ALL)}
    rows = [base(**{"key": at, field: text.typed}) for at, (field, text) in put.items()]
    report = run(rows, call, tmp_path)
    refused = {at: reason for _number, at, reason in report.refused}
    stored = {getattr(one, key): one for one in model.objects.filter(**{f"{key}__in": put})}
    wrong = []
    for at, (field, text) in put.items():
        if text.never and not any(sentence in refused.get(at, "") for sentence in text.sentences):
            wrong.append(("not refused as it should be", str(text), refused.get(at)))
        if at in refused and (at in stored or not refused[at]):
            wrong.append(("refused and stored, or without a reason", str(text)))
        if at in stored and getattr(stored[at], field).split() != text.kept.split():
            wrong.append(("kept otherwise", field, str(text), getattr(stored[at], field)[:40]))
    insist_on_none(wrong)
    assert len(stored) > 100
    assert report.created == len(stored)


@pytest.mark.parametrize("name", IMPORTS)
def test_rows_and_values_of_odd_shapes_are_refused_with_a_reason(call, tmp_path, name):
    run, base, _fields, model, _key = IMPORTS[name]
    before = model.objects.count()
    known = [
        *base(),
        "outcome",
        "strands",
        "harm_types",
        "publication_date",
        "rating",
        "evidence_links",
        "theory",
        "actions",
    ]
    known += ["start_date", "scale", "topics", "partners", "source", "practice_themes", "subject_age_band"]
    known += ["learning_points", "police_involved_before"]
    rows = [*ODD_ROWS]
    rows += [
        base(key=f"{field}-{at}", **{field: odd})
        for field in known
        if field != "key"
        for at, odd in enumerate(ODD_VALUES)
    ]
    report = run(rows, call, tmp_path)
    assert [row for row in report.refused if not row[2]] == []
    assert report.created + report.updated + report.unchanged + len(report.refused) == len(rows)
    assert report.created == model.objects.count() - before
    assert len(report.refused) > len(rows) // 2


def test_hostile_cells_of_the_register_are_refused_with_their_sentence_or_kept(call):
    del call
    head = ["name", "owner", "frequency", "topics", "provenance", "purpose"]
    fields = ("owner", "purpose", "frequency")
    put = {f"Collection {at}": (fields[at % 3], text) for at, text in enumerate(strings.ALL)}
    base = {"owner": "Home Office", "frequency": "annual", "topics": "arrests", "provenance": "", "purpose": ""}
    rows = [
        [{**base, "name": name, field: text.typed}[column] for column in head] for name, (field, text) in put.items()
    ]
    report = register.import_rows([head, *rows], by=None)
    refused = {name: reason for _number, name, reason in report.refused}
    stored = {one.name: one for one in Collection.objects.filter(name__in=put)}
    wrong = []
    for name, (field, text) in put.items():
        if text.never and not any(sentence in refused.get(name, "") for sentence in text.sentences):
            wrong.append(("not refused as it should be", field, str(text), refused.get(name)))
        if name in stored and getattr(stored[name], field).split() != text.kept.split():
            wrong.append(("kept otherwise", field, str(text), getattr(stored[name], field)[:40]))
    insist_on_none(wrong)
    assert report.created == len(stored) > 100


@pytest.mark.parametrize("name", ["examples", "register"])
def test_hostile_files_are_refused_as_a_whole(call, tmp_path, name):
    run = {
        "examples": lambda path: examples.import_file(path, call=call, by=None),
        "register": lambda path: register.import_file(path, by=None),
    }[name]
    taken, path = [], tmp_path / "file"
    before = Practice.objects.count(), Collection.objects.count()
    for one in FILES:
        path.write_bytes(one.data)
        try:
            run(path)
            taken.append(str(one))
        except UnreadableFile as refusal:
            assert str(refusal)  # noqa: PT017 - each file refuses, and with words
    assert taken == []
    assert (Practice.objects.count(), Collection.objects.count()) == before
