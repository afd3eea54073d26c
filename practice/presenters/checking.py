"""The check page, made ready for its template."""

from typing import Any

from django.db.models import QuerySet

from practice import rules, steps
from practice.actions import sharing
from practice.forms.send import SendForm
from practice.models import Call, Practice
from practice.presenters import answers, writing
from practice.theory import store, words
from practice.vocab import Use
from vkpp.core.ui_words import form_errors


def page(practice: Practice, form: SendForm, user: Any) -> dict[str, Any]:
    """Everything on the check page."""
    missing = rules.missing_for_submission(practice)
    closed = practice.submitted_at is None and not practice.call.is_open
    return {
        "practice": practice,
        "form": form,
        "errors": form_errors(form) if form.is_bound else [],
        "missing": [
            {"text": sentence, "href": steps.field_url(practice, name)}
            for name, sentences in missing.items()
            for sentence in sentences
        ],
        "sections": answers.sections(practice, change=True),
        "theory": words.shown(store.load(practice)),
        "files": practice.attachments.filter(removed_at=None),
        "in_force": permitted(practice),
        "personal": form.questions(),
        "closed": closed,
        "closing": writing.closing(practice),
        "late": closed and practice.call.late_entries.filter(person=user, used_at=None).exists(),
        "again": practice.submitted_at is not None,
    }


def permitted(practice: Practice) -> list[tuple[str, bool]]:
    """Each use in words, and whether the owner permits it now."""
    given = sharing.in_force(practice)
    return [(str(use.label), use.value in given) for use in Use]


def other_calls(practice: Practice) -> "QuerySet[Call]":
    """The calls open now that the draft is not in."""
    found: QuerySet[Call] = Call.objects.open_now().exclude(pk=practice.call_id)
    return found
