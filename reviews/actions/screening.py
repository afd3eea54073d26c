"""Screening: does a review meet the inclusion rule? The decision and its reason stay with it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.telling import tell
from reviews.actions import editing
from reviews.case_links import case_page
from reviews.models import CaseReview
from reviews.vocab import CodingRole, Exclusion
from reviews.workflow import CASE
from vkpp.core.exceptions import Invalid
from vkpp.core.held import hold_row, words

UNDECIDED = {"exclusion": "", "duplicate_of": None}


@transaction.atomic
def include(*, review: CaseReview, by: Any, reason: str = "", values: Mapping[str, Any] | None = None) -> None:
    """Take it into the catalogue. `values`: what staff found out while screening, for example `police_before`."""
    hold_row(review)
    if values:
        editing.change(review=review, values=values, version=None, by=by)
    reason = words(reason, "reason", _("The reason"), limit=2000)
    CASE.move(review, "include", by=by, reason=reason, changes={**_decided(by, reason), **UNDECIDED})
    _tell(review, "reviews_case_included", by)


@transaction.atomic
def exclude(
    *, review: CaseReview, by: Any, reason: str, exclusion: str, duplicate_of: CaseReview | None = None
) -> None:
    """Leave it out, and say why; a duplicate names the review that the portal has already."""
    hold_row(review)
    reason = words(reason, "reason", _("The reason"), limit=2000)
    CASE.check(review, "exclude", by, reason)
    if exclusion not in Exclusion.values:
        raise Invalid({"exclusion": [_("Choose why it is not included.")]})
    if exclusion == Exclusion.DUPLICATE:
        _check_twin(review, duplicate_of)
    else:
        duplicate_of = None
    changes = {**_decided(by, reason), "exclusion": exclusion, "duplicate_of": duplicate_of}
    twin = {"duplicate_of": duplicate_of.reference} if duplicate_of else {}
    CASE.move(review, "exclude", by=by, reason=reason, changes=changes, after={"exclusion": exclusion, **twin})
    _tell(review, "reviews_case_excluded", by)


@transaction.atomic
def reconsider(*, review: CaseReview, by: Any, reason: str = "") -> None:
    """Back to be screened: the way back from either decision."""
    hold_row(review)
    CASE.move(review, "reconsider", by=by, reason=reason, changes={**UNDECIDED, "decision_reason": ""})


@transaction.atomic
def adopt(*, review: CaseReview, by: Any) -> None:
    """Use the coding that came along in the file, instead of having two people code it; only its points count then."""
    hold_row(review)
    CASE.move(review, "adopt", by=by)
    brought = review.codings.filter(role=CodingRole.IMPORTED, ended_at=None)
    review.points.filter(final=True).exclude(coding__in=brought).update(final=False)
    review.points.filter(coding__in=brought).update(final=True)


def _check_twin(review: CaseReview, twin: CaseReview | None) -> None:
    if twin is None:
        raise Invalid({"duplicate_of": [_("Enter the reference of the review that the portal has, as in CR-00017.")]})
    if twin.pk == review.pk:
        raise Invalid({"duplicate_of": [_("That is this review itself. Enter the reference of the other one.")]})
    if twin.duplicate_of is not None:
        raise Invalid(
            {
                "duplicate_of": [
                    _("%(one)s is itself a duplicate, of %(other)s. Enter that one.")
                    % {"one": twin.reference, "other": twin.duplicate_of.reference}
                ]
            }
        )


def _decided(by: Any, reason: str) -> dict[str, Any]:
    return {"screened_at": timezone.now(), "screened_by": by, "decision_reason": reason}


def _tell(review: CaseReview, kind: str, by: Any) -> None:
    if review.sent_by is not None:
        tell([review.sent_by], kind, about=review, link=case_page(review), by=by)
