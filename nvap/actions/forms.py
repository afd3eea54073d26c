"""Form versions: load one from a file, copy, change while it is a draft, fix for ever."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import file_shapes, form_files
from nvap.actions.plans import check_manager
from nvap.models import FormSection, FormVersion, Option, Question, Rule
from nvap.vocab import PlanState
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid

SECTION_FIELDS = ("title", "hint")
Edit = Callable[[dict[str, Any]], None]


def _check_draft(form: FormVersion) -> None:
    if form.state == PlanState.PUBLISHED:
        raise Conflict(
            _("“%(form)s” is used by a round and stays as it is. Copy it, and change the copy.") % {"form": form.title}
        )


@transaction.atomic
def load_form(*, data: Any, by: Any) -> FormVersion:
    """Enter a form version from a file as a draft, replacing the draft of that code."""
    check_manager(by)
    file = form_files.checked(data)
    form = FormVersion.objects.select_for_update().filter(code=file["form"]["code"]).first()
    if form is None:
        form = FormVersion(code=file["form"]["code"], created_by=by)
    else:
        _check_draft(form)
    form.title, form.note = file["form"]["title"], file["form"]["note"]
    form.save()
    _replace(form, file)
    audit.record(by=by, verb="form.import", target=form, after={"questions": len(_questions(file))})
    return form


@transaction.atomic
def copy(*, form: FormVersion, code: str, title: str, by: Any) -> FormVersion:
    """A draft that begins as a copy of `form`."""
    check_manager(by)
    if FormVersion.objects.filter(code=code).exists():
        raise Invalid({"code": [_("There is a form with this code already. Choose another.")]})
    file = {**form_files.export_form(form), "form": {"code": code, "title": title, "note": form.note}}
    return load_form(data=file, by=by)


@transaction.atomic
def change(*, form: FormVersion, edit: Edit, by: Any, what: str) -> None:
    """Let `edit` change the form's file, check the whole, and put it in place of the draft's rows."""
    check_manager(by)
    locked = FormVersion.objects.select_for_update().get(pk=form.pk)
    _check_draft(locked)
    file = form_files.export_form(locked)
    edit(file)
    file = form_files.checked(file)
    FormVersion.objects.filter(pk=form.pk).update(title=file["form"]["title"], note=file["form"]["note"])
    _replace(locked, file)
    audit.record(by=by, verb="form.change", target=locked, after={"what": what})


def mark(row: dict[str, Any] | None) -> str:
    """A short mark of what a row says now, by which a page notices that somebody else changed it meanwhile."""
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()[:16]


def _questions(file: dict[str, Any]) -> list[dict[str, Any]]:
    return [question for section in file["sections"] for question in section["questions"]]


def question_row(file: dict[str, Any], code: str) -> dict[str, Any] | None:
    """The row of a question in a form's file."""
    return next((row for row in _questions(file) if row["code"] == code), None)


def section_of(file: dict[str, Any], code: str) -> str:
    """The code of the section that a question stands in; empty for none."""
    holders = (part["code"] for part in file["sections"] if any(row["code"] == code for row in part["questions"]))
    return next(holders, "")


def rule_row(file: dict[str, Any], code: str) -> dict[str, Any] | None:
    """The row of a rule in a form's file."""
    return next((row for row in file["rules"] if row["code"] == code), None)


def _check_seen(row: dict[str, Any] | None, seen: str) -> None:
    if mark(row) != seen:
        raise Conflict(_("Somebody changed this meanwhile. Open it again, look at it, and make your change anew."))


def put_question(*, form: FormVersion, section: str, row: dict[str, Any], code: str, seen: str, by: Any) -> None:
    """Write a question in its section: a new one at the end (`code` empty), else in place of the one with `code`."""

    def edit(file: dict[str, Any]) -> None:
        old = question_row(file, code) if code else None
        if code:
            _check_seen(old, seen)
        target = next((part for part in file["sections"] if part["code"] == section), None)
        if target is None:
            raise Invalid({"section": [_("Choose a section of this form.")]})
        place = _take_out(file, code)
        if place is not None and place[0] == section:
            target["questions"].insert(place[1], row)
        else:
            target["questions"].append(row)

    change(form=form, edit=edit, by=by, what=f"question {row['code']}")


def _take_out(file: dict[str, Any], code: str) -> tuple[str, int] | None:
    for section in file["sections"]:
        for place, question in enumerate(section["questions"]):
            if question["code"] == code:
                del section["questions"][place]
                return section["code"], place
    return None


def remove_question(*, form: FormVersion, code: str, by: Any) -> None:
    """Take a question out of a draft."""
    change(form=form, edit=lambda file: _take_out(file, code) and None, by=by, what=f"question {code} removed")


def move_question(*, form: FormVersion, code: str, up: bool, by: Any) -> None:
    """Move a question one place within its section."""

    def edit(file: dict[str, Any]) -> None:
        for section in file["sections"]:
            rows = section["questions"]
            here = next((n for n, row in enumerate(rows) if row["code"] == code), None)
            if here is not None and 0 <= (other := here + (-1 if up else 1)) < len(rows):
                rows[here], rows[other] = rows[other], rows[here]
                return

    change(form=form, edit=edit, by=by, what=f"question {code} moved")


def put_rule(*, form: FormVersion, row: dict[str, Any], code: str, seen: str, by: Any) -> None:
    """Write a rule: a new one at the end (`code` empty), else in place of the one with `code`."""

    def edit(file: dict[str, Any]) -> None:
        if not code:
            file["rules"].append(row)
            return
        _check_seen(rule_row(file, code), seen)
        file["rules"] = [row if old["code"] == code else old for old in file["rules"]]

    change(form=form, edit=edit, by=by, what=f"rule {row['code']}")


def remove_rule(*, form: FormVersion, code: str, by: Any) -> None:
    """Take a rule out of a draft."""

    def edit(file: dict[str, Any]) -> None:
        file["rules"] = [row for row in file["rules"] if row["code"] != code]

    change(form=form, edit=edit, by=by, what=f"rule {code} removed")


def section_words(file: dict[str, Any], code: str) -> dict[str, Any] | None:
    """What the section with this code says, without its questions."""
    words = ({name: row[name] for name in SECTION_FIELDS} for row in file["sections"] if row["code"] == code)
    return next(words, None)


def put_section(*, form: FormVersion, row: dict[str, Any], code: str, seen: str, by: Any) -> None:
    """Word a section: a new one at the end (`code` empty), else the one with `code`."""

    def edit(file: dict[str, Any]) -> None:
        if code:
            _check_seen(section_words(file, code), seen)
            file["sections"] = [old | row if old["code"] == code else old for old in file["sections"]]
        elif section_words(file, row["code"]) is not None:
            raise Invalid({"code": [_("There is a section with this code already. Choose another.")]})
        else:
            file["sections"].append({**row, "questions": []})

    change(form=form, edit=edit, by=by, what=f"section {code or row['code']}")


@transaction.atomic
def fix(*, form: FormVersion, by: Any) -> None:
    """Fix the form for ever; a round that is announced does this. A fixed form stays as it is."""
    check_manager(by)
    locked = FormVersion.objects.select_for_update().get(pk=form.pk)
    if locked.state == PlanState.PUBLISHED:
        form.state, form.fixed_at = locked.state, locked.fixed_at
        return
    form_files.checked({**form_files.export_form(locked), "format": file_shapes.FORM_FORMAT})
    form.state, form.fixed_at = PlanState.PUBLISHED, timezone.now()
    form.save(update_fields=["state", "fixed_at"])
    audit.record(by=by, verb="form.fix", target=form)


def _replace(form: FormVersion, file: dict[str, Any]) -> None:
    form.rules.all().delete()
    form.sections.all().delete()
    for place, row in enumerate(file["sections"]):
        section = FormSection.objects.create(
            form=form, code=row["code"], title=row["title"], hint=row["hint"], order=place
        )
        for number, question in enumerate(row["questions"]):
            _write_question(section, question, number)
    Rule.objects.bulk_create(
        Rule(form=form, order=place, **{name: row[name] for name in form_files.RULE_FIELDS})
        for place, row in enumerate(file["rules"])
    )


def _write_question(section: FormSection, row: dict[str, Any], order: int) -> None:
    words = {name: row[name] for name in form_files.QUESTION_FIELDS}
    question = Question.objects.create(form_id=section.form_id, section=section, order=order, **words)
    Option.objects.bulk_create(
        Option(question=question, order=place, **{name: option[name] for name in form_files.OPTION_FIELDS})
        for place, option in enumerate(row["options"])
    )
