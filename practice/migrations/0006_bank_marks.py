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
# Marks are lexemes without position. The texts are read once; those without a row's words anywhere are not looked at again.
MARK = """
CREATE FUNCTION practice_bank_mark(ids bigint[])
RETURNS void LANGUAGE sql AS $$
    WITH phrase AS MATERIALIZED (
        SELECT s.id, phraseto_tsquery('portal', word) AS query FROM practice_synonym s, unnest(s.words) AS word
    ), known AS MATERIALIZED (
        SELECT coalesce(array_agg('synonym:' || id), '{}') AS marks FROM practice_synonym
    ), plain AS MATERIALIZED (
        SELECT practice_id, ts_delete(title, marks) AS title, ts_delete(head, marks) AS head,
            ts_delete(search, marks) AS search
        FROM practice_banktext, known WHERE practice_id = ANY (ids)
    ), found AS MATERIALIZED (
        SELECT p.practice_id, 'synonym:' || phrase.id AS mark, p.head @@ phrase.query AS head,
            p.title @@ phrase.query AS title
        FROM plain p JOIN phrase ON p.search @@ phrase.query
    ), marks AS (
        SELECT practice_id, array_agg(DISTINCT mark) AS search,
            coalesce(array_agg(DISTINCT mark) FILTER (WHERE head), '{}') AS head,
            coalesce(array_agg(DISTINCT mark) FILTER (WHERE title), '{}') AS title
        FROM found GROUP BY practice_id
    )
    UPDATE practice_banktext t SET
        title = p.title || array_to_tsvector(coalesce(m.title, '{}')),
        head = p.head || array_to_tsvector(coalesce(m.head, '{}')),
        search = p.search || array_to_tsvector(coalesce(m.search, '{}'))
    FROM plain p LEFT JOIN marks m USING (practice_id)
    WHERE t.practice_id = p.practice_id
$$;
"""
UNMARK = "DROP FUNCTION practice_bank_mark(bigint[])"


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0005_bank_words"),
    ]

    operations = [
        migrations.RunSQL(IDS, migrations.RunSQL.noop),
        migrations.RunSQL(MARK, UNMARK),
    ]
