"""What must be filled or checked before an example goes on; one rule, one function, one sentence."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from practice.fields import FIELDS
from practice.models import EvidenceLink, TriageCheck
from practice.vocab import RatingValue


def missing_for_submission(practice: Any) -> Mapping[str, list[str]]:
    """What the authors still have to fill before sending: field → sentences."""
    errors = {
        name: [str(field.required)] for name, field in FIELDS.items() if field.required and _empty(practice, name)
    }
    if practice.started and practice.ended and practice.ended < practice.started[: len(practice.ended)]:
        errors["ended"] = [_("The end cannot be before the start.")]
    for question in unanswered_questions(practice):
        errors[f"question-{question.code}"] = [
            _("Answer this question of the call: %(text)s") % {"text": question.text}
        ]
    return errors


def _empty(practice: Any, name: str) -> bool:
    value = getattr(practice, name)
    return value is None or value in ("", [])


def questions_to_show(practice: Any) -> list[Any]:
    """The call's own questions that apply, given the answers so far: what hangs on one that does not apply, does not."""
    answers = dict(practice.call_answers.values_list("question_id", "value"))
    applying: dict[int, Any] = {}
    for question in practice.form.questions.all():
        above = question.shown_when_id
        if above is None or (above in applying and question.shown_when_answer in answers.get(above, "").split("\n")):
            applying[question.pk] = question
    return list(applying.values())


def answers_that_apply(practice: Any) -> list[tuple[str, str, str]]:
    """Code, words and answer of each question of the call that was answered and still applies, in order.

    What was answered before the question it hangs on was answered otherwise is kept, but read by nobody.
    """
    columns = ("pk", "code", "text", "shown_when_id", "shown_when_answer")
    rows = practice.call_answers.order_by("question__order", "question_id")
    kept: dict[int, str] = {}
    found = []
    for value, pk, code, text, above, answer in rows.values_list("value", *(f"question__{name}" for name in columns)):
        if above is None or answer in kept.get(above, "").split("\n"):
            kept[pk] = value
            if value:
                found.append((code, text, value))
    return found


def unanswered_questions(practice: Any) -> list[Any]:
    """Required questions of the call that apply and have no answer."""
    answered = set(practice.call_answers.exclude(value="").values_list("question_id", flat=True))
    return [question for question in questions_to_show(practice) if question.required and question.pk not in answered]


def missing_for_taking_forward(practice: Any) -> Mapping[str, list[str]]:
    """Which checks of triage are still to be done on this version of the example."""
    done = set(practice.checks.filter(of_version=practice.version).values_list("kind", flat=True))
    open_checks = [str(kind.label) for kind in TriageCheck.Kind if kind.value not in done]
    if not open_checks:
        return {}
    return {"checks": [_("Do these checks first: %(checks)s.") % {"checks": ", ".join(open_checks).lower()}]}


def evidence_missing(practice: Any, rating: str) -> Mapping[str, list[str]]:
    """*Works* stands on an independent evaluation, *promising* at least on a local one."""
    kinds = set(practice.evidence.values_list("kind", flat=True))
    independent, local = EvidenceLink.Kind.INDEPENDENT in kinds, EvidenceLink.Kind.LOCAL in kinds
    if rating == RatingValue.WORKS and not independent:
        return {"overall": [_("“Works” needs an independent evaluation. Link one first, or choose another rating.")]}
    if rating == RatingValue.PROMISING and not (independent or local):
        return {
            "overall": [
                _("“Promising” needs a local or independent evaluation. Link one first, or choose another rating.")
            ]
        }
    return {}
