-- Keys are checked with each statement: a trigger's own block would look through all that wait for the end.
SET CONSTRAINTS ALL IMMEDIATE;

INSERT INTO practice_practice (
    id, reference, call_id, form_id, force_id, owner_id, state, version, marking, title, summary, lead_organisation,
    contact_name, contact_email, region, categories, approaches, strands, actions, topics, target_groups, partners,
    serious_violence, scale, stage, started, ended, aim, intended_outcome, description, cost, resources, impact,
    learning, challenges, evaluation, source_url, personal_data_kept, rating_round, created_at, updated_at, submitted_at,
    due_at)
SELECT id, reference, %(call)s, %(form)s, force_id, %(owner)s, state, 5, 'official', title, summary, lead_organisation,
    'Partnership team', 'partnership@portal.example', region, categories, '{}', strands, actions, topics, target_groups,
    '{}', serious_violence, scale, stage, started, '', aim, '', description, '', '', impact, learning, '', '', '', '[]', 1,
    now() - days * interval '1 day', now() - days * interval '1 day', now() - days * interval '1 day',
    CASE WHEN state = 'submitted' THEN now() + (5 - days %% 30) * interval '1 day' END
FROM bench_row;

-- The plans of what follows, and of the triggers it starts, are made for the number of rows that there are.
ANALYZE bench_row, practice_practice, practice_sentexample;

INSERT INTO practice_publication (
    practice_id, number, content, content_hash, rating, rationale, released_to, review_by, published_at)
SELECT r.id, 1, jsonb_build_object(
        'reference', reference, 'marking', 'official', 'source_url', '', 'questions', '[]'::jsonb,
        'evidence', '[]'::jsonb, 'attachments', '[]'::jsonb,
        'force', jsonb_build_object('code', f.code, 'name', f.name),
        'call', jsonb_build_object('slug', 'open-call', 'title', 'Open call'),
        'fields', jsonb_build_object(
            'title', title, 'summary', summary, 'lead_organisation', lead_organisation,
            'contact_name', 'Partnership team', 'contact_email', 'partnership@portal.example', 'region', r.region)
            || jsonb_build_object(
            'categories', categories, 'approaches', '[]'::jsonb, 'proactive_policing', NULL, 'strands', strands,
            'serious_violence', serious_violence, 'topics', topics, 'actions', actions, 'scale', scale, 'stage', stage,
            'started', started, 'ended', '', 'target_groups', target_groups, 'partners', '[]'::jsonb, 'aim', aim,
            'intended_outcome', '', 'description', description, 'cost', '', 'resources', '', 'impact', impact,
            'learning', learning, 'challenges', '', 'evaluation', ''),
        'labels', jsonb_build_object(
            'categories', (SELECT coalesce(jsonb_object_agg(code, initcap(code)), '{}') FROM unnest(categories) AS code),
            'approaches', '{}'::jsonb, 'scale', jsonb_build_object(scale, initcap(scale)),
            'stage', CASE WHEN stage = '' THEN '{}'::jsonb ELSE jsonb_build_object(stage, stage) END,
            'strands', (SELECT jsonb_object_agg(code, label) FROM nvap_strand WHERE code = ANY (strands)),
            'actions', (SELECT jsonb_object_agg(code, title) FROM nvap_action WHERE code = ANY (actions)),
            'topics', (SELECT jsonb_object_agg(code, label) FROM practice_term WHERE code = ANY (topics)),
            'target_groups', (SELECT jsonb_object_agg(code, label) FROM practice_term WHERE code = ANY (target_groups)),
            'partners', '{}'::jsonb)),
    md5(reference), rating, CASE WHEN rating = '' THEN '' ELSE 'Because of its evaluation.' END, 2,
    current_date + (days %% 900), now() - days * interval '1 day'
FROM bench_row r JOIN accounts_force f ON f.id = r.force_id WHERE state = 'published';

INSERT INTO practice_bankentry (
    practice_id, publication_id, open_to_public, open_to_police, open_to_government, changed, written_in, reference, title,
    summary, lead_organisation, force_id, force_name, region, call_id, categories, strands, actions, topics,
    target_groups, rating, stage, scale, serious_violence, started, review_by, first_published_at, published_at, opened_at)
SELECT r.id, p.id, public, police, public, 0, 0, reference, title, summary, lead_organisation, r.force_id, f.name,
    r.region, %(call)s, categories, strands, actions, topics, target_groups, r.rating, stage, scale, serious_violence,
    started, p.review_by, p.published_at, p.published_at, p.published_at
FROM bench_row r JOIN practice_publication p ON p.practice_id = r.id JOIN accounts_force f ON f.id = r.force_id;

INSERT INTO practice_banktext (practice_id, title, head, search, words)
SELECT id, v.a, v.a || v.b, setweight(v.a, 'A') || setweight(v.b, 'B') || setweight(v.c, 'C') || v.d,
    strip(to_tsvector('simple', concat_ws(' ', t.a, t.b, t.c, t.d)))
FROM (
    SELECT id, concat_ws(' ', title, lead_organisation, reference) AS a,
        concat_ws(' ', summary, array_to_string(strands, ' '), array_to_string(topics, ' ')) AS b,
        concat_ws(' ', aim, description) AS c, concat_ws(' ', impact, learning, region) AS d
    FROM bench_row WHERE state = 'published'
) AS t, LATERAL (
    SELECT to_tsvector('portal', t.a) AS a, to_tsvector('portal', t.b) AS b, to_tsvector('portal', t.c) AS c,
        to_tsvector('portal', t.d) AS d
) AS v;

INSERT INTO practice_bankword (word)
SELECT word FROM ts_stat('SELECT words FROM practice_banktext') WHERE word ~ '^[[:alpha:]]{4,40}$'
ON CONFLICT DO NOTHING;

SELECT setval(pg_get_serial_sequence('practice_practice', 'id'), (SELECT max(id) FROM practice_practice));
SELECT setval('practice_reference', (SELECT max(id) FROM practice_practice));
