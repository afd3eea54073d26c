import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("practice", "0008_bank_parts"),
    ]

    operations = [
        migrations.CreateModel(
            name="TheoryBox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(help_text="Names the box for good, for example activity-2.", max_length=16)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("input", "Inputs"),
                            ("activity", "Activities"),
                            ("output", "Outputs"),
                            ("outcome", "Outcomes"),
                            ("impact", "Impact"),
                            ("assumption", "Assumptions"),
                        ],
                        max_length=12,
                    ),
                ),
                ("text", models.CharField(max_length=200)),
                ("order", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["order", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["input", "activity", "output", "outcome", "impact", "assumption"])
                        ),
                        name="theory_box_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="theory_box_not_empty"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TheoryLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
        ),
        migrations.CreateModel(
            name="TheoryOfChange",
            fields=[
                (
                    "practice",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="theory",
                        serialize=False,
                        to="practice.practice",
                    ),
                ),
                (
                    "version",
                    models.PositiveIntegerField(help_text="The version of the example in which it changed last."),
                ),
            ],
        ),
        migrations.AddField(
            model_name="comment",
            name="about",
            field=models.CharField(
                blank=True,
                help_text="Of the theory of change: a box's key, or theory for all of it; empty: of the example.",
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="answers",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="practice.comment"
            ),
        ),
        migrations.AddField(
            model_name="comment",
            name="resolved_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="comment",
            name="resolved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved_at__isnull", True), ("resolved_by__isnull", True)),
                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                    _connector="OR",
                ),
                name="comment_resolved_by",
            ),
        ),
        migrations.AddField(
            model_name="theorybox",
            name="about_box",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="practice.theorybox"
            ),
        ),
        migrations.AddField(
            model_name="theorylink",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practice.theorybox"
            ),
        ),
        migrations.AddField(
            model_name="theorylink",
            name="target",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practice.theorybox"
            ),
        ),
        migrations.AddField(
            model_name="theorybox",
            name="about_link",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="practice.theorylink"
            ),
        ),
        migrations.AddField(
            model_name="theorylink",
            name="theory",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="links", to="practice.theoryofchange"
            ),
        ),
        migrations.AddField(
            model_name="theorybox",
            name="theory",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="boxes", to="practice.theoryofchange"
            ),
        ),
        migrations.AddConstraint(
            model_name="theorylink",
            constraint=models.UniqueConstraint(fields=("source", "target"), name="theory_link_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="theorylink",
            trigger=pgtrigger.compiler.Trigger(
                name="theory_link_forward",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NOT EXISTS (\n        SELECT 1 FROM practice_theorybox s JOIN practice_theorybox t ON t.theory_id = s.theory_id\n        WHERE s.id = NEW.source_id AND t.id = NEW.target_id AND s.theory_id = NEW.theory_id\n            AND array_position(ARRAY['input', 'activity', 'output', 'outcome', 'impact'], s.kind::text)\n              < array_position(ARRAY['input', 'activity', 'output', 'outcome', 'impact'], t.kind::text)\n    ) THEN\n        RAISE EXCEPTION 'a link of a theory of change leads to a later column of the same theory'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="7200821706264cfaded6b5b3ba811525ceb9e1be",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_theory_link_forward_a3194",
                    table="practice_theorylink",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="theorybox",
            constraint=models.UniqueConstraint(fields=("theory", "key"), name="theory_box_key_once"),
        ),
        migrations.AddConstraint(
            model_name="theorybox",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("about_box__isnull", True), ("about_link__isnull", True)),
                    ("kind", "assumption"),
                    _connector="OR",
                ),
                name="theory_box_assumption_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="theorybox",
            constraint=models.CheckConstraint(
                condition=models.Q(("about_box__isnull", True), ("about_link__isnull", True), _connector="OR"),
                name="theory_box_about_one",
            ),
        ),
    ]
