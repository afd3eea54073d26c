from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0004_reviews_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="SignInTries",
            fields=[
                ("key", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("count", models.PositiveIntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                ("until", models.DateTimeField(help_text="No further try before this.", null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["last_at"], name="sign_in_tries_last")],
            },
        ),
    ]
