"""Where the words of a search stand in the reviews of a page: learning points and pages of documents, words marked."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from practice.words import Question
from reviews.models import CaseReview

POINTS, PAGES, FIRST = 2, 2, 30
MARKS = "StartSel=\x02, StopSel=\x03"
OF_POINTS = """
    SELECT p.review_id, ts_headline('english', p.text, {query}, %s), ts_headline('english', p.quote, {query}, %s)
    FROM unnest(%s) AS r (id), LATERAL (
        SELECT * FROM reviews_learningpoint p WHERE p.review_id = r.id AND p.final AND p.search @@ ({query})
        ORDER BY ts_rank(p.search, {query}) DESC, p.id LIMIT %s
    ) AS p JOIN reviews_casereview c ON c.id = p.review_id WHERE c.state = 'assured'
"""
OF_PAGES = """
    SELECT g.review_id, g.document_id, g.name, g.number, ts_headline('english', g.text, {query}, %s)
    FROM unnest(%s) AS r (id), LATERAL (
        SELECT * FROM (
            SELECT d.review_id, d.id AS document_id, d.name, g.number, g.text, ts_rank(g.search, {query}) AS rank
            FROM reviews_document d JOIN reviews_page g ON g.document_id = d.id
            WHERE d.review_id = r.id AND d.removed_at IS NULL AND d.scan = 'clean'
                AND (%s OR d.marking = 'official') AND g.search @@ ({query})
            ORDER BY d.id, g.number LIMIT %s
        ) AS first ORDER BY rank DESC, document_id, number LIMIT %s
    ) AS g
"""


def as_tsquery(question: Question) -> tuple[str, list[str]]:
    """Anything that was asked for, as an SQL expression of type tsquery and its parameters.

    Words typed without quotation marks may stand apart; words that mean the same stand together.
    """
    params: list[str] = []
    for group in question.groups:
        typed, *others = group.alternatives
        quoted = group.typed.startswith('"')
        params += [" ".join(typed)] if quoted else [word for phrase in typed for word in phrase.split()]
        params += [" ".join(alternative) for alternative in others]
    return " || ".join(["phraseto_tsquery('english', %s)"] * len(params)), params


def of_points(question: Question, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """For each review the learning points that fit best."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if not question.groups or not ids:
        return found
    query, params = as_tsquery(question)
    options = f"HighlightAll=true, {MARKS}"
    with connection.cursor() as cursor:
        cursor.execute(
            OF_POINTS.format(query=query), [*params, options, *params, options, list(ids), *params, *params, POINTS]
        )
        for review, text, quote in cursor.fetchall():
            found[review].append({"text": text if "\x02" in text or "\x02" not in quote else f"“{quote}”"})
    return found


def of_pages(question: Question, ids: Sequence[int], *, sensitive: bool) -> dict[int, list[dict[str, Any]]]:
    """For each review the pages of its documents that fit best, each with the sentence around the words."""
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    if not question.groups or not ids:
        return found
    query, params = as_tsquery(question)
    options = f"MaxFragments=1, MaxWords=34, MinWords=14, ShortWord=0, {MARKS}"
    with connection.cursor() as cursor:
        cursor.execute(
            OF_PAGES.format(query=query),
            [*params, options, list(ids), *params, sensitive, *params, FIRST, PAGES],
        )
        for review, document, name, number, text in cursor.fetchall():
            found[review].append({"document": document, "name": name, "number": number, "text": text})
    return found


def marked(column: str, question: Question, options: str) -> RawSQL:
    """A text of a review with the words found marked; all of it, or a part as `options` says."""
    query, params = as_tsquery(question)
    assert column in {field.name for field in CaseReview._meta.get_fields()}
    return RawSQL(f"ts_headline('english', reviews_casereview.{column}, {query}, %s)", [*params, f"{options}{MARKS}"])  # noqa: S611 - column and query are our own words, what was typed is in params
