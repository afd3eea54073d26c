"""The page of one example as its authors see it: state, talk, answers, people, permissions, history."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from practice import people
from practice.models import Practice
from practice.presenters import answers, checking, upkeep
from practice.theory import store, words
from practice.workflow import PRACTICE
from vkpp.core import audit

STORY = {
    "practice.start": _("Draft started"),
    "practice.submit": _("Sent to VKPP"),
    "practice.return": _("Returned with questions"),
    "practice.take_forward": _("Taken forward to be rated"),
    "practice.not_take_forward": _("Not taken forward"),
    "practice.reopen": _("VKPP looks at it again"),
    "practice.release": _("Published in the practice bank"),
    "practice.republish": _("Change published"),
    "practice.register": _("Entered as published elsewhere"),
    "practice.withdraw": _("Withdrawn"),
    "practice.confirm": _("Said to be still so"),
    "practice.archive": _("Archived"),
    "practice.take_up": _("Taken up again from the archive"),
    "practice.chase_owner": _("VKPP asked whether it is still so"),
    "practice.revise": _("Taken up again to be changed"),
    "practice.restore": _("Draft brought back"),
    "practice.move_to_call": _("Moved to another call"),
    "practice.permission_given": _("Permission given"),
    "practice.permission_revoked": _("Permission taken back"),
    "practice.co_author_added": _("Co-author added"),
    "practice.co_author_removed": _("Co-author removed"),
    "practice.hand_over": _("Handed over to a new owner"),
    "practice.attachment_added": _("File added"),
    "practice.attachment_removed": _("File removed"),
    "practice.attachment_infected": _("File refused: a virus was found"),
}
BY_VKPP = {"chase_owner", "return", "take_forward", "not_take_forward", "reopen", "release", "republish"}
TOLD_REASON = {"practice.not_take_forward", "practice.withdraw", "practice.confirm", "practice.archive"}
SHOWN = 40


def page(practice: Practice, user: Any) -> dict[str, Any]:
    """Everything on the page of one example."""
    steps = PRACTICE.available(practice, user)
    published = practice.publications.first()
    edits = practice.state in {"draft", "returned"} and people.may_edit(user, practice)
    return {
        "practice": practice,
        "state": PRACTICE.state(practice.state),
        "edits": edits,
        "steps": [_button(practice, step) for step in steps if step.action in ADDRESSES and step.button != "warning"],
        "endings": [_button(practice, step) for step in steps if step.action in ADDRESSES and step.button == "warning"],
        "comments": list(practice.comments.filter(audience="authors").select_related("author").order_by("at", "id")),
        "may_comment": people.may_comment_as_author(user, practice),
        "may_decide": people.may_decide_as_owner(user, practice),
        "sections": answers.sections(practice),
        "theory": words.shown(store.load(practice)),
        "files": practice.attachments.filter(removed_at=None),
        "in_force": checking.permitted(practice),
        "co_authors": practice.co_authors.select_related("user"),
        "events": timeline(practice),
        "published": published,
        "bank": upkeep.state(user, practice) if published else None,
        "reads_history": people.may_read_history(user, practice),
    }


ADDRESSES = {
    "revise": "practice:revise",
    "withdraw": "practice:withdraw",
    "discard": "practice:discard",
    "restore": "practice:restore",
}


def _button(practice: Practice, step: Any) -> dict[str, Any]:
    return {
        "action": step.action,
        "label": step.label,
        "hint": step.hint,
        "kind": step.button,
        "url": reverse(ADDRESSES[step.action], args=[practice.reference]),
        "asks_first": step.action == "withdraw",
    }


def timeline(practice: Practice) -> list[dict[str, Any]]:
    """What happened, newest first, in the words of the authors; staff appear as VKPP."""
    events = audit.events_about(practice).filter(verb__in=list(STORY))[:SHOWN]
    return [
        {
            "title": STORY[event.verb],
            "by": "VKPP" if event.verb.removeprefix("practice.") in BY_VKPP else event.actor_label,
            "at": event.at,
            "text": _detail(event),
        }
        for event in events
    ]


def _detail(event: Any) -> str:
    from practice.vocab import Use

    if "use" in event.after:
        return str(Use(event.after["use"]).label)
    if event.verb == "practice.hand_over":
        return str(event.after.get("owner", ""))
    if event.verb in TOLD_REASON and event.reason:
        return str(event.reason)
    return str(event.after.get("name") or event.before.get("name") or "")
