import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import practice.models.event


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_reviews_scope"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("practice", "0013_shortlist"),
    ]

    operations = [
        migrations.RunSQL("CREATE SEQUENCE practice_event_number", "DROP SEQUENCE practice_event_number"),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("placed", "Place"), ("waiting", "Waiting list"), ("cancelled", "Cancelled")],
                        max_length=10,
                    ),
                ),
                (
                    "access_needs",
                    models.TextField(blank=True, help_text="Read by the person and VKPP; deleted after the event."),
                ),
                ("booked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("placed_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("attended", models.BooleanField(help_text="Whether they came; empty: not noted.", null=True)),
                ("attended_at", models.DateTimeField(null=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["booked_at", "pk"],
                "indexes": [
                    models.Index(fields=["updated_at", "id"], name="booking_changed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["placed", "waiting", "cancelled"])),
                        name="booking_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at__isnull", False), ("state", "cancelled")),
                            models.Q(("cancelled_at__isnull", True), ("placed_at__isnull", False), ("state", "placed")),
                            models.Q(("cancelled_at__isnull", True), ("placed_at__isnull", True), ("state", "waiting")),
                            _connector="OR",
                        ),
                        name="booking_dates_fit_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attended__isnull", True), ("state", "placed"), _connector="OR"),
                        name="booking_came_with_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventFeedback",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "useful",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                (
                    "relevant",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                (
                    "organised",
                    models.PositiveSmallIntegerField(
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(5),
                        ]
                    ),
                ),
                ("will_do", models.TextField(blank=True, help_text="What they will do with it.")),
                ("text", models.TextField(blank=True)),
                ("given_at", models.DateTimeField(auto_now_add=True)),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("useful__range", (1, 5)), ("relevant__range", (1, 5)), ("organised__range", (1, 5))
                        ),
                        name="feedback_scores_in_range",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventMaterial",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=160)),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("booked", "People with a place"),
                            ("readers", "Everybody in policing and government, after sign-in"),
                        ],
                        max_length=10,
                    ),
                ),
                ("url", models.URLField(blank=True, help_text="Of a link; empty for a file.", max_length=500)),
                ("file", models.FileField(blank=True, max_length=120, upload_to=practice.models.event.material_path)),
                (
                    "name",
                    models.CharField(blank=True, help_text="What the file is called.", max_length=160),
                ),
                ("content_type", models.CharField(blank=True, max_length=100)),
                ("size", models.PositiveIntegerField(default=0, help_text="Bytes.")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("waiting", "Being checked for viruses"),
                            ("clean", "Checked"),
                            ("infected", "Refused: a virus was found"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True)),
                ("removed_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["added_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("audience__in", ["booked", "readers"])), name="material_audience_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("scan__in", ["waiting", "clean", "infected"])), name="material_scan_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("url", ""), models.Q(("file", ""), _negated=True)),
                            models.Q(models.Q(("url", ""), _negated=True), ("file", "")),
                            _connector="OR",
                        ),
                        name="material_is_file_or_link",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeaturedPractice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("added_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="LearningEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reference", models.CharField(help_text="For example LE-00012.", max_length=16, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("description", models.TextField()),
                (
                    "region",
                    models.CharField(blank=True, help_text="Policing region; empty: for all of them.", max_length=40),
                ),
                (
                    "place",
                    models.CharField(blank=True, help_text="Town and venue; empty when it is online.", max_length=200),
                ),
                (
                    "online_link",
                    models.URLField(blank=True, help_text="Told only to people with a place.", max_length=500),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("places", models.PositiveIntegerField(validators=[django.core.validators.MinValueValidator(1)])),
                (
                    "contact",
                    models.EmailField(
                        blank=True, help_text="A team's mailbox, told to people after sign-in.", max_length=254
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being prepared"),
                            ("published", "Announced"),
                            ("cancelled", "Cancelled"),
                            ("over", "Over"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("why_cancelled", models.CharField(blank=True, max_length=500)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "sequence",
                    models.PositiveIntegerField(default=0, help_text="Counts changes that calendars must take over."),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "key",
                    models.CharField(
                        blank=True, help_text="The program's own name for it, to create it once.", max_length=100
                    ),
                ),
                (
                    "body_hash",
                    models.CharField(blank=True, help_text="SHA-256 of what the program sent.", max_length=64),
                ),
                ("updated_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(fields=["starts_at", "id"], name="event_starts"),
                    models.Index(fields=["updated_at", "id"], name="event_changed"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["draft", "published", "cancelled", "over"])),
                        name="event_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="event_ends_after_start"
                    ),
                    models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="event_has_places"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place", ""), _negated=True),
                            models.Q(("online_link", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="event_is_somewhere",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="booking",
            name="attended_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="cancelled_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="force",
            field=models.ForeignKey(
                help_text="Of the person when they booked.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.force",
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="event_bookings", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="eventfeedback",
            name="booking",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="practice.booking"
            ),
        ),
        migrations.AddField(
            model_name="eventmaterial",
            name="added_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="eventmaterial",
            name="practice",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="practice.practice"
            ),
        ),
        migrations.AddField(
            model_name="eventmaterial",
            name="removed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="featuredpractice",
            name="added_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="featuredpractice",
            name="practice",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="featured_at", to="practice.practice"
            ),
        ),
        migrations.AddField(
            model_name="learningevent",
            name="created_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="featuredpractice",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="featured", to="practice.learningevent"
            ),
        ),
        migrations.AddField(
            model_name="eventmaterial",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="materials", to="practice.learningevent"
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="event",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="bookings", to="practice.learningevent"
            ),
        ),
        migrations.AddConstraint(
            model_name="learningevent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("created_by", "key"), name="event_key_once"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="learningevent",
            trigger=pgtrigger.compiler.Trigger(
                name="event_touched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
                    hash="4e2fddf5d283e210e34123a129fcbe43c1c9ed5b",
                    operation="UPDATE",
                    pgid="pgtrigger_event_touched_198ec",
                    table="practice_learningevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="featuredpractice",
            constraint=models.UniqueConstraint(fields=("event", "practice"), name="featured_practice_once"),
        ),
        migrations.AddConstraint(
            model_name="eventmaterial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                    models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                    _connector="OR",
                ),
                name="material_removed_by",
            ),
        ),
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(fields=["event", "state", "booked_at"], name="booking_list"),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("cancelled_at__isnull", True), ("cancelled_by__isnull", True)),
                    models.Q(("cancelled_at__isnull", False), ("cancelled_by__isnull", False)),
                    _connector="OR",
                ),
                name="booking_cancelled_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("attended_at__isnull", True), ("attended_by__isnull", True)),
                    models.Q(("attended_at__isnull", False), ("attended_by__isnull", False)),
                    _connector="OR",
                ),
                name="booking_attended_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("event", "person"),
                name="booking_standing_once",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="booking_touched",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="NEW.updated_at = clock_timestamp(); RETURN NEW;",
                    hash="234774dc8c12caf20d1e77eb3294743fc94e0f46",
                    operation="UPDATE",
                    pgid="pgtrigger_booking_touched_c8714",
                    table="practice_booking",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="booking",
            trigger=pgtrigger.compiler.Trigger(
                name="booking_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                    hash="40b2958e649a9ab14a5b5bbb1e6d61f35f90591b",
                    operation="DELETE",
                    pgid="pgtrigger_booking_kept_63d66",
                    table="practice_booking",
                    when="BEFORE",
                ),
            ),
        ),
    ]
