"""The workbench: a page of the document beside the coding panel, the learning points noted so far."""

from typing import Any

from reviews import passages
from reviews.models import Coding, Document, LearningPoint, Page
from reviews.point_cleaning import pages_of
from reviews.querysets import BY_TWO
from reviews.vocab import CaseState, TextState


def documents_of(coding: Coding) -> list[Document]:
    """The documents of the review as they are now."""
    return list(Document.objects.filter(review=coding.review_id, removed_at=None))


def points_of(coding: Coding) -> list[Any]:
    """The learning points in their order, numbered from 1."""
    rows = coding.points.select_related("theme__parent", "page").prefetch_related("actions")
    points: list[Any] = list(rows)
    for number, point in enumerate(points, 1):
        point.number = number
    return points


def page_asked(coding: Coding, query: Any, point: LearningPoint | None = None) -> Page | None:
    """The page that the address asks for; else that of the point, else the first one that can be read."""
    pages = pages_of(coding).select_related("document")
    wanted = str(query.get("page", ""))
    if not wanted and point is not None and point.page is not None:
        return point.page
    chosen = str(query.get("document", ""))
    if chosen.isdecimal() and pages.filter(document=int(chosen)).exists():
        pages = pages.filter(document=int(chosen))
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 6 else 1
    found: Page | None = pages.filter(number__gte=number).first() or pages.last()
    return found


def removed(coding: Coding, asked: str) -> int | None:
    """The learning point that was removed just now, if the address speaks of one of this coding."""
    if not asked.isdecimal() or len(asked) > 12:
        return None
    gone = LearningPoint.everything.filter(coding=coding, pk=int(asked), removed_at__isnull=False)
    return gone.values_list("pk", flat=True).first()


def text_part(coding: Coding, page: Page | None, points: list[Any]) -> dict[str, Any]:
    """The text of a page with the passages marked, and the way to other pages and documents."""
    documents = documents_of(coding)
    if page is None:
        return {"page": None, "documents": documents, "unreadable": documents}
    here = [point for point in points if point.page_id == page.pk and point.start is not None]
    marks = [passages.Mark(point.start, point.end or 0, point.number) for point in here]
    numbers = list(Page.objects.filter(document=page.document_id).values_list("number", flat=True))
    place = numbers.index(page.number)
    return {
        "page": page,
        "pieces": passages.cut(page.text, marks),
        "documents": documents,
        "unreadable": [one for one in documents if one.text_state != TextState.READY],
        "last": numbers[-1],
        "previous": numbers[place - 1] if place else None,
        "next": numbers[place + 1] if place + 1 < len(numbers) else None,
    }


def bench(coding: Coding, page: Page | None, edited: LearningPoint | None = None) -> dict[str, Any]:
    """Everything of the workbench but its form."""
    points = points_of(coding)
    wanted = CaseState.CODING if coding.role in BY_TWO else CaseState.COMPARING
    writes = coding.ended_at is None and coding.done_at is None and coding.review.state == wanted
    stale = writes and coding.role in BY_TWO and coding.text_version != coding.review.text_version
    return {
        "coding": coding,
        "review": coding.review,
        "points": points,
        "edited": edited,
        "number": next((one.number for one in points if edited and one.pk == edited.pk), None),
        "writes": writes,
        "stale": stale,
        "lost": [one for one in points if one.quote and one.page_id is None] if not stale else [],
        "can_reopen": coding.done_at is not None and coding.role in BY_TWO and coding.review.state == CaseState.CODING,
        "other_taxonomy": coding.taxonomy.state != "published",
        "resolving": coding.role not in BY_TWO,
        **text_part(coding, page, points),
    }
