import django.db.models.deletion
from django.conf import settings
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0004_backup_run"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProcessSign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="For example worker@host.", max_length=200, unique=True)),
                ("kind", models.CharField(choices=[("worker", "Worker"), ("beat", "Timetable")], max_length=10)),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["kind", "name"],
            },
        ),
        migrations.CreateModel(
            name="ServiceNotice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("planned", "Planned maintenance"), ("read_only", "Read-only")], max_length=10
                    ),
                ),
                ("text", models.CharField(help_text="For everybody: why, in a sentence.", max_length=300)),
                ("starts_at", models.DateTimeField()),
                (
                    "ends_at",
                    models.DateTimeField(help_text="As planned; read-only lasts until somebody ends it.", null=True),
                ),
                ("ended_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["starts_at", "id"],
            },
        ),
        migrations.AddField(
            model_name="outboxitem",
            name="dropped_at",
            field=models.DateTimeField(help_text="A person decided that it is not done any more.", null=True),
        ),
        migrations.AddField(
            model_name="outboxitem",
            name="dropped_reason",
            field=models.TextField(blank=True, db_default=""),
        ),
        AddConstraintNotValid(
            model_name="outboxitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("dropped_at__isnull", True), ("dropped_reason", "")),
                    models.Q(
                        ("done_at__isnull", True),
                        ("dropped_at__isnull", False),
                        ("failed_at__isnull", False),
                        models.Q(("dropped_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="outbox_dropped_says_why",
            ),
        ),
        ValidateConstraint(model_name="outboxitem", name="outbox_dropped_says_why"),
        migrations.AddConstraint(
            model_name="processsign",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["worker", "beat"])), name="process_kind_known"
            ),
        ),
        migrations.AddField(
            model_name="servicenotice",
            name="written_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="servicenotice",
            index=models.Index(
                condition=models.Q(("ended_at__isnull", True)), fields=["starts_at"], name="service_notice_open"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["planned", "read_only"])), name="service_notice_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="servicenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ends_at__gt", models.F("starts_at")), ("ends_at__isnull", False)),
                    models.Q(("ends_at__isnull", True), ("kind", "read_only")),
                    _connector="OR",
                ),
                name="service_notice_has_an_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicenotice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    ("kind", "planned"),
                    ("ended_at__gte", models.F("starts_at")),
                    _connector="OR",
                ),
                name="service_notice_ended_later",
            ),
        ),
        migrations.AddConstraint(
            model_name="servicenotice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("kind", "read_only")),
                fields=("kind",),
                name="service_read_only_once",
            ),
        ),
    ]
