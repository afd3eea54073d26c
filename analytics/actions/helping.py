"""One force asks another for help; the other answers; what was tried and what came of it is noted."""

from collections.abc import Collection
from functools import partial
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.matching import helpers, need, people, published
from analytics.matching.helpers import Helper
from analytics.matching.links import request_page
from analytics.matching.need import Need
from analytics.matching.vocab import OPEN, HelpOutcome
from analytics.matching.workflow import HELP
from analytics.models import HelpMessage, HelpRequest
from nvap.models import Action
from nvap.telling import holders, tell
from vkpp.accounts.models import Force, User
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words
from vkpp.core.models import Marking
from vkpp.core.once import once
from vkpp.core.references import take

NUMBER = ("HR", "analytics_help_number")
LONGEST = 4000


@transaction.atomic
def ask(
    *, force: Force, action: Action, helper: Force, text: str, practices: Collection[str] = (), by: Any
) -> HelpRequest:
    """The force asks `helper`, which offers help or has published practice on the action. `text`: what it needs."""
    insist(people.may_speak(by, force), _("The force's NVAP lead or a chief officer asks for help."))
    said = words(text, "text", _("What you need"), limit=LONGEST, required=_("Say what you need in a few words."))
    about = need.find(force, action.code)
    proposed = _proposed(about, helper, by)
    known = published.allowed(by, action.code, helper.code, practices)
    if unknown := sorted(set(practices) - known):
        raise Invalid({"practices": [_("Not a published example of theirs: %(refs)s.") % {"refs": ", ".join(unknown)}]})
    try:
        with transaction.atomic():
            request = _made(about, proposed, said, sorted(set(practices)), by)
    except IntegrityError as error:
        sentence = _("Your force has asked %(force)s about this action already. Look at that request first.")
        raise Invalid({"": [sentence % {"force": helper.name}]}) from error
    audit.record(by=by, verb="help_request.ask", target=request, after={"helper": helper.code, "action": action.code})
    tell(_side(helper.pk), "help_asked", about=request, link=request_page(request), by=by)
    return request


@transaction.atomic
def ask_once(*, key: str, body_hash: str, by: Any, **values: Any) -> tuple[HelpRequest, bool]:
    """`ask` for a program: the same `key` gives the same request, also when it is sent again. Whether it is new."""
    sent = HelpRequest.objects.filter(asked_by=by)
    return once(sent, key=key, body_hash=body_hash, by=by, make=partial(ask, by=by, **values))


def _proposed(about: Need, helper: Force, by: Any) -> Helper:
    for one in helpers.find(about, by).helpers:
        if one.force.pk == helper.pk:
            return one
    sentence = _("%(force)s offers no help and has no published practice on this action. Choose a force from the list.")
    raise Invalid({"helper": [sentence % {"force": helper.name}]})


def _made(about: Need, proposed: Helper, said: str, practices: list[str], by: Any) -> HelpRequest:
    return HelpRequest.objects.create(
        reference=take(NUMBER),
        force=about.force,
        helper=proposed.force,
        action=about.action,
        need=said,
        practices=practices,
        why=[reason.words for reason in proposed.reasons if not reason.tells_level],
        round=about.answered,
        action_version=about.version if about.answered == about.round else None,
        measure=about.measure.code if about.measure and about.level is not None else "",
        level=about.level,
        gap=about.has_gap,
        asked_by=by,
    )


@transaction.atomic
def agree(*, request: HelpRequest, text: str, version: int | None = None, by: Any) -> None:
    """The force that was asked will help; `text` says how to go on."""
    _insist(request, "agree", by)
    said = words(text, "text", _("Your answer"), limit=LONGEST)
    _move(request, "agree", version, by, answer=said, answered_at=timezone.now(), answered_by=by)
    tell(_side(request.force_id), "help_agreed", about=request, link=request_page(request), by=by)


@transaction.atomic
def decline(*, request: HelpRequest, text: str, version: int | None = None, by: Any) -> None:
    """The force that was asked cannot help now, and says why."""
    _insist(request, "decline", by)
    required = _("Say why: the force that asked reads it.")
    said = words(text, "text", _("The reason"), limit=LONGEST, required=required)
    changes = {"answer": said, "answered_at": timezone.now(), "answered_by": by}
    _move(request, "decline", version, by, reason=said, **changes)
    tell(_side(request.force_id), "help_declined", about=request, link=request_page(request), by=by)


@transaction.atomic
def withdraw(*, request: HelpRequest, text: str = "", version: int | None = None, by: Any) -> None:
    """The force that asked no longer needs it."""
    _insist(request, "withdraw", by)
    said = words(text, "text", _("The reason"), limit=LONGEST)
    _move(request, "withdraw", version, by, reason=said, result=said, closed_at=timezone.now())
    tell(_side(request.helper_id), "help_withdrawn", about=request, link=request_page(request), by=by)


@transaction.atomic
def note_tried(*, request: HelpRequest, text: str, version: int | None = None, by: Any) -> None:
    """The force that asked notes what it tried."""
    _insist(request, "try", by)
    required = _("Say in a few words what you tried.")
    said = words(text, "text", _("What you tried"), limit=LONGEST, required=required)
    _move(request, "try", version, by, tried=said, tried_at=timezone.now())
    tell(_side(request.helper_id), "help_tried", about=request, link=request_page(request), by=by)


@transaction.atomic
def note_result(
    *, request: HelpRequest, outcome: str, text: str, tells_level: bool, version: int | None = None, by: Any
) -> None:
    """The force that asked notes what came of it, and whether the helping force may know that its level rose."""
    _insist(request, "close", by)
    said = words(text, "text", _("What came of it"), limit=LONGEST)
    if outcome not in HelpOutcome.values:
        raise Invalid({"outcome": [_("Choose what came of it.")]})
    changes: dict[str, Any] = {
        "outcome": outcome,
        "result": said,
        "tells_level": tells_level,
        "closed_at": timezone.now(),
    }
    _move(request, "close", version, by, **changes)
    tell(_side(request.helper_id), "help_result", about=request, link=request_page(request), by=by)


@transaction.atomic
def resume(*, request: HelpRequest, version: int | None = None, by: Any) -> None:
    """The result is to be noted anew."""
    _move(request, "resume", version, by, outcome="", closed_at=None)


@transaction.atomic
def write(*, request: HelpRequest, text: str, by: Any) -> HelpMessage:
    """A message to the other side while the request is open. VKPP may write to both."""
    insist(people.takes_part(by, request), _("The leads and chief officers of the two forces write here."))
    hold_row(request)
    if request.state not in OPEN:
        raise Conflict(_("The request is closed: nobody waits for a message here."), {"state": request.state})
    said = words(text, "text", _("The message"), limit=LONGEST, required=_("Write a message first."))
    side = _side_of(by, request)
    message = HelpMessage.objects.create(request=request, force_id=side, text=said, by=by)
    request.version += 1
    request.save(update_fields=["version", "updated_at"])
    audit.record(by=by, verb="help_request.write", target=request, after={"message": message.pk})
    others = {request.force_id, request.helper_id} - {side}
    everybody = [person for force in sorted(others) for person in _side(force)]
    tell(everybody, "help_message", about=request, link=request_page(request), by=by)
    return message


@transaction.atomic
def look(*, request: HelpRequest, by: Any) -> None:
    """Log that VKPP staff opened a request that shows the level of the force that asked."""
    if request.level is not None and people.oversees(by):
        after = {"marking": Marking.OFFICIAL_SENSITIVE}
        audit.record(by=by, verb="help_request.look", target=request, after=after)


def _side_of(by: Any, request: HelpRequest) -> int | None:
    if people.asks(by, request):
        return request.force_id
    return request.helper_id if people.helps(by, request) else None


def _insist(request: HelpRequest, step: str, by: Any) -> None:
    row = HELP.step(step)
    insist(row.may(by, request), _("“%(step)s” is for the %(who)s.") % {"step": row.label, "who": row.who})


def _move(request: HelpRequest, step: str, version: int | None, by: Any, reason: str = "", **changes: Any) -> None:
    _insist(request, step, by)
    hold_row(request)
    check_version(request, version)
    HELP.move(request, step, by=by, reason=reason, changes={**changes, "version": request.version + 1})


def _side(force_id: int) -> list[User]:
    """Lead and chief officers of a force."""
    return list(holders(people.DECIDES, force_id))
