"""A form version for who manages it: sections with their questions and rules, in words."""

from typing import Any

from nvap import condition_text, form_spec
from nvap.form_spec import QuestionSpec, RuleSpec
from nvap.models import FormVersion
from nvap.vocab import PlanState, QuestionKind, QuestionRole, Severity

COLOURS = {Severity.BLOCK: "red", Severity.EXPLAIN: "orange", Severity.INFORM: "blue"}


def form_page(form: FormVersion) -> dict[str, Any]:
    """The page of one form."""
    found = form_spec.spec(form)
    return {
        "form_version": form,
        "draft": form.state == PlanState.DRAFT,
        "sections": [
            {"section": section, "questions": [_question(row) for row in section.questions]}
            for section in found.sections
        ],
        "rules": [_rule(row) for row in found.rules],
        "rounds": form.rounds.all(),
        "count": len(found.questions),
    }


def _question(row: QuestionSpec) -> dict[str, Any]:
    return {
        "row": row,
        "kind": QuestionKind(row.kind).label,
        "role": QuestionRole(row.role).label if row.role else "",
        "shown_when": condition_text.write(row.shown_when),
        "required_when": condition_text.write(row.required_when),
    }


def _rule(row: RuleSpec) -> dict[str, Any]:
    severity = Severity(row.severity)
    return {
        "row": row,
        "severity": severity.label,
        "colour": COLOURS[severity],
        "condition": condition_text.write(row.condition),
    }
