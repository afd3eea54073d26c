"""The aggregate of themes: each force's level in a theme, then all groups, bases and measures at once.

A force's level in a theme is the mean of the levels it gave on the theme's actions, to the nearest half. It counts
where the force gave one on at least half of those actions of the theme that apply to it; see `themes.level_of`.
Parameters: those of `counting_sql`, with all actions of the themes as `actions`, and the themes as `subjects`.
"""

from analytics.counting_sql import ANSWERS, COLUMNS, counted, statements

CODE_VERSION = 1

COLUMNS_OF_THEMES = ("theme_id", *COLUMNS[1:])

COUNT = f"""{ANSWERS}, belonging AS (
    SELECT id AS action_version_id, theme_id FROM nvap_actionversion WHERE id = ANY(%(actions)s)
), whole AS (
    SELECT theme_id, count(*) AS actions FROM belonging GROUP BY 1
), part AS (
    SELECT b.theme_id, a.basis, a.force_id, count(*) FILTER (WHERE a.not_applicable) AS not_applicable,
           bool_or(a.has_gap) AS has_gap, bool_or(a.gap_vkpp) AS gap_vkpp,
           bool_or(a.has_practice) AS has_practice, bool_or(a.practice_vkpp) AS practice_vkpp
    FROM answer a JOIN belonging b USING (action_version_id) GROUP BY 1, 2, 3
), told AS (
    SELECT m.gid, p.theme_id, p.basis, count(*) AS answered,
           count(*) FILTER (WHERE has_gap) AS gaps_force, count(*) FILTER (WHERE gap_vkpp) AS gaps_vkpp,
           count(*) FILTER (WHERE has_practice) AS practices_force,
           count(*) FILTER (WHERE practice_vkpp) AS practices_vkpp,
           count(*) FILTER (WHERE p.not_applicable = w.actions) AS not_applicable,
           array_agg(p.force_id::int ORDER BY p.force_id) AS answered_by,
           string_agg(concat_ws(':', p.force_id, has_gap::int, gap_vkpp::int, has_practice::int, practice_vkpp::int,
                                p.not_applicable), ',' ORDER BY p.force_id) AS content
    FROM member m JOIN part p ON p.force_id = m.force_id JOIN whole w USING (theme_id) GROUP BY 1, 2, 3
), scored AS (
    SELECT b.theme_id, s.basis, s.force_id, s.measure, count(*) AS given, sum(s.score) AS total
    FROM score s JOIN belonging b USING (action_version_id) GROUP BY 1, 2, 3, 4
), level AS (
    SELECT s.theme_id, s.basis, s.force_id, s.measure, div(4 * s.total + s.given, 2 * s.given) / 2 AS level
    FROM scored s JOIN part p USING (theme_id, basis, force_id) JOIN whole w USING (theme_id)
    WHERE 2 * s.given >= w.actions - p.not_applicable
), per_level AS (
    SELECT m.gid, l.theme_id, l.basis, l.measure, l.level, count(*) AS forces,
           array_agg(l.force_id::int ORDER BY l.force_id) AS by
    FROM member m JOIN level l ON l.force_id = m.force_id GROUP BY 1, 2, 3, 4, 5
), spread AS (
    SELECT gid, theme_id, basis, measure, jsonb_object_agg(trim_scale(level)::text, forces) AS distribution,
           string_agg(concat(trim_scale(level), '=', array_to_string(by, ',')), ';' ORDER BY level) AS content
    FROM per_level GROUP BY 1, 2, 3, 4
), middle AS (
    SELECT m.gid, l.theme_id, l.basis, l.measure, count(*) AS n, min(level)::float8 AS minimum,
           max(level)::float8 AS maximum, avg(level)::float8 AS mean,
           percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY level::float8) AS quartiles,
           array_agg(l.force_id::int ORDER BY l.force_id) AS contributors
    FROM member m JOIN level l ON l.force_id = m.force_id GROUP BY 1, 2, 3, 4
), {counted("theme_id", "whole w")}
"""  # noqa: S608 - built from our own words alone

OF_THEMES = statements(COUNT, "analytics_themesummary", CODE_VERSION, COLUMNS_OF_THEMES)
