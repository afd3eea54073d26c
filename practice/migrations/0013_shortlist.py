import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0012_collections"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE practice_round_number", "DROP SEQUENCE practice_round_number"),
        migrations.RunSQL("CREATE SEQUENCE practice_commission_number", "DROP SEQUENCE practice_commission_number"),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("why", models.TextField(blank=True, help_text="Why it was put into the pool.")),
                ("cost", models.PositiveIntegerField(help_text="What evaluating it would cost, in pounds.", null=True)),
                ("cost_note", models.CharField(blank=True, help_text="Where the estimate comes from.", max_length=300)),
                ("cost_at", models.DateTimeField(null=True)),
                ("selected", models.BooleanField(default=False, help_text="In the set that is being put together.")),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(null=True)),
                ("removed_why", models.TextField(blank=True)),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cost_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "practice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="candidacies", to="practice.practice"
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
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="candidate_removed_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cost_at__isnull", True), ("cost_by__isnull", True)),
                            models.Q(("cost_at__isnull", False), ("cost_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="candidate_cost_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("removed_at", None), ("selected", False), _connector="OR"),
                        name="candidate_removed_is_out",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cost", None), ("cost__gt", 0), _connector="OR"),
                        name="candidate_cost_is_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EvaluationRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(help_text="For example ER-00001.", max_length=16, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("purpose", models.TextField(blank=True)),
                ("fund", models.PositiveIntegerField(help_text="In pounds.")),
                ("at_least", models.PositiveSmallIntegerField(help_text="How many examples have to be evaluated.")),
                (
                    "serious_violence_at_least",
                    models.PositiveSmallIntegerField(help_text="How many of them on serious violence."),
                ),
                ("opens_on", models.DateField(blank=True, null=True)),
                (
                    "closes_on",
                    models.DateField(blank=True, help_text="Scores are asked for until this day.", null=True),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "Being prepared"),
                            ("scoring", "Being scored"),
                            ("deciding", "To be decided"),
                            ("decided", "Decided"),
                            ("closed", "Closed"),
                        ],
                        default="preparing",
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
                (
                    "key",
                    models.CharField(
                        blank=True, help_text="The program's own name for it, to make it once.", max_length=100
                    ),
                ),
                ("body_hash", models.CharField(blank=True, max_length=64)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "indexes": [
                    models.Index(fields=["updated_at", "id"], name="evaluation_round_changed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["preparing", "scoring", "deciding", "decided", "closed"])),
                        name="evaluation_round_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("marking__in", ["official", "official_sensitive"])),
                        name="evaluation_round_marking_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("serious_violence_at_least__lte", models.F("at_least"))),
                        name="evaluation_round_numbers_fit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_on", None),
                            ("closes_on", None),
                            ("closes_on__gte", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="evaluation_round_days_in_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("created_by", "key"),
                        name="evaluation_round_key_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommissionedEvaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(help_text="For example CE-00001.", max_length=16, unique=True)),
                ("evaluator", models.CharField(help_text="The body that evaluates.", max_length=160)),
                ("design", models.CharField(blank=True, max_length=300)),
                ("cost", models.PositiveIntegerField(help_text="In pounds, as agreed.")),
                ("committed", models.PositiveIntegerField()),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("due_on", models.DateField(blank=True, null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("agreed", "Agreed"),
                            ("running", "Under way"),
                            ("reported", "Report received"),
                            ("finished", "Result recorded"),
                            ("stopped", "Stopped"),
                        ],
                        default="agreed",
                        max_length=10,
                    ),
                ),
                ("outcome", models.TextField(blank=True, help_text="What it found, or why it was stopped.")),
                ("report_url", models.URLField(blank=True, max_length=400)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evaluations", to="practice.candidate"
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="practice.evidencelink",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="evaluations",
                        to="practice.evaluationround",
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [
                    models.Index(fields=["updated_at", "id"], name="commission_changed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["agreed", "running", "reported", "finished", "stopped"])),
                        name="commission_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("committed__lte", models.F("cost")), ("cost__gt", 0)),
                        name="commission_cost_is_something",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "stopped"), _negated=True),
                        fields=("candidate",),
                        name="commission_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="candidate",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="candidates", to="practice.evaluationround"
            ),
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160)),
                ("due_on", models.DateField()),
                ("payment", models.PositiveIntegerField(default=0, help_text="Paid when it is done, in pounds.")),
                ("done_on", models.DateField(null=True)),
                ("reminded_on", models.DateField(null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "evaluation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="milestones",
                        to="practice.commissionedevaluation",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_by__isnull", True), ("done_on__isnull", True)),
                            models.Q(("done_by__isnull", False), ("done_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="milestone_done_by",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundCriterion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("label", models.CharField(max_length=120)),
                ("hint", models.CharField(blank=True, max_length=300)),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("scored", "Scored by people"),
                            ("early", "Early intervention or prevention"),
                            ("several", "How many vulnerabilities it addresses"),
                            ("scale", "How widely it runs"),
                        ],
                        default="scored",
                        max_length=8,
                    ),
                ),
                ("weight", models.PositiveSmallIntegerField(help_text="0 to 100, against the weights of the others.")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="criteria",
                        to="practice.evaluationround",
                    ),
                ),
            ],
            options={
                "ordering": ["order", "id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("source__in", ["scored", "early", "several", "scale"])),
                        name="round_criterion_source_known",
                    ),
                    models.UniqueConstraint(fields=("round", "label"), name="round_criterion_once"),
                    models.CheckConstraint(
                        condition=models.Q(("weight__lte", 100)), name="round_criterion_weight_known"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CandidateScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("score", models.PositiveSmallIntegerField(null=True)),
                ("comment", models.TextField(blank=True)),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="practice.candidate"
                    ),
                ),
                (
                    "scorer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="candidate_scores",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "criterion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="scores", to="practice.roundcriterion"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("candidate", "criterion", "scorer"), name="candidate_score_once"),
                    models.CheckConstraint(
                        condition=models.Q(("score", None), ("score__lte", 4), _connector="OR"),
                        name="candidate_score_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("early", "Early intervention or prevention"),
                            ("several", "Several vulnerabilities"),
                            ("wide", "Force-wide or wider"),
                            ("strand", "On the strand"),
                            ("category", "Of the category"),
                            ("force", "From any one force"),
                        ],
                        max_length=10,
                    ),
                ),
                ("code", models.CharField(blank=True, help_text="Which strand or category.", max_length=60)),
                ("least", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("most", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="practice.evaluationround"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["early", "several", "wide", "strand", "category", "force"])),
                        name="round_rule_kind_known",
                    ),
                    models.UniqueConstraint(fields=("round", "kind", "code"), name="round_rule_once"),
                    models.CheckConstraint(
                        condition=models.Q(("least__isnull", False), ("most__isnull", False), _connector="OR"),
                        name="round_rule_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("least", None), ("most", None), ("least__lte", models.F("most")), _connector="OR"
                        ),
                        name="round_rule_can_be_met",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["strand", "category"]), ("code", ""), _connector="XOR"),
                        name="round_rule_names_its_code",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ShortlistDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("minutes", models.TextField(help_text="What was said and why.")),
                ("present", models.CharField(blank=True, help_text="Who took part, by role or body.", max_length=500)),
                ("fund", models.PositiveIntegerField()),
                (
                    "limits",
                    models.JSONField(
                        help_text="Each limit: code, label, least, most, got, met, and the reason to pass over it."
                    ),
                ),
                ("decided_at", models.DateTimeField(auto_now_add=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="practice.evaluationround",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="shortlist_decision_number_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="DecisionItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("chosen", models.BooleanField()),
                (
                    "points",
                    models.PositiveSmallIntegerField(
                        help_text="Tenths of a point, 0 to 1,000; empty: unscored.", null=True
                    ),
                ),
                ("cost", models.PositiveIntegerField(null=True)),
                ("reason", models.TextField(blank=True)),
                (
                    "candidate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="decided", to="practice.candidate"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="practice.shortlistdecision",
                    ),
                ),
            ],
            options={
                "ordering": ["-chosen", "-points", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("decision", "candidate"), name="decision_item_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(blank=True, max_length=120)),
                ("terms", models.JSONField()),
                ("result", models.JSONField(help_text="Empty while a worker looks for it.", null=True)),
                (
                    "input_hash",
                    models.CharField(blank=True, help_text="Of everything it was worked out from.", max_length=64),
                ),
                (
                    "asked_for",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="The candidates it chose from.",
                        size=None,
                    ),
                ),
                ("key", models.CharField(blank=True, max_length=100)),
                ("body_hash", models.CharField(blank=True, max_length=64)),
                ("made_at", models.DateTimeField(auto_now_add=True)),
                ("found_at", models.DateTimeField(null=True)),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="practice.evaluationround",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("round", "number"), name="suggestion_number_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=("made_by", "key"),
                        name="suggestion_key_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("found_at__isnull", True), ("result__isnull", True)),
                            models.Q(("found_at__isnull", False), ("result__isnull", False)),
                            _connector="OR",
                        ),
                        name="suggestion_found_with_time",
                    ),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluationround",
            trigger=pgtrigger.compiler.Trigger(
                name="evaluation_round_touched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
                    hash="a7345597ebf931d36297221b64ef742964c0e7d4",
                    operation="UPDATE",
                    pgid="pgtrigger_evaluation_round_touched_96bb1",
                    table="practice_evaluationround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="evaluationround",
            trigger=pgtrigger.compiler.Trigger(
                name="fund_reaches",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF (SELECT coalesce(sum(committed), 0) FROM practice_commissionedevaluation WHERE round_id = NEW.id) > NEW.fund THEN\n        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'commission_within_fund',\n            MESSAGE = 'More than this is committed already.';\n    END IF;\n    RETURN NEW;\n",
                    hash="66bf6292a1fcc17b0dcf04bc5ac02df5fcfb7463",
                    operation="UPDATE",
                    pgid="pgtrigger_fund_reaches_efccc",
                    table="practice_evaluationround",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commissionedevaluation",
            trigger=pgtrigger.compiler.Trigger(
                name="commission_touched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
                    hash="72edcaa693e00d0352bc83cb964fe7e1afd84820",
                    operation="UPDATE",
                    pgid="pgtrigger_commission_touched_9ef3c",
                    table="practice_commissionedevaluation",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="commissionedevaluation",
            trigger=pgtrigger.compiler.Trigger(
                name="commission_within_fund",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    PERFORM 1 FROM practice_evaluationround WHERE id = NEW.round_id FOR NO KEY UPDATE;\n    IF (SELECT coalesce(sum(committed), 0) FROM practice_commissionedevaluation\n        WHERE round_id = NEW.round_id AND id <> NEW.id) + NEW.committed\n        > (SELECT fund FROM practice_evaluationround WHERE id = NEW.round_id) THEN\n        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'commission_within_fund',\n            MESSAGE = 'The fund of the round does not reach.';\n    END IF;\n    RETURN NEW;\n",
                    hash="dc6e314a0359f8a2bc34bd8958191c7ca9cc6cb6",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_commission_within_fund_3e9e6",
                    table="practice_commissionedevaluation",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("round", "practice"), name="candidate_once"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="shortlistdecision",
            trigger=pgtrigger.compiler.Trigger(
                name="shortlist_decision_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="7831df83ff9480545121354bfe25dfb90831a3d4",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_shortlist_decision_frozen_bf6de",
                    table="practice_shortlistdecision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decisionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_item_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0f95741672ee64f3e5510687b098949ddf53c897",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_decision_item_frozen_f1306",
                    table="practice_decisionitem",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="suggestion",
            trigger=pgtrigger.compiler.Trigger(
                name="suggestion_frozen",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."found_at" IS NOT NULL)',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="88a125a941ac871c68d2bda800d844fa3b8dc4ac",
                    operation="UPDATE",
                    pgid="pgtrigger_suggestion_frozen_018ad",
                    table="practice_suggestion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
