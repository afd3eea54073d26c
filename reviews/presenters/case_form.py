"""What the form of a case review shows beside its fields: what the portal asks about, and two people's changes."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import gettext as _

from reviews import asking, cleaning
from reviews.forms.cases import CaseForm, stored
from reviews.models import CaseReview


@contextmanager
def questions(asked: dict[str, Any]) -> Iterator[None]:
    """Remember what an action asks about, for the page; the refusal itself goes on to the form."""
    try:
        yield
    except asking.LooksPersonal as refusal:
        asked["findings"] = [
            {"mark": one.fingerprint, "text": one.text, "label": one.label, "field": asking.label_of(one.field)}
            for one in refusal.findings
        ]
        raise
    except asking.LooksKnown as refusal:
        asked["similar"] = refusal.similar
        raise


def conflict(review: CaseReview, form: CaseForm) -> list[dict[str, Any]]:
    """What is stored now beside what was typed, for the fields that differ."""
    rows = []
    for name, typed in form.values().items():
        now = stored(review, name)
        if _comparable(now) != _comparable(typed):
            label = cleaning.LABELS[name]
            rows.append(
                {"label": label, "left": _words(form, name, now), "right": _words(form, name, typed), "changed": True}
            )
    return rows


def _comparable(value: Any) -> Any:
    return value if isinstance(value, list) else str(value if value is not None else "").strip()


def _words(form: CaseForm, name: str, value: Any) -> str:
    labels: dict[Any, Any] = dict(getattr(form.fields[name], "choices", ()))
    values = value if isinstance(value, list) else [value]
    return ", ".join(str(labels.get(one, one)) for one in values if one not in (None, "")) or _("Nothing")
