import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_operations"),
    ]

    operations = [
        migrations.CreateModel(
            name="RetentionRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(auto_now_add=True)),
                (
                    "forgotten",
                    models.JSONField(default=dict, help_text="Rule → rows; only rules that forgot something."),
                ),
                (
                    "failed",
                    models.JSONField(default=list, help_text="Rules that stopped with an error; the log says why."),
                ),
            ],
            options={
                "ordering": ["-started_at"],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="auditevent",
            name="audit_append_only",
        ),
        migrations.AddField(
            model_name="auditevent",
            name="redacted",
            field=models.JSONField(
                help_text="Texts that name nobody any more: `gone` and `kept` are what the seal knows them by.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="salt",
            field=models.CharField(blank=True, db_default="", help_text="Drawn for this event alone.", max_length=32),
        ),
        migrations.AddField(
            model_name="auditseal",
            name="form",
            field=models.PositiveSmallIntegerField(
                db_default=1,
                help_text="1: over the texts themselves; 2: over what stands for them, so that names can go.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="20c6c2c92538ba4661bf0c8029a297c73ab0e464",
                    operation="DELETE",
                    pgid="pgtrigger_audit_append_only_b1f7b",
                    table="core_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="auditevent",
            trigger=pgtrigger.compiler.Trigger(
                name="audit_only_redacted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.redacted IS NOT DISTINCT FROM NEW.redacted OR NEW.redacted IS NULL OR ROW(OLD.id, OLD.at, OLD.actor_id, OLD.verb, OLD.target_type, OLD.target_id, OLD.request_id) IS DISTINCT FROM ROW(NEW.id, NEW.at, NEW.actor_id, NEW.verb, NEW.target_type, NEW.target_id, NEW.request_id))",
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="0c4d9d3beccc03fbbc5c43cab1593528ce3874d8",
                    operation="UPDATE",
                    pgid="pgtrigger_audit_only_redacted_41217",
                    table="core_auditevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
