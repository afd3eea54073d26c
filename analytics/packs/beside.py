"""What hangs on an answer in a pack, each as plain values: evidence, gaps, practice, improvement, measures."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.packs.concerns import unfit
from analytics.reports import practice as report_practice
from nvap import people
from nvap.links import improvement_page
from nvap.models import Evidence, Gap, MeasureValue
from nvap.presenters import measures
from nvap.vocab import EvidenceKind, ImprovementState
from nvap.workflow import IMPROVEMENT
from vkpp.accounts.models import Force
from vkpp.core.models import Marking
from vkpp.core.templatetags.dates import age, nice_date

Said = dict[str, Any]


def piece(one: Evidence) -> Said:
    """A file or a link. `unfit`: why the file cannot go into the pack; `path`: where it is in the pack, once it is."""
    added = _("added %(day)s (%(age)s)") % {"day": nice_date(one.added_at), "age": age(one.added_at)}
    review = _("look again by %(day)s") % {"day": nice_date(one.review_by)} if one.review_by else ""
    return {
        "pk": one.pk,
        "kind": EvidenceKind(one.kind).value,
        "title": one.title,
        "name": one.name,
        "url": one.url,
        "size": one.size,
        "sha256": one.sha256,
        "marking": str(Marking(one.marking).label),
        "added": timezone.localdate(one.added_at).isoformat(),
        "words": ", ".join(words for words in (str(Marking(one.marking).label), added, review) if words),
        "unfit": unfit(one),
        "path": "",
    }


def gap(one: Gap) -> Said:
    """An open gap and what the improvement plan says of it."""
    plan = next(iter(one.improvements.all()), None)
    return {
        "text": one.text,
        "by": _("Seen by: %(who)s.") % {"who": one.get_identified_by_display()},
        "plan": _("In the improvement plan: %(reference)s.") % {"reference": plan.reference}
        if plan is not None
        else _("Not in the improvement plan yet."),
    }


def practice(entry: Any) -> Said:
    """A published example of the force."""
    said: Said = dict(report_practice.shown(entry))
    return said | {"published": nice_date(entry.published_at)}


def improvement(one: Any) -> Said:
    """An improvement action with its age and how far it is."""
    state = IMPROVEMENT.state(one.state)
    facts = [_("started %(age)s") % {"age": age(one.created_at)}]
    if one.done_at:
        facts.append(_("done on %(day)s") % {"day": nice_date(one.done_at)})
    elif one.due_on:
        facts.append(_("due on %(day)s") % {"day": nice_date(one.due_on)})
    if one.n_steps:
        facts.append(_("%(done)s of %(all)s steps done") % {"done": one.n_done, "all": one.n_steps})
    return {
        "reference": one.reference,
        "title": one.title,
        "state": str(state.label),
        "colour": state.colour,
        "facts": ", ".join(facts),
        "result": one.result if one.state == ImprovementState.DONE else "",
        "url": settings.SITE_URL + improvement_page(one),
        "href": improvement_page(one),
    }


def measure(group: list[MeasureValue], force: Force, user: Any) -> Said:
    """The newest figure of a measure, and how it changed; small numbers of people only for the force itself."""
    newest = group[0]
    row = measures.row(newest, measures.before(newest, group), whole=people.sees_small_numbers(user, force))
    return {
        "title": newest.definition.title,
        "figure": row["figure"],
        "period": row["period"],
        "state": str(row["state"]),
        "change": str(row["change"] or ""),
        "source": newest.source,
        "href": reverse("nvap:measure", args=[force.code, newest.definition.code]),
    }
