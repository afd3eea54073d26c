# Reasons of suggestions follow the answer; collections remember for whom they were ever published.

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0015_introductions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="suggestion",
            name="suggestion_frozen",
        ),
        migrations.AddField(
            model_name="suggestion",
            name="why",
            field=models.JSONField(
                help_text="Why each is in or out; empty while a worker goes through them.", null=True
            ),
        ),
        migrations.RunSQL(
            "UPDATE practice_suggestion SET why = COALESCE(result -> 'why', '{}'), result = result - 'why'"
            " WHERE result IS NOT NULL",
            "UPDATE practice_suggestion SET result = result || jsonb_build_object('why', why) WHERE result IS NOT NULL",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suggestion",
            trigger=pgtrigger.compiler.Trigger(
                name="suggestion_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.why IS NOT NULL OR OLD.found_at IS NOT NULL AND to_jsonb(OLD) - 'why' IS DISTINCT FROM to_jsonb(NEW) - 'why')",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="7a2a4d2e15dcf0148fc79861b6c0b211edd8b8c9",
                    operation="UPDATE",
                    pgid="pgtrigger_suggestion_frozen_018ad",
                    table="practice_suggestion",
                    when="BEFORE",
                ),
            ),
        ),
        AddConstraintNotValid(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("why__isnull", True), ("found_at__isnull", False), _connector="OR"),
                name="suggestion_why_after_found",
            ),
        ),
        ValidateConstraint(model_name="suggestion", name="suggestion_why_after_found"),
        migrations.AddField(
            model_name="practicecollection",
            name="shown_to",
            field=models.CharField(
                blank=True,
                choices=[("police", "Policing, after sign-in"), ("public", "Everybody")],
                db_default="",
                help_text="The widest audience it was ever published for: whoever copied it is told when it is gone.",
                max_length=8,
            ),
        ),
        migrations.RunSQL(
            "UPDATE practice_practicecollection SET shown_to = audience WHERE published_at IS NOT NULL",
            migrations.RunSQL.noop,
        ),
        AddConstraintNotValid(
            model_name="practicecollection",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    ("shown_to__in", ["police", "public"]),
                    _connector="OR",
                ),
                name="practice_collection_shown_to",
            ),
        ),
        ValidateConstraint(model_name="practicecollection", name="practice_collection_shown_to"),
    ]
