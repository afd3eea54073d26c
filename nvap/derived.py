"""What follows from the answers on one action: scores, gap, promising practice, what is still missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from nvap.conditions import Facts
from nvap.form_spec import FormSpec, QuestionSpec, spec
from nvap.models import Response
from nvap.vocab import QuestionRole

WITHOUT_ACTION = (QuestionRole.NOT_APPLICABLE, QuestionRole.NOT_APPLICABLE_REASON)
"""What is still asked when the action does not apply to the force."""


@dataclass(frozen=True)
class Derived:
    """What the columns of a response and its gap and practice rows say; `missing`: questions still to be answered."""

    scores: dict[str, int]
    not_applicable: bool
    has_gap: bool
    gap_text: str
    has_practice: bool
    practice_text: str
    willing_to_share: bool
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """One action's answers with what conditions may look at beside them."""

    spec: FormSpec
    code: str
    answers: Mapping[str, Any]
    last: Mapping[str, Any] = field(default_factory=dict)
    last_scores: Mapping[str, int] = field(default_factory=dict)
    evidence: int = 0

    @cached_property
    def facts(self) -> Facts:
        """What conditions are asked about."""
        return Facts(
            answers=self.answers,
            scores=self.spec.scores(self.answers),
            last_answers=self.last,
            last_scores=self.last_scores,
            evidence=self.evidence,
        )

    @cached_property
    def questions(self) -> Sequence[QuestionSpec]:
        """The form's questions about this action."""
        return self.spec.questions_of(self.code)

    @cached_property
    def asked(self) -> Sequence[QuestionSpec]:
        """The questions that these answers let the form ask about this action."""
        facts, applies_not = self.facts, self.applies_not()
        return [
            question
            for question in self.questions
            if (not applies_not or question.role in WITHOUT_ACTION) and question.shown(facts)
        ]

    def applies_not(self) -> bool:
        """Whether the force says that the action does not apply to it."""
        question = self.spec.by_role(QuestionRole.NOT_APPLICABLE)
        return question is not None and _yes(self.answers.get(question.code))

    def derive(self) -> Derived:
        """Everything that follows; answers to questions that are not asked any more are kept but say nothing."""
        facts, asked = self.facts, self.asked
        codes = {question.code for question in asked}
        said = {question.role: self.answers.get(question.code) for question in asked if question.role}
        return Derived(
            scores={code: score for code, score in facts.scores.items() if code in codes},
            not_applicable=self.applies_not(),
            has_gap=_yes(said.get(QuestionRole.GAP)),
            gap_text=said.get(QuestionRole.GAP_TEXT) or "",
            has_practice=_yes(said.get(QuestionRole.PRACTICE)),
            practice_text=said.get(QuestionRole.PRACTICE_TEXT) or "",
            willing_to_share=_yes(said.get(QuestionRole.SHARE)),
            missing=tuple(q.code for q in asked if q.code not in self.answers and q.must_be_answered(facts)),
        )


def answered(response: Response, *, evidence: int = 0) -> Answered:
    """The answers of this response, beside those of the last round that it was carried from."""
    last = response.carried_from
    return Answered(
        spec=spec(response.ret.round.form),
        code=response.action_version.code,
        answers=response.answers,
        last=last.answers if last is not None else {},
        last_scores=last.scores if last is not None else {},
        evidence=evidence,
    )


def _yes(value: Any) -> bool:
    return value is True or value == "yes"
