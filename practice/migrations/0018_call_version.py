"""Count the changes of a call, so that of two who change it at once the second sees what the first did."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0017_search_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="call",
            name="version",
            field=models.PositiveIntegerField(db_default=1, help_text="Counts changes; guards against stale tabs."),
        ),
    ]
