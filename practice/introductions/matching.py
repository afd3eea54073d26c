"""Which bodies fit an example, and which examples fit a body: what both say of themselves, with the reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from nvap.models import Strand
from practice.introductions.vocab import LIVE, Availability, Method
from practice.models import BankEntry, EvaluatorBody, EvidenceLink, Introduction, Practice
from practice.permits import permitted
from practice.vocab import Stage, Use
from vkpp.core.models import Marking

SHOWN = 12
EACH_STRAND, MOST_STRANDS = 15, 45
REGION, ANYWHERE, METHOD, HAS_DONE, FREE, SOON = 15, 5, 20, 10, 10, 3
NEXT_METHODS = {
    Stage.UNTESTED: (Method.THEORY, Method.FEASIBILITY, Method.PROCESS),
    Stage.EVALUATED_LOCALLY: (Method.IMPACT, Method.TRIAL, Method.ECONOMIC),
    Stage.INDEPENDENTLY_EVALUATED: (Method.TRIAL, Method.ECONOMIC),
    "": (Method.THEORY, Method.PROCESS),
}
"""What an example needs next, by how far it has been tested."""


@dataclass(frozen=True)
class Reason:
    """Why the two fit, and what it counts."""

    words: str
    points: int


@dataclass(frozen=True)
class Match:
    """A body (or an example) with its reasons; `live` is the introduction that is under way already."""

    thing: Any
    reasons: tuple[Reason, ...]
    live: Introduction | None = None

    @property
    def points(self) -> int:
        """What its reasons count together."""
        return sum(reason.points for reason in self.reasons)


def bodies_for(entry: BankEntry, user: Any) -> list[Match]:
    """The listed bodies that share an interest with the example as it is published, best first."""
    bodies = list(EvaluatorBody.objects.visible_to(user).listed())
    under_way = _live(Introduction.objects.visible_to(user).filter(practice=entry.pk), "body_id")
    done = _evaluators(entry)
    labels = _labels()
    found = [Match(body, _reasons(entry, body, labels, done), under_way.get(body.pk)) for body in bodies]
    return sorted((one for one in found if one.reasons), key=lambda one: (-one.points, one.thing.name))


def practices_for(body: EvaluatorBody, user: Any) -> list[Match]:
    """Examples that this reader may read, whose owners permit it, on the body's strands and not yet evaluated by others."""
    evaluated = EvidenceLink.objects.filter(practice=OuterRef("practice"), kind=EvidenceLink.Kind.INDEPENDENT)
    rows = BankEntry.objects.visible_to(user).filter(
        permitted(Use.CONTACT_EVALUATORS), practice__marking=Marking.OFFICIAL, strands__overlap=body.strands
    )
    rows = rows.exclude(stage=Stage.INDEPENDENTLY_EVALUATED).exclude(Exists(evaluated)).select_related("practice")
    entries = list(rows.order_by("-published_at", "-pk")[: SHOWN * 4])
    of_body = Introduction.objects.filter(body=body, practice__in=[entry.pk for entry in entries])  # also not yet told
    under_way, labels = _live(of_body, "practice_id"), _labels()
    found = [Match(entry, _reasons(entry, body, labels, set()), under_way.get(entry.pk)) for entry in entries]
    return sorted(found, key=lambda one: (-one.points, one.thing.title))[:SHOWN]


def reasons(practice: Practice, body: EvaluatorBody) -> tuple[Reason, ...]:
    """Why these two fit: from what is published, not from what its authors are changing."""
    entry = practice.bank_entry
    return _reasons(entry, body, _labels(), _evaluators(entry))


def _reasons(thing: BankEntry, body: EvaluatorBody, labels: dict[str, str], done: set[str]) -> tuple[Reason, ...]:
    """The reasons from what is read of the example and of the body; none where they share no interest at all."""
    shared = [code for code in thing.strands if code in body.strands]
    wanted = [Method(code) for code in NEXT_METHODS.get(thing.stage, ()) if code in body.methods]
    found: list[Reason] = []
    if shared:
        names = ", ".join(labels.get(code, code) for code in shared)
        found.append(Reason(_("interested in %(strands)s") % {"strands": names}, _strand_points(shared)))
    if wanted:
        found.append(Reason(_("does what it needs next: %(methods)s") % {"methods": _joined(wanted)}, METHOD))
    if any(body.name in evaluator for evaluator in done):
        found.append(Reason(_("has evaluated this example before"), HAS_DONE))
    if not found:
        return ()
    if thing.region and thing.region in body.regions:
        found.append(Reason(_("works in %(region)s") % {"region": thing.region}, REGION))
    elif not body.regions:
        found.append(Reason(_("works everywhere"), ANYWHERE))
    if body.availability == Availability.OPEN:
        found.append(Reason(_("takes on work"), FREE))
    elif body.availability == Availability.LATER:
        found.append(Reason(_("takes on work later this year"), SOON))
    return tuple(found)


def _strand_points(shared: list[str]) -> int:
    return min(EACH_STRAND * len(shared), MOST_STRANDS)


def _joined(methods: Iterable[Method]) -> str:
    return ", ".join(str(method.label).lower() for method in methods)


def _labels() -> dict[str, str]:
    return dict(Strand.objects.values_list("code", "label"))


def _evaluators(entry: BankEntry) -> set[str]:
    """Who has evaluated the example, as its evidence names them."""
    links = EvidenceLink.objects.filter(practice=entry.pk).exclude(Q(evaluator=""))
    return set(links.values_list("evaluator", flat=True))


def _live(rows: Any, by: str) -> dict[int, Introduction]:
    return {getattr(row, by): row for row in rows.filter(state__in=LIVE)}
