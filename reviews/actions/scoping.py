"""Scope and terms of reference: drafted by the national team, agreed by the force, every version kept."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.models import Action
from nvap.telling import tell
from reviews import people
from reviews.actions.asking import MOST_ACTIONS, force_side, our_side, set_scope
from reviews.models import PeerReview, TermsVersion
from reviews.peer_links import scope_page
from reviews.vocab import PeerState
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import check_version, hold_row, insist, words

QUESTION = 1000
TERMS = 20_000


@transaction.atomic
def change(
    *,
    review: PeerReview,
    questions: Mapping[Action, str],
    terms: str,
    version: int | None,
    by: Any,
    send: bool = False,
) -> None:
    """Save which actions are looked at (with the force's question on each) and the terms; `send` asks the force to agree.

    What the force had agreed no longer holds once something changes.
    """
    insist(people.may_arrange(by, review), _("VKPP staff who do not belong to the force draft scope and terms."))
    hold_row(review)
    check_version(review, version)
    if review.state != PeerState.SCOPING:
        raise Conflict(_("Scope and terms can be changed only while they are being agreed."), {"state": review.state})
    wanted = _checked(review, questions)
    terms = words(terms, "terms", _("The terms of reference"), limit=TERMS)
    if terms != review.terms or wanted != list(_stored(review)):
        _save(review, wanted, terms, by)
    if send:
        if not terms:
            raise Invalid({"terms": [_("Write the terms of reference before you send them to the force.")]})
        tell(force_side(review), "reviews_peer_terms", about=review, link=scope_page(review), by=by)


@transaction.atomic
def agree(*, review: PeerReview, terms_version: int | None, by: Any) -> None:
    """The force agrees the version it has read; refused when another was saved since."""
    insist(people.may_ask(by, review), _("The force's NVAP lead or a chief officer agrees scope and terms."))
    hold_row(review)
    if review.state != PeerState.SCOPING:
        raise Conflict(_("Scope and terms are not being agreed now."), {"state": review.state})
    if terms_version != review.terms_version:
        raise Conflict(_("VKPP changed scope or terms since you opened the page. Read them again before you agree."))
    if review.terms_agreed_at is not None:
        raise Conflict(_("The force has agreed this version already."))
    if not review.terms.strip():
        raise Invalid({"terms": [_("There are no terms of reference yet. VKPP writes them first.")]})
    now = timezone.now()
    review.terms_agreed_at, review.terms_agreed_by = now, by
    review.save(update_fields=["terms_agreed_at", "terms_agreed_by", "updated_at"])
    review.terms_versions.filter(number=review.terms_version).update(agreed_at=now, agreed_by=by)
    audit.record(by=by, verb="peer_review.agree_terms", target=review, after={"version": review.terms_version})
    tell(our_side(review), "reviews_peer_terms_agreed", about=review, link=scope_page(review), by=by)


def _checked(review: PeerReview, questions: Mapping[Action, str]) -> list[tuple[Action, str]]:
    if not questions:
        raise Invalid({"actions": [_("Choose at least one action of the plan.")]})
    if len(questions) > MOST_ACTIONS:
        raise Invalid(
            {"actions": [_("Choose at most %(n)s actions: a review looks well at few.") % {"n": MOST_ACTIONS}]}
        )
    known = set(review.plan.actions.filter(action__in=list(questions)).values_list("action", flat=True))
    if unknown := [action.code for action in questions if action.pk not in known]:
        raise Invalid({"actions": [_("Not in this plan: %(codes)s.") % {"codes": ", ".join(unknown)}]})
    return [
        (action, words(text, "actions", _("The question on %(code)s") % {"code": action.code}, limit=QUESTION))
        for action, text in questions.items()
    ]


def _stored(review: PeerReview) -> Any:
    return ((scope.action, scope.question) for scope in review.scopes.select_related("action"))


def _save(review: PeerReview, wanted: list[tuple[Action, str]], terms: str, by: Any) -> None:
    before = {"terms_version": review.terms_version, "actions": [action.code for action, _text in _stored(review)]}
    set_scope(review, wanted)
    review.terms = terms
    review.terms_version += 1
    review.version += 1
    review.terms_agreed_at = review.terms_agreed_by = None
    review.save(update_fields=["terms", "terms_version", "version", "terms_agreed_at", "terms_agreed_by", "updated_at"])
    scope = [{"code": action.code, "title": action.title, "question": text} for action, text in wanted]
    TermsVersion.objects.create(review=review, number=review.terms_version, terms=terms, scope=scope, made_by=by)
    after = {"terms_version": review.terms_version, "actions": [action.code for action, _text in wanted]}
    audit.record(by=by, verb="peer_review.change_scope", target=review, before=before, after=after)
