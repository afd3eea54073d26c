"""The one aggregate behind every figure: all groups, bases and measures of some actions of a round at once.

Parameters: round (id), actions (ids), measures (codes), today (London date that chooses the peer sets' versions).
`theme_sql` goes on from the same ANSWERS to the figures of themes.
"""

from dataclasses import dataclass

CODE_VERSION = 1

COLUMNS = (
    "action_version_id", "measure", "basis", "scope", "place", "force_id", "peer_set_id", "peer_set_version",
    "counts_self", "n", "answered", "expected", "distribution", "minimum", "lower", "median", "upper", "maximum", "mean",
    "gaps_force", "gaps_vkpp", "practices_force", "practices_vkpp", "not_applicable", "contributors", "answered_by",
    "members_hash", "input_hash",
)  # fmt: skip

ANSWERS = """
WITH returns AS (
    SELECT r.id, r.force_id, r.signed_id, r.validated_id, f.region, f.code
    FROM nvap_return r JOIN accounts_force f ON f.id = r.force_id WHERE r.round_id = %(round)s
), sets AS (
    SELECT DISTINCT ON (code) id, code, version, counts_self, owner_id
    FROM nvap_peerset WHERE valid_from <= %(today)s ORDER BY code, version DESC
), membership AS (
    SELECT 'national' AS scope, '' AS place, NULL::bigint AS force_id, NULL::bigint AS peer_set_id,
           NULL::smallint AS version, true AS counts_self, force_id AS member FROM returns
    UNION ALL SELECT 'region', region, NULL, NULL, NULL, true, force_id FROM returns
    UNION ALL SELECT 'peers', s.code || '/' || f.code, p.force_id, s.id, s.version, s.counts_self, p.peer_id
        FROM sets s JOIN nvap_peermember p ON p.peer_set_id = s.id JOIN accounts_force f ON f.id = p.force_id
        WHERE s.owner_id IS NULL OR s.owner_id = p.force_id
    UNION ALL SELECT DISTINCT 'peers', s.code || '/' || f.code, p.force_id, s.id, s.version, true, p.force_id
        FROM sets s JOIN nvap_peermember p ON p.peer_set_id = s.id JOIN accounts_force f ON f.id = p.force_id
        WHERE s.counts_self AND (s.owner_id IS NULL OR s.owner_id = p.force_id)
), groups AS (
    SELECT row_number() OVER () AS gid, scope, place, m.force_id, peer_set_id, version, counts_self,
           count(*) AS expected, array_agg(member ORDER BY member) AS members,
           md5(string_agg(member::text, ',' ORDER BY member)) AS members_hash
    FROM membership m JOIN returns r ON r.force_id = m.member
    GROUP BY scope, place, m.force_id, peer_set_id, version, counts_self
), member AS (
    SELECT gid, unnest(members) AS force_id FROM groups
), coded AS (
    SELECT a.ret_id, a.action_version_id,
           EXISTS (SELECT 1 FROM nvap_gap g
                   WHERE g.response_id = a.id AND g.identified_by = 'vkpp' AND g.state = 'open') AS gap,
           EXISTS (SELECT 1 FROM nvap_promisingpractice p
                   WHERE p.response_id = a.id AND p.identified_by = 'vkpp' AND p.removed_at IS NULL) AS practice
    FROM nvap_response a JOIN returns r ON r.id = a.ret_id WHERE a.action_version_id = ANY(%(actions)s)
), given AS (
    SELECT 'live' AS basis, a.action_version_id, r.id AS ret_id, r.force_id, a.scores, a.not_applicable, a.has_gap,
           a.has_practice
    FROM nvap_response a JOIN returns r ON r.id = a.ret_id
    WHERE a.action_version_id = ANY(%(actions)s) AND a.provenance NOT IN ('empty', 'carried')
    UNION ALL
    SELECT b.basis, s.action_version_id, r.id, r.force_id, s.scores, s.not_applicable, s.has_gap, s.has_practice
    FROM returns r
    CROSS JOIN LATERAL (VALUES ('signed', r.signed_id), ('validated', r.validated_id)) AS b(basis, submission_id)
    JOIN nvap_submittedanswer s ON s.submission_id = b.submission_id AND s.action_version_id = ANY(%(actions)s)
), answer AS (
    SELECT g.*, coalesce(c.gap, false) AS gap_vkpp, coalesce(c.practice, false) AS practice_vkpp
    FROM given g LEFT JOIN coded c ON c.ret_id = g.ret_id AND c.action_version_id = g.action_version_id
), score AS (
    SELECT a.action_version_id, a.basis, a.force_id, q.measure, (a.scores ->> q.measure)::int AS score
    FROM answer a CROSS JOIN unnest(%(measures)s::text[]) AS q(measure)
    WHERE NOT a.not_applicable AND a.scores ->> q.measure IS NOT NULL
)"""


def counted(subject: str, whole: str) -> str:
    """The figures of each `subject` in `whole`, from what was `told`, how it is `spread` and what lies in the `middle`."""
    return f"""counted AS (
    SELECT w.{subject}, q.measure, b.basis, g.scope, g.place, g.force_id, g.peer_set_id,
           g.version AS peer_set_version, g.counts_self, coalesce(d.n, 0) AS n, coalesce(t.answered, 0) AS answered,
           g.expected, coalesce(p.distribution, '{{}}'::jsonb) AS distribution, d.minimum, d.quartiles[1] AS lower,
           d.quartiles[2] AS median, d.quartiles[3] AS upper, d.maximum, d.mean,
           coalesce(t.gaps_force, 0) AS gaps_force, coalesce(t.gaps_vkpp, 0) AS gaps_vkpp,
           coalesce(t.practices_force, 0) AS practices_force, coalesce(t.practices_vkpp, 0) AS practices_vkpp,
           coalesce(t.not_applicable, 0) AS not_applicable, coalesce(d.contributors, '{{}}') AS contributors,
           coalesce(t.answered_by, '{{}}') AS answered_by, g.members_hash,
           md5(concat_ws('|', g.members_hash, g.peer_set_id, g.counts_self, t.content, p.content)) AS input_hash
    FROM groups g
    CROSS JOIN {whole}
    CROSS JOIN unnest(%(measures)s::text[]) AS q(measure)
    CROSS JOIN (VALUES ('live'), ('signed'), ('validated')) AS b(basis)
    LEFT JOIN told t ON (t.gid, t.{subject}, t.basis) = (g.gid, w.{subject}, b.basis)
    LEFT JOIN spread p ON (p.gid, p.{subject}, p.basis, p.measure) = (g.gid, w.{subject}, b.basis, q.measure)
    LEFT JOIN middle d ON (d.gid, d.{subject}, d.basis, d.measure) = (g.gid, w.{subject}, b.basis, q.measure)
)"""  # noqa: S608 - built from our own words alone


COUNT = f"""{ANSWERS}, told AS (
    SELECT m.gid, a.action_version_id, a.basis, count(*) AS answered,
           count(*) FILTER (WHERE has_gap) AS gaps_force, count(*) FILTER (WHERE gap_vkpp) AS gaps_vkpp,
           count(*) FILTER (WHERE has_practice) AS practices_force,
           count(*) FILTER (WHERE practice_vkpp) AS practices_vkpp,
           count(*) FILTER (WHERE not_applicable) AS not_applicable,
           array_agg(a.force_id::int ORDER BY a.force_id) AS answered_by,
           string_agg(concat_ws(':', a.force_id, has_gap::int, gap_vkpp::int, has_practice::int, practice_vkpp::int,
                                not_applicable::int), ',' ORDER BY a.force_id) AS content
    FROM member m JOIN answer a ON a.force_id = m.force_id GROUP BY 1, 2, 3
), per_level AS (
    SELECT m.gid, s.action_version_id, s.basis, s.measure, s.score, count(*) AS forces,
           array_agg(s.force_id::int ORDER BY s.force_id) AS by
    FROM member m JOIN score s ON s.force_id = m.force_id GROUP BY 1, 2, 3, 4, 5
), spread AS (
    SELECT gid, action_version_id, basis, measure, jsonb_object_agg(score::text, forces) AS distribution,
           string_agg(concat(score, '=', array_to_string(by, ',')), ';' ORDER BY score) AS content
    FROM per_level GROUP BY 1, 2, 3, 4
), middle AS (
    SELECT m.gid, s.action_version_id, s.basis, s.measure, count(*) AS n, min(score) AS minimum, max(score) AS maximum,
           avg(score)::float8 AS mean,
           percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY score::float8) AS quartiles,
           array_agg(s.force_id::int ORDER BY s.force_id) AS contributors
    FROM member m JOIN score s ON s.force_id = m.force_id GROUP BY 1, 2, 3, 4
), {counted("action_version_id", "unnest(%(actions)s::bigint[]) AS w(action_version_id)")}
"""  # noqa: S608 - built from our own words alone


@dataclass(frozen=True)
class Statements:
    """What is done with counted figures: written where inputs or numbers differ, compared, and only counted."""

    upsert: str
    mend: str
    compare: str
    size: str


def statements(count: str, table: str, version: int, columns: tuple[str, ...], fixed: str = "") -> Statements:
    """For the figures of one `table`, of which the first of the `columns` names the subject and the next four the key.

    `fixed` is a column that is false in all rows that are counted.
    """
    subject, *key = columns[:5]
    only = f" AND NOT s.{fixed}" if fixed else ""
    same_key = " AND ".join(f"s.{name} = c.{name}" for name in (subject, *key))
    kept = f"s.round_id = %(round)s AND s.{subject} = ANY(%(subjects)s) AND s.basis <> 'published'{only}"
    same = " AND ".join(f"s.{name} IS NOT DISTINCT FROM c.{name}" for name in columns[5:])
    listed = ", ".join(columns)
    lead, values = (f"round_id, {fixed}", "%(round)s, false") if fixed else ("round_id", "%(round)s")
    set_to = ", ".join(f"{name} = EXCLUDED.{name}" for name in (*columns[5:], "code_version", "as_of"))

    def upsert(equal: str) -> str:
        """Write what is not `equal`, take away groups that are no more; returns figures counted, written, removed."""
        return f"""{count}, gone AS (
            DELETE FROM {table} s
            WHERE {kept} AND NOT EXISTS (SELECT 1 FROM counted c WHERE {same_key}) RETURNING 1
        ), put AS (
            INSERT INTO {table} AS s ({lead}, code_version, as_of, {listed})
            SELECT {values}, {version}, clock_timestamp(), {listed} FROM counted c
            WHERE NOT EXISTS (SELECT 1 FROM {table} s
                              WHERE {kept} AND {same_key} AND s.code_version = {version} AND {equal})
            ON CONFLICT ({lead}, {subject}, {", ".join(key)}) DO UPDATE SET {set_to}
            RETURNING 1
        )
        SELECT (SELECT count(*) FROM counted), (SELECT count(*) FROM put), (SELECT count(*) FROM gone)
        """  # noqa: S608 - built from our own words alone

    compare = _compare(count, table, version, subject, kept, same_key, same)
    size = f"{count} SELECT count(*) FROM counted"  # noqa: S608 - built from our own words alone
    return Statements(upsert("s.input_hash = c.input_hash"), upsert(same), compare, size)


def _compare(count: str, table: str, version: int, subject: str, kept: str, same_key: str, same: str) -> str:
    """Kept and counted figures that are not the same, with what is known of why."""
    return f"""{count}, kept AS (SELECT * FROM {table} s WHERE {kept})
        SELECT coalesce(s.{subject}, c.{subject}), coalesce(s.measure, c.measure),
               coalesce(s.basis, c.basis), coalesce(s.scope, c.scope), coalesce(s.place, c.place),
               s.id IS NOT NULL AS was_kept, c.measure IS NOT NULL AS is_counted,
               s.members_hash IS DISTINCT FROM c.members_hash OR s.peer_set_id IS DISTINCT FROM c.peer_set_id
               OR s.code_version <> {version} AS regrouped
        FROM kept s FULL JOIN counted c ON {same_key}
        WHERE (s.id IS NULL AND c.answered > 0) OR c.measure IS NULL OR s.code_version <> {version}
           OR (s.id IS NOT NULL AND NOT ({same}))
        """  # noqa: S608 - built from our own words alone


OF_ACTIONS = statements(COUNT, "analytics_summary", CODE_VERSION, COLUMNS, fixed="steady")
