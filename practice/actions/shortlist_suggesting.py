"""Suggestions: asked for with terms of one's own, found by a worker, kept with their reasons."""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from practice.actions.shortlist_rounds import MOST_FUND, MOST_NUMBER, whole
from practice.models import EvaluationRound, Suggestion
from practice.shortlist import board, explaining, limits, people
from practice.shortlist.board import Board
from practice.shortlist.explaining import Tell
from practice.shortlist.terms import Terms
from vkpp.core import audit, jobs
from vkpp.core.exceptions import Invalid
from vkpp.core.held import hold_row, insist, words
from vkpp.core.models import Job
from vkpp.core.once import earlier

SUGGEST = "practice.suggest"


@transaction.atomic
def ask(
    *,
    round_: EvaluationRound,
    by: Any,
    title: str = "",
    other: Mapping[str, Any] | None = None,
    into: Collection[int] = (),
    out_of: Collection[int] = (),
    key: str = "",
    body_hash: str = "",
) -> tuple[Suggestion, Job | None]:
    """A best set under the round's terms, or what-if: `other` fund and numbers, candidates that must be in or out."""
    insist(people.may_manage(by), _("VKPP administrators ask for suggestions."))
    known = earlier(Suggestion.objects.filter(made_by=by), key=key, body_hash=body_hash, by=by)
    if known is not None:
        return known, None
    hold_row(round_)
    terms = _terms(round_, other or {}, into, out_of, by)
    title = words(title, "title", _("The title"), limit=120, one_line=True)
    last = round_.suggestions.aggregate(last=Max("number"))["last"] or 0
    made = Suggestion.objects.create(
        round=round_, number=last + 1, title=title, terms=terms, made_by=by, key=key, body_hash=body_hash
    )
    audit.record(by=by, verb="evaluation_round.suggest", target=round_, after={"suggestion": made.number, **terms})
    job = jobs.start(
        SUGGEST,
        title=_("Best set for %(round)s") % {"round": round_.reference},
        payload={"suggestion": made.pk},
        by=by,
        about=round_,
    )
    return made, job


def _terms(
    round_: EvaluationRound, other: Mapping[str, Any], into: Collection[int], out_of: Collection[int], by: Any
) -> dict[str, Any]:
    errors: dict[str, list[str]] = {}
    found: dict[str, Any] = {}
    for name, most in (("fund", MOST_FUND), ("at_least", MOST_NUMBER), ("serious_violence_at_least", MOST_NUMBER)):
        sent = other.get(name)
        found[name] = getattr(round_, name) if sent in (None, "") else whole(sent, 0, most)
        if found[name] is None:
            errors[name] = [_("Enter a whole number from 0 to %(most)s.") % {"most": f"{most:,}"}]
    known = {line.candidate.pk for line in board.build(by, round_).lines}
    if set(into) & set(out_of):
        errors["into"] = [_("A candidate cannot be both in the set and left out. Choose one.")]
    elif (set(into) | set(out_of)) - known:
        errors["into"] = [_("Choose from the candidates of this round.")]
    if errors:
        raise Invalid(errors)
    return {
        **found,
        "weights": {str(row.pk): row.weight for row in round_.criteria.all()},
        "into": sorted(into),
        "out_of": sorted(out_of),
    }


def find(*, suggestion: Suggestion, by: Any, tell: Tell = lambda _done, _total: None) -> Suggestion:
    """Find the set and keep it, then its reasons; what is there already is not done again. `tell(0, total)`: the set is
    kept, the reasons follow.
    """
    insist(people.may_manage(by), _("VKPP administrators ask for suggestions."))
    if suggestion.why is not None:
        return suggestion
    weights = {int(pk): weight for pk, weight in suggestion.terms["weights"].items()}
    terms = terms_of(board.build(by, suggestion.round, weights), suggestion.terms)
    if suggestion.found_at is None:
        _keep(suggestion, terms, by)
    tell(0, len(terms.options))
    same = _digest(terms) == suggestion.input_hash
    why = explaining.reasons(terms, suggestion.result or {}, tell) if same else {}
    Suggestion.objects.filter(pk=suggestion.pk, why__isnull=True).update(why=why)
    suggestion.refresh_from_db()
    return suggestion


@transaction.atomic
def _keep(suggestion: Suggestion, terms: Terms, by: Any) -> None:
    """The answer, before anything else is worked out."""
    result, digest = explaining.answer(terms), _digest(terms)
    options = [option.pk for option in terms.options]
    row = Suggestion.objects.filter(pk=suggestion.pk, found_at=None)
    if row.update(result=result, input_hash=digest, asked_for=options, found_at=timezone.now()):
        after = {"suggestion": suggestion.number, "status": result["status"], "input": digest}
        audit.record(by=by, verb="evaluation_round.suggestion_found", target=suggestion.round, after=after)
    suggestion.refresh_from_db()


def terms_of(now: Board, terms: Mapping[str, Any]) -> Terms:
    """What the solver is given: the candidates in order of their number, and the limits under these terms."""
    options = tuple(sorted((line.option for line in now.lines), key=lambda option: option.pk))
    known = {option.pk for option in options}
    other = {name: terms[name] for name in limits.MAIN}
    rows = limits.of(now.round, [option.features for option in options], **other)
    return Terms(options, rows, frozenset(terms["into"]) & known, frozenset(terms["out_of"]) & known)


def _digest(terms: Terms) -> str:
    """Of everything the set was worked out from, to tell whether the same question would be answered again."""
    options = [[option.pk, option.points, option.cost, sorted(option.features)] for option in terms.options]
    rows = [[row.code, row.least, row.most] for row in terms.limits]
    given = [options, rows, sorted(terms.into), sorted(terms.out_of)]
    return hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()


def still_true(*, suggestion: Suggestion, now: Board) -> bool:
    """Whether the candidates, their points and costs, and the limits are as they were when the set was found."""
    return _digest(terms_of(now, suggestion.terms)) == suggestion.input_hash
