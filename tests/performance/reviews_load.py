"""Fills a database with quality-assured case reviews for measurements: 20 learning points and 3 pages each, seeded.

Texts draw on the real practice of the demonstration and on rare made-up words. Rows are copied in with the triggers off;
what they would have made is made at the end by the same function of the database.
"""

import csv
import io
import random

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from nvap.models import Action, Strand
from reviews import common_words
from reviews.models import CaseReview, Coding, HarmType, ReviewType, Taxonomy, Theme
from reviews.vocab import AgeBand, Outcome
from tests.factories.accounts import person
from tests.performance.load import Words
from vkpp.accounts.models import Force

POINTS, PAGES = 20, 3
BATCH = 2_000
TABLES = ("casereview", "coding", "document", "page", "learningpoint", "pointaction")
INDEXES = (
    *("point_by_words", "page_by_words", "case_by_words", "case_title_like"),
    *("learning_by_title", "learning_by_learning", "learning_by_words", "learning_by_staff_words"),
)


def fill(name):
    """Reference data, people, and as many reviews as the name ends with."""
    call_command("load_reference", verbosity=0)
    count = int(name.rpartition("_")[2])
    person("vkpp_staff", email="staff@portal.example")
    person("force_analyst", Force.objects.get(code="norfolk"), email="officer@portal.example")
    made = Rows(count)
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '256MB'; SET synchronous_commit = off")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE reviews_{table} DISABLE TRIGGER USER")
        kept = [_taken(cursor, index) for index in INDEXES]
        for start in range(1, count + 1, BATCH):
            for table, rows in made.batch(start, min(start + BATCH, count + 1)).items():
                _copy(cursor, table, rows)
        for table in TABLES:
            cursor.execute(f"ALTER TABLE reviews_{table} ENABLE TRIGGER USER")
        cursor.execute("ANALYZE")
        for start in range(1, count + 1, BATCH):
            ids = "ARRAY(SELECT id FROM reviews_casereview WHERE id BETWEEN %s AND %s)"
            cursor.execute(f"SELECT reviews_learning_make({ids})", [start, start + BATCH - 1])
        for definition in kept:
            cursor.execute(definition)
        cursor.execute("VACUUM ANALYZE")
    common_words.gather()  # as the worker does each hour


def _taken(cursor, index):
    """The definition of an index that is taken away while rows are copied in."""
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index])
    definition = cursor.fetchone()[0]
    cursor.execute(f"DROP INDEX {index}")
    return definition


def _copy(cursor, table, rows):
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows[1:])
    buffer.seek(0)
    columns = ", ".join(f'"{name}"' for name in rows[0])
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", buffer)


def array(values):
    """As PostgreSQL writes a list of codes."""
    return "{" + ",".join(f'"{value}"' for value in values) + "}"


class Rows:
    """Draws the rows; the same number of reviews gives the same rows."""

    def __init__(self, count):
        self.draw = random.Random(count)
        words = Words(count)
        self.sentences = [words.text(self.draw.randint(14, 30)) for _number in range(min(20_000, count * 20))]
        self.titles = [words.text(3).rstrip(".") for _number in range(min(4_000, count))]
        self.types = list(ReviewType.objects.values_list("pk", flat=True))
        self.forces = list(Force.objects.filter(benchmarked=True).values_list("pk", "short_name"))
        self.strands = list(Strand.objects.values_list("code", flat=True))
        self.harms = list(HarmType.objects.values_list("code", flat=True))
        taxonomy = Taxonomy.objects.get(state="published")
        self.taxonomy = taxonomy.pk
        self.themes = list(Theme.objects.filter(taxonomy=taxonomy).values_list("pk", flat=True))
        self.actions = list(Action.objects.order_by("code").values_list("pk", flat=True))[:50]
        self.staff = CaseReview._meta.get_field("assured_by").related_model.objects.get(email="staff@portal.example").pk
        self.now = timezone.now().isoformat()
        self.action = self.page = 0

    def batch(self, start, end):
        """Rows by table, the columns first."""
        tables = {
            "reviews_casereview": [CASE],
            "reviews_coding": [CODING],
            "reviews_document": [DOCUMENT],
            "reviews_page": [PAGE],
            "reviews_learningpoint": [POINT],
            "reviews_pointaction": [POINT_ACTION],
        }
        for pk in range(start, end):
            tables["reviews_casereview"].append(self.case(pk))
            tables["reviews_coding"].append(
                [pk, pk, Coding.Role.RESOLVED, 1, self.staff, self.taxonomy, 1, "", 1, self.now, self.now]
            )
            tables["reviews_document"].append(
                [pk, pk, f"reviews/{pk}.pdf", "report.pdf", "application/pdf", 1000, f"{pk:064}", "clean", "official",
                 "ready", "", PAGES, PAGES, self.now, self.staff]
            )  # fmt: skip
            for number in range(1, PAGES + 1):
                self.page += 1
                tables["reviews_page"].append(
                    [self.page, pk, number, " ".join(self.draw.choices(self.sentences, k=10))]
                )
            for number in range(POINTS):
                point = (pk - 1) * POINTS + number + 1
                tables["reviews_learningpoint"].append(self.point(point, pk, number))
                for action in self.draw.sample(self.actions, self.draw.choice((1, 1, 2))):
                    self.action += 1
                    tables["reviews_pointaction"].append([self.action, point, action])
        return tables

    def case(self, pk):
        """A review."""
        draw = self.draw
        force, place = draw.choice(self.forces)
        year = draw.randint(2016, 2025)
        published = f"{year}-{draw.randint(1, 12):02}" if draw.random() < 0.8 else str(year)
        return [
            pk, f"CR-{pk:05}", draw.choice(self.types), f"Review, {place}, {year}: {draw.choice(self.titles)}"[:300],
            f"{place} partnership", force, published, draw.choice(Outcome.values), draw.choice(AgeBand.values), "", "",
            array(draw.sample(self.harms, 1)), array(draw.sample(self.strands, draw.randint(1, 2))), "yes",
            draw.choice(self.sentences), " ".join(draw.choices(self.sentences, k=2)), "", "official", "[]", "assured", "",
            "", self.now, self.staff, self.now, self.staff, 1, 1, self.now, self.now,
        ]  # fmt: skip

    def point(self, pk, review, number):
        """A learning point."""
        draw = self.draw
        return [
            pk, review, review, "true", draw.choice(self.themes), draw.choice(("strategic", "operational")),
            "good" if draw.random() < 0.2 else "problem", draw.choice(self.sentences), "{}", draw.choice(self.sentences),
            "", number, 1, self.now, self.now,
        ]  # fmt: skip


CASE = (
    *("id", "reference", "type_id", "title", "partnership", "force_id", "published", "outcome", "age_band", "sex"),
    *("context", "harm_types", "strands", "police_before", "police_contact", "summary", "source_url", "marking"),
    *("personal_data_kept", "state", "exclusion", "decision_reason", "screened_at", "screened_by_id", "assured_at"),
    *("assured_by_id", "text_version", "version", "sent_at", "updated_at"),
)
CODING = (
    *("id", "review_id", "role", "round", "coder_id", "taxonomy_id", "text_version", "note", "version"),
    *("assigned_at", "done_at"),
)
DOCUMENT = (
    *("id", "review_id", "file", "name", "content_type", "size", "sha256", "scan", "marking", "text_state"),
    *("text_note", "pages_total", "pages_read", "added_at", "added_by_id"),
)
PAGE = ("id", "document_id", "number", "text")
POINT = (
    *("id", "coding_id", "review_id", "final", "theme_id", "level", "kind", "text", "strands", "quote"),
    *("recommendation", "order", "version", "created_at", "updated_at"),
)
POINT_ACTION = ("id", "point_id", "action_id")
