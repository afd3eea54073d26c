"""Two codings of a review lined up: points of the same theme on overlapping passages stand beside each other."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reviews import people
from reviews.agreement import meaning
from reviews.models import CaseReview, Coding, LearningPoint
from reviews.passages import overlap
from reviews.presenters.code_book import flat, tree
from reviews.querysets import BY_TWO
from reviews.vocab import CaseState, CodingRole

Test = Callable[[LearningPoint, LearningPoint], bool]


@dataclass
class Line:
    """A point of one coder, of the other, or of both where they read the same; `taken`: it is in the agreed coding."""

    first: LearningPoint | None
    second: LearningPoint | None
    why: str
    colour: str
    taken: set[int]

    @property
    def points(self) -> list[LearningPoint]:
        """The points that stand in the line."""
        return [point for point in (self.first, self.second) if point is not None]

    @property
    def settled(self) -> bool:
        """Whether any of them was taken."""
        return any(point.pk in self.taken for point in self.points)


def passage(point: LearningPoint) -> tuple[int, int, int] | None:
    """Page, first character and end of the passage, when it is known."""
    if point.page_id is None or point.start is None or point.end is None:
        return None
    return point.page_id, point.start, point.end


def line_up(
    first: list[LearningPoint], second: list[LearningPoint], taken: set[int], order: dict[int, int]
) -> list[Line]:
    """Pairs first by theme and passage, then by theme, then by passage; what is left stands alone. In order of themes."""
    tests: tuple[tuple[Test, str, str], ...] = (
        (
            lambda a, b: a.theme_id == b.theme_id and overlap(passage(a), passage(b)),
            _("Same theme, same passage"),
            "green",
        ),
        (lambda a, b: a.theme_id == b.theme_id, _("Same theme"), "teal"),
        (lambda a, b: overlap(passage(a), passage(b)), _("Same passage, different theme"), "orange"),
    )
    left, right, lines = list(first), list(second), []
    for alike, why, colour in tests:
        for one in list(left):
            other = next((point for point in right if alike(one, point)), None)
            if other is not None:
                left.remove(one)
                right.remove(other)
                lines.append(Line(one, other, why, colour, taken))
    lines += [Line(one, None, _("Only the first coder"), "grey", taken) for one in left]
    lines += [Line(None, one, _("Only the second coder"), "grey", taken) for one in right]
    return sorted(lines, key=lambda line: (order.get(line.points[0].theme_id, 0), line.points[0].order))


def _points(coding: Coding | None) -> list[LearningPoint]:
    if coding is None:
        return []
    rows = coding.points.select_related("theme", "page", "coding").prefetch_related("actions", "came_from")
    return list(rows)


def page(user: Any, review: CaseReview) -> dict[str, Any]:
    """Both readings in lines, the agreement, and what was agreed so far."""
    rows = Coding.objects.visible_to(user).filter(review=review, ended_at=None).select_related("coder", "taxonomy")
    codings = {coding.role: coding for coding in rows}
    first, second = (codings.get(role) for role in BY_TWO)
    resolved = codings.get(CodingRole.RESOLVED)
    agreed = _points(resolved)
    taken = {source.pk for point in agreed for source in point.came_from.all()}
    themes = flat(tree(first.taxonomy)) if first else ()
    order = {node.theme.pk: place for place, (_depth, node) in enumerate(themes)}
    lines = line_up(_points(first), _points(second), taken, order)
    measured = review.agreements.order_by("-round").first()
    return {
        "review": review,
        "first": first,
        "second": second,
        "resolved": resolved,
        "agreed": agreed,
        "lines": lines,
        "open": sum(not line.settled for line in lines),
        "measured": measured,
        "meaning": meaning(measured.alpha) if measured else "",
        "resolves": review.state == CaseState.COMPARING and people.may_resolve(user, review),
        "mine": resolved is not None and resolved.coder_id == user.pk,
    }


def joined(points: list[LearningPoint]) -> dict[str, Any]:
    """What the form for joining points starts with: the longer passage, both texts, all strands and actions."""
    longest = max(points, key=lambda point: len(point.quote))
    texts = list(dict.fromkeys(point.text for point in points))
    advice = list(dict.fromkeys(point.recommendation for point in points if point.recommendation))
    document = str(longest.page.document_id) if longest.page is not None else ""
    return {
        **{name: getattr(longest, name) for name in ("quote", "page_number", "start", "level", "kind")},
        "document": document,
        "theme": longest.theme.code,
        "text": "\n".join(texts),
        "recommendation": "\n".join(advice),
        "strands": sorted({code for point in points for code in point.strands}),
        "actions": sorted({action.code for point in points for action in point.actions.all()}),
    }
