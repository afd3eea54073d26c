"""Let web, worker and beat know since when the owner of the tables writes: PostgreSQL hides other users' sessions."""

from django.db import migrations, models

OLDEST = """
CREATE FUNCTION core_oldest_transaction() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
$$
    SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0006_retention"),
    ]

    operations = [
        migrations.RunSQL(OLDEST, "DROP FUNCTION core_oldest_transaction()"),
        migrations.AlterField(
            model_name="outboxitem",
            name="payload",
            field=models.JSONField(default=dict, help_text="Ids; of a notice about an account its address and words."),
        ),
    ]
