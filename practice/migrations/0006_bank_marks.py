from django.db import migrations

# As before, but a phrase that starts with = asks for the mark of a row of synonyms (=12 is the lexeme "synonym:12").
IDS = """
CREATE OR REPLACE FUNCTION practice_bank_ids(phrases text[])
RETURNS TABLE (phrase text, title bytea, head bytea, anywhere bytea)
LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off SET jit = off AS $$
    SELECT p.phrase,
        CASE WHEN numnode(q.query) > 0 THEN coalesce(
            (SELECT string_agg(int4send(practice_id::int), '') FROM practice_banktext t WHERE t.title @@ q.query), ''
        ) END,
        CASE WHEN numnode(q.query) > 0 THEN coalesce(
            (SELECT string_agg(int4send(practice_id::int), '') FROM practice_banktext t WHERE t.head @@ q.query), ''
        ) END,
        CASE WHEN numnode(q.query) > 0 THEN coalesce(
            (SELECT string_agg(int4send(practice_id::int), '') FROM practice_banktext t WHERE t.search @@ q.query), ''
        ) END
    FROM unnest(phrases) AS p (phrase), LATERAL (
        SELECT CASE WHEN starts_with(p.phrase, '=') THEN ('''synonym:' || substr(p.phrase, 2) || '''')::tsquery
            ELSE phraseto_tsquery('portal', p.phrase) END AS query
    ) AS q
$$;
"""

# Marks texts with the rows of synonyms whose words they have, so that a search for one of them needs no phrases.
MARK = """
CREATE FUNCTION practice_bank_marks(vector tsvector)
RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT ts_delete(vector, ARRAY(
        SELECT lexeme FROM unnest(tsvector_to_array(vector)) AS lexeme WHERE starts_with(lexeme, 'synonym:')
    )) || array_to_tsvector(ARRAY(
        SELECT 'synonym:' || s.id FROM practice_synonym s
        WHERE EXISTS (SELECT 1 FROM unnest(s.words) AS word WHERE vector @@ phraseto_tsquery('portal', word))
    ))
$$;
CREATE FUNCTION practice_bank_mark(ids bigint[])
RETURNS void LANGUAGE sql AS $$
    UPDATE practice_banktext SET title = practice_bank_marks(title), head = practice_bank_marks(head),
        search = practice_bank_marks(search)
    WHERE practice_id = ANY (ids)
$$;
"""
UNMARK = "DROP FUNCTION practice_bank_mark(bigint[]); DROP FUNCTION practice_bank_marks(tsvector)"


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0005_bank_words"),
    ]

    operations = [
        migrations.RunSQL(IDS, migrations.RunSQL.noop),
        migrations.RunSQL(MARK, UNMARK),
    ]
