"""Saving the answer on one action: the difference only, against the version the person saw, so that no text is lost."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from nvap import cleaning, news, people
from nvap.actions import checking, material, open_return
from nvap.actions.held import insist, see
from nvap.derived import Derived, answered
from nvap.form_spec import spec
from nvap.models import Response, ResponseRevision
from nvap.vocab import Provenance, Source
from vkpp.core import audit, page_version, plain_text
from vkpp.core.exceptions import Conflict, Invalid
from vkpp.core.page_version import PageVersion

BY_SOURCE = {
    Source.FORM: Provenance.TYPED,
    Source.WORKBOOK: Provenance.IMPORTED,
    Source.API: Provenance.API,
    Source.IMPORT: Provenance.IMPORTED,
}


@transaction.atomic
def save(
    *,
    response: Response,
    values: Mapping[str, Any],
    version: PageVersion | int | None,
    by: Any,
    source: str = Source.FORM,
    confirm: bool = False,
) -> Response:
    """Store `values` (question code → value, None or empty to take an answer back) in one go or not at all.

    `version` is the one the person saw; None asks for no comparison. What somebody else changed since stays where this
    person left it as it was, and merges where only one of the two changed it; otherwise Conflict, whose `current` holds
    the others' values by code and the `version` now. The version of a page is brought up to date. What was carried
    forward stays a proposal until it is saved with `confirm`.
    """
    hold_answer(response)
    check_may_answer(response, by)
    cleaned = cleaned_values(response, values)
    changed = {code: value for code, value in cleaned.items() if value != response.answers.get(code)}
    page = page_version.of(version)
    shown = page_version.shown(page, response, _("There is no version %(version)s of this answer yet."))
    merged = page_version.merge(changed, response.answers, shown)
    if merged.contested:
        raise Conflict(
            _("This answer was changed since you opened it. Compare the two versions and choose."),
            {**merged.contested, "version": response.version},
        )
    confirms = confirm and response.provenance == Provenance.CARRIED
    if merged.own or confirms:
        _write(response, merged.own, by, source, confirms=confirms)
    if page is not None:
        page.saved(cleaned.keys() - merged.left, response.version, alone=not shown)
    return response


@transaction.atomic
def confirm(*, response: Response, version: int | None, by: Any) -> Response:
    """Say that what was carried forward is still true; unlike `save` refused when anything changed since it was read."""
    hold_answer(response)
    check_may_answer(response, by)
    if version is not None and version != response.version:
        raise Conflict(
            _("The answer on %(code)s was changed since you read it. Read it again before you confirm it.")
            % {"code": response.action_version.code},
            {"version": response.version},
        )
    if response.provenance == Provenance.CARRIED:
        _write(response, {}, by, Source.FORM, confirms=True)
    return response


def hold_answer(response: Response) -> None:
    """Keep the return and this answer until the transaction ends, and see both as they are now.

    Always the return first: two people on one return wait for one another in the same order, and a signature waits too.
    """
    rows = Response.objects.select_related("ret", "carried_from")
    now = rows.select_for_update(of=("ret", "self"), no_key=True).get(pk=response.pk)  # locked in this order
    see(response.ret, now.ret)
    see(response, now)
    if now.carried_from_id is not None:
        response.carried_from = now.carried_from


def check_may_answer(response: Response, by: Any) -> None:
    """Who may change this answer, and whether it can be changed now."""
    insist(
        by is None or people.may_answer(by, response),
        _("Only your force's NVAP lead and colleagues whom this action is assigned to can answer it."),
    )
    open_return.check_open(response.ret)


def cleaned_values(response: Response, values: Mapping[str, Any]) -> dict[str, Any]:
    """`values` as they would be stored, or Invalid with a sentence for each that cannot be."""
    code = response.action_version.code
    asked = {question.code: question for question in spec(response.ret.round.form).questions_of(code)}
    cleaned: dict[str, Any] = {}
    errors: dict[str, list[str]] = {}
    for name, value in values.items():
        if name not in asked:
            words = _("There is no question “%(name)s” about action %(code)s.")
            errors[name] = [words % {"name": name[:60], "code": code}]
            continue
        try:
            cleaned[name] = cleaning.clean(asked[name], value)
        except plain_text.Refused as refusal:
            errors[name] = [str(refusal)]
    if errors:
        raise Invalid(errors)
    return cleaned


def _write(response: Response, changed: Mapping[str, Any], by: Any, source: str, *, confirms: bool) -> None:
    before = {code: response.answers.get(code) for code in changed}
    merged = {**response.answers, **changed}
    was = derived(response)
    response.answers = {code: value for code, value in merged.items() if value is not None}
    response.provenance = _provenance(response, source, confirms=confirms)
    response.version += 1
    ResponseRevision.objects.create(
        response=response,
        version=response.version,
        by=by,
        source=source,
        changes={code: [before[code], value] for code, value in changed.items()},
        provenance=response.provenance,
    )
    follow(response, was, by=by)
    open_return.changed(
        response.ret,
        by=by,
        reason=_("The answer on %(code)s was changed.") % {"code": response.action_version.code},
    )
    news.answer_changed(response)
    after = {"version": response.version, "questions": sorted(changed), "source": source}
    audit.record(by=by, verb="answer.save", target=response, after=after)


def derived(response: Response, *, lost: int = 0) -> Derived | None:
    """What follows from the answer, or did before it had `lost` so much evidence; None while it does not count."""
    return answered(response, evidence=checking.evidence(response) + lost).derive() if response.counts else None


def follow(response: Response, was: Derived | None, *, by: Any) -> None:
    """After a change of the answer or of what stands beside it: `was` is what followed from it before."""
    now = settle(response, by=by)
    material.follow(response, was, now if response.counts else None, by=by)


def settle(response: Response, *, by: Any) -> Derived:
    """Bring columns and findings in step with the answers, and store them with who changed them."""
    found = checking.found(response)
    now = answered(response, evidence=found.evidence)
    follows = now.derive()
    response.scores = follows.scores
    response.not_applicable = follows.not_applicable
    response.has_gap = follows.has_gap
    response.has_practice = follows.has_practice
    response.complete = response.counts and not follows.missing
    response.updated_at, response.updated_by = timezone.now(), by
    response.save(
        update_fields=[
            *("answers", "scores", "provenance", "version", "complete", "not_applicable", "has_gap", "has_practice"),
            *("updated_at", "updated_by"),
        ]
    )
    checking.settle(response, now.facts if response.counts else None, found)
    return follows


def _provenance(response: Response, source: str, *, confirms: bool) -> str:
    if response.provenance == Provenance.CARRIED and not confirms:
        return Provenance.CARRIED if response.answers else Provenance.EMPTY
    if not response.answers:
        return Provenance.EMPTY
    if confirms and source == Source.FORM and not _touched(response):
        return Provenance.CONFIRMED
    return BY_SOURCE[Source(source)]


def _touched(response: Response) -> bool:
    """Whether anything differs from what was carried forward."""
    carried = (
        response.revisions.filter(source=Source.CARRIED).order_by("version").values_list("changes", flat=True).first()
    )
    return bool({code: change[1] for code, change in (carried or {}).items()} != response.answers)
