"""The pages of writing an example, in order, and how far each is: one list for the task list, the pages and the check."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from practice import fields, rules
from practice.models import CallQuestion, Practice
from practice.theory import asked as theory_asked
from practice.theory import hints, store, vocab

Asked = fields.Field | CallQuestion
QUESTIONS, THEORY, FILES, PEOPLE, PERMISSIONS = "questions", "theory", "files", "people", "permissions"


@dataclass(frozen=True)
class Step:
    """One page: its code, title and place, and whether it may stay empty."""

    code: str
    title: str | Promise
    hint: str | Promise
    number: int
    total: int
    optional: bool = False


@dataclass(frozen=True)
class Progress:
    """How far a page is, in words and colour."""

    words: str | Promise
    colour: str
    done: bool


NOT_STARTED = Progress(_("Not started"), "grey", False)
STARTED = Progress(_("In progress"), "blue", False)
DONE = Progress(_("Done"), "", True)
OPTIONAL = Progress(_("Optional"), "grey", True)


def pages(practice: Practice) -> list[Step]:
    """Every page of this example; the call's own questions only when it has any."""
    rows: list[tuple[str, str | Promise, str | Promise, bool]] = [
        (page.code, page.title, page.hint, not any(field.required for field in page.fields)) for page in fields.SECTIONS
    ]
    if practice.form.questions.exists():
        rows.append((QUESTIONS, _("Questions of this call"), _("Asked only in this call for practice."), False))
    rows += [
        (THEORY, _("Theory of change"), _("A picture of how it works: from what goes in to what it changes."), True),
        (FILES, _("Files"), _("Leaflets, reports, pictures: up to ten files."), True),
        (PEOPLE, _("Co-authors"), _("Colleagues of your force who view, comment or edit."), True),
        (PERMISSIONS, _("Permissions"), _("What may be done with the example. You can change this at any time."), True),
    ]
    total = len(rows)
    return [Step(code, title, hint, place, total, opt) for place, (code, title, hint, opt) in enumerate(rows, start=1)]


def url(practice: Practice, code: str) -> str:
    """The address of a page."""
    named = {
        THEORY: "practice:theory-write",
        FILES: "practice:files",
        PEOPLE: "practice:people",
        PERMISSIONS: "practice:permissions",
    }
    if code in named:
        return reverse(named[code], args=[practice.reference])
    return reverse("practice:write_section", args=[practice.reference, code])


def neighbours(practice: Practice, code: str) -> tuple[Step | None, Step, Step | None]:
    """The page before, this page and the page after."""
    steps = pages(practice)
    place = next(number for number, step in enumerate(steps) if step.code == code)
    return (
        steps[place - 1] if place else None,
        steps[place],
        steps[place + 1] if place + 1 < len(steps) else None,
    )


def asked(practice: Practice, code: str) -> list[Asked]:
    """The questions on a page with answers; empty for the other pages."""
    if code == QUESTIONS:
        return list(practice.form.questions.select_related("shown_when"))
    if code == THEORY:
        return list(theory_asked.questions(store.load(practice)))
    return next((list(page.fields) for page in fields.SECTIONS if page.code == code), [])


def field_name(item: Asked) -> str:
    """The name that a question has in forms and in `authoring.save`."""
    return f"question-{item.code}" if isinstance(item, CallQuestion) else item.name


def label(item: Asked) -> str:
    """What is asked."""
    return item.text if isinstance(item, CallQuestion) else str(item.label)


def progress(practice: Practice) -> Mapping[str, Progress]:
    """How far each page is, by code."""
    missing = rules.missing_for_submission(practice)
    touched = {name for changes in practice.revisions.values_list("changes", flat=True) for name in changes}
    found: dict[str, Progress] = {}
    for page in fields.SECTIONS:
        names = {field.name for field in page.fields}
        found[page.code] = _progress(names, missing, touched, any(field.required for field in page.fields))
    questions = practice.form.questions.all()
    names = {f"question-{question.code}" for question in questions}
    found[QUESTIONS] = _progress(names, missing, touched, any(question.required for question in questions))
    found[THEORY] = _theory(practice) if any(map(vocab.is_name, touched)) else OPTIONAL
    found[FILES] = DONE if practice.attachments.filter(removed_at=None).exists() else OPTIONAL
    found[PEOPLE] = DONE if practice.co_authors.exists() else OPTIONAL
    found[PERMISSIONS] = DONE if practice.permissions.filter(revoked_at=None).exists() else NOT_STARTED
    return found


def _theory(practice: Practice) -> Progress:
    theory = store.load(practice)
    if not theory:
        return OPTIONAL
    share = hints.completeness(theory)
    return DONE if share.done else Progress(_("%(n)s%% done") % {"n": share.percent}, "blue", True)


def _progress(names: set[str], missing: Mapping[str, Any], touched: set[str], needed: bool) -> Progress:
    open_questions = names & set(missing)
    if not names & touched:
        return NOT_STARTED if needed else OPTIONAL
    return STARTED if open_questions else DONE


def page_of(name: str) -> str:
    """The code of the page on which a field is asked."""
    if name.startswith("question-"):
        return QUESTIONS
    if vocab.is_name(name):
        return THEORY
    return next((page.code for page in fields.SECTIONS if any(field.name == name for field in page.fields)), "basics")


def field_url(practice: Practice, name: str) -> str:
    """The address of the page that asks for a field, at that field."""
    return f"{url(practice, page_of(name))}#div_id_{name}"
