"""Contact requests: who asks whom about practice."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_reviews_scope"),
        ("nvap", "0010_measures"),
        ("practice", "0009_theory"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE practice_contact_number", "DROP SEQUENCE practice_contact_number"),
        migrations.CreateModel(
            name="ContactMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "side",
                    models.CharField(
                        choices=[("asker", "Who asked"), ("asked", "Who was asked"), ("vkpp", "VKPP")], max_length=6
                    ),
                ),
                ("text", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["at", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["asker", "asked", "vkpp"])), name="contact_message_side_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(help_text="For example CT-00007.", max_length=16, unique=True)),
                ("question", models.TextField(help_text="What the person wants to know; who is asked reads it.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for an answer"),
                            ("passed_on", "Passed on"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("answer", models.TextField(blank=True, help_text="The answer, or why it was declined.")),
                ("answered_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(help_text="Closed or withdrawn by who asked.", null=True)),
                ("due_at", models.DateTimeField(help_text="By when an answer is expected.")),
                ("reminded", models.PositiveSmallIntegerField(default=0, help_text="How many reminders were sent.")),
                (
                    "marking",
                    models.CharField(
                        choices=[("official", "OFFICIAL"), ("official_sensitive", "OFFICIAL-SENSITIVE")],
                        default="official",
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("asked_at", models.DateTimeField(auto_now_add=True)),
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
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["state", "due_at"], name="contact_due"),
                    models.Index(fields=["updated_at", "id"], name="contact_changed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "passed_on", "answered", "closed", "declined", "withdrawn"])
                        ),
                        name="contact_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("marking__in", ["official", "official_sensitive"])),
                        name="contact_marking_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["answered", "closed", "declined"]), _negated=True),
                            ("answered_at__isnull", False),
                            _connector="OR",
                        ),
                        name="contact_answer_is_dated",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", False), ("state__in", ["closed", "withdrawn"])),
                            models.Q(
                                models.Q(("state__in", ["closed", "withdrawn"]), _negated=True),
                                ("closed_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="contact_end_is_dated",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="contactmessage",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="action",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="nvap.action"
            ),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="asker_force",
            field=models.ForeignKey(
                help_text="Whose officer asked.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts_sent",
                to="accounts.force",
            ),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="force",
            field=models.ForeignKey(
                help_text="The force asked.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts_asked",
                to="accounts.force",
            ),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="handler",
            field=models.ForeignKey(
                help_text="To whom it was passed on.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="practice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contact_requests",
                to="practice.practice",
            ),
        ),
        migrations.AddField(
            model_name="contactrequest",
            name="strand",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="nvap.strand"
            ),
        ),
        migrations.AddField(
            model_name="contactmessage",
            name="request",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="practice.contactrequest"
            ),
        ),
        migrations.AddIndex(
            model_name="contactrequest",
            index=models.Index(fields=["force", "state"], name="contact_of_force"),
        ),
        migrations.AddIndex(
            model_name="contactrequest",
            index=models.Index(fields=["asked_by", "-asked_at"], name="contact_of_asker"),
        ),
        migrations.AddConstraint(
            model_name="contactrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("action__isnull", True), ("practice__isnull", False), ("strand__isnull", True)),
                    models.Q(("force__isnull", False), ("practice__isnull", True)),
                    _connector="OR",
                ),
                name="contact_of_practice_or_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("force__isnull", True),
                    ("asker_force__isnull", True),
                    models.Q(("force", models.F("asker_force")), _negated=True),
                    _connector="OR",
                ),
                name="contact_of_other_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                    models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                    _connector="OR",
                ),
                name="contact_answered_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "passed_on"), _negated=True), ("handler__isnull", False), _connector="OR"
                ),
                name="contact_passed_on_to_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("asked_by", "key"), name="contact_key_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="contactrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("practice__isnull", False), ("state__in", ("asked", "passed_on", "answered"))),
                fields=("asked_by", "practice"),
                name="contact_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="contactrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(("practice__isnull", True), ("state__in", ("asked", "passed_on", "answered"))),
                fields=("asked_by", "force", "strand", "action"),
                name="contact_force_open_once",
                nulls_distinct=False,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="contactrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="contact_touched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
                    hash="9fae14a6bb94b63e5ae3d641ba967ab3e6a2ca05",
                    operation="UPDATE",
                    pgid="pgtrigger_contact_touched_c3e26",
                    table="practice_contactrequest",
                    when="BEFORE",
                ),
            ),
        ),
    ]
