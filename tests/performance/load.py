"""Fills a database with made-up practice for measurements: seeded, the same rows every time, straight into the tables.

Words are drawn as people write: the words of the real practice by their frequency, and a long tail of rare ones.
"""

import bisect
import csv
import io
import itertools
import json
import random
import re
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from nvap.models import Action, Strand
from practice.models import Call, CallForm, Term
from practice.reference import DATA
from practice.vocab import Category, RatingValue, Scale, Stage
from tests.factories.accounts import person
from vkpp.accounts.models import Force

WAITING = 0.02
BATCH = 5000
INDEXES = ("bank_text_title", "bank_text_head", "bank_text_search", "bank_text_words")
COLUMNS = (
    *(
        "id",
        "reference",
        "title",
        "summary",
        "lead_organisation",
        "region",
        "categories",
        "strands",
        "actions",
        "topics",
    ),
    *("target_groups", "scale", "stage", "started", "aim", "description", "impact", "learning", "serious_violence"),
    *("force_id", "state", "rating", "public", "police", "days"),
)
STAGING = """
CREATE UNLOGGED TABLE bench_row (
    id bigint, reference text, title text, summary text, lead_organisation text, region text, categories text[],
    strands text[], actions text[], topics text[], target_groups text[], scale text, stage text, started text,
    aim text, description text, impact text, learning text, serious_violence bool, force_id bigint, state text,
    rating text, public bool, police bool, days int)
"""
SQL = (Path(__file__).parent / "load.sql").read_text(encoding="utf-8")


class Words:
    """A vocabulary with frequencies, and texts drawn from it."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        rows = json.loads((DATA / "practices.json").read_text(encoding="utf-8"))
        texts = (str(value) for row in rows for value in row.values() if isinstance(value, str))
        self.real = [word for text in texts for word in re.findall(r"[A-Za-z'-]{2,}", text)]
        syllables = [a + b for a in "bcdfglmnprstvw" for b in "aeiou"]
        self.rare = sorted(
            {"".join(self.random.choices(syllables, k=self.random.randint(2, 5))) for _ in range(40_000)}
        )
        self.random.shuffle(self.rare)
        self.sums = list(itertools.accumulate(1 / (rank + 30) for rank in range(len(self.rare))))

    def text(self, count):
        """So many words."""
        real = self.random.choices(self.real, k=count)
        for place in self.random.sample(range(count), count // 5):
            real[place] = self.rare[bisect.bisect(self.sums, self.random.random() * self.sums[-1])]
        return " ".join(real).capitalize() + "."


def fill(count):
    """Reference data, `count` published examples and some that wait for triage, and the people who look at them."""
    call_command("load_reference", verbosity=0)
    call = Call.objects.filter(state="announced").first() or Call.objects.create(
        slug="open-call", title="Open call", description="Always open.", opens_at=timezone.now(), state="announced"
    )
    form, _made = CallForm.objects.get_or_create(call=call, version=1)
    officer = person("contributor", Force.objects.get(code="norfolk"), email="officer@portal.example")
    person("vkpp_staff", email="staff@portal.example")
    with connection.cursor() as cursor:
        cursor.execute("SET maintenance_work_mem = '512MB'; SET work_mem = '64MB'; SET synchronous_commit = off")
        cursor.execute(STAGING)
        _copy(cursor, count)
        saved = {}
        for index in INDEXES:
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index])
            saved[index] = cursor.fetchone()[0]
            cursor.execute(f"DROP INDEX {index}")
        cursor.execute(SQL, {"call": call.pk, "form": form.pk, "owner": officer.pk})
        for start in range(1, count + 1, BATCH):
            ids = "ARRAY(SELECT practice_id FROM practice_banktext WHERE practice_id BETWEEN %s AND %s)"
            cursor.execute(f"SELECT practice_bank_mark({ids})", [start, start + BATCH - 1])
        for index in INDEXES:
            cursor.execute(saved[index])
        cursor.execute("DROP TABLE bench_row")
        cursor.execute("VACUUM ANALYZE")


def _copy(cursor, count):
    words = Words(count)
    draw = words.random
    codes = {
        "strands": list(Strand.objects.values_list("code", flat=True)),
        "actions": list(Action.objects.values_list("code", flat=True)),
        "topics": list(Term.objects.filter(kind="topic").values_list("code", flat=True)),
        "target_groups": list(Term.objects.filter(kind="target_group").values_list("code", flat=True)),
        "categories": list(Category.values),
    }
    forces = list(Force.objects.filter(benchmarked=True).values_list("pk", "name", "region"))
    for start in range(1, count + 1, BATCH):
        buffer = io.StringIO()
        writer = csv.writer(buffer)
        for number in range(start, min(start + BATCH, count + 1)):
            writer.writerow(_row(number, words, draw, codes, draw.choice(forces)))
        buffer.seek(0)
        cursor.copy_expert(
            f"COPY bench_row ({', '.join(COLUMNS)}) FROM STDIN WITH (FORMAT csv, FORCE_NOT_NULL (stage, rating))",
            buffer,
        )


def _row(number, words, draw, codes, force):
    some = {name: draw.sample(values, min(len(values), draw.randint(1, 3))) for name, values in codes.items()}
    waits = draw.random() < WAITING
    public = not waits and draw.random() < 0.4
    return [
        number,
        f"VP-2025-{number:06d}",
        words.text(draw.randint(4, 9))[:160],
        words.text(draw.randint(20, 40))[:600],
        f"{force[1]} with partners" if draw.random() < 0.2 else force[1],
        force[2],
        *("{" + ",".join(f'"{code}"' for code in some[name]) + "}" for name in ("categories", "strands", "actions")),
        *("{" + ",".join(f'"{code}"' for code in some[name]) + "}" for name in ("topics", "target_groups")),
        draw.choice(Scale.values),
        draw.choices(["", *Stage.values], [4, 3, 2, 1])[0],
        str(draw.randint(2008, 2025)),
        words.text(20),
        words.text(70),
        words.text(25),
        words.text(25),
        draw.random() < 0.3,
        force[0],
        "submitted" if waits else "published",
        "" if waits else draw.choices(["", *RatingValue.values], [6, 1, 3, 2, 1])[0],
        public,
        public or (not waits and draw.random() < 0.95),
        draw.randint(0, 1800),
    ]
