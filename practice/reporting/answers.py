"""Answers to a call's own questions, over the examples of a report: counts per choice, figures of numbers, texts."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils.translation import gettext as _

from practice.actions.questions import current_form
from practice.models import CallAnswer, CallForm, CallQuestion, Practice
from practice.reporting import counting
from practice.reporting.asked import Asked
from vkpp.core.models import Marking

TEXTS = (CallQuestion.Kind.TEXT, CallQuestion.Kind.LONG_TEXT)


@dataclass(frozen=True)
class Answered:
    """A question: how many examples it was asked of and answered in, how often each choice was made, or the numbers."""

    question: CallQuestion
    asked: int
    answered: int
    choices: Mapping[str, int] = field(default_factory=dict)
    numbers: tuple[int, int, int] | None = None

    @property
    def is_text(self) -> bool:
        """Whether its answers are texts to read."""
        return self.question.kind in TEXTS


def questions(asked: Asked) -> list[CallQuestion]:
    """The questions of the call that the report is about, as they stand last; none without a call."""
    if asked.call is None:
        return []
    form: CallForm = current_form(asked.call)
    return list(form.questions.select_related("shown_when"))


def find(user: Any, asked: Asked) -> list[Answered]:
    """What was answered to each question."""
    rows = questions(asked)
    found = []
    for question in rows:
        answers = given(user, asked, question)
        total = _asked_of(user, asked, question).count()
        if question.kind in TEXTS:
            found.append(Answered(question, total, answers.count()))
            continue
        values = answers.values_list("value").annotate(n=models.Count("pk")).order_by()
        found.append(_counted(question, total, Counter(dict(values))))
    return found


def _counted(question: CallQuestion, asked: int, values: "Counter[str]") -> Answered:
    if question.kind == CallQuestion.Kind.NUMBER:
        numbers = sorted(int(value) for value in values.elements() if value.lstrip("-").isdigit())
        middle = (numbers[0], numbers[(len(numbers) - 1) // 2], numbers[-1]) if numbers else None
        return Answered(question, asked, values.total(), numbers=middle)
    chosen: Counter[str] = Counter()
    for value, n in values.items():
        for line in value.split("\n"):
            chosen[line] += n
    known = _choices(question)
    choices = {label: chosen.pop(value, 0) for value, label in known.items()}
    return Answered(question, asked, values.total(), choices={**choices, **chosen})


def _choices(question: CallQuestion) -> dict[str, str]:
    if question.kind == CallQuestion.Kind.YES_NO:
        return {"yes": _("Yes"), "no": _("No")}
    return {option: option for option in question.options}


def given(user: Any, asked: Asked, question: CallQuestion) -> "models.QuerySet[CallAnswer]":
    """The answers to a question in the examples of the report, where it applies."""
    rows = CallAnswer.objects.filter(question=question, practice__in=_asked_of(user, asked, question).values("pk"))
    return rows.exclude(value="")


def texts(user: Any, asked: Asked, question: CallQuestion) -> "models.QuerySet[CallAnswer]":
    """The texts of a question with their examples, newest first; what is marked sensitive is read in the example alone."""
    rows = given(user, asked, question).exclude(practice__marking=Marking.OFFICIAL_SENSITIVE)
    return rows.select_related("practice__force").order_by("-practice__sending__sent_at", "-practice")


def _asked_of(user: Any, asked: Asked, question: CallQuestion) -> "models.QuerySet[Practice]":
    """The examples of the report that were asked this question: of its form, and with the answers it hangs on.

    What its authors have taken up again is theirs until they send it: staff are not told how it is answered meanwhile.
    """
    sent = counting.sent(user, asked)
    rows = Practice.objects.visible_to(user).filter(pk__in=sent.values("practice"), form=question.form)
    return rows.filter(_applies(question))


def _applies(question: CallQuestion) -> Q:
    above = question.shown_when
    if above is None:
        return Q()
    lines = Func(F("value"), Value("\n"), function="string_to_array", output_field=ArrayField(models.TextField()))
    said = CallAnswer.objects.filter(practice=OuterRef("pk"), question=above).annotate(lines=lines)
    return Q(Exists(said.filter(Q(("lines__contains", [question.shown_when_answer]))))) & _applies(above)
