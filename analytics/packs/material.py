"""What the rows of the database hold for a pack: answers, signatures, evidence, practice, improvement, measures.

The number of queries does not depend on how many questions a pack has.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Prefetch, Q

from nvap.models import (
    Action,
    Crosswalk,
    Evidence,
    EvidenceUse,
    Gap,
    ImprovementAction,
    MeasureValue,
    Response,
    Return,
    SubmittedAnswer,
)
from nvap.vocab import GapState, ImprovementState
from practice.models import BankEntry
from vkpp.accounts.models import Force


@dataclass
class Found:
    """What is there on one action. `response`: the newest answer; `newest`: what stands in the newest return."""

    action: Action
    response: Response | None = None
    newest: Response | None = None
    signed: SubmittedAnswer | None = None
    evidence: list[Evidence] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    practice: list[Any] = field(default_factory=list)
    improvements: list[ImprovementAction] = field(default_factory=list)
    measures: list[list[MeasureValue]] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Whether the newest answer says anything else than the one that was signed last."""
        if self.response is None or self.signed is None:
            return False
        now = (self.response.answers, self.response.not_applicable, self.response.ret_id)
        return now != (self.signed.answers, self.signed.not_applicable, self.signed.submission.ret_id)


@dataclass
class Material:
    """What a pack is made of."""

    force: Force
    ret: Return | None
    links: dict[int, list[Crosswalk]]
    found: dict[int, Found]


def gather(force: Force, items: Collection[Any], user: Any) -> Material:
    """Everything that this person may see of the force on the actions that meet these questions."""
    links: dict[int, list[Crosswalk]] = defaultdict(list)
    rows = Crosswalk.objects.filter(item__in=[item.pk for item in items]).select_related("action")
    for link in rows.order_by("action__code", "pk"):
        links[link.item_id].append(link)
    actions = {link.action_id: link.action for some in links.values() for link in some}
    found = {pk: Found(action) for pk, action in actions.items()}
    newest = newest_return(force, user)
    _answers(found, force, user, newest)
    _signed(found, force, user)
    _beside(found, user)
    _practice(found, force, user)
    _improvements(found, force, user)
    _measures(found, force, user)
    return Material(force, newest, dict(links), found)


def newest_return(force: Force, user: Any) -> Return | None:
    """The force's return of the newest round."""
    rows = Return.objects.visible_to(user).filter(force=force).select_related("force", "round__plan", "round__form")
    found: Return | None = rows.order_by("-round__opens_at", "-pk").first()
    return found


def _answers(found: dict[int, Found], force: Force, user: Any, newest: Return | None) -> None:
    rows = Response.objects.visible_to(user).filter(ret__force=force, action_version__action__in=found)
    joined = rows.select_related("action_version__theme", "ret__round__form", "ret__force", "updated_by")
    for response in joined.order_by("-ret__round__opens_at", "-ret_id", "action_version__order", "pk"):
        place = found[response.action_version.action_id]
        if place.newest is None and newest is not None and response.ret_id == newest.pk:
            place.newest = response
        if place.response is None and response.counts:
            place.response = response


def _signed(found: dict[int, Found], force: Force, user: Any) -> None:
    """The version that was signed last, whether or not the signature holds."""
    returns = Return.objects.visible_to(user).filter(force=force)
    rows = SubmittedAnswer.objects.filter(
        submission__ret__in=returns, submission__sign_off__isnull=False, action_version__action__in=found
    )
    joined = rows.select_related("action_version", "submission__sign_off", "submission__ret__round__form")
    for row in joined.defer("submission__content").order_by("-submission__sign_off__signed_at", "pk"):
        place = found[row.action_version.action_id]
        place.signed = place.signed or row


def _beside(found: dict[int, Found], user: Any) -> None:
    """Evidence and open gaps of the answers that are shown."""
    answers = {row.pk: place for place in found.values() for row in (place.response, place.newest) if row is not None}
    pieces = Evidence.objects.visible_to(user).filter(uses__response__in=answers).distinct()
    uses = EvidenceUse.objects.filter(response__in=answers, evidence__in=pieces).select_related("evidence")
    for use in uses.order_by("evidence__added_at", "evidence_id", "pk"):
        known = answers[use.response_id].evidence
        if use.evidence not in known:
            known.append(use.evidence)
    kept = Prefetch("improvements", ImprovementAction.objects.exclude(state=ImprovementState.DROPPED))
    shown = {place.response.pk: place for place in found.values() if place.response is not None}
    for gap in Gap.objects.filter(response__in=shown, state=GapState.OPEN).prefetch_related(kept).order_by("pk"):
        shown[gap.response_id].gaps.append(gap)


def _practice(found: dict[int, Found], force: Force, user: Any) -> None:
    by_code = {place.action.code: place for place in found.values()}
    rows = BankEntry.objects.visible_to(user).filter(force_id=force.pk, actions__overlap=sorted(by_code))
    for entry in rows.order_by("-published_at", "practice_id"):
        for code in by_code.keys() & set(entry.actions):
            by_code[code].practice.append(entry)


def _improvements(found: dict[int, Found], force: Force, user: Any) -> None:
    steps = {"n_steps": Count("steps"), "n_done": Count("steps", filter=Q(steps__done_at__isnull=False))}
    rows = ImprovementAction.objects.visible_to(user).filter(force=force, action__in=found)
    kept = rows.exclude(state=ImprovementState.DROPPED).select_related("owner").annotate(**steps)
    for row in kept.order_by("created_at", "pk"):
        if row.action_id is not None:
            found[row.action_id].improvements.append(row)


def _measures(found: dict[int, Found], force: Force, user: Any) -> None:
    """Of each measure the figures, the newest first."""
    rows = MeasureValue.objects.visible_to(user).filter(force=force, definition__action__in=found).judged()
    by_code: dict[tuple[int, str], list[MeasureValue]] = defaultdict(list)
    for value in _newest_first(rows):
        by_code[value.definition.action_id, value.definition.code].append(value)
    for (action, _code), group in sorted(by_code.items()):
        found[action].measures.append(group)


def _newest_first(rows: Any) -> Iterable[MeasureValue]:
    ordered: Iterable[MeasureValue] = rows.select_related("definition").order_by(
        "-period_to", "-period_from", "-definition__version", "pk"
    )
    return ordered
