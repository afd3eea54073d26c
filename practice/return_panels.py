"""The door from a return to the practice bank: promising practice in an answer becomes a draft with one button."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from nvap.actions.promising import may_make_draft
from nvap.models import PromisingPractice, Response
from nvap.presenters.tasks import noted
from practice.models import Practice
from practice.people import may_start
from vkpp.core import panels

TEMPLATE = "practice/return_practice.html"


def register() -> None:
    """Fill the places beside an answer, for who answers and for who reads."""
    panels.register("nvap_answer_actions", panels.Panel(TEMPLATE, promising, order=20))
    panels.register("nvap_reading_actions", panels.Panel(TEMPLATE, promising, order=20))


def promising(request: HttpRequest, response: Response) -> dict[str, Any] | None:
    """The answer's promising practice, each with its example in the bank or the button that makes one."""
    task = noted(response)
    if task is not None and not task.practices:
        return None
    rows = list(PromisingPractice.objects.filter(response=response, removed_at=None))
    if not rows:
        return None
    for row in rows:
        row.response = response
    starts = may_start(request.user) and may_make_draft(request.user, rows[0])
    names = {row.practice_reference for row in rows if row.practice_reference}
    seen = Practice.objects.visible_to(request.user).filter(reference__in=names)
    known = dict(seen.values_list("reference", "title"))
    shown = [_row(row, known, starts) for row in rows]
    return {"rows": shown} if any(row["make_url"] or row["reference"] for row in shown) else None


def _row(row: PromisingPractice, known: dict[str, str], starts: bool) -> dict[str, Any]:
    reference = row.practice_reference
    return {
        "text": row.text,
        "reference": reference,
        "title": known.get(reference, ""),
        "url": _address(reference) if reference in known else "",
        "make_url": reverse("practice:from-return", args=[row.pk]) if starts and not reference else "",
    }


def _address(reference: str) -> str:
    try:
        return reverse("practice:example", args=[reference])
    except NoReverseMatch:
        return ""
