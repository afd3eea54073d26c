"""What is missing in a pack and what in it is old: one check, one function, one sentence, and where to put it right.

Each check looks at one action; the table at the end says which there are.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.packs.material import Found, Material
from nvap import people
from nvap.links import answer_page, improvement_page, reading_answer_page, sign_page
from nvap.models import Evidence
from nvap.vocab import EvidenceKind, ImprovementState, Provenance, ScanState
from vkpp.core.templatetags.dates import nice_date

OLD = dt.timedelta(days=365)
MISSING, STALE = "missing", "stale"
EVIDENCE = "#evidence"


@dataclass(frozen=True)
class Concern:
    """One thing that is `missing` or `stale`, in a sentence, with the page that puts it right where there is one."""

    kind: str
    text: str
    href: str = ""
    label: str = ""


@dataclass(frozen=True)
class Look:
    """What a check looks at: one action of a pack, for somebody, at a time."""

    found: Found
    whole: Material
    user: Any
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        """The day it is here."""
        return timezone.localdate(self.now)

    def here(self, kind: str, text: str, label: str, *, part: str = "") -> Concern:
        """A concern that is put right on the page of the newest answer; who does not answer it is led to reading it."""
        response = self.found.newest or self.found.response
        if response is None:
            return Concern(kind, text)
        if people.may_lead(self.user, response.ret):
            return Concern(kind, text, answer_page(response.ret, response.action_version.code) + part, label)
        return Concern(kind, text, reading_answer_page(response), _("Read the answer"))


def of(found: Found, whole: Material, user: Any) -> list[Concern]:
    """Everything that is missing or stale about an action, what is missing first."""
    look = Look(found, whole, user, timezone.now())
    all_of_them = [concern for check in CHECKS for concern in check(look)]
    return sorted(all_of_them, key=lambda one: one.kind != MISSING)


def _answer(look: Look) -> Iterator[Concern]:
    """Answered, in the newest return, by somebody who looked at it."""
    response, newest = look.found.response, look.found.newest
    if response is None and newest is None:
        if look.whole.ret is None:
            yield Concern(MISSING, _("The force has no return yet."))
        else:
            words = _("%(round)s does not ask about this action.") % {"round": look.whole.ret.round.title}
            yield Concern(MISSING, words)
        return
    if response is None:
        yield look.here(MISSING, _("Not answered."), _("Answer it"))
        return
    if newest is None and look.whole.ret is not None:
        words = _("Answered for %(old)s; %(new)s does not ask about it any more.")
        yield Concern(STALE, words % {"old": response.ret.round.title, "new": look.whole.ret.round.title})
    elif newest is not None and newest.pk != response.pk:
        carried = newest.provenance == Provenance.CARRIED
        words = (
            _("The answer is from %(old)s: carried forward to %(new)s, and nobody has confirmed it.")
            if carried
            else _("The answer is from %(old)s: not answered in %(new)s.")
        )
        titles = {"old": response.ret.round.title, "new": newest.ret.round.title}
        yield look.here(STALE, words % titles, _("Confirm it") if carried else _("Answer it"))


def _complete(look: Look) -> Iterator[Concern]:
    """Nothing that must be answered is left out."""
    response = look.found.response
    if response is not None and not response.complete and not response.not_applicable:
        yield look.here(MISSING, _("The answer is not complete."), _("Complete it"))


def _age(look: Look) -> Iterator[Concern]:
    """Looked at within a year."""
    response = look.found.response
    if response is not None and look.now - response.updated_at > OLD:
        words = _("Last changed on %(day)s, more than a year ago.") % {"day": nice_date(response.updated_at)}
        yield look.here(STALE, words, _("Look at it again"))


def _signature(look: Look) -> Iterator[Concern]:
    """Signed by a chief officer, as it reads now."""
    response, signed = look.found.response, look.found.signed
    if response is None:
        return
    href = sign_page(response.ret)
    if signed is None:
        yield Concern(MISSING, _("No chief officer has signed it."), href, _("To the signature"))
    elif signed.submission.ret_id != response.ret_id:
        words = _("Signed last for %(old)s, not for %(new)s.")
        titles = {"old": signed.submission.ret.round.title, "new": response.ret.round.title}
        yield Concern(STALE, words % titles, href, _("To the signature"))
    elif look.found.changed:
        words = _("Changed since it was signed on %(day)s.")
        day = nice_date(signed.submission.sign_off.signed_at)
        yield Concern(STALE, words % {"day": day}, href, _("See what changed"))


def _evidence(look: Look) -> Iterator[Concern]:
    """Something that shows it."""
    if look.found.response is None or look.found.response.not_applicable:
        return
    if not look.found.evidence:
        yield look.here(MISSING, _("No evidence stands beside the answer."), _("Add evidence"), part=EVIDENCE)
    for piece in look.found.evidence:
        if words := unfit(piece):
            yield look.here(MISSING, f"“{piece.title}” {words}", _("To the evidence"), part=EVIDENCE)


def unfit(piece: Evidence) -> str:
    """Why a file cannot go into a pack; an empty text when it can."""
    if piece.kind == EvidenceKind.LINK:
        return ""
    if piece.scan == ScanState.WAITING:
        return _("is still being checked for viruses, and is left out until then.")
    if piece.scan == ScanState.INFECTED:
        return _("is left out: a virus was found in it.")
    return "" if piece.file else _("is left out: the file is gone.")


def _old_evidence(look: Look) -> Iterator[Concern]:
    """Evidence that is not past its day, and, where it has none, not older than a year."""
    for piece in look.found.evidence:
        if piece.review_by is not None and piece.review_by < look.today:
            words, day = _("“%(name)s” was to be looked at again by %(day)s."), piece.review_by
        elif piece.review_by is None and look.now - piece.added_at > OLD:
            words, day = _("“%(name)s” was added on %(day)s, more than a year ago."), piece.added_at
        else:
            continue
        said = words % {"name": piece.title, "day": nice_date(day)}
        yield look.here(STALE, said, _("Look at it again"), part=EVIDENCE)


def _gaps(look: Look) -> Iterator[Concern]:
    """Each gap has its improvement action."""
    for gap in look.found.gaps:
        if not gap.improvements.all():
            words = _("A gap is named that is not in the improvement plan.")
            yield look.here(MISSING, words, _("Plan an improvement"))


def _improvement(look: Look) -> Iterator[Concern]:
    """Improvement actions are not past their day."""
    for row in look.found.improvements:
        late = row.due_on is not None and row.due_on < look.today
        if row.state != ImprovementState.DONE and late:
            words = _("%(reference)s was due on %(day)s.") % {"reference": row.reference, "day": nice_date(row.due_on)}
            yield Concern(STALE, words, improvement_page(row), _("Report progress"))


def _measures(look: Look) -> Iterator[Concern]:
    """Figures of the last year."""
    for group in look.found.measures:
        newest = group[0]
        if look.today - newest.period_to > OLD:
            words = _("The newest figure of “%(measure)s” ends on %(day)s.")
            names = {"measure": newest.definition.title, "day": nice_date(newest.period_to)}
            page = reverse("nvap:measure", args=[look.whole.force.code, newest.definition.code])
            yield Concern(STALE, words % names, page, _("See its figures"))


CHECKS: tuple[Callable[[Look], Iterator[Concern]], ...] = (
    *(_answer, _complete, _age, _signature),
    *(_evidence, _old_evidence, _gaps, _improvement, _measures),
)
