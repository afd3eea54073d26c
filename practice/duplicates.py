"""Which other examples look like this one, how much, and why."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F
from django.utils.translation import gettext as _

from nvap.models import Strand
from practice.models import Practice
from practice.querysets import UNSENT

# How much each likeness counts; together 100.
TITLE, SUMMARY, STRANDS, FORCE = 45, 35, 10, 10
LEAST = 30
LOOKED_AT = 40
MEASURED = 150
TELLING = 4
COMMON = frozenset(
    [
        *("about", "after", "among", "before", "between", "their", "these", "those", "through", "using", "within"),
        *("course", "courses", "force", "forces", "officer", "officers", "police", "policing", "practice"),
        *("programme", "project", "scheme", "service", "services", "support", "training", "working"),
    ]
)


@dataclass(frozen=True)
class Similar:
    """Another example, how alike it is (percent), and the reasons in words."""

    practice: Practice
    percent: int
    why: list[str]


def similar(practice: Practice, user: Any, limit: int = 5) -> list[Similar]:
    """The most alike of the examples sent in that `user` may see, best first; none under 30 per cent."""
    labels = dict(Strand.objects.values_list("code", "label"))
    found = [_compare(practice, other, labels) for other in _candidates(practice, user)]
    alike = [item for item in found if item.percent >= LEAST]
    return sorted(alike, key=lambda item: (-item.percent, item.practice.reference))[:limit]


def likeness(practice: Practice, other: Practice) -> Similar:
    """How alike two given examples are."""
    labels = dict(Strand.objects.values_list("code", "label"))
    row = _with_likeness(Practice.objects.filter(pk=other.pk), practice).get()
    return _compare(practice, row, labels)


def _candidates(practice: Practice, user: Any) -> Any:
    """The nearest by title (trigram index) and the newest of the same force on the same strands, ranked by both texts."""
    others = Practice.objects.visible_to(user).exclude(pk=practice.pk).exclude(state__in=UNSENT)
    likeness = TrigramSimilarity("title", practice.title)
    titles = others.filter(title__trigram_similar=practice.title).annotate(likeness=likeness).order_by("-likeness")
    near = list(titles.values_list("pk", flat=True)[:MEASURED])
    if practice.force_id is not None:
        own = others.filter(force=practice.force_id, strands__overlap=practice.strands).order_by("-submitted_at")
        near += own.values_list("pk", flat=True)[:MEASURED]
    ranked = _with_likeness(Practice.objects.filter(pk__in=near), practice).select_related("force", "call")
    return ranked.order_by((F("title_likeness") + F("summary_likeness")).desc(), "pk")[:LOOKED_AT]


def _with_likeness(examples: Any, practice: Practice) -> Any:
    return examples.annotate(
        title_likeness=TrigramSimilarity("title", practice.title),
        summary_likeness=TrigramSimilarity("summary", practice.summary),
    )


def _compare(practice: Practice, other: Any, labels: Mapping[str, str]) -> Similar:
    shared, either = set(practice.strands) & set(other.strands), set(practice.strands) | set(other.strands)
    same_force = practice.force_id is not None and practice.force_id == other.force_id
    percent = round(
        TITLE * other.title_likeness
        + SUMMARY * other.summary_likeness
        + STRANDS * (len(shared) / len(either) if either else 0)
        + FORCE * same_force
    )
    return Similar(other, percent, _reasons(practice, other, [labels.get(code, code) for code in sorted(shared)]))


def _reasons(practice: Practice, other: Any, strands: list[str]) -> list[str]:
    why = [
        _("title %(percent)s%% alike") % {"percent": round(100 * other.title_likeness)},
        _("summary %(percent)s%% alike") % {"percent": round(100 * other.summary_likeness)},
    ]
    if practice.force_id is not None and practice.force_id == other.force_id:
        why.append(_("same force"))
    if strands:
        why.append(_("same strands: %(strands)s") % {"strands": ", ".join(strands)})
    if words := sorted(_words(practice) & _words(other)):
        why.append(_("same words: %(words)s") % {"words": ", ".join(words[:6])})
    return why


def _words(practice: Any) -> set[str]:
    """Longer words of title and summary that are not common in every example."""
    letters = re.findall(r"[^\W\d_]+", f"{practice.title} {practice.summary}".lower())
    return {word for word in letters if len(word) > TELLING} - COMMON
