"""Signatures, submissions and decisions of the demonstration's returns, in bulk, as the actions would leave them."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from nvap import canonical, demo_rows
from nvap.actions.signing import declaration
from nvap.models import Response, Return, SignOff, Submission, SubmittedAnswer
from nvap.vocab import ReturnState

if TYPE_CHECKING:
    from nvap.demo_history import Story

FROZEN = {ReturnState.TO_SIGN, ReturnState.SIGNED, ReturnState.SUBMITTED, ReturnState.QUERIED, ReturnState.ACCEPTED}
SIGNED = FROZEN - {ReturnState.TO_SIGN}
SENT = SIGNED - {ReturnState.SIGNED}
COPIED = ("action_version_id", "answers", "scores", "not_applicable", "has_gap", "has_practice")
DAY = dt.timedelta(days=1)


def finish(rets: Sequence[Return], stories: "Mapping[int, Story]") -> None:
    """Put the answered returns before the chief officers, sign, send and accept them, as far as their story goes."""
    frozen = [ret for ret in rets if stories[ret.force_id].state in FROZEN]
    demo_rows.insert(Submission, [_submission(ret, stories[ret.force_id]) for ret in frozen])
    made = {row.ret_id: row for row in Submission.objects.filter(ret__in=frozen).defer("content")}
    answers = Response.objects.filter(ret__in=frozen).values("ret_id", *COPIED)
    demo_rows.insert(
        SubmittedAnswer,
        [{"submission_id": made[row["ret_id"]].pk, **{name: row[name] for name in COPIED}} for row in answers],
    )
    signed = [ret for ret in frozen if stories[ret.force_id].state in SIGNED]
    demo_rows.insert(SignOff, [_sign_off(ret, made[ret.pk], stories[ret.force_id]) for ret in signed])
    demo_rows.change(Return, [_moved(ret, made[ret.pk], stories[ret.force_id]) for ret in frozen])


def _submission(ret: Return, story: "Story") -> demo_rows.Row:
    content = canonical.content(ret)
    return {
        "ret_id": ret.pk,
        "number": 1,
        "content": content,
        "content_hash": canonical.digest(content),
        "created_at": story.until - 3 * DAY,
    }


def _sign_off(ret: Return, submission: Submission, story: "Story") -> demo_rows.Row:
    return {
        "ret_id": ret.pk,
        "submission_id": submission.pk,
        "statement": declaration(ret),
        "signer_id": story.team.chief.pk,
        "signer_label": story.team.chief.get_full_name(),
        "signed_at": story.until - 2 * DAY,
        "content_hash": submission.content_hash,
        "voided_reason": "",
    }


def _moved(ret: Return, submission: Submission, story: "Story") -> dict[str, Any]:
    accepted = story.state == ReturnState.ACCEPTED
    return {
        "id": ret.pk,
        "state": story.state,
        "signed_id": submission.pk if story.state in SIGNED else None,
        "submitted_at": story.until - DAY if story.state in SENT else None,
        "validated_id": submission.pk if accepted else None,
        "accepted_at": story.until if accepted else None,
        "accepted_by_id": story.team.checker.pk if accepted else None,
        "updated_at": story.until,
    }
