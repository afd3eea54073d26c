"""The database keeps `LearningEntry` in step with case reviews, their pages and their learning points.

Triggers only mark the review (`dirty`); when the transaction ends, its row is made anew, once, whatever was changed.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Rows stay narrow, so that finding reviews by a word touches few pages.
STORAGE = """
ALTER TABLE reviews_learningentry SET (toast_tuple_target = 256);
ALTER TABLE reviews_learningentry
    ALTER COLUMN title SET STORAGE EXTERNAL, ALTER COLUMN learning SET STORAGE EXTERNAL,
    ALTER COLUMN words SET STORAGE EXTERNAL, ALTER COLUMN staff_words SET STORAGE EXTERNAL;
"""

# A point as the index reads it: its theme and the themes above it, level, kind, codes of actions.
MAKE = """
CREATE FUNCTION reviews_theme_path(theme bigint) RETURNS text LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT code, parent_id, 1 AS height FROM reviews_theme WHERE id = theme
        UNION ALL
        SELECT t.code, t.parent_id, up.height + 1 FROM reviews_theme t JOIN up ON t.id = up.parent_id
    )
    SELECT string_agg(code, '>' ORDER BY height) FROM up
$$;

CREATE FUNCTION reviews_lexemes(review bigint, sensitive boolean) RETURNS tsvector LANGUAGE sql STABLE AS $$
    SELECT array_to_tsvector(ARRAY(
        SELECT DISTINCT lexeme FROM (
            SELECT unnest(tsvector_to_array(c.search)) FROM reviews_casereview c WHERE c.id = review
            UNION ALL
            SELECT unnest(tsvector_to_array(p.search)) FROM reviews_learningpoint p
            JOIN reviews_casereview c ON c.id = p.review_id
            WHERE p.review_id = review AND p.final AND c.state = 'assured'
            UNION ALL
            SELECT unnest(tsvector_to_array(g.search)) FROM reviews_document d
            JOIN reviews_page g ON g.document_id = d.id
            WHERE d.review_id = review AND d.removed_at IS NULL AND d.scan = 'clean'
                AND (sensitive OR d.marking = 'official')
        ) AS every (lexeme)
    ))
$$;

CREATE FUNCTION reviews_learning_make(ids bigint[]) RETURNS void LANGUAGE sql AS $$
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
        reviews_lexemes(c.id, false), reviews_lexemes(c.id, true)
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

MARK = """
CREATE FUNCTION reviews_learning_mark(ids bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO reviews_learningentry (
        review_id, written_in, dirty, open, counted, published, year, quarter, state, type, force, region, outcome,
        age_band, strands, harm_types, points
    )
    SELECT c.id, pg_current_xact_id()::text::bigint, true, false, false, '', '', '', '', '', '', '', '', '', '{}', '{}', '{}'
    FROM reviews_casereview c WHERE c.id = ANY(ids) ORDER BY c.id
    ON CONFLICT (review_id) DO UPDATE SET dirty = true, written_in = excluded.written_in
$$;

CREATE FUNCTION reviews_learning_settle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM reviews_learningentry WHERE review_id = NEW.review_id AND dirty) THEN
        PERFORM reviews_learning_make(ARRAY[NEW.review_id]);
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER reviews_learning_settle AFTER INSERT OR UPDATE ON reviews_learningentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.dirty) EXECUTE FUNCTION reviews_learning_settle();
"""

FOLLOW = """
CREATE FUNCTION reviews_learning_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reviews_learning_mark(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE TRIGGER reviews_learning_of_case AFTER INSERT OR UPDATE ON reviews_casereview
    FOR EACH ROW EXECUTE FUNCTION reviews_learning_of_case();

CREATE FUNCTION reviews_learning_of_point() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reviews_learning_mark(ARRAY(SELECT DISTINCT review_id FROM changed WHERE final));
    RETURN NULL;
END $$;
CREATE FUNCTION reviews_learning_of_changed_point() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reviews_learning_mark(ARRAY(
        SELECT review_id FROM changed WHERE final UNION SELECT review_id FROM before WHERE final
    ));
    RETURN NULL;
END $$;
CREATE TRIGGER reviews_learning_of_new_point AFTER INSERT ON reviews_learningpoint
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reviews_learning_of_point();
CREATE TRIGGER reviews_learning_of_point AFTER UPDATE ON reviews_learningpoint
    REFERENCING NEW TABLE AS changed OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION reviews_learning_of_changed_point();
CREATE TRIGGER reviews_learning_of_gone_point AFTER DELETE ON reviews_learningpoint
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reviews_learning_of_point();

CREATE FUNCTION reviews_learning_of_action() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reviews_learning_mark(ARRAY(
        SELECT DISTINCT p.review_id FROM changed x JOIN reviews_learningpoint p ON p.id = x.point_id WHERE p.final
    ));
    RETURN NULL;
END $$;
CREATE TRIGGER reviews_learning_of_new_action AFTER INSERT ON reviews_pointaction
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reviews_learning_of_action();
CREATE TRIGGER reviews_learning_of_action AFTER UPDATE ON reviews_pointaction
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reviews_learning_of_action();
CREATE TRIGGER reviews_learning_of_gone_action AFTER DELETE ON reviews_pointaction
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reviews_learning_of_action();

CREATE FUNCTION reviews_learning_of_document() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reviews_learning_mark(ARRAY[NEW.review_id]);
    RETURN NULL;
END $$;
CREATE TRIGGER reviews_learning_of_document AFTER UPDATE OF removed_at, marking, scan ON reviews_document
    FOR EACH ROW WHEN (
        (OLD.removed_at, OLD.marking, OLD.scan) IS DISTINCT FROM (NEW.removed_at, NEW.marking, NEW.scan)
    ) EXECUTE FUNCTION reviews_learning_of_document();

CREATE FUNCTION reviews_learning_of_page() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reviews_learning_mark(ARRAY(
        SELECT DISTINCT d.review_id FROM changed g JOIN reviews_document d ON d.id = g.document_id
    ));
    RETURN NULL;
END $$;
CREATE TRIGGER reviews_learning_of_new_page AFTER INSERT ON reviews_page
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reviews_learning_of_page();
CREATE TRIGGER reviews_learning_of_page AFTER UPDATE ON reviews_page
    REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reviews_learning_of_page();
CREATE TRIGGER reviews_learning_of_gone_page AFTER DELETE ON reviews_page
    REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION reviews_learning_of_page();
"""

FILL = "SELECT reviews_learning_make(ARRAY(SELECT id FROM reviews_casereview))"

UNDO = """
DROP TRIGGER reviews_learning_of_case ON reviews_casereview;
DROP TRIGGER reviews_learning_of_new_point ON reviews_learningpoint;
DROP TRIGGER reviews_learning_of_point ON reviews_learningpoint;
DROP TRIGGER reviews_learning_of_gone_point ON reviews_learningpoint;
DROP TRIGGER reviews_learning_of_new_action ON reviews_pointaction;
DROP TRIGGER reviews_learning_of_action ON reviews_pointaction;
DROP TRIGGER reviews_learning_of_gone_action ON reviews_pointaction;
DROP TRIGGER reviews_learning_of_document ON reviews_document;
DROP TRIGGER reviews_learning_of_new_page ON reviews_page;
DROP TRIGGER reviews_learning_of_page ON reviews_page;
DROP TRIGGER reviews_learning_of_gone_page ON reviews_page;
DROP TRIGGER reviews_learning_settle ON reviews_learningentry;
DROP FUNCTION reviews_learning_of_case, reviews_learning_of_point, reviews_learning_of_changed_point,
    reviews_learning_of_action, reviews_learning_of_document, reviews_learning_of_page, reviews_learning_settle,
    reviews_learning_mark, reviews_learning_make, reviews_lexemes, reviews_theme_path;
"""


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_returns"), ("reviews", "0003_points_removed")]

    operations = [
        migrations.CreateModel(
            name="LearningEntry",
            fields=[
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="learning",
                        serialize=False,
                        to="reviews.casereview",
                    ),
                ),
                ("written_in", models.BigIntegerField(db_index=True, default=0, editable=False)),
                (
                    "dirty",
                    models.BooleanField(default=False, help_text="Changed in a transaction that has not ended yet."),
                ),
                ("open", models.BooleanField(default=False, help_text="In the catalogue and not sensitive.")),
                ("counted", models.BooleanField(default=False, help_text="Quality-assured: its learning counts.")),
                ("published", models.CharField(blank=True, default="", max_length=10)),
                ("year", models.CharField(blank=True, default="", max_length=4)),
                (
                    "quarter",
                    models.CharField(
                        blank=True,
                        default="",
                        help_text="For example 2021-Q2; empty when only the year is known.",
                        max_length=7,
                    ),
                ),
                ("state", models.CharField(blank=True, default="", max_length=10)),
                ("type", models.CharField(blank=True, default="", max_length=12)),
                ("force", models.CharField(blank=True, default="", max_length=40)),
                ("region", models.CharField(blank=True, default="", max_length=40)),
                ("outcome", models.CharField(blank=True, default="", max_length=12)),
                ("age_band", models.CharField(blank=True, default="", max_length=8)),
                (
                    "strands",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "harm_types",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                (
                    "points",
                    django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None),
                ),
                ("title", django.contrib.postgres.search.SearchVectorField(null=True)),
                ("learning", django.contrib.postgres.search.SearchVectorField(null=True)),
                ("words", django.contrib.postgres.search.SearchVectorField(null=True)),
                ("staff_words", django.contrib.postgres.search.SearchVectorField(null=True)),
            ],
            options={
                "verbose_name_plural": "learning entries",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["title"], name="learning_by_title"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["learning"], name="learning_by_learning"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["words"], name="learning_by_words"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["staff_words"], name="learning_by_staff_words"
                    ),
                ],
            },
        ),
        migrations.RunSQL(STORAGE, migrations.RunSQL.noop),
        migrations.RunSQL(MAKE + MARK, migrations.RunSQL.noop),
        migrations.RunSQL(FOLLOW, UNDO),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
    ]
