"""Coding in the demonstration: one review waits for a third person, one is with its two coders."""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from nvap.models import Action, Strand
from nvap.telling import holders
from reviews.actions import coding, documents, points
from reviews.models import CaseReview, Coding
from reviews.reference import DATA
from reviews.vocab import CaseState, TextState
from vkpp.accounts.models import User
from vkpp.accounts.roles import Permission
from vkpp.core import jobs
from vkpp.core.models import Job, JobState

DAYS = 14


def load() -> Iterator[str]:
    """Two staff code the reports that were written for the demonstration; safe to run again."""
    if Coding.objects.of_two().exists():
        return
    first, second = list(holders(Permission.REVIEWS_CODE))[:2]
    given = 0
    for row in json.loads((DATA / "demo_codings.json").read_text(encoding="utf-8")):
        review = CaseReview.objects.filter(title=row["title"], state=CaseState.INCLUDED).first()
        if review is not None:
            given += 1
            _read(review)
            _code(review, row, first, second)
    yield f"{given} reviews with their coders."


def _read(review: CaseReview) -> None:
    """Have its report read at once, as a worker would."""
    for document in review.documents.exclude(text_state=TextState.READY):
        with transaction.atomic():
            documents.scan({"document": document.pk})
    for job in Job.objects.filter(kind="reviews.read_document", state=JobState.WAITING):
        jobs.run(job.pk)


def _code(review: CaseReview, row: dict[str, Any], first: User, second: User) -> None:
    due = timezone.localdate() + dt.timedelta(days=DAYS)
    made = coding.assign(review=review, first=first, second=second, due_on=due, by=first)
    for one, name in zip(made, ("first", "second"), strict=True):
        for values in row[name]:
            points.save(coding=one, values=_known(values, review), by=one.coder)
    if row["done"]:
        for one in made:
            coding.finish(coding=one, by=one.coder)


def _known(values: dict[str, Any], review: CaseReview) -> dict[str, Any]:
    """Without strands and actions that this portal does not have, nor a passage when the report has no text."""
    strands = Strand.objects.filter(code__in=values["strands"]).values_list("code", flat=True)
    actions = Action.objects.filter(code__in=values["actions"]).values_list("code", flat=True)
    readable = review.documents.filter(text_state=TextState.READY).exists()
    return {**values, "strands": list(strands), "actions": list(actions), "quote": values["quote"] if readable else ""}
