"""The words of a publication as the search finds them, made by the database's own text search."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from practice.models import BankEntry, BankText
from practice.snapshot import Content
from vkpp.core import outbox

MARKED_AT_ONCE = 2000
LABELLED = ("categories", "strands", "topics")
CLOSE_BEHIND = ("aim", "intended_outcome", "description")
REST = ("cost", "resources", "impact", "learning", "challenges", "evaluation", "region")
REST_LABELLED = ("actions", "target_groups", "partners", "approaches", "scale", "stage")

# The last step marks what has one of the words of a row of synonyms with the row's number.
VECTORS = """
    INSERT INTO practice_banktext (practice_id, title, head, search, words)
    SELECT %(practice)s, v.a, v.a || v.b, setweight(v.a, 'A') || setweight(v.b, 'B') || setweight(v.c, 'C') || v.d,
        strip(to_tsvector('simple', concat_ws(' ', %(a)s, %(b)s, %(c)s, %(d)s)))
    FROM (SELECT to_tsvector('portal', %(a)s) AS a, to_tsvector('portal', %(b)s) AS b,
        to_tsvector('portal', %(c)s) AS c, to_tsvector('portal', %(d)s) AS d) AS v
    ON CONFLICT (practice_id) DO UPDATE
    SET title = excluded.title, head = excluded.head, search = excluded.search, words = excluded.words;
    SELECT practice_bank_mark(ARRAY[%(practice)s]);
"""

NEW_WORDS = """
    INSERT INTO practice_bankword (word)
    SELECT DISTINCT word FROM practice_banktext, unnest(tsvector_to_array(words)) AS word
    WHERE practice_id = ANY(%s) AND word ~ '^[[:alpha:]]{4,40}$' ORDER BY word
    ON CONFLICT DO NOTHING
"""


def write(practice_id: int, content: Content) -> None:
    """Write what the search finds an example by; the words for the correction of misspellings follow."""
    a, b, c, d = ("\n\n".join(part) for part in texts(content))
    with connection.cursor() as cursor:
        cursor.execute(VECTORS, {"practice": practice_id, "a": a, "b": b, "c": c, "d": d})
    outbox.owe("practice.bank_words", {"practice": practice_id})


@outbox.handler("practice.bank_words")
def learn_words(payload: dict[str, Any]) -> None:
    """Add the words of a published example to those by which misspellings are corrected."""
    learn([payload["practice"]])


def mark_all() -> None:
    """Owe that all published examples are marked anew, because synonyms have changed."""
    outbox.owe("practice.bank_marks", {"after": 0})


@outbox.handler("practice.bank_marks")
def mark(payload: dict[str, Any]) -> None:
    """Mark some examples with the synonyms they have, and owe the rest."""
    ids = list(
        BankText.objects.filter(pk__gt=payload["after"]).order_by("pk").values_list("pk", flat=True)[:MARKED_AT_ONCE]
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT practice_bank_mark(%s)", [ids])
    BankEntry.objects.filter(pk__in=ids).update(changed=0)  # stamps the rows, so that no index keeps what it knew
    if len(ids) == MARKED_AT_ONCE:
        outbox.owe("practice.bank_marks", {"after": ids[-1]})


def learn(practices: Iterable[int]) -> None:
    """Add the words of these examples, in one order for all writers. Their own transaction, as writers of words wait."""
    with connection.cursor() as cursor:
        cursor.execute(NEW_WORDS, [list(practices)])


def texts(content: Content) -> tuple[list[str], list[str], list[str], list[str]]:
    """The texts of a snapshot by weight: title and who, what it is filed under, how it works, the rest.

    Only what every reader of the example is shown: a search for the contact would tell the public about it.
    """
    fields, labels = content["fields"], content["labels"]
    force = content["force"] or {}
    title = [fields["title"], fields["lead_organisation"], force.get("name", ""), content["reference"]]
    strands = [word for code, label in labels["strands"].items() for word in (code, label)]
    head = [fields["summary"], *strands, *_words(labels, [name for name in LABELLED if name != "strands"])]
    rest = [*(fields[name] for name in REST), *_words(labels, REST_LABELLED)]
    rest += [question["answer"] for question in content["questions"]]
    rest += [box["text"] for boxes in content.get("theory", {}).values() for box in boxes]
    rest += [link["title"] for link in content["evidence"]]
    body = [fields[name] for name in CLOSE_BEHIND]
    return (_filled(title), _filled(head), _filled(body), _filled(rest))


def _words(labels: dict[str, dict[str, str]], names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield from labels[name].values()


def _filled(parts: Iterable[str]) -> list[str]:
    return [part for part in parts if part]
