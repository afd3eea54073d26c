"""Keep the words of each toolkit as they are searched for, instead of reading them anew at every search."""

import django.contrib.postgres.indexes
import django.contrib.postgres.search
from django.conf import settings
from django.db import migrations, models

JOINED = """
CREATE FUNCTION nvap_joined(texts text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT array_to_string(texts, ' ') $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("nvap", "0011_removed_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(JOINED, "DROP FUNCTION nvap_joined(text[])"),
        migrations.AddField(
            model_name="toolkit",
            name="search",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.contrib.postgres.search.SearchVector(
                    "meaning",
                    "organisational_impact",
                    "external_impact",
                    models.Func(models.F("aims"), function="nvap_joined", output_field=models.TextField()),
                    models.Func(models.F("good_looks_like"), function="nvap_joined", output_field=models.TextField()),
                    models.Func(models.F("steps"), function="nvap_joined", output_field=models.TextField()),
                    models.Func(models.F("measures"), function="nvap_joined", output_field=models.TextField()),
                    config="english",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="toolkit",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search"], name="toolkit_by_words"),
        ),
    ]
