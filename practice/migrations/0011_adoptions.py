"""What other forces do with practice, and keeping published practice true."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_reviews_scope"),
        ("practice", "0010_contacts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE practice_adoption_number", "DROP SEQUENCE practice_adoption_number"),
        migrations.AddField(
            model_name="bankentry",
            name="archived",
            field=models.BooleanField(db_default=False, help_text="Out of lists and search unless asked for."),
        ),
        migrations.AlterField(
            model_name="bankentry",
            name="review_by",
            field=models.DateField(
                help_text="The publication's, or what the owner said later: practice.actions.upkeep."
            ),
        ),
        migrations.CreateModel(
            name="Upkeep",
            fields=[
                (
                    "practice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="upkeep",
                        serialize=False,
                        to="practice.practice",
                    ),
                ),
                ("review_by", models.DateField(help_text="The next review, as the owner chose it last.", null=True)),
                ("confirmed_at", models.DateTimeField(null=True)),
                (
                    "note",
                    models.TextField(
                        blank=True, help_text="What the owner said with it; its authors and VKPP read it."
                    ),
                ),
                ("archived_at", models.DateTimeField(null=True)),
                ("archive_reason", models.TextField(blank=True, help_text="Readers of the example see it.")),
                ("chased_at", models.DateTimeField(help_text="When VKPP asked the owner last.", null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "archived_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "chased_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(("confirmed_at__isnull", False), ("confirmed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="upkeep_confirmed_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("archived_at__isnull", True), ("archived_by__isnull", True)),
                            models.Q(("archived_at__isnull", False), ("archived_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="upkeep_archived_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("chased_at__isnull", True), ("chased_by__isnull", True)),
                            models.Q(("chased_at__isnull", False), ("chased_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="upkeep_chased_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("archived_at", None), models.Q(("archive_reason", ""), _negated=True), _connector="OR"
                        ),
                        name="upkeep_archived_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("review_by", None), ("confirmed_at__isnull", False), _connector="OR"),
                        name="upkeep_review_by_confirmed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Adoption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(help_text="For example AD-00007.", max_length=16, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("adopt", "Adopt it as it is"),
                            ("adapt", "Adapt it to the force"),
                            ("reject", "Decide against it"),
                        ],
                        max_length=6,
                    ),
                ),
                ("reason", models.TextField(blank=True, help_text="Why; needed for a decision against it.")),
                ("plan", models.TextField(blank=True, help_text="What is done by whom, and what is adapted.")),
                ("decided_on", models.DateField()),
                ("started_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("end_reason", models.TextField(blank=True)),
                (
                    "state",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Case(
                            models.When(kind="reject", then=models.Value("rejected")),
                            models.When(ended_on__isnull=False, then=models.Value("ended")),
                            models.When(started_on__isnull=False, then=models.Value("running")),
                            default=models.Value("planned"),
                        ),
                        output_field=models.CharField(
                            choices=[
                                ("planned", "Planned"),
                                ("running", "Running"),
                                ("ended", "Ended"),
                                ("rejected", "Decided against"),
                            ],
                            max_length=10,
                        ),
                    ),
                ),
                (
                    "result",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("worked", "It works for us"),
                            ("partly", "It works in part"),
                            ("did_not", "It did not work"),
                            ("too_early", "Too early to say"),
                        ],
                        max_length=10,
                    ),
                ),
                ("result_text", models.TextField(blank=True, help_text="What others should know who try the same.")),
                ("result_at", models.DateTimeField(null=True)),
                (
                    "shared_to",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Only our force and VKPP"),
                            (1, "Policing, after sign-in"),
                            (2, "Everybody who may read the example"),
                        ],
                        default=1,
                    ),
                ),
                (
                    "marking",
                    models.CharField(
                        choices=[("official", "OFFICIAL"), ("official_sensitive", "OFFICIAL-SENSITIVE")],
                        default="official",
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "key",
                    models.CharField(
                        blank=True, help_text="The program's own name for it, to record it once.", max_length=100
                    ),
                ),
                (
                    "body_hash",
                    models.CharField(blank=True, help_text="SHA-256 of what the program sent.", max_length=64),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("removed_at", models.DateTimeField(null=True)),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adoptions", to="accounts.force"
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="adoptions", to="practice.practice"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "removed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "result_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followers",
                        to="practice.adoption",
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["force", "state"], name="adoption_of_force"),
                    models.Index(fields=["updated_at", "id"], name="adoption_changed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["adopt", "adapt", "reject"])), name="adoption_kind_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("marking__in", ["official", "official_sensitive"])),
                        name="adoption_marking_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("shared_to__in", [0, 1, 2])), name="adoption_shared_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("result", ""),
                            ("result__in", ["worked", "partly", "did_not", "too_early"]),
                            _connector="OR",
                        ),
                        name="adoption_result_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "reject"), _negated=True),
                            models.Q(
                                ("ended_on", None),
                                ("result", ""),
                                ("started_on", None),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="adoption_rejected_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("started_on", None), ("started_on__gte", models.F("decided_on")), _connector="OR"
                        ),
                        name="adoption_started_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None),
                            models.Q(
                                ("ended_on__gte", models.F("decided_on")),
                                models.Q(
                                    ("started_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="adoption_ended_later",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result", ""), ("result_at", None)),
                            models.Q(models.Q(("result", ""), _negated=True), ("result_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="adoption_result_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("result_at__isnull", True), ("result_by__isnull", True)),
                            models.Q(("result_at__isnull", False), ("result_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="adoption_result_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="adoption_removed_by",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at__isnull", True)),
                        fields=("practice", "force"),
                        name="adoption_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("recorded_by", "key"),
                        name="adoption_key_once",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adoption",
            trigger=pgtrigger.compiler.Trigger(
                name="adoption_touched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
                    hash="56fc432b9481acf08ccbb950737fa0ba5fed1fbb",
                    operation="UPDATE",
                    pgid="pgtrigger_adoption_touched_867aa",
                    table="practice_adoption",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="adoption",
            trigger=pgtrigger.compiler.Trigger(
                name="adoption_no_cycle",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.source_id IS NOT NULL THEN\n        PERFORM 1 FROM practice_practice WHERE id = NEW.practice_id FOR NO KEY UPDATE;\n        IF NOT EXISTS (\n            SELECT FROM practice_adoption WHERE id = NEW.source_id AND practice_id = NEW.practice_id\n        ) THEN\n            RAISE EXCEPTION 'an adoption learns from one of the same practice' USING ERRCODE = 'check_violation';\n        END IF;\n        IF EXISTS (\n            WITH RECURSIVE above AS (\n                SELECT id, source_id FROM practice_adoption WHERE id = NEW.source_id\n                UNION SELECT a.id, a.source_id FROM practice_adoption a JOIN above ON a.id = above.source_id\n            ) SELECT FROM above WHERE id = NEW.id\n        ) THEN\n            RAISE EXCEPTION 'nobody learns from who learned from them' USING ERRCODE = 'check_violation';\n        END IF;\n    END IF;\n    RETURN NEW;\n",
                    hash="e2fda5f549e32840cf606ac675d25d04dc6b32f8",
                    operation='INSERT OR UPDATE OF "source_id", "practice_id"',
                    pgid="pgtrigger_adoption_no_cycle_34a9f",
                    table="practice_adoption",
                    when="BEFORE",
                ),
            ),
        ),
    ]
