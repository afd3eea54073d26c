from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_notification_choice")]

    operations = [
        migrations.CreateModel(
            name="BackupRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("started_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(auto_now_add=True)),
                (
                    "folder",
                    models.CharField(help_text="The folder's name, which is the time it was started.", max_length=120),
                ),
                ("rows", models.PositiveBigIntegerField()),
                ("files", models.PositiveIntegerField()),
                ("size", models.PositiveBigIntegerField(help_text="Bytes.")),
            ],
            options={"ordering": ["-started_at"]},
        ),
    ]
