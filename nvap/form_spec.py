"""A form version as plain values: read once, kept while the process lives if the form is fixed, no queries afterwards.

`spec(form)` is what the answer page, checks, workbook, API and summaries read; none of them reads the rows themselves.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Prefetch

from nvap import conditions
from nvap.conditions import Facts
from nvap.models import FormSection, FormVersion, Question
from nvap.vocab import PlanState
from vkpp.core import remembered

MOST_KEPT = 64
_kept: dict[tuple[int, dt.datetime | None], "FormSpec"] = {}


@dataclass(frozen=True)
class OptionSpec:
    """One answer to choose; levels have a score."""

    value: str
    label: str
    hint: str
    score: int | None


@dataclass(frozen=True)
class QuestionSpec:
    """One question, with its options in order; `section` is the code of its section."""

    code: str
    label: str
    hint: str
    kind: str
    role: str
    limit: int
    required: bool
    required_when: Mapping[str, Any]
    shown_when: Mapping[str, Any]
    only_actions: tuple[str, ...]
    summarised: bool
    section: str
    options: tuple[OptionSpec, ...]

    def asked_of(self, action_code: str) -> bool:
        """Whether the question is asked about this action at all."""
        return not self.only_actions or action_code in self.only_actions

    def shown(self, facts: Facts) -> bool:
        """Whether the other answers let the question be asked."""
        return conditions.holds(self.shown_when, facts)

    def must_be_answered(self, facts: Facts) -> bool:
        """Whether an answer is incomplete without it."""
        if not self.shown(facts):
            return False
        return self.required or (bool(self.required_when) and conditions.holds(self.required_when, facts))

    def score_of(self, value: Any) -> int | None:
        """The score of the chosen level, or None."""
        return next((option.score for option in self.options if option.value == value), None)

    def label_of(self, value: Any) -> str:
        """What the form calls a chosen value; the value itself when no option has it."""
        return next((option.label for option in self.options if option.value == value), str(value))


@dataclass(frozen=True)
class SectionSpec:
    """A group of questions."""

    code: str
    title: str
    hint: str
    questions: tuple[QuestionSpec, ...]


@dataclass(frozen=True)
class RuleSpec:
    """A check: when its condition holds, `message` says what to do; `pk` is the row that findings point to."""

    pk: int
    code: str
    severity: str
    condition: Mapping[str, Any]
    message: str
    only_actions: tuple[str, ...]

    def asked_of(self, action_code: str) -> bool:
        """Whether the rule looks at this action."""
        return not self.only_actions or action_code in self.only_actions


@dataclass(frozen=True)
class FormSpec:
    """A whole form version."""

    pk: int
    code: str
    title: str
    sections: tuple[SectionSpec, ...]
    rules: tuple[RuleSpec, ...]

    @cached_property
    def questions(self) -> dict[str, QuestionSpec]:
        """All questions by code, in the order of the form."""
        return {question.code: question for section in self.sections for question in section.questions}

    @cached_property
    def summarised(self) -> tuple[str, ...]:
        """Codes of the levels that benchmarking summarises."""
        return tuple(question.code for question in self.questions.values() if question.summarised)

    @cached_property
    def weighs_evidence(self) -> bool:
        """Whether the evidence beside an answer decides what is asked or must be answered."""
        asked = [when for one in self.questions.values() for when in (one.shown_when, one.required_when)]
        return any(map(conditions.weighs_evidence, asked))

    def questions_of(self, action_code: str) -> list[QuestionSpec]:
        """The questions asked about this action, in order."""
        return [question for question in self.questions.values() if question.asked_of(action_code)]

    def sections_of(self, action_code: str) -> list[tuple[SectionSpec, list[QuestionSpec]]]:
        """The sections that ask something about this action, each with those questions."""
        asked = (
            (section, [question for question in section.questions if question.asked_of(action_code)])
            for section in self.sections
        )
        return [(section, questions) for section, questions in asked if questions]

    def rules_of(self, action_code: str) -> list[RuleSpec]:
        """The checks of this action."""
        return [rule for rule in self.rules if rule.asked_of(action_code)]

    def by_role(self, role: str) -> QuestionSpec | None:
        """The question that has this role, or None."""
        return next((question for question in self.questions.values() if question.role == role), None)

    def scores(self, answers: Mapping[str, Any]) -> dict[str, int]:
        """Question code → score of the level chosen in these answers."""
        found = ((code, question.score_of(answers.get(code))) for code, question in self.questions.items())
        return {code: score for code, score in found if score is not None}


@remembered.for_seconds(20)
def form_of(pk: int) -> FormVersion:
    """The form with this number. Only to be read: what a round asks is fixed."""
    return FormVersion.objects.get(pk=pk)


def spec(form: FormVersion) -> FormSpec:
    """The form as plain values; three queries the first time, none afterwards for a form that is fixed."""
    if form.state != PlanState.PUBLISHED:
        return _read(form)
    key = (form.pk, form.fixed_at)
    if key not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = _read(form)
    return _kept[key]


def _read(form: FormVersion) -> FormSpec:
    ordered = Question.objects.prefetch_related("options")
    sections = FormSection.objects.filter(form_id=form.pk).prefetch_related(Prefetch("questions", ordered))
    return FormSpec(
        pk=form.pk,
        code=form.code,
        title=form.title,
        sections=tuple(
            SectionSpec(row.code, row.title, row.hint, _questions(row.code, row.questions.all())) for row in sections
        ),
        rules=tuple(
            RuleSpec(row.pk, row.code, row.severity, row.condition, row.message, tuple(row.only_actions))
            for row in form.rules.all()
        ),
    )


def _questions(section: str, rows: Iterable[Question]) -> tuple[QuestionSpec, ...]:
    return tuple(
        QuestionSpec(
            code=row.code,
            label=row.label,
            hint=row.hint,
            kind=row.kind,
            role=row.role,
            limit=row.limit,
            required=row.required,
            required_when=row.required_when,
            shown_when=row.shown_when,
            only_actions=tuple(row.only_actions),
            summarised=row.summarised,
            section=section,
            options=tuple(
                OptionSpec(option.value, option.label, option.hint, option.score) for option in row.options.all()
            ),
        )
        for row in rows
    )
