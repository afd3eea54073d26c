"""Which reviews have a word, asked of PostgreSQL's index; the ids come packed."""

from django.db import migrations

# For each phrase the ids (big-endian int4, one after the other) of the reviews that have all its words in the title, in
# title, summary and learning points, and anywhere; NULL for a phrase of nothing but stop words. The planner does not
# know that a sequential scan would have to fetch every text from beside the table, so it is kept from it.
HAVING = """
CREATE FUNCTION reviews_learning_having(phrases text[], sensitive boolean)
RETURNS TABLE (phrase text, title bytea, learning bytea, anywhere bytea)
LANGUAGE sql STABLE PARALLEL SAFE SET enable_seqscan = off SET jit = off AS $$
    SELECT p.phrase,
        CASE WHEN numnode(q.query) > 0 THEN coalesce(
            (SELECT string_agg(int4send(review_id::int), '') FROM reviews_learningentry t WHERE t.title @@ q.query), ''
        ) END,
        CASE WHEN numnode(q.query) > 0 THEN coalesce(
            (SELECT string_agg(int4send(review_id::int), '') FROM reviews_learningentry t WHERE t.learning @@ q.query), ''
        ) END,
        CASE WHEN numnode(q.query) > 0 THEN coalesce(
            CASE WHEN sensitive THEN
                (SELECT string_agg(int4send(review_id::int), '') FROM reviews_learningentry t WHERE t.staff_words @@ q.query)
            ELSE
                (SELECT string_agg(int4send(review_id::int), '') FROM reviews_learningentry t WHERE t.words @@ q.query)
            END, ''
        ) END
    FROM unnest(phrases) AS p (phrase), LATERAL (SELECT plainto_tsquery('english', p.phrase) AS query) AS q
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0007_briefing_parts")]

    operations = [migrations.RunSQL(HAVING, "DROP FUNCTION reviews_learning_having(text[], boolean)")]
