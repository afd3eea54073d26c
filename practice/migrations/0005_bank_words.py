from django.db import migrations

# The ids (big-endian int4, one after the other) of the examples in which a word stands as it is written.
IDS_OF_WORD = """
CREATE FUNCTION practice_bank_ids_of_word(word text)
RETURNS bytea LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off SET jit = off AS $$
    SELECT coalesce(string_agg(int4send(practice_id::int), ''), '')
    FROM practice_banktext WHERE words @@ phraseto_tsquery('simple', word)
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0004_bank_index"),
    ]

    operations = [
        migrations.RunSQL(IDS_OF_WORD, "DROP FUNCTION practice_bank_ids_of_word(text)"),
    ]
