"""Find what operators and monitors ask for without reading all that was ever owed or sent."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("core", "0007_oldest_transaction"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="notification",
            index=models.Index(condition=models.Q(("state", "owed")), fields=["created_at"], name="notification_owed"),
        ),
        AddIndexConcurrently(
            model_name="outboxitem",
            index=models.Index(
                condition=models.Q(("done_at__isnull", True)), fields=["created_at", "id"], name="outbox_undone"
            ),
        ),
    ]
