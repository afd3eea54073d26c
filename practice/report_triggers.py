"""The triggers by which the database keeps what reports count (practice.models.report) in step with the examples."""

import pgtrigger

KEEP = """
    IF NEW.submitted_at IS NULL OR (TG_OP = 'UPDATE' AND
        ROW(NEW.submitted_at, NEW.state, NEW.call_id, NEW.force_id, NEW.categories, NEW.strands)
        IS NOT DISTINCT FROM
        ROW(OLD.submitted_at, OLD.state, OLD.call_id, OLD.force_id, OLD.categories, OLD.strands)) THEN
        RETURN NULL;
    END IF;
    INSERT INTO practice_sentexample (
        practice_id, call_id, force_id, state, imported, sent_at, due_at, outcome, categories, strands, rating)
    VALUES (NEW.id, NEW.call_id, NEW.force_id, NEW.state, NEW.import_key IS NOT NULL, NEW.submitted_at,
        CASE WHEN NEW.state = 'submitted' THEN NEW.due_at END, '', NEW.categories, NEW.strands, '')
    ON CONFLICT (practice_id) DO UPDATE SET call_id = NEW.call_id, force_id = NEW.force_id, state = NEW.state;
    UPDATE practice_sentexample SET categories = NEW.categories, strands = NEW.strands
    WHERE practice_id = NEW.id
        AND NOT EXISTS (SELECT FROM practice_bankentry entry WHERE entry.practice_id = NEW.id)
        AND ROW(categories, strands) IS DISTINCT FROM ROW(NEW.categories, NEW.strands);
    IF TG_OP = 'UPDATE' AND OLD.state = 'submitted' AND NEW.state IN (
        'returned', 'taken_forward', 'not_taken_forward', 'published') THEN
        UPDATE practice_sentexample SET
            triaged_at = coalesce(triaged_at, clock_timestamp()),
            outcome = CASE NEW.state WHEN 'returned' THEN outcome WHEN 'not_taken_forward' THEN NEW.state
                ELSE 'taken_forward' END
        WHERE practice_id = NEW.id;
    END IF;
    RETURN NULL;
"""
"""A change of an example that was sent in: its row follows; leaving the queue of triage is noted with its time.

Its categories and strands follow until it is published; from then on they are those of the publication.
"""

PUBLISHED = """
    UPDATE practice_sentexample SET rating = NEW.rating, categories = NEW.categories, strands = NEW.strands
    WHERE practice_id = NEW.practice_id
        AND ROW(rating, categories, strands) IS DISTINCT FROM ROW(NEW.rating, NEW.categories, NEW.strands);
    RETURN NULL;
"""
"""A publication: rating, categories and strands follow what is published."""

STALE = """
    INSERT INTO practice_reportstale (call_id, month)
    VALUES (NEW.call_id, date_trunc('month', NEW.sent_at AT TIME ZONE 'Europe/London')::date);
    IF TG_OP = 'UPDATE' AND OLD.call_id <> NEW.call_id THEN
        INSERT INTO practice_reportstale (call_id, month)
        VALUES (OLD.call_id, date_trunc('month', OLD.sent_at AT TIME ZONE 'Europe/London')::date);
    END IF;
    RETURN NULL;
"""
"""A counted row changed: the tallies of its call and month are to be made anew. Rows are only added, so nobody waits."""

KEPT = pgtrigger.Trigger(
    name="practice_counted", when=pgtrigger.After, operation=pgtrigger.Insert | pgtrigger.Update, func=KEEP
)
PUBLISHED_COUNTED = pgtrigger.Trigger(
    name="bank_entry_counted",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("rating", "categories", "strands"),  # type: ignore[no-untyped-call]  # pgtrigger says no types
    func=PUBLISHED,
)
STALE_TALLY = pgtrigger.Trigger(
    name="sent_example_tallied", when=pgtrigger.After, operation=pgtrigger.Insert | pgtrigger.Update, func=STALE
)
