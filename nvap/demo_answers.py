"""Plausible made-up answers of a force: seeded, so that the same force says the same thing every time.

Forces differ in strength, actions in difficulty, and both grow a little from round to round; impact lags behind
implementation. Every text says that it is a demonstration.
"""

import random
from collections.abc import Iterable
from typing import Any

from nvap.conditions import Facts
from nvap.form_spec import QuestionSpec
from nvap.vocab import QuestionKind, QuestionRole

DOING = (
    "Supervisors look at vulnerability in every daily meeting and record what they decided.",
    "The control room asks the same five questions on every call and marks repeat callers.",
    "A joint desk with health and social care works on weekdays; nights are covered by phone.",
    "Training has reached response and neighbourhood teams; investigators follow next quarter.",
    "A quality team reads forty records a month and tells each area what it found.",
    "Local leads meet monthly under a superintendent; actions are tracked to an end.",
    "Officers carry a short guide on their phones and can ring a specialist at any hour.",
    "A survey of victims runs twice a year; results go to the force's vulnerability board.",
)
PLANS = (
    "Extend the joint desk to weekends by the spring.",
    "Give every new sergeant a day with the specialist team.",
    "Test the new risk tool in two districts before the whole force uses it.",
    "Publish a monthly picture of repeat victims to area commanders.",
    "Agree with partners one form for referral and one day on which it is looked at.",
)
GAPS = (
    "Night shifts have nobody to ask, so decisions wait until the morning.",
    "Two of six districts have not been trained since the last return.",
    "We cannot say from our data whether people are safer afterwards.",
    "Referrals to partners are made, but nothing comes back to the officer.",
    "Guidance is long and hard to find on a phone.",
)
PRACTICES = (
    "Call handlers and a mental health nurse sit at one desk and share what they know.",
    "Officers film a short account of the victim's words, with consent, for the case file.",
    "A volunteer rings back everybody who reported harassment within three days.",
    "Teams review one case a week in which nothing was noticed at first.",
    "A single page for supervisors shows who is waiting for a decision.",
)
REASONS = ("This force has no such function; a neighbouring force provides it for us.",)
DEMONSTRATION = "Demonstration: "
TEXTS: dict[str, tuple[str, ...]] = {
    QuestionRole.NARRATIVE: DOING,
    QuestionRole.GAP_TEXT: GAPS,
    QuestionRole.PRACTICE_TEXT: PRACTICES,
    QuestionRole.NOT_APPLICABLE_REASON: REASONS,
}


class Voice:
    """How one force answers: its strength, and its own stream of chance."""

    def __init__(self, force: str, number: float) -> None:
        self.force, self.number = force, number
        self.strength = _chance("strength", force).gauss(0, 0.6)

    def answers(self, action: str, questions: Iterable[QuestionSpec]) -> dict[str, Any]:
        """Answers to `questions` about one action (code of its lineage); what stays hidden after them is left out."""
        lasting, now = _chance(self.force, action), _chance(self.force, action, self.number)
        hard = _chance("action", action).uniform(-0.7, 0.7)
        level = 1.4 + self.strength - hard + lasting.gauss(0, 0.6) + 0.45 * self.number + now.gauss(0, 0.35)
        said = _Said(now, level, applies=lasting.random() > 0.008)
        for question in sorted(questions, key=lambda asked: asked.role != QuestionRole.NOT_APPLICABLE):
            said.hear(question)
        return said.answers


def _chance(*seed: object) -> random.Random:
    return random.Random(" ".join(str(part) for part in seed))  # noqa: S311 - chance for a demonstration


class _Said:
    """One action's answers as they come about, question after question."""

    def __init__(self, draw: random.Random, level: float, *, applies: bool) -> None:
        self.draw, self.level, self.scales = draw, level, 0
        self.answers: dict[str, Any] = {}
        self.scores: dict[str, int] = {}
        self.roles: dict[str, bool] = {
            QuestionRole.GAP: draw.random() < (0.5 if level < 1.5 else 0.22 if level < 2.5 else 0.05),
            QuestionRole.PRACTICE: draw.random() < (0.45 if level > 2.6 else 0.18 if level > 1.6 else 0.04),
            QuestionRole.SHARE: draw.random() < 0.75,
            QuestionRole.NOT_APPLICABLE: not applies,
        }

    def hear(self, question: QuestionSpec) -> None:
        """Answer the question, unless the answers before hide it or there is nothing to say."""
        if not question.shown(Facts(answers=self.answers, scores=self.scores)):
            return
        value = self._value(question)
        if value is None or (question.role == QuestionRole.NOT_APPLICABLE and not value):
            return
        self.answers[question.code] = value
        score = question.score_of(value) if question.kind == QuestionKind.LEVEL else None
        if score is not None:
            self.scores[question.code] = score

    def _value(self, question: QuestionSpec) -> Any:
        kind = question.kind
        if kind == QuestionKind.LEVEL:
            return self._level(question)
        if kind == QuestionKind.YES_NO:
            return self.roles.get(question.role, self.draw.random() < 0.6)
        if kind in (QuestionKind.TEXT, QuestionKind.LINE):
            return self._text(question)
        return self._other(question)

    def _level(self, question: QuestionSpec) -> str:
        levels = sorted(question.options, key=lambda option: option.score or 0)
        high = self.level - 0.5 * min(self.scales, 1) + self.draw.gauss(0, 0.25)
        self.scales += 1
        place = round(high * (len(levels) - 1) / 4)
        return levels[max(0, min(place, len(levels) - 1))].value

    def _text(self, question: QuestionSpec) -> str | None:
        if not (question.role or question.required or question.required_when) and self.draw.random() < 0.5:
            return None
        pool = TEXTS.get(question.role, PLANS)
        count = 2 if question.role == QuestionRole.NARRATIVE else 1
        return DEMONSTRATION + " ".join(self.draw.sample(pool, count))

    def _other(self, question: QuestionSpec) -> Any:
        if question.kind == QuestionKind.ONE_OF:
            return self.draw.choice(question.options).value
        if question.kind == QuestionKind.SOME_OF:
            chosen = self.draw.sample(question.options, self.draw.randint(1, 2))
            return [option.value for option in question.options if option in chosen]
        if question.kind == QuestionKind.NUMBER:
            return self.draw.randint(5, 400)
        if question.kind == QuestionKind.RATIO:
            whole = self.draw.randint(60, 900)
            return {"n": round(whole * min(0.97, 0.25 + 0.17 * max(self.level, 0.0))), "d": whole}
        return None
