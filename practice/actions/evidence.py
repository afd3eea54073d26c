"""Linking an example to the studies and evaluations that bear on it."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from practice import rules
from practice.actions.held import check_no_interest, hold, words
from practice.models import EvidenceLink, Practice
from practice.vocab import EMMIE
from vkpp.accounts.permissions import nationally
from vkpp.accounts.roles import Permission
from vkpp.core import audit, web_addresses
from vkpp.core.exceptions import Conflict, Invalid, NotAllowed

FIRST_YEAR = 1950
MOST = 4
LONGEST_ADDRESS = 400
TEXTS = {
    "title": (gettext_lazy("The title"), 300),
    "evaluator": (gettext_lazy("The evaluator"), 160),
    "design": (gettext_lazy("The design"), 300),
    "result": (gettext_lazy("The result"), 2000),
}


@transaction.atomic
def link(
    *,
    practice: Practice,
    kind: str,
    title: str,
    by: Any,
    url: str = "",
    evaluator: str = "",
    year: int | None = None,
    design: str = "",
    result: str = "",
    emmie: Mapping[str, Any] | None = None,
) -> EvidenceLink:
    """Add a piece of evidence. Linking the same title and address again gives the link that is there."""
    _check(practice, by)
    hold(practice)
    texts = {"title": title, "evaluator": evaluator, "design": design, "result": result}
    values: dict[str, Any] = {
        name: words(text, name, str(TEXTS[name][0]), limit=TEXTS[name][1]) for name, text in texts.items()
    }
    scores = dict(emmie or {})
    if errors := _errors(kind, values["title"], url, evaluator, year, scores):
        raise Invalid(errors)
    values |= {"kind": kind, "year": year, "emmie": scores, "added_by": by}
    row, created = EvidenceLink.objects.get_or_create(
        practice=practice, title=values.pop("title"), url=url.strip(), defaults=values
    )
    if created:
        after = {"evidence": row.pk, "kind": kind, "title": row.title, "url": row.url}
        audit.record(by=by, verb="evidence.link", target=practice, after=after)
    return row


@transaction.atomic
def unlink(*, evidence: EvidenceLink, by: Any, reason: str = "") -> None:
    """Remove a link; refused while the rating given stands on it."""
    practice = evidence.practice
    _check(practice, by)
    hold(practice)
    before = {"evidence": evidence.pk, "kind": evidence.kind, "title": evidence.title, "url": evidence.url}
    if not EvidenceLink.objects.filter(pk=evidence.pk).delete()[0]:
        return
    for rating in _ratings_standing(practice):
        if rules.evidence_missing(practice, rating):
            raise Conflict(_("A rating stands on this evaluation. Change the rating first, then remove the link."))
    reason = words(reason, "reason", _("The reason"))
    audit.record(by=by, verb="evidence.unlink", target=practice, before=before, reason=reason)


def _ratings_standing(practice: Practice) -> set[str]:
    """Ratings given, settled, staged or published that the example has now."""
    now = {"round": practice.rating_round}
    standing = set(practice.ratings.filter(**now).values_list("overall", flat=True))
    standing |= set(practice.moderations.filter(**now).values_list("overall", flat=True))
    standing |= set(practice.decisions.staged().values_list("rating", flat=True))
    latest = practice.publications.first()
    return standing | ({latest.rating} if latest is not None else set())


def _check(practice: Practice, by: Any) -> None:
    if not nationally(by, Permission.EVIDENCE_LINK):
        raise NotAllowed(_("Evidence is linked by VKPP staff and evidence reviewers."))
    check_no_interest(by, practice)


def _errors(
    kind: str, title: str, url: str, evaluator: str, year: int | None, emmie: Mapping[str, Any]
) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if kind not in EvidenceLink.Kind.values:
        errors["kind"] = [_("Choose what kind of evidence it is.")]
    if not title:
        errors["title"] = [_("Enter the title of the study or evaluation.")]
    if kind == EvidenceLink.Kind.INDEPENDENT and not evaluator.strip():
        errors["evaluator"] = [_("Enter who evaluated it: an independent evaluation names its evaluator.")]
    if url and (wrong := web_addresses.fault(url.strip())):
        errors["url"] = [wrong]
    elif len(url.strip()) > LONGEST_ADDRESS:
        errors["url"] = [_("The address must be %(limit)d characters or fewer.") % {"limit": LONGEST_ADDRESS}]
    latest = timezone.localdate().year
    if year is not None and not FIRST_YEAR <= year <= latest:
        errors["year"] = [_("Enter a year from %(first)s to %(latest)s.") % {"first": FIRST_YEAR, "latest": latest}]
    if not (
        set(emmie) <= set(EMMIE) and all(isinstance(score, int) and 0 <= score <= MOST for score in emmie.values())
    ):
        errors["emmie"] = [_("Score the EMMIE dimensions from 0 to 4, or leave them empty.")]
    return errors
