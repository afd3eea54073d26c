"""Evaluators and introductions."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("practice", "0014_events"),
    ]

    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE practice_introduction_number",
            reverse_sql="DROP SEQUENCE practice_introduction_number",
        ),
        migrations.CreateModel(
            name="BodyMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["added_at", "id"],
            },
        ),
        migrations.CreateModel(
            name="BodyProposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("values", models.JSONField(help_text="Field to proposed value, those that differ.")),
                ("note", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for VKPP"),
                            ("accepted", "Accepted"),
                            ("refused", "Not accepted"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("reason", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["-made_at", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "accepted", "refused", "withdrawn"])),
                        name="evaluator_proposal_state",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvaluatorBody",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(max_length=160, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("university", "University"),
                            ("research", "Research organisation"),
                            ("charity", "Charity"),
                            ("consultancy", "Consultancy"),
                            ("public", "Public body"),
                        ],
                        max_length=12,
                    ),
                ),
                ("about", models.TextField(blank=True, help_text="What it has evaluated and wants to evaluate.")),
                (
                    "strands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), blank=True, default=list, size=None
                    ),
                ),
                (
                    "methods",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12), blank=True, default=list, size=None
                    ),
                ),
                (
                    "regions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        help_text="Empty: everywhere.",
                        size=None,
                    ),
                ),
                (
                    "availability",
                    models.CharField(
                        choices=[("open", "Takes on work"), ("later", "Later this year"), ("full", "Not at present")],
                        default="open",
                        max_length=8,
                    ),
                ),
                ("available_note", models.CharField(blank=True, max_length=200)),
                ("contact_name", models.CharField(blank=True, help_text="A role or team.", max_length=120)),
                ("contact_email", models.EmailField(blank=True, max_length=254)),
                ("website", models.URLField(blank=True, max_length=400)),
                (
                    "source_url",
                    models.URLField(blank=True, help_text="Where these facts are published.", max_length=400),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Being prepared"), ("listed", "Listed"), ("retired", "Taken off the list")],
                        default="draft",
                        max_length=8,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "key",
                    models.CharField(
                        blank=True, help_text="The program's own name for it, to add once only.", max_length=100
                    ),
                ),
                (
                    "body_hash",
                    models.CharField(blank=True, help_text="SHA-256 of what the program sent.", max_length=64),
                ),
            ],
            options={
                "ordering": ["name"],
                "indexes": [
                    models.Index(fields=["updated_at", "id"], name="evaluator_changed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["university", "research", "charity", "consultancy", "public"])
                        ),
                        name="evaluator_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("availability__in", ["open", "later", "full"])),
                        name="evaluator_availability_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "listed", "retired"])), name="evaluator_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "methods__contained_by",
                                ["theory", "feasibility", "process", "impact", "trial", "economic", "qualitative"],
                            )
                        ),
                        name="evaluator_methods_known",
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="evaluator_named"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(help_text="For example IN-00007.", max_length=16, unique=True)),
                (
                    "asked_side",
                    models.CharField(
                        choices=[("owner", "Owner"), ("body", "Evaluator"), ("vkpp", "VKPP")], max_length=8
                    ),
                ),
                ("purpose", models.TextField(help_text="What it is about; both sides and VKPP read it.")),
                (
                    "why",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        default=list,
                        help_text="Why the portal proposed the body, as it said.",
                        size=None,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waits for the owner"),
                            ("agreed", "Owner agreed, to be introduced"),
                            ("declined", "Owner declined"),
                            ("introduced", "Introduced"),
                            ("talks", "In talks"),
                            ("evaluation", "Evaluation agreed"),
                            ("ended", "Ended"),
                            ("withdrawn", "Request withdrawn"),
                            ("stopped", "Permission taken back"),
                        ],
                        default="proposed",
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
                ("answer", models.TextField(blank=True, help_text="What the owner said to it.")),
                ("answered_at", models.DateTimeField(null=True)),
                ("introduced_at", models.DateTimeField(null=True)),
                ("talks_at", models.DateTimeField(null=True)),
                ("agreement", models.TextField(blank=True, help_text="What evaluation was agreed.")),
                ("agreed_at", models.DateTimeField(help_text="When an evaluation was agreed.", null=True)),
                ("reason", models.TextField(blank=True, help_text="Why it ended.")),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "moved_at",
                    models.DateTimeField(auto_now_add=True, help_text="Since when it stands where it stands."),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "key",
                    models.CharField(
                        blank=True, help_text="The program's own name for it, to ask once only.", max_length=100
                    ),
                ),
                (
                    "body_hash",
                    models.CharField(blank=True, help_text="SHA-256 of what the program sent.", max_length=64),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["state", "moved_at"], name="introduction_by_age"),
                    models.Index(fields=["updated_at", "id"], name="introduction_changed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "proposed",
                                    "agreed",
                                    "declined",
                                    "introduced",
                                    "talks",
                                    "evaluation",
                                    "ended",
                                    "withdrawn",
                                    "stopped",
                                ],
                            )
                        ),
                        name="introduction_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["introduced", "talks", "evaluation"]), _negated=True),
                            models.Q(("answered_at__isnull", False), ("introduced_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="introduction_only_after_agreement",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="IntroductionNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("owner", "Owner"), ("body", "Evaluator"), ("vkpp", "VKPP")], max_length=8
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[("all", "Both sides and VKPP"), ("vkpp", "VKPP only")], default="all", max_length=4
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["owner", "body", "vkpp"])), name="introduction_note_side"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["all", "vkpp"])), name="introduction_note_audience"
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="bodymember",
            name="added_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="bodymember",
            name="ended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="bodymember",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="evaluator_memberships",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="bodyproposal",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="bodyproposal",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="evaluatorbody",
            name="added_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="bodyproposal",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="proposals", to="practice.evaluatorbody"
            ),
        ),
        migrations.AddField(
            model_name="bodymember",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="members", to="practice.evaluatorbody"
            ),
        ),
        migrations.AddField(
            model_name="introduction",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="introduction",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="introduction",
            name="body",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="introductions", to="practice.evaluatorbody"
            ),
        ),
        migrations.AddField(
            model_name="introduction",
            name="introduced_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="introduction",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="introductions", to="practice.practice"
            ),
        ),
        migrations.AddField(
            model_name="introductionnote",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="introductionnote",
            name="introduction",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="practice.introduction"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluatorbody",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("added_by", "key"), name="evaluator_key_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluatorbody",
            trigger=pgtrigger.compiler.Trigger(
                name="evaluator_touched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
                    hash="f3142d4ae567cf56778806d0ef2779dce59a5e6f",
                    operation="UPDATE",
                    pgid="pgtrigger_evaluator_touched_e33d6",
                    table="practice_evaluatorbody",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="bodyproposal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")), fields=("body",), name="evaluator_proposal_open_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bodyproposal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("decided_by__isnull", True)),
                    models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                    _connector="OR",
                ),
                name="evaluator_proposal_decided_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="bodymember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)), fields=("user",), name="evaluator_member_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bodymember",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                    models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                    _connector="OR",
                ),
                name="evaluator_member_ended_by",
            ),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["practice", "state"], name="introduction_of_practice"),
        ),
        migrations.AddIndex(
            model_name="introduction",
            index=models.Index(fields=["body", "state"], name="introduction_of_body"),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_side__in", ["owner", "body", "vkpp"])), name="introduction_side_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="introduction_answered_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("introduced_at__isnull", True), ("introduced_by__isnull", True)),
                    models.Q(("introduced_at__isnull", False), ("introduced_by__isnull", False)),
                    _connector="OR",
                ),
                name="introduction_introduced_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("proposed", "agreed", "introduced", "talks", "evaluation"))),
                fields=("practice", "body"),
                name="introduction_live_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="introduction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("asked_by", "key"), name="introduction_key_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="introduction",
            trigger=pgtrigger.compiler.Trigger(
                name="introduction_touched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
                    hash="f667c51778b41cd0871abb037d89fc6bc9985c25",
                    operation="UPDATE",
                    pgid="pgtrigger_introduction_touched_84586",
                    table="practice_introduction",
                    when="BEFORE",
                ),
            ),
        ),
    ]
