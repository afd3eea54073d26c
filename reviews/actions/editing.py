"""Changing what the portal says about a case review."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from reviews import asking, cleaning, people
from reviews.models import CaseReview
from reviews.rules import SINCE
from vkpp.core import audit
from vkpp.core.exceptions import Invalid
from vkpp.core.held import check_version, hold_row, insist

SHOWN = 200
"""How much of a text the trail keeps."""


@transaction.atomic
def change(
    *, review: CaseReview, values: Mapping[str, Any], version: int | None, by: Any, kept: Iterable[str] = ()
) -> bool:
    """Change the fields that `values` names; whether anything was different. The inclusion rule keeps holding."""
    hold_row(review)
    insist(people.may_change(by, review), _("VKPP staff change this, and who sent it in until it is screened."))
    check_version(review, version)
    cleaned = cleaning.clean(values)
    different = {name: value for name, value in cleaned.items() if getattr(review, name) != value}
    if not different:
        return False
    _check_rule(review, different)
    before = {name: _plain(getattr(review, name)) for name in different}
    fingerprints = asking.about_texts({**_texts(review), **different}, {*review.personal_data_kept, *kept})
    for name, value in different.items():
        setattr(review, name, value)
    review.personal_data_kept, review.version = fingerprints, review.version + 1
    review.save(update_fields=[*different, "personal_data_kept", "version", "updated_at"])
    after = {name: _plain(value) for name, value in different.items()}
    audit.record(by=by, verb="case_review.change", target=review, before=before, after=after)
    return True


def _check_rule(review: CaseReview, different: Mapping[str, Any]) -> None:
    """What the decision to include it rests on stays as long as it is included."""
    if review.state in {CaseReview.State.SENT, CaseReview.State.EXCLUDED}:
        return
    errors: dict[str, list[str]] = {}
    words = _("This review is included because of it. Screen it again before you change this.")
    if different.get("police_before", "yes") != "yes":
        errors["police_before"] = [words]
    if different.get("published", "9999") < SINCE:
        errors["published"] = [words]
    if errors:
        raise Invalid(errors)


def _texts(review: CaseReview) -> dict[str, str]:
    return {name: getattr(review, name) for name in (*cleaning.TEXTS, "published")}


def _plain(value: Any) -> Any:
    if isinstance(value, list | int) or value is None:
        return value
    return getattr(value, "code", None) or str(value)[:SHOWN]
