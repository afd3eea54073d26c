import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

FILL = """
    INSERT INTO practice_sentexample (
        practice_id, call_id, force_id, state, imported, sent_at, due_at, triaged_at, outcome, categories, strands, rating)
    SELECT p.id, p.call_id, p.force_id, p.state, p.import_key IS NOT NULL, coalesce(said.sent_at, p.submitted_at), NULL,
        said.triaged_at, coalesce(said.outcome, ''), p.categories, p.strands, coalesce(e.rating, '')
    FROM practice_practice p
    LEFT JOIN practice_bankentry e ON e.practice_id = p.id
    LEFT JOIN (
        SELECT target_id, min(at) FILTER (WHERE verb = 'practice.submit') AS sent_at,
            min(at) FILTER (WHERE verb <> 'practice.submit') AS triaged_at,
            (array_agg(CASE verb WHEN 'practice.not_take_forward' THEN 'not_taken_forward' ELSE 'taken_forward' END
                ORDER BY at DESC) FILTER (WHERE verb NOT IN ('practice.submit', 'practice.return')))[1] AS outcome
        FROM core_auditevent
        WHERE target_type = 'practice.practice' AND verb IN (
            'practice.submit', 'practice.return', 'practice.take_forward', 'practice.not_take_forward',
            'practice.republish')
        GROUP BY target_id
    ) said ON said.target_id = p.id::text
    WHERE p.submitted_at IS NOT NULL
"""
"""What reports count of examples that were sent in before this migration, by the audit trail."""


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0011_adoptions"),
        ("accounts", "0004_reviews_scope"),
        ("core", "0003_notification_choice"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PracticeCollection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    models.SlugField(help_text="Made of its first title. Never changes.", max_length=80, unique=True),
                ),
                ("title", models.CharField(max_length=120)),
                ("intro", models.TextField(blank=True, help_text="What it is for and how to use it.")),
                (
                    "audience",
                    models.CharField(
                        choices=[("police", "Policing, after sign-in"), ("public", "Everybody")],
                        default="police",
                        max_length=8,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Being prepared"), ("published", "Published"), ("retired", "Retired")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "key",
                    models.CharField(
                        blank=True, help_text="The Idempotency-Key of the program that made it.", max_length=100
                    ),
                ),
                ("body_hash", models.CharField(blank=True, help_text="Of what came with the key.", max_length=64)),
                ("published_at", models.DateTimeField(null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["title", "id"],
                "indexes": [
                    models.Index(fields=["updated_at", "id"], name="practice_collection_changed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["police", "public"])),
                        name="practice_collection_audience_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published", "retired"])),
                        name="practice_collection_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="practice_collection_has_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "published"), _negated=True),
                            models.Q(("published_at__isnull", False), models.Q(("intro", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="practice_collection_published_is_dated",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeCollectionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("place", models.PositiveSmallIntegerField(help_text="From 1.")),
                ("note", models.TextField(blank=True, help_text="Why it is in the collection.")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["place", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("place__gte", 1)), name="practice_collection_place_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentExample",
            fields=[
                (
                    "practice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="sending",
                        serialize=False,
                        to="practice.practice",
                    ),
                ),
                ("state", models.CharField(max_length=20)),
                ("imported", models.BooleanField(default=False, help_text="Taken over from an earlier register.")),
                ("sent_at", models.DateTimeField()),
                ("due_at", models.DateTimeField(help_text="By when triage should have answered.", null=True)),
                ("triaged_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("taken_forward", "Taken forward"), ("not_taken_forward", "Not taken forward")],
                        max_length=20,
                    ),
                ),
                (
                    "categories",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                (
                    "strands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("rating", models.CharField(blank=True, help_text="As published last.", max_length=16)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""),
                            models.Q(
                                ("outcome__in", ["taken_forward", "not_taken_forward"]), ("triaged_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="sent_example_outcome_known",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="practicecollection",
            name="created_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="practicecollection",
            name="published_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="practicecollectionitem",
            name="added_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="practicecollectionitem",
            name="collection",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="items", to="practice.practicecollection"
            ),
        ),
        migrations.AddField(
            model_name="practicecollectionitem",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="in_collections", to="practice.practice"
            ),
        ),
        migrations.AddField(
            model_name="sentexample",
            name="call",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="practice.call"),
        ),
        migrations.AddField(
            model_name="sentexample",
            name="force",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.force"
            ),
        ),
        migrations.AddConstraint(
            model_name="practicecollection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", True), ("published_by__isnull", True)),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="practice_collection_published_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="practicecollection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True),
                fields=("created_by", "key"),
                name="practice_collection_key_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="practicecollectionitem",
            constraint=models.UniqueConstraint(fields=("collection", "practice"), name="practice_collection_item_once"),
        ),
        migrations.AddConstraint(
            model_name="practicecollectionitem",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("collection", "place"),
                name="practice_collection_place_once",
            ),
        ),
        migrations.AddIndex(
            model_name="sentexample",
            index=models.Index(fields=["force", "sent_at"], name="sent_example_of_force"),
        ),
        migrations.AddIndex(
            model_name="sentexample",
            index=models.Index(fields=["call", "sent_at"], name="sent_example_of_call"),
        ),
        migrations.CreateModel(
            name="ReportStale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField()),
            ],
        ),
        migrations.CreateModel(
            name="ReportTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="Its first day.")),
                ("part", models.CharField(max_length=12)),
                ("value", models.CharField(blank=True, max_length=80)),
                ("n", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="report_tally_of_a_month"),
                ],
            },
        ),
        migrations.AddField(
            model_name="reportstale",
            name="call",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practice.call"
            ),
        ),
        migrations.AddField(
            model_name="reporttally",
            name="call",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practice.call"),
        ),
        migrations.AddConstraint(
            model_name="reporttally",
            constraint=models.UniqueConstraint(fields=("call", "month", "part", "value"), name="report_tally_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankentry",
            trigger=pgtrigger.compiler.Trigger(
                name="bank_entry_counted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE practice_sentexample SET rating = NEW.rating WHERE practice_id = NEW.practice_id AND rating <> NEW.rating;\n    RETURN NULL;\n",
                    hash="f11db7a813ffdff0165c0ead39c662c376ad5dc0",
                    operation='INSERT OR UPDATE OF "rating"',
                    pgid="pgtrigger_bank_entry_counted_9fd1b",
                    table="practice_bankentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="practice",
            trigger=pgtrigger.compiler.Trigger(
                name="practice_counted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.submitted_at IS NULL OR (TG_OP = 'UPDATE' AND\n        ROW(NEW.submitted_at, NEW.state, NEW.call_id, NEW.force_id, NEW.categories, NEW.strands)\n        IS NOT DISTINCT FROM\n        ROW(OLD.submitted_at, OLD.state, OLD.call_id, OLD.force_id, OLD.categories, OLD.strands)) THEN\n        RETURN NULL;\n    END IF;\n    INSERT INTO practice_sentexample (\n        practice_id, call_id, force_id, state, imported, sent_at, due_at, outcome, categories, strands, rating)\n    VALUES (NEW.id, NEW.call_id, NEW.force_id, NEW.state, NEW.import_key IS NOT NULL, NEW.submitted_at,\n        CASE WHEN NEW.state = 'submitted' THEN NEW.due_at END, '', NEW.categories, NEW.strands, '')\n    ON CONFLICT (practice_id) DO UPDATE SET\n        call_id = NEW.call_id, force_id = NEW.force_id, state = NEW.state,\n        categories = NEW.categories, strands = NEW.strands;\n    IF TG_OP = 'UPDATE' AND OLD.state = 'submitted' AND NEW.state IN (\n        'returned', 'taken_forward', 'not_taken_forward', 'published') THEN\n        UPDATE practice_sentexample SET\n            triaged_at = coalesce(triaged_at, clock_timestamp()),\n            outcome = CASE NEW.state WHEN 'returned' THEN outcome WHEN 'not_taken_forward' THEN NEW.state\n                ELSE 'taken_forward' END\n        WHERE practice_id = NEW.id;\n    END IF;\n    RETURN NULL;\n",
                    hash="771e3a89b909977b2c2922bc0e3719bc4cd9d0da",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_practice_counted_03470",
                    table="practice_practice",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="practicecollection",
            trigger=pgtrigger.compiler.Trigger(
                name="practice_collection_touched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
                    hash="34214431a32ba0312ad157728dda6515509b53d4",
                    operation="UPDATE",
                    pgid="pgtrigger_practice_collection_touched_f3396",
                    table="practice_practicecollection",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sentexample",
            trigger=pgtrigger.compiler.Trigger(
                name="sent_example_tallied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    INSERT INTO practice_reportstale (call_id, month)\n    VALUES (NEW.call_id, date_trunc('month', NEW.sent_at AT TIME ZONE 'Europe/London')::date);\n    IF TG_OP = 'UPDATE' AND OLD.call_id <> NEW.call_id THEN\n        INSERT INTO practice_reportstale (call_id, month)\n        VALUES (OLD.call_id, date_trunc('month', OLD.sent_at AT TIME ZONE 'Europe/London')::date);\n    END IF;\n    RETURN NULL;\n",
                    hash="470fb5b2bf2297f7f161dd3a1671ac6627fb2797",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_sent_example_tallied_cb934",
                    table="practice_sentexample",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
