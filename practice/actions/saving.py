"""Saving answers: the difference only, against the version the person saw, so that nobody's text is lost."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from practice import cleaning, people
from practice.actions import theory
from practice.actions.held import hold
from practice.fields import FIELDS
from practice.models import CallAnswer, CallQuestion, Practice, PracticeRevision
from practice.theory import shape, store, vocab
from practice.vocab import PracticeState
from practice.workflow import PRACTICE
from vkpp.core import audit, page_version, plain_text
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.page_version import PageVersion

EDITABLE = (PracticeState.DRAFT, PracticeState.RETURNED)
QUESTION = "question-"
Source = PracticeRevision.Source


@transaction.atomic
def save(
    *,
    practice: Practice,
    values: Mapping[str, Any],
    version: PageVersion | int | None,
    by: Any,
    source: str = Source.FORM,
) -> Practice:
    """Store `values` (field → value, `question-<code>` → text) in one go or not at all.

    `version` is the one the person saw; None asks for no comparison. What somebody else changed since stays where this
    person left it as it was, and merges where only one of the two changed it; otherwise Conflict, whose `current` holds
    the others' values and the version now. The version of a page is brought up to date.
    """
    hold(practice)
    check_may_change(practice, by, source)
    questions = {f"{QUESTION}{row.code}": row for row in practice.form.questions.all()}
    before = stored_values(practice, questions, theory=any(map(vocab.is_name, values)))
    cleaned = cleaned_values(values, before, questions)
    changed = {name: value for name, value in cleaned.items() if not _same(name, before[name], value)}
    page = page_version.of(version)
    shown = page_version.shown(page, practice, _("There is no version %(version)s of this example yet."))
    merged = page_version.merge(changed, before, shown, _same)
    if merged.contested:
        raise Conflict(
            _("These answers were changed since you opened them. Compare the two versions and choose."),
            {**merged.contested, "version": practice.version},
        )
    changed = _settled(before, merged.own)
    if changed:
        _write(practice, changed, before, questions, by, source)
    if page is not None:
        page.saved(cleaned.keys() - merged.left, practice.version, alone=not shown)
    return practice


def note_stage(*, practice: Practice, stage: str, by: Any) -> None:
    """Write down how far the example has been tested, as staff know it; belongs in a transaction that holds its row."""
    if practice.stage != stage:
        before = stored_values(practice, {})
        _write(practice, {"stage": stage}, before, {}, by, Source.FORM)


def check_may_change(practice: Practice, by: Any, source: str = Source.FORM) -> None:
    """Who may change the answers, and in which states; an import keeps what it imported in step."""
    imports = source == Source.IMPORT and practice.owner_id is None and people.may_keep_register(by)
    if not imports and not people.may_edit(by, practice):
        raise NotAllowed(_("Only the owner and co-authors who may edit can change this example."))
    if practice.state not in (*EDITABLE, *((PracticeState.PUBLISHED,) if imports else ())):
        raise Conflict(
            _(
                "This example is now “%(state)s” and can no longer be changed. "
                "Your text was not saved: copy what you need from this page."
            )
            % {"state": PRACTICE.state(practice.state).public_label},
            {"state": practice.state},
        )


def stored_values(practice: Practice, questions: Mapping[str, CallQuestion], *, theory: bool = False) -> dict[str, Any]:
    """Every answer as stored, by the names that `save` takes; those of the theory of change when asked for."""
    answers = dict(CallAnswer.objects.filter(practice=practice).values_list("question_id", "value"))
    own = {name: getattr(practice, name) for name in FIELDS}
    drawn = shape.answers_of(store.load(practice)) if theory else {}
    return own | drawn | {name: answers.get(question.pk, "") for name, question in questions.items()}


def _same(name: str, old: Any, new: Any) -> bool:
    return shape.same(name, old, new) if vocab.is_name(name) else bool(old == new)


def _settled(before: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """What is written: of the theory of change also what follows from a box that goes."""
    drawn = {name: value for name, value in changed.items() if vocab.is_name(name)}
    rest = {name: value for name, value in changed.items() if name not in drawn}
    return rest | shape.settled({name: before[name] for name in vocab.NAMES}, drawn) if drawn else rest


def cleaned_values(
    values: Mapping[str, Any], before: Mapping[str, Any], questions: Mapping[str, CallQuestion]
) -> dict[str, Any]:
    """`values` as they would be stored, or Invalid with a sentence for each that cannot be."""
    cleaned: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, value in values.items():
        try:
            if name in questions:
                cleaned[name] = cleaning.answer(questions[name], value)
            elif name in FIELDS or vocab.is_name(name):
                cleaned[name] = cleaning.clean(name, value, before[name])
            else:
                errors[name] = [_("There is no question “%(name)s” in this example.") % {"name": name[:60]}]
        except plain_text.Refused as refusal:
            errors[name] = [str(refusal)]
    if errors:
        raise Invalid(errors)
    return cleaned


def _write(
    practice: Practice,
    changed: Mapping[str, Any],
    before: Mapping[str, Any],
    questions: Mapping[str, CallQuestion],
    by: Any,
    source: str,
) -> None:
    columns = [name for name in changed if name in FIELDS]
    for name in columns:
        setattr(practice, name, changed[name])
    practice.version += 1
    practice.save(update_fields=[*columns, "version", "updated_at"])
    for name, value in changed.items():
        if name in questions:
            CallAnswer.objects.update_or_create(practice=practice, question=questions[name], defaults={"value": value})
    if any(map(vocab.is_name, changed)):
        theory.write(practice=practice, theory=shape.built({**before, **changed}))
    PracticeRevision.objects.create(
        practice=practice,
        version=practice.version,
        by=by,
        source=source,
        changes={name: [before[name], value] for name, value in changed.items()},
    )
    audit.record(
        by=by,
        verb="practice.save",
        target=practice,
        after={"version": practice.version, "fields": sorted(changed), "source": source},
    )
