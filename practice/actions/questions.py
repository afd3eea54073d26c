"""A call's own questions: a list of rows, replaced as a whole while nobody can have answered, then frozen."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from practice.models import Call, CallForm, CallQuestion
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit, plain_text
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.held import check_version, hold_row

MOST = 40
WITH_OPTIONS = (CallQuestion.Kind.ONE_OF, CallQuestion.Kind.SOME_OF)
CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")
ROW = ("code", "kind", "text", "hint", "options", "required", "shown_when", "shown_when_answer")


def current_form(call: Call) -> CallForm:
    """The newest version of the call's questions."""
    return call.forms.order_by("-version").first() or CallForm.objects.create(call=call, version=1)


@transaction.atomic
def form_to_answer(*, call: Call) -> CallForm:
    """The version that new examples answer; from now on it is frozen."""
    form = current_form(call)
    if form.frozen_at is None and CallForm.objects.filter(pk=form.pk, frozen_at=None).update(frozen_at=timezone.now()):
        form.refresh_from_db(fields=["frozen_at"])
    return form


def freeze_opened() -> int:
    """Freeze the questions of every call that has opened; returns how many. Run by beat, harmless to repeat."""
    opened = Call.objects.filter(state=Call.State.ANNOUNCED, opens_at__lte=timezone.now())
    return CallForm.objects.filter(call__in=opened, frozen_at=None).update(frozen_at=timezone.now())


def rows_of(form: CallForm) -> list[dict[str, Any]]:
    """The questions as `set_questions` takes them."""
    questions = form.questions.select_related("shown_when")
    return [
        {
            "code": question.code,
            "kind": question.kind,
            "text": question.text,
            "hint": question.hint,
            "options": list(question.options),
            "required": question.required,
            "shown_when": question.shown_when.code if question.shown_when else "",
            "shown_when_answer": question.shown_when_answer,
        }
        for question in questions
    ]


@transaction.atomic
def set_questions(
    *, call: Call, questions: Sequence[Mapping[str, Any]], version: int | None = None, by: Any
) -> CallForm:
    """Replace the call's own questions, in this order. Impossible once the call has opened.

    `version` is that of the call whose questions the person saw. A row holds code, kind, text, hint, options, required,
    shown_when (the code of an earlier question) and the answer of that question which makes this one appear.
    """
    if by is not None and not nationally(by, Permission.CALLS_MANAGE):
        raise NotAllowed(_("Only VKPP administrators manage calls for practice."))
    hold_row(call)
    check_version(call, version)
    if call.has_opened:
        raise Conflict(_("This call has opened, so its questions are frozen. Make a new call for other questions."))
    rows = clean_rows(questions)
    form = current_form(call)
    before = rows_of(form)
    if form.frozen_at is not None:
        form = CallForm.objects.create(call=call, version=form.version + 1)
    else:
        form.questions.all().delete()
    made: dict[str, CallQuestion] = {}
    for order, row in enumerate(rows):
        values = {**row, "shown_when": made.get(row["shown_when"])}
        made[row["code"]] = CallQuestion.objects.create(form=form, order=order, **values)
    call.version += 1
    call.save(update_fields=["version"])
    audit.record(
        by=by,
        verb="call.set_questions",
        target=call,
        before={"questions": before},
        after={"questions": rows, "version": form.version},
    )
    return form


def clean_rows(questions: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows with everything filled, or Invalid; errors are named `<row>-<column>`, rows counted from 0."""
    if len(questions) > MOST:
        raise Invalid({"": [_("A call can ask at most %(most)s questions of its own.") % {"most": MOST}]})
    rows: list[dict[str, Any]] = []
    errors: dict[str, list[str]] = {}
    for place, given in enumerate(questions):
        row, wrong = _clean_row(given, rows)
        rows.append(row)
        errors |= {f"{place}-{column}": [sentence] for column, sentence in wrong.items()}
    if errors:
        raise Invalid(errors)
    return rows


def _clean_row(given: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], dict[str, str]]:
    wrong: dict[str, str] = {}
    row: dict[str, Any] = {"kind": str(given.get("kind", "")), "required": bool(given.get("required"))}
    for name, label, limit in (
        ("text", _("The question"), 300),
        ("hint", _("The hint"), 500),
        ("shown_when_answer", _("The answer"), 160),
    ):
        try:
            row[name] = plain_text.text(given.get(name) or "", label, limit, one_line=True)
        except plain_text.Refused as refusal:
            row[name], wrong[name] = "", str(refusal)
    row["code"] = str(given.get("code") or "") or _free_code(row["text"], earlier)
    row["options"] = _options(given.get("options") or (), wrong) if row["kind"] in WITH_OPTIONS else []
    row["shown_when"] = str(given.get("shown_when") or "")
    if row["kind"] not in CallQuestion.Kind.values:
        wrong["kind"] = _("Choose the kind of answer.")
    if not row["text"] and "text" not in wrong:
        wrong["text"] = _("Enter the question.")
    if not CODE.fullmatch(row["code"]) or any(row["code"] == other["code"] for other in earlier):
        wrong["code"] = _("The code must be short, in small letters and used once.")
    _check_condition(row, earlier, wrong)
    return row, wrong


def _check_condition(row: dict[str, Any], earlier: Sequence[Mapping[str, Any]], wrong: dict[str, str]) -> None:
    if not row["shown_when"]:
        row["shown_when_answer"] = ""
        return
    leader = next((other for other in earlier if other["code"] == row["shown_when"]), None)
    if leader is None:
        wrong["shown_when"] = _("Choose an earlier question of this call.")
        return
    answers = ["yes", "no"] if leader["kind"] == CallQuestion.Kind.YES_NO else leader["options"]
    if answers and row["shown_when_answer"] not in answers:
        wrong["shown_when_answer"] = _("Choose one of the answers of that question: %(answers)s.") % {
            "answers": ", ".join(answers)
        }
    elif not row["shown_when_answer"]:
        wrong["shown_when_answer"] = _("Enter the answer that makes this question appear.")


def _options(given: Sequence[Any], wrong: dict[str, str]) -> list[str]:
    options: list[str] = []
    for item in given:
        try:
            options.append(plain_text.text(item, _("An option"), 160, one_line=True))
        except plain_text.Refused as refusal:
            wrong["options"] = str(refusal)
    options = [option for option in dict.fromkeys(options) if option]
    if len(options) < 2:
        wrong.setdefault("options", _("Give at least two options, one a line."))
    return options


def _free_code(text: str, earlier: Sequence[Mapping[str, Any]]) -> str:
    base = slugify(text)[:30].strip("-") or "question"
    base = base if base[0].isalpha() else f"q-{base}"
    taken = {other["code"] for other in earlier}
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, MOST + 2))) if code not in taken)
