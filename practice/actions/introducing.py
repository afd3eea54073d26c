"""Owners of practice and bodies that evaluate are brought together, while the owner permits it.

Each action locks the example first, then the introduction: a permission that is taken back meanwhile is always seen.
"""

from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.actions import bank
from practice.actions.held import hold
from practice.introductions import mails, matching, people
from practice.introductions.examples import open_entries
from practice.introductions.vocab import LIVE, BodyState, IntroductionState, NoteAudience, Side
from practice.introductions.workflow import INTRODUCTION
from practice.models import EvaluatorBody, Introduction, IntroductionNote, Practice
from practice.permits import is_permitted
from practice.vocab import Use
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.models import Marking
from vkpp.core.once import once
from vkpp.core.references import take

NUMBER = ("IN", "practice_introduction_number")
LONGEST = 4000
TEXTS = {
    "agree": ("answer", ""),
    "decline": ("answer", ""),
    "withdraw": ("reason", ""),
    "conclude": ("agreement", _("Say in a few words what is to be evaluated, and until when.")),
    "end": ("reason", _("Say why it ends: both sides and VKPP read it.")),
}
"""Step → the column of its text, and the refusal when there must be one."""


@transaction.atomic
def ask(*, practice: Practice, body: EvaluatorBody, text: str, by: Any) -> Introduction:
    """Ask for an introduction: by the owner, by the body's people, or by VKPP. `text`: what it is about.

    The owner's own request needs no further agreement; every other waits for the owner's.
    """
    hold(practice)
    side = asking_side(by, practice, body)
    insist_open(practice)
    if body.state != BodyState.LISTED:
        raise Conflict(_("%(body)s is not on the list now. Choose another evaluator.") % {"body": body.name})
    said = words(text, "text", _("What it is about"), limit=LONGEST, required=_("Say in a few words what it is about."))
    introduction = _made(practice, body, side, said, by)
    after = {"practice": practice.reference, "body": body.slug, "side": side}
    audit.record(by=by, verb="introduction.ask", target=introduction, after=after)
    if side == Side.OWNER:
        mails.ask_staff(introduction, by=by)
    else:
        mails.ask_owner(introduction, by=by)
    return introduction


@transaction.atomic
def ask_once(*, key: str, body_hash: str, by: Any, **values: Any) -> tuple[Introduction, bool]:
    """`ask` for a program: the same `key` gives the same introduction, also when it is sent again. Whether it is new."""
    sent = Introduction.objects.filter(asked_by=by)
    return once(sent, key=key, body_hash=body_hash, by=by, make=partial(ask, by=by, **values))


def asking_side(by: Any, practice: Practice, body: EvaluatorBody) -> str:
    """For whom the person asks; refused for who may not."""
    if people.decides(by, practice):
        return Side.OWNER
    if people.manages(by):
        return Side.VKPP
    if people.is_of(by, body) and open_entries(by).filter(pk=practice.pk).exists():
        return Side.BODY
    raise NotAllowed(_("The owner, the evaluator’s own people or VKPP staff ask for an introduction."))


def insist_open(practice: Practice) -> None:
    """Refused unless the example is published, not sensitive, and its owner permits it now."""
    if practice.marking != Marking.OFFICIAL:
        raise Conflict(_("This example is marked OFFICIAL-SENSITIVE. It is not shown to anybody outside policing."))
    if not is_permitted(practice, Use.CONTACT_EVALUATORS):
        raise Conflict(
            _(
                "The owner does not permit this now. The permission is “Put in touch with evaluators”; the owner gives it."
            )
        )


def _made(practice: Practice, body: EvaluatorBody, side: str, said: str, by: Any) -> Introduction:
    own = side == Side.OWNER
    try:
        with transaction.atomic():
            return Introduction.objects.create(
                reference=take(NUMBER),
                practice=practice,
                body=body,
                asked_side=side,
                purpose=said,
                why=[reason.words for reason in matching.reasons(practice, body)],
                state=IntroductionState.AGREED if own else IntroductionState.PROPOSED,
                asked_by=by,
                answered_at=timezone.now() if own else None,
                answered_by=by if own else None,
            )
    except IntegrityError as error:
        raise Invalid(
            {"": [_("An introduction of these two is under way. Go on with that one, or wait to be told of it.")]}
        ) from error


@transaction.atomic
def step(*, introduction: Introduction, action: str, text: str = "", version: int | None = None, by: Any) -> None:
    """Take a step of the workflow; `text` is the answer, the reason, or what was agreed."""
    if action not in ACTIONS:
        raise Invalid({"action": [_("There is no such step.")]})
    row = INTRODUCTION.step(action)
    insist(row.may(by, introduction), _("“%(step)s” is for the %(who)s.") % {"step": row.label, "who": row.who})
    hold(introduction.practice)
    hold_row(introduction)
    introduction.__dict__.pop("_of_body", None)
    insist_open(introduction.practice)
    check_version(introduction, version)
    column, required = TEXTS.get(action, ("", ""))
    said = words(text, "text", _("The text"), limit=LONGEST, required=str(required)) if column else ""
    changes: dict[str, Any] = {**({column: said} if column else {}), **_times(action, by)}
    changes |= {"moved_at": timezone.now(), "version": introduction.version + 1}
    try:
        with transaction.atomic():
            INTRODUCTION.move(introduction, action, by=by, reason=said, changes=changes)
    except IntegrityError as error:
        raise Conflict(_("Another introduction of these two is under way. Go on with that one.")) from error
    _tell(introduction, action, by)


ACTIONS = tuple(row.action for row in INTRODUCTION.steps if row.action != "stop")


def _times(action: str, by: Any) -> dict[str, Any]:
    now = timezone.now()
    return {
        "agree": {"answered_at": now, "answered_by": by, "ended_at": None},
        "decline": {"answered_at": now, "answered_by": by, "ended_at": now},
        "withdraw": {"ended_at": now},
        "introduce": {"introduced_at": now, "introduced_by": by},
        "talk": {"talks_at": now},
        "conclude": {"agreed_at": now},
        "end": {"ended_at": now},
        "resume": {"talks_at": now, "reason": "", "agreement": "", "agreed_at": None, "ended_at": None},
    }[action]


def _tell(introduction: Introduction, action: str, by: Any) -> None:
    if action == "agree":
        mails.ask_staff(introduction, by=by)
        if introduction.asked_side == Side.BODY:
            mails.tell_both(introduction, by=by)
        return
    mails.tell_both(introduction, by=by)
    mails.tell_staff(introduction, by=by)


@transaction.atomic
def write(
    *, introduction: Introduction, text: str, audience: str = NoteAudience.ALL, version: int | None = None, by: Any
) -> IntroductionNote:
    """A note to everybody in it, or of VKPP for itself."""
    side = people.side_of(by, introduction)
    insist(side != "", _("The owner, the evaluator’s people and VKPP staff write here."))
    hold(introduction.practice)
    hold_row(introduction)
    insist_open(introduction.practice)
    check_version(introduction, version)
    if introduction.state not in LIVE:
        raise Conflict(_("It is over: nobody waits for a note here. Take it up again first."))
    if audience not in NoteAudience.values or (audience == NoteAudience.VKPP and side != Side.VKPP):
        raise Invalid({"audience": [_("Choose who may read it.")]})
    said = words(text, "text", _("The note"), limit=LONGEST, required=_("Write a note first."))
    note = IntroductionNote.objects.create(introduction=introduction, side=side, audience=audience, text=said, by=by)
    introduction.version += 1
    introduction.save(update_fields=["version", "updated_at"])
    audit.record(by=by, verb="introduction.write", target=introduction, after={"note": note.pk, "audience": audience})
    if audience == NoteAudience.ALL:
        mails.tell_both(introduction, by=by, kind="introduction_note")
        mails.tell_staff(introduction, by=by, kind="introduction_note")
    return note


def stop_unpermitted(practice: Practice) -> None:
    """Stop what the owner no longer permits, or what became sensitive, at once; both sides are told neutrally."""
    mine = Introduction.objects.filter(practice=practice)
    official = Practice.objects.filter(pk=practice.pk, marking=Marking.OFFICIAL)
    if not mine.update(version=F("version")) or (official.exists() and is_permitted(practice, Use.CONTACT_EVALUATORS)):
        return  # the update dates them anew: who pulls changes learns what is gone, and what is there again
    live = mine.live()
    for introduction in live.select_related("practice", "body", "asked_by").select_for_update(of=("self",)):
        told_body = introduction.introduced_at is not None or introduction.asked_side == Side.BODY
        now = timezone.now()
        changes = {"ended_at": now, "moved_at": now, "version": introduction.version + 1}
        INTRODUCTION.move(introduction, "stop", by=None, changes=changes)
        mails.tell_stopped(introduction, told_body=told_body)


def stop_outlived() -> None:
    """Stop what earlier versions of the portal left live when its permission ended."""
    for practice in Practice.objects.filter(pk__in=Introduction.objects.outlived().values("practice")):
        with transaction.atomic():
            stop_unpermitted(practice)


bank.follow(stop_unpermitted)
