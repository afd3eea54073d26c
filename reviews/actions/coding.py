"""Coding a review by two people: giving it to them, handing it back, and what happens when both are done."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap.telling import holders, tell
from reviews import agreement, people
from reviews.coding_links import coding_page, compare_page, workbench
from reviews.models import Agreement, CaseReview, Coding, Taxonomy
from reviews.querysets import BY_TWO
from reviews.vocab import CaseState, CodingRole, TaxonomyState
from reviews.workflow import CASE
from vkpp.accounts.models import User
from vkpp.accounts.roles import Permission
from vkpp.core import audit
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.held import hold_row, insist, words

THREE = (CodingRole.FIRST, CodingRole.SECOND, CodingRole.RESOLVED)


@transaction.atomic
def assign(
    *,
    review: CaseReview,
    first: User | None,
    second: User | None,
    resolver: User | None = None,
    due_on: dt.date | None = None,
    by: Any,
) -> list[Coding]:
    """Give a review to two coders, and to who brings their readings together if that is known already."""
    hold_row(review)
    CASE.check(review, "code", by)
    chosen = {"first": first, "second": second, "resolver": resolver}
    _check_people(chosen, due_on)
    taxonomy = _taxonomy_in_use()
    names = {role: str(who) for role, who in chosen.items() if who is not None}
    CASE.move(review, "code", by=by, after=names)
    common = {
        "review": review,
        "round": review.agreements.count() + 1,
        "taxonomy": taxonomy,
        "text_version": review.text_version,
        "due_on": due_on,
        "assigned_by": by,
    }
    roles = zip(THREE, chosen.values(), strict=True)
    made = [Coding.objects.create(role=role, coder=who, **common) for role, who in roles if who is not None]
    for coding in made:
        if coding.role in BY_TWO and coding.coder is not None:
            _tell_assigned(coding, by)
    return made


@transaction.atomic
def replace(*, coding: Coding, coder: User, by: Any) -> Coding:
    """Somebody else codes in the place of a coder who is not done; what was coded so far stays with who did it."""
    review = coding.review
    hold_row(review)
    hold_row(coding)
    insist(people.may_code(by, review), _("Coders are chosen by VKPP staff."))
    _check_under_way(coding)
    others = review.codings.filter(role__in=THREE, ended_at=None).exclude(pk=coding.pk)
    _check_people({"coder": coder, **{one.role: one.coder for one in others}}, None, place="coder")
    coding.ended_at = timezone.now()
    coding.save(update_fields=["ended_at"])
    common = {name: getattr(coding, name) for name in ("review", "role", "round", "taxonomy", "due_on")}
    made = Coding.objects.create(coder=coder, text_version=review.text_version, assigned_by=by, **common)
    names = {"role": coding.role, "coder": str(coder)}
    audit.record(by=by, verb="coding.replace", target=review, before={"coder": str(coding.coder)}, after=names)
    if coding.coder is not None:
        tell([coding.coder], "reviews_coding_taken", about=review, link=coding_page(review), by=by)
    _tell_assigned(made, by)
    return made


@transaction.atomic
def hand_back(*, review: CaseReview, by: Any) -> None:
    """Take a review from its coders; it waits for others."""
    hold_row(review)
    CASE.move(review, "hand_back", by=by)
    codings = review.codings.filter(role__in=THREE, ended_at=None)
    coders = [coding.coder for coding in codings.of_two().select_related("coder") if coding.coder is not None]
    codings.update(ended_at=timezone.now(), done_at=None)
    tell(coders, "reviews_coding_taken", about=review, link=coding_page(review), by=by)


@transaction.atomic
def finish(*, coding: Coding, note: str = "", by: Any) -> None:
    """A coder is done. When both are, their agreement is measured and the codings wait to be brought together."""
    review = coding.review
    hold_row(review)
    hold_row(coding)
    insist(people.may_work_on_coding(by, coding), _("Only its coder finishes a coding."))
    _check_under_way(coding)
    coding.note = words(note, "note", _("The note"), limit=2000)
    if coding.text_version != review.text_version:
        raise Conflict(_("The documents changed while you were coding. Look at your passages in the new text first."))
    if not coding.points.exists() and not coding.note:
        raise Invalid({"note": [_("You have noted no learning point. Add one, or say here why there is none.")]})
    coding.done_at = timezone.now()
    coding.save(update_fields=["note", "done_at"])
    audit.record(by=by, verb="coding.finish", target=coding)
    if not review.codings.of_two().filter(done_at=None).exists():
        _both_done(review, by)


@transaction.atomic
def reopen(*, coding: Coding, by: Any) -> None:
    """Go on with one's own coding, as long as the other coder is not done."""
    review = coding.review
    hold_row(review)
    hold_row(coding)
    insist(people.may_work_on_coding(by, coding), _("Only its coder goes on with a coding."))
    if review.state != CaseState.CODING or coding.ended_at is not None:
        raise Conflict(_("Both coders are done, so the codings stay as they are."))
    if coding.done_at is None:
        return
    coding.done_at = None
    coding.save(update_fields=["done_at"])
    audit.record(by=by, verb="coding.reopen", target=coding)


def _both_done(review: CaseReview, by: Any) -> None:
    codings = {coding.role: coding for coding in review.codings.of_two().select_related("taxonomy")}
    first, second = codings[CodingRole.FIRST], codings[CodingRole.SECOND]
    found = agreement.measure(
        list(first.taxonomy.themes.values_list("code", flat=True)), _themes(first), _themes(second)
    )
    values = {name: getattr(found, name) for name in ("units", "both", "only_first", "only_second", "kappa", "alpha")}
    Agreement.objects.create(review=review, round=first.round, **values)
    points = {"first": first.points.count(), "second": second.points.count()}
    CASE.move(review, "compare", by=by, after={**values, "points": points})
    resolver = review.codings.filter(role=CodingRole.RESOLVED, ended_at=None).select_related("coder").first()
    coders = {first.coder_id, second.coder_id}
    others = [resolver.coder] if resolver else [who for who in _staff() if who.pk not in coders]
    tell([who for who in others if who], "reviews_to_compare", about=review, link=compare_page(review), by=by)


def _themes(coding: Coding) -> set[str]:
    return set(coding.points.values_list("theme__code", flat=True))


def _staff() -> Any:
    return holders(Permission.REVIEWS_CODE)


def _taxonomy_in_use() -> Taxonomy:
    found = Taxonomy.objects.filter(state=TaxonomyState.PUBLISHED).first()
    if found is None:
        raise Conflict(_("No themes of learning are in use. An administrator publishes them first."))
    return found


def _check_people(chosen: dict[str, User | None], due_on: dt.date | None, place: str = "") -> None:
    errors: dict[str, list[str]] = {}
    missing = {"first": _("Choose the first coder."), "second": _("Choose the second coder.")}
    for name, sentence in missing.items():
        if name in chosen and chosen[name] is None:
            errors[name] = [sentence]
    able = set(_staff().values_list("pk", flat=True))
    seen: set[Any] = set()
    for name, who in chosen.items():
        if who is None:
            continue
        if who.pk not in able:
            errors[place or name] = [_("%(person)s is not of the VKPP staff who code reviews.") % {"person": who}]
        elif who.pk in seen:
            errors[place or name] = [_("Choose three different people: nobody checks their own reading.")]
        seen.add(who.pk)
    if due_on is not None and due_on < timezone.localdate():
        errors["due_on"] = [_("Choose a day that is still to come.")]
    if errors:
        raise Invalid(errors)


def _check_under_way(coding: Coding) -> None:
    if coding.ended_at is not None:
        raise Conflict(_("This review was taken from its coders. Your points are kept; ask VKPP before you go on."))
    if coding.role not in BY_TWO or coding.review.state != CaseState.CODING or coding.done_at is not None:
        raise Conflict(_("This coding is finished."))


def _tell_assigned(coding: Coding, by: Any) -> None:
    about, link = coding.review, workbench(coding)
    tell(
        [coding.coder] if coding.coder else [],
        "reviews_coding_assigned",
        about=about,
        link=link,
        by=by,
        due_on=coding.due_on,
    )
