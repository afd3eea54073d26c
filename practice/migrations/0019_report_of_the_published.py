"""Reports count what is published by its published categories and strands, not by what its authors are changing."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations

FOLLOW = """
    UPDATE practice_sentexample sent SET categories = entry.categories, strands = entry.strands
    FROM practice_bankentry entry
    WHERE entry.practice_id = sent.practice_id
        AND ROW(sent.categories, sent.strands) IS DISTINCT FROM ROW(entry.categories, entry.strands)
"""


class Migration(migrations.Migration):
    dependencies = [
        ("practice", "0018_call_version"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="bankentry",
            name="bank_entry_counted",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="practice",
            name="practice_counted",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="bankentry",
            trigger=pgtrigger.compiler.Trigger(
                name="bank_entry_counted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    UPDATE practice_sentexample SET rating = NEW.rating, categories = NEW.categories, strands = NEW.strands\n    WHERE practice_id = NEW.practice_id\n        AND ROW(rating, categories, strands) IS DISTINCT FROM ROW(NEW.rating, NEW.categories, NEW.strands);\n    RETURN NULL;\n",
                    hash="33a7d720879ae17da23a2a1410b95b57efe0830d",
                    operation='INSERT OR UPDATE OF "rating", "categories", "strands"',
                    pgid="pgtrigger_bank_entry_counted_9fd1b",
                    table="practice_bankentry",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="practice",
            trigger=pgtrigger.compiler.Trigger(
                name="practice_counted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF NEW.submitted_at IS NULL OR (TG_OP = 'UPDATE' AND\n        ROW(NEW.submitted_at, NEW.state, NEW.call_id, NEW.force_id, NEW.categories, NEW.strands)\n        IS NOT DISTINCT FROM\n        ROW(OLD.submitted_at, OLD.state, OLD.call_id, OLD.force_id, OLD.categories, OLD.strands)) THEN\n        RETURN NULL;\n    END IF;\n    INSERT INTO practice_sentexample (\n        practice_id, call_id, force_id, state, imported, sent_at, due_at, outcome, categories, strands, rating)\n    VALUES (NEW.id, NEW.call_id, NEW.force_id, NEW.state, NEW.import_key IS NOT NULL, NEW.submitted_at,\n        CASE WHEN NEW.state = 'submitted' THEN NEW.due_at END, '', NEW.categories, NEW.strands, '')\n    ON CONFLICT (practice_id) DO UPDATE SET call_id = NEW.call_id, force_id = NEW.force_id, state = NEW.state;\n    UPDATE practice_sentexample SET categories = NEW.categories, strands = NEW.strands\n    WHERE practice_id = NEW.id\n        AND NOT EXISTS (SELECT FROM practice_bankentry entry WHERE entry.practice_id = NEW.id)\n        AND ROW(categories, strands) IS DISTINCT FROM ROW(NEW.categories, NEW.strands);\n    IF TG_OP = 'UPDATE' AND OLD.state = 'submitted' AND NEW.state IN (\n        'returned', 'taken_forward', 'not_taken_forward', 'published') THEN\n        UPDATE practice_sentexample SET\n            triaged_at = coalesce(triaged_at, clock_timestamp()),\n            outcome = CASE NEW.state WHEN 'returned' THEN outcome WHEN 'not_taken_forward' THEN NEW.state\n                ELSE 'taken_forward' END\n        WHERE practice_id = NEW.id;\n    END IF;\n    RETURN NULL;\n",
                    hash="0c9074df9476c3f99291fd5af06990561e78f299",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_practice_counted_03470",
                    table="practice_practice",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FOLLOW, migrations.RunSQL.noop),
    ]
