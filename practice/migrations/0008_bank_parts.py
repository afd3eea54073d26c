from django.db import migrations

# The ids (big-endian int4, one after the other) of the examples that have a phrase in a part of their words: `title`,
# `head` (title, summary, labels) or `anywhere`. NULL for a phrase of nothing but stop words. A phrase that starts with =
# asks for the mark of a row of synonyms (=12 is the lexeme "synonym:12"). The planner does not know that a sequential
# scan would have to fetch every example's words from beside the table, so it is kept from it.
HAVING = """
CREATE FUNCTION practice_bank_having(phrases text[], parts text[])
RETURNS TABLE (phrase text, part text, ids bytea)
LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off SET jit = off AS $$
    SELECT p.phrase, p.part, CASE WHEN numnode(q.query) > 0 THEN coalesce(
        CASE p.part
            WHEN 'title' THEN
                (SELECT string_agg(int4send(practice_id::int), '') FROM practice_banktext t WHERE t.title @@ q.query)
            WHEN 'head' THEN
                (SELECT string_agg(int4send(practice_id::int), '') FROM practice_banktext t WHERE t.head @@ q.query)
            ELSE
                (SELECT string_agg(int4send(practice_id::int), '') FROM practice_banktext t WHERE t.search @@ q.query)
        END, '') END
    FROM unnest(phrases, parts) AS p (phrase, part), LATERAL (
        SELECT CASE WHEN starts_with(p.phrase, '=') THEN ('''synonym:' || substr(p.phrase, 2) || '''')::tsquery
            ELSE phraseto_tsquery('portal', p.phrase) END AS query
    ) AS q
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0007_queue_order"),
    ]

    operations = [
        migrations.RunSQL(HAVING, "DROP FUNCTION practice_bank_having(text[], text[])"),
        migrations.RunSQL("DROP FUNCTION practice_bank_ids(text[])", migrations.RunSQL.noop),
    ]
