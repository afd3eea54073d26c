"""Words for staff are kept beside the others only where a review has a sensitive document, as they are seldom others."""

from django.db import migrations

MAKE = """
CREATE OR REPLACE FUNCTION reviews_learning_make(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO reviews_learningentry (
        review_id, written_in, dirty, open, counted, published, year, quarter, state, type, force, region, outcome,
        age_band, strands, harm_types, points, title, learning, words, staff_words
    )
    SELECT c.id, pg_current_xact_id()::text::bigint, false,
        c.marking = 'official' AND c.state IN ('included', 'coding', 'comparing', 'coded', 'assured'),
        c.state = 'assured', c.published, left(c.published, 4),
        CASE WHEN length(c.published) >= 7
            THEN left(c.published, 4) || '-Q' || ((substr(c.published, 6, 2)::int + 2) / 3) ELSE '' END,
        c.state, t.code, coalesce(f.code, ''), coalesce(f.region, ''), c.outcome, c.age_band,
        ARRAY(
            SELECT DISTINCT code FROM (
                SELECT unnest(c.strands) UNION ALL SELECT unnest(p.strands) FROM reviews_learningpoint p
                WHERE p.review_id = c.id AND p.final AND c.state = 'assured'
            ) AS every (code) ORDER BY code
        ),
        c.harm_types::text[],
        ARRAY(
            SELECT reviews_theme_path(p.theme_id) || '|' || p.level || '|' || p.kind || '|' || coalesce((
                SELECT string_agg(a.code, ',' ORDER BY a.code) FROM reviews_pointaction x
                JOIN nvap_action a ON a.id = x.action_id WHERE x.point_id = p.id
            ), '')
            FROM reviews_learningpoint p WHERE p.review_id = c.id AND p.final AND c.state = 'assured' ORDER BY p.id
        ),
        strip(to_tsvector('english', c.title)),
        array_to_tsvector(ARRAY(
            SELECT DISTINCT lexeme FROM (
                SELECT unnest(tsvector_to_array(c.search))
                UNION ALL
                SELECT unnest(tsvector_to_array(p.search)) FROM reviews_learningpoint p
                WHERE p.review_id = c.id AND p.final AND c.state = 'assured'
            ) AS every (lexeme)
        )),
        reviews_lexemes(c.id, false),
        CASE WHEN EXISTS (
            SELECT 1 FROM reviews_document d
            WHERE d.review_id = c.id AND d.removed_at IS NULL AND d.scan = 'clean' AND d.marking <> 'official'
        ) THEN reviews_lexemes(c.id, true) END
    FROM reviews_casereview c
    JOIN reviews_reviewtype t ON t.id = c.type_id
    LEFT JOIN accounts_force f ON f.id = c.force_id
    WHERE c.id = ANY(ids)
    ON CONFLICT (review_id) DO UPDATE SET (
        written_in, dirty, open, counted, published, year, quarter, state, type, force, region, outcome, age_band,
        strands, harm_types, points, title, learning, words, staff_words
    ) = (
        excluded.written_in, excluded.dirty, excluded.open, excluded.counted, excluded.published, excluded.year,
        excluded.quarter, excluded.state, excluded.type, excluded.force, excluded.region, excluded.outcome,
        excluded.age_band, excluded.strands, excluded.harm_types, excluded.points, excluded.title, excluded.learning,
        excluded.words, excluded.staff_words
    )
$$;
"""

HAVING = """
CREATE OR REPLACE FUNCTION reviews_learning_having(phrases text[], sensitive boolean)
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
                (SELECT string_agg(int4send(review_id::int), '') FROM reviews_learningentry t
                    WHERE t.words @@ q.query OR t.staff_words @@ q.query)
            ELSE
                (SELECT string_agg(int4send(review_id::int), '') FROM reviews_learningentry t WHERE t.words @@ q.query)
            END, ''
        ) END
    FROM unnest(phrases) AS p (phrase), LATERAL (SELECT plainto_tsquery('english', p.phrase) AS query) AS q
$$;
"""

FEWER = """
UPDATE reviews_learningentry e SET staff_words = NULL WHERE NOT EXISTS (
    SELECT 1 FROM reviews_document d
    WHERE d.review_id = e.review_id AND d.removed_at IS NULL AND d.scan = 'clean' AND d.marking <> 'official'
)
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0008_learning_search")]

    operations = [
        migrations.RunSQL(MAKE, migrations.RunSQL.noop),
        migrations.RunSQL(HAVING, migrations.RunSQL.noop),
        migrations.RunSQL(FEWER, migrations.RunSQL.noop),
    ]
