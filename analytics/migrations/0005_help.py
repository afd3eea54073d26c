"""Help between forces: offers, requests, messages."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_reviews_scope"),
        ("analytics", "0004_register"),
        ("nvap", "0010_measures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE analytics_help_number", "DROP SEQUENCE analytics_help_number"),
        migrations.CreateModel(
            name="HelpRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(help_text="For example HR-00007.", max_length=16, unique=True)),
                ("need", models.TextField(help_text="What the force needs; the helping force reads it.")),
                (
                    "practices",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=16),
                        default=list,
                        help_text="Examples that it is about.",
                        size=None,
                    ),
                ),
                (
                    "why",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.TextField(),
                        default=list,
                        help_text="Why the portal proposed this force, as it said.",
                        size=None,
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        blank=True, help_text="Code of the question whose level is followed.", max_length=30
                    ),
                ),
                (
                    "level",
                    models.SmallIntegerField(help_text="Level of the force that asks, when it asked.", null=True),
                ),
                ("gap", models.BooleanField(default=False, help_text="Its answer named a gap when it asked.")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waits for an answer"),
                            ("agreed", "Help agreed"),
                            ("declined", "Declined"),
                            ("tried", "Tried"),
                            ("closed", "Result noted"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=10,
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
                ("answer", models.TextField(blank=True, help_text="What the helping force said to it.")),
                ("answered_at", models.DateTimeField(null=True)),
                ("tried", models.TextField(blank=True, help_text="What was tried.")),
                ("tried_at", models.DateTimeField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("works", "It works for us"),
                            ("partly", "It helped a little"),
                            ("not", "It did not help"),
                            ("early", "Too early to say"),
                        ],
                        max_length=8,
                    ),
                ),
                ("result", models.TextField(blank=True, help_text="What came of it.")),
                (
                    "tells_level",
                    models.BooleanField(default=False, help_text="The helping force may know whether the level rose."),
                ),
                ("closed_at", models.DateTimeField(null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="help_requests", to="nvap.action"
                    ),
                ),
                (
                    "action_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="nvap.actionversion",
                    ),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="help_asked", to="accounts.force"
                    ),
                ),
                (
                    "helper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="help_given", to="accounts.force"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="nvap.round"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["helper", "state"], name="help_request_of_helper"),
                    models.Index(fields=["force", "state"], name="help_request_of_force"),
                    models.Index(fields=["action", "outcome"], name="help_request_of_action"),
                    models.Index(fields=["updated_at", "id"], name="help_request_changed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "agreed", "declined", "tried", "closed", "withdrawn"])
                        ),
                        name="help_request_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("marking__in", ["official", "official_sensitive"])),
                        name="help_request_marking_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("force", models.F("helper")), _negated=True),
                        name="help_request_other_force",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("outcome", ""), ("outcome__in", ["works", "partly", "not", "early"]), _connector="OR"
                        ),
                        name="help_request_outcome_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "closed"), _negated=True),
                            models.Q(models.Q(("outcome", ""), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="help_request_closed_says_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(("answered_at__isnull", False), ("answered_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="help_request_answered_by",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("asked_by", "key"),
                        name="help_request_key_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("asked", "agreed", "tried"))),
                        fields=("force", "helper", "action"),
                        name="help_request_open_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HelpMessage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        help_text="Empty: VKPP.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.force",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="messages", to="analytics.helprequest"
                    ),
                ),
            ],
            options={
                "ordering": ["at", "id"],
            },
        ),
        migrations.CreateModel(
            name="HelpOffer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, help_text="What the force can show or send.")),
                (
                    "contact",
                    models.EmailField(
                        blank=True,
                        help_text="A mailbox of a team, told to forces whose request is agreed.",
                        max_length=254,
                    ),
                ),
                (
                    "shares_level",
                    models.BooleanField(
                        default=False, help_text="Other forces may read the force's published levels on this action."
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("offered_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "action",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="help_offers", to="nvap.action"
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "force",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="help_offers", to="accounts.force"
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ["action__code", "force__name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("action", "force"),
                        name="help_offer_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="help_offer_ended_by",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="helprequest",
            trigger=pgtrigger.compiler.Trigger(
                name="help_request_touched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
                    hash="a47bbc1352f20985b2cf6f57a33eae5d18663137",
                    operation="UPDATE",
                    pgid="pgtrigger_help_request_touched_58924",
                    table="analytics_helprequest",
                    when="BEFORE",
                ),
            ),
        ),
    ]
