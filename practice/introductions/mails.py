"""Mails about introductions: what happened and a link; never the example's text, nor who declined and why."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nvap.telling import tell
from practice.introductions import people
from practice.introductions.links import body_page, introduction_page
from practice.introductions.vocab import Side
from practice.introductions.workflow import INTRODUCTION
from practice.models import BodyProposal, EvaluatorBody, Introduction
from vkpp.accounts.models import User
from vkpp.core import mail_topics
from vkpp.core.mail_topics import Topic

mail_topics.register(
    Topic(
        "introductions",
        _("Introductions to evaluators"),
        _("What becomes of an introduction, notes on it, and reminders while it waits for you."),
        ("introduction_moved", "introduction_note", "introduction_due", "introduction_to_make", "evaluator_proposal"),
        82,
    )
)


def ask_owner(introduction: Introduction, *, by: Any) -> None:
    """The owner is asked."""
    _tell(people.of_owner(introduction.practice), "introduction_asked", introduction, by)


def ask_staff(introduction: Introduction, *, by: Any) -> None:
    """VKPP is to introduce the two."""
    _tell(people.staff(), "introduction_to_make", introduction, by)


def tell_both(introduction: Introduction, *, by: Any, kind: str = "introduction_moved") -> None:
    """Both sides, but for who did it; the body only of what it may see."""
    everybody = [*people.of_owner(introduction.practice)]
    if introduction.introduced_at is not None or introduction.asked_side == Side.BODY:
        everybody += people.of_body(introduction.body)
    _tell(everybody, kind, introduction, by)


def tell_staff(introduction: Introduction, *, by: Any, kind: str = "introduction_moved") -> None:
    """Who asked at VKPP, or whoever introduced."""
    known = {person for person in (introduction.asked_by, introduction.introduced_by) if person is not None}
    _tell([person for person in known if people.manages(person)], kind, introduction, by)


def tell_stopped(introduction: Introduction, *, told_body: bool) -> None:
    """Neutral words to both: it is over, and nothing is asked of them."""
    owners = people.of_owner(introduction.practice)
    _tell(owners, "introduction_stopped", introduction, None, for_owner=True)
    if told_body:
        link = reverse("practice:introductions")
        tell(people.of_body(introduction.body), "introduction_stopped", about=introduction, link=link, by=None,
             for_owner=False)  # fmt: skip


def proposal_made(proposal: BodyProposal, *, by: Any) -> None:
    """A body would like its page changed."""
    link = reverse("practice:evaluator-proposal", args=[proposal.body.slug, proposal.pk])
    tell(people.staff(), "evaluator_proposal", about=proposal, link=link, by=by)


def proposal_decided(proposal: BodyProposal, *, by: Any) -> None:
    """VKPP has decided about it."""
    body: EvaluatorBody = proposal.body
    tell([proposal.made_by], "evaluator_decided", about=proposal, link=body_page(body), by=by)


def _tell(everybody: Iterable[User], kind: str, introduction: Introduction, by: Any, **more: Any) -> None:
    state = INTRODUCTION.state(introduction.state).label
    link = introduction_page(introduction)
    tell(everybody, kind, about=introduction, link=link, by=by, state=state, **more)
