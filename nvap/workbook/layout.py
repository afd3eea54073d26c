"""The shape of a return's workbook, which making and reading share: its sheets, columns, rows and hidden marks.

A sheet per theme, named by its code ("2.1"); under a heading for each action a row per thing to fill in, the answer in
column E, the row's hidden id in column G. The hidden sheet `Portal` holds one signed mark: which return, round and form
the workbook is of, and the version of every answer in it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from nvap import cleaning
from nvap.form_spec import FormSpec, QuestionSpec
from nvap.models import Response, Return
from nvap.vocab import Provenance, QuestionKind

TEMPLATE = "vkpp-return-1"
SALT = "nvap.workbook"
COVER, LISTS, MARK = "Start here", "Lists", "Portal"
ACTION, QUESTION, GUIDANCE, LAST, ANSWER, REMARK, ROW_ID = range(1, 8)
HEADER_ROW = 3
CONFIRM = "confirm"
CHOSEN = (QuestionKind.LEVEL, QuestionKind.ONE_OF)


@dataclass(frozen=True)
class Mark:
    """What the hidden sheet says: whose workbook this is, and which versions of the answers it holds."""

    round: str
    force: str
    form: str
    versions: Mapping[str, int]
    carried: tuple[str, ...]
    made: str
    template: str = TEMPLATE


def sealed(mark: Mark) -> str:
    """The mark as the text of a cell; whoever changes it breaks the seal."""
    return signing.dumps(mark.__dict__ | {"carried": list(mark.carried)}, salt=SALT, compress=True)


def unsealed(text: str) -> Mark | None:
    """The mark of a cell's text, None when it is not one of ours or was changed."""
    try:
        values = signing.loads(text, salt=SALT)
        return Mark(**values | {"carried": tuple(values["carried"])})
    except (signing.BadSignature, TypeError, KeyError, ValueError):
        return None


@dataclass(frozen=True)
class Row:
    """One cell to fill in. `part` is empty for a whole answer, `n` or `d` for a ratio, `=value` for one of several."""

    action: str
    question: QuestionSpec | None
    part: str
    label: str
    guidance: str

    @property
    def code(self) -> str:
        """The question's code, or `confirm` for the row that confirms what was carried forward."""
        return self.question.code if self.question is not None else CONFIRM

    @property
    def id(self) -> str:
        """The hidden id of the row."""
        return "/".join(part for part in (self.action, self.code, self.part) if part)

    @property
    def choices(self) -> list[str]:
        """What can be chosen in the cell; empty when something is typed."""
        if self.question is None:
            return [_("Yes")]
        if self.question.kind in CHOSEN:
            return labels(self.question)
        if self.question.kind in (QuestionKind.YES_NO, QuestionKind.SOME_OF):
            return [_("Yes"), _("No")]
        return []


def labels(question: QuestionSpec) -> list[str]:
    """The words of its options, each once: a code stands behind words that two options share."""
    words = [option.label for option in question.options]
    return [
        f"{option.label} ({option.value})" if words.count(option.label) > 1 else option.label
        for option in question.options
    ]


def rows_of(form: FormSpec, action: str, *, carried: bool) -> Iterator[Row]:
    """Everything to fill in about an action, in the order of the form."""
    if carried:
        words = _(
            "Read the answers below. They come from the last round and do not count until somebody confirms them."
        )
        yield Row(action, None, "", _("Are these answers still right?"), words)
    for question in form.questions_of(action):
        yield from _rows(action, question)


def _rows(action: str, question: QuestionSpec) -> Iterator[Row]:
    guidance = _guidance(question)
    if question.kind == QuestionKind.RATIO:
        yield Row(action, question, "n", _("%(label)s – the number") % {"label": question.label}, guidance)
        yield Row(action, question, "d", _("%(label)s – out of") % {"label": question.label}, _("The total."))
    elif question.kind == QuestionKind.SOME_OF:
        for option, words in zip(question.options, labels(question), strict=True):
            hint = guidance if option is question.options[0] else option.hint
            yield Row(action, question, f"={option.value}", f"{question.label} – {words}", hint)
    else:
        yield Row(action, question, "", question.label, guidance)


def _guidance(question: QuestionSpec) -> str:
    lines = [question.hint] if question.hint else []
    if question.kind in CHOSEN:
        lines += [f"{option.label}: {option.hint}" for option in question.options if option.hint]
    if limit := cleaning.limit_of(question):
        lines.append(_("At most %(limit)s characters.") % {"limit": f"{limit:,}"})
    if question.kind == QuestionKind.DATE:
        lines.append(_("A date, for example 27/3/2026."))
    if question.kind == QuestionKind.SOME_OF:
        lines.append(_("Choose Yes for each that applies."))
    return "\n".join(lines)


def mark_of(ret: Return, responses: Iterable[Response], made: str) -> Mark:
    """What the workbook of these answers carries hidden."""
    versions, carried = {}, []
    for response in responses:
        versions[response.action_version.code] = response.version
        if response.provenance == Provenance.CARRIED:
            carried.append(response.action_version.code)
    return Mark(ret.round.code, ret.force.code, ret.round.form.code, versions, tuple(carried), made)


def part_of(row: Row, value: Any) -> Any:
    """What of a stored answer stands in this row's cell, None for nothing."""
    question = row.question
    if question is None or value is None:
        return None
    if question.kind == QuestionKind.RATIO:
        return value.get(row.part)
    if question.kind == QuestionKind.SOME_OF:
        return _("Yes") if row.part[1:] in value else None
    if question.kind == QuestionKind.YES_NO:
        return _("Yes") if value else _("No")
    if question.kind in CHOSEN:
        words = dict(zip((option.value for option in question.options), labels(question), strict=True))
        return words.get(value)
    return value
