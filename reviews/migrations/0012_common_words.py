from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reviews", "0011_changes_are_dated")]

    operations = [
        migrations.CreateModel(
            name="CommonWord",
            fields=[
                ("lexeme", models.TextField(primary_key=True, serialize=False)),
                ("title", models.BinaryField(help_text="Reviews that have it in the title.")),
                (
                    "learning",
                    models.BinaryField(help_text="Reviews that have it in title, summary or agreed learning points."),
                ),
                (
                    "anywhere",
                    models.BinaryField(help_text="Reviews that have it there or in a document that is not sensitive."),
                ),
                ("horizon", models.BigIntegerField()),
                ("gathered_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
    ]
